//! What every accumulator promises, tested once and run for each of them: order, parts, kept state,
//! and an error that says which row and which place in it.

#![cfg(feature = "serde")]

mod promises;

use chrono::{Days, NaiveDate};
use promises::Case;
use retention::counted::Counter;
use retention::purchases::{self, Purchase};
use retention::pyramid::Status;
use retention::scale::{ReliabilityBuilder, Scale};
use rust_decimal::Decimal;

/// Rows that outlive every accumulator.
fn leaked<T>(rows: impl IntoIterator<Item = Vec<T>>) -> Vec<&'static [T]> {
    rows.into_iter().map(|row| &*row.leak()).collect()
}

/// A number from 0 up to `below` that looks random, for a row and a place in it.
fn scattered(row: usize, place: usize, below: u64) -> u64 {
    let mut x = (row as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ (place as u64 + 1).wrapping_mul(0xd1b5_4a32_d192_ed03);
    x = (x ^ x >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (x >> 33) % below
}

/// An answer on 1 to 5, one in eleven missing.
fn answer(row: usize, item: usize) -> Option<f64> {
    let missing = scattered(row, item + 100, 11) == 0;
    (!missing).then(|| 1.0 + scattered(row, item, 5) as f64)
}

/// How many good rows there are before the bad one.
const BEFORE: usize = 500;

#[test]
fn counts_by_class() {
    let class = |row| match scattered(row, 0, 4) {
        0 => None,
        1 => Some(Status::Active),
        2 => Some(Status::Inactive),
        _ => Some(Status::Prospect),
    };
    Case::new(Counter::<Status>::new, (0..BEFORE).map(class).collect()).weighted();
}

#[test]
fn reliability() {
    let mut rows: Vec<Vec<Option<f64>>> = (0..BEFORE)
        .map(|row| (0..4).map(|item| answer(row, item)).collect())
        .collect();
    rows.push(vec![Some(1.0), Some(2.0), Some(6.0), None]);
    let mut rows = leaked(rows);
    let bad = rows.pop().unwrap();
    Case::new(
        || ReliabilityBuilder::new(Scale::ONE_TO_FIVE, 4).unwrap(),
        rows,
    )
    .refuses(bad, Some("item 2"))
    .weighted();
}

/// Amounts of several decimal places, one of them so large that none of 28 fits beside it.
#[test]
fn purchases() {
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let purchase = |row: usize, mantissa: i128, scale: u32| Purchase {
        customer: scattered(row, 0, 50).to_string(),
        date: first + Days::new(scattered(row, 1, 366)),
        amount: Decimal::from_i128_with_scale(mantissa, scale),
    };
    let mut rows: Vec<_> = (1..BEFORE)
        .map(|row| {
            let mantissa = i128::from(scattered(row, 2, 90_000)) - 5_000;
            purchase(row, mantissa, scattered(row, 3, 4) as u32)
        })
        .collect();
    rows.push(purchase(0, Decimal::MAX.mantissa() / 10_000, 0));
    Case::new(purchases::Builder::new, rows).refuses(purchase(7, 1, 28), None);
}
