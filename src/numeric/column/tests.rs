use proptest::prelude::*;
use rust_decimal::dec;

use super::super::money::to_decimal;
use super::*;

const LEAST: Decimal = Decimal::from_parts(1, 0, 0, false, 28);

#[test]
fn a_column_widens_only_when_it_must() {
    let mut column = Column::with_capacity(0);
    column.push(dec!(1.5)).unwrap();
    column.push(dec!(2.25)).unwrap();
    column.push(dec!(3)).unwrap();
    assert_eq!(column.scale(), 2);
    assert!(matches!(column.all(), Mantissas::Narrow([150, 225, 300])));
    column.push(dec!(0.0000000000000000000000000001)).unwrap();
    assert!(matches!(column.all(), Mantissas::Wide(_)));
    assert_eq!(column.all().iter().last(), Some(1));
    assert!(column.push(Decimal::MAX).is_err());
    assert_eq!(column.len(), 4);
}

#[test]
fn columns_are_equal_by_their_amounts() {
    let column = |amounts: &[Decimal]| Column::from_amounts(amounts.iter().copied()).unwrap();
    assert_eq!(
        column(&[dec!(1.50), dec!(2)]),
        column(&[dec!(1.5), dec!(2.000)])
    );
    assert_ne!(
        column(&[dec!(1.50), dec!(2)]),
        column(&[dec!(1.50), dec!(3)])
    );
    assert_ne!(column(&[dec!(1.50), dec!(2)]), column(&[dec!(1.50)]));
    let mut moved = column(&[dec!(10), dec!(0.1)]);
    moved.gather([1, 0].into_iter());
    assert_eq!(moved, column(&[dec!(0.1), dec!(10)]));
    assert_ne!(column(&[dec!(1)]), moved);
    // What does not fit at the larger scale has no equal there.
    assert_ne!(column(&[Decimal::MAX]), column(&[LEAST]));
}

#[test]
fn the_room_reserved_is_kept_when_the_scale_rises() {
    let mut column = Column::with_capacity(1000);
    let capacity = |column: &Column| match &column.store {
        Store::Narrow(narrow) => (narrow.capacity(), false),
        Store::Wide(wide) => (wide.capacity(), true),
    };
    column.push(dec!(1)).unwrap();
    column.push(dec!(1.25)).unwrap();
    assert_eq!(capacity(&column), (1000, false));
    column.push(LEAST).unwrap();
    assert_eq!(capacity(&column), (1000, true));
}

#[test]
fn an_amount_of_a_smaller_scale_is_raised_in_64_bits_if_it_fits() {
    let largest = i64::MAX / 100;
    let mut column = Column::from_amounts([dec!(0.01), Decimal::from(-largest)]).unwrap();
    let Mantissas::Narrow(&[1, raised]) = column.all() else {
        panic!("{column:?}");
    };
    assert_eq!(
        (raised, column.places.largest()),
        (-largest * 100, raised.unsigned_abs().into())
    );
    column.push(Decimal::from(largest + 1)).unwrap();
    let expected = [1, i128::from(raised), (i128::from(largest) + 1) * 100];
    assert!(matches!(column.all(), Mantissas::Wide(wide) if wide == expected));
}

#[test]
fn ever_larger_scales_rewrite_a_column_no_more_often_than_there_are_scales() {
    let mut column = Column::with_capacity(0);
    let amounts = (0..=28).map(|scale| Decimal::from_i128_with_scale(1, scale));
    for (amount, scale) in amounts.zip(0..) {
        column.push(amount).unwrap();
        assert_eq!(column.scale(), scale);
    }
    assert!(
        column
            .all()
            .iter()
            .eq((0..=28).rev().map(|zeros| 10_i128.pow(zeros)))
    );
}

#[test]
fn a_refused_amount_changes_nothing() {
    let mut column = Column::from_amounts([Decimal::MAX]).unwrap();
    let before = column.clone();
    for _ in 0..3 {
        assert!(column.push(LEAST).is_err());
    }
    assert_eq!((column.scale(), &column), (0, &before));
    column.push(dec!(-3)).unwrap();
    assert_eq!(column.len(), 2);
}

proptest! {
    #[test]
    fn a_column_holds_what_was_pushed(
        amounts in prop::collection::vec((any::<i64>(), 0_u32..12), 1..40)
    ) {
        let mut column = Column::with_capacity(0);
        for &(mantissa, scale) in &amounts {
            column.push(Decimal::new(mantissa, scale)).unwrap();
        }
        for (held, &(mantissa, scale)) in column.all().iter().zip(&amounts) {
            prop_assert_eq!(to_decimal(held, column.scale()).unwrap(), Decimal::new(mantissa, scale));
        }
    }
}
