//! Building a log and summarising it, at growing sizes.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use retention::period::{Period, Ruler};
use retention::purchases::{Policy, PurchaseLog};

use crate::rows;

fn build(c: &mut Criterion) {
    let mut group = c.benchmark_group("log from unsorted rows");
    for size in rows::sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let numbers = rows::numbered(size);
        group.bench_with_input(BenchmarkId::new("u32", size), &numbers, |b, rows| {
            b.iter(|| PurchaseLog::from_rows(rows.iter().copied()).unwrap());
        });
        drop(numbers);
        if size <= rows::MOST_STRINGS {
            let names = rows::named(size);
            group.bench_with_input(BenchmarkId::new("String", size), &names, |b, rows| {
                b.iter(|| PurchaseLog::from_rows(rows.iter().cloned()).unwrap());
            });
            group.bench_with_input(BenchmarkId::new("&str", size), &names, |b, rows| {
                b.iter(|| PurchaseLog::from_rows(rows.iter().map(rows::borrowed)).unwrap());
            });
        }
    }
    group.finish();
}

fn summarise(c: &mut Criterion) {
    let mut group = c.benchmark_group("summaries of a log");
    for size in rows::sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let log = PurchaseLog::from_rows(rows::numbered(size)).unwrap();
        for (name, grain, ruler) in [
            ("days in weeks", Period::Day, Ruler::Weeks),
            ("months in months", Period::Month, Ruler::Months),
        ] {
            group.bench_with_input(BenchmarkId::new(name, size), &log, |b, log| {
                b.iter(|| {
                    let observed = log.observe(log.window(), Policy::default()).unwrap();
                    black_box(observed.summaries(grain, ruler).unwrap().rows.len())
                });
            });
        }
    }
    group.finish();
}

fn both(c: &mut Criterion) {
    let mut group = c.benchmark_group("log and summaries");
    for size in rows::sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let rows = rows::numbered(size);
        group.bench_with_input(BenchmarkId::new("u32", size), &rows, |b, rows| {
            b.iter(|| {
                let log = PurchaseLog::from_rows(rows.iter().copied()).unwrap();
                let observed = log.observe(log.window(), Policy::default()).unwrap();
                let summaries = observed.summaries(Period::Day, Ruler::Weeks).unwrap();
                black_box(summaries.rows.len())
            });
        });
    }
    group.finish();
}

fn merge(c: &mut Criterion) {
    let mut group = c.benchmark_group("merge of two logs");
    for size in rows::sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let rows = rows::numbered(size);
        let (left, right) = rows.split_at(size / 2);
        let half = |rows: &[_]| PurchaseLog::from_rows(rows.iter().copied()).unwrap();
        let halves = (half(left), half(right));
        group.bench_with_input(BenchmarkId::new("u32", size), &halves, |b, halves| {
            b.iter_batched(
                || halves.clone(),
                |(left, right)| left.merge(right).unwrap(),
                criterion::BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = build, summarise, both, merge
}
