//! Zeithaml, V. A., Rust, R. T. and Lemon, K. N. (2001), *California Management Review* 43(4):
//! 118–142. The paper names the tiers and publishes no cuts.

use retention::pyramid::{Cuts, Pyramid};
use rust_decimal::Decimal;

/// The default, a design proposal: Lead at a profit of zero or less, Curry's 5 % and 20 % above.
#[test]
fn zeithaml_rust_lemon_2001_by_default_lead_is_unprofitable_and_the_rest_cut_at_5_and_20_percent() {
    let profits = (-9..=100_i64).map(|profit| (profit, Decimal::from(profit)));
    let pyramid = Pyramid::new(profits, &Cuts::platinum()).unwrap();
    let heads: Vec<u64> = pyramid.tiers().iter().map(|tier| tier.customers).collect();
    assert_eq!(heads, [5, 15, 80, 10]);
    let least: Vec<_> = pyramid.tiers().iter().map(|tier| tier.cut).collect();
    assert_eq!(least, [96, 81, 1, -9].map(|cut| Some(Decimal::from(cut))));
    assert_eq!(pyramid.tier_name(pyramid.tier_of(&0).unwrap()), "Lead");
}
