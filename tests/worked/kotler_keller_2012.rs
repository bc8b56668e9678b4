//! Kotler, P. and Keller, K. L. (2012), *Marketing Management*, 14th edition, p. 125: the
//! definition of delivered value on figures worked by hand.

use retention::value::{Benefits, Component, Costs, DeliveredValue, Favoured, ValueForm};
use rust_decimal::{Decimal, dec};

use crate::assert_published;

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
fn of_two_losses_the_smaller_is_favoured() {
    let (small, large) = (offer(dec!(10), dec!(11)), offer(dec!(10), dec!(14)));
    let found = small.preference(&large, ValueForm::Difference).unwrap();
    assert_eq!((found.favoured, found.ratio), (Favoured::First, None));
}

/// Difference and ratio of the same two offers: sources differ, and so does the answer.
#[test]
fn difference_and_ratio_favour_different_offers() {
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
