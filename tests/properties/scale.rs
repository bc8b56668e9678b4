//! Scales, answers, weights, item sets.

use proptest::prelude::*;
use retention::Accumulator;
use retention::estimate::{Confidence, Design};
use retention::scale::{
    Answers, ItemSet, Missing, Orientation, Reliability, ReliabilityBuilder, ReliabilityRemark,
    Scale, Weights,
};

use crate::cases;

/// Sums of a few hundred numbers, and quotients of them, where nothing cancels: a variance of
/// answers that differ is never far below the square of the scale's width.
pub const ROUNDING: f64 = 1e-9;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDING * (1.0 + a.abs().max(b.abs()))
}

fn both_close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => close(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

fn scale() -> impl Strategy<Value = Scale> {
    prop_oneof![
        Just(Scale::ONE_TO_FIVE),
        Just(Scale::ONE_TO_SEVEN),
        Just(Scale::ZERO_TO_TEN),
        (-100.0_f64..100.0, 0.01_f64..200.0)
            .prop_map(|(low, width)| Scale::new(low, low + width).unwrap()),
    ]
}

/// A scale and a value on it.
fn value() -> impl Strategy<Value = (Scale, f64)> {
    (scale(), 0.0_f64..=1.0).prop_map(|(scale, along)| {
        let value = scale.low() + along * scale.width();
        (scale, value.clamp(scale.low(), scale.high()))
    })
}

/// Whole answers from 1 to 7 of some respondents to so many items, each left out one time in ten.
pub fn table(items: usize) -> impl Strategy<Value = Vec<Vec<Option<f64>>>> {
    let answer = prop_oneof![9 => (1_u8..=7).prop_map(|x| Some(f64::from(x))), 1 => Just(None)];
    prop::collection::vec(prop::collection::vec(answer, items), 1..40)
}

fn tables() -> impl Strategy<Value = Vec<Vec<Option<f64>>>> {
    (1_usize..7).prop_flat_map(table)
}

/// The columns of a table of rows.
pub fn columns(rows: &[Vec<Option<f64>>]) -> Vec<Vec<Option<f64>>> {
    (0..rows[0].len())
        .map(|item| rows.iter().map(|row| row[item]).collect())
        .collect()
}

pub fn set(columns: &[Vec<Option<f64>>]) -> ItemSet<'_> {
    let answers = columns
        .iter()
        .map(|column| Scale::ONE_TO_SEVEN.answers(column).unwrap());
    ItemSet::new(answers).unwrap()
}

fn reliability(rows: &[Vec<Option<f64>>], weights: Option<&Weights>) -> Reliability {
    set(&columns(rows)).reliability(weights).unwrap()
}

/// Equal but for rounding.
fn same(a: &Reliability, b: &Reliability) -> bool {
    let alpha = |r: &Reliability| r.alpha.map(|alpha| alpha.value());
    let error = |r: &Reliability| r.alpha.map(|alpha| alpha.standard_error().powi(2));
    let normal = |r: &Reliability| r.alpha.map(|alpha| alpha.normal_standard_error().powi(2));
    both_close(alpha(a), alpha(b))
        && both_close(error(a), error(b))
        && both_close(normal(a), normal(b))
        && a.remarks == b.remarks
        && both_close(a.standardised_alpha, b.standardised_alpha)
        && close(a.effective_sample_size, b.effective_sample_size)
        && a.items.len() == b.items.len()
        && a.items.iter().zip(&b.items).all(|(a, b)| {
            both_close(a.mean, b.mean)
                && both_close(a.variance, b.variance)
                && both_close(a.item_rest_correlation, b.item_rest_correlation)
                && both_close(a.alpha_if_dropped, b.alpha_if_dropped)
        })
}

fn weights(respondents: usize) -> impl Strategy<Value = Vec<f64>> {
    let weight = prop_oneof![4 => 0.1_f64..10.0, 1 => Just(0.0)];
    prop::collection::vec(weight, respondents).prop_map(|mut weights| {
        weights[0] = 1.0;
        weights
    })
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn values_stay_on_the_scale_and_come_back((scale, value) in value(), to in scale()) {
        let reversed = scale.reverse(value).unwrap();
        prop_assert!(scale.contains(reversed));
        prop_assert!(close(scale.reverse(reversed).unwrap(), value));
        let unit = scale.to_unit(value).unwrap();
        prop_assert!((0.0..=1.0).contains(&unit));
        let converted = scale.convert(value, to).unwrap();
        prop_assert!(to.contains(converted));
        prop_assert!(close(to.convert(converted, scale).unwrap(), value));
        prop_assert!(close(to.to_unit(converted).unwrap(), unit));
        prop_assert_eq!(scale.convert(value, scale).unwrap(), value);
        prop_assert!(close(scale.reverse(scale.centre()).unwrap(), scale.centre()));
    }

    #[test]
    fn whole_answers_are_reversed_exactly(value in 1_u8..=7) {
        let value = f64::from(value);
        prop_assert_eq!(Scale::ONE_TO_SEVEN.reverse(value).unwrap(), 8.0 - value);
    }

    #[test]
    fn a_view_reads_what_the_scale_says(rows in table(1), to in scale()) {
        let column = columns(&rows).remove(0);
        let scale = Scale::ONE_TO_SEVEN;
        let answers = scale.answers(&column).unwrap();
        prop_assert_eq!(answers.reversed().reversed(), answers);
        prop_assert_eq!(answers.reversed().orientation(), Orientation::Reversed);
        prop_assert_eq!(answers.answered() + answers.missing(), answers.len());
        let views: [(Answers<'_>, &dyn Fn(f64) -> f64); 3] = [
            (answers, &|x| x),
            (answers.reversed(), &|x| scale.reverse(x).unwrap()),
            (answers.on(to), &|x| scale.convert(x, to).unwrap()),
        ];
        for (view, read) in views {
            let expected: Vec<Option<f64>> = column.iter().map(|x| x.map(read)).collect();
            prop_assert_eq!(view.iter().collect::<Vec<_>>(), expected.clone());
            let got: Vec<Option<f64>> = (0..view.len()).map(|row| view.get(row)).collect();
            prop_assert_eq!(got, expected);
            prop_assert!(view.iter().flatten().all(|x| view.scale().contains(x)));
        }
        let other = |x| to.reverse(scale.convert(x, to).unwrap()).unwrap();
        for (x, y) in answers.iter().zip(answers.reversed().on(to).iter()) {
            prop_assert!(both_close(x.map(other), y));
        }
    }

    #[test]
    fn means_and_variances_move_with_the_scale(rows in table(1), to in scale()) {
        let column = columns(&rows).remove(0);
        let answers = Scale::ONE_TO_SEVEN.answers(&column).unwrap();
        let factor = to.width() / 6.0;
        let mean = answers.mean().map(|x| Scale::ONE_TO_SEVEN.convert(x, to).unwrap());
        prop_assert!(both_close(answers.on(to).mean(), mean));
        let variance = answers.variance().map(|x| x * factor * factor);
        prop_assert!(both_close(answers.on(to).variance(), variance));
        let mirrored = answers.mean().map(|x| Scale::ONE_TO_SEVEN.reverse(x).unwrap());
        prop_assert!(both_close(answers.reversed().mean(), mirrored));
        prop_assert!(both_close(answers.reversed().variance(), answers.variance()));
        prop_assert_eq!(answers.mean().is_some(), answers.answered() > 0);
        prop_assert_eq!(answers.estimate().is_some(), answers.answered() > 1);
        prop_assert!(answers.variance().is_none_or(|x| (0.0..=18.0 + ROUNDING).contains(&x)));
    }

    #[test]
    fn equal_weights_are_no_weights_and_only_proportions_matter(
        (rows, raw) in tables().prop_flat_map(|rows| { let n = rows.len(); (Just(rows), weights(n)) }),
        factor in 0.001_f64..1000.0,
    ) {
        let equal = Weights::new(vec![factor; rows.len()]).unwrap();
        let columns = columns(&rows);
        let answers = Scale::ONE_TO_SEVEN.answers(&columns[0]).unwrap();
        prop_assert_eq!(answers.summary(Some(&equal)).unwrap(), answers.summary(None).unwrap());
        prop_assert_eq!(answers.summary(None).unwrap().estimate(), answers.estimate());
        prop_assert_eq!(reliability(&rows, Some(&equal)), reliability(&rows, None));
        prop_assert!(close(equal.effective_sample_size(), rows.len() as f64));

        let weighted = Weights::new(raw.clone()).unwrap();
        let scaled: Vec<f64> = raw.iter().map(|weight| weight * factor).collect();
        let scaled = Weights::new(scaled).unwrap();
        prop_assert!(same(
            &reliability(&rows, Some(&weighted)),
            &reliability(&rows, Some(&scaled))
        ));
        let n = weighted.effective_sample_size();
        prop_assert!((1.0 - ROUNDING..=rows.len() as f64 + ROUNDING).contains(&n));
        prop_assert!(weighted.design_effect() >= 1.0 - ROUNDING);
        let summary = answers.summary(Some(&weighted)).unwrap();
        prop_assert!(summary.mean.is_none_or(|mean| Scale::ONE_TO_SEVEN.contains(mean)));

        // Someone without weight might as well not have been asked.
        let (kept, weights): (Vec<_>, Vec<_>) = rows
            .iter()
            .cloned()
            .zip(raw)
            .filter(|(_, weight)| *weight > 0.0)
            .unzip();
        let kept = reliability(&kept, Some(&Weights::new(weights).unwrap()));
        prop_assert!(same(&kept, &reliability(&rows, Some(&weighted))));
    }

    #[test]
    fn whole_weights_are_copies_for_means(
        rows in table(1), copies in prop::collection::vec(0_usize..4, 40),
    ) {
        let column = columns(&rows).remove(0);
        let copies = &copies[..column.len()];
        prop_assume!(copies.iter().any(|&n| n > 0));
        let weights = Weights::new(copies.iter().map(|&n| n as f64).collect::<Vec<_>>()).unwrap();
        let repeated: Vec<Option<f64>> = column
            .iter()
            .zip(copies)
            .flat_map(|(&answer, &n)| std::iter::repeat_n(answer, n))
            .collect();
        let weighted = Scale::ONE_TO_SEVEN.answers(&column).unwrap().summary(Some(&weights)).unwrap();
        let copied = Scale::ONE_TO_SEVEN.answers(&repeated).unwrap();
        prop_assert!(both_close(weighted.mean, copied.mean()));
        // Copies are no evidence of their own: fewer answers of equal weight say as much.
        prop_assert!(weighted.effective_sample_size <= copied.answered() as f64 + ROUNDING);
    }

    #[test]
    fn scores_are_means_of_what_was_answered(rows in tables(), least in 1_usize..7) {
        let columns = columns(&rows);
        let set = set(&columns);
        let k = columns.len();
        let least = least.min(k);
        let answered = |row: &[Option<f64>]| row.iter().flatten().count();
        for (missing, least) in [
            (Missing::Listwise, k),
            (Missing::AtLeast(least), least),
            (Missing::AtLeastHalf, k.div_ceil(2)),
        ] {
            let scores = set.scores(missing).unwrap();
            prop_assert_eq!(scores.len(), rows.len());
            for (i, (score, row)) in scores.iter().zip(&rows).enumerate() {
                prop_assert_eq!(set.score_of(i, missing).unwrap(), *score);
                let mean = row.iter().flatten().sum::<f64>() / answered(row) as f64;
                prop_assert_eq!(*score, (answered(row) >= least).then_some(mean));
            }
            // Scores are answers.
            prop_assert!(set.scale().answers(&scores).is_ok());
        }
        let complete = rows.iter().filter(|row| answered(row) == k).count();
        prop_assert_eq!(set.complete(), complete as u64);
        let reliability = set.reliability(None).unwrap();
        prop_assert_eq!((reliability.used, reliability.left_out), (complete as u64, (rows.len() - complete) as u64));
    }

    #[test]
    fn reliability_does_not_depend_on_the_order_of_respondents(
        (rows, shuffled) in tables().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        prop_assert!(same(&reliability(&rows, None), &reliability(&shuffled, None)));
    }

    #[test]
    fn reliability_does_not_depend_on_the_unit_or_the_direction_of_all_items(
        rows in tables(), to in scale(),
    ) {
        let columns = columns(&rows);
        let scale = Scale::ONE_TO_SEVEN;
        let answers: Vec<Answers<'_>> =
            columns.iter().map(|column| scale.answers(column).unwrap()).collect();
        let alpha = |reliability: &Reliability| reliability.alpha.map(|alpha| alpha.value());
        let base = ItemSet::new(answers.clone()).unwrap().reliability(None).unwrap();
        let converted = ItemSet::on(to, answers.clone()).unwrap().reliability(None).unwrap();
        let reversed = answers.iter().map(|item| item.reversed());
        let reversed = ItemSet::new(reversed).unwrap().reliability(None).unwrap();
        for other in [&converted, &reversed] {
            prop_assert!(both_close(alpha(&base), alpha(other)));
            prop_assert!(both_close(base.standardised_alpha, other.standardised_alpha));
            for (a, b) in base.items.iter().zip(&other.items) {
                prop_assert!(both_close(a.item_rest_correlation, b.item_rest_correlation));
                prop_assert!(both_close(a.alpha_if_dropped, b.alpha_if_dropped));
            }
        }
    }

    #[test]
    fn reliability_keeps_its_bounds(rows in tables()) {
        let found = reliability(&rows, None);
        let k = found.items.len();
        prop_assert!(found.alpha.is_none_or(|alpha| alpha.value() <= 1.0 + ROUNDING));
        prop_assert!(found.alpha.is_none() || k > 1 && found.used > 1);
        for i in 0..k {
            let item = found.items[i];
            prop_assert!(item.item_rest_correlation.is_none_or(|r| (-1.0..=1.0).contains(&r)));
            prop_assert!(k > 2 || item.alpha_if_dropped.is_none());
            prop_assert_eq!(found.covariance(i, i), item.variance);
            for j in 0..k {
                prop_assert_eq!(found.covariance(i, j), found.covariance(j, i));
                prop_assert!(found.correlation(i, j).is_none_or(|r| (-1.0..=1.0).contains(&r)));
            }
        }
        let omega = found.omega();
        prop_assert!(omega.value.is_none_or(|omega| (0.0..=1.0).contains(&omega)));
        prop_assert!(omega.residual.is_none_or(|residual| residual >= 0.0));
    }

    #[test]
    fn dropping_an_item_is_asking_the_others(rows in table(4), item in 0_usize..4) {
        // Those who left only that item out would count for the others.
        let rows: Vec<_> = rows.into_iter().filter(|row| row.iter().all(Option::is_some)).collect();
        prop_assume!(!rows.is_empty());
        let whole = reliability(&rows, None);
        let rest: Vec<Vec<Option<f64>>> = rows
            .iter()
            .map(|row| {
                let mut row = row.clone();
                row.remove(item);
                row
            })
            .collect();
        let alpha = reliability(&rest, None).alpha.map(|alpha| alpha.value());
        prop_assert!(both_close(whole.items[item].alpha_if_dropped, alpha));

        // The item–rest correlation is that of the item with the sum of the others.
        let sums: Vec<Vec<Option<f64>>> = rows
            .iter()
            .zip(&rest)
            .map(|(row, rest)| vec![row[item], Some(rest.iter().flatten().sum::<f64>() / 3.0)])
            .collect();
        let pair = reliability(&sums, None);
        prop_assert!(both_close(
            whole.items[item].item_rest_correlation,
            pair.correlation(0, 1)
        ));
    }

    #[test]
    fn contributions_to_alpha_make_its_error((rows, given) in tables().prop_flat_map(|rows| {
        let weights = weights(rows.len());
        (Just(rows), weights)
    })) {
        let weights = Weights::new(given).unwrap();
        let columns = columns(&rows);
        let items = set(&columns);
        for weights in [None, Some(&weights)] {
            let alpha = items.reliability(weights).unwrap().alpha;
            let influence = items.alpha_influence(weights).unwrap();
            prop_assert_eq!(influence.as_ref().map(|found| found.value()), alpha.map(|a| a.value()));
            if let (Some(influence), Some(alpha)) = (influence, alpha) {
                let sum: f64 = influence.contributions().flatten().sum();
                prop_assert!(sum.abs() < ROUNDING * (1.0 + alpha.value().abs()).powi(2));
                let estimate = influence.estimate(&Design::default()).unwrap();
                let (a, b) = (estimate.standard_error().powi(2), alpha.standard_error().powi(2));
                // A very negative alpha has a vast error, good to fewer digits.
                prop_assert!((a - b).abs() <= ROUNDING * (1.0 + alpha.value().powi(4) + a), "{} {}", a, b);
            }
        }
    }

    #[test]
    fn alpha_stays_at_or_below_1_and_so_do_its_intervals(rows in tables()) {
        if let Some(alpha) = reliability(&rows, None).alpha {
            prop_assert!(alpha.value() <= 1.0 + ROUNDING);
            for level in [0.5, 0.95, 0.999] {
                let confidence = Confidence::new(level).unwrap();
                for interval in [alpha.interval(confidence), alpha.normal_interval(confidence)] {
                    prop_assert!(interval.upper() <= alpha.value().max(1.0));
                    prop_assert!(interval.contains(alpha.value()));
                }
            }
        }
    }

    #[test]
    fn polychoric_correlations_do_not_depend_on_the_steps(rows in table(2)) {
        let first = columns(&rows);
        let items = set(&first);
        // Steps of other widths, in the same order.
        let widened: Vec<Vec<Option<f64>>> = first
            .iter()
            .map(|column| column.iter().map(|x| x.map(|x| x * x)).collect())
            .collect();
        let scale = Scale::new(1.0, 49.0).unwrap();
        let answers = widened.iter().map(|column| scale.answers(column).unwrap());
        let wide = ItemSet::new(answers).unwrap();
        let (Ok(found), Ok(wide)) = (items.ordinal_reliability(None), wide.ordinal_reliability(None)) else {
            return Ok(());
        };
        prop_assert_eq!(&found, &wide);
        let r = found.correlation(0, 1).unwrap();
        prop_assert!((-1.0..=1.0).contains(&r));
        // One of them turned round.
        let turned = ItemSet::new([items.items()[0], items.items()[1].reversed()]).unwrap();
        let turned = turned.ordinal_reliability(None).unwrap().correlation(0, 1).unwrap();
        // Near the boundary the likelihood is flat, and its slope nothing but rounding.
        let close = if r.abs() < 0.99 { 1e-6 } else { 0.01 };
        prop_assert!((turned + r).abs() < close, "{} {}", turned, r);
    }

    #[test]
    fn merged_parts_are_the_whole(rows in tables(), at in any::<prop::sample::Index>()) {
        let cut = at.index(rows.len() + 1);
        let part = |rows: &[Vec<Option<f64>>], items| {
            let mut builder = ReliabilityBuilder::new(Scale::ONE_TO_SEVEN, items).unwrap();
            builder.extend(rows.iter().map(Vec::as_slice)).unwrap();
            builder
        };
        let k = rows[0].len();
        let mut merged = part(&rows[..cut], k);
        merged.merge(part(&rows[cut..], k)).unwrap();
        let merged = merged.finish().unwrap();
        let whole = reliability(&rows, None);
        prop_assert!(same(&merged, &whole));
        prop_assert_eq!((merged.used, merged.left_out), (whole.used, whole.left_out));
        prop_assert_eq!(part(&rows, k).finish().unwrap(), whole);
    }

    /// Items made of one factor give the factor back.
    #[test]
    fn omega_finds_one_factor(loadings in prop::collection::vec(0.3_f64..0.95, 3..8)) {
        // Two respondents for each sign of each variable: an exact sample of the model, in which
        // the factor and every item's own part are uncorrelated.
        let k = loadings.len();
        let rows: Vec<Vec<f64>> = (0..1_usize << (k + 1))
            .map(|signs| {
                let sign = |bit: usize| if signs >> bit & 1 == 0 { 1.0 } else { -1.0 };
                (0..k)
                    .map(|i| {
                        let l: f64 = loadings[i];
                        l * sign(k) + (1.0 - l * l).sqrt() * sign(i)
                    })
                    .collect()
            })
            .collect();
        let scale = Scale::new(-2.0, 2.0).unwrap();
        let columns: Vec<Vec<f64>> =
            (0..k).map(|i| rows.iter().map(|row| row[i]).collect()).collect();
        let items = columns.iter().map(|column| scale.full_answers(column).unwrap());
        let omega = ItemSet::new(items).unwrap().reliability(None).unwrap().omega();
        for (found, loading) in omega.loadings.iter().zip(&loadings) {
            prop_assert!(close(*found, *loading), "{:?} {:?}", omega, loadings);
        }
        let common = loadings.iter().sum::<f64>().powi(2);
        let own: f64 = loadings.iter().map(|l| 1.0 - l * l).sum();
        prop_assert!(both_close(omega.value, Some(common / (common + own))));
        prop_assert!(omega.residual.unwrap() <= ROUNDING);
    }
}

/// Covariances of these answers add up to 0, so alpha is 0. Added up in another order they left −3e−16,
/// and the remark that alpha is negative.
#[test]
fn an_alpha_of_0_has_no_sign_in_any_order() {
    let rows: Vec<Vec<Option<f64>>> = [
        [4.0, 1.0, 7.0],
        [2.0, 1.0, 3.0],
        [2.0, 5.0, 4.0],
        [4.0, 4.0, 5.0],
        [2.0, 3.0, 3.0],
        [3.0, 2.0, 2.0],
        [4.0, 5.0, 1.0],
        [4.0, 7.0, 4.0],
        [6.0, 5.0, 1.0],
        [4.0, 7.0, 4.0],
    ]
    .map(|row| row.map(Some).to_vec())
    .to_vec();
    // The same of one item and the rest: whoever gives one item any answer gives the other any.
    let crossed = [1.0, 2.0, 2.0].map(|x| [1.0, 1.0, 2.0].map(|y| vec![Some(x), Some(y)]));
    let crossed = crossed.into_iter().flatten().collect();
    for mut rows in [rows, crossed] {
        for step in 0..rows.len() * rows.len() {
            let (left, right) = (step % rows.len(), (step * step + 3) % rows.len());
            rows.swap(left, right);
            let found = reliability(&rows, None);
            assert_eq!(found.alpha.unwrap().value(), 0.0);
            let negative = ReliabilityRemark::NegativeAlpha;
            assert!(!found.remarks.contains(&negative));
            if rows[0].len() == 2 {
                assert_eq!(found.remarks, []);
                assert_eq!(found.items[0].item_rest_correlation, Some(0.0));
            }
        }
    }
}
