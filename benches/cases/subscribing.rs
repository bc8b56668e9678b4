//! Accounts of subscriptions, revenue bridges and the intervals of their rates.

use std::hint::black_box;

use chrono::{Days, NaiveDate};
use retention::churn::{Bridge, Movements, RevenueIntervals, RevenueRate, moved};
use retention::estimate::Resampling;
use retention::period::{Period, Window};
use retention::subscriptions::{Accounts, Options, Subscription, SubscriptionLog};

use super::Case;
use super::inputs::{Rows, rows};

/// Subscriptions of 45 days that begin on the days of purchases.
fn log(size: usize, of: Rows) -> SubscriptionLog<u32> {
    let rows = rows(size, of).into_iter().map(|row| {
        let last = row.date + Days::new(44);
        Subscription::monthly(row.customer, row.date, Some(last), row.amount)
    });
    SubscriptionLog::from_rows(rows).unwrap()
}

/// Three years, within the days of the purchases.
fn all(log: &SubscriptionLog<u32>) -> Accounts<'_, u32> {
    let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let window = Window::new(date(2020, 7, 1), date(2023, 6, 30)).unwrap();
    log.accounts(window, Options::default()).unwrap()
}

type OfLog = fn(&SubscriptionLog<u32>);

pub fn cases() -> Vec<Case> {
    let named: [(&str, OfLog); 3] = [
        ("revenue bridge by month", |log| {
            let changes = Movements::EveryChange;
            black_box(Bridge::of(&all(log), Period::Month, changes).unwrap());
        }),
        ("customers who moved", |log| {
            let changes = Movements::EveryChange;
            black_box(moved(&all(log), Period::Month, changes).unwrap());
        }),
        ("interval of net retention", |log| {
            let accounts = all(log);
            let (ends, rate) = (Movements::AtEnds, RevenueRate::NetRetention);
            let draws = Resampling::default().draws(2);
            black_box(RevenueIntervals::of(&accounts, Period::Year, ends, rate, draws).unwrap());
        }),
    ];
    let cases = named.into_iter().flat_map(|(name, run)| {
        [
            Rows::Typical,
            Rows::OneEach,
            Rows::AllEqual,
            Rows::ManyScales,
        ]
        .map(move |of| {
            Case::new(name, of.name(), move |size| {
                let log = log(size, of);
                Box::new(move || run(&log))
            })
        })
    });
    cases.collect()
}
