//! Switching costs.

use retention::Accumulator;
use retention::scale::{Instrument, Item};
use retention::switching::market::{Market, MarketShare, Supplier, Ties};
use retention::switching::survey::{Builder, Options, Scorer};
use retention::switching::{
    Barrier, Bond, Bonds, Choice, Facet, ForgoneDiscounts, Individual, Organisation, RiskPremium,
    Timing, Units, Verdict,
};
use rust_decimal::RoundingStrategy;

use crate::*;

#[test]
fn a_scorer_is_read_through_its_checks() {
    let items = [Item::as_asked(Facet::SetUp), Item::reversed(Facet::SetUp)];
    let instrument = Instrument::new(Scale::ONE_TO_FIVE, items, Missing::default()).unwrap();
    let scorer = Scorer::new(instrument, Options::default()).unwrap();
    let written = to_value(&scorer).unwrap();
    assert_eq!(
        written["instrument"]["items"],
        json!([
            {"facet": "set_up", "orientation": "as_asked"},
            {"facet": "set_up", "orientation": "reversed"}
        ])
    );
    assert_eq!(round_trip(&scorer), scorer);
    let mut empty = written.clone();
    empty["instrument"]["items"] = json!([]);
    assert_eq!(
        refused::<Scorer>(empty),
        "at least one item is needed, got none"
    );
    let mut negative = written;
    negative["options"]["financial_weight"] = json!(-1);
    assert_eq!(
        refused::<Scorer>(negative),
        "weight of financial costs must be 0 or more, got -1"
    );
}

/// A state that no answers could have made.
#[test]
fn a_kept_state_of_a_survey_fits_its_questionnaire() {
    let items = [
        Item::as_asked(Facet::SetUp),
        Item::as_asked(Facet::BenefitLoss),
    ];
    let instrument = Instrument::new(Scale::ONE_TO_FIVE, items, Missing::default()).unwrap();
    let mut builder = Builder::new(Scorer::new(instrument, Options::default()).unwrap());
    builder.push(&[Some(4.0), None]).unwrap();
    let state = to_value(&builder).unwrap();
    let read: Builder = from_value(state.clone()).unwrap();
    assert_eq!(read.finish().unwrap(), builder.finish().unwrap());

    let mut short = state.clone();
    short["sums"]["facets"].as_array_mut().unwrap().pop();
    assert_eq!(
        refused::<Builder>(short),
        "numbers of facets must be equal, got 1 and 2"
    );
    let mut more = state;
    more["sums"]["types"][1]["missing"] = json!(2);
    assert_eq!(
        refused::<Builder>(more),
        "numbers of rows must be equal, got 2 and 1"
    );
}

#[test]
fn options_of_a_survey() {
    assert_eq!(from_str::<Options>("{}").unwrap(), Options::default());
    let options = Options::default()
        .facets(Missing::AtLeast(1))
        .procedural_weight(0.1)
        .financial_weight(0.7)
        .relational_weight(0.2);
    assert_eq!(round_trip(&options), options);
    assert_eq!(
        to_value(options).unwrap(),
        json!({
            "facets": {"at_least": 1}, "types": "listwise",
            "procedural_weight": 0.1, "financial_weight": 0.7, "relational_weight": 0.2
        })
    );
    assert!(refused::<Options>(json!({"facet": "listwise"})).starts_with("unknown field"));
}

#[test]
fn bonds() {
    let bonds: Bonds = [Bond::Structural, Bond::Social].into_iter().collect();
    assert_eq!(to_value(bonds).unwrap(), json!(["social", "structural"]));
    assert_eq!(round_trip(&bonds), bonds);
    assert_eq!(from_value::<Bonds>(json!([])).unwrap(), Bonds::default());
    refused::<Bonds>(json!(["legal"]));
}

#[test]
fn what_is_known_of_a_customer() {
    let person = Individual::new(dec!(24.00))
        .search_hours(2.5)
        .discounts(ForgoneDiscounts {
            discount: dec!(5.10),
            periods: 12,
            rate: 0.01,
            timing: Timing::Start,
        })
        .fees(dec!(9.90))
        .economic_risk(RiskPremium::Expected {
            probability: 0.1,
            loss: dec!(80),
        })
        .social_risk(RiskPremium::Stated(dec!(7.50)));
    let written = to_value(person).unwrap();
    assert_eq!(
        (&written["wage"], &written["fees"]),
        (&json!("24.00"), &json!("9.90"))
    );
    assert_eq!(written["social_risk"], json!({"stated": "7.50"}));
    assert_eq!(
        written["economic_risk"],
        json!({"expected": {"probability": 0.1, "loss": "80"}})
    );
    assert_eq!(written["habit_hours"], Value::Null);
    assert_eq!(round_trip(&person), person);
    assert_eq!(
        from_value::<Individual>(json!({"wage": "24"})).unwrap(),
        Individual::new(dec!(24))
    );
    assert_eq!(
        refused::<Individual>(json!({"fees": "1"})),
        "missing field `wage`"
    );
    assert!(refused::<Individual>(json!({"wage": 24})).starts_with("invalid type"));
    assert!(
        refused::<Individual>(json!({"wage": "24", "fee": "1"})).starts_with("unknown field `fee`")
    );
    // At the end of the period, where it is not said.
    let discounts = json!({"discount": "5", "periods": 2, "rate": 0.0});
    let discounts: ForgoneDiscounts = from_value(discounts).unwrap();
    assert_eq!(discounts.timing, Timing::End);

    let firm = Organisation::default().retraining(Some(Units {
        units: 3,
        each: dec!(99.90),
    }));
    assert_eq!(
        to_value(firm).unwrap(),
        json!({
            "retraining": {"units": 3, "each": "99.90"},
            "replacement": null, "salvage": null, "parallel_running": null
        })
    );
    assert_eq!(round_trip(&firm), firm);
    assert_eq!(
        from_str::<Organisation>("{}").unwrap(),
        Organisation::default()
    );
}

#[test]
fn a_cost_names_its_lines_and_how_they_were_rounded() {
    let person = Individual::new(dec!(24)).search_hours(2.5).fees(dec!(9.90));
    let cost = person
        .cost(2, RoundingStrategy::MidpointAwayFromZero)
        .unwrap();
    assert_eq!(
        to_value(&cost).unwrap(),
        json!({
            "lines": [
                {
                    "component": "search", "facet": "evaluation", "amount": "60.0",
                    "computation": {"hours": {"hours": 2.5, "wage": "24"}}
                },
                {
                    "component": "fees", "facet": "monetary_loss", "amount": "9.90",
                    "computation": "stated"
                }
            ],
            "total": "69.90", "places": 2, "strategy": "midpoint_away_from_zero"
        })
    );
    let firm = Organisation::default()
        .replacement(Some(dec!(5)))
        .salvage(Some(dec!(7.5)));
    let cost = to_value(firm.cost().unwrap()).unwrap();
    assert_eq!(
        cost["lines"][0]["computation"],
        json!({"net": {"price": "5", "salvage": "7.5"}})
    );
    assert_eq!(
        (&cost["total"], &cost["places"]),
        (&json!("-2.5"), &Value::Null)
    );
    for (strategy, name) in [
        (
            RoundingStrategy::MidpointNearestEven,
            "midpoint_nearest_even",
        ),
        (RoundingStrategy::MidpointTowardZero, "midpoint_toward_zero"),
        (RoundingStrategy::ToZero, "to_zero"),
        (RoundingStrategy::AwayFromZero, "away_from_zero"),
        (RoundingStrategy::ToNegativeInfinity, "to_negative_infinity"),
        (RoundingStrategy::ToPositiveInfinity, "to_positive_infinity"),
    ] {
        let cost = to_value(person.cost(0, strategy).unwrap()).unwrap();
        assert_eq!(cost["strategy"], json!(name));
    }
}

#[test]
fn scores_name_facets_and_types() {
    let items = [
        Item::as_asked(Facet::Learning),
        Item::as_asked(Facet::BenefitLoss),
    ];
    let instrument = Instrument::new(Scale::ONE_TO_FIVE, items, Missing::default()).unwrap();
    let scorer = Scorer::new(instrument, Options::default()).unwrap();
    let scores = scorer.score(&[Some(4.0), None]).unwrap();
    assert_eq!(
        to_value(scores).unwrap(),
        json!({
            "facets": {
                "economic_risk": null, "evaluation": null, "learning": 4.0, "set_up": null,
                "benefit_loss": null, "monetary_loss": null, "personal_relationship_loss": null,
                "brand_relationship_loss": null
            },
            "types": {"procedural": 4.0, "financial": null, "relational": null},
            "overall": null
        })
    );
    let mut builder = Builder::new(scorer);
    builder.push(&[Some(4.0), None]).unwrap();
    let population = builder.finish().unwrap();
    let written = to_value(&population).unwrap();
    assert_eq!(written["respondents"], json!(1));
    assert_eq!(written["missing"], json!("at_least_half"));
    assert_eq!(written["options"], to_value(Options::default()).unwrap());
    assert_eq!(written["facets"][1]["part"], json!("benefit_loss"));
    assert_eq!(written["facets"][1]["asked"], json!(1));
    assert_eq!(written["facets"][0]["summary"]["mean"], json!(4.0));
    assert_eq!(written["types"][1]["summary"]["missing"], json!(1));
}

#[test]
fn a_market_is_a_table_of_suppliers() {
    let rows = json!([
        {"supplier": "A", "share": {"customers": 600}, "amount": "100.00"},
        {"supplier": "B", "share": {"customers": 400}, "amount": "80.00"}
    ]);
    let suppliers: Vec<Supplier<String>> = from_value(rows.clone()).unwrap();
    assert_eq!(to_value(&suppliers).unwrap(), rows);
    let market = to_value(Market::from_prices(suppliers, Ties::default()).unwrap()).unwrap();
    assert_eq!(
        market,
        json!({
            "suppliers": [
                {
                    "supplier": "A", "share": {"customers": 600}, "price": "100.00",
                    "cost": "68.00", "fears": "B"
                },
                {
                    "supplier": "B", "share": {"customers": 400}, "price": "80.00",
                    "cost": "20.00", "fears": "A"
                }
            ],
            "largest": "A", "smallest": "B", "ties": "refuse"
        })
    );
    let costed = Supplier {
        supplier: 7,
        share: MarketShare::Fraction(0.25),
        amount: dec!(-0.50),
    };
    assert_eq!(
        to_value(costed).unwrap(),
        json!({"supplier": 7, "share": {"fraction": 0.25}, "amount": "-0.50"})
    );
    assert_eq!(round_trip(&costed), costed);
}

#[test]
fn a_barrier_is_money() {
    let choice = Choice {
        our_value: dec!(120),
        their_value: dec!(150),
        switching_cost: dec!(44.00),
        price: dec!(240),
        when_equal: Verdict::Leaves,
    };
    assert_eq!(round_trip(&choice), choice);
    let written = to_value(Barrier::new(choice).unwrap()).unwrap();
    assert_eq!(written["choice"], to_value(choice).unwrap());
    assert_eq!(
        (&written["price_cut"], &written["verdict"]),
        (&json!("14.00"), &json!("stays"))
    );
    assert_eq!(
        written["strength"],
        json!({"part": "44.00", "whole": "240", "value": 44.0 / 240.0})
    );
    // A tie is a reason to leave unless it says otherwise.
    let mut short = to_value(choice).unwrap();
    short.as_object_mut().unwrap().remove("when_equal");
    assert_eq!(from_value::<Choice>(short).unwrap(), choice);
    // A ratio is no money.
    let ratio = json!({"our_value": 1.26, "their_value": "1", "switching_cost": "1", "price": "1"});
    assert!(refused::<Choice>(ratio).starts_with("invalid type: floating point"));
}
