//! What respondents contribute, and the standard errors that contributions make.

use proptest::prelude::*;
use retention::estimate::{
    Adjustment, Design, Errors, Estimate, Influence, compare_all, compare_influences,
};
use retention::scale::{Scale, Weights};
use retention::value::added::{CustomerValueAdded, Options};

use crate::cases;

/// Sums of at most forty terms of one sign or of deviations round by less.
const ROUNDING: f64 = 1e-12;

fn close(found: f64, expected: f64, unit: f64) -> bool {
    (found - expected).abs() <= ROUNDING * unit.max(expected.abs())
}

/// Answers of 0 to 10, some missing; at least two given, not all the same.
fn answers(rows: usize) -> impl Strategy<Value = Vec<Option<f64>>> {
    let answer =
        prop_oneof![4 => (0_u8..=10).prop_map(|own| Some(f64::from(own))), 1 => Just(None)];
    prop::collection::vec(answer, rows).prop_filter("two different", |answers| {
        let given: Vec<f64> = answers.iter().flatten().copied().collect();
        given.iter().any(|own| *own != given[0])
    })
}

fn weights(rows: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.1_f64..8.0, rows)
}

fn mean(answers: &[Option<f64>], weights: &[f64]) -> Influence {
    let weights = Weights::new(weights).unwrap();
    let answers = answers.iter().copied();
    Influence::of_mean(answers, Some(&weights))
        .unwrap()
        .unwrap()
}

fn error(influence: &Influence) -> f64 {
    let estimate = influence.estimate(&Design::default());
    estimate.unwrap().standard_error()
}

fn contributions(influence: &Influence) -> Vec<f64> {
    influence.contributions().flatten().collect()
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn contributions_add_up_to_nothing(
        (answers, weights) in (2_usize..40).prop_flat_map(|n| (answers(n), weights(n))),
    ) {
        let influence = mean(&answers, &weights);
        prop_assert!(close(contributions(&influence).iter().sum(), 0.0, 10.0));
        prop_assert_eq!(influence.rows(), answers.len());
        prop_assert_eq!(influence.counted(), answers.iter().flatten().count() as u64);
    }

    #[test]
    fn a_column_less_itself_is_nothing_without_error(
        (answers, weights) in (2_usize..40).prop_flat_map(|n| (answers(n), weights(n))),
    ) {
        let influence = mean(&answers, &weights);
        let nothing = influence.minus(&influence).unwrap();
        prop_assert_eq!((nothing.value(), error(&nothing)), (0.0, 0.0));
        if influence.value() != 0.0 {
            let one = influence.divided_by(&influence).unwrap();
            prop_assert_eq!(one.value(), 1.0);
            prop_assert!(error(&one) <= 1e-14 * error(&influence) / influence.value());
        }
    }

    #[test]
    fn without_weights_the_error_is_that_of_a_plain_mean(
        answers in (2_usize..40).prop_flat_map(answers),
    ) {
        let influence = Influence::of_mean(answers.iter().copied(), None).unwrap().unwrap();
        let given: Vec<f64> = answers.iter().flatten().copied().collect();
        let n = given.len() as f64;
        let plain = given.iter().sum::<f64>() / n;
        let squares: f64 = given.iter().map(|own| (own - plain).powi(2)).sum();
        let expected = (squares / (n - 1.0) / n).sqrt();
        for errors in [Errors::Linearised, Errors::Kish] {
            let estimate = influence.estimate(&Design::default().errors(errors)).unwrap();
            prop_assert!(close(estimate.value(), plain, 1.0));
            prop_assert!(close(estimate.standard_error(), expected, 0.0));
            prop_assert_eq!(estimate.degrees_of_freedom(), Some(n - 1.0));
        }
    }

    #[test]
    fn doubling_all_weights_changes_nothing(
        (answers, weights) in (2_usize..40).prop_flat_map(|n| (answers(n), weights(n))),
        factor in prop_oneof![Just(2.0), Just(0.125), Just(1024.0)],
    ) {
        let rescaled: Vec<f64> = weights.iter().map(|weight| weight * factor).collect();
        prop_assert_eq!(mean(&answers, &weights), mean(&answers, &rescaled));
    }

    /// Leaving out respondent i changes a weighted mean by u / (1 − w/Σw), so that the jackknife is
    /// the larger by at most that factor of the heaviest.
    #[test]
    fn the_error_is_close_to_that_of_a_jackknife(
        (answers, weights) in (20_usize..60).prop_flat_map(|n| (answers(n), weights(n))),
    ) {
        let influence = mean(&answers, &weights);
        let given: Vec<(f64, f64)> = answers.iter().zip(&weights)
            .filter_map(|(answer, weight)| Some(((*answer)?, *weight))).collect();
        let all: f64 = given.iter().map(|(_, weight)| weight).sum();
        let heaviest = given.iter().map(|(_, weight)| weight / all).fold(0.0, f64::max);
        let without = |left: usize| {
            let kept = given.iter().enumerate().filter(|(row, _)| *row != left);
            let (sum, weight) = kept.fold((0.0, 0.0), |(sum, weight), (_, (own, w))| {
                (sum + own * w, weight + w)
            });
            sum / weight
        };
        let left_out: Vec<f64> = (0..given.len()).map(without).collect();
        let n = left_out.len() as f64;
        // Around the mean itself: the linearised contributions are as far from it.
        let squares: f64 = left_out.iter().map(|own| (own - influence.value()).powi(2)).sum();
        let jackknife = ((n - 1.0) / n * squares).sqrt();
        let linearised = error(&influence) * (n - 1.0) / n;
        prop_assert!(linearised <= jackknife * (1.0 + ROUNDING));
        prop_assert!(jackknife * (1.0 - heaviest) <= linearised * (1.0 + ROUNDING));
    }

    #[test]
    fn segments_as_strata_compare_as_independent_estimates(
        (first, second, weights) in (2_usize..20, 2_usize..20)
            .prop_flat_map(|(n, m)| (answers(n), answers(m), weights(n + m))),
    ) {
        let (n, m) = (first.len(), second.len());
        let of_first = [first.clone(), vec![None; m]].concat();
        let of_second = [vec![None; n], second.clone()].concat();
        let segments = [mean(&of_first, &weights), mean(&of_second, &weights)];
        let design = Design::default().strata(Some([vec![0; n], vec![1; m]].concat()));
        let together = segments[0].minus(&segments[1]).unwrap().estimate(&design).unwrap();
        let alone = segments.each_ref().map(|own| own.estimate(&Design::default()).unwrap());
        let apart = alone[0].minus(&alone[1]).unwrap();
        prop_assert_eq!(together.value(), apart.value());
        prop_assert!(close(together.standard_error(), apart.standard_error(), 0.0));
        let degrees = together.degrees_of_freedom().unwrap();
        let given = (first.iter().flatten().count() + second.iter().flatten().count()) as f64;
        prop_assert_eq!(degrees, given - 2.0);
        // Welch's degrees are between those of the smaller sample and those of both.
        let welch = apart.degrees_of_freedom().unwrap();
        let least = alone.iter().filter_map(Estimate::degrees_of_freedom).fold(f64::MAX, f64::min);
        prop_assert!(least - 1e-9 <= welch && welch <= degrees + 1e-9);
        let names = ["first", "second"];
        let (rows, others) = (
            compare_all(names.into_iter().zip(alone), Adjustment::None).unwrap(),
            compare_influences(names.into_iter().zip(segments), &design, Adjustment::None).unwrap(),
        );
        prop_assert_eq!((rows[0].difference, others[0].difference), (apart, together));
    }

    /// error²(a − b) = error²(a) + error²(b) − 2 cov, and with a plus the same with 2 cov.
    #[test]
    fn a_panel_has_the_covariance_of_its_waves(
        (first, second) in (3_usize..40).prop_flat_map(|n| (answers(n), answers(n))),
        shift in 0_usize..40,
    ) {
        let n = first.len();
        let keys: Vec<usize> = (0..n).collect();
        // The second wave in another order.
        let moved: Vec<usize> = (0..n).map(|row| (row + shift) % n).collect();
        let whole = |answers: &[Option<f64>]| -> Vec<Option<f64>> {
            answers.iter().map(|own| own.or(Some(5.0))).collect()
        };
        let (first, second) = (whole(&first), whole(&second));
        let [one, other] = [&first, &second]
            .map(|own| Influence::of_mean(own.iter().copied(), None).unwrap().unwrap());
        let [before, after] = one.matched(&keys, &other, &moved).unwrap();
        let change = after.minus(&before).unwrap();
        // The paired test by its formula.
        let paired: Vec<f64> = (0..n).map(|row| second[row].unwrap() - first[moved[row]].unwrap()).collect();
        let average = paired.iter().sum::<f64>() / n as f64;
        let squares: f64 = paired.iter().map(|own| (own - average).powi(2)).sum();
        let expected = (squares / (n as f64 - 1.0) / n as f64).sqrt();
        prop_assert!(close(change.value(), average, 10.0));
        prop_assert!((error(&change) - expected).abs() <= 1e-7 * expected.max(1e-6));
        let both = after.plus(&before).unwrap();
        let sum = error(&change).powi(2) + error(&both).powi(2);
        let own = error(&before).powi(2) + error(&after).powi(2);
        prop_assert!(close(sum, 2.0 * own, 0.0));
    }

    #[test]
    fn a_design_of_one_stratum_and_everybody_a_cluster_is_none(
        (answers, weights) in (2_usize..40).prop_flat_map(|n| (answers(n), weights(n))),
        code in any::<u32>(),
    ) {
        let influence = mean(&answers, &weights);
        let n = answers.len() as u32;
        let design = Design::default()
            .strata(Some(vec![code; answers.len()]))
            .clusters(Some((0..n).collect()))
            .populations([(code, u64::MAX)].into());
        let (plain, designed) = (influence.estimate(&Design::default()).unwrap(), influence.estimate(&design).unwrap());
        prop_assert_eq!(designed.degrees_of_freedom(), plain.degrees_of_freedom());
        prop_assert!(close(designed.standard_error(), plain.standard_error(), 0.0));
    }

    #[test]
    fn a_quotient_is_linear_in_small_changes(
        (ours, theirs, weights) in (3_usize..40).prop_flat_map(|n| (answers(n), answers(n), weights(n))),
    ) {
        let both: Vec<bool> = ours.iter().zip(&theirs).map(|(a, b)| a.is_some() && b.is_some()).collect();
        prop_assume!(both.iter().filter(|both| **both).count() >= 3);
        let keep = |own: &[Option<f64>]| -> Vec<Option<f64>> {
            own.iter().zip(&both).map(|(own, both)| own.filter(|_| *both)).collect()
        };
        let (a, b) = (mean(&keep(&ours), &weights), mean(&keep(&theirs), &weights));
        prop_assume!(b.value() > 0.5);
        let ratio = a.divided_by(&b).unwrap();
        // The error of a ratio is that of the residuals a − r b over b.
        let residual = a.minus(&b.times(ratio.value()).unwrap()).unwrap();
        prop_assert!(close(residual.value(), 0.0, 10.0));
        prop_assert!(close(error(&ratio), error(&residual) / b.value(), 1e-3));
    }

    /// The same people rated both offers: their contributions to the ratio have its error.
    #[test]
    fn customer_value_added_of_pairs_has_the_error_of_its_contributions(
        (ours, theirs, weights) in (4_usize..40).prop_flat_map(|n| (answers(n), answers(n), weights(n))),
    ) {
        let rated = |own: &Vec<Option<f64>>| -> Vec<Option<f64>> {
            own.iter().map(|own| own.map(|own| own.max(1.0))).collect()
        };
        let (ours, theirs) = (rated(&ours), rated(&theirs));
        let both = |own: &[Option<f64>], other: &[Option<f64>]| -> Vec<Option<f64>> {
            own.iter().zip(other).map(|(own, other)| own.filter(|_| other.is_some())).collect()
        };
        let (above, below) = (both(&ours, &theirs), both(&theirs, &ours));
        prop_assume!(above.iter().flatten().count() >= 3);
        let scale = Scale::ONE_TO_TEN;
        let (our, their) = (scale.answers(&ours).unwrap(), scale.answers(&theirs).unwrap());
        let column = Weights::new(weights.clone()).unwrap();
        for weights in [None, Some(&column)] {
            let mean = |own: &[Option<f64>]| {
                Influence::of_mean(own.iter().copied(), weights).unwrap().unwrap()
            };
            let ratio = mean(&above).divided_by(&mean(&below)).unwrap();
            let cva = CustomerValueAdded::from_pairs(&our, &their, weights, Options::default()).unwrap();
            prop_assert!(close(cva.ratio, ratio.value(), 1.0));
            let expected = error(&ratio);
            match cva.standard_error {
                Some(found) => {
                    prop_assert!((found - expected).abs() <= 1e-7 * found.max(1e-3), "{found}");
                }
                // All who rated both have one ratio: the error is not known to be 0.
                None => prop_assert!(expected < 1e-5, "{expected}"),
            }
        }
    }
}
