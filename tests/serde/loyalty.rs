//! Loyalty: options with their defaults, types with an invariant through their constructors, and how
//! results are written.

use retention::loyalty::{
    Assessment, AtCut, Behaviour, BehaviourRules, Conditions, Consequences, CoreAnswers,
    CoreCustomers, Counted, CustomerTypes, Evidence, ExpressionWeights, Expressions, Holding,
    HostageCuts, HostageEvidence, HostageScales, Hostages, Incomplete, Ladder, LadderEvidence,
    Level, LoyalTraits, Origin, Path, PathEvidence, Rules, Score, Split, Threshold, TypeEvidence,
    Zones,
};
use retention::scale::{Missing, Orientation, Scale};

use crate::curve::{Curve, FitOptions, Method, Sample, StandardErrors};
use crate::hierarchy::{Factor, Hierarchy, NegativeWeights};
use crate::phases::{Counter, Gate, Phase, PhaseItem, Profile, Questionnaire};
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
    options(Gate::default().phase(Phase::Action, cut).at_cut(AtCut::Low));
    options(Ladder::default().threshold(Threshold::TOP));
    options(LadderEvidence {
        repeat: score,
        ..LadderEvidence::default()
    });
    options(Path::default().threshold(cut));
    options(PathEvidence {
        accepted: Some(false),
        trust: score,
        ..PathEvidence::default()
    });
    options(
        Conditions::default()
            .attitude(Split::Median)
            .patronage(Split::Given(3.5)),
    );
    options(CustomerTypes::default().satisfied(Threshold::default()));
    options(TypeEvidence {
        warns: Some(true),
        ..TypeEvidence::default()
    });
    options(Zones::default().affection(Threshold::OfScale(0.9)));
    options(
        HostageCuts::default()
            .satisfaction([cut, Threshold::TOP])
            .holding([Holding::NotAsked, Holding::SwitchingCost(Threshold::MIDDLE)]),
    );
    options(HostageEvidence {
        loyalty: Some(6.0),
        ..HostageEvidence::default()
    });
    options(Expressions {
        emotional: score,
        ..Expressions::default()
    });
    options(ExpressionWeights::default().incomplete(Incomplete::Rest));
    options(Behaviour {
        referrals: Some(3),
        ..Behaviour::default()
    });
    options(
        BehaviourRules::default()
            .full_tenure(Some(24.0))
            .full_referrals(Some(5)),
    );
    options(LoyalTraits {
        recommends: Some(true),
        ..LoyalTraits::default()
    });
    options(
        FitOptions::default()
            .method(Method::LogLog)
            .standard_errors(StandardErrors::Classical)
            .confidence(Confidence::new(0.9).unwrap())
            .minimum(5)
            .max_iterations(7),
    );
    options(
        Rules::default()
            .patronage(Origin::Survey)
            .action(Origin::Behaviour),
    );
    let phases = Some(Profile::new(SEVEN, [Some(6.0), None, Some(4.5), None]).unwrap());
    options(Evidence {
        phases,
        satisfaction: score,
        ..Evidence::default()
    });
}

#[test]
fn thresholds_and_splits_say_what_they_are() {
    assert_eq!(
        to_value(Threshold::Value(5.0)).unwrap(),
        json!({"value": 5.0})
    );
    assert_eq!(to_value(Threshold::TOP).unwrap(), json!({"of_scale": 1.0}));
    assert_eq!(to_value(Split::Median).unwrap(), json!("median"));
    assert_eq!(to_value(Split::Given(4.0)).unwrap(), json!({"given": 4.0}));
    assert_eq!(to_value(Holding::NotAsked).unwrap(), json!("not_asked"));
    assert_eq!(
        to_value(Holding::SwitchingCost(Threshold::MIDDLE)).unwrap(),
        json!({"switching_cost": {"of_scale": 0.5}})
    );
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
        "answer must be 1 to 7, got 7.5"
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
        "answer must be 1 to 7, got 0.5 at row 1 (counted from 0)"
    );
}

#[test]
fn a_questionnaire() {
    let item = |phase, orientation| PhaseItem { phase, orientation };
    let items = [
        item(Phase::Cognitive, Orientation::AsAsked),
        item(Phase::Action, Orientation::Reversed),
    ];
    let questionnaire = Questionnaire::new(SEVEN, items, Missing::Listwise).unwrap();
    let written = to_value(&questionnaire).unwrap();
    assert_eq!(
        written,
        json!({
            "scale": seven(),
            "items": [
                {"phase": "cognitive", "orientation": "as_asked"},
                {"phase": "action", "orientation": "reversed"}
            ],
            "missing": "listwise"
        })
    );
    assert_eq!(round_trip(&questionnaire), questionnaire);
    assert_eq!(
        refused::<Questionnaire>(json!({"scale": seven(), "items": []})),
        "at least one item is needed, got none"
    );
}

#[test]
fn a_hierarchy_and_a_curve() {
    let hierarchy = Hierarchy::with_negative(
        [Factor::new(
            "price",
            2.0,
            [("tariffs", 3.0), ("contracts", -1.0)],
        )],
        NegativeWeights::ReadFromOtherEnd,
    )
    .unwrap();
    assert_eq!(
        to_value(&hierarchy).unwrap(),
        json!({
            "factors": [{
                "name": "price", "weight": 1.0,
                "items": [{"name": "tariffs", "weight": 0.75}, {"name": "contracts", "weight": -0.25}]
            }],
            "negative": "read_from_other_end"
        })
    );
    assert_eq!(round_trip(&hierarchy), hierarchy);
    assert_eq!(
        refused::<Hierarchy>(json!({"factors": [{"name": "price", "weight": -1.0, "items": []}]})),
        "weight of a factor must be 0 or more, got -1 at row 0 (counted from 0)"
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
    let scales = HostageScales {
        satisfaction: SEVEN,
        loyalty: SEVEN,
        switching_cost: SEVEN,
    };
    assert_eq!(round_trip(&scales), scales);
    let answers = CoreAnswers {
        profitable_and_loyal: vec!["Ann".to_owned()],
        largest_share: vec![],
        worth_more_to_us: vec!["Ben".to_owned()],
    };
    assert_eq!(round_trip(&answers), answers);
}

#[test]
fn results_carry_their_choices() {
    let gate = Gate::default().threshold(Threshold::Value(5.0));
    let profile = Profile::new(SEVEN, [Some(6.0), Some(5.5), Some(4.0), Some(6.5)]).unwrap();
    let attained = to_value(gate.infer(&profile).unwrap()).unwrap();
    assert_eq!(attained["attained"], json!("affective"));
    assert_eq!(
        attained["stop"],
        json!({"below": {"phase": "conative", "score": 4.0, "threshold": 5.0}})
    );
    assert_eq!(attained["inversions"], json!(["habit"]));
    assert_eq!(attained["thresholds"], json!([5.0, 5.0, 5.0, 5.0]));

    let mut counter = Counter::new(SEVEN, &gate).unwrap();
    counter.push(&profile).unwrap();
    let levels = to_value(counter.finish()).unwrap();
    assert_eq!(
        levels["at"][1],
        json!(["affective", {"numerator": 1, "denominator": 1}])
    );
    assert_eq!(levels["inversions"][5], json!(["habit", 1]));
    assert_eq!(levels["gate"], to_value(gate).unwrap());
    assert_eq!(levels["undecided"], json!(0));

    let mut sample = Sample::new(SEVEN, SEVEN);
    for answer in [1.0, 3.0, 4.0, 7.0] {
        sample.push(Some(answer), Some(answer)).unwrap();
    }
    let fit = to_value(sample.fit(&FitOptions::default()).unwrap()).unwrap();
    assert_eq!(
        (&fit["outcome"], &fit["competition"]),
        (&json!("converged"), &json!("insufficient"))
    );
    assert_eq!(
        (&fit["options"]["method"], &fit["used"]),
        (&json!("respondents"), &json!(4))
    );

    let column = [2.0, 6.0];
    let column = SEVEN.full_answers(&column).unwrap();
    let table = Hostages::of(&column, &column, Some(&column), &HostageCuts::default()).unwrap();
    let table = to_value(table).unwrap();
    assert_eq!(table["rows"][0]["switching_cost_cut"], json!(5.0));
    assert_eq!(table["at_cut"], json!("high"));

    let counted: Counted<Level> = [Some(Level::Committed), None].into_iter().collect();
    assert_eq!(
        to_value(counted).unwrap(),
        json!({
            "counts": [["none", 0], ["habitual_or_satisfied", 0], ["preference", 0], ["committed", 1]],
            "unplaced": 1
        })
    );
    let core = CoreCustomers::new(CoreAnswers {
        profitable_and_loyal: vec!["Ann"],
        ..CoreAnswers::default()
    });
    assert_eq!(
        to_value(core.unwrap()).unwrap()["rows"][0]["customer"],
        json!("Ann")
    );
    let consequences = Consequences::of(SEVEN, &[Some(4.0); 13], Missing::default()).unwrap();
    assert_eq!(
        to_value(consequences).unwrap()["scores"][1],
        json!(["switch", 4.0])
    );

    let nothing = Assessment::of(&Evidence::default(), &Rules::default()).unwrap();
    let nothing = to_value(nothing).unwrap();
    assert_eq!(nothing["phases"], Value::Null);
    assert_eq!(
        nothing["path"]["block"],
        json!({"unknown": {"step": "acceptance"}})
    );
    assert_eq!(nothing["rules"], to_value(Rules::default()).unwrap());
}
