//! Satisfaction: options in which what is missing is the default, results that carry them.

use retention::Accumulator;
use retention::satisfaction::{disconfirmation, index, kano, nps, rating, servqual};
use retention::scale::Item;

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
    assert_eq!(read::<nps::Options>(json!({})), nps::Options::default());
    assert_eq!(read::<kano::Options>(json!({})), kano::Options::default());
    assert_eq!(
        read::<servqual::Options>(json!({})),
        servqual::Options::default()
    );
    assert_eq!(read::<index::Options>(json!({})), index::Options::default());
    assert_eq!(read::<rating::Options>(json!({})), rating::Options::csat());
    assert_eq!(
        read::<disconfirmation::Options>(json!({})),
        disconfirmation::Options::default()
    );
}

#[test]
fn options_are_what_they_say() {
    assert_eq!(
        read::<nps::Options>(json!({
            "question": {"mapped": {
                "scale": {"low": 1, "high": 10}, "promoters_from": 9, "passives_from": 7,
            }},
            "allow_decimals": true,
        })),
        nps::Options::default()
            .question(nps::Question::Mapped {
                scale: Scale::ONE_TO_TEN,
                promoters_from: 9.0,
                passives_from: 7.0,
            })
            .allow_decimals(true)
    );
    assert_eq!(
        read::<kano::Options>(json!({"distinguish": "fong", "z": 1.96})),
        kano::Options::default()
            .distinguish(kano::Distinguish::Fong)
            .z(1.96)
    );
    assert_eq!(
        read::<rating::Options>(json!({"measure": {"at_least": 3.5}})),
        rating::Options::csat().measure(rating::Measure::AtLeast(3.5))
    );
    assert_eq!(
        read::<rating::Options>(
            json!({"scale": {"low": 1, "high": 7}, "measure": {"top_boxes": 3}})
        ),
        rating::Options::ces().measure(rating::Measure::TopBoxes(3))
    );
    let equal = servqual::Rater::from_fn(|_| 1.0);
    assert_eq!(
        read::<servqual::Options>(json!({
            "form": "perception", "missing": "listwise",
            "items": [{"facet": "reliability"}, {"facet": "empathy", "orientation": "reversed"}],
            "weights": to_value(equal).unwrap(),
        })),
        servqual::Options::default()
            .form(servqual::Form::Perception)
            .items(vec![
                Item::as_asked(servqual::Dimension::Reliability),
                Item::reversed(servqual::Dimension::Empathy)
            ])
            .missing(Missing::Listwise)
            .weights(equal)
    );
    let weights = index::Items {
        overall: 2.0,
        expectations: 1.0,
        ideal: 1.0,
    };
    assert_eq!(
        read::<index::Options>(json!({"weights": {"overall": 2, "expectations": 1, "ideal": 1}})),
        index::Options::default().weights(weights)
    );
    assert_eq!(
        read::<disconfirmation::Options>(json!({"tolerance": 0.5})),
        disconfirmation::Options::default().tolerance(0.5)
    );
}

#[test]
fn options_that_nobody_knows_are_refused() {
    assert!(refused::<nps::Options>(json!({"decimals": true})).starts_with("unknown field"));
    assert!(refused::<kano::Options>(json!({"tie": "undecided"})).starts_with("unknown field"));
    assert!(
        refused::<rating::Options>(json!({"measure": "median"})).starts_with("unknown variant")
    );
    assert!(
        refused::<servqual::Rater<f64>>(json!({"reliability": 1})).starts_with("missing field")
    );
    assert_eq!(
        refused::<rating::Options>(json!({"scale": {"low": 7, "high": 1}})),
        "high end of the scale must be above the low end, 7, got 1"
    );
}

#[test]
fn rows_come_in_as_json() {
    let pair: kano::Pair = read(json!({"functional": "like", "dysfunctional": "dislike"}));
    assert_eq!(pair.functional, kano::Answer::Like);
    let gap: disconfirmation::Experience<Option<f64>> =
        read(json!({"perceived": 7.5, "expected": null}));
    assert_eq!((gap.perceived, gap.expected), (Some(7.5), None));
}

#[test]
fn results_carry_their_definitions() {
    let ten = Scale::ZERO_TO_TEN;
    let column = [Some(10.0), Some(8.0), None];
    let answers = ten.answers(&column).unwrap();
    let options = nps::Options::default();
    let nps = to_value(nps::NetPromoterScore::of(&answers, None, options).unwrap()).unwrap();
    assert_eq!(
        nps["options"],
        json!({"question": "zero_to_ten", "allow_decimals": false})
    );
    assert_eq!(
        (&nps["score"], &nps["answered"], &nps["missing"]),
        (&json!(50.0), &json!(2), &json!(1))
    );
    let promoters = &nps["promoters"];
    assert_eq!(
        (&promoters["numerator"], &promoters["denominator"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(
        (&promoters["value"], &promoters["effective_sample_size"]),
        (&json!(0.5), &json!(2.0))
    );
    // Wilson's interval of 1 of 2.
    let end = |name: &str| format!("{:.4}", promoters[name].as_f64().unwrap());
    assert_eq!(
        (end("lower"), end("upper")),
        ("0.0945".to_owned(), "0.9055".to_owned())
    );
    // The adjusted interval of 1 promoter and 1 passive: 100 (1.75 − 0.75) / 5 ± 1.96 · 30.3.
    let end = |name: &str| format!("{:.4}", nps[name].as_f64().unwrap());
    assert_eq!(
        (end("lower"), end("upper"), end("standard_error")),
        (
            "-39.4487".to_owned(),
            "79.4487".to_owned(),
            "35.3553".to_owned()
        )
    );
    let nobody = nps::Counter::new(options).unwrap().finish().unwrap();
    assert_eq!(to_value(nobody).unwrap()["score"], Value::Null);

    let five = Scale::ONE_TO_FIVE.full_answers(&[5.0, 1.0]).unwrap();
    let csat = rating::Rating::of(&five, None, rating::Options::csat()).unwrap();
    let written = to_value(csat).unwrap();
    assert_eq!(written["measure"], json!({"top_boxes": 2}));
    assert_eq!(written["scale"]["high"], json!(5.0));
    assert_eq!(written["share"]["value"], json!(0.5));
    assert_eq!(written["value"], json!(0.5));
    assert_eq!(written["lower"], written["share"]["lower"]);
    assert_eq!(written["upper"], written["share"]["upper"]);
    assert_eq!(written["mean"], Value::Null);

    let experience = disconfirmation::Experience {
        perceived: five,
        expected: five,
    };
    let options = disconfirmation::Options::default().tolerance(0.5);
    let felt =
        to_value(disconfirmation::Disconfirmation::of(experience, None, options).unwrap()).unwrap();
    assert_eq!(felt["options"], json!({"tolerance": 0.5}));
    assert_eq!(felt["satisfied"]["value"], json!(1.0));

    let items = index::Items {
        overall: five,
        expectations: five,
        ideal: five,
    };
    let options = index::Options::default().scale(Scale::ONE_TO_FIVE);
    let found = index::SatisfactionIndex::of(items, None, options).unwrap();
    let index = to_value(found).unwrap();
    assert_eq!(index["index"]["mean"], json!(50.0));
    // Student's interval, far beyond the scale with two respondents.
    let interval = found.interval(Confidence::default()).unwrap();
    assert_eq!(index["index"]["lower"], json!(interval.lower()));
    assert_eq!(index["index"]["upper"], json!(interval.upper()));
    assert_eq!(index["options"]["missing"], json!("listwise"));

    let options = servqual::Options::default().items(
        servqual::Dimension::ALL
            .iter()
            .copied()
            .map(Item::as_asked)
            .collect(),
    );
    let service = to_value(servqual::Builder::new(&options).unwrap().finish().unwrap()).unwrap();
    assert_eq!(service["options"]["form"], json!("gap"));
    assert_eq!(service["dimensions"]["empathy"]["mean"], Value::Null);
}

#[test]
fn a_kano_result_is_written_with_its_classes_by_name() {
    let mut counts = kano::Counter::new(kano::Options::default()).unwrap();
    for functional in [kano::Answer::Like, kano::Answer::Neutral] {
        let pair = kano::Pair {
            functional,
            dysfunctional: kano::Answer::Dislike,
        };
        counts.add_cell(pair, 1).unwrap();
    }
    let kano = to_value(counts.finish().unwrap()).unwrap();
    assert_eq!(kano["category"], json!("must_be"));
    assert_eq!(kano["distinct_category"], Value::Null);
    assert_eq!(kano["categories"][1]["class"], json!("one_dimensional"));
    assert_eq!(kano["categories"][1]["customers"], json!(1));
    assert_eq!(
        (&kano["is_tied"], &kano["second"], &kano["is_combination"]),
        (&json!(true), &json!("one_dimensional"), &json!(true))
    );
    assert_eq!(
        (&kano["better"], &kano["worse"]),
        (&json!(0.5), &json!(-1.0))
    );
    assert_eq!(kano["options"]["z"], json!(1.65));
}
