//! Curry's laws.

use retention::pyramid::laws::{Evidence, LawVerdict, Rules, check};

use crate::*;

fn verdict(law: usize, evidence: &Evidence<'_>) -> LawVerdict {
    let findings = check(evidence, Rules::default()).unwrap();
    findings[law - 1].verdict
}

#[test]
fn without_evidence_no_law_is_testable_and_each_says_what_is_missing() {
    let findings = check(&Evidence::default(), Rules::default()).unwrap();
    let missing: Vec<Option<&str>> = findings.iter().map(|found| found.missing).collect();
    assert_eq!(
        missing,
        [
            Some("revenue"),
            Some("profit"),
            Some("existing"),
            Some("marketing_budget"),
            Some("upgrade_potential"),
            Some("satisfied or scores"),
            Some("defectors"),
            None,
            None,
            Some("what_if"),
        ]
    );
    for found in findings {
        let expected = match found.missing {
            Some(_) => LawVerdict::MissingEvidence,
            None => LawVerdict::NotAboutData,
        };
        assert_eq!(found.verdict, expected);
        assert!(found.figures.is_empty() && !found.verdict.is_tested());
    }
}

#[test]
fn rules_are_finite_and_within_their_ranges() {
    let with = |rules: Rules| check(&Evidence::default(), rules).map(|_| ());
    type Setter = fn(Rules, f64) -> Rules;
    let shares: [(&str, Setter); 3] = [
        ("tolerance", Rules::tolerance),
        ("bulk", Rules::bulk),
        ("often", Rules::often),
    ];
    for (argument, set) in shares {
        for (bad, text) in NOT_FINITE {
            let error = not_finite(argument, text, None);
            assert_eq!(refusal(with(set(Rules::default(), bad))), error);
        }
        for (bad, text) in [(-0.1, "-0.1"), (1.1, "1.1")] {
            let error = out_of_range(argument, text, "0 to 1", None);
            assert_eq!(refusal(with(set(Rules::default(), bad))), error);
        }
    }
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(with(Rules::default().difference(bad))),
            not_finite("difference", text, None)
        );
    }
    // A difference may be in points of any scale.
    assert!(with(Rules::default().difference(-20.0)).is_ok());
}

/// Between a bulk of all and at most 90 % and a tenth of it there is no share.
#[test]
fn the_bulk_is_not_beyond_what_law_three_allows() {
    let of = |rules: Rules| check(&Evidence::default(), rules).map(drop);
    let strict = Rules::default().tolerance(0.0);
    assert_eq!(
        refusal(of(strict.bulk(0.95))),
        out_of_range("bulk", "0.95", "at most 0.9, where law 3 ends", None)
    );
    assert!(of(strict.bulk(0.9)).is_ok());
    assert!(of(Rules::default().bulk(0.95)).is_ok());
    assert!(of(Rules::default().bulk(1.0)).is_err());
    // The other reading has no such end.
    let more = strict.existing_above(true);
    assert!(of(more.bulk(0.95)).is_ok());
}

#[test]
fn a_part_of_a_budget_is_neither_negative_nor_more_than_all() {
    let part = "marketing budget spent on non-customers";
    for (spent, budget, error) in [
        (
            dec!(-1),
            dec!(10),
            out_of_range(part, "-1", "0 to the whole budget, 10", None),
        ),
        (
            dec!(11),
            dec!(10),
            out_of_range(part, "11", "0 to the whole budget, 10", None),
        ),
        (
            dec!(-1),
            dec!(-2),
            out_of_range("marketing budget", "-2", "0 or more", None),
        ),
    ] {
        let evidence = Evidence::default().marketing_budget(Share::new(spent, budget));
        assert_eq!(refusal(check(&evidence, Rules::default())), error);
    }
}

#[test]
fn of_nothing_nothing_is_said() {
    let nothing = LawVerdict::NothingMeasured;
    let zero = Share::new(dec!(0), dec!(0));
    let none = Proportion::new(0, 0).unwrap();
    let some = Proportion::new(3, 4).unwrap();
    let losses = Concentration::new([dec!(5), dec!(-6)]).unwrap();
    let evidence = Evidence::default()
        .revenue(&losses)
        .profit(&losses)
        .existing(zero)
        .marketing_budget(zero)
        .upgrade_potential(none)
        .defectors(none);
    for law in [1, 2, 3, 4, 5, 7] {
        assert_eq!(verdict(law, &evidence), nothing, "{law}");
    }
    for (moved_up, others) in [(none, some), (some, none)] {
        let evidence = Evidence::default().satisfied((moved_up, others));
        assert_eq!(verdict(6, &evidence), nothing);
    }
}

/// Where the top by revenue is known, it goes before the top by profit, which can only bring more.
#[test]
fn the_profit_of_the_top_is_of_the_top_by_revenue_where_that_is_known() {
    let profit = Concentration::new([150, -10, -10, -20, -10].map(Decimal::from)).unwrap();
    let by_profit = Evidence::default().profit(&profit);
    assert_eq!(verdict(2, &by_profit), LawVerdict::Holds);
    let by_revenue = by_profit.profit_of_top(Share::new(dec!(90), dec!(100)));
    assert_eq!(verdict(2, &by_revenue), LawVerdict::DoesNotHold);
    // All of the profit is not more than all of it.
    let all = Evidence::default().profit_of_top(Share::new(dec!(100), dec!(100)));
    assert_eq!(verdict(2, &all), LawVerdict::DoesNotHold);
}

#[test]
fn a_what_if_of_another_share_says_nothing_of_two_percent() {
    let rows = (1..=100_u32).map(|id| (id, Decimal::from(id)));
    let pyramid = Pyramid::new(rows, &Cuts::curry()).unwrap();
    let strategy = RoundingStrategy::MidpointNearestEven;
    let of = |pyramid, share| {
        let what_if = WhatIf::new(pyramid, share, &Assumptions::default(), 2, strategy).unwrap();
        let evidence = Evidence::default().what_if(&what_if);
        verdict(10, &evidence)
    };
    assert_eq!(of(&pyramid, 0.03), LawVerdict::OtherShareMoved);
    // Two per cent of seven are nobody.
    let few = Pyramid::new((1..=7_u32).map(|id| (id, dec!(1))), &Cuts::curry()).unwrap();
    assert_eq!(of(&few, 0.02), LawVerdict::NothingMeasured);
    // Without a revenue to change, there is no relative change of it.
    let losses = (1..=100_u32).map(|id| (id, Decimal::from(-i64::from(id))));
    let losses = Pyramid::new(losses, &Cuts::curry()).unwrap();
    assert_eq!(of(&losses, 0.02), LawVerdict::NothingMeasured);
}

#[test]
fn scores_too_far_apart_for_a_number_overflow() {
    let estimate = |value, error| Estimate::new(value, error).unwrap();
    for (moved_up, others) in [
        (estimate(f64::MAX, 1.0), estimate(f64::MIN, 1.0)),
        (estimate(1.0, f64::MAX), estimate(2.0, f64::MAX)),
    ] {
        let evidence = Evidence::default().scores((moved_up, others));
        assert!(matches!(
            check(&evidence, Rules::default()),
            Err(Error::Overflow { .. })
        ));
    }
}

#[test]
fn a_top_whose_sum_does_not_fit_overflows() {
    let rest = [
        Decimal::MIN,
        dec!(0),
        dec!(0),
        dec!(0),
        dec!(0),
        dec!(0),
        dec!(0),
        dec!(0),
    ];
    let amounts = [Decimal::MAX, Decimal::MAX].into_iter().chain(rest);
    let revenue = Concentration::new(amounts).unwrap();
    let evidence = Evidence::default().revenue(&revenue);
    assert!(matches!(
        check(&evidence, Rules::default()),
        Err(Error::Overflow { .. })
    ));
}
