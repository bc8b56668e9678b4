//! Behavioural loyalty and partial defection.

use retention::lifecycle::BehaviouralLoyalty;

use crate::*;

#[test]
fn periods_are_compared_by_one_grain_and_one_policy_and_in_order() {
    let log = log(&[row(1, 1, dec!(5)), row(1, 9, dec!(5)), row(1, 20, dec!(-5))]);
    let window = |from, to| Window::new(day(from), day(to)).unwrap();
    let view = |window, policy| log.observe(window, policy).unwrap();
    let first = view(window(1, 10), Policy::default());
    let second = view(window(11, 31), Policy::default());
    let daily = BehaviouralLoyalty::of(&first, Period::Day).unwrap();
    let monthly = BehaviouralLoyalty::of(&second, Period::Month).unwrap();
    assert_eq!(
        refusal(daily.partial_defection(&monthly)),
        expected::mismatch("grains of the two periods", "day", "month")
    );
    let strict = Policy::default().zeros(Treatment::Drop);
    let other = BehaviouralLoyalty::of(&view(window(11, 31), strict), Period::Day).unwrap();
    let error = daily.partial_defection(&other).unwrap_err();
    assert!(matches!(
        error,
        Error::Mismatch {
            argument: "policies",
            ..
        }
    ));
    for from in [1, 10] {
        let overlapping = view(window(from, 31), Policy::default());
        let overlapping = BehaviouralLoyalty::of(&overlapping, Period::Day).unwrap();
        let error = daily.partial_defection(&overlapping).unwrap_err();
        assert!(matches!(
            error,
            Error::OutOfRange {
                argument: "next period",
                ..
            }
        ));
    }
}

/// With refunds only there is no customer, no mean, and nobody loyal.
#[test]
fn without_a_purchase_there_is_no_mean() {
    let log = log(&[row(1, 20, dec!(-5))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let loyalty = BehaviouralLoyalty::of(&observed, Period::Day).unwrap();
    assert_eq!(
        (loyalty.mean_purchases, loyalty.mean_variation),
        (None, None)
    );
    assert_eq!(loyalty.share.denominator(), 0);
    assert!(loyalty.rows.is_empty());
}

/// One purchase is no rhythm, and the only rhythm is not more regular than itself.
#[test]
fn the_only_customer_is_not_above_the_mean() {
    let log = log(&[row(1, 1, dec!(5)), row(1, 9, dec!(5)), row(1, 20, dec!(5))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let loyalty = BehaviouralLoyalty::of(&observed, Period::Day).unwrap();
    assert_eq!(loyalty.mean_purchases, Some(3.0));
    assert!(loyalty.rows.is_empty());
}
