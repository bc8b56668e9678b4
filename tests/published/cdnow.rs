//! The CDNOW sample: reading it, and what is known about it.

use chrono::NaiveDate;
use retention::period::{Period, Window};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use rust_decimal::{Decimal, dec};

/// Customer, date, CDs, amount.
type Row = (u32, NaiveDate, u32, Decimal);

fn rows() -> Vec<Row> {
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

#[test]
fn cdnow_sample_has_2357_customers_6919_rows_and_6696_customer_days() {
    let log = log();
    assert_eq!(log.customers().len(), 2357);
    assert_eq!(log.rows(), 6919);
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let days: usize = observed
        .histories()
        .map(|(_, history)| history.events(Period::Day).unwrap().len())
        .sum();
    assert_eq!(days, 6696);
}

#[test]
fn cdnow_sample_is_244091_94_dollars_and_16479_cds() {
    let log = log();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    assert_eq!(observed.revenue().unwrap(), dec!(244091.94));
    let cds: u32 = rows().iter().map(|&(_, _, cds, _)| cds).sum();
    assert_eq!(cds, 16_479);
}

#[test]
fn cdnow_sample_has_8_rows_of_zero_and_none_below() {
    let log = log();
    let counts = log
        .observe(log.window(), Policy::default())
        .unwrap()
        .counts();
    assert_eq!((counts.zeros, counts.refunds), (8, 0));
    assert_eq!((counts.before, counts.after), (0, 0));
}

#[test]
fn cdnow_sample_runs_from_1997_01_01_to_1998_06_30() {
    assert_eq!(log().window().to_string(), "1997-01-01 to 1998-06-30");
}

#[test]
fn cdnow_first_purchases_fall_between_1997_01_01_and_1997_03_25() {
    let log = log();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let firsts: Vec<_> = observed
        .histories()
        .map(|(_, history)| history.dates()[0])
        .collect();
    assert_eq!(firsts.len(), 2357);
    assert_eq!(firsts.iter().min(), Some(&date(1997, 1, 1)));
    assert_eq!(firsts.iter().max(), Some(&date(1997, 3, 25)));
}

#[test]
fn cdnow_has_4960_rows_up_to_the_end_of_week_39() {
    let log = log();
    let counts = log
        .observe(calibration(), Policy::default())
        .unwrap()
        .counts();
    assert_eq!((counts.rows, counts.after), (4960, 1959));
    assert_eq!((counts.customers, counts.customers_outside), (2357, 0));
}
