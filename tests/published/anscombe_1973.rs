//! Anscombe, F. J. (1973), *The American Statistician* 27: 17–21: the first of four data sets with
//! one regression line.

use retention::value::map::{FairValueLine, Offer, Options, Standing, ValueMap};

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
        Options::default()
            .line(FairValueLine::Regression)
            .tolerance(0.02),
    )
    .unwrap()
}

#[test]
fn anscombe_1973_regression_is_3_plus_0_5_x_as_commonly_reported() {
    let map = map(&FIRST);
    assert_published(map.slope, "0.500");
    assert_published(map.fair_price(0.0).unwrap(), "3.00");
    assert_eq!(map.offers.len(), 11);
    assert_published(map.r_squared.unwrap(), "0.667");
    assert_published(map.slope_error.unwrap(), "0.118");
    // Residual sum of squares 13.75, by 9 degrees of freedom.
    assert_published(map.residual_standard_error.unwrap().powi(2) * 9.0, "13.76");
    // 8.04 where 8.0010 would be fair; 4.82 where 6.50 would.
    let residual = |at: usize| {
        let point = &map.offers[at];
        point.relative_price - point.fair_price.unwrap()
    };
    assert_published(residual(0), "0.039");
    assert_published(residual(9), "-1.681");
    assert_eq!(map.offers[0].standing, Some(Standing::Worse));
    assert_eq!(map.offers[9].standing, Some(Standing::Better));
}
