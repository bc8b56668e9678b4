//! Monthly cohorts of the CDNOW sample, January 1997 to June 1998.
//!
//! Computed by `cohorts.py`, with Python 3.11.7 and numpy 2.4.6.

use retention::cohort::{Cell, Cohorts, Options, Retained};
use retention::purchases::Policy;
use rust_decimal::Decimal;

use crate::cdnow::{date, log};

fn table(retained: Retained) -> Cohorts {
    let log = log();
    let window = log.until(date(1998, 6, 30)).unwrap();
    let observed = log.observe(window, Policy::default()).unwrap();
    Cohorts::of(&observed, Options::default().retained(retained)).unwrap()
}

fn of<T>(table: &Cohorts, cohort: usize, of: impl Fn(&Cell) -> T) -> Vec<T> {
    table.rows[cohort].cells.iter().map(of).collect()
}

#[test]
fn cdnow_cohorts_of_781_857_and_719_and_none_after_march_1997() {
    let table = table(Retained::On);
    let customers: Vec<u64> = table.rows.iter().map(|cohort| cohort.customers).collect();
    assert_eq!(customers[..3], [781, 857, 719]);
    assert_eq!(
        (customers.len(), customers[3..].iter().sum::<u64>()),
        (18, 0)
    );
    assert!(table.rows.iter().all(|cohort| cohort.complete));
}

#[test]
fn cdnow_customers_who_bought_in_each_month() {
    let table = table(Retained::On);
    let active = |cohort| of(&table, cohort, |cell| cell.retention.numerator());
    assert_eq!(
        active(0),
        [
            781, 124, 95, 70, 65, 77, 65, 53, 52, 45, 62, 59, 45, 47, 63, 37, 37, 33
        ]
    );
    assert_eq!(
        active(1),
        [
            857, 134, 110, 75, 77, 75, 61, 61, 74, 70, 59, 57, 59, 70, 56, 59, 60
        ]
    );
    assert_eq!(
        active(2),
        [
            719, 87, 84, 78, 63, 64, 55, 57, 73, 65, 47, 51, 78, 32, 38, 45
        ]
    );
    let averages = table.averages(15).unwrap();
    let pooled: Vec<u64> = averages
        .iter()
        .map(|average| average.weighted.numerator())
        .collect();
    assert_eq!(
        pooled,
        [
            2357, 345, 289, 223, 205, 216, 181, 171, 199, 180, 168, 167, 182, 149, 157, 141
        ]
    );
    assert!(averages.iter().all(|average| average.cohorts == 3));
}

#[test]
fn cdnow_customers_who_bought_in_each_month_or_later() {
    let table = table(Retained::OnOrAfter);
    let kept = |cohort| of(&table, cohort, |cell| cell.retention.numerator());
    assert_eq!(
        kept(0),
        [
            781, 355, 323, 300, 284, 273, 251, 234, 225, 213, 198, 180, 157, 142, 120, 83, 62, 33
        ]
    );
    assert_eq!(
        kept(1),
        [
            857, 378, 343, 318, 300, 284, 260, 250, 235, 222, 206, 189, 173, 154, 125, 97, 60
        ]
    );
    assert_eq!(
        kept(2),
        [
            719, 333, 316, 297, 277, 264, 251, 236, 223, 194, 169, 153, 131, 92, 72, 45
        ]
    );
}

#[test]
fn cdnow_revenue_and_purchase_days_of_each_month() {
    let table = table(Retained::On);
    let cents = |cohort| {
        of(&table, cohort, |cell| {
            (cell.revenue * Decimal::ONE_HUNDRED).to_string()
        })
    };
    let expected = [
        2859270, 700373, 424164, 375536, 383325, 354750, 317231, 231348, 229267, 225257, 312426,
        328114, 214180, 206144, 280923, 161513, 147702, 132756,
    ];
    assert_eq!(cents(0), expected.map(|cents| format!("{cents}.00")));
    assert_eq!(
        of(&table, 1, |cell| cell.purchases),
        [
            981, 175, 139, 97, 96, 102, 80, 85, 101, 84, 75, 81, 71, 97, 74, 83, 75
        ]
    );
}
