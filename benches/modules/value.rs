//! Customer value from respondents: a market of suppliers rated on attributes, and its value map,
//! at growing sizes.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use retention::Accumulator;
use retention::scale::Scale;
use retention::value::map;
use retention::value::market::{Builder, Ratings};
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

fn names(of: &str, count: usize) -> Vec<String> {
    (0..count).map(|at| format!("{of} {at}")).collect()
}

fn builder(suppliers: usize, attributes: usize) -> Builder {
    let (suppliers, attributes) = (names("supplier", suppliers), names("attribute", attributes));
    Builder::new(Scale::ONE_TO_TEN, attributes, suppliers).unwrap()
}

fn rated<'r>(suppliers: &'r [String], at: usize, ratings: &'r [Option<f64>]) -> Ratings<'r> {
    let supplier = &suppliers[at % suppliers.len()];
    Ratings { supplier, ratings }
}

/// The value of each supplier on its map, from first row to last.
fn value_map(market: Builder, suppliers: usize, attributes: usize) -> f64 {
    let (attributes_named, named) = (names("attribute", attributes), names("supplier", suppliers));
    let weights: Vec<(&str, f64)> = attributes_named
        .iter()
        .map(|name| (name.as_str(), 100.0 / attributes as f64))
        .collect();
    let prices: Vec<(&str, Decimal)> = named
        .iter()
        .zip(100_u32..)
        .map(|(name, price)| (name.as_str(), Decimal::from(price)))
        .collect();
    let map = market
        .finish()
        .unwrap()
        .value_map_from_prices(&weights, &prices, map::Options::default())
        .unwrap();
    map.offers.iter().map(|point| point.value).sum()
}

fn from_respondents(c: &mut Criterion) {
    let mut group = c.benchmark_group("value map from respondents who rate one supplier each");
    for respondents in [1_000, 10_000, 100_000] {
        group.throughput(Throughput::Elements(respondents as u64));
        for (kind, missing) in [("all answered", 0), ("one in ten missing", 10)] {
            let rows = ratings(ATTRIBUTES, missing);
            let suppliers = names("supplier", SUPPLIERS);
            group.bench_with_input(BenchmarkId::new(kind, respondents), &rows, |b, rows| {
                b.iter(|| {
                    let mut market = builder(SUPPLIERS, ATTRIBUTES);
                    let rows = rows.iter().cycle().take(respondents);
                    for (at, row) in rows.enumerate() {
                        let rated = rated(&suppliers, at, row);
                        market.push(&[rated]).unwrap();
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
        let suppliers = names("supplier", SUPPLIERS);
        group.bench_with_input(
            BenchmarkId::new("all answered", respondents),
            &rows,
            |b, rows| {
                b.iter(|| {
                    let mut market = builder(SUPPLIERS, ATTRIBUTES);
                    for at in 0..respondents {
                        let rated = [0, 7, 19]
                            .map(|step| rated(&suppliers, at + step, &rows[(at + step) % ROWS]));
                        market.push(&rated).unwrap();
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
        let suppliers = names("supplier", SUPPLIERS);
        group.bench_with_input(
            BenchmarkId::new("all answered", respondents),
            &rows,
            |b, rows| {
                b.iter(|| {
                    let mut market = builder(SUPPLIERS, ATTRIBUTES);
                    for row in rows.iter().cycle().take(respondents) {
                        for supplier in 0..SUPPLIERS {
                            market.push(&[rated(&suppliers, supplier, row)]).unwrap();
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
        let named = names("supplier", suppliers);
        for (at, row) in ratings(attributes, 0).iter().enumerate() {
            market.push(&[rated(&named, at, row)]).unwrap();
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
