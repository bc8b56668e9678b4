//! Loyalty.

mod classes;
mod curve;
mod indices;
mod phases;

use crate::expected::refusal;
use crate::{NOT_FINITE, not_finite, out_of_range};
use retention::loyalty::{Score, Threshold};
use retention::scale::Scale;

const FIVE: Scale = Scale::ONE_TO_FIVE;
const SEVEN: Scale = Scale::ONE_TO_SEVEN;

fn score(value: f64) -> Option<Score> {
    Some(Score::new(SEVEN, value).unwrap())
}

/// The message of an error at an item, by name or counted from 0.
fn at_item(message: String, item: impl std::fmt::Display) -> String {
    let item = item.to_string();
    match item.parse::<u64>() {
        Ok(number) => format!("{message} at item {number} (counted from 0)"),
        Err(_) => format!("{message} at item {item:?}"),
    }
}

/// The same of a row.
fn at_row_and_item(message: String, row: u64, item: &str) -> String {
    format!("{message} at row {row}, item {item:?} (counted from 0)")
}

#[test]
fn a_score_lies_on_its_scale() {
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(Score::new(SEVEN, bad)),
            not_finite("answer", text, None)
        );
        assert_eq!(refusal(Score::rate(bad)), not_finite("rate", text, None));
    }
    assert_eq!(
        refusal(Score::new(SEVEN, 7.1)),
        out_of_range("answer", "7.1", "1 to 7", None)
    );
    assert_eq!(
        refusal(Score::rate(-0.1)),
        out_of_range("rate", "-0.1", "0 to 1", None)
    );
    // A mean of whole answers is a score.
    let whole = SEVEN.whole().unwrap();
    assert_eq!(Score::new(whole, 6.5).map(Score::value), Ok(6.5));
    assert!(Score::rate(-0.0).unwrap().value().is_sign_positive());
}

#[test]
fn a_threshold_lies_on_the_scale() {
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(Threshold::Value(bad).on(SEVEN)),
            not_finite("threshold", text, None)
        );
        assert_eq!(
            refusal(Threshold::OfScale(bad).on(SEVEN)),
            not_finite("threshold as a share of the scale", text, None)
        );
    }
    assert_eq!(
        refusal(Threshold::Value(7.5).on(SEVEN)),
        out_of_range("threshold", "7.5", "1 to 7", None)
    );
    assert_eq!(
        refusal(Threshold::OfScale(5.0).on(SEVEN)),
        out_of_range("threshold as a share of the scale", "5", "0 to 1", None)
    );
}

/// The ends of a scale whose width has no exact share.
#[test]
fn the_top_of_any_scale_is_its_top() {
    let odd = Scale::new(0.1, 0.7).unwrap();
    assert_eq!(Threshold::TOP.on(odd), Ok(0.7));
    assert_eq!(Threshold::BOTTOM.on(odd), Ok(0.1));
}
