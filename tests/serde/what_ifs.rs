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
        json!({"margins": [0.3, -0.05], "costs_per_customer": null, "fixed_costs": "120.50"})
    );
    assert_eq!(round_trip(&all), all);
    let costs = Assumptions::default().costs_per_customer([dec!(9), dec!(0.10)]);
    let written = json!(["9", "0.10"]);
    assert_eq!(to_value(&costs).unwrap()["costs_per_customer"], written);
    assert_eq!(
        from_value::<Assumptions>(json!({"costs_per_customer": written})).unwrap(),
        costs
    );
    assert_eq!(
        from_str::<Assumptions>("{}").unwrap(),
        Assumptions::default()
    );
    assert!(
        refused::<Assumptions>(json!({"costs_per_customer": [9]}))
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
            "moved": Proportion::new(1, 4).unwrap(),
            "upgrades": [{
                "from": 2,
                "to": 1,
                "movers": Proportion::new(1, 3).unwrap(),
                "revenue": "83.33",
                "profit": "43.33"
            }],
            "revenue": {"before": "110.00", "after": "193.33", "change": "83.33"},
            "profit": {"before": "50.00", "after": "93.33", "change": "43.33"},
            "assumptions": {
                "margins": [0.5, 0.25],
                "costs_per_customer": null,
                "fixed_costs": "0"
            },
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
            "reaches": [{"customer": 2, "amount": "10.00", "tier": 1}],
            "rate": Proportion::new(1, 2).unwrap(),
            "missing": 2,
            "left_out": 0,
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

#[test]
fn a_comparison_of_contacts_carries_its_warnings_and_choices() {
    let log = log();
    let view = |from, to| {
        let window = Window::new(day(from), day(to)).unwrap();
        log.observe(window, Policy::default()).unwrap()
    };
    let resampling = Resampling::default().draws(3);
    let found = ContactComparison::of(
        &view(1, 4),
        &view(5, 10),
        ["Ann".to_owned()],
        Assignment::Chosen,
        resampling,
    );
    let written = to_value(found.unwrap()).unwrap();
    assert_eq!(
        written,
        json!({
            "assignment": "chosen",
            "contacted": {"customers": 1, "before": "20.00", "after": "0"},
            "others": {"customers": 1, "before": "12.00", "after": "0"},
            "left_out": 0, "effect": null, "ratio": null, "difference": null,
            "spent_before": 20.0 / 12.0, "spent_before_interval": null,
            "warnings": ["chosen"],
            "before": {"from": "2024-05-01", "to": "2024-05-04"},
            "after": {"from": "2024-05-05", "to": "2024-05-10"},
            "policy": Policy::default(),
            "resampling": resampling
        })
    );
}

#[test]
fn a_mobility_carries_its_interval() {
    let cuts = Cuts::by_customers([("Top", 0.5), ("Rest", 0.5)]).unwrap();
    let of = |rows: [(u32, Decimal); 2]| Pyramid::new(rows, &cuts).unwrap();
    let base = of([(1, dec!(90)), (2, dec!(10))]);
    let migration = Migration::by_own_cuts(&base, &of([(1, dec!(95)), (2, dec!(20))])).unwrap();
    let mobility = migration.mobility(Confidence::default()).unwrap();
    assert_eq!(
        to_value(mobility).unwrap(),
        json!({
            "index": 0.0,
            "interval": to_value(mobility.interval).unwrap(),
            "states": 2, "customers": 2, "with_absent": false
        })
    );
    assert_eq!(mobility.interval.lower(), 0.0);
}

#[test]
fn a_migration_says_how_many_moved_and_where() {
    let cuts = Cuts::by_customers([("Top", 0.5), ("Rest", 0.5)]).unwrap();
    let of = |rows: [(&'static str, Decimal); 2]| Pyramid::new(rows, &cuts).unwrap();
    let base = of([("Ann", dec!(90)), ("Ben", dec!(10))]);
    let later = of([("Ben", dec!(95)), ("Cem", dec!(20))]);
    let written = to_value(Migration::between(&base, &later).unwrap()).unwrap();
    let half = to_value(Proportion::new(1, 2).unwrap()).unwrap();
    assert_eq!((&written["upward"], &written["left"]), (&half, &half));
    assert_eq!(written["downward"]["numerator"], json!(0));
    assert_eq!(
        (&written["net"], &written["entered"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        written["moves"][1],
        json!({"customer": "Ben", "from": 2, "to": 1, "before": "10", "after": "95"})
    );
    assert_eq!(written["matrix"].as_array().unwrap().len(), 8);
    assert_eq!(
        written["matrix"][2],
        json!({"from": 1, "to": null, "customers": 1, "before": "90", "after": "0"})
    );
}

/// Tiers and customers are rows that a writer of CSV takes.
#[test]
fn tiers_and_customers_are_rows_of_csv() {
    let lines = |write: &dyn Fn(&mut csv::Writer<Vec<u8>>)| {
        let mut writer = csv::Writer::from_writer(Vec::new());
        write(&mut writer);
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    };
    let pyramid = pyramid();
    let tiers = lines(&|writer| {
        for tier in pyramid.tiers() {
            writer.serialize(tier).unwrap();
        }
    });
    assert_eq!(
        tiers,
        "tier,name,customers,share_of_customers,revenue,share,mean,cut\n\
         1,Top,1,0.25,90.00,0.8181818181818182,90.00,90.00\n\
         2,Rest,3,0.75,20.00,0.18181818181818182,6.6666666666666666666666666667,5.00\n"
    );
    let customers = lines(&|writer| {
        for row in pyramid.rows() {
            writer.serialize(row).unwrap();
        }
    });
    assert!(customers.starts_with("customer,amount,tier\n1,90.00,1\n2,10.00,2\n"));
}
