//! Berger, P. D. and Nasr, N. I. (1998), *Journal of Interactive Marketing* 12(1): 17–30.

use retention::clv::{
    ConstantRetention, DiscountRate, FirstMargin, Horizon, MarginStream, RelationshipCosts,
};
use rust_decimal::{RoundingStrategy, dec};

/// Margin 260 at once and after each of ten years, promotion 50 in the middle of each year, retention
/// 75 %, discount 20 %.
#[test]
fn berger_nasr_1998_case_1_as_commonly_reported() {
    let stream = MarginStream::default()
        .first_margin(FirstMargin::AtOnce)
        .horizon(Horizon::Periods(10));
    let discount = DiscountRate::yearly(0.2).unwrap();
    let model = ConstantRetention::new(0.75, discount, stream).unwrap();
    let costs = RelationshipCosts::default().retention(dec!(50));
    let value = |places| {
        let nearest = RoundingStrategy::MidpointAwayFromZero;
        model.value(dec!(260), costs, places, nearest).unwrap()
    };
    assert_eq!(value(2).value, dec!(568.78));
    // Recomputed to more places.
    let digits = value(6);
    assert_eq!(digits.margins, dec!(689.392190));
    assert_eq!(digits.retention_costs, dec!(120.609122));
    assert_eq!(value(8).value.round_dp(6), dec!(568.783067));
}
