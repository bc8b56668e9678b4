//! Sample sizes of tests of two groups, and what so many respondents tell.
//!
//! Computed by `power.R`, with R 4.2.2.

use retention::estimate::Confidence;
use retention::estimate::power::{
    Options, detect_means, detect_proportions, plan_means, plan_proportions,
};

use crate::assert_published;

fn options(power: f64, level: f64) -> Options {
    let confidence = Confidence::new(level).unwrap();
    Options::default().power(power).confidence(confidence)
}

#[test]
fn sizes_for_two_means() {
    for (difference, power, level, expected) in [
        (1.0, 0.90, 0.95, "22.0211"),
        (0.5, 0.80, 0.95, "63.7656"),
        (0.05, 0.95, 0.99, "14252.9904"),
        (3.0, 0.80, 0.95, "3.0700"),
    ] {
        let sizes = plan_means(1.0, difference, options(power, level)).unwrap();
        assert_published(sizes.exact, expected);
        assert_eq!(
            (sizes.first as f64, sizes.second),
            (sizes.exact.ceil(), sizes.first)
        );
    }
}

#[test]
fn sizes_for_two_proportions() {
    for (shares, power, level, expected) in [
        ([0.50, 0.75], 0.90, 0.95, "76.7069"),
        ([0.60, 0.65], 0.80, 0.95, "1470.4855"),
        ([0.02, 0.01], 0.80, 0.90, "1825.8990"),
    ] {
        let sizes = plan_proportions(shares[0], shares[1], options(power, level)).unwrap();
        assert_published(sizes.exact, expected);
    }
}

#[test]
fn differences_that_so_many_tell() {
    let of_twenty = detect_means(1.0, 20, options(0.90, 0.95)).unwrap();
    assert_published(of_twenty, "1.051993");
    let of_four_hundred = detect_means(2.0, 400, Options::default()).unwrap();
    assert_published(of_four_hundred, "0.396681");
    let rise = detect_proportions(0.60, 400, Options::default()).unwrap();
    assert_published(0.60 + rise.unwrap(), "0.694518");
}
