//! Holm, S. (1979), *Scandinavian Journal of Statistics* 6: 65–70: the procedure on figures worked by
//! hand.

use retention::estimate::holm;

#[test]
fn holm_1979_four_tests_by_hand() {
    // 0.005 · 4, 0.01 · 3, 0.03 · 2; and 0.04 · 1 is raised to the one before it.
    let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]).unwrap();
    assert_eq!(adjusted, [0.03, 0.06, 0.06, 0.02]);
}

#[test]
fn holm_1979_equal_values_stay_equal_and_none_exceeds_1() {
    assert_eq!(
        holm(&[0.4, 0.02, 0.4, 0.02]).unwrap(),
        [0.8, 0.08, 0.8, 0.08]
    );
    assert_eq!(holm(&[0.9, 0.6]).unwrap(), [1.0, 1.0]);
    assert_eq!(holm(&[0.3]).unwrap(), [0.3]);
}
