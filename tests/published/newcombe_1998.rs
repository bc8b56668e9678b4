//! Newcombe, R. G. (1998), *Statistics in Medicine* 17: 873–890.

use retention::estimate::{Confidence, Proportion};

use crate::assert_published;

#[test]
fn newcombe_1998_method_10_of_56_of_70_and_48_of_80_is_0_0524_to_0_3339_as_commonly_reported() {
    let difference = Proportion::new(56, 70)
        .unwrap()
        .difference(Proportion::new(48, 80).unwrap(), Confidence::default())
        .unwrap();
    assert_published(difference.value(), "0.2000");
    assert_published(difference.interval().lower(), "0.0524");
    assert_published(difference.interval().upper(), "0.3339");
}
