//! Proportions, shares, and their intervals.

use proptest::prelude::*;
use retention::estimate::{
    Adjustment, Confidence, Estimate, Proportion, Share, WeightedProportion, benjamini_hochberg,
    holm,
};

use crate::cases;
use crate::rows::{amount, exact_sum};

fn proportion() -> impl Strategy<Value = Proportion> {
    prop_oneof![1_u64..50, 1_u64..100_000, 1_u64..1_000_000_000_000]
        .prop_flat_map(|n| (0..=n, Just(n)))
        .prop_map(|(k, n)| Proportion::new(k, n).unwrap())
}

fn confidence() -> impl Strategy<Value = Confidence> {
    prop_oneof![
        Just(0.5),
        Just(0.9),
        Just(0.95),
        Just(0.999),
        0.01_f64..0.9999
    ]
    .prop_map(|level| Confidence::new(level).unwrap())
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn merging_proportions_adds_counts(a in proportion(), b in proportion(), c in proportion()) {
        let whole = a.merge(b).unwrap();
        prop_assert_eq!(whole.numerator(), a.numerator() + b.numerator());
        prop_assert_eq!(whole.denominator(), a.denominator() + b.denominator());
        prop_assert_eq!(whole, b.merge(a).unwrap());
        prop_assert_eq!(
            whole.merge(c).unwrap(),
            a.merge(b.merge(c).unwrap()).unwrap()
        );
        let (p, q, both) = (a.value().unwrap(), b.value().unwrap(), whole.value().unwrap());
        prop_assert!(p.min(q) <= both && both <= p.max(q));
    }

    #[test]
    fn merging_shares_adds_money(
        parts in prop::collection::vec((amount(), amount()), 1..20),
    ) {
        let shares: Vec<Share> = parts.iter().map(|&(part, whole)| Share::new(part, whole)).collect();
        let merged = shares.iter().skip(1).try_fold(shares[0], |sum, &share| sum.merge(share)).unwrap();
        prop_assert_eq!(merged.part(), exact_sum(parts.iter().map(|pair| pair.0)));
        prop_assert_eq!(merged.whole(), exact_sum(parts.iter().map(|pair| pair.1)));
    }

    #[test]
    fn wilson_lies_within_0_and_1_and_holds_the_rate(p in proportion(), confidence in confidence()) {
        let interval = p.wilson(confidence).unwrap();
        prop_assert!(0.0 <= interval.lower() && interval.upper() <= 1.0);
        prop_assert!(interval.lower() <= interval.upper());
        prop_assert!(interval.contains(p.value().unwrap()), "{:?} {:?}", p, interval);
        prop_assert_eq!(interval.confidence(), confidence);
        prop_assert_eq!(interval.lower() == 0.0, p.numerator() == 0);
        prop_assert_eq!(interval.upper() == 1.0, p.numerator() == p.denominator());
    }

    #[test]
    fn wilson_of_those_without_is_the_mirror(p in proportion(), confidence in confidence()) {
        /// Both ends come from the same few operations on numbers of at most one.
        const MIRROR: f64 = 1e-14;
        let (with, without) = (p.wilson(confidence).unwrap(), p.complement().wilson(confidence).unwrap());
        prop_assert!((with.lower() - (1.0 - without.upper())).abs() <= MIRROR);
        prop_assert!((with.upper() - (1.0 - without.lower())).abs() <= MIRROR);
        prop_assert_eq!(p.complement().complement(), p);
    }

    #[test]
    fn wilson_narrows_with_more_data_and_widens_with_more_confidence(
        k in 0_u64..500, more in 1_u64..500, times in 2_u64..50,
        levels in (0.05_f64..0.5, 0.5_f64..0.999),
    ) {
        let n = k + more;
        let few = Proportion::new(k, n).unwrap();
        let many = Proportion::new(k * times, n * times).unwrap();
        let width = |p: Proportion, level| p.wilson(Confidence::new(level).unwrap()).unwrap().width();
        prop_assert!(width(many, 0.95) < width(few, 0.95));
        prop_assert!(width(few, levels.0) < width(few, levels.1));
    }

    #[test]
    fn newcombe_holds_the_difference_within_minus_1_and_1(
        a in proportion(), b in proportion(), confidence in confidence(),
    ) {
        let difference = a.difference(b, confidence).unwrap();
        let interval = difference.interval();
        prop_assert_eq!(difference.value(), a.value().unwrap() - b.value().unwrap());
        prop_assert!(interval.contains(difference.value()));
        prop_assert!(-1.0 <= interval.lower() && interval.upper() <= 1.0);
        prop_assert!(a.difference(a, confidence).unwrap().interval().contains(0.0));
    }

    #[test]
    fn a_normal_interval_is_centred_on_its_estimate(
        value in -1e6_f64..1e6, error in 0.0_f64..1e6, confidence in confidence(),
    ) {
        /// Relative: one rounding for each end.
        const CENTRE: f64 = 1e-9;
        let interval = Estimate::new(value, error).unwrap().interval(confidence);
        prop_assert!(interval.contains(value));
        prop_assert!(((interval.lower() + interval.upper()) / 2.0 - value).abs() <= CENTRE * 1e6);
        prop_assert!((interval.width() - 2.0 * confidence.z() * error).abs() <= CENTRE * 1e6);
    }

    #[test]
    fn more_confidence_asks_for_more_standard_errors(a in 0.001_f64..0.999, b in 0.001_f64..0.999) {
        let z = |level| Confidence::new(level).unwrap().z();
        prop_assert!(z(a.min(b)) <= z(a.max(b)));
        prop_assert!(z(a) > 0.0);
    }

    #[test]
    fn adjusted_p_values_are_no_smaller_in_the_same_order_and_holm_is_the_stricter(
        p in prop::collection::vec(prop_oneof![0.0_f64..=1.0, Just(0.0), Just(0.5), Just(1.0)], 1..30),
    ) {
        let (strict, lenient) = (holm(&p).unwrap(), benjamini_hochberg(&p).unwrap());
        for i in 0..p.len() {
            prop_assert!(p[i] <= lenient[i] && lenient[i] <= strict[i] && strict[i] <= 1.0);
            for j in 0..p.len() {
                if p[i] <= p[j] {
                    prop_assert!(strict[i] <= strict[j] && lenient[i] <= lenient[j]);
                }
            }
        }
        let mut reversed = p.clone();
        reversed.reverse();
        for adjustment in Adjustment::ALL {
            let mut back = adjustment.adjust(&reversed).unwrap();
            back.reverse();
            prop_assert_eq!(back, adjustment.adjust(&p).unwrap());
        }
        let least = |p: &[f64]| p.iter().copied().fold(1.0, f64::min);
        // The smallest is compared with all of them by both (Bonferroni's bound for Holm).
        prop_assert_eq!(least(&strict), (least(&p) * p.len() as f64).min(1.0));
    }

    #[test]
    fn a_student_interval_holds_the_normal_one_and_narrows_with_more_degrees(
        value in -1e6_f64..1e6, error in 1e-3_f64..1e3, degrees in (0.5_f64..1e5, 1.0_f64..1e5),
        confidence in confidence(),
    ) {
        /// A quantile is good to eleven digits.
        const QUANTILE: f64 = 1e-9;
        let estimate = Estimate::new(value, error).unwrap();
        let few = estimate.student_interval(confidence, degrees.0).unwrap();
        let many = estimate.student_interval(confidence, degrees.0 + degrees.1).unwrap();
        let normal = estimate.interval(confidence);
        prop_assert!(few.contains(value));
        prop_assert!(normal.width() <= many.width() * (1.0 + QUANTILE));
        prop_assert!(many.width() <= few.width() * (1.0 + QUANTILE));
    }

    #[test]
    fn an_unweighted_weighted_proportion_is_the_proportion(p in proportion(), confidence in confidence()) {
        let weighted = WeightedProportion::from(p);
        prop_assert_eq!(weighted.counts(), p);
        prop_assert_eq!(weighted.value(), p.value());
        let (ours, theirs) = (weighted.wilson(confidence).unwrap(), p.wilson(confidence).unwrap());
        prop_assert_eq!(ours, theirs);
    }
}
