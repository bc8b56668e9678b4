//! Satisfaction: options in which what is missing is the default, results that carry them.

use retention::satisfaction::{
    Ces, Csat, Decimals, Disconfirmation, DisconfirmationOptions, Distinguish, Experience, Figure,
    IndexItems, IndexOptions, KanoAnswer, KanoCategory, KanoClass, KanoCounts, KanoOptions,
    KanoPair, KanoTies, Measure, NetPromoterScore, NpsCounts, NpsInterval, NpsOptions, NpsQuestion,
    Rater, RaterDimension, SatisfactionIndex, ServqualBuilder, ServqualForm, ServqualOptions,
};

use crate::*;

/// The options from JSON, and that they come back.
#[track_caller]
fn read<T>(json: Value) -> T
where
    T: serde::Serialize + serde::de::DeserializeOwned + Debug + PartialEq,
{
    let options: T = from_value(json).unwrap();
    assert_eq!(round_trip(&options), options);
    options
}

#[test]
fn options_left_out_are_the_default() {
    assert_eq!(read::<NpsOptions>(json!({})), NpsOptions::default());
    assert_eq!(read::<KanoOptions>(json!({})), KanoOptions::default());
    assert_eq!(
        read::<ServqualOptions>(json!({})),
        ServqualOptions::default()
    );
    assert_eq!(read::<IndexOptions>(json!({})), IndexOptions::default());
    assert_eq!(read::<Csat>(json!({})), Csat::default());
    assert_eq!(read::<Ces>(json!({})), Ces::default());
    assert_eq!(
        read::<DisconfirmationOptions>(json!({})),
        DisconfirmationOptions::default()
    );
}

#[test]
fn options_are_what_they_say() {
    assert_eq!(
        read::<NpsOptions>(json!({
            "question": {"mapped": {
                "scale": {"low": 1, "high": 10}, "promoters_from": 9, "passives_from": 7,
            }},
            "decimals": "as_reached",
            "interval": "wald",
        })),
        NpsOptions::default()
            .question(NpsQuestion::Mapped {
                scale: Scale::ONE_TO_TEN,
                promoters_from: 9.0,
                passives_from: 7.0,
            })
            .decimals(Decimals::AsReached)
            .interval(NpsInterval::Wald)
    );
    assert_eq!(
        read::<KanoOptions>(json!({"ties": "undecided", "distinguish": "fong", "z": 1.96})),
        KanoOptions::default()
            .ties(KanoTies::Undecided)
            .distinguish(Distinguish::Fong)
            .z(1.96)
    );
    assert_eq!(
        read::<Csat>(json!({"measure": {"at_least": 3.5}})),
        Csat::default().measure(Measure::AtLeast(3.5))
    );
    assert_eq!(
        read::<Ces>(json!({"measure": {"top_boxes": 3}})),
        Ces::default().measure(Measure::TopBoxes(3))
    );
    let equal = Rater::from_fn(|_| 1.0);
    assert_eq!(
        read::<ServqualOptions>(json!({
            "form": "perception", "items": ["reliability", "empathy"], "missing": "listwise",
            "weights": to_value(equal).unwrap(),
        })),
        ServqualOptions::default()
            .form(ServqualForm::Perception)
            .items([RaterDimension::Reliability, RaterDimension::Empathy])
            .missing(Missing::Listwise)
            .weights(equal)
    );
    let weights = IndexItems {
        overall: 2.0,
        expectations: 1.0,
        ideal: 1.0,
    };
    assert_eq!(
        read::<IndexOptions>(json!({"weights": {"overall": 2, "expectations": 1, "ideal": 1}})),
        IndexOptions::default().weights(weights)
    );
    assert_eq!(
        read::<DisconfirmationOptions>(json!({"tolerance": 0.5})),
        DisconfirmationOptions::default().tolerance(0.5)
    );
}

#[test]
fn options_that_nobody_knows_are_refused() {
    assert!(refused::<NpsOptions>(json!({"decimal": "refuse"})).starts_with("unknown field"));
    assert!(refused::<KanoOptions>(json!({"tie": "undecided"})).starts_with("unknown field"));
    assert!(refused::<Csat>(json!({"measure": "median"})).starts_with("unknown variant"));
    assert!(refused::<Rater<f64>>(json!({"reliability": 1})).starts_with("missing field"));
    assert_eq!(
        refused::<Ces>(json!({"scale": {"low": 7, "high": 1}})),
        "high end of the scale must be above the low end, 7, got 1"
    );
}

#[test]
fn rows_come_in_as_json() {
    let pair: KanoPair = read(json!({"functional": "like", "dysfunctional": "dislike"}));
    assert_eq!(pair.functional, KanoAnswer::Like);
    let gap: Experience<Option<f64>> = read(json!({"perceived": 7.5, "expected": null}));
    assert_eq!((gap.perceived, gap.expected), (Some(7.5), None));
}

#[test]
fn results_carry_their_definitions() {
    let ten = Scale::ZERO_TO_TEN;
    let column = [Some(10.0), Some(8.0), None];
    let answers = ten.answers(&column).unwrap();
    let options = NpsOptions::default();
    let nps = to_value(NetPromoterScore::of(&answers, None, &options).unwrap()).unwrap();
    assert_eq!(
        nps["options"],
        json!({"question": "zero_to_ten", "decimals": "refuse", "interval": "adjusted_wald"})
    );
    assert_eq!(
        (&nps["score"], &nps["answered"], &nps["missing"]),
        (&json!(50.0), &json!(2), &json!(1))
    );
    assert_eq!(
        nps["promoters"],
        json!({
            "counts": {"numerator": 1, "denominator": 2},
            "value": 0.5, "effective_sample_size": 2.0,
        })
    );
    let nobody = NpsCounts::new(options).unwrap().finish();
    assert_eq!(to_value(nobody).unwrap()["score"], Value::Null);

    let five = Scale::ONE_TO_FIVE.full_answers(&[5.0, 1.0]).unwrap();
    let csat = Csat::default().of(&five, None).unwrap();
    let written = to_value(csat).unwrap();
    assert_eq!(written["measure"], json!({"top_boxes": 2}));
    assert_eq!(written["scale"]["high"], json!(5.0));
    assert_eq!(written["figure"]["share"]["value"], json!(0.5));
    assert!(matches!(csat.figure, Figure::Share(_)));

    let experience = Experience {
        perceived: five,
        expected: five,
    };
    let options = DisconfirmationOptions::default().tolerance(0.5);
    let felt = to_value(Disconfirmation::of(experience, None, &options).unwrap()).unwrap();
    assert_eq!(felt["options"], json!({"tolerance": 0.5}));
    assert_eq!(felt["satisfied"]["value"], json!(1.0));

    let items = IndexItems {
        overall: five,
        expectations: five,
        ideal: five,
    };
    let options = IndexOptions::default().scale(Scale::ONE_TO_FIVE);
    let index = to_value(SatisfactionIndex::of(items, None, &options).unwrap()).unwrap();
    assert_eq!(index["index"]["mean"], json!(50.0));
    assert_eq!(index["options"]["missing"], json!("listwise"));

    let options = ServqualOptions::default().items(RaterDimension::ALL);
    let service = to_value(ServqualBuilder::new(options).unwrap().finish()).unwrap();
    assert_eq!(service["options"]["form"], json!("gap"));
    assert_eq!(service["dimensions"]["empathy"]["mean"], Value::Null);
}

#[test]
fn a_kano_result_is_written_with_its_classes_by_name() {
    let mut counts = KanoCounts::new(KanoOptions::default()).unwrap();
    for functional in [KanoAnswer::Like, KanoAnswer::Neutral] {
        let pair = KanoPair {
            functional,
            dysfunctional: KanoAnswer::Dislike,
        };
        counts.add_cell(pair, 1).unwrap();
    }
    let kano = to_value(counts.finish()).unwrap();
    assert_eq!(kano["category"], json!("must_be"));
    assert_eq!(kano["categories"][1]["category"], json!("one_dimensional"));
    assert_eq!(
        kano["strength"]["class"],
        json!({"combination": ["must_be", "one_dimensional"]})
    );
    assert_eq!(
        to_value(KanoClass::One(KanoCategory::Attractive)).unwrap(),
        json!({"one": "attractive"})
    );
    assert_eq!(kano["coefficients"]["better_value"], json!(0.5));
    assert_eq!(kano["coefficients"]["worse_value"], json!(-1.0));
    assert_eq!(kano["options"]["z"], json!(1.65));
}
