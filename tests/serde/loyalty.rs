//! Loyalty: options with their defaults, types with an invariant through their constructors, and how
//! results are written.

use retention::loyalty::curve::{Curve, Method, Options, Sample};
use retention::loyalty::hierarchy::{Factor, Hierarchy};
use retention::loyalty::phases::{Counter, Phase, Profile};
use retention::loyalty::{
    Assessment, Evidence, Measures, Rules, Score, Threshold, behaviour, conditions, core_customers,
    curve, expressions, hostages, ladder, path, phases, types, zones,
};
use retention::scale::{Instrument, Item, Missing, Scale};
use retention::{Accumulator, Weighted};

use crate::*;

const SEVEN: Scale = Scale::ONE_TO_SEVEN;

fn seven() -> Value {
    json!({"low": 1.0, "high": 7.0, "steps": "any"})
}

/// What is missing is the default, and what is unknown an error.
#[track_caller]
fn options<T>(changed: T)
where
    T: Debug + PartialEq + Default + serde::Serialize + serde::de::DeserializeOwned,
{
    assert_eq!(from_str::<T>("{}").unwrap(), T::default());
    assert_eq!(round_trip(&T::default()), T::default());
    assert_ne!(changed, T::default());
    assert_eq!(round_trip(&changed), changed);
    assert!(refused::<T>(json!({"nonesuch": 1})).starts_with("unknown field `nonesuch`"));
}

#[test]
fn options_and_evidence_have_defaults() {
    let cut = Threshold::Value(4.5);
    let score = Some(Score::new(SEVEN, 5.5).unwrap());
    options(
        phases::Rules::default()
            .phase(Phase::Action, cut)
            .cut_is_high(false),
    );
    options(ladder::Rules::default().threshold(Threshold::TOP));
    options(Evidence::default().patronage(score));
    options(path::Rules::default().threshold(cut));
    options(Evidence::default().accepted(Some(false)).trust(score));
    options(
        conditions::Rules::default()
            .attitude(Threshold::TOP)
            .patronage(Threshold::Value(3.5)),
    );
    options(
        types::Rules::default()
            .satisfied(Threshold::default())
            .held(None),
    );
    options(core_customers::Rules::default().price(None).questions(3));
    options(core_customers::Facts::default().purchases(Some(4)));
    options(retention::loyalty::traits::Rules::default().purchases(Some(4.5)));
    options(Evidence::default().warns(Some(true)));
    options(zones::Rules::default().affection(Threshold::OfScale(0.9)));
    options(
        hostages::Rules::default()
            .satisfaction(vec![cut, Threshold::TOP])
            .switching_cost(vec![None, Some(Threshold::MIDDLE)]),
    );
    options(Measures {
        loyalty: Some(6.0),
        ..Measures::default()
    });
    options(Evidence::default().identification(score));
    options(expressions::Rules::default().missing(Missing::AtLeast(1)));
    options(Evidence::default().referrals(Some(3)));
    options(
        behaviour::Rules::default()
            .full_tenure(Some(24.0))
            .full_referrals(Some(5)),
    );
    options(Evidence::default().recommends(Some(true)));
    options(
        Options::default()
            .method(Method::LogLog)
            .equal_variances(true)
            .confidence(Confidence::new(0.9).unwrap())
            .minimum(5)
            .max_iterations(7),
    );
    options(
        Rules::default()
            .patronage_is_stated(true)
            .action_is_observed(true),
    );
    let phases = Some(Profile::new(SEVEN, [Some(6.0), None, Some(4.5), None]).unwrap());
    options(Evidence::default().phases(phases).satisfaction(score));
}

#[test]
fn thresholds_say_what_they_are() {
    assert_eq!(
        to_value(Threshold::Value(5.0)).unwrap(),
        json!({"value": 5.0})
    );
    assert_eq!(to_value(Threshold::TOP).unwrap(), json!({"of_scale": 1.0}));
    refused::<Threshold>(json!(5.0));
}

#[test]
fn a_score() {
    let score = Score::new(SEVEN, 5.5).unwrap();
    assert_eq!(
        to_value(score).unwrap(),
        json!({"value": 5.5, "scale": seven()})
    );
    assert_eq!(round_trip(&score), score);
    assert_eq!(
        refused::<Score>(json!({"value": 7.5, "scale": seven()})),
        "answer must be 1 to 7, got 7.5; `scale::without_codes` removes codes of missing answers"
    );
}

#[test]
fn a_profile() {
    let profile = Profile::new(SEVEN, [Some(6.0), None, Some(4.5), None]).unwrap();
    let written = to_value(profile).unwrap();
    assert_eq!(
        written,
        json!({"scale": seven(), "cognitive": 6.0, "affective": null, "conative": 4.5, "action": null})
    );
    assert_eq!(round_trip(&profile), profile);
    assert_eq!(
        from_value::<Profile>(json!({"scale": seven(), "cognitive": 6.0, "conative": 4.5}))
            .unwrap(),
        profile
    );
    assert_eq!(
        refused::<Profile>(json!({"scale": seven(), "affective": 0.5})),
        "answer must be 1 to 7, got 0.5 at item \"affective\"; `scale::without_codes` removes codes of missing answers"
    );
}

#[test]
fn a_questionnaire() {
    let items = [
        Item::as_asked(Phase::Cognitive),
        Item::reversed(Phase::Action),
    ];
    let questionnaire = Instrument::new(SEVEN, items, Missing::Listwise).unwrap();
    let written = to_value(&questionnaire).unwrap();
    assert_eq!(
        written,
        json!({
            "scale": seven(),
            "items": [
                {"facet": "cognitive", "orientation": "as_asked"},
                {"facet": "action", "orientation": "reversed"}
            ],
            "missing": "listwise"
        })
    );
    assert_eq!(round_trip(&questionnaire), questionnaire);
    assert_eq!(
        refused::<Instrument<Phase>>(json!({"scale": seven(), "items": []})),
        "at least one item is needed, got none"
    );
}

#[test]
fn a_hierarchy_and_a_curve() {
    let hierarchy = Hierarchy::with_negative([Factor::new(
        "price",
        2.0,
        [("tariffs", 3.0), ("contracts", -1.0)],
    )])
    .unwrap();
    assert_eq!(
        to_value(&hierarchy).unwrap(),
        json!({
            "factors": [{
                "name": "price", "weight": 1.0,
                "items": [{"name": "tariffs", "weight": 0.75}, {"name": "contracts", "weight": -0.25}]
            }],
            "allows_negative": true
        })
    );
    assert_eq!(round_trip(&hierarchy), hierarchy);
    assert_eq!(
        refused::<Hierarchy>(json!({"factors": [{"name": "price", "weight": -1.0, "items": []}]})),
        "weight of a factor must be 0 or more, got -1 at factor \"price\""
    );

    let curve = Curve::new(SEVEN, 1.5).unwrap().between(1.0, 7.0).unwrap();
    assert_eq!(
        to_value(curve).unwrap(),
        json!({"satisfaction": seven(), "exponent": 1.5, "floor": 1.0, "ceiling": 7.0})
    );
    assert_eq!(round_trip(&curve), curve);
    let bad = json!({"satisfaction": seven(), "exponent": 0.0, "floor": 1.0, "ceiling": 7.0});
    assert_eq!(refused::<Curve>(bad), "exponent must be above 0, got 0");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Shares stay the shares they were, to the last bit.
    #[test]
    fn hierarchies_of_any_weights_come_back_equal(weights in prop::collection::vec(0.01_f64..100.0, 1..9)) {
        let items: Vec<(String, f64)> =
            weights.iter().enumerate().map(|(at, &weight)| (at.to_string(), weight)).collect();
        let factors = weights.iter().enumerate().map(|(at, &weight)| {
            Factor::new(at.to_string(), weight, items.iter().cloned())
        });
        let hierarchy = Hierarchy::new(factors).unwrap();
        prop_assert_eq!(round_trip(&hierarchy), hierarchy);
    }
}

#[test]
fn rows_of_input_come_back() {
    let scales = Measures {
        satisfaction: SEVEN,
        loyalty: SEVEN,
        switching_cost: SEVEN,
    };
    assert_eq!(round_trip(&scales), scales);
    let answers = core_customers::Nominations {
        profitable_and_loyal: vec!["Ann".to_owned()],
        largest_share: vec![],
        worth_more_to_us: vec!["Ben".to_owned()],
    };
    assert_eq!(round_trip(&answers), answers);
}

#[test]
fn results_carry_their_choices() {
    let gate = phases::Rules::default().threshold(Threshold::Value(5.0));
    let profile = Profile::new(SEVEN, [Some(6.0), Some(5.5), Some(4.0), Some(6.5)]).unwrap();
    let attained = to_value(gate.classify(&profile).unwrap()).unwrap();
    assert_eq!(attained["reached"], json!("affective"));
    assert_eq!(attained["next"], json!("conative"));
    assert_eq!(attained["ahead"], json!(["action"]));
    assert_eq!(attained["threshold"], json!(5.0));

    let mut counter = Counter::new(SEVEN, gate).unwrap();
    counter.push(profile).unwrap();
    let levels = to_value(counter.finish().unwrap()).unwrap();
    let affective = &levels["phases"][1];
    assert_eq!(affective["phase"], json!("affective"));
    assert_eq!(affective["at"]["value"], json!(1.0));
    assert_eq!(
        levels["inversions"][5],
        json!({"inversion": "habit", "customers": 1})
    );
    assert_eq!(levels["rules"], to_value(gate).unwrap());
    assert_eq!(levels["undecided"], json!(0));

    let answers = [1.0, 3.0, 4.0, 7.0];
    let answers = SEVEN.full_answers(&answers).unwrap();
    let sample = Sample::of(&answers, &answers).unwrap();
    let fit = to_value(sample.fit(Options::default()).unwrap()).unwrap();
    assert_eq!(
        (&fit["outcome"], &fit["model"]["competition"]),
        (&json!("converged"), &json!("insufficient"))
    );
    assert_eq!(
        (&fit["model"]["options"]["method"], &fit["model"]["used"]),
        (&json!("respondents"), &json!(4))
    );

    let column = [2.0, 6.0];
    let column = SEVEN.full_answers(&column).unwrap();
    let rows = hostages::Rules::default().count(&column, &column, Some(&column));
    let rows = to_value(rows.unwrap()).unwrap();
    assert_eq!(rows[0]["switching_cost_cut"], json!(5.0));
    assert_eq!(rows[0]["cut_is_high"], json!(true));

    let nominations = core_customers::Nominations {
        profitable_and_loyal: vec!["Ann"],
        ..core_customers::Nominations::default()
    };
    let nominees = to_value(
        nominations
            .nominees(&core_customers::Rules::default())
            .unwrap(),
    )
    .unwrap();
    assert_eq!(nominees[0]["customer"], json!("Ann"));
    assert_eq!(nominees[0]["is_core"], json!(false));
    assert_eq!(nominees[0]["pays_promptly"], Value::Null);
    let nothing = Assessment::of(&Evidence::default(), Rules::default()).unwrap();
    let nothing = to_value(nothing).unwrap();
    assert_eq!(nothing["phases"], Value::Null);
    assert_eq!(nothing["path"]["next"], json!("acceptance"));
    assert_eq!(nothing["traits"]["tries_new"], Value::Null);
    assert_eq!(nothing["rules"], to_value(Rules::default()).unwrap());
}

/// A state that no rows could have made is refused.
#[test]
fn kept_states_add_up() {
    let mut phases = Counter::new(SEVEN, phases::Rules::default()).unwrap();
    phases
        .push(Profile::new(SEVEN, [Some(6.0); 4]).unwrap())
        .unwrap();
    let mut state = to_value(&phases).unwrap();
    state["patterns"]["respondents"] = json!(2);
    refused::<Counter>(state.clone());
    state["patterns"]["respondents"] = json!(1);
    assert_eq!(from_value::<Counter>(state.clone()).unwrap(), phases);
    state["rules"]["action"] = json!({"value": 9.0});
    refused::<Counter>(state);

    let scales = Measures {
        satisfaction: SEVEN,
        loyalty: SEVEN,
        switching_cost: SEVEN,
    };
    let mut hostages = hostages::Counter::new(scales, &hostages::Rules::default()).unwrap();
    let customer = Measures {
        satisfaction: Some(2.0),
        loyalty: Some(7.0),
        switching_cost: None,
    };
    hostages.push(customer).unwrap();
    let mut state = to_value(&hostages).unwrap();
    state["customers"] = json!(0);
    refused::<hostages::Counter>(state.clone());
    state["customers"] = json!(1);
    state["rules"]["loyalty"] = json!([]);
    refused::<hostages::Counter>(state);

    let mut curve = curve::Sample::new(SEVEN, SEVEN);
    let customer = Measures {
        satisfaction: Some(2.0),
        loyalty: Some(6.0),
        switching_cost: None,
    };
    curve.push(customer).unwrap();
    let state = to_value(&curve).unwrap();
    for (field, value) in [
        ("rows", json!(2)),
        ("missing", json!(1)),
        ("cells", json!([])),
    ] {
        let mut wrong = state.clone();
        wrong[field] = value;
        refused::<curve::Sample>(wrong);
    }
    for (pointer, value) in [
        ("/cells/0/satisfaction", json!(8.0)),
        ("/cells/0/cell/customers", json!(0)),
        ("/cells/0/cell/loyalty/weighted/weight", json!(-1.0)),
    ] {
        let mut wrong = state.clone();
        *wrong.pointer_mut(pointer).unwrap() = value;
        refused::<curve::Sample>(wrong);
    }
}

/// Nor is one whose sums by squared weight, from which errors are made, lie off the scale.
#[test]
fn a_curve_of_answers_off_the_scale_is_refused() {
    let scale = Scale::ONE_TO_FIVE;
    let mut curve = curve::Sample::new(scale, scale);
    for row in 0_u32..60 {
        let customer = Measures {
            satisfaction: Some(f64::from(1 + row % 5)),
            loyalty: Some(f64::from(1 + (row % 5 + row % 3) % 5)),
            switching_cost: None,
        };
        curve
            .push_weighted(customer, 0.5 + f64::from(row % 4))
            .unwrap();
    }
    let state = to_value(&curve).unwrap();
    assert_eq!(from_value::<curve::Sample>(state.clone()).unwrap(), curve);
    for sums in ["loyalty", "logarithm"] {
        for part in ["weighted", "squared"] {
            for (field, value) in [
                ("mean", 1e308),
                ("mean", -1e300),
                ("mean", 1.5),
                ("origin", 1e308),
                ("origin", -1e300),
                ("products", 1e300),
                ("heavy/deviations", 1e308),
                ("heavy/products", 1e300),
            ] {
                let pointer = format!("/cells/0/cell/{sums}/{part}/{field}");
                let mut wrong = state.clone();
                *wrong.pointer_mut(&pointer).unwrap() = json!(value);
                refused::<curve::Sample>(wrong);
            }
        }
        // Weights were not equal, so both are kept, of the same weights.
        for (field, value) in [("squared", Value::Null), ("squared/weight", json!(1e3))] {
            let mut wrong = state.clone();
            *wrong
                .pointer_mut(&format!("/cells/0/cell/{sums}/{field}"))
                .unwrap() = value;
            refused::<curve::Sample>(wrong);
        }
    }
}
