//! Stages, back-tests and stage changes.

mod over_time;
mod rules;
mod stages;

use crate::*;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn at(customer: u32, date: NaiveDate, amount: Decimal) -> Purchase<u32> {
    Purchase {
        customer,
        date,
        amount,
    }
}

fn until(log: &PurchaseLog<u32>, as_of: NaiveDate) -> Window {
    log.until(as_of).unwrap()
}

fn span(count: u32, period: Period) -> Span {
    Span::new(count, period).unwrap()
}
