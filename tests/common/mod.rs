//! What `published`, `reference` and `worked` share: data files, examples and comparisons.

// Each of the three uses a part of it.
#![allow(dead_code)]

pub mod cdnow;
pub mod chicken;
pub mod donations;
pub mod kano;
pub mod loyalty_survey;
pub mod martilla_james;
pub mod net_promoter;
pub mod ranked;
pub mod surveys;
pub mod telecom;

use retention::estimate::Confidence;
use retention::satisfaction::rating;

/// Asserts that `value`, rounded to as many decimal places as `published` shows, reads the same.
#[track_caller]
pub fn assert_published(value: f64, published: &str) {
    let places = published
        .split_once('.')
        .map_or(0, |(_, digits)| digits.len());
    assert_eq!(
        format!("{value:.places$}"),
        published,
        "computed in full: {value}"
    );
}

/// The interval at 95 %.
#[track_caller]
pub fn assert_interval(rating: &rating::Rating, lower: &str, upper: &str) {
    let interval = rating.interval(Confidence::default()).unwrap();
    assert_published(interval.lower(), lower);
    assert_published(interval.upper(), upper);
}
