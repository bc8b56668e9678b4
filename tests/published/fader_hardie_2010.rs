//! Fader, P. S. and Hardie, B. G. S. (2010), *Marketing Science* 29(1): 85–93: customers who differ are
//! worth more than their average retention rate says.

use retention::clv::{
    ConstantRetention, ContractModel, DiscountRate, Horizon, MarginStream, ShiftedBetaGeometric,
};

use crate::assert_published;

/// Recomputed from the formula as commonly reported, for the regular segment of 2007 at 10 %.
#[test]
fn fader_hardie_2010_residual_lifetime_against_the_first_retention_rate() {
    let regular = ShiftedBetaGeometric::new(0.704, 1.182).unwrap();
    let discount = DiscountRate::yearly(0.1).unwrap();
    let after_the_first_margin = regular
        .discounted_lifetime(discount, Horizon::Infinite)
        .unwrap()
        - 1.0;
    assert_published(after_the_first_margin, "2.695");
    let constant = ConstantRetention::new(0.631, discount, MarginStream::default()).unwrap();
    assert_published(constant.margin_multiple(), "1.345");
}
