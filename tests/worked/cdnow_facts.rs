//! What is known of the CDNOW sample, counted from its file.

use retention::period::Period;
use retention::purchases::Policy;
use rust_decimal::dec;

use crate::cdnow::{calibration, date, log, rows};

#[test]
fn cdnow_sample_has_2357_customers_6919_rows_and_6696_customer_days() {
    let log = log();
    assert_eq!(log.customers().len(), 2357);
    assert_eq!(log.row_count(), 6919);
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
