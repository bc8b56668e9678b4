//! Scales, answers, weights, item sets.

use retention::accumulate::{Accumulator, Weighted};
use retention::estimate::Resampling;
use retention::fit::Outcome;
use retention::scale::{
    Coefficient, ItemSet, Missing, Reliability, ReliabilityBuilder, ReliabilityRemark, Scale,
    Weights, average_variance_extracted, composite_reliability, without_codes,
};

use crate::expected::in_full;
use crate::*;

const SEVEN: Scale = Scale::ONE_TO_SEVEN;

#[test]
fn a_scale_has_two_finite_ends_in_order() {
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(Scale::new(bad, 1.0)),
            not_finite("low end of the scale", text, None)
        );
        assert_eq!(
            refusal(Scale::new(1.0, bad)),
            not_finite("high end of the scale", text, None)
        );
    }
    for (low, high, text) in [(5.0, 5.0, "5"), (5.0, 1.0, "1")] {
        assert_eq!(
            refusal(Scale::new(low, high)),
            out_of_range("high end of the scale", text, "above the low end, 5", None)
        );
    }
    // Squares of its width would be no numbers.
    assert!(matches!(
        Scale::new(-f64::MAX, f64::MAX),
        Err(Error::OutOfRange {
            argument: "low end of the scale",
            ..
        })
    ));
    assert!(Scale::new(0.0, f64::MIN_POSITIVE).is_err());
    assert_eq!(Scale::new(-0.0, 1.0).unwrap().to_string(), "0 to 1");
}

#[test]
fn a_scale_of_whole_steps_ends_on_one() {
    assert_eq!(
        refusal(Scale::new(1.0, 5.5).unwrap().whole()),
        out_of_range(
            "high end of the scale",
            "5.5",
            "whole steps above the low end, 1",
            None
        )
    );
    // From a half in whole steps is a scale too.
    let halves = Scale::new(0.5, 4.5).unwrap().whole().unwrap();
    assert!(halves.contains(2.5) && !halves.contains(2.0));
}

#[test]
fn what_nobody_could_have_answered_is_refused() {
    for (bad, text) in NOT_FINITE {
        let error = not_finite("answer", text, None);
        assert_eq!(refusal(SEVEN.check(bad)), error.clone());
        assert_eq!(refusal(SEVEN.reverse(bad)), error.clone());
        assert_eq!(refusal(SEVEN.to_unit(bad)), error.clone());
        assert_eq!(refusal(SEVEN.convert(bad, Scale::ZERO_TO_TEN)), error);
        assert!(!SEVEN.contains(bad));
    }
    for (bad, text) in [(0.999, "0.999"), (7.001, "7.001"), (-99.0, "-99")] {
        let error = out_of_range("answer", text, "1 to 7", None);
        assert_eq!(refusal(SEVEN.check(bad)), error.clone());
        assert_eq!(refusal(SEVEN.reverse(bad)), error.clone());
        assert_eq!(refusal(SEVEN.to_unit(bad)), error.clone());
        assert_eq!(refusal(SEVEN.convert(bad, SEVEN)), error);
    }
    assert_eq!(
        refusal(SEVEN.whole().unwrap().check(6.5)),
        out_of_range("answer", "6.5", "1 to 7 in steps of one", None)
    );
}

#[test]
fn a_column_of_answers_is_checked_to_its_last_row() {
    assert_eq!(refusal(SEVEN.answers(&[])), expected::empty("answer"));
    assert_eq!(refusal(SEVEN.full_answers(&[])), expected::empty("answer"));
    assert_eq!(
        refusal(SEVEN.answers(&[Some(1.0), None, Some(8.0)])),
        out_of_range("answer", "8", "1 to 7", Some(2))
    );
    assert_eq!(
        refusal(SEVEN.full_answers(&[1.0, 0.0])),
        out_of_range("answer", "0", "1 to 7", Some(1))
    );
    assert_eq!(
        refusal(SEVEN.full_answers(&[1.0, f64::NAN])),
        not_finite("answer", "NaN", Some(1))
    );
    assert_eq!(
        refusal(SEVEN.answers(&[Some(f64::INFINITY)])),
        not_finite("answer", "inf", Some(0))
    );
}

#[test]
fn nobody_and_one_have_no_spread() {
    let nobody = [None, None];
    let nobody = SEVEN.answers(&nobody).unwrap();
    assert_eq!((nobody.answered(), nobody.missing()), (0, 2));
    assert_eq!((nobody.mean(), nobody.variance()), (None, None));
    assert_eq!(nobody.estimate(), None);
    assert_eq!(nobody.summary(None).unwrap().effective_sample_size, 0.0);
    let one = [None, Some(3.0)];
    let one = SEVEN.answers(&one).unwrap();
    assert_eq!((one.mean(), one.variance()), (Some(3.0), None));
    assert_eq!((one.estimate(), one.get(2)), (None, None));
    let same = SEVEN.full_answers(&[6.3; 3]).unwrap();
    assert_eq!(same.variance(), Some(0.0));
    assert_eq!(same.estimate().unwrap().standard_error(), 0.0);
    assert_eq!(same.mean(), Some(6.3));
}

#[test]
fn weights_are_finite_not_negative_and_not_all_zero() {
    assert_eq!(refusal(Weights::new([])), expected::empty("weight"));
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(Weights::new([1.0, bad])),
            not_finite("weight", text, Some(1))
        );
    }
    assert_eq!(
        refusal(Weights::new([1.0, -0.5])),
        out_of_range("weight", "-0.5", "0 or more", Some(1))
    );
    assert_eq!(
        refusal(Weights::new([0.0, 0.0])),
        out_of_range("sum of the weights", "0", "above 0", None)
    );
    assert!(matches!(
        Weights::new([f64::MAX, f64::MAX]),
        Err(Error::Overflow {
            operation: "the sum of the weights",
            ..
        })
    ));
    // Their squares are no numbers, their shares of the largest are.
    for weight in [f64::MAX / 4.0, f64::MIN_POSITIVE] {
        let weights = Weights::new([weight; 3]).unwrap();
        assert_eq!(weights.effective_sample_size(), 3.0);
        let answers = SEVEN.full_answers(&[1.0, 2.0, 3.0]).unwrap();
        assert_eq!(answers.summary(Some(&weights)), answers.summary(None));
    }
}

#[test]
fn there_are_as_many_weights_as_respondents() {
    let answers = SEVEN.full_answers(&[1.0, 2.0]).unwrap();
    let weights = Weights::new([1.0]).unwrap();
    let error = expected::length("weights", 1, 2);
    assert_eq!(refusal(answers.summary(Some(&weights))), error.clone());
    let items = ItemSet::new([answers]).unwrap();
    assert_eq!(refusal(items.reliability(Some(&weights))), error);
}

#[test]
fn those_who_answered_may_all_be_without_weight() {
    let answers = [Some(4.0), None, Some(2.0)];
    let answers = SEVEN.answers(&answers).unwrap();
    let weights = Weights::new([0.0, 1.0, 0.0]).unwrap();
    let summary = answers.summary(Some(&weights)).unwrap();
    assert_eq!((summary.answered, summary.missing), (2, 1));
    assert_eq!((summary.mean, summary.variance), (None, None));
    // One with weight has a mean and no spread.
    let weights = Weights::new([0.1, 1.0, 0.0]).unwrap();
    let summary = answers.summary(Some(&weights)).unwrap();
    assert_eq!((summary.mean, summary.variance), (Some(4.0), None));
    assert_eq!(summary.estimate(), None);
}

#[test]
fn codes_that_are_not_listed_stay() {
    let column = without_codes(&[-99.0, f64::NAN, 3.0], &[-99.0]);
    assert_eq!((column.answers[0], column.answers[2]), (None, Some(3.0)));
    assert_eq!(
        refusal(SEVEN.answers(&column.answers)),
        not_finite("answer", "NaN", Some(1))
    );
    let column = without_codes(&[-99.0, f64::NAN, 3.0], &[f64::NAN, -99.0, -99.0]);
    assert_eq!(column.answers, [None, None, Some(3.0)]);
    assert_eq!(
        (column.counts.as_slice(), column.missing()),
        (&[1, 1, 0][..], 2)
    );
    assert_eq!(without_codes(&[], &[-99.0]).counts, [0]);
}

#[test]
fn items_of_one_set_have_one_scale_and_one_length() {
    assert_eq!(refusal(ItemSet::new([])), expected::empty("item"));
    let seven = SEVEN.full_answers(&[1.0, 7.0]).unwrap();
    let five = Scale::ONE_TO_FIVE.full_answers(&[1.0, 5.0]).unwrap();
    assert_eq!(
        refusal(ItemSet::new([seven, five])),
        expected::mismatch("scales of the items", "1 to 7", "1 to 5")
    );
    let items = ItemSet::on(Scale::ZERO_TO_TEN, [seven, five]).unwrap();
    assert_eq!(
        items.scores(Missing::Listwise),
        Ok(vec![Some(0.0), Some(10.0)])
    );
    // Whole steps or not, the scale is the same.
    let whole = SEVEN.whole().unwrap().full_answers(&[1.0, 6.0]).unwrap();
    let items = ItemSet::new([whole, seven]).unwrap();
    assert_eq!(items.scale(), SEVEN);
    assert_eq!(items.score_of(1, Missing::Listwise), Ok(Some(6.5)));

    let short = SEVEN.full_answers(&[1.0]).unwrap();
    assert_eq!(
        refusal(ItemSet::new([seven, short])),
        format!(
            "{} at item 1 (counted from 0)",
            expected::length("item", 1, 2)
        )
    );
}

#[test]
fn a_score_needs_at_least_one_item_and_no_more_than_there_are() {
    let answers = SEVEN.full_answers(&[1.0, 7.0]).unwrap();
    let items = ItemSet::new([answers, answers]).unwrap();
    for (least, text) in [(0, "0"), (3, "3")] {
        let error = out_of_range(
            "least number of items answered",
            text,
            "1 to 2, the number of items",
            None,
        );
        assert_eq!(
            refusal(items.scores(Missing::AtLeast(least))),
            error.clone()
        );
        assert_eq!(refusal(items.score_of(0, Missing::AtLeast(least))), error);
    }
    assert_eq!(items.score_of(2, Missing::default()), Ok(None));
}

#[test]
fn reliability_of_too_little_is_none() {
    let (rising, flat) = ([1.0, 4.0, 7.0], [3.0; 3]);
    let (rising, flat) = (
        SEVEN.full_answers(&rising).unwrap(),
        SEVEN.full_answers(&flat).unwrap(),
    );
    let reliability = |items: &[_]| {
        let items = ItemSet::new(items.iter().copied()).unwrap();
        items.reliability(None).unwrap()
    };
    let one = reliability(&[rising]);
    assert_eq!((one.alpha, one.standardised_alpha), (None, None));
    assert_eq!(one.items[0].variance, Some(9.0));
    assert_eq!(one.items[0].item_rest_correlation, None);

    // A sum that does not vary, for two reasons.
    for found in [
        reliability(&[flat, flat, flat]),
        reliability(&[rising, rising.reversed()]),
    ] {
        assert_eq!(found.alpha, None);
        assert_eq!(found.omega().value, None);
        assert_eq!(found.omega().outcome, Outcome::NotIdentified);
    }
    // An item that does not vary.
    let found = reliability(&[rising, rising, flat]);
    assert_eq!(found.standardised_alpha, None);
    assert_eq!(found.items[2].item_rest_correlation, None);
    assert_eq!(found.correlation(0, 2), None);
    assert_eq!(found.items[2].alpha_if_dropped, Some(1.0));
    assert_eq!(found.covariance(0, 3), None);
    assert_eq!(found.omega().outcome, Outcome::NotIdentified);

    // Nobody answered everything.
    let gaps = [[Some(1.0), None], [None, Some(2.0)]];
    let gaps = gaps.each_ref().map(|column| SEVEN.answers(column).unwrap());
    let found = reliability(&gaps);
    assert_eq!((found.used, found.left_out), (0, 2));
    assert_eq!((found.alpha, found.items[0].mean), (None, None));
    assert_eq!(found.effective_sample_size, 0.0);
    assert_eq!(found.covariance(0, 0), None);
}

/// One of two items was asked the other way round and not reversed.
#[test]
fn items_that_contradict_each_other_have_a_negative_alpha() {
    let (rising, falling) = (
        [1.0, 2.0, 3.0, 4.0, 5.0, 1.0, 5.0],
        [5.0, 4.0, 3.0, 2.0, 1.0, 5.0, 2.0],
    );
    let rising = SEVEN.full_answers(&rising).unwrap();
    let falling = SEVEN.full_answers(&falling).unwrap();
    let alpha = |items: [_; 2]| {
        let items = ItemSet::new(items).unwrap();
        items.reliability(None).unwrap().alpha.unwrap().value()
    };
    // Variances 3 and 52/21, covariance −8/3: 2 · (1 − (115/21) / (115/21 − 16/3)).
    assert!((alpha([rising, falling]) + 224.0 / 3.0).abs() < 1e-9);
    assert!((alpha([rising, falling.reversed()]) - 224.0 / 227.0).abs() < 1e-12);
}

#[test]
fn identical_items_are_perfectly_reliable() {
    let answers = SEVEN.full_answers(&[1.0, 4.0, 6.0, 2.0]).unwrap();
    let items = ItemSet::new([answers; 4]).unwrap();
    let found = items.reliability(None).unwrap();
    let alpha = found.alpha.unwrap();
    assert_eq!((alpha.value(), alpha.standard_error()), (1.0, 0.0));
    assert_eq!(found.omega().outcome, Outcome::Converged);
    assert_eq!(
        format!("{:.9}", found.omega().value.unwrap()),
        "1.000000000"
    );
}

#[test]
fn the_widest_and_the_narrowest_scale_have_a_reliability() {
    for (low, high) in [(-1e100, 1e100), (0.0, 1e-100)] {
        let scale = Scale::new(low, high).unwrap();
        let column = |along: [f64; 4]| along.map(|x| scale.low() + x * scale.width());
        let columns = [
            column([0.0, 0.5, 1.0, 0.7]),
            column([0.1, 0.4, 0.9, 0.9]),
            column([0.3, 0.1, 0.8, 0.5]),
        ];
        let items = columns
            .each_ref()
            .map(|column| scale.full_answers(column).unwrap());
        let found = ItemSet::new(items).unwrap().reliability(None).unwrap();
        assert_eq!(format!("{:.6}", found.alpha.unwrap().value()), "0.916154");
        assert!(found.alpha.unwrap().standard_error() > 0.0);
        assert!(found.correlation(0, 1).unwrap() > 0.9);
        assert!(found.omega().residual.unwrap() < 1e-9);
    }
}

#[test]
fn a_reliability_builder_refuses_and_goes_on() {
    assert_eq!(
        refusal(ReliabilityBuilder::new(SEVEN, 0)),
        expected::empty("item")
    );
    let mut builder = ReliabilityBuilder::new(SEVEN, 2).unwrap();
    builder.push(&[Some(1.0), Some(2.0)]).unwrap();
    assert_eq!(
        refusal(builder.push(&[Some(1.0)])),
        expected::at_row(expected::length("answers of a respondent", 1, 2), 1)
    );
    assert_eq!(
        refusal(builder.push(&[Some(1.0), Some(8.0)])),
        "answer must be 1 to 7, got 8 at row 1, item 1 (counted from 0)"
    );
    assert_eq!(
        refusal(builder.push_weighted(&[Some(1.0), Some(1.0)], f64::NAN)),
        not_finite("weight", "NaN", Some(1))
    );
    for (weight, allowed) in [
        (-1.0, "0 or more"),
        (1e101, "0, or 1e-100 to 1e100"),
        (1e-101, "0, or 1e-100 to 1e100"),
    ] {
        assert!(matches!(
            builder.push_weighted(&[None, None], weight),
            Err(Error::OutOfRange { argument: "weight", allowed: text, .. }) if text == allowed
        ));
        let cure = (weight > 0.0).then_some("divide all weights by their mean");
        assert_eq!(
            builder
                .push_weighted(&[None, None], weight)
                .unwrap_err()
                .cure(),
            cure
        );
    }
    builder
        .extend(
            [[Some(5.0), Some(7.0)], [Some(3.0), None]]
                .each_ref()
                .map(|row| &row[..]),
        )
        .unwrap();
    assert_eq!(
        refusal(builder.merge(ReliabilityBuilder::new(Scale::ONE_TO_FIVE, 2).unwrap())),
        expected::mismatch("scales of the items", "1 to 7", "1 to 5")
    );
    assert_eq!(
        refusal(builder.merge(ReliabilityBuilder::new(SEVEN, 3).unwrap())),
        expected::mismatch("numbers of items", "2", "3")
    );
    let found = builder.finish().unwrap();
    assert_eq!((found.used, found.left_out), (2, 1));
    assert_eq!(found.items[1].mean, Some(4.5));
}

#[test]
fn weights_may_spread_only_so_far() {
    assert_eq!(
        refusal(Weights::new([1.0, 1e-170, 1e-170])),
        "weight must be 0, or at least 1e-12, a 10^-12 part of the largest, got 0.0000000000000000000\
         00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
         00000000000000000000000000000000000000000000000000000000000001 at row 1 (counted from 0)"
    );
    // The widest spread allowed keeps an effective size of one for the lightest alone.
    let weights = Weights::new([1.0, 1e-12]).unwrap();
    let answers = SEVEN.answers(&[None, Some(4.0)]).unwrap();
    let summary = answers.summary(Some(&weights)).unwrap();
    assert_eq!(
        (summary.mean, summary.effective_sample_size),
        (Some(4.0), 1.0)
    );
}

#[test]
fn whole_steps_allow_for_the_rounding_of_their_ends() {
    let scale = Scale::new(0.3, 3.3).unwrap().whole().unwrap();
    for answer in [0.3, 1.3, 2.3, 3.3] {
        assert_eq!(scale.check(answer), Ok(answer));
    }
    assert!(!scale.contains(2.300001) && !scale.contains(2.0));
}

/// However far apart the weights, parts make the whole within `n · 2⁻⁵³` of the largest deviation,
/// squared, times the largest weight over the mean weight.
#[test]
fn weights_far_apart_keep_the_bound_of_a_merge() {
    const ROWS: usize = 200;
    let scale = Scale::new(0.0, 1000.0).unwrap();
    let mut state = 7_u64;
    let mut below = |bound: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % bound
    };
    for _ in 0..50 {
        let rows: Vec<([Option<f64>; 2], f64)> = (0..ROWS)
            .map(|_| {
                let answers = [below(1001), below(1001)].map(|answer| Some(answer as f64));
                (answers, 10_f64.powi(below(13) as i32 - 6))
            })
            .collect();
        let largest = rows.iter().map(|row| row.1).fold(0.0, f64::max);
        let mean = rows.iter().map(|row| row.1).sum::<f64>() / ROWS as f64;
        let bound = ROWS as f64 * f64::EPSILON / 2.0 * 1000.0 * 1000.0 * largest / mean;
        let part = |rows: &[([Option<f64>; 2], f64)]| {
            let mut builder = ReliabilityBuilder::new(scale, 2).unwrap();
            for (answers, weight) in rows {
                builder.push_weighted(answers, *weight).unwrap();
            }
            builder
        };
        let whole = part(&rows).finish().unwrap();
        for at in [1, 50, 100, 199] {
            let mut merged = part(&rows[at..]);
            merged.merge(part(&rows[..at])).unwrap();
            let merged = merged.finish().unwrap();
            for item in [0, 1] {
                let of = |found: &Reliability| found.covariance(0, item).unwrap();
                assert!((of(&merged) - of(&whole)).abs() <= bound, "{at} {item}");
            }
        }
    }
}

/// Beside a weight of 10¹⁰⁰ another respondent weighs nothing: as with one, nothing varies.
#[test]
fn one_weight_beyond_all_others_leaves_no_covariance() {
    let mut builder = ReliabilityBuilder::new(SEVEN, 2).unwrap();
    builder
        .push_weighted(&[Some(1.0), Some(2.0)], 1e100)
        .unwrap();
    builder
        .push_weighted(&[Some(5.0), Some(4.0)], 1e-100)
        .unwrap();
    let found = builder.finish().unwrap();
    assert_eq!((found.used, found.covariance(0, 1)), (2, None));
    assert_eq!((found.alpha, found.items[0].variance), (None, None));
}

#[test]
fn an_item_that_everybody_answered_alike_is_named() {
    let varied = SEVEN.full_answers(&[1.0, 4.0, 6.0, 2.0]).unwrap();
    let constant = SEVEN.full_answers(&[5.0; 4]).unwrap();
    let items = ItemSet::new([varied, constant, varied]).unwrap();
    let found = items.reliability(None).unwrap();
    assert_eq!(found.remarks, [ReliabilityRemark::Constant { item: 1 }]);
    assert_eq!(
        found.remarks[0].to_string(),
        "everybody gave the same answer to item 1 (counted from 0)"
    );
    assert_eq!(found.standardised_alpha, None);
    let message = "at least 2 different answers are needed, got 1 at item 1 (counted from 0); \
                   everybody gave the same answer: leave the item out";
    assert_eq!(in_full(items.ordinal_reliability(None)), message);
    assert_eq!(in_full(items.htmt(&items, None)), message);
    let few = Resampling::default().draws(2);
    for &coefficient in Coefficient::ALL {
        assert_eq!(in_full(items.bootstrap(coefficient, None, few)), message);
    }
    assert_eq!(in_full(items.bootstrap_htmt(&items, None, few)), message);
    // Of those with weight alone.
    let weights = Weights::new([1.0, 0.0, 0.0, 0.0]).unwrap();
    let message = refusal(items.ordinal_reliability(Some(&weights)));
    assert!(
        message.starts_with("at least 2 different answers"),
        "{message}"
    );
    // And nobody who answered everything.
    let columns = [[Some(1.0), None], [None, Some(2.0)]];
    let gaps = columns
        .each_ref()
        .map(|column| SEVEN.answers(column).unwrap());
    let gaps = ItemSet::new(gaps).unwrap();
    assert!(refusal(gaps.ordinal_reliability(None)).contains("got 0"));
}

/// A slider has no steps, and its table of pairs would fill the memory.
#[test]
fn ordinal_alpha_is_of_few_different_answers() {
    let scale = Scale::new(0.0, 100.0).unwrap();
    let slider: Vec<f64> = (0..400).map(|row| f64::from(row) / 4.0).collect();
    let whole: Vec<f64> = slider.iter().map(|answer| answer.floor()).collect();
    let columns = [slider, whole];
    let [slider, whole] = columns
        .each_ref()
        .map(|column| scale.full_answers(column).unwrap());
    assert!(
        ItemSet::new([whole, whole])
            .unwrap()
            .ordinal_reliability(None)
            .is_ok()
    );
    let items = ItemSet::new([whole, slider]).unwrap();
    let message = "different answers must be at most 100, got 400 at item 1 (counted from 0); \
                   round the answers to fewer steps, or use alpha";
    assert_eq!(in_full(items.ordinal_reliability(None)), message);
    let few = Resampling::default().draws(2);
    assert_eq!(
        in_full(items.bootstrap(Coefficient::OrdinalAlpha, None, few)),
        message
    );
    assert!(items.bootstrap(Coefficient::Alpha, None, few).is_ok());
}

#[test]
fn items_that_contradict_each_other_are_remarked() {
    let rising = SEVEN.full_answers(&[1.0, 4.0, 6.0, 2.0]).unwrap();
    let items = ItemSet::new([rising, rising, rising.reversed()]).unwrap();
    let found = items.reliability(None).unwrap();
    assert!(found.alpha.unwrap().value() < 0.0);
    let against = ReliabilityRemark::AgainstTheOthers { item: 2 };
    assert!(
        found
            .remarks
            .starts_with(&[ReliabilityRemark::NegativeAlpha])
    );
    assert!(found.remarks.contains(&against));
    assert!(
        ReliabilityRemark::NegativeAlpha
            .to_string()
            .contains("check the coding")
    );
    assert!(against.to_string().contains("asked the other way round"));
    let right = ItemSet::new([rising, rising, rising]).unwrap();
    assert_eq!(right.reliability(None).unwrap().remarks, []);
    // A ratio of sets that do not go together is none.
    let pair = ItemSet::new([rising, rising.reversed()]).unwrap();
    assert_eq!(pair.htmt(&right, None), Ok(None));
    let resampled = pair
        .bootstrap_htmt(&right, None, Resampling::default().draws(9))
        .unwrap();
    assert_eq!(
        (resampled.value, resampled.interval, resampled.undefined),
        (None, None, 9)
    );
}

#[test]
fn resamples_are_some_and_not_too_many_and_columns_match() {
    let answers = SEVEN.full_answers(&[1.0, 4.0, 6.0, 2.0]).unwrap();
    let other = SEVEN.full_answers(&[2.0, 4.0, 5.0, 3.0]).unwrap();
    let items = ItemSet::new([answers, other]).unwrap();
    for draws in [0, 1_000_001] {
        let expected = out_of_range("draws", &draws.to_string(), "1 to 1000000", None);
        let options = Resampling::default().draws(draws);
        let found = items.bootstrap(Coefficient::Alpha, None, options);
        assert_eq!(refusal(found), expected);
        assert_eq!(
            refusal(items.bootstrap_htmt(&items, None, options)),
            expected
        );
    }
    let short = ItemSet::new([SEVEN.full_answers(&[1.0, 2.0]).unwrap()]).unwrap();
    assert_eq!(
        refusal(items.htmt(&short, None)),
        expected::length("items", 2, 4)
    );
    let weights = Weights::new([1.0]).unwrap();
    for found in [
        items.ordinal_reliability(Some(&weights)).map(|_| ()),
        items.htmt(&items, Some(&weights)).map(|_| ()),
        items
            .bootstrap(Coefficient::Omega, Some(&weights), Resampling::default())
            .map(|_| ()),
    ] {
        assert_eq!(refusal(found), expected::length("weights", 1, 4));
    }
    // One item has no alpha, and neither has one respondent.
    let one = ItemSet::new([answers]).unwrap();
    assert_eq!(one.ordinal_reliability(None).unwrap().alpha, None);
    let few = Resampling::default().draws(3);
    let found = one.bootstrap(Coefficient::Alpha, None, few).unwrap();
    assert_eq!((found.value, found.undefined), (None, 3));
}

#[test]
fn loadings_are_correlations() {
    for of in [composite_reliability, average_variance_extracted] {
        assert_eq!(refusal(of(&[])), expected::empty("loading"));
        assert_eq!(
            refusal(of(&[0.5, f64::NAN])),
            "loading must be finite, got NaN at item 1 (counted from 0)"
        );
        assert_eq!(
            refusal(of(&[1.1])),
            "loading must be -1 to 1, got 1.1 at item 0 (counted from 0)"
        );
        assert_eq!(of(&[1.0, 1.0]), Ok(1.0));
        assert_eq!(of(&[0.0]), Ok(0.0));
    }
}
