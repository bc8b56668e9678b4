//! Quadrants: options with missing fields, results with their choices.

use retention::quadrant::{
    Analysis, Attribute, Builder, Crosshair, Deletion, Importance, Method, OnLine, Options,
    Placement, Priority, RatingScales, Respondent, Survey, bootstrap,
};

use crate::*;
use retention::accumulate::{Accumulator, Weighted};

#[test]
fn a_crosshair() {
    for (crosshair, written) in [
        (Crosshair::Mean, json!("mean")),
        (Crosshair::Median, json!("median")),
        (Crosshair::ScaleCentre, json!("scale_centre")),
        (
            Crosshair::Given {
                importance: 3.25,
                satisfaction: 3.0,
            },
            json!({"given": {"importance": 3.25, "satisfaction": 3.0}}),
        ),
    ] {
        assert_eq!(to_value(crosshair).unwrap(), written);
        assert_eq!(round_trip(&crosshair), crosshair);
    }
    assert!(refused::<Crosshair>(json!("mode")).starts_with("unknown variant"));
    // JSON has no NaN; what it has is checked where the crosshair is used.
    let null = json!({"given": {"importance": null, "satisfaction": 3.0}});
    assert!(refused::<Crosshair>(null).starts_with("invalid type: null"));
}

#[test]
fn options_with_missing_fields_use_the_defaults() {
    assert_eq!(from_str::<Options>("{}").unwrap(), Options::default());
    let options = Options::default()
        .crosshair(Crosshair::ScaleCentre)
        .on_line(OnLine::Low)
        .placement(Placement::Combined)
        .priority(Priority::WeightedGap);
    assert_eq!(
        to_value(options).unwrap(),
        json!({
            "crosshair": "scale_centre", "on_line": "low", "placement": "combined",
            "priority": "weighted_gap"
        })
    );
    assert_eq!(round_trip(&options), options);
    assert!(refused::<Options>(json!({"ties": "high"})).starts_with("unknown field `ties`"));

    assert_eq!(from_str::<Method>("{}").unwrap(), Method::default());
    let method = Method::from(Importance::Deng)
        .minimum(50)
        .deletion(Deletion::Pairwise)
        .adjustment(Adjustment::BenjaminiHochberg);
    assert_eq!(
        to_value(method).unwrap(),
        json!({
            "importance": "deng", "deletion": "pairwise", "minimum": 50,
            "adjustment": "benjamini_hochberg"
        })
    );
    assert_eq!(round_trip(&method), method);
    assert!(refused::<Method>(json!({"minimum": -1})).starts_with("invalid value"));
    assert!(refused::<Method>(json!({"missing": "listwise"})).starts_with("unknown field"));

    assert_eq!(
        from_str::<bootstrap::Options>("{}").unwrap(),
        bootstrap::Options::default()
    );
    let resampling = bootstrap::Options::default().seed(u64::MAX).draws(7);
    assert_eq!(
        to_value(resampling).unwrap(),
        json!({"draws": 7, "seed": u64::MAX, "confidence": 0.95})
    );
    assert_eq!(round_trip(&resampling), resampling);
    assert_eq!(
        refused::<bootstrap::Options>(json!({"confidence": 1.0})),
        "confidence level must be strictly between 0 and 1, got 1"
    );
}

#[test]
fn slacks_lines() {
    use retention::quadrant::slack::{Line, Rules};
    assert_eq!(from_str::<Rules>("{}").unwrap(), Rules::default());
    let rules = Rules::default()
        .excess(Line {
            importance: [9.0, 5.0],
            performance: [3.0, 1.0],
        })
        .on_line(OnLine::Low);
    let written = to_value(rules).unwrap();
    assert_eq!(
        written["excess"],
        json!({"importance": [9.0, 5.0], "performance": [3.0, 1.0]})
    );
    assert_eq!(written["on_line"], json!("low"));
    assert_eq!(round_trip(&rules), rules);
}

#[test]
fn attributes_and_scales() {
    let attribute = Attribute::new("price", 3.5, 2.25);
    assert_eq!(
        to_value(&attribute).unwrap(),
        json!({"name": "price", "importance": 3.5, "satisfaction": 2.25})
    );
    assert_eq!(round_trip(&attribute), attribute);
    let scales = RatingScales {
        importance: Some(Scale::ONE_TO_FOUR),
        satisfaction: Scale::ONE_TO_TEN,
    };
    assert_eq!(round_trip(&scales), scales);
    let derived = RatingScales::derived(Scale::ONE_TO_TEN);
    assert_eq!(to_value(derived).unwrap()["importance"], Value::Null);
    assert_eq!(round_trip(&derived), derived);
}

#[test]
fn results_carry_their_choices() {
    let attributes = [
        Attribute::new("price", 4.0, 1.0),
        Attribute::new("network", 2.0, 4.0),
    ];
    let scales = RatingScales::same(Scale::ONE_TO_FOUR);
    let options = Options::default().placement(Placement::Diagonal);
    let analysis = Analysis::new(attributes, scales, options).unwrap();
    let written = to_value(&analysis).unwrap();
    assert_eq!(written["options"], to_value(options).unwrap());
    assert_eq!(written["scales"], to_value(scales).unwrap());
    assert_eq!(
        (&written["importance_line"], &written["satisfaction_line"]),
        (&json!(3.0), &json!(2.5))
    );
    assert_eq!(
        written["attributes"][1],
        json!({
            "name": "network", "importance": 2.0, "satisfaction": 4.0, "correlation": null,
            "quadrant": "possible_overkill", "verdict": null, "gap": 2.0, "above_diagonal": false,
            "priority": -2.0, "rank": 2
        })
    );
    assert_eq!(written["index"], json!(2.0));
    assert_eq!(written["index_share_of_top"], json!(0.5));
}

#[test]
fn results_of_a_survey_name_what_is_not_defined() {
    let scale = Scale::ONE_TO_FIVE;
    let price = scale.full_answers(&[1.0, 3.0, 4.0, 5.0, 2.0]).unwrap();
    let survey = Survey::new([("price", price)]).unwrap();
    let survey = survey
        .overall(scale.full_answers(&[1.0, 2.0, 4.0, 4.0, 3.0]).unwrap())
        .unwrap();
    let method = Method::from(Importance::RelativeWeights).minimum(5);
    let resampling = bootstrap::Options::default().draws(9);
    let found = survey
        .bootstrap(method, Options::default(), resampling)
        .unwrap();
    let written = to_value(&found).unwrap();
    assert_eq!(written["assessment"]["method"], to_value(method).unwrap());
    assert_eq!(written["options"], to_value(resampling).unwrap());
    let price = &written["assessment"]["attributes"][0];
    assert_eq!(
        (&price["name"], &price["used"]),
        (&json!("price"), &json!(5))
    );
    assert_eq!(
        (&price["p_value"], &price["standard_error"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(price["inflation"], json!(1.0));
    assert!(written["assessment"]["r_squared"].is_f64());
    let resampled = &written["attributes"][0];
    assert_eq!(resampled["verdict"], json!("keep_up"));
    assert_eq!(resampled["same"]["denominator"], json!(9 - found.undefined));
    assert_eq!(resampled["satisfaction"]["confidence"], json!(0.95));
}
