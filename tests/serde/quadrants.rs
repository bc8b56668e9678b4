//! Quadrants: options with missing fields, results with their choices.

use retention::estimate::Resampling;
use retention::quadrant::{
    Analysis, Attribute, Builder, Crosshair, Deletion, Importance, Method, OnLine, Options,
    Placement, Priority, RatingScales, Respondent, Survey,
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
            "priority": "weighted_gap",
            "confidence": 0.95
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
            "importance": "deng", "standard_errors": "robust", "deletion": "pairwise", "minimum": 50,
            "adjustment": "benjamini_hochberg"
        })
    );
    assert_eq!(round_trip(&method), method);
    assert!(refused::<Method>(json!({"minimum": -1})).starts_with("invalid value"));
    assert!(refused::<Method>(json!({"missing": "listwise"})).starts_with("unknown field"));

    assert_eq!(from_str::<Resampling>("{}").unwrap(), Resampling::default());
    let resampling = Resampling::default().seed(u64::MAX).draws(7);
    assert_eq!(
        to_value(resampling).unwrap(),
        json!({"draws": 7, "seed": u64::MAX, "confidence": 0.95})
    );
    assert_eq!(round_trip(&resampling), resampling);
    assert_eq!(
        refused::<Resampling>(json!({"confidence": 1.0})),
        "confidence level must be strictly between 0 and 1, got 1"
    );
}

#[test]
fn slacks_lines() {
    use retention::quadrant::slack::{Boundary, Rules};
    assert_eq!(from_str::<Rules>("{}").unwrap(), Rules::default());
    let rules = Rules::default()
        .excess(Boundary {
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
            "name": "network", "importance": 2.0, "satisfaction": 4.0, "correlation": null, "remark": null,
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
    let resampling = Resampling::default().draws(9);
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

/// Yesterday's state goes on today as if there had been no night.
#[test]
fn a_builder_keeps_its_state() {
    let scale = Scale::ONE_TO_FIVE;
    let rows = [
        ([Some(1.0), Some(2.0)], Some(1.0), 1.0),
        ([Some(3.0), None], Some(2.0), 2.0),
        ([Some(4.0), Some(1.0)], Some(4.0), 0.5),
        ([Some(5.0), Some(5.0)], None, 1.0),
        ([Some(2.0), Some(4.0)], Some(3.0), 0.0),
        ([Some(2.0), Some(3.0)], Some(3.0), 1.5),
        ([Some(5.0), Some(3.0)], Some(4.0), 1.0),
    ];
    let push = |builder: &mut Builder, (ratings, overall, weight): &([_; 2], _, _)| {
        let overall = *overall;
        builder.push_weighted(Respondent { ratings, overall }, *weight)
    };
    for (importance, deletion) in [
        (Importance::Pearson, Deletion::Listwise),
        (Importance::Pearson, Deletion::Pairwise),
        (Importance::Deng, Deletion::Listwise),
        (Importance::RelativeWeights, Deletion::Listwise),
    ] {
        let method = Method::from(importance).deletion(deletion).minimum(3);
        let new = || Builder::new(["price", "network"], scale, method).unwrap();
        let (mut whole, mut resumed) = (new(), new());
        for row in &rows {
            resumed = round_trip(&resumed);
            push(&mut whole, row).unwrap();
            push(&mut resumed, row).unwrap();
        }
        assert_eq!(resumed.rows(), 7);
        assert_eq!(round_trip(&resumed).finish(), whole.finish());
    }
}

#[test]
fn a_state_that_no_respondents_could_have_made_is_refused() {
    let scale = Scale::ONE_TO_FIVE;
    let method = Method::from(Importance::Pearson);
    let mut builder = Builder::new(["price", "network"], scale, method).unwrap();
    let ratings = &[Some(1.0), Some(2.0)];
    let overall = Some(3.0);
    builder.push(Respondent { ratings, overall }).unwrap();
    let state = to_value(&builder).unwrap();
    let changed = |path: &str, value: Value| {
        let mut state = state.clone();
        *state.pointer_mut(path).unwrap() = value;
        refused::<Builder>(state)
    };
    for (path, value, message) in [
        (
            "/version",
            json!(1),
            "the version of the state must be 2, got 1",
        ),
        (
            "/names",
            json!([]),
            "at least one attribute is needed, got none",
        ),
        (
            "/names",
            json!(["a", "a"]),
            "name of an attribute occurs twice",
        ),
        (
            "/names",
            json!(["a"]),
            "numbers of variables must be equal, got 3 and 2",
        ),
        (
            "/method/importance",
            json!("spearman"),
            "spearman is not possible with a builder",
        ),
        (
            "/method/deletion",
            json!("pairwise"),
            "deletion of the method and of the sums kept must be equal, got listwise and pairwise",
        ),
        (
            "/used",
            json!(0),
            "respondents with weight must be at most the respondents used, 0, got 1",
        ),
        ("/left_out", json!(u64::MAX), "counting rows overflows"),
        (
            "/sums/listwise/moments/weight",
            json!(-1.0),
            "sum of the weights must be 0 or more",
        ),
        (
            "/sums/listwise/moments/means",
            json!([0.0]),
            "numbers of variables must be equal, got 1 and 3",
        ),
        (
            "/sums/listwise/moments/products/size",
            json!(2),
            "sizes of a matrix must be equal, got 2 and 3",
        ),
        (
            "/sums/listwise/moments/products/cells",
            json!([0.0]),
            "numbers of cells of a matrix must be",
        ),
        (
            "/sums/listwise/moments/products/cells/0",
            json!(-1.0),
            "sum of squares must be 0 or",
        ),
        (
            "/sums/listwise/means",
            json!([]),
            "sums of attributes must have length 2, got 0",
        ),
    ] {
        let found = changed(path, value);
        assert!(found.starts_with(message), "{path}: {found}");
    }
}
