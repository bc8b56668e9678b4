//! What-ifs, wallets, the effect of contact.

use retention::error::Place;

use crate::*;

const TO_CENTS: RoundingStrategy = RoundingStrategy::MidpointNearestEven;

/// Top, Big, Medium and Small have 1, 0, 1 and 5 customers.
fn seven() -> Pyramid<u32> {
    let rows = (1..=7_u32).map(|id| (id, Decimal::from(id)));
    Pyramid::new(rows, &Cuts::curry()).unwrap()
}

fn what_if(share: f64, assumptions: &Assumptions) -> retention::Result<WhatIf> {
    WhatIf::new(&seven(), share, assumptions, 2, TO_CENTS)
}

#[test]
fn a_share_that_moves_is_finite_and_within_0_and_1() {
    let argument = "share of customers moved up";
    for (bad, text) in NOT_FINITE {
        let error = not_finite(argument, text, None);
        assert_eq!(refusal(what_if(bad, &Assumptions::default())), error);
    }
    for (bad, text) in [(-0.02, "-0.02"), (2.0, "2")] {
        let error = out_of_range(argument, text, "0 to 1", None);
        assert_eq!(refusal(what_if(bad, &Assumptions::default())), error);
    }
}

#[test]
fn nobody_moves_up_from_the_top() {
    let error = out_of_range(
        "share of customers moved up",
        "1",
        "at most 6 of 7, who have a tier above them",
        None,
    );
    assert_eq!(refusal(what_if(1.0, &Assumptions::default())), error);
    // All of the others can.
    let all = what_if(6.0 / 7.0, &Assumptions::default()).unwrap();
    assert!(
        all.upgrades
            .iter()
            .all(|upgrade| upgrade.movers.complement().numerator() == 0)
    );

    let alone = Pyramid::new([(1, dec!(5))], &Cuts::curry()).unwrap();
    let up = |share| WhatIf::new(&alone, share, &Assumptions::default(), 2, TO_CENTS);
    let nobody = up(0.49).unwrap();
    assert_eq!((nobody.moved.numerator(), nobody.upgrades.len()), (0, 0));
    assert_eq!(nobody.revenue.after, dec!(5));
    assert_eq!(
        refusal(up(0.5)),
        out_of_range(
            "share of customers moved up",
            "0.5",
            "at most 0 of 1, who have a tier above them",
            None
        )
    );
}

/// Nobody is Big, so whoever leaves Medium is at the top at once.
#[test]
fn a_tier_without_customers_is_passed_over() {
    let all = what_if(6.0 / 7.0, &Assumptions::default()).unwrap();
    let ranks: Vec<(u8, u8, u64)> = all
        .upgrades
        .iter()
        .map(|upgrade| {
            let movers = upgrade.movers.numerator();
            (upgrade.from.rank(), upgrade.to.rank(), movers)
        })
        .collect();
    assert_eq!(ranks, [(3, 1, 1), (4, 3, 5)]);
    // 7 in place of 6, and five times 6 in place of 3.
    assert_eq!(all.revenue.change, dec!(16));
}

#[test]
fn a_share_of_too_few_moves_nobody() {
    let none = what_if(0.02, &Assumptions::default()).unwrap();
    assert_eq!(none.moved.numerator(), 0);
    assert_eq!(none.revenue.relative(), Some(0.0));
}

#[test]
fn margins_are_one_a_tier_finite_and_at_most_1() {
    let of = |margins: &[f64]| what_if(0.5, &Assumptions::default().margins(margins));
    for (found, margins) in [(0, &[][..]), (3, &[0.1; 3]), (5, &[0.1; 5])] {
        assert_eq!(refusal(of(margins)), expected::length("margins", found, 4));
    }
    for (bad, text) in NOT_FINITE {
        let error = at_tier(not_finite("margin", text, None), 2);
        assert_eq!(refusal(of(&[0.3, 0.2, bad, 0.1])), error);
    }
    // A margin of 30 is one in per cent.
    assert_eq!(
        refusal(of(&[0.3, 30.0, 0.1, 0.1])),
        at_tier(out_of_range("margin", "30", "at most 1", None), 1)
    );
    let error = of(&[f64::MIN, 0.1, 0.1, 0.1]).unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }));
    assert_eq!(error.place(), Some(&Place::Tier(0.into())));
    // A tier may lose more than it brings.
    assert!(of(&[1.0, 0.0, -0.5, -3.0]).is_ok());
}

#[test]
fn costs_are_one_a_tier_and_not_negative() {
    let of = |costs: &[Decimal]| what_if(0.5, &Assumptions::default().costs_per_customer(costs));
    assert_eq!(
        refusal(of(&[dec!(1)])),
        expected::length("costs per customer", 1, 4)
    );
    assert_eq!(
        refusal(of(&[dec!(1), dec!(1), dec!(1), dec!(-0.01)])),
        at_tier(
            out_of_range("cost per customer", "-0.01", "0 or more", None),
            3
        )
    );
    let error = of(&[dec!(1), dec!(1), dec!(1), Decimal::MAX]).unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }));
    assert_eq!(error.place(), Some(&Place::Tier(3.into())));
    assert_eq!(
        refusal(what_if(0.5, &Assumptions::default().fixed_costs(dec!(-1)))),
        out_of_range("fixed costs", "-1", "0 or more", None)
    );
}

/// Fixed costs alone do not say what is left of revenue.
#[test]
fn profit_is_not_guessed() {
    let unknown = what_if(0.5, &Assumptions::default().fixed_costs(dec!(3))).unwrap();
    assert_eq!(unknown.profit, None);
    assert!(
        unknown
            .upgrades
            .iter()
            .all(|upgrade| upgrade.profit.is_none())
    );
}

#[test]
fn a_change_of_nothing_or_less_is_no_share_of_it() {
    let lossy = Assumptions::default()
        .margins([0.5; 4])
        .fixed_costs(dec!(14));
    let profit = what_if(0.5, &lossy).unwrap().profit.unwrap();
    assert_eq!((profit.before, profit.relative()), (dec!(0), None));
    let losses = Pyramid::new([(1, dec!(-5)), (2, dec!(-9))], &Cuts::curry()).unwrap();
    let up = WhatIf::new(&losses, 0.5, &Assumptions::default(), 2, TO_CENTS).unwrap();
    assert_eq!(up.revenue.change, dec!(4));
    assert_eq!(up.revenue.relative(), None);
}

#[test]
fn decimal_places_leave_room_to_round() {
    let of = |places| WhatIf::new(&seven(), 0.5, &Assumptions::default(), places, TO_CENTS);
    assert_eq!(
        refusal(of(27)),
        out_of_range("decimal places", "27", "0 to 26", None)
    );
    assert!(of(u32::MAX).is_err());
    // So many places leave a decimal little room before the point.
    assert!(of(20).is_ok());
    assert!(matches!(of(26), Err(Error::Overflow { .. })));
}

#[test]
fn a_what_if_whose_money_does_not_fit_overflows() {
    let cuts = Cuts::by_customers([("Top", 0.5), ("Rest", 0.5)]).unwrap();
    let of = |top, rest| {
        let pyramid = Pyramid::new([(1, top), (2, rest)], &cuts).unwrap();
        WhatIf::new(&pyramid, 0.5, &Assumptions::default(), 2, TO_CENTS)
    };
    let half = Decimal::MAX.checked_div(dec!(2)).unwrap().trunc();
    assert!(of(half, dec!(0)).is_err());
    assert!(of(Decimal::MAX, dec!(0)).is_err());
    let large = Decimal::from(10_i64.pow(15));
    assert_eq!(of(large, dec!(0)).unwrap().revenue.change, large);
}

fn potential(wallets: &[(u32, Wallet)]) -> retention::Result<UpgradePotential<u32>> {
    UpgradePotential::new(&seven(), wallets.iter().copied())
}

#[test]
fn a_share_of_a_wallet_is_above_0_and_at_most_1() {
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(potential(&[
                (1, Wallet::Share(0.5)),
                (2, Wallet::Share(bad))
            ])),
            not_finite("share of wallet", text, Some(1))
        );
    }
    for (bad, text, allowed) in [
        (-0.1, "-0.1", "0 to 1"),
        (1.5, "1.5", "0 to 1"),
        (0.0, "0", "1e-12 to 1"),
        (1e-13, "0.0000000000001", "1e-12 to 1"),
    ] {
        assert_eq!(
            refusal(potential(&[(2, Wallet::Share(bad))])),
            out_of_range("share of wallet", text, allowed, Some(0))
        );
    }
}

#[test]
fn a_wallet_holds_at_least_what_is_spent() {
    assert_eq!(
        refusal(potential(&[(5, Wallet::Size(dec!(4.99)))])),
        out_of_range(
            "wallet",
            "4.99",
            "at least what the customer spends, 5",
            Some(0)
        )
    );
    assert_eq!(
        potential(&[(5, Wallet::Size(dec!(5)))])
            .unwrap()
            .rate
            .numerator(),
        0
    );
}

#[test]
fn a_customer_has_one_wallet() {
    let rows = [
        (3, Wallet::Share(0.5)),
        (1, Wallet::Share(0.5)),
        (3, Wallet::Size(dec!(9))),
    ];
    assert_eq!(
        refusal(potential(&rows)),
        expected::at_row(expected::duplicate("customer", "rows 0 and 2"), 2)
    );
}

#[test]
fn nobodys_wallet_is_known_and_those_of_others_are_counted() {
    let none = potential(&[]).unwrap();
    assert_eq!((none.rate.value(), none.missing), (None, 7));
    let other = potential(&[(99, Wallet::Share(0.5)), (98, Wallet::Size(dec!(1)))]).unwrap();
    assert_eq!((other.left_out, other.missing), (2, 7));
}

/// Nothing cannot be divided by a share, but a wallet's size stands by itself.
#[test]
fn who_brings_nothing_has_a_wallet_only_by_its_size() {
    let rows = [(1, dec!(10)), (2, dec!(0)), (3, dec!(-4))];
    let cuts = Cuts::by_customers([("Top", 0.2), ("Rest", 0.8)]).unwrap();
    let pyramid = Pyramid::new(rows, &cuts).unwrap();
    let of = |wallet| {
        let potential = UpgradePotential::new(&pyramid, [(2, wallet), (3, wallet)]).unwrap();
        let rate = potential.rate;
        (rate.numerator(), rate.denominator(), potential.missing)
    };
    assert_eq!(of(Wallet::Share(0.5)), (0, 0, 3));
    assert_eq!(of(Wallet::Size(dec!(10))), (2, 2, 1));
}

/// Two thirds of 150 are 100, though no f64 is two thirds.
#[test]
fn a_wallet_that_meets_a_cut_reaches_it() {
    let cuts = Cuts::by_amount([("Key", dec!(150))], "Other").unwrap();
    let pyramid = Pyramid::new([(1, dec!(100))], &cuts).unwrap();
    let of = |share| {
        let potential = UpgradePotential::new(&pyramid, [(1, Wallet::Share(share))]).unwrap();
        potential.rate.numerator()
    };
    assert_eq!((of(2.0 / 3.0), of(0.6667), of(0.6666)), (1, 0, 1));
}

#[test]
fn a_wallet_and_a_cut_without_a_common_scale_overflow() {
    let cuts = Cuts::by_amount([("Key", Decimal::MAX)], "Other").unwrap();
    let pyramid = Pyramid::new([(1, dec!(0.0000000000000000000000000001))], &cuts).unwrap();
    let found = UpgradePotential::new(&pyramid, [(1, Wallet::Share(0.5))]);
    assert!(matches!(
        found,
        Err(Error::Overflow {
            at: Some(at),
            ..
        }) if at.row == Some(0)
    ));
}

#[test]
fn growth_is_finite_and_above_minus_1() {
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(ContactEffect::new(bad, 0.0)),
            not_finite("growth of those contacted", text, None)
        );
        assert_eq!(
            refusal(ContactEffect::new(0.0, bad)),
            not_finite("growth of those not contacted", text, None)
        );
    }
    for (bad, text) in [(-1.0, "-1"), (-8.0, "-8")] {
        assert_eq!(
            refusal(ContactEffect::new(bad, 0.0)),
            out_of_range("growth of those contacted", text, "more than -1", None)
        );
        assert_eq!(
            refusal(ContactEffect::new(0.0, bad)),
            out_of_range("growth of those not contacted", text, "more than -1", None)
        );
    }
    let nearly_all = (-1.0_f64).next_up();
    for (contacted, others) in [(f64::MAX, nearly_all), (nearly_all, f64::MAX)] {
        assert!(matches!(
            ContactEffect::new(contacted, others),
            Err(Error::Overflow { .. })
        ));
    }
    assert!(ContactEffect::new(nearly_all, nearly_all).is_ok());
}

/// A wallet below zero is refused of whoever it is, an outsider too.
#[test]
fn a_wallet_is_not_negative() {
    for customer in [5, 99] {
        assert_eq!(
            refusal(potential(&[
                (1, Wallet::Size(dec!(1000))),
                (customer, Wallet::Size(dec!(-0.01)))
            ])),
            out_of_range("wallet", "-0.01", "0 or more", Some(1))
        );
    }
}

#[test]
fn margins_and_costs_per_customer_are_not_both_given() {
    let mut both = Assumptions::default().margins([0.5; 4]);
    both.costs_per_customer = Some(vec![dec!(1); 4]);
    assert_eq!(
        expected::in_full(what_if(0.5, &both)),
        "costs per customer is not possible with margins; state one of them"
    );
}
