//! Purchases in columns.

use chrono::NaiveDate;
use retention::Accumulator;
use retention::period::{Period, Ruler, Window};
use retention::purchases::{
    Amounts, Columns, Dates, Outside, Policy, PurchaseLog, SummariesBuilder,
};
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
    let days = Dates::SinceEpoch(&DAYS);
    for mask in [&[true, false][..], &[true; 4]] {
        let columns = Columns::masked(&CUSTOMERS, days, cents(&CENTS), mask.iter().copied());
        assert_eq!(refusal(columns), expected::length("mask", mask.len(), 3));
    }
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
    let days = Dates::SinceEpoch(&DAYS);
    let masked = Columns::masked(&CUSTOMERS, days, cents(&CENTS), [false; 3]).unwrap();
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
                let mask = mask.iter().copied();
                let columns = Columns::masked(&CUSTOMERS, dates, amounts, mask).unwrap();
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

#[test]
fn may_hold_anything_where_a_row_is_left_out() {
    let days = [19_844, i32::MAX, 19_846];
    let mask = [true, false, true];
    let of = |days| Columns::masked(&CUSTOMERS, Dates::SinceEpoch(days), cents(&CENTS), mask);
    let columns = of(&days).unwrap();
    assert_eq!((columns.len(), columns.left_out()), (2, 1));
    assert_eq!(
        columns.rows().map(|row| row.customer).collect::<Vec<_>>(),
        ["Ann", "Ann"]
    );
    assert_eq!(
        [0, 1, 2].map(|row| columns.position(row)),
        [Some(0), Some(2), None]
    );
    let error = of(&[19_844, 0, i32::MIN]).unwrap_err();
    assert_eq!(error.row(), Some(2));
}

#[test]
fn say_where_in_them_an_error_is() {
    let mask = [false, true, true];
    let days = Dates::SinceEpoch(&DAYS);
    let columns = Columns::masked(&CUSTOMERS, days, cents(&CENTS), mask).unwrap();
    let date = NaiveDate::from_ymd_opt(2024, 5, 4).unwrap();
    let window = Window::new(date, date + chrono::Days::new(30)).unwrap();
    let policy = Policy::default().outside(Outside::Refuse);
    let mut builder = SummariesBuilder::new(window, policy, Period::Day, Ruler::Days);
    let error = builder.extend(columns.rows()).unwrap_err();
    assert_eq!(error.row(), Some(1));
    assert_eq!(columns.position(1), Some(2));
}
