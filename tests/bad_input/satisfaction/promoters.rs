//! Net Promoter Score.

use super::*;
use retention::{Accumulator, Weighted};

#[test]
fn a_net_promoter_score_is_asked_for_on_0_to_10() {
    let options = nps::Options::default();
    for scale in [Scale::ONE_TO_FIVE, TEN, SEVEN] {
        let answers = scale.full_answers(&[1.0, 4.0, 5.0]).unwrap();
        let expected = scales_differ(&scale.to_string(), "0 to 10");
        assert_eq!(
            refusal(nps::NetPromoterScore::of(&answers, None, options)),
            expected.clone()
        );
        // Stretching a scale makes no other question of it.
        assert_eq!(
            refusal(nps::NetPromoterScore::of(
                &answers.on(Scale::ZERO_TO_TEN),
                None,
                options
            )),
            expected
        );
    }
    let whole = Scale::ZERO_TO_TEN.whole().unwrap();
    let answers = whole.full_answers(&[10.0]).unwrap();
    assert_eq!(
        nps::NetPromoterScore::of(&answers, None, options)
            .unwrap()
            .score,
        Some(100.0)
    );
}

#[test]
fn decimals_fall_into_a_group_by_a_stated_rule_or_are_refused() {
    let column = [9.0, 6.5, 8.5];
    let answers = Scale::ZERO_TO_TEN.full_answers(&column).unwrap();
    let groups = |options| {
        let found = nps::NetPromoterScore::of(&answers, None, options)?;
        let count = |group| found.share(group).counts().numerator();
        retention::Result::Ok(
            [
                nps::Group::Promoter,
                nps::Group::Passive,
                nps::Group::Detractor,
            ]
            .map(count),
        )
    };
    assert_eq!(
        refusal(groups(nps::Options::default())),
        expected::at_row(
            expected::out_of_range("answer", "6.5", "a whole step of the scale"),
            1
        )
    );
    let reached = nps::Options::default().allow_decimals(true);
    // Half a step lower, the cuts round halves up.
    let rounded = reached.question(nps::Question::Mapped {
        scale: Scale::ZERO_TO_TEN,
        promoters_from: 8.5,
        passives_from: 6.5,
    });
    assert_eq!(groups(rounded), Ok([2, 1, 0]));
    assert_eq!(groups(reached), Ok([1, 1, 1]));
    // Just below a half is below it.
    assert_eq!(
        rounded.classify(6.499_999_999_999_999),
        Ok(nps::Group::Detractor)
    );
    assert_eq!(
        rounded.classify(0.499_999_999_999_999_94),
        Ok(nps::Group::Detractor)
    );
    assert_eq!(rounded.classify(9.999), Ok(nps::Group::Promoter));
}

#[test]
fn an_answer_beyond_the_scale_makes_no_promoter() {
    let mut counts = nps::Counter::new(nps::Options::default()).unwrap();
    counts.push(Some(0.0)).unwrap();
    for (bad, text) in [(11.0, "11"), (-1.0, "-1"), (-99.0, "-99")] {
        let error = out_of_range("answer", text, "0 to 10", Some(1));
        assert_eq!(refusal(counts.push(Some(bad))), error);
    }
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(counts.push(Some(bad))),
            not_finite("answer", text, Some(1))
        );
    }
    refuses_bad_weights(|weight| counts.push_weighted(Some(10.0), weight));
    assert!(counts.extend([Some(3.0), Some(30.0), Some(3.0)]).is_err());
    let found = counts.finish().unwrap();
    assert_eq!((found.answered, found.score), (3, Some(-100.0)));
}

#[test]
fn cuts_of_another_scale_lie_on_it_in_order() {
    let checked = |promoters_from, passives_from| {
        nps::Counter::new(nps::Options::default().question(nps::Question::Mapped {
            scale: Scale::ONE_TO_FIVE,
            promoters_from,
            passives_from,
        }))
        .map(|_| ())
    };
    assert_eq!(checked(5.0, 4.0), Ok(()));
    // No passives, then.
    assert_eq!(checked(4.0, 4.0), Ok(()));
    for passives in [1.0, 0.0, 6.0] {
        assert!(matches!(
            checked(5.0, passives),
            Err(Error::OutOfRange {
                argument: "lowest answer of a passive",
                allowed,
                ..
            }) if allowed == "above 1, up to 5"
        ));
    }
    assert_eq!(
        refusal(checked(3.0, 4.0)),
        out_of_range("lowest answer of a promoter", "3", "4 to 5", None)
    );
    assert!(checked(6.0, 4.0).is_err());
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(checked(bad, 4.0)),
            not_finite("lowest answer of a promoter", text, None)
        );
        assert_eq!(
            refusal(checked(5.0, bad)),
            not_finite("lowest answer of a passive", text, None)
        );
    }
}

#[test]
fn nobody_has_no_score_and_one_has_a_wide_one() {
    let confidence = Confidence::default();
    let nobody = nps::Counter::new(nps::Options::default())
        .unwrap()
        .finish()
        .unwrap();
    assert_eq!((nobody.score, nobody.variance()), (None, None));
    assert_eq!(
        (nobody.estimate(), nobody.interval(confidence)),
        (None, None)
    );
    assert_eq!(nobody.difference(&nobody), Ok(None));
    assert_eq!(nobody.difference_interval(&nobody, confidence), Ok(None));
    let missing = [None, None];
    let missing = Scale::ZERO_TO_TEN.answers(&missing).unwrap();
    let found = nps::NetPromoterScore::of(&missing, None, nps::Options::default()).unwrap();
    assert_eq!((found.missing, found.score), (2, None));
    let one = Scale::ZERO_TO_TEN.full_answers(&[10.0]).unwrap();
    let one = nps::NetPromoterScore::of(&one, None, nps::Options::default()).unwrap();
    assert!(one.interval(confidence).unwrap().width() > 140.0);
    let mut weightless = nps::Counter::new(nps::Options::default()).unwrap();
    weightless.push_weighted(Some(10.0), 0.0).unwrap();
    let weightless = weightless.finish().unwrap();
    assert_eq!((weightless.answered, weightless.score), (1, None));
}

#[test]
fn scores_of_different_definitions_neither_merge_nor_compare() {
    let counts = |options| nps::Counter::new(options).unwrap();
    let decimals = nps::Options::default().allow_decimals(true);
    let (mut ours, theirs) = (counts(nps::Options::default()), counts(decimals));
    assert_definitions_differ(ours.merge(theirs.clone()));
    let (ours, theirs) = (ours.finish().unwrap(), theirs.finish().unwrap());
    assert_definitions_differ(ours.difference(&theirs).map(|_| ()));
    let interval = ours.difference_interval(&theirs, Confidence::default());
    assert_definitions_differ(interval.map(|_| ()));
}

#[test]
fn counts_of_respondents_beyond_64_bits_do_not_wrap() {
    let overflow = |value: &str| expected::overflow("counting rows", value);
    let mut counts = nps::Counter::new(nps::Options::default()).unwrap();
    counts.add(nps::Group::Promoter, u64::MAX).unwrap();
    assert_eq!(refusal(counts.push(Some(0.0))), overflow("1"));
    assert_eq!(refusal(counts.push(None)), overflow("1"));
    assert_eq!(
        refusal(counts.merge(counts.clone())),
        overflow("18446744073709551615")
    );
    assert_eq!(counts.finish().unwrap().score, Some(100.0));

    let mut categories = retention::counted::Counter::new();
    categories
        .add(kano::Category::MustBe, u64::MAX - 1)
        .unwrap();
    assert_eq!(
        refusal(categories.add(kano::Category::Reverse, 2)),
        overflow("2")
    );
    let kano = kano::Kano::of_categories(&categories, kano::Options::default()).unwrap();
    assert_eq!(kano.category, Some(kano::Category::MustBe));

    // The same for columns of counts that were published.
    let pair = kano::Pair {
        functional: kano::Answer::Like,
        dysfunctional: kano::Answer::Like,
    };
    let mut cells = kano::Counter::new(kano::Options::default()).unwrap();
    cells.add_cell(pair, u64::MAX).unwrap();
    assert_eq!(refusal(cells.add_cell(pair, 1)), overflow("1"));
}

/// However far apart weights are that are allowed, what is computed from them is a number.
#[test]
fn weights_far_apart_leave_numbers() {
    let mut counter = nps::Counter::new(nps::Options::default()).unwrap();
    for weight in [1e187, 1e-136] {
        let refused = counter.push_weighted(Some(9.0), weight);
        assert!(matches!(refused, Err(Error::OutOfRange { .. })));
    }
    for (answer, weight) in [(9.0, 1e100), (0.0, 1e-100), (7.0, 1e-86)] {
        counter.push_weighted(Some(answer), weight).unwrap();
    }
    let found = counter.finish().unwrap();
    let estimate = found.estimate().unwrap();
    assert_eq!(found.effective_sample_size, 1.0);
    assert_eq!(estimate.value(), 100.0);
    assert!(estimate.standard_error().is_finite());
}
