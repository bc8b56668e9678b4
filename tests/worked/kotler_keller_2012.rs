//! Kotler, P. and Keller, K. L. (2012), *Marketing Management*, 14th edition, p. 125: the
//! definition of delivered value on figures worked by hand.

use std::cmp::Ordering;

use retention::value::delivered::{DeliveredValue, ValueComponent, ValueForm};
use rust_decimal::{Decimal, dec};

use crate::assert_published;

/// Page 125: the benefits are four, and so are the costs.
#[test]
fn kotler_keller_2012_value_is_four_benefits_less_four_costs() {
    let delivered = DeliveredValue::new([
        (ValueComponent::Product, dec!(1)),
        (ValueComponent::Services, dec!(20)),
        (ValueComponent::Personnel, dec!(300)),
        (ValueComponent::Image, dec!(4_000)),
        (ValueComponent::Monetary, dec!(5)),
        (ValueComponent::Time, dec!(60)),
        (ValueComponent::Energy, dec!(700)),
        (ValueComponent::Psychological, dec!(800.5)),
    ])
    .unwrap();
    assert_eq!(delivered.total_benefit(), dec!(4_321));
    assert_eq!(delivered.total_cost(), dec!(1_565.5));
    assert_eq!(delivered.difference(), dec!(2_755.5));
    let benefits = ValueComponent::ALL.iter().filter(|part| part.is_benefit());
    assert_eq!((benefits.count(), ValueComponent::ALL.len()), (4, 8));
}

/// Page 125: "V1 : V2 larger than 1, smaller than 1, equal to 1".
#[test]
fn kotler_keller_2012_a_customer_favours_the_first_where_v1_to_v2_exceeds_1() {
    let (more, less) = (offer(dec!(20), dec!(15)), offer(dec!(18), dec!(14)));
    for (first, second, favoured, ratio) in [
        (&more, &less, Ordering::Greater, "1.25"),
        (&less, &more, Ordering::Less, "0.80"),
        (&more, &more, Ordering::Equal, "1.00"),
    ] {
        let form = ValueForm::default();
        assert_eq!(form, ValueForm::Difference);
        assert_eq!(first.compare(second, form), Ok(favoured));
        assert_published(first.value_over(second, form).unwrap(), ratio);
    }
}

/// A ratio of two losses says the opposite of the rule, so that there is none.
#[test]
fn of_two_losses_the_smaller_is_favoured() {
    let (small, large) = (offer(dec!(10), dec!(11)), offer(dec!(10), dec!(14)));
    let form = ValueForm::Difference;
    assert_eq!(small.compare(&large, form), Ok(Ordering::Greater));
    assert_eq!(small.value_over(&large, form), None);
}

/// Difference and ratio of the same two offers: sources differ, and so does the answer.
#[test]
fn difference_and_ratio_favour_different_offers() {
    let (large, small) = (offer(dec!(200), dec!(150)), offer(dec!(40), dec!(20)));
    let by = |form| large.compare(&small, form).unwrap();
    assert_eq!(by(ValueForm::Difference), Ordering::Greater);
    assert_eq!(by(ValueForm::Ratio), Ordering::Less);
    let by_ratio = large.value_over(&small, ValueForm::Ratio);
    assert_published(by_ratio.unwrap(), "0.6667");
}

fn offer(product: Decimal, monetary: Decimal) -> DeliveredValue {
    DeliveredValue::new([
        (ValueComponent::Product, product),
        (ValueComponent::Monetary, monetary),
    ])
    .unwrap()
}
