//! Cuts.

use crate::*;

#[test]
fn of_every_kind_come_back() {
    for cuts in [
        Cuts::curry(),
        Cuts::platinum(),
        Cuts::differential(),
        Cuts::by_revenue([("A", 0.8), ("B", 0.15), ("C", 0.05)]).unwrap(),
        Cuts::by_customers([("A", 1.0 / 7.0), ("B", 6.0 / 7.0)]).unwrap(),
        Cuts::by_customers([("nobody", 0.0), ("all", 1.0)]).unwrap(),
        Cuts::by_amount([("Gold", dec!(1000.00)), ("Silver", dec!(-0.5))], "Bronze").unwrap(),
        Cuts::by_amount([("Gold", Decimal::MAX)], "Bronze")
            .unwrap()
            .no_profit_apart("Lead")
            .unwrap(),
    ] {
        for &rounding in Rounding::ALL {
            for &ties in Ties::ALL {
                let cuts = cuts.clone().rounding(rounding).ties(ties);
                assert_eq!(round_trip(&cuts), cuts);
            }
        }
    }
}

#[test]
fn as_they_are_written() {
    assert_eq!(
        to_value(Cuts::curry()).unwrap(),
        json!({
            "basis": "customers",
            "tiers": [
                {"name": "Top", "share": 0.01}, {"name": "Big", "share": 0.04},
                {"name": "Medium", "share": 0.15}, {"name": "Small", "share": 0.8}
            ],
            "rounding": "up",
            "ties": "together_up"
        })
    );
    let by_amount = Cuts::by_amount([("Gold", dec!(1000.00))], "Bronze")
        .unwrap()
        .no_profit_apart("Lead")
        .unwrap();
    assert_eq!(
        to_value(by_amount).unwrap(),
        json!({
            "basis": "amount",
            "tiers": [{"name": "Gold", "from": "1000.00"}, {"name": "Bronze"}],
            "no_profit": "Lead",
            "rounding": "up",
            "ties": "together_up"
        })
    );
}

#[test]
fn may_leave_out_rounding_and_ties() {
    let cuts: Cuts = from_value(json!({
        "basis": "customers",
        "tiers": [{"name": "A", "share": 0.2}, {"name": "B", "share": 0.8}]
    }))
    .unwrap();
    assert_eq!(cuts, Cuts::by_customers([("A", 0.2), ("B", 0.8)]).unwrap());
}

#[test]
fn go_through_their_constructor() {
    let cuts = |basis: &str, tiers: Value| json!({"basis": basis, "tiers": tiers});
    for (json, message) in [
        (
            cuts(
                "customers",
                json!([{"name": "A", "share": 0.2}, {"name": "B", "share": 0.7}]),
            ),
            "shares of tiers must add up to 1, got 0.9",
        ),
        (
            cuts("revenue", json!([])),
            "at least one tier is needed, got none",
        ),
        (
            cuts("amount", json!([])),
            "at least one tier is needed, got none",
        ),
        (
            cuts(
                "revenue",
                json!([{"name": "A", "share": -0.5}, {"name": "B", "share": 1.0}]),
            ),
            "share of a tier must be 0 to 1, got -0.5 at tier 0 (counted from 0)",
        ),
        (
            cuts(
                "customers",
                json!([{"name": "A", "share": 0.5}, {"name": "A", "share": 0.5}]),
            ),
            "name of a tier occurs twice: A at tier 1 (counted from 0)",
        ),
        (
            cuts(
                "amount",
                json!([
                    {"name": "A", "from": "5"}, {"name": "B", "from": "5.0"}, {"name": "C"}
                ]),
            ),
            "amounts of tiers out of order: 5.0 is not below 5 at tier 1 (counted from 0)",
        ),
        (
            cuts("customers", json!([{"name": "A", "from": "5"}])),
            "limit of a tier must be a share and no amount, got \"A\" at tier 0 (counted from 0)",
        ),
        (
            cuts(
                "amount",
                json!([{"name": "A", "share": 0.5}, {"name": "B"}]),
            ),
            "limit of a tier must be an amount and no share, got \"A\" at tier 0 (counted from 0)",
        ),
        (
            cuts("profit", json!([{"name": "A", "share": 1.0}])),
            "unknown variant `profit`, expected one of `customers`, `revenue`, `amount`",
        ),
    ] {
        assert_eq!(refused::<Cuts>(json), message);
    }
    let twice = json!({
        "basis": "customers", "tiers": [{"name": "A", "share": 1.0}], "no_profit": "A"
    });
    assert_eq!(refused::<Cuts>(twice), "name of a tier occurs twice: A");
}

/// An amount of the last tier would be a least amount for everyone, and nobody's tier below it.
#[test]
fn with_an_amount_for_the_last_tier_are_not_taken_without_it() {
    let json = json!({
        "basis": "amount",
        "tiers": [{"name": "Gold", "from": "100"}, {"name": "Silver", "from": "50"}]
    });
    let taken = from_value::<Cuts>(json);
    assert!(taken.is_err(), "{taken:?}");
}
