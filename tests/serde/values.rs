//! Customer value.

use retention::scale::Scale;
use retention::value::{
    AddedOptions, Aggregation, Attribute, Bands, Benefits, Costs, CustomerValueAdded,
    DeliveredValue, FairValueLine, IntervalMethod, LowEnd, MapOptions, Market, MarketBuilder,
    MarketPoint, OnTheCross, Per, PerceivedValuePricing, PeriodValue, PriceProfile, ProfileOptions,
    QualityProfile, Supplier, TrendOptions, ValueForm, ValueMap, ValueTrend, Weighting,
};

use crate::*;

fn attribute() -> Attribute {
    Attribute::new("fresh", 100.0, 6.0, [4.0, 6.0])
}

fn profile() -> QualityProfile {
    QualityProfile::new(Scale::ONE_TO_TEN, [attribute()], &Default::default()).unwrap()
}

#[test]
fn inputs() {
    assert_eq!(
        to_value(attribute()).unwrap(),
        json!({"name": "fresh", "weight": 100.0, "ours": 6.0, "competitors": [4.0, 6.0]})
    );
    assert_eq!(round_trip(&attribute()), attribute());
    let point = MarketPoint::new("us", 1.2, 0.96);
    assert_eq!(round_trip(&point), point);
    let supplier = Supplier::new("us", [7.5, 8.25]);
    assert_eq!(round_trip(&supplier), supplier);
}

#[test]
fn options_with_missing_fields_use_the_defaults() {
    fn defaults<T: serde::Serialize + serde::de::DeserializeOwned + Debug + PartialEq + Default>() {
        assert_eq!(from_str::<T>("{}").unwrap(), T::default());
        assert_eq!(round_trip(&T::default()), T::default());
        assert!(refused::<T>(json!({"nonesuch": 1})).contains("unknown field `nonesuch`"));
    }
    defaults::<ProfileOptions>();
    defaults::<MapOptions>();
    defaults::<Bands>();
    defaults::<AddedOptions>();
    defaults::<TrendOptions>();
    assert_eq!(
        from_value::<ProfileOptions>(json!({"weighting": "normalise", "low_end": "zero"})).unwrap(),
        ProfileOptions::default()
            .weighting(Weighting::Normalise)
            .low_end(LowEnd::Zero)
    );
    assert_eq!(
        from_value::<MapOptions>(json!({
            "tolerance": 0.05, "on_the_cross": "favourable", "minimum_suppliers": 7,
            "minimum_answers": 50, "aggregation": "ratio_of_scores",
            "profile": {"tolerance": 0.01},
        }))
        .unwrap(),
        MapOptions::default()
            .tolerance(0.05)
            .on_the_cross(OnTheCross::Favourable)
            .minimum_suppliers(7)
            .minimum_answers(50)
            .aggregation(Aggregation::RatioOfScores)
            .profile(ProfileOptions::default().tolerance(0.01))
    );
    assert_eq!(
        from_value::<AddedOptions>(json!({
            "interval": "delta", "confidence": 0.9, "minimum": 100, "low_end": "zero",
            "bands": {"parity_from": 0.97, "above_parity_from": 1.04, "world_class_above": 1.2},
        }))
        .unwrap(),
        AddedOptions::default()
            .interval(IntervalMethod::Delta)
            .confidence(Confidence::new(0.9).unwrap())
            .minimum(100)
            .low_end(LowEnd::Zero)
            .bands(
                Bands::default()
                    .parity_from(0.97)
                    .above_parity_from(1.04)
                    .world_class_above(1.2)
            )
    );
    assert_eq!(
        from_value::<TrendOptions>(json!({
            "least_rise": 0.1, "least_fall": 0.2, "confidence": 0.9,
            "aggregation": "ratio_of_scores",
        }))
        .unwrap(),
        TrendOptions::default()
            .least_rise(0.1)
            .least_fall(0.2)
            .confidence(Confidence::new(0.9).unwrap())
            .aggregation(Aggregation::RatioOfScores)
    );
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
    let value = DeliveredValue::new(
        Benefits {
            product: dec!(20_000),
            services: dec!(0.10),
            ..Benefits::default()
        },
        Costs {
            monetary: dec!(16_000),
            ..Costs::default()
        },
    )
    .unwrap();
    let written = to_value(value).unwrap();
    assert_eq!(
        written,
        json!({
            "benefits": {
                "product": "20000", "services": "0.10", "personnel": "0", "image": "0"
            },
            "costs": {"monetary": "16000", "time": "0", "energy": "0", "psychological": "0"},
        })
    );
    assert_eq!(round_trip(&value), value);
    let mut negative = written;
    negative["costs"]["time"] = json!("-1");
    assert_eq!(
        refused::<DeliveredValue>(negative),
        "time must be 0 or more, got -1"
    );
    // What is missing is not zero.
    assert_eq!(
        refused::<Costs>(json!({"monetary": "1", "time": "1", "energy": "1"})),
        "missing field `psychological`"
    );
    let preference = value.preference(&value, ValueForm::Difference).unwrap();
    assert_eq!(
        to_value(preference).unwrap(),
        json!({"favoured": "indifferent", "form": "difference", "ratio": 1.0})
    );
    let levers = value.levers(ValueForm::Difference, Per::Percent).unwrap();
    assert_eq!(
        to_value(levers[0]).unwrap(),
        json!({"component": "product", "amount": "20000", "effect": 200.0})
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
        json!({"weighting": "add_up_to_100", "tolerance": 1e-6, "low_end": "above_zero"})
    );
    assert_eq!(
        written["scale"],
        json!({"low": 1.0, "high": 10.0, "steps": "any"})
    );
    assert_eq!(
        written["attributes"],
        json!([{
            "name": "fresh", "weight": 1.0, "ours": 6.0, "competitors": 5.0, "ratio": 1.2,
            "ratio_error": null, "contribution": 1.2,
        }])
    );
    let attribute = Attribute::new("price", 100.0, 4.0, [5.0]);
    let price = PriceProfile::new(Scale::ONE_TO_TEN, [attribute], &Default::default()).unwrap();
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
    let mut builder = MarketBuilder::new(Scale::ONE_TO_TEN, ["us"], ["a", "b"]).unwrap();
    for rating in [5.0, 7.0] {
        builder.push(0, &[Some(rating), None]).unwrap();
    }
    let written = to_value(builder.finish()).unwrap();
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
    let suppliers = [Supplier::new("us", [6.0])];
    let bare = Market::new(Scale::ONE_TO_TEN, ["a"], suppliers).unwrap();
    assert_eq!(to_value(&bare).unwrap()["respondents"], json!(null));
    let rating = bare.ratings().next().unwrap();
    assert_eq!(to_value(rating).unwrap()["answers"], json!(null));
}

#[test]
fn a_value_map_carries_its_choices() {
    let map = ValueMap::new(
        [MarketPoint::new("us", 1.5, 1.25)],
        FairValueLine::default(),
        &MapOptions::default(),
    )
    .unwrap();
    let written = to_value(map).unwrap();
    assert_eq!(
        written["points"],
        json!([{
            "supplier": "us", "quality_ratio": 1.5, "relative_price": 1.25, "value": 1.2,
            "fair_price": 1.5, "position": "better", "zone": "premium", "errors": null,
            "answers": null, "evidence": null,
        }])
    );
    assert_eq!(
        written["line"],
        json!({"slope": 1.0, "quality": 1.0, "price": 1.0, "fit": null})
    );
    assert_eq!(
        written["fair_value_line"],
        json!({"weights": {"quality": 50.0, "price": 50.0}})
    );
    assert_eq!(written["options"]["tolerance"], json!(0.02));
}

#[test]
fn customer_value_added_carries_its_choices() {
    let cva = CustomerValueAdded::from_estimates(
        Scale::ONE_TO_TEN,
        Estimate::new(6.0, 0.0).unwrap(),
        &[Estimate::new(5.0, 0.0).unwrap()],
        &AddedOptions::default(),
    )
    .unwrap();
    let written = to_value(cva).unwrap();
    assert_eq!(
        (&written["ratio"], &written["band"]),
        (&json!(1.2), &json!("world_class"))
    );
    assert_eq!(
        written["probabilities"],
        json!({"below_parity": 0.0, "parity": 0.0, "above_parity": 0.0, "world_class": 1.0})
    );
    assert_eq!(written["interval"]["confidence"], json!(0.95));
    assert_eq!(written["options"]["interval"], json!("fieller"));
    assert_eq!(written["options"]["bands"]["parity_from"], json!(0.98));
    assert_eq!(
        (&written["evidence"], &written["left_out"]),
        (&json!(null), &json!(0))
    );
}

#[test]
fn a_trend() {
    let profile = profile();
    let trend = ValueTrend::new(
        [
            PeriodValue::new("2023", &profile, 1.0).with_satisfaction(7.0),
            PeriodValue::new("2024", &profile, 1.2).with_satisfaction(8.0),
        ],
        &TrendOptions::default(),
    )
    .unwrap();
    let written = to_value(trend).unwrap();
    let change = &written["changes"][0];
    assert_eq!(
        (&change["from"], &change["to"]),
        (&json!("2023"), &json!("2024"))
    );
    assert_eq!(
        (&change["before"], &change["after"]),
        (&json!(1.2), &json!(1.0))
    );
    assert_eq!(change["signal"], json!("satisfaction_up_value_down"));
    assert_eq!(change["attributes"][0]["ratio_change"], json!(0.0));
    assert_eq!(
        written["options"],
        json!({
            "least_rise": 0.0, "least_fall": 0.0, "confidence": null,
            "aggregation": "weighted_ratio",
        })
    );
}
