//! Curry's laws.

use proptest::prelude::*;
use retention::estimate::{Estimate, Proportion, Share};
use retention::pyramid::Concentration;
use retention::pyramid::laws::{Evidence, LawVerdict, Rules, check};
use rust_decimal::Decimal;

use crate::cases;
use crate::rows::window;

fn proportion() -> impl Strategy<Value = Proportion> {
    (0_u64..400, 0_u64..400).prop_map(|(a, b)| Proportion::new(a.min(b), a.max(b)).unwrap())
}

fn share() -> impl Strategy<Value = Share> {
    (0_i64..2_000, 0_i64..2_000)
        .prop_map(|(a, b)| Share::new(Decimal::new(a.min(b), 2), Decimal::new(a.max(b), 2)))
}

fn verdict(law: usize, evidence: &Evidence<'_>, rules: Rules) -> LawVerdict {
    check(evidence, rules).unwrap()[law - 1].verdict
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn each_law_has_one_finding_whatever_is_known(
        cents in prop::collection::vec(-100_i64..10_000, 1..30),
        revenue: bool, profit: bool,
        existing in prop::option::of(share()), budget in prop::option::of(share()),
        potential in prop::option::of(proportion()), defectors in prop::option::of(proportion()),
        satisfied in prop::option::of((proportion(), proportion())), window in window(),
    ) {
        let amounts = cents.iter().map(|&cents| Decimal::new(cents, 2));
        let concentration = Concentration::new(amounts).unwrap();
        let mut evidence = Evidence::default().window(window);
        if revenue {
            evidence = evidence.revenue(&concentration);
        }
        if profit {
            evidence = evidence.profit(&concentration);
        }
        evidence.existing = existing;
        evidence.marketing_budget = budget;
        evidence.upgrade_potential = potential;
        evidence.defectors = defectors;
        if let Some((moved_up, others)) = satisfied {
            evidence = evidence.satisfied((moved_up, others));
        }
        let findings = check(&evidence, Rules::default()).unwrap();
        let numbers: Vec<u8> = findings.iter().map(|finding| finding.number).collect();
        prop_assert_eq!(numbers, (1..=10).collect::<Vec<u8>>());
        prop_assert!(findings.iter().filter(|found| found.verdict.is_tested()).count() <= 7);
        for finding in &findings {
            if finding.verdict.is_tested() {
                prop_assert!(!finding.figures.is_empty());
            }
            let missing = finding.verdict == LawVerdict::MissingEvidence;
            prop_assert_eq!(finding.missing.is_some(), missing);
            for figure in &finding.figures {
                prop_assert_eq!(figure.window, Some(window));
                prop_assert_eq!(figure.interval.is_some(), (5..=7).contains(&finding.number));
                if let (Some(value), Some(interval)) = (figure.value, figure.interval) {
                    prop_assert!(interval.contains(value));
                }
            }
        }
        // Whoever knows more is told no less.
        let known = [
            (revenue, "revenue"),
            (profit, "profit"),
            (existing.is_some(), "existing"),
            (budget.is_some(), "marketing_budget"),
            (potential.is_some(), "upgrade_potential"),
            (satisfied.is_some(), "satisfied or scores"),
            (defectors.is_some(), "defectors"),
        ];
        for (finding, (known, what)) in findings.iter().zip(known) {
            prop_assert_eq!(finding.missing, (!known).then_some(what), "{}", finding.law);
        }
    }

    /// What holds within a tolerance holds within a larger one, read either way.
    #[test]
    fn a_larger_tolerance_never_refutes(
        cents in prop::collection::vec(0_i64..10_000, 1..30), existing in share(),
        a in 0.0_f64..=1.0, b in 0.0_f64..=1.0, about: bool,
    ) {
        let amounts = cents.iter().map(|&cents| Decimal::new(cents, 2));
        let revenue = Concentration::new(amounts).unwrap();
        let evidence = Evidence::default().revenue(&revenue).existing(existing);
        let rules = |tolerance| Rules::default().about(about).tolerance(tolerance);
        for law in [1, 3] {
            let strict = verdict(law, &evidence, rules(a.min(b)));
            let loose = verdict(law, &evidence, rules(a.max(b)));
            prop_assert!(strict != LawVerdict::Holds || loose == LawVerdict::Holds);
            prop_assert!(loose != LawVerdict::DoesNotHold || strict == LawVerdict::DoesNotHold);
        }
    }

    /// A rate holds where its interval is on the right side, does not where it is on the wrong one,
    /// and is undecided in between.
    #[test]
    fn rates_are_decided_by_wilsons_interval(rate in proportion()) {
        let evidence = Evidence::default().upgrade_potential(rate).defectors(rate);
        let rules = Rules::default();
        let expected = |within: fn(f64, f64) -> (bool, bool)| match rate.wilson(rules.confidence) {
            None => LawVerdict::NothingMeasured,
            Some(interval) => match within(interval.lower(), interval.upper()) {
                (true, _) => LawVerdict::Holds,
                (_, true) => LawVerdict::DoesNotHold,
                _ => LawVerdict::Undecided,
            },
        };
        let potential = expected(|l, u| (l >= 0.05 && u <= 0.3, u < 0.05 || l > 0.3));
        prop_assert_eq!(verdict(5, &evidence, rules), potential);
        let often = expected(|l, u| (l >= 0.1, u < 0.1));
        prop_assert_eq!(verdict(7, &evidence, rules), often);
    }

    /// Whoever is found more satisfied is found less satisfied with the groups changed about.
    #[test]
    fn satisfaction_of_those_who_moved_up_is_compared_both_ways(
        moved_up in proportion(), others in proportion(),
        scores in (0.0_f64..10.0, 0.0_f64..10.0), errors in (0.0_f64..1.0, 0.0_f64..1.0),
    ) {
        let of = |evidence: Evidence<'_>| {
            let findings = check(&evidence, Rules::default()).unwrap();
            let found = &findings[5];
            (found.verdict, found.figures.first().copied())
        };
        let none = Evidence::default();
        let rates = |moved_up, others| of(none.satisfied((moved_up, others)));
        let score = |value, error| Estimate::new(value, error).unwrap();
        let means = |a: (f64, f64), b: (f64, f64)| {
            of(none.scores((score(a.0, a.1), score(b.0, b.1))))
        };
        let (one, two) = ((scores.0, errors.0), (scores.1, errors.1));
        for ((there, figure), (back, _)) in [
            (rates(moved_up, others), rates(others, moved_up)),
            (means(one, two), means(two, one)),
        ] {
            prop_assert!(!(there == LawVerdict::Holds && back == LawVerdict::Holds));
            prop_assert!(there != LawVerdict::Holds || back == LawVerdict::DoesNotHold);
            if let Some(figure) = figure {
                let interval = figure.interval.unwrap();
                prop_assert_eq!(there == LawVerdict::Holds, interval.lower() > 0.0);
                if figure.measure == "score_difference" {
                    // The variance of a difference is the sum of both.
                    let variance = errors.0 * errors.0 + errors.1 * errors.1;
                    let expected = score(figure.value.unwrap(), variance.sqrt())
                        .interval(Rules::default().confidence);
                    let off = interval.lower() - expected.lower();
                    prop_assert!(off.abs() < 1e-12, "rounding: {off}");
                }
            }
        }
    }
}
