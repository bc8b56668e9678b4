//! Customer value from respondents: a market of suppliers rated on attributes, and its value map,
//! at growing sizes.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use retention::scale::Scale;
use retention::value::{FairValueLine, MapOptions, MarketBuilder, MarketPrice};
use rust_decimal::Decimal;

const SUPPLIERS: usize = 50;
const ATTRIBUTES: usize = 30;

/// How many rows are made up; more respondents repeat them, so that reading them costs the same.
const ROWS: usize = 1000;

/// Whole ratings from 1 to 10, of which so many percent are missing.
fn ratings(attributes: usize, missing: u64) -> Vec<Vec<Option<f64>>> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let mut rating = || (next(100) >= missing).then(|| 1.0 + next(10) as f64);
    let mut row = || (0..attributes).map(|_| rating()).collect();
    (0..ROWS).map(|_| row()).collect()
}

fn names(of: &str, count: usize) -> impl Iterator<Item = String> {
    (0..count).map(move |at| format!("{of} {at}"))
}

fn builder(suppliers: usize, attributes: usize) -> MarketBuilder {
    let (suppliers, attributes) = (names("supplier", suppliers), names("attribute", attributes));
    MarketBuilder::new(Scale::ONE_TO_TEN, suppliers, attributes).unwrap()
}

/// The value of each supplier on its map, from first row to last.
fn value_map(market: MarketBuilder, suppliers: usize, attributes: usize) -> f64 {
    let names: Vec<String> = names("attribute", attributes).collect();
    let weights: Vec<(&str, f64)> = names
        .iter()
        .map(|name| (name.as_str(), 100.0 / attributes as f64))
        .collect();
    let prices: Vec<Decimal> = (0..suppliers).map(|at| Decimal::from(100 + at)).collect();
    let map = market
        .finish()
        .value_map(
            &weights,
            MarketPrice::Paid(&prices),
            FairValueLine::default(),
            &MapOptions::default(),
        )
        .unwrap();
    map.points().iter().map(|point| point.value).sum()
}

fn from_respondents(c: &mut Criterion) {
    let mut group = c.benchmark_group("value map from respondents who rate one supplier each");
    for respondents in [1_000, 10_000, 100_000] {
        group.throughput(Throughput::Elements(respondents as u64));
        for (kind, missing) in [("all answered", 0), ("one in ten missing", 10)] {
            let rows = ratings(ATTRIBUTES, missing);
            group.bench_with_input(BenchmarkId::new(kind, respondents), &rows, |b, rows| {
                b.iter(|| {
                    let mut market = builder(SUPPLIERS, ATTRIBUTES);
                    let rows = rows.iter().cycle().take(respondents);
                    for (at, row) in rows.enumerate() {
                        market.push(at % SUPPLIERS, row).unwrap();
                    }
                    black_box(value_map(market, SUPPLIERS, ATTRIBUTES))
                });
            });
        }
    }
    group.finish();
}

fn from_respondents_who_rate_several(c: &mut Criterion) {
    let mut group = c.benchmark_group("value map from respondents who rate three suppliers each");
    for respondents in [1_000, 10_000, 100_000] {
        group.throughput(Throughput::Elements(respondents as u64));
        let rows = ratings(ATTRIBUTES, 0);
        group.bench_with_input(
            BenchmarkId::new("all answered", respondents),
            &rows,
            |b, rows| {
                b.iter(|| {
                    let mut market = builder(SUPPLIERS, ATTRIBUTES);
                    for at in 0..respondents {
                        let rated = [0, 7, 19].map(|step| {
                            let row = &rows[(at + step) % ROWS];
                            ((at + step) % SUPPLIERS, row.as_slice())
                        });
                        market.push_respondent(&rated, 1.0).unwrap();
                    }
                    black_box(value_map(market, SUPPLIERS, ATTRIBUTES))
                });
            },
        );
    }
    group.finish();
}

/// Every respondent on every supplier, row by row: five million rows.
fn from_all_on_all(c: &mut Criterion) {
    let mut group = c.benchmark_group("value map from respondents who rate all fifty, row by row");
    for respondents in [1_000, 10_000, 100_000] {
        group.throughput(Throughput::Elements((respondents * SUPPLIERS) as u64));
        let rows = ratings(ATTRIBUTES, 0);
        group.bench_with_input(
            BenchmarkId::new("all answered", respondents),
            &rows,
            |b, rows| {
                b.iter(|| {
                    let mut market = builder(SUPPLIERS, ATTRIBUTES);
                    for row in rows.iter().cycle().take(respondents) {
                        for supplier in 0..SUPPLIERS {
                            market.push(supplier, row).unwrap();
                        }
                    }
                    black_box(value_map(market, SUPPLIERS, ATTRIBUTES))
                });
            },
        );
    }
    group.finish();
}

fn of_a_market(c: &mut Criterion) {
    let mut group = c.benchmark_group("value map of a market");
    for (suppliers, attributes) in [(5, 10), (20, 10), (20, 30), (50, 30), (200, 30)] {
        group.throughput(Throughput::Elements((suppliers * attributes) as u64));
        let mut market = builder(suppliers, attributes);
        for (at, row) in ratings(attributes, 0).iter().enumerate() {
            market.push(at % suppliers, row).unwrap();
        }
        let size = format!("{suppliers} suppliers, {attributes} attributes");
        group.bench_with_input(
            BenchmarkId::new("finish and map", size),
            &market,
            |b, market| {
                b.iter_batched(
                    || market.clone(),
                    |market| black_box(value_map(market, suppliers, attributes)),
                    criterion::BatchSize::LargeInput,
                );
            },
        );
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = from_respondents, from_respondents_who_rate_several, from_all_on_all, of_a_market
}
criterion_main!(benches);
