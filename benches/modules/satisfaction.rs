//! Satisfaction, at growing numbers of respondents: counting promoters, Kano pairs, SERVQUAL rows.

use retention::Accumulator;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};

use retention::satisfaction::servqual::Respondent;
use retention::satisfaction::{kano, nps, rating, servqual};
use retention::scale::{Scale, Weights};

const SIZES: [usize; 4] = [10_000, 100_000, 1_000_000, 10_000_000];

/// So many numbers below `bound`, one in fifty left out.
fn column(seed: u64, bound: u64, respondents: usize) -> Vec<Option<u64>> {
    let mut state = seed;
    (0..respondents)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let drawn = state >> 33;
            (!drawn.is_multiple_of(50)).then_some(drawn / 50 % bound)
        })
        .collect()
}

/// The same as answers from `low`.
fn answers(seed: u64, low: u64, high: u64, respondents: usize) -> Vec<Option<f64>> {
    column(seed, high - low + 1, respondents)
        .into_iter()
        .map(|answer| answer.map(|answer| (low + answer) as f64))
        .collect()
}

fn questions(c: &mut Criterion) {
    for respondents in SIZES {
        let recommend = answers(1, 0, 10, respondents);
        let satisfied = answers(2, 1, 5, respondents);
        let weights: Vec<f64> = (0..respondents).map(|i| (i % 4 + 1) as f64).collect();
        let weights = Weights::new(weights).unwrap();
        let options = nps::Options::default();

        let mut group = c.benchmark_group("one question");
        group.throughput(Throughput::Elements(respondents as u64));
        group.bench_function(BenchmarkId::new("nps, pushed", respondents), |b| {
            b.iter(|| {
                let mut counts = nps::Counter::new(options).unwrap();
                counts
                    .extend(black_box(&recommend).iter().copied())
                    .unwrap();
                counts.finish().unwrap()
            });
        });
        let full: Vec<f64> = recommend
            .iter()
            .map(|answer| answer.unwrap_or(5.0))
            .collect();
        group.bench_function(
            BenchmarkId::new("nps, full column, checked", respondents),
            |b| {
                b.iter(|| {
                    let answers = Scale::ZERO_TO_TEN.full_answers(black_box(&full)).unwrap();
                    nps::NetPromoterScore::of(&answers, None, options).unwrap()
                });
            },
        );
        let column = Scale::ZERO_TO_TEN.answers(&recommend).unwrap();
        group.bench_function(BenchmarkId::new("nps, column", respondents), |b| {
            b.iter(|| nps::NetPromoterScore::of(&column, None, options).unwrap());
        });
        group.bench_function(BenchmarkId::new("nps, weighted column", respondents), |b| {
            b.iter(|| nps::NetPromoterScore::of(&column, Some(&weights), options).unwrap());
        });
        let column = Scale::ONE_TO_FIVE.answers(&satisfied).unwrap();
        group.bench_function(BenchmarkId::new("csat, column", respondents), |b| {
            b.iter(|| {
                let options = rating::Options::csat();
                rating::Rating::of(black_box(&column), None, options).unwrap()
            });
        });
        group.bench_function(BenchmarkId::new("ces, column", respondents), |b| {
            b.iter(|| {
                let options = rating::Options::ces().scale(Scale::ONE_TO_FIVE);
                rating::Rating::of(black_box(&column), None, options).unwrap()
            });
        });
        group.finish();
    }
}

fn kano(c: &mut Criterion) {
    let mut group = c.benchmark_group("kano");
    for respondents in SIZES {
        let answer = |code: Option<u64>| code.map(|code| kano::Answer::ALL[code as usize]);
        let pairs: Vec<kano::Pair<Option<kano::Answer>>> = column(3, 5, respondents)
            .into_iter()
            .zip(column(4, 5, respondents))
            .map(|(functional, dysfunctional)| kano::Pair {
                functional: answer(functional),
                dysfunctional: answer(dysfunctional),
            })
            .collect();
        group.throughput(Throughput::Elements(respondents as u64));
        group.bench_function(BenchmarkId::new("pairs, pushed", respondents), |b| {
            b.iter(|| {
                let mut counts = kano::Counter::new(kano::Options::default()).unwrap();
                counts.extend(black_box(&pairs).iter().copied()).unwrap();
                counts.finish().unwrap()
            });
        });
        let functional: Vec<_> = pairs.iter().map(|pair| pair.functional).collect();
        let dysfunctional: Vec<_> = pairs.iter().map(|pair| pair.dysfunctional).collect();
        let columns = kano::Pair {
            functional: &functional,
            dysfunctional: &dysfunctional,
        };
        group.bench_function(BenchmarkId::new("columns", respondents), |b| {
            b.iter(|| kano::Kano::of(black_box(columns), None, kano::Options::default()).unwrap());
        });
    }
    group.finish();
}

fn servqual(c: &mut Criterion) {
    let mut group = c.benchmark_group("servqual");
    for respondents in [10_000, 100_000] {
        let options = servqual::Options::default();
        let items = options.items.len();
        let perceptions = answers(5, 1, 7, items * respondents);
        let expectations = answers(6, 1, 7, items * respondents);
        group.throughput(Throughput::Elements((2 * items * respondents) as u64));
        group.bench_function(BenchmarkId::new("22 items, pushed", respondents), |b| {
            b.iter(|| {
                let mut builder = servqual::Builder::new(&options).unwrap();
                let rows = perceptions.chunks(items).zip(expectations.chunks(items));
                let rows = rows.map(|(perceived, expected)| Respondent::new(perceived, expected));
                builder.extend(rows).unwrap();
                builder.finish().unwrap()
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = questions, kano, servqual
}
