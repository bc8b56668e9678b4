//! Cohen, J. (1992), "A power primer", *Psychological Bulletin* 112: 155–159, table 2: respondents in
//! each of two groups for a difference of two means, at a power of 0.80.

use retention::estimate::Confidence;
use retention::estimate::power::{Options, plan_means};

#[test]
fn cohen_1992_table_2_small_medium_and_large_differences_of_means() {
    for (level, published) in [
        (0.99, [586, 95, 38]),
        (0.95, [393, 64, 26]),
        (0.90, [310, 50, 20]),
    ] {
        let options = Options::default().confidence(Confidence::new(level).unwrap());
        let sizes = [0.2, 0.5, 0.8].map(|effect| plan_means(1.0, effect, options).unwrap());
        // The table rounds to the nearest.
        assert_eq!(sizes.map(|size| size.exact.round() as u64), published);
    }
}
