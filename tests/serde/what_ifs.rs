//! What-ifs, wallets, the effect of contact.

use crate::*;

fn pyramid() -> Pyramid<u32> {
    let rows = [(1, dec!(90.00)), (2, dec!(10)), (3, dec!(5)), (4, dec!(5))];
    let cuts = Cuts::by_customers([("Top", 0.25), ("Rest", 0.75)]).unwrap();
    Pyramid::new(rows, &cuts).unwrap()
}

#[test]
fn assumptions_with_missing_fields_use_the_defaults() {
    let all = Assumptions::default()
        .margins([0.3, -0.05])
        .fixed_costs(dec!(120.50));
    assert_eq!(
        to_value(&all).unwrap(),
        json!({"margin": {"of_revenue": [0.3, -0.05]}, "fixed_costs": "120.50"})
    );
    assert_eq!(round_trip(&all), all);
    let costs = Assumptions::default().costs_per_customer([dec!(9), dec!(0.10)]);
    let written = json!({"cost_per_customer": ["9", "0.10"]});
    assert_eq!(to_value(&costs).unwrap()["margin"], written);
    assert_eq!(
        from_value::<Assumptions>(json!({"margin": written})).unwrap(),
        costs
    );
    assert_eq!(
        from_str::<Assumptions>("{}").unwrap(),
        Assumptions::default()
    );
    assert!(
        refused::<Assumptions>(json!({"margin": {"cost_per_customer": [9]}}))
            .starts_with("invalid type: integer `9`")
    );
    assert!(refused::<Assumptions>(json!({"fixed_costs": 3})).starts_with("invalid type"));
    assert!(refused::<Assumptions>(json!({"fixed": "3"})).starts_with("unknown field `fixed`"));
}

#[test]
fn a_what_if_carries_its_choices_and_its_money_as_strings() {
    let assumptions = Assumptions::default().margins([0.5, 0.25]);
    let strategy = RoundingStrategy::MidpointAwayFromZero;
    let what_if = WhatIf::new(&pyramid(), 0.25, &assumptions, 2, strategy).unwrap();
    assert_eq!(
        to_value(&what_if).unwrap(),
        json!({
            "share": 0.25,
            "moved": {"numerator": 1, "denominator": 4},
            "upgrades": [{
                "from": 2,
                "to": 1,
                "movers": {"numerator": 1, "denominator": 3},
                "revenue": "83.33",
                "profit": "43.33"
            }],
            "revenue": {"before": "110.00", "after": "193.33", "change": "83.33"},
            "profit": {"before": "50.00", "after": "93.33", "change": "43.33"},
            "assumptions": {"margin": {"of_revenue": [0.5, 0.25]}, "fixed_costs": "0"},
            "window": null,
            "places": 2,
            "strategy": "midpoint_away_from_zero"
        })
    );
}

#[test]
fn strategies_have_names() {
    use RoundingStrategy as S;
    for (strategy, name) in [
        (S::MidpointNearestEven, "midpoint_nearest_even"),
        (S::MidpointAwayFromZero, "midpoint_away_from_zero"),
        (S::MidpointTowardZero, "midpoint_toward_zero"),
        (S::ToZero, "to_zero"),
        (S::AwayFromZero, "away_from_zero"),
        (S::ToNegativeInfinity, "to_negative_infinity"),
        (S::ToPositiveInfinity, "to_positive_infinity"),
    ] {
        let what_if = WhatIf::new(&pyramid(), 0.25, &Assumptions::default(), 2, strategy);
        assert_eq!(to_value(what_if.unwrap()).unwrap()["strategy"], json!(name));
    }
}

#[test]
fn wallets_and_who_could_move_up() {
    for (wallet, written) in [
        (Wallet::Share(0.25), json!({"share": 0.25})),
        (Wallet::Size(dec!(120.50)), json!({"size": "120.50"})),
    ] {
        assert_eq!(to_value(wallet).unwrap(), written);
        assert_eq!(round_trip(&wallet), wallet);
    }
    let wallets = [(2, Wallet::Share(0.1)), (3, Wallet::Share(1.0))];
    let potential = UpgradePotential::new(&pyramid(), wallets).unwrap();
    assert_eq!(
        to_value(&potential).unwrap(),
        json!({
            "rows": [{"customer": 2, "tier": 2, "reaches": 1}],
            "rate": {"numerator": 1, "denominator": 2},
            "unknown": 2,
            "outside": 0,
            "window": null
        })
    );
}

#[test]
fn the_effect_of_contact() {
    let effect = ContactEffect::CURRY;
    assert_eq!(
        to_value(effect).unwrap(),
        json!({"contacted": 0.06, "not_contacted": -0.08})
    );
    assert_eq!(round_trip(&effect), effect);
    assert_eq!(
        refused::<ContactEffect>(json!({"contacted": -1.0, "not_contacted": 0.0})),
        "growth of those contacted must be more than -1, got -1"
    );
}
