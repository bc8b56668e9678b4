//! Benjamini, Y. and Hochberg, Y. (1995), *Journal of the Royal Statistical Society* B 57: 289–300:
//! the procedure on figures worked by hand.

use retention::estimate::benjamini_hochberg;

#[test]
fn benjamini_hochberg_1995_four_tests_by_hand() {
    // 0.005 · 4/1, 0.01 · 4/2, 0.03 · 4/3 = 0.04 and 0.04 · 4/4.
    let adjusted = benjamini_hochberg(&[0.01, 0.04, 0.03, 0.005]).unwrap();
    assert_eq!(adjusted, [0.02, 0.04, 0.04, 0.02]);
}
