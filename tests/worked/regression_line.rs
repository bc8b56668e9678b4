//! How few suppliers a regression line takes, on the data of Anscombe (1973).

use retention::value::map::{FairValueLine, Offer, Options, ValueMap};

use crate::assert_published;

const FIRST: [(f64, f64); 11] = [
    (10.0, 8.04),
    (8.0, 6.95),
    (13.0, 7.58),
    (9.0, 8.81),
    (11.0, 8.33),
    (14.0, 9.96),
    (6.0, 7.24),
    (4.0, 4.26),
    (12.0, 10.84),
    (7.0, 4.82),
    (5.0, 5.68),
];

fn map(points: &[(f64, f64)]) -> ValueMap {
    let points = points.iter().zip(1..);
    ValueMap::new(
        points.map(|(&(x, y), number)| Offer::new(format!("supplier {number}"), x, y)),
        Options::default().line(FairValueLine::Regression),
    )
    .unwrap()
}

/// The line goes through the means and leaves residuals that add up to nothing.
#[test]
fn regression_line_of_five_suppliers_is_enough_and_of_four_is_not() {
    let map = map(&FIRST[..5]);
    let sum: f64 = map
        .offers
        .iter()
        .map(|point| point.relative_price - point.fair_price.unwrap())
        .sum();
    assert_published(sum.abs(), "0.000000000000");
    let four = FIRST[..4].iter().zip(1..);
    let error = ValueMap::new(
        four.map(|(&(x, y), number)| Offer::new(format!("supplier {number}"), x, y)),
        Options::default().line(FairValueLine::Regression),
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "at least 5 suppliers on a regression line are needed, got 4; add suppliers, or lower \
         `minimum_suppliers`, at least 3"
    );
}
