//! What told who stayed, of rows and predictors that are none, or that tell nothing.

use retention::estimate::Confidence;
use retention::portrait::staying::{
    Builder, Joint, Options, Predictor, PredictorsOfStaying, StayingVerdict, SurveyedCustomer,
};
use retention::{Accumulator, Error};

use crate::expected::{
    duplicate, empty, insufficient, length, not_finite, out_of_range, refusal, unknown_name,
};

fn two() -> Builder {
    let predictors = [
        Predictor::number("trust"),
        Predictor::levels("plan", ["basic", "full"]),
    ];
    Builder::new(predictors, Options::default()).unwrap()
}

fn row<'r>(numbers: &'r [Option<f64>], classes: &'r [Option<usize>]) -> SurveyedCustomer<'r> {
    SurveyedCustomer {
        stayed: true,
        numbers,
        classes,
    }
}

#[test]
fn predictors_that_are_none_are_refused() {
    let new = |predictors: Vec<Predictor>| refusal(Builder::new(predictors, Options::default()));
    let number = Predictor::number;
    assert_eq!(new(vec![]), empty("predictor"));
    assert_eq!(
        new(vec![number("a"), number("a")]),
        duplicate("predictor", "a")
    );
    assert!(new(vec![number("")]).starts_with(&empty("character of a predictor's name")));
    let levels = |levels: &[&str]| Predictor::levels("plan", levels.iter().copied());
    let at = |message: String| format!("{message} at column \"plan\"");
    assert_eq!(
        new(vec![levels(&["basic"])]),
        at(insufficient("levels", 1, 2))
    );
    assert_eq!(
        new(vec![levels(&["basic", "basic"])]),
        at(duplicate("level", "basic"))
    );
    assert_eq!(
        new(vec![levels(&["basic", "full"]).reference("none")]),
        unknown_name("reference", "none", "basic, full")
    );
    let error = Builder::new([number("a").reference("b")], Options::default()).unwrap_err();
    assert!(matches!(error, Error::Unsupported { .. }), "{error}");
    let stated = new(vec![number("a").stated(f64::NAN)]);
    assert!(
        stated.starts_with(&not_finite("stated importance", "NaN")),
        "{stated}"
    );
    let derived = new(vec![number("a").derived(f64::INFINITY)]);
    assert!(
        derived.starts_with(&not_finite("derived importance", "inf")),
        "{derived}"
    );
}

#[test]
fn options_out_of_range_are_refused() {
    let default = Options::default();
    let new = |options| refusal(Builder::new([Predictor::number("a")], options));
    assert_eq!(new(default.folds(1)), out_of_range("folds", 1, "2 to 20"));
    assert_eq!(new(default.folds(21)), out_of_range("folds", 21, "2 to 20"));
    let least = "at least 5, one for each fold";
    assert_eq!(
        new(default.leavers(4)),
        out_of_range("minimum of leavers", 4, least)
    );
    assert_eq!(
        new(default.stayers(0)),
        out_of_range("minimum of stayers", 0, least)
    );
    assert_eq!(
        new(default.negligible(0.4)),
        out_of_range("negligible area", 0.4, "0.5 to 1")
    );
    assert_eq!(
        new(default.negligible(f64::NAN)),
        out_of_range("negligible area", f64::NAN, "0.5 to 1")
    );
    assert_eq!(
        new(default.prior(-1.0)),
        out_of_range("prior", -1, "0 or more")
    );
    assert_eq!(
        new(default.prior(f64::INFINITY)),
        not_finite("prior", "inf")
    );
    assert_eq!(
        new(default.shared(13)),
        out_of_range("shared predictors", 13, "at most 12")
    );
    for (argument, options) in [
        ("customers per coefficient", default.per_coefficient(0)),
        ("customers of a class", default.level(0)),
        ("iterations", default.iterations(0)),
    ] {
        assert_eq!(new(options), out_of_range(argument, 0, "at least 1"));
    }
}

#[test]
fn rows_that_do_not_fit_are_refused() {
    let mut builder = two();
    assert_eq!(refusal(two().finish()), empty("customer"));
    builder.push(row(&[Some(3.0)], &[None])).unwrap();
    let mut push = |numbers: &[Option<f64>], classes: &[Option<usize>]| {
        let error = builder.push(row(numbers, classes)).unwrap_err();
        assert_eq!(error.row(), Some(1));
        error.to_string()
    };
    assert!(push(&[], &[None]).starts_with(&length("numbers", 0, 1)));
    assert!(push(&[None], &[None, None]).starts_with(&length("classes", 2, 1)));
    let value = "value of a predictor";
    for (number, name) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf")] {
        let message = push(&[Some(number)], &[None]);
        assert!(message.starts_with(&not_finite(value, name)), "{message}");
        assert!(message.contains("trust"), "{message}");
    }
    let message = push(&[Some(2e100)], &[None]);
    assert!(message.contains("-1e100 to 1e100"), "{message}");
    let message = push(&[None], &[Some(2)]);
    assert!(
        message.starts_with(&out_of_range("position of a class", 2, "0 to 1"))
            && message.contains("plan"),
        "{message}"
    );
    assert_eq!(builder.rows(), 1);
}

#[test]
fn parts_of_other_predictors_do_not_merge() {
    let other = Builder::new([Predictor::number("trust")], Options::default()).unwrap();
    assert!(matches!(two().merge(other), Err(Error::Mismatch { .. })));
    let mut strict = Builder::new([Predictor::number("trust")], Options::default()).unwrap();
    let level = Confidence::new(0.99).unwrap();
    let other = Builder::new(
        [Predictor::number("trust")],
        Options::default().confidence(level),
    );
    assert!(matches!(
        strict.merge(other.unwrap()),
        Err(Error::Mismatch { .. })
    ));
}

/// So many customers, of whom a fifth left, with two numbers of each.
fn found(customers: u32, numbers: impl Fn(u32, bool) -> [f64; 2]) -> PredictorsOfStaying {
    let predictors = [Predictor::number("a"), Predictor::number("b")];
    let mut builder = Builder::new(predictors, Options::default().folds(2)).unwrap();
    for at in 0..customers {
        let stayed = at % 5 > 0;
        let numbers = numbers(at, stayed).map(Some);
        builder
            .push(SurveyedCustomer {
                stayed,
                numbers: &numbers,
                classes: &[],
            })
            .unwrap();
    }
    builder.finish().unwrap()
}

#[test]
fn what_cannot_be_told_is_an_outcome() {
    let scattered = |at: u32| f64::from(at * 7919 % 101);
    // One customer; too few who left; and all of one kind.
    for customers in [1, 100] {
        let few = found(customers, |at, _| [f64::from(at), scattered(at)]);
        assert_eq!(few.joint, Joint::NoPredictors);
        assert!(
            few.predictors
                .iter()
                .all(|it| it.verdict == StayingVerdict::Insufficient)
        );
        assert_eq!(
            (few.predictors[0].area, few.predictors[0].alone),
            (None, None)
        );
        assert_eq!(few.tests, 0);
    }
    // One number for everyone is insufficient, and the other goes on without it.
    let constant = found(300, |at, _| [7.0, scattered(at)]);
    assert_eq!(constant.predictors[0].verdict, StayingVerdict::Insufficient);
    let model = constant.joint.fitted().unwrap();
    assert_eq!(model.not_used, ["a"]);
    // One that follows from the other.
    let same = found(300, |at, _| [scattered(at), 3.0 - 2.0 * scattered(at)]);
    assert_eq!(
        same.joint,
        Joint::Collinear {
            predictor: "b".into()
        }
    );
    assert!(
        same.predictors
            .iter()
            .all(|it| it.alone.is_some() && it.together.is_none())
    );
    // One that tells without error.
    let sure = found(300, |at, stayed| {
        [f64::from(u8::from(stayed)), scattered(at)]
    });
    assert_eq!(sure.joint, Joint::Separable);
    assert_eq!(sure.predictors[0].alone, None);
    let area = sure.predictors[0].area.unwrap();
    assert_eq!((area.value, area.apparent, area.upper), (1.0, 1.0, 1.0));
    assert!(area.lower > 0.9 && sure.predictors[0].p_value < Some(1e-6));
    // Extreme units.
    for unit in [1e-300, 1e90] {
        let extreme = found(300, |at, _| [scattered(at) * unit, scattered(at / 3)]);
        assert!(extreme.predictors[0].area.is_some());
        assert!(extreme.joint.fitted().is_some());
    }
}

/// One more of a chance is more than customers differ by: all of 100 cannot stay twice.
#[test]
fn no_sentence_says_more_than_all_customers() {
    let chances = |at: u32, stayed: bool| {
        let chance = 0.3 + 0.001 * f64::from(at * 7919 % 101);
        [chance + if stayed { 0.05 } else { 0.0 }, f64::from(at % 7)]
    };
    let found = found(300, chances);
    let chance = &found.predictors[0];
    let slope = chance.alone.unwrap().value();
    assert!(slope > 1.0 && slope < 10.0, "{slope}");
    let sentence = chance.to_string();
    let expected = format!("; 0.1 point more went with {:+.1} of 100", 10.0 * slope);
    assert!(sentence.contains(&expected), "{sentence}");
    let together = format!(", {:+.1} with", 10.0 * chance.together.unwrap().value());
    assert!(sentence.contains(&together), "{sentence}");
    // Where it is less, it is of one point.
    let other = found.predictors[1].to_string();
    assert!(other.contains("; one point more went with "), "{other}");
}

#[cfg(feature = "serde")]
#[test]
fn a_state_edited_by_hand_holds_no_second_zero() {
    let mut builder = two();
    for number in [0.0, 1.0] {
        builder.push(row(&[Some(number)], &[Some(0)])).unwrap();
    }
    let written = serde_json::to_string(&builder).unwrap();
    let edited = written.replace("[0.0,1.0]", "[-0.0,1.0]");
    assert_ne!(edited, written);
    let read: Builder = serde_json::from_str(&edited).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), written);
}
