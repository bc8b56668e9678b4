//! Wilson, E. B. (1927), *Journal of the American Statistical Association* 22: 209–212: his
//! interval on examples of ours.
//!
//! Computed by `formulas.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use retention::estimate::{Confidence, Interval, Proportion};

use crate::assert_published;

fn wilson(numerator: u64, denominator: u64) -> Interval {
    let proportion = Proportion::new(numerator, denominator).unwrap();
    proportion.wilson(Confidence::default()).unwrap()
}

#[test]
fn wilson_1927_0_of_10_is_0_to_0_27753() {
    let interval = wilson(0, 10);
    assert_eq!(interval.lower(), 0.0);
    assert_published(interval.upper(), "0.27753");
}

#[test]
fn wilson_1927_1_of_10_is_0_01788_to_0_40415() {
    let interval = wilson(1, 10);
    assert_published(interval.lower(), "0.01788");
    assert_published(interval.upper(), "0.40415");
}

#[test]
fn wilson_1927_1869_of_7043_is_0_25519_to_0_27581() {
    let interval = wilson(1869, 7043);
    assert_published(interval.lower(), "0.25519");
    assert_published(interval.upper(), "0.27581");
}

#[test]
fn wilson_1927_z_at_95_percent_is_1_959964() {
    assert_published(Confidence::default().z(), "1.959964");
}
