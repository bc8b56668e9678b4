//! Ranges of purchases and values, by hand.

use retention::clv::{GammaGamma, ParetoNbd, PurchaseModel};
use retention::purchases::Summary;
use rust_decimal::dec;

use crate::forecast::figures::range::{purchases, spends, values};

#[test]
fn a_range_of_purchases_leaves_a_fortieth_on_each_side() {
    let model = ParetoNbd::new(0.553, 10.578, 0.606, 11.669).unwrap();
    let customer = Summary::new(20, 38.0, 39.0).unwrap();
    let range = purchases(&model, &customer, 52.0).unwrap();
    let chances = model
        .purchase_distribution_of(&customer, 52.0, 200)
        .unwrap();
    let up_to = |number: u32| chances.iter().take(number as usize + 1).sum::<f64>();
    assert!(up_to(range.lower) >= 0.025 && up_to(range.upper) >= 0.975);
    assert!(range.lower == 0 || up_to(range.lower - 1) < 0.025);
    assert!(up_to(range.upper - 1) < 0.975);
    let expected = model.expected_purchases_of(&customer, 52.0).unwrap();
    assert!(f64::from(range.lower) < expected && expected < f64::from(range.upper));
    assert!(range.holds(range.upper) && !range.holds(range.upper + 1));
}

/// Whoever buys very often has a distribution longer than the first try.
#[test]
fn a_range_of_many_purchases() {
    let model = ParetoNbd::new(0.553, 10.578, 0.606, 11.669).unwrap();
    let customer = Summary::new(400, 39.0, 39.0).unwrap();
    let range = purchases(&model, &customer, 52.0).unwrap();
    let expected = model.expected_purchases_of(&customer, 52.0).unwrap();
    assert!(expected > 300.0 && f64::from(range.upper) > expected);
    assert!(range.upper < 1000, "{}", range.upper);
}

#[test]
fn spends_have_the_mean_of_the_model() {
    let model = GammaGamma::new(6.25, 3.74, 15.44).unwrap();
    let customer = Summary::new(8, 30.0, 39.0).unwrap();
    let customer = customer.with_repeat_value(dec!(320), 8).unwrap();
    let levels = spends(&model, &customer).unwrap();
    let mean = levels.iter().sum::<f64>() / levels.len() as f64;
    let expected = model.expected_spend_of(&customer).unwrap();
    assert!((mean / expected - 1.0).abs() < 0.005, "{mean} {expected}");
}

/// A value is so many purchases at one of the spends, times the factor.
#[test]
fn values_of_a_known_spend() {
    let model = ParetoNbd::new(0.553, 10.578, 0.606, 11.669).unwrap();
    let customer = Summary::new(20, 38.0, 39.0).unwrap();
    let range = purchases(&model, &customer, 52.0).unwrap();
    let (lower, upper) = values(&range, &[10.0], 0.5);
    assert_eq!(lower, 5.0 * f64::from(range.lower));
    assert_eq!(upper, 5.0 * f64::from(range.upper));
    // Two spends are as far apart as they are, and the range is wider.
    let (_, wider) = values(&range, &[5.0, 15.0], 0.5);
    assert!(wider > upper);
}
