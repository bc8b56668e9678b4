//! Curry's laws.

use proptest::prelude::*;
use retention::estimate::{Estimate, Proportion, Share};
use retention::pyramid::Concentration;
use retention::pyramid::laws::{
    DecidedBy, Evidence, Figure, Law, Reading, Rules, Satisfaction, Untestable, Verdict, check,
};
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

fn verdict(law: Law, evidence: &Evidence<'_>, rules: &Rules) -> Verdict {
    check(evidence, rules).unwrap().get(law).unwrap().verdict
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
        let mut evidence = Evidence::default().over(window);
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
            evidence = evidence.satisfaction(Satisfaction::Satisfied { moved_up, others });
        }
        let findings = check(&evidence, &Rules::default()).unwrap();
        let laws: Vec<Law> = findings.rows().iter().map(|finding| finding.law).collect();
        prop_assert_eq!(laws, Law::ALL);
        prop_assert!(findings.hold() <= findings.tested() && findings.tested() <= 7);
        for finding in findings.rows() {
            prop_assert_eq!(finding.claim, finding.law.claim());
            if !matches!(finding.verdict, Verdict::NotTestable(_)) {
                prop_assert!(!finding.measured.is_empty());
            }
            for measured in &finding.measured {
                prop_assert_eq!(measured.window, Some(window));
                let by = measured.figure.interval().is_some();
                prop_assert_eq!(measured.decided_by == DecidedBy::Interval, by);
                if let (Some(value), Some(interval)) =
                    (measured.figure.value(), measured.figure.interval())
                {
                    prop_assert!(interval.contains(value));
                }
            }
        }
        // Whoever knows more is told no less.
        let known = [
            (revenue, Untestable::MissingRevenue),
            (profit, Untestable::MissingProfit),
            (existing.is_some(), Untestable::MissingExisting),
            (budget.is_some(), Untestable::MissingBudget),
            (potential.is_some(), Untestable::MissingPotential),
            (satisfied.is_some(), Untestable::MissingSatisfaction),
            (defectors.is_some(), Untestable::MissingDefectors),
        ];
        for (finding, (known, why)) in findings.rows().iter().zip(known) {
            prop_assert_eq!(finding.verdict != Verdict::NotTestable(why), known, "{}", finding.law);
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
        let reading = if about { Reading::About } else { Reading::AtLeast };
        let rules = |tolerance| Rules::default().reading(reading).tolerance(tolerance);
        for law in [Law::TopBringsRevenue, Law::ExistingBringRevenue] {
            let strict = verdict(law, &evidence, &rules(a.min(b)));
            let loose = verdict(law, &evidence, &rules(a.max(b)));
            prop_assert!(strict != Verdict::Holds || loose == Verdict::Holds);
            prop_assert!(loose != Verdict::DoesNotHold || strict == Verdict::DoesNotHold);
        }
    }

    /// A rate holds where its interval is on the right side, does not where it is on the wrong one,
    /// and is undecided in between.
    #[test]
    fn rates_are_decided_by_wilsons_interval(rate in proportion()) {
        let evidence = Evidence::default().upgrade_potential(rate).defectors(rate);
        let rules = Rules::default();
        let expected = |within: fn(f64, f64) -> (bool, bool)| match rate.wilson(rules.confidence) {
            None => Verdict::NotTestable(Untestable::NothingOf),
            Some(interval) => match within(interval.lower(), interval.upper()) {
                (true, _) => Verdict::Holds,
                (_, true) => Verdict::DoesNotHold,
                _ => Verdict::NotTestable(Untestable::Undecided),
            },
        };
        let potential = expected(|l, u| (l >= 0.05 && u <= 0.3, u < 0.05 || l > 0.3));
        prop_assert_eq!(verdict(Law::UpgradePotential, &evidence, &rules), potential);
        let often = expected(|l, u| (l >= 0.1, u < 0.1));
        prop_assert_eq!(verdict(Law::SatisfiedDefect, &evidence, &rules), often);
    }

    /// Whoever is found more satisfied is found less satisfied with the groups changed about.
    #[test]
    fn satisfaction_of_those_who_moved_up_is_compared_both_ways(
        moved_up in proportion(), others in proportion(),
        scores in (0.0_f64..10.0, 0.0_f64..10.0), errors in (0.0_f64..1.0, 0.0_f64..1.0),
    ) {
        let of = |satisfaction| {
            let evidence = Evidence::default().satisfaction(satisfaction);
            let findings = check(&evidence, &Rules::default()).unwrap();
            let found = findings.get(Law::SatisfactionMovesUp).unwrap();
            (found.verdict, found.measured.first().map(|measured| measured.figure))
        };
        let rates = |moved_up, others| of(Satisfaction::Satisfied { moved_up, others });
        let score = |value, error| Estimate::new(value, error).unwrap();
        let means = |a: (f64, f64), b: (f64, f64)| {
            of(Satisfaction::Scores { moved_up: score(a.0, a.1), others: score(b.0, b.1) })
        };
        let (one, two) = ((scores.0, errors.0), (scores.1, errors.1));
        for ((there, figure), (back, _)) in [
            (rates(moved_up, others), rates(others, moved_up)),
            (means(one, two), means(two, one)),
        ] {
            prop_assert!(!(there == Verdict::Holds && back == Verdict::Holds));
            prop_assert!(there != Verdict::Holds || back == Verdict::DoesNotHold);
            if let Some(figure) = figure {
                let above = figure.interval().unwrap().lower() > 0.0;
                prop_assert_eq!(there == Verdict::Holds, above);
                if let Figure::Means { difference, .. } = figure {
                    // The variance of a difference is the sum of both.
                    let variance = errors.0 * errors.0 + errors.1 * errors.1;
                    let off = difference.standard_error().powi(2) - variance;
                    prop_assert!(off.abs() < 1e-12, "rounding: {off}");
                }
            }
        }
    }
}
