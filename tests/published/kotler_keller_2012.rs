//! Kotler, P. and Keller, K. L. (2012), *Marketing Management*, 14th edition, Pearson; and, from
//! memory, an example of older editions of Kotler (about 2000).

use retention::value::delivered::{DeliveredValue, ValueComponent};
use retention::value::pricing::PerceivedValuePricing;
use rust_decimal::{Decimal, dec};

/// Pages 398–399.
#[test]
fn kotler_keller_2012_caterpillar_charges_100000_for_110000_of_value() {
    let tractor = PerceivedValuePricing::new(
        dec!(90_000),
        [
            ("durability", dec!(7_000)),
            ("reliability", dec!(6_000)),
            ("service", dec!(5_000)),
            ("warranty", dec!(2_000)),
        ],
        dec!(10_000),
    )
    .unwrap();
    assert_eq!(tractor.perceived_value(), dec!(110_000));
    assert_eq!(tractor.price(), dec!(100_000));
    assert_eq!(tractor.extra_value(), dec!(20_000));
    assert_eq!(tractor.premium(), dec!(10_000));
    assert_eq!(tractor.customer_surplus(), dec!(10_000));
}

#[test]
fn kotler_2000_tractor_worth_20000_that_cost_14000_at_19000_leaves_1000_and_5000_as_commonly_reported()
 {
    let nothing: [(&str, Decimal); 0] = [];
    let pricing = PerceivedValuePricing::new(dec!(20_000), nothing, dec!(1_000)).unwrap();
    assert_eq!(pricing.price(), dec!(19_000));
    assert_eq!(pricing.customer_surplus(), dec!(1_000));
    assert_eq!(pricing.supplier_profit(dec!(14_000)), Ok(dec!(5_000)));

    let delivered = offer(dec!(20_000), dec!(19_000));
    assert_eq!(delivered.difference(), dec!(1_000));
}

#[test]
fn kotler_2000_value_of_20000_at_a_cost_of_16000_is_4000_or_1_25_as_commonly_reported() {
    let delivered = offer(dec!(20_000), dec!(16_000));
    assert_eq!(delivered.difference(), dec!(4_000));
    assert_eq!(delivered.ratio().value(), Some(1.25));
}

fn offer(product: Decimal, monetary: Decimal) -> DeliveredValue {
    DeliveredValue::new([
        (ValueComponent::Product, product),
        (ValueComponent::Monetary, monetary),
    ])
    .unwrap()
}
