//! Kotler, P. and Keller, K. L. (2012), *Marketing Management*, 14th edition, Pearson; and older
//! editions of Kotler.

use retention::value::{
    Benefits, Component, Costs, DeliveredValue, Favoured, PerceivedValuePricing, ValueForm,
};
use rust_decimal::{Decimal, dec};

use crate::assert_published;

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
fn kotler_tractor_worth_20000_that_cost_14000_at_19000_leaves_1000_and_5000_as_commonly_reported() {
    let nothing: [(&str, Decimal); 0] = [];
    let pricing = PerceivedValuePricing::new(dec!(20_000), nothing, dec!(1_000)).unwrap();
    assert_eq!(pricing.price(), dec!(19_000));
    assert_eq!(pricing.customer_surplus(), dec!(1_000));
    assert_eq!(pricing.supplier_profit(dec!(14_000)), Ok(dec!(5_000)));

    let delivered = offer(dec!(20_000), dec!(19_000));
    assert_eq!(delivered.difference(), dec!(1_000));
}

#[test]
fn kotler_value_of_20000_at_a_cost_of_16000_is_4000_or_1_25_as_commonly_reported() {
    let delivered = offer(dec!(20_000), dec!(16_000));
    assert_eq!(delivered.difference(), dec!(4_000));
    assert_eq!(delivered.ratio().value(), Some(1.25));
}

/// Page 125: the benefits are four, and so are the costs.
#[test]
fn kotler_keller_2012_value_is_four_benefits_less_four_costs() {
    let delivered = DeliveredValue::new(
        Benefits {
            product: dec!(1),
            services: dec!(20),
            personnel: dec!(300),
            image: dec!(4_000),
        },
        Costs {
            monetary: dec!(5),
            time: dec!(60),
            energy: dec!(700),
            psychological: dec!(800.5),
        },
    )
    .unwrap();
    assert_eq!(delivered.total_benefit(), dec!(4_321));
    assert_eq!(delivered.total_cost(), dec!(1_565.5));
    assert_eq!(delivered.difference(), dec!(2_755.5));
    let benefits = Component::ALL.iter().filter(|part| part.is_benefit());
    assert_eq!((benefits.count(), Component::ALL.len()), (4, 8));
}

/// Page 125: "V1 : V2 larger than 1, smaller than 1, equal to 1".
#[test]
fn kotler_keller_2012_a_customer_favours_the_first_where_v1_to_v2_exceeds_1() {
    let (more, less) = (offer(dec!(20), dec!(15)), offer(dec!(18), dec!(14)));
    for (first, second, favoured, ratio) in [
        (&more, &less, Favoured::First, "1.25"),
        (&less, &more, Favoured::Second, "0.80"),
        (&more, &more, Favoured::Indifferent, "1.00"),
    ] {
        let found = first.preference(second, ValueForm::default()).unwrap();
        assert_eq!(
            (found.favoured, found.form),
            (favoured, ValueForm::Difference)
        );
        assert_published(found.ratio.unwrap(), ratio);
    }
}

/// A ratio of two losses says the opposite of the rule, so that there is none.
#[test]
fn kotler_keller_2012_of_two_losses_the_smaller_is_favoured() {
    let (small, large) = (offer(dec!(10), dec!(11)), offer(dec!(10), dec!(14)));
    let found = small.preference(&large, ValueForm::Difference).unwrap();
    assert_eq!((found.favoured, found.ratio), (Favoured::First, None));
}

/// Difference and ratio of the same two offers: sources differ, and so does the answer.
#[test]
fn kotler_keller_2012_by_difference_and_gale_by_ratio_favour_different_offers() {
    let (large, small) = (offer(dec!(200), dec!(150)), offer(dec!(40), dec!(20)));
    let by = |form| large.preference(&small, form).unwrap();
    assert_eq!(by(ValueForm::Difference).favoured, Favoured::First);
    let by_ratio = by(ValueForm::Ratio);
    assert_eq!(by_ratio.favoured, Favoured::Second);
    assert_published(by_ratio.ratio.unwrap(), "0.6667");
}

fn offer(product: Decimal, monetary: Decimal) -> DeliveredValue {
    DeliveredValue::new(
        Benefits {
            product,
            ..Benefits::default()
        },
        Costs {
            monetary,
            ..Costs::default()
        },
    )
    .unwrap()
}
