//! Purchases in columns.

use chrono::NaiveDate;
use retention::purchases::{Amounts, Columns, Dates, PurchaseLog};
use rust_decimal::{Decimal, dec};

use crate::expected::{self, refusal};

const DAYS: [i32; 3] = [19_844, 19_850, 19_846];
const CENTS: [i64; 3] = [2_933, -50, 0];
const CUSTOMERS: [&str; 3] = ["Ann", "Ben", "Ann"];

fn cents(units: &[i64]) -> Amounts<'_> {
    Amounts::Minor { units, scale: 2 }
}

#[test]
fn have_one_length() {
    let of = |days, units| Columns::new(&CUSTOMERS, Dates::SinceEpoch(days), cents(units));
    assert_eq!(
        refusal(of(&DAYS[..2], &CENTS)),
        expected::length("dates", 2, 3)
    );
    assert_eq!(
        refusal(of(&DAYS, &CENTS[..1])),
        expected::length("amounts", 1, 3)
    );
    let columns = of(&DAYS, &CENTS).unwrap();
    assert_eq!(
        refusal(columns.clone().present([true, false])),
        expected::length("mask", 2, 3)
    );
    assert_eq!(
        refusal(columns.present([true; 4])),
        expected::length("mask", 4, 3)
    );
}

#[test]
fn of_days_beyond_the_calendar_are_refused_at_their_row() {
    for day in [i32::MAX, i32::MIN, 95_026_238] {
        let days = [19_844, day, 0];
        let columns = Columns::new(&CUSTOMERS, Dates::SinceEpoch(&days), cents(&CENTS));
        assert_eq!(
            refusal(columns),
            format!(
                "days since 1970-01-01 must be a day of the calendar, got {day} at row 1 (counted from 0)"
            )
        );
    }
}

#[test]
fn of_more_decimal_places_than_a_decimal_has_are_refused() {
    let amounts = Amounts::Minor {
        units: &CENTS,
        scale: 29,
    };
    let columns = Columns::new(&CUSTOMERS, Dates::SinceEpoch(&DAYS), amounts);
    assert_eq!(refusal(columns), "scale must be 0 to 28, got 29");
}

#[test]
fn without_a_row_make_no_log() {
    let none: Columns<'_, u32> = Columns::new(&[], Dates::SinceEpoch(&[]), cents(&[])).unwrap();
    assert!(none.is_empty());
    assert_eq!(
        refusal(PurchaseLog::from_rows(none.rows())),
        expected::empty("purchase")
    );
    let columns = Columns::new(&CUSTOMERS, Dates::SinceEpoch(&DAYS), cents(&CENTS)).unwrap();
    let masked = columns.present([false; 3]).unwrap();
    assert_eq!((masked.len(), masked.left_out()), (0, 3));
    assert_eq!(
        refusal(PurchaseLog::from_rows(masked.rows())),
        expected::empty("purchase")
    );
}

#[test]
fn of_any_form_are_the_same_purchases() {
    let dates = DAYS.map(|day| NaiveDate::from_num_days_from_ce_opt(day + 719_163).unwrap());
    let decimals = [dec!(29.33), dec!(-0.50), dec!(0.00)];
    let masks = [vec![true; 3], vec![true, false, true]];
    for mask in masks {
        let mut found = Vec::new();
        for dates in [Dates::Dates(&dates), Dates::SinceEpoch(&DAYS)] {
            for amounts in [Amounts::Decimals(&decimals), cents(&CENTS)] {
                let columns = Columns::new(&CUSTOMERS, dates, amounts).unwrap();
                let columns = columns.present(mask.iter().copied()).unwrap();
                found.push(PurchaseLog::from_rows(columns.rows()).unwrap());
            }
        }
        let present = mask.iter().filter(|&&present| present).count();
        assert_eq!(found[0].row_count(), present);
        assert!(found.iter().all(|log| *log == found[0]));
        let total: Decimal = found[0].rows().map(|row| row.amount).sum();
        assert_eq!(
            total,
            if present == 3 {
                dec!(28.83)
            } else {
                dec!(29.33)
            }
        );
    }
}
