//! Switching costs scored from the thirty items of Burnham, Frels and Mahajan, at growing numbers
//! of respondents: row by row, and from columns.

use retention::Accumulator;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use retention::scale::{Answers, Missing, Scale, Sheet};
use retention::switching::CostType;
use retention::switching::survey::{self, Builder, Options, Population, Scorer};

const SCALE: Scale = Scale::ONE_TO_FIVE;
const ITEMS: usize = 30;

/// So many rows are made; they are read again and again.
const ROWS: usize = 100_000;

/// Thirty columns of ten million would not fit: each is a stretch of one long column, so many rows
/// after the one before.
const STEP: usize = 101;

/// 10³ to 10⁶ respondents, and 10⁷ where `RETENTION_BENCH_LARGE` is set.
fn sizes() -> Vec<usize> {
    let mut sizes = vec![1_000, 10_000, 100_000, 1_000_000];
    #[expect(clippy::disallowed_methods, reason = "a benchmark, not the library")]
    if std::env::var_os("RETENTION_BENCH_LARGE").is_some() {
        sizes.push(10_000_000);
    }
    sizes
}

/// So many answers from 1 to 5, one in fifty left out.
fn answers(count: usize) -> Vec<Option<f64>> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    (0..count)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let drawn = state >> 33;
            (!drawn.is_multiple_of(50)).then_some((drawn / 50 % 5 + 1) as f64)
        })
        .collect()
}

fn scorer() -> Scorer {
    let thirty = survey::instrument(SCALE, Missing::default()).unwrap();
    Scorer::new(thirty, Options::default()).unwrap()
}

fn rows(c: &mut Criterion) {
    let answers = answers(ROWS * ITEMS);
    let rows: Vec<&[Option<f64>]> = answers.chunks_exact(ITEMS).collect();
    let scorer = scorer();
    let mut group = c.benchmark_group("switching costs from rows");
    for size in sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let respondents = || rows.iter().copied().cycle().take(size);
        group.bench_function(BenchmarkId::new("scores", size), |b| {
            b.iter(|| {
                let procedural = respondents().filter_map(|row| {
                    let scores = scorer.score(row).unwrap();
                    scores.cost_type(CostType::Procedural)
                });
                black_box(procedural.sum::<f64>())
            });
        });
        group.bench_function(BenchmarkId::new("population", size), |b| {
            b.iter(|| {
                let mut builder = Builder::new(scorer.clone());
                builder.extend(respondents()).unwrap();
                builder.finish().unwrap()
            });
        });
    }
    group.finish();
}

fn columns(c: &mut Criterion) {
    let scorer = scorer();
    let mut group = c.benchmark_group("switching costs from columns");
    for size in sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let long = answers(size + STEP * ITEMS);
        let columns: Vec<Answers<'_>> = (0..ITEMS)
            .map(|item| {
                let start = item * STEP;
                SCALE.answers(&long[start..start + size]).unwrap()
            })
            .collect();
        let sheet = Sheet::new(columns).unwrap();
        group.bench_function(BenchmarkId::new("scores", size), |b| {
            b.iter(|| {
                let scores = scorer.scores(&sheet).unwrap();
                let procedural =
                    scores.filter_map(|row| row.unwrap().cost_type(CostType::Procedural));
                black_box(procedural.sum::<f64>())
            });
        });
        group.bench_function(BenchmarkId::new("population", size), |b| {
            b.iter(|| Population::of(&scorer, &sheet).unwrap());
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = rows, columns
}
