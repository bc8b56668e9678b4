//! Newcombe, R. G. (1998), *Statistics in Medicine* 17: 873–890: what holds of his interval by its
//! formula.

use retention::estimate::{Confidence, Proportion};

/// The method swaps its ends with the groups.
#[test]
fn newcombe_1998_method_10_of_the_groups_swapped_is_the_negative() {
    let (a, b) = (
        Proportion::new(56, 70).unwrap(),
        Proportion::new(48, 80).unwrap(),
    );
    let there = a.difference(b, Confidence::default()).unwrap();
    let back = b.difference(a, Confidence::default()).unwrap();
    assert_eq!(back.value(), -there.value());
    assert_eq!(back.interval().lower(), -there.interval().upper());
    assert_eq!(back.interval().upper(), -there.interval().lower());
}
