//! Made-up purchases: one customer for ten rows, a thousand days, amounts up to 200.00, in no
//! order.

#![allow(dead_code)]

use chrono::{Days, NaiveDate};
use retention::purchases::Purchase;
use retention::subscriptions::Subscription;
use rust_decimal::Decimal;

/// With more rows, strings would take longer to make than to measure.
pub const MOST_STRINGS: usize = 1_000_000;

/// 10⁴ to 10⁶ rows, and 10⁷ where `RETENTION_BENCH_LARGE` is set.
pub fn sizes() -> Vec<usize> {
    let mut sizes = vec![10_000, 100_000, 1_000_000];
    #[expect(clippy::disallowed_methods, reason = "a benchmark, not the library")]
    if std::env::var_os("RETENTION_BENCH_LARGE").is_some() {
        sizes.push(10_000_000);
    }
    sizes
}

/// Rows whose customers are numbers spread over all of `u32`.
pub fn numbered(size: usize) -> Vec<Purchase<u32>> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let start = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    let customers = (size / 10).max(1) as u64;
    (0..size)
        .map(|_| Purchase {
            customer: (next(customers) as u32).wrapping_mul(2_654_435_761),
            date: start + Days::new(next(1_000)),
            amount: Decimal::new(next(20_000) as i64, 2),
        })
        .collect()
}

/// Monthly subscriptions of 30 to 600 days within four years, ten rows for seven customers.
pub fn subscriptions(size: usize) -> Vec<Subscription<u32>> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let start = NaiveDate::from_ymd_opt(2019, 1, 1).unwrap();
    let customers = (size * 7 / 10).max(1) as u64;
    (0..size)
        .map(|_| {
            let customer = (next(customers) as u32).wrapping_mul(2_654_435_761);
            let from = start + Days::new(next(1_400));
            let to = from + Days::new(30 + next(570));
            let amount = Decimal::new(next(20_000) as i64, 2);
            Subscription::monthly(customer, from, Some(to), amount)
        })
        .collect()
}

/// The same rows with customers such as `customer-2654435761`.
pub fn named(size: usize) -> Vec<Purchase<String>> {
    numbered(size)
        .into_iter()
        .map(|row| Purchase {
            customer: format!("customer-{}", row.customer),
            date: row.date,
            amount: row.amount,
        })
        .collect()
}

/// A row that borrows its customer.
pub fn borrowed(row: &Purchase<String>) -> Purchase<&str> {
    Purchase {
        customer: &row.customer,
        date: row.date,
        amount: row.amount,
    }
}
