//! Answers, scores and reliability, at growing numbers of respondents.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use retention::scale::{ItemSet, Missing, Scale, Weights};

const ITEMS: usize = 7;

/// So many answers from 1 to 10, one in fifty left out.
fn column(item: usize, respondents: usize) -> Vec<Option<f64>> {
    let mut state = item as u64 + 1;
    (0..respondents)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let drawn = state >> 33;
            (!drawn.is_multiple_of(50)).then_some((drawn / 50 % 10 + 1) as f64)
        })
        .collect()
}

fn survey(c: &mut Criterion) {
    for respondents in [10_000, 100_000, 1_000_000] {
        let columns: Vec<_> = (0..ITEMS).map(|item| column(item, respondents)).collect();
        let scale = Scale::ONE_TO_TEN;
        let set = ItemSet::new(
            columns
                .iter()
                .map(|column| scale.answers(column).unwrap().reversed()),
        )
        .unwrap();
        let weights: Vec<f64> = (0..respondents).map(|i| (i % 4 + 1) as f64).collect();
        let weights = Weights::new(weights).unwrap();

        let mut group = c.benchmark_group("one item");
        group.throughput(Throughput::Elements(respondents as u64));
        group.bench_function(BenchmarkId::new("checked", respondents), |b| {
            b.iter(|| scale.answers(black_box(&columns[0])).unwrap().missing());
        });
        group.bench_function(BenchmarkId::new("weighted summary", respondents), |b| {
            b.iter(|| set.items()[0].summary(Some(&weights)).unwrap());
        });
        group.finish();

        let mut group = c.benchmark_group("seven items");
        group.throughput(Throughput::Elements((ITEMS * respondents) as u64));
        group.bench_function(BenchmarkId::new("scores", respondents), |b| {
            b.iter(|| set.scores(Missing::default()).unwrap());
        });
        group.bench_function(BenchmarkId::new("reliability", respondents), |b| {
            b.iter(|| set.reliability(None).unwrap());
        });
        group.finish();
    }
}

criterion_group!(benches, survey);
