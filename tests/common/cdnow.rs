//! The CDNOW sample: reading it, and what is known about it.

use chrono::NaiveDate;
use retention::period::Window;
use retention::purchases::{Purchase, PurchaseLog};
use rust_decimal::Decimal;

/// Customer, date, CDs, amount.
pub type Row = (u32, NaiveDate, u32, Decimal);

pub fn rows() -> Vec<Row> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/cdnow.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            (
                record[0].parse().unwrap(),
                record[1].parse().unwrap(),
                record[2].parse().unwrap(),
                Decimal::from_str_exact(&record[3]).unwrap(),
            )
        })
        .collect()
}

/// All 6,919 purchases.
pub fn log() -> PurchaseLog<u32> {
    PurchaseLog::from_rows(
        rows()
            .into_iter()
            .map(|(customer, date, _, amount)| Purchase {
                customer,
                date,
                amount,
            }),
    )
    .unwrap()
}

pub fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The 39 weeks on which the literature calibrates its models.
pub fn calibration() -> Window {
    Window::new(date(1997, 1, 1), date(1997, 9, 30)).unwrap()
}
