//! Customer value.

use retention::scale::Scale;
use retention::value::added::{self, CustomerValueAdded};
use retention::value::delivered::{DeliveredValue, ValueComponent};
use retention::value::map::{self, FairValueLine, Offer, ValueMap};
use retention::value::market::{self, Market, Ratings};
use retention::value::pricing::PerceivedValuePricing;
use retention::value::profile::{
    self, GivenRatio, PriceProfile, QualityProfile, RatedAttribute, RatioProfile,
};
use retention::value::trend::{self, PeriodValue};
use retention::value::{RelativeTo, SupplierWeights};
use retention::{Accumulator, Weighted};

use crate::*;

fn attribute() -> RatedAttribute {
    RatedAttribute::new("fresh", 100.0, 6.0, [4.0, 6.0])
}

fn profile() -> QualityProfile {
    QualityProfile::new(Scale::ONE_TO_TEN, [attribute()], Default::default()).unwrap()
}

#[test]
fn inputs() {
    assert_eq!(
        to_value(attribute()).unwrap(),
        json!({"name": "fresh", "weight": 100.0, "ours": 6.0, "competitors": [4.0, 6.0]})
    );
    assert_eq!(round_trip(&attribute()), attribute());
    let point = Offer::new("us", 1.2, 0.96);
    assert_eq!(round_trip(&point), point);
}

#[test]
fn options_with_missing_fields_use_the_defaults() {
    assert_eq!(
        from_value::<profile::Options>(json!({"add_up_to": null, "allow_zero": true})).unwrap(),
        profile::Options::default().add_up_to(None).allow_zero(true)
    );
    assert_eq!(
        from_value::<map::Options>(json!({
            "tolerance": 0.05, "minimum_suppliers": 7, "confidence": 0.9,
            "minimum_answers": 50, "ratio_of_scores": true,
            "profile": {"tolerance": 0.01}, "line": "regression",
        }))
        .unwrap(),
        map::Options::default()
            .tolerance(0.05)
            .confidence(Confidence::new(0.9).unwrap())
            .minimum_suppliers(7)
            .minimum_answers(50)
            .ratio_of_scores(true)
            .profile(profile::Options::default().tolerance(0.01))
            .line(FairValueLine::Regression)
    );
    assert_eq!(
        from_value::<added::Options>(json!({
            "confidence": 0.9, "minimum": 100, "allow_zero": true,
            "parity_from": 0.97, "above_parity_from": 1.04, "world_class_above": 1.2,
        }))
        .unwrap(),
        added::Options::default()
            .confidence(Confidence::new(0.9).unwrap())
            .minimum(100)
            .allow_zero(true)
            .parity_from(0.97)
            .above_parity_from(1.04)
            .world_class_above(1.2)
    );
    assert_eq!(
        from_value::<trend::Options>(json!({
            "satisfied": "not_falling", "high_from": 0.8, "least_fall": 0.2,
            "least_share_fall": 0.01, "confidence": 0.9, "ratio_of_scores": true,
            "satisfaction_scale": {"low": 0.0, "high": 100.0, "steps": "any"},
        }))
        .unwrap(),
        trend::Options::default()
            .satisfied(trend::Satisfied::NotFalling)
            .high_from(0.8)
            .least_share_fall(0.01)
            .satisfaction_scale(Some(Scale::new(0.0, 100.0).unwrap()))
            .least_fall(0.2)
            .confidence(Some(Confidence::new(0.9).unwrap()))
            .ratio_of_scores(true)
    );
}

#[test]
fn what_is_compared_with() {
    let shares = SupplierWeights::shares([("us", 40.0), ("Acme", 60.0)]);
    for (to, written) in [
        (RelativeTo::default(), json!({"others": "equal"})),
        (
            RelativeTo::WholeMarket(SupplierWeights::Respondents),
            json!({"whole_market": "respondents"}),
        ),
        (
            RelativeTo::WholeMarket(shares),
            json!({"whole_market": {"shares": {"us": 40.0, "Acme": 60.0}}}),
        ),
        (RelativeTo::Leader, json!("leader")),
        (
            RelativeTo::Supplier("Acme".into()),
            json!({"supplier": "Acme"}),
        ),
    ] {
        assert_eq!(to_value(&to).unwrap(), written);
        assert_eq!(round_trip(&to), to);
    }
    assert!(refused::<RelativeTo>(json!("nobody")).contains("unknown variant"));
}

#[test]
fn ratios_as_given() {
    let profile = RatioProfile::new(
        [
            GivenRatio::new("weeks", 75.0, 3.0),
            GivenRatio::new("days", 25.0, 1.0),
        ],
        Default::default(),
    )
    .unwrap();
    assert_eq!(
        to_value(&profile).unwrap(),
        json!({
            "options": {"add_up_to": 100.0, "tolerance": 1e-6, "allow_zero": false},
            "attributes": [
                {"name": "weeks", "weight": 0.75, "ratio": 3.0},
                {"name": "days", "weight": 0.25, "ratio": 1.0},
            ],
            "quality_ratio": 2.5,
        })
    );
    let row = GivenRatio::new("weeks", 75.0, 3.0);
    assert_eq!(round_trip(&row), row);
}

#[test]
fn fair_value_lines() {
    let weights = FairValueLine::Weights {
        quality: 60.0,
        price: 40.0,
    };
    assert_eq!(
        to_value(weights).unwrap(),
        json!({"weights": {"quality": 60.0, "price": 40.0}})
    );
    assert_eq!(round_trip(&weights), weights);
    assert_eq!(
        to_value(FairValueLine::Regression).unwrap(),
        json!("regression")
    );
    assert_eq!(
        from_value::<FairValueLine>(json!("regression")).unwrap(),
        FairValueLine::Regression
    );
}

#[test]
fn a_delivered_value() {
    let value = DeliveredValue::new([
        (ValueComponent::Product, dec!(20_000)),
        (ValueComponent::Services, dec!(0.10)),
        (ValueComponent::Monetary, dec!(16_000)),
    ])
    .unwrap();
    let written = to_value(value).unwrap();
    assert_eq!(
        written,
        json!({
            "product": "20000", "services": "0.10", "personnel": "0", "image": "0",
            "monetary": "16000", "time": "0", "energy": "0", "psychological": "0",
        })
    );
    assert_eq!(round_trip(&value), value);
    let mut negative = written.clone();
    negative["time"] = json!("-1");
    assert_eq!(
        refused::<DeliveredValue>(negative),
        "time must be 0 or more, got -1"
    );
    // What is missing is not zero.
    let mut missing = written;
    missing.as_object_mut().unwrap().remove("psychological");
    assert_eq!(
        refused::<DeliveredValue>(missing),
        "missing field `psychological`"
    );
}

#[test]
fn a_perceived_value_pricing() {
    let pricing =
        PerceivedValuePricing::new(dec!(90), [("durability", dec!(7.50))], dec!(3)).unwrap();
    assert_eq!(
        to_value(pricing.clone()).unwrap(),
        json!({
            "reference_price": "90", "discount": "3",
            "increments": [{"name": "durability", "amount": "7.50"}],
        })
    );
    assert_eq!(round_trip(&pricing), pricing);
    assert_eq!(
        refused::<PerceivedValuePricing>(json!({
            "reference_price": "90", "discount": "93", "increments": [],
        })),
        "discount must be at most the perceived value, 90, got 93"
    );
}

#[test]
fn profiles() {
    let written = to_value(profile()).unwrap();
    assert_eq!(
        (&written["quality_ratio"], &written["ratio_of_scores"]),
        (&json!(1.2), &json!(1.2))
    );
    assert_eq!(
        (&written["quality_score"], &written["competitors_score"]),
        (&json!(6.0), &json!(5.0))
    );
    assert_eq!(written["quality_ratio_error"], json!(null));
    assert_eq!(
        written["options"],
        json!({"add_up_to": 100.0, "tolerance": 1e-6, "allow_zero": false})
    );
    assert_eq!(
        written["scale"],
        json!({"low": 1.0, "high": 10.0, "steps": "any"})
    );
    assert_eq!(
        written["attributes"],
        json!([{
            "name": "fresh", "weight": 1.0, "ours": 6.0, "competitors": 5.0, "own_share": 0.0,
            "ratio": 1.2,
            "ratio_error": null, "contribution": 1.2,
        }])
    );
    let attribute = RatedAttribute::new("price", 100.0, 4.0, [5.0]);
    let price = PriceProfile::new(Scale::ONE_TO_TEN, [attribute], Default::default()).unwrap();
    let written = to_value(price).unwrap();
    assert_eq!(
        (
            &written["price_competitiveness"],
            &written["relative_price"]
        ),
        (&json!(0.8), &json!(1.25))
    );
    assert_eq!(written["relative_price_error"], json!(null));
}

#[test]
fn a_market() {
    let mut builder = market::Builder::new(Scale::ONE_TO_TEN, ["a", "b"], ["us"]).unwrap();
    for rating in [5.0, 7.0] {
        let ratings = &[Some(rating), None];
        let supplier = "us";
        builder.push(&[Ratings { supplier, ratings }]).unwrap();
    }
    let written = to_value(builder.finish().unwrap()).unwrap();
    assert_eq!(written["respondents"], json!(2));
    assert_eq!(
        written["ratings"],
        json!([
            {"supplier": "us", "attribute": "a", "mean": 6.0, "standard_error": 1.0, "answers": 2},
            {
                "supplier": "us", "attribute": "b", "mean": null, "standard_error": null,
                "answers": 0,
            },
        ])
    );
    let suppliers = [("us", [6.0])];
    let bare = Market::new(Scale::ONE_TO_TEN, ["a"], suppliers).unwrap();
    assert_eq!(to_value(&bare).unwrap()["respondents"], json!(null));
    let rating = bare.ratings()[0].clone();
    assert_eq!(to_value(rating).unwrap()["answers"], json!(null));
}

#[test]
fn a_value_map_carries_its_choices() {
    let map = ValueMap::new([Offer::new("us", 1.5, 1.25)], map::Options::default()).unwrap();
    let written = to_value(map).unwrap();
    assert_eq!(
        written["offers"],
        json!([{
            "supplier": "us", "quality_ratio": 1.5, "relative_price": 1.25, "value": 1.2,
            "fair_price": 1.5, "standing": "better", "zone": "premium", "quality_error": null,
            "price_error": null, "value_error": null, "worse_probability": null,
            "fair_probability": null, "better_probability": null, "answers": null,
            "sufficient": null,
        }])
    );
    assert_eq!(
        (
            &written["slope"],
            &written["line_quality"],
            &written["line_price"]
        ),
        (&json!(1.0), &json!(1.0), &json!(1.0))
    );
    assert_eq!(written["slope_error"], json!(null));
    assert_eq!(
        written["options"]["line"],
        json!({"weights": {"quality": 50.0, "price": 50.0}})
    );
    assert_eq!(written["options"]["tolerance"], json!(0.07));
    assert_eq!(written["options"]["confidence"], json!(0.95));
    assert_eq!(written["relative_to"], json!(null));
    assert_eq!(written["slope_p_value"], json!(null));
}

#[test]
fn customer_value_added_carries_its_choices() {
    let cva = CustomerValueAdded::from_estimates(
        Scale::ONE_TO_TEN,
        Estimate::new(6.0, 0.0).unwrap(),
        &[Estimate::new(5.0, 0.0).unwrap()],
        added::Options::default(),
    )
    .unwrap();
    let written = to_value(cva).unwrap();
    assert_eq!(
        (&written["ratio"], &written["band"]),
        (&json!(1.2), &json!("world_class"))
    );
    for (band, probability) in [
        ("below_parity", 0.0),
        ("parity", 0.0),
        ("above_parity", 0.0),
        ("world_class", 1.0),
    ] {
        let field = format!("{band}_probability");
        assert_eq!(written[field], json!(probability));
    }
    assert_eq!(written["interval"]["confidence"], json!(0.95));
    assert_eq!(written["options"]["allow_zero"], json!(false));
    assert_eq!(written["options"]["parity_from"], json!(0.98));
    assert_eq!(
        (&written["sufficient"], &written["left_out"]),
        (&json!(null), &json!(0))
    );
}

#[test]
fn a_trend() {
    let profile = profile();
    let trend = trend::changes(
        [
            PeriodValue::new("2023", &profile, 1.0).satisfaction(7.0),
            PeriodValue::new("2024", &profile, 1.2).satisfaction(8.0),
        ],
        trend::Options::default(),
    )
    .unwrap();
    let written = to_value(trend).unwrap();
    let change = &written[0];
    assert_eq!(
        (&change["from"], &change["to"]),
        (&json!("2023"), &json!("2024"))
    );
    assert_eq!(
        (&change["before"], &change["after"]),
        (&json!(1.2), &json!(1.0))
    );
    assert_eq!(change["signal"], json!("down_despite_satisfaction"));
    assert_eq!(change["attributes"][0]["ratio_change"], json!(0.0));
    assert_eq!(
        to_value(trend::Options::default()).unwrap(),
        json!({
            "satisfied": "high", "high_from": 0.75, "satisfaction_scale": null,
            "least_fall": 0.0, "least_share_fall": 0.0, "confidence": 0.99,
            "ratio_of_scores": false,
        })
    );
}

/// Ratings of one supplier or two, with a gap in the third.
fn half_way() -> market::Builder {
    let mut builder =
        market::Builder::new(Scale::ONE_TO_TEN, ["a", "b"], ["us", "Acme", "Bolt"]).unwrap();
    let (full, other, gap) = (
        [Some(5.1), Some(7.3)],
        [Some(6.2), Some(9.9)],
        [None, Some(4.7)],
    );
    let of = |supplier, ratings| Ratings { supplier, ratings };
    builder.push(&[of("us", &full)]).unwrap();
    builder
        .push_weighted(&[of("Acme", &other), of("us", &other)], 0.7)
        .unwrap();
    builder.push(&[of("us", &gap), of("Acme", &full)]).unwrap();
    builder
}

#[test]
fn a_market_goes_on_where_it_was_written() {
    let mut builder = half_way();
    let mut read = round_trip(&builder);
    assert_eq!(read, builder);
    for at in [&mut builder, &mut read] {
        let ratings = &[Some(8.8), Some(1.3)];
        let supplier = "Acme";
        at.push(&[Ratings { supplier, ratings }]).unwrap();
    }
    assert_eq!(read.rows(), 4);
    assert_eq!(read.finish(), builder.finish());
}

#[test]
fn a_market_that_no_respondents_could_have_made_is_refused() {
    let written = to_value(half_way()).unwrap();
    let with = |path: &str, value: Value| {
        let mut changed = written.clone();
        *changed.pointer_mut(path).unwrap() = value;
        refused::<market::Builder>(changed)
    };
    for (path, value, message) in [
        (
            "/version",
            json!(1),
            "version of the state must be 2, got 1",
        ),
        (
            "/suppliers",
            json!(["us", "Acme"]),
            "numbers of cells must be equal",
        ),
        (
            "/suppliers",
            json!(["us", "us", "Bolt"]),
            "name occurs twice: us",
        ),
        ("/attributes", json!([]), "at least one name is needed"),
        ("/respondents", json!(2), "answers must be at most 2, got 3"),
        (
            "/cells/4/rows",
            json!(1),
            "sum of the weights must be more than 0, got 0",
        ),
        (
            "/cells/0/weight",
            json!(-1.0),
            "sum of the weights must be 0 or more",
        ),
        (
            "/cells/0/origin",
            json!(11.0),
            "answer must be 1 to 10, got 11",
        ),
        (
            "/cells/0/mean",
            json!(9.0),
            "mean rating must be 1 to 10, got 14.1",
        ),
        (
            "/own/0/left",
            json!([0.0]),
            "numbers of attributes must be equal",
        ),
        (
            "/own/0/full",
            json!(-1.0),
            "sum of the squared weights must be 0 or more",
        ),
        (
            "/own/0/both/size",
            json!(3),
            "sizes of a matrix must be equal",
        ),
        (
            "/own/0/both/cells",
            json!([0.0]),
            "numbers of cells of a matrix must be equal",
        ),
        (
            "/cross/0/0",
            json!([1, 0]),
            "pair of suppliers must be two suppliers",
        ),
        (
            "/cross/0/0",
            json!([0, 3]),
            "pair of suppliers must be two suppliers",
        ),
    ] {
        let found = with(path, value);
        assert!(found.contains(message), "{path}: {found}");
    }
}

/// Sums that the ratings of the cells cannot have made would give any error, or none.
#[test]
fn a_market_of_sums_that_do_not_fit_its_cells_is_refused() {
    let mut builder = half_way();
    for at in 0_u32..8 {
        let rating = |step: u32| Some(1.0 + f64::from((at * step) % 10));
        let (us, acme) = ([rating(3), rating(7)], [rating(1), rating(9)]);
        let rows = [("us", &us), ("Acme", &acme)];
        builder.push(&rows.map(rated)).unwrap();
    }
    let written = to_value(&builder).unwrap();
    assert_eq!(
        from_value::<market::Builder>(written.clone()).unwrap(),
        builder
    );
    for (path, value) in [
        ("/own/0/full", 1e12),
        ("/own/0/full", 1e308),
        ("/own/0/full", 0.0),
        ("/own/0/left/1", 1e308),
        ("/own/0/left/1", -9.0),
        ("/own/0/right/0", 1e308),
        ("/own/0/both/cells/0", 1e6),
        ("/own/0/both/cells/2", -1e6),
        ("/own/0/gaps/weights/cells/3", 1e12),
        ("/own/0/gaps/left/cells/2", 1e308),
        ("/cross/0/1/full", 1e308),
        ("/cross/0/1/left/0", 1e308),
        ("/cross/0/1/both/cells/1", 1e6),
        ("/cells/0/mean", 0.0),
        ("/cells/0/heavy/products", 0.0),
    ] {
        let mut changed = written.clone();
        *changed.pointer_mut(path).unwrap() = json!(value);
        refused::<market::Builder>(changed);
    }
}

fn rated<'r>((supplier, ratings): (&'r str, &'r [Option<f64>; 2])) -> Ratings<'r> {
    Ratings { supplier, ratings }
}

/// Whatever is pushed and merged comes back.
#[test]
fn markets_of_extreme_weights_and_merged_parts_come_back() {
    for scale in [1e-99, 1e-9, 1.0, 1e9, 1e90] {
        let mut whole = half_way();
        for part in 0_u32..5 {
            let mut other = whole.fresh();
            for at in 0_u32..40 {
                let rating = |step: u32| {
                    let rating = (at * step + part) % 11;
                    (rating > 0).then(|| f64::from(rating.min(10)))
                };
                let (us, acme) = ([rating(3), rating(7)], [rating(1), rating(9)]);
                let rows = [("Acme", &acme), ("us", &us)];
                let weight = scale * (1.0 + f64::from(at * 17 % 101)).powi(3);
                other.push_weighted(&rows.map(rated), weight).unwrap();
            }
            whole.merge(other).unwrap();
            assert_eq!(round_trip(&whole), whole);
        }
    }
}
