//! Differential marketing: groups of high, medium, low and no profit. No cuts are published;
//! thirds of the profitable are a design proposal.

use retention::pyramid::{Cuts, Pyramid};
use rust_decimal::Decimal;

#[test]
fn differential_marketing_splits_positive_profit_at_its_terciles() {
    // Thirds of 9 and of 3,000,000 are whole; a third of 10 is rounded up.
    for (profitable, expected) in [(9_i64, [3, 3, 3, 4]), (10, [4, 3, 3, 4]), (2, [1, 1, 0, 4])] {
        let profits = (-3..=profitable).map(|profit| (profit, Decimal::from(profit)));
        let pyramid = Pyramid::new(profits, &Cuts::differential()).unwrap();
        let heads: Vec<u64> = pyramid.tiers().iter().map(|tier| tier.customers).collect();
        assert_eq!(heads, expected, "{profitable} profitable customers");
    }
}

#[test]
fn differential_marketing_counts_a_profit_of_zero_as_none() {
    let profits = [
        ("gain", Decimal::ONE),
        ("even", Decimal::ZERO),
        ("loss", Decimal::NEGATIVE_ONE),
    ];
    let pyramid = Pyramid::new(profits, &Cuts::differential()).unwrap();
    let name = |customer| pyramid.tier_name(pyramid.tier_of(&customer).unwrap());
    assert_eq!(
        (name("gain"), name("even"), name("loss")),
        ("High", "No profit", "No profit")
    );
}
