//! Wilson, E. B. (1927), *Journal of the American Statistical Association* 22: 209–212: what holds
//! of his interval by its formula.

use retention::estimate::{Confidence, Interval, Proportion};

fn wilson(numerator: u64, denominator: u64) -> Interval {
    let proportion = Proportion::new(numerator, denominator).unwrap();
    proportion.wilson(Confidence::default()).unwrap()
}

#[test]
fn wilson_1927_ends_are_exactly_0_and_1() {
    for denominator in (1..=2000).chain([1_000_003, u64::MAX]) {
        assert_eq!(wilson(0, denominator).lower(), 0.0, "0 of {denominator}");
        assert_eq!(
            wilson(denominator, denominator).upper(),
            1.0,
            "all of {denominator}"
        );
    }
}
