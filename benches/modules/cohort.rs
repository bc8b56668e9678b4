//! Cohort tables from a log, at growing sizes.

use std::hint::black_box;

use chrono::Weekday;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use retention::cohort::{Cohorts, Options};
use retention::period::Period;
use retention::purchases::{Policy, PurchaseLog};

use crate::rows;

fn tables(c: &mut Criterion) {
    let mut group = c.benchmark_group("cohorts from a log");
    for size in rows::sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let log = PurchaseLog::from_rows(rows::numbered(size)).unwrap();
        for (name, period) in [
            ("months", Period::Month),
            ("weeks", Period::Week(Weekday::Mon)),
        ] {
            let options = Options::default().period(period);
            group.bench_with_input(BenchmarkId::new(name, size), &log, |b, log| {
                b.iter(|| {
                    let observed = log.observe(log.window(), Policy::default()).unwrap();
                    black_box(Cohorts::of(&observed, options).unwrap())
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, tables);
