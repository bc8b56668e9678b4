//! Derived importance and quadrants at growing numbers of respondents, and the bootstrap against
//! running the public analysis again for each draw.
//!
//! The ratio is of the two figures of one run: the bootstrap must take less than the analyses.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use retention::estimate::Resampling;
use retention::quadrant::{Analysis, Attribute, Importance, Method, Options, RatingScales, Survey};
use retention::scale::Scale;

const ITEMS: usize = 24;
const SCALE: Scale = Scale::ONE_TO_TEN;
/// A thousand is usual; the ratio is the same.
const DRAWS: u32 = 48;

/// A small generator, so that the data is the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// Answers from 1 to 10 that have something in common: a column for each item, overall answers
/// last.
fn columns(respondents: usize) -> Vec<Vec<f64>> {
    let mut random = Random(1);
    let common: Vec<u64> = (0..respondents).map(|_| random.below(6)).collect();
    (0..=ITEMS)
        .map(|_| {
            common
                .iter()
                .map(|common| (1 + common + random.below(5)) as f64)
                .collect()
        })
        .collect()
}

fn analyse(columns: &[Vec<f64>], method: Method) -> Analysis {
    survey(columns)
        .assess(method)
        .unwrap()
        .analysis(Options::default())
        .unwrap()
}

fn survey(columns: &[Vec<f64>]) -> Survey<'_> {
    let answers = |column: &'_ usize| SCALE.full_answers(&columns[*column]).unwrap();
    Survey::new((0..ITEMS).map(|item| (item.to_string(), answers(&item))))
        .unwrap()
        .overall(answers(&ITEMS))
        .unwrap()
}

fn importance(c: &mut Criterion) {
    let mut group = c.benchmark_group("importance and quadrants of 24 attributes");
    for respondents in [1_000, 10_000, 100_000, 1_000_000] {
        let columns = columns(respondents);
        group.throughput(Throughput::Elements((ITEMS * respondents) as u64));
        for importance in [
            Importance::Pearson,
            Importance::Spearman,
            Importance::Regression,
            Importance::RelativeWeights,
        ] {
            // Sorting a million rows says nothing that a hundred thousand do not.
            if importance == Importance::Spearman && respondents > 100_000 {
                continue;
            }
            let method = Method::from(importance);
            group.bench_function(BenchmarkId::new(importance.name(), respondents), |b| {
                b.iter(|| analyse(black_box(&columns), method));
            });
        }
    }
    group.finish();
}

fn placing(c: &mut Criterion) {
    let mut group = c.benchmark_group("quadrants of ready-made ratings");
    for count in [24, 1_000] {
        let mut random = Random(2);
        let mut rating = || 1.0 + random.below(900) as f64 / 100.0;
        let attributes: Vec<Attribute> = (0..count)
            .map(|name| Attribute::new(name.to_string(), rating(), rating()))
            .collect();
        group.throughput(Throughput::Elements(count));
        group.bench_function(BenchmarkId::from_parameter(count), |b| {
            b.iter(|| {
                let attributes = attributes.iter().cloned();
                Analysis::new(attributes, RatingScales::same(SCALE), Options::default()).unwrap()
            });
        });
    }
    group.finish();
}

/// What a user without the bootstrap would write.
fn naively(columns: &[Vec<f64>], method: Method) -> u64 {
    let respondents = columns[0].len();
    let mut random = Random(3);
    let mut concentrate = 0;
    for _ in 0..DRAWS {
        let drawn: Vec<usize> = (0..respondents)
            .map(|_| random.below(respondents as u64) as usize)
            .collect();
        let columns: Vec<Vec<f64>> = columns
            .iter()
            .map(|column| drawn.iter().map(|&row| column[row]).collect())
            .collect();
        let first = &analyse(&columns, method).attributes[0];
        concentrate += first.quadrant as u64;
    }
    concentrate
}

fn resamples(c: &mut Criterion) {
    let columns = columns(10_000);
    let resampling = Resampling::default().draws(DRAWS);
    for importance in [
        Importance::Pearson,
        Importance::Spearman,
        Importance::Regression,
        Importance::Partial,
        Importance::Deng,
        Importance::RelativeWeights,
    ] {
        let method = Method::from(importance);
        let mut group = c.benchmark_group(format!("{DRAWS} draws of 10,000, {importance}"));
        group.bench_function("bootstrap", |b| {
            let survey = survey(&columns);
            b.iter(|| survey.bootstrap(method, Options::default(), resampling));
        });
        group.bench_function("analysis again and again", |b| {
            b.iter(|| naively(black_box(&columns), method));
        });
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = placing, importance, resamples
}
