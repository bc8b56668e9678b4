//! Scores of recency, frequency and monetary value, at growing sizes.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use retention::purchases::{Policy, PurchaseLog};
use retention::rfm::{Nesting, Options, Scores, Segments};

use crate::rows;

fn scores(c: &mut Criterion) {
    let mut group = c.benchmark_group("rfm from a log");
    for size in rows::sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let log = PurchaseLog::from_rows(rows::numbered(size)).unwrap();
        for nesting in [Nesting::Independent, Nesting::Nested] {
            let options = Options::default().nesting(nesting);
            group.bench_with_input(BenchmarkId::new(nesting.name(), size), &log, |b, log| {
                b.iter(|| {
                    let observed = log.observe(log.window(), Policy::default()).unwrap();
                    black_box(Scores::of(&observed, &options).unwrap())
                });
            });
        }
    }
    group.finish();
}

fn segments(c: &mut Criterion) {
    let mut group = c.benchmark_group("rfm segments of scores");
    for size in rows::sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let log = PurchaseLog::from_rows(rows::numbered(size)).unwrap();
        let observed = log.observe(log.window(), Policy::default()).unwrap();
        let scores = Scores::of(&observed, &Options::default()).unwrap();
        let map = Segments::eleven();
        group.bench_with_input(BenchmarkId::new("eleven", size), &scores, |b, scores| {
            b.iter(|| black_box(map.count(scores).unwrap()));
        });
    }
    group.finish();
}

criterion_group!(benches, scores, segments);
