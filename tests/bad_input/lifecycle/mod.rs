//! Stages, back-tests and stage changes.

mod judged;
mod over_time;
mod rules;
mod stages;

use retention::lifecycle::{Rules, Silence};

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

/// The customer's own rhythm, at the usual rates.
fn by_rhythm() -> Rules {
    Rules::default().silence(Silence::FalseAlarm {
        decline: 0.20,
        lapse: 0.05,
    })
}

fn span(count: u32, period: Period) -> Span {
    Span::new(count, period).unwrap()
}
