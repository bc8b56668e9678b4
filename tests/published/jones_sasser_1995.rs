//! Jones, T. O. and Sasser, W. E. (1995), *Harvard Business Review* 73(6): 88–99: six types of
//! customer, and the customers of Xerox.

use retention::loyalty::curve::Curve;
use retention::loyalty::types::CustomerType;
use retention::loyalty::{Evidence, Score, Threshold, types};
use retention::scale::Scale;

use crate::assert_published;

const FIVE: Scale = Scale::ONE_TO_FIVE;

/// The article has low to medium and high, so one cut, and does not ask what holds a hostage.
fn typed(satisfaction: f64, loyalty: f64, recommends: bool, warns: bool) -> CustomerType {
    let evidence = Evidence::default()
        .satisfaction(Some(Score::new(FIVE, satisfaction).unwrap()))
        .loyalty(Some(Score::new(FIVE, loyalty).unwrap()))
        .recommends(Some(recommends))
        .warns(Some(warns));
    let found = types::Rules::with_one_cut(Threshold::TOP)
        .classify(&evidence)
        .unwrap();
    assert!(found.missing().is_empty());
    found.class().copied().unwrap()
}

#[test]
fn jones_sasser_1995_types_as_commonly_reported() {
    assert_eq!(typed(5.0, 5.0, false, false), CustomerType::Loyalist);
    assert_eq!(typed(2.0, 2.0, false, false), CustomerType::Defector);
    assert_eq!(typed(5.0, 2.0, false, false), CustomerType::Mercenary);
    assert_eq!(typed(2.0, 5.0, false, false), CustomerType::Hostage);
    // The extremes tell others.
    assert_eq!(typed(5.0, 5.0, true, false), CustomerType::Apostle);
    assert_eq!(typed(1.0, 1.0, false, true), CustomerType::Terrorist);
}

/// Satisfied customers of Xerox were six times less likely to buy again than totally satisfied ones.
#[test]
fn jones_sasser_1995_totally_satisfied_xerox_customers_were_six_times_as_likely_to_rebuy() {
    // On the proposed curve that is an exponent of ln 6 / ln (4/3), far above 1.
    let curve = Curve::from_top_ratio(FIVE, 4.0, 6.0).unwrap();
    assert_published(curve.exponent(), "6.2283");
    assert_published(
        curve.at(5.0).unwrap() / curve.at(4.0).unwrap(),
        "6.000000000",
    );
}
