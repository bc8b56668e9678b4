//! Accounts and revenue bridges from a log of subscriptions, at growing sizes.

use std::hint::black_box;

use chrono::NaiveDate;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use retention::churn::{Bridge, Movements, RevenueIntervals, RevenueRate};
use retention::estimate::Resampling;
use retention::period::{Period, Window};
use retention::subscriptions::{Accounts, Options, SubscriptionLog};

use crate::rows;

/// 36 months, within the time of the rows.
fn accounts(log: &SubscriptionLog<u32>) -> Accounts<'_, u32> {
    let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let window = Window::new(date(2020, 1, 1), date(2022, 12, 31)).unwrap();
    log.accounts(window, Options::default()).unwrap()
}

fn bridges(c: &mut Criterion) {
    let mut group = c.benchmark_group("bridge of 36 months");
    group.sample_size(10);
    for size in rows::sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let log = SubscriptionLog::from_rows(rows::subscriptions(size)).unwrap();
        for movements in Movements::ALL {
            let id = BenchmarkId::new(movements.to_string(), size);
            group.bench_with_input(id, &log, |b, log| {
                b.iter(|| {
                    black_box(Bridge::of(&accounts(log), Period::Month, *movements).unwrap())
                });
            });
        }
    }
    group.finish();
}

/// 1,000 draws of all customers, for one month.
fn intervals(c: &mut Criterion) {
    let mut group = c.benchmark_group("interval of net retention");
    group.sample_size(10);
    let date = |month, day| NaiveDate::from_ymd_opt(2021, month, day).unwrap();
    let march = Window::new(date(3, 1), date(3, 31)).unwrap();
    for size in [10_000, 100_000] {
        group.throughput(Throughput::Elements(size as u64));
        let log = SubscriptionLog::from_rows(rows::subscriptions(size)).unwrap();
        group.bench_with_input(BenchmarkId::from_parameter(size), &log, |b, log| {
            let accounts = log.accounts(march, Options::default()).unwrap();
            let (ends, rate) = (Movements::AtEnds, RevenueRate::NetRetention);
            let draws = Resampling::default();
            b.iter(|| {
                black_box(
                    RevenueIntervals::of(&accounts, Period::Month, ends, rate, draws).unwrap(),
                )
            });
        });
    }
    group.finish();
}

criterion_group!(benches, bridges, intervals);
