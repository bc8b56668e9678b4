//! The pyramid straight from rows and from a log, and concentration, at growing sizes.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use retention::Accumulator;
use retention::purchases::{Policy, PurchaseLog};
use retention::pyramid::{Builder, Concentration, Cuts, Migration, Pyramid};

use crate::rows;

fn from_rows(c: &mut Criterion) {
    let mut group = c.benchmark_group("pyramid straight from rows");
    for size in rows::sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let numbers = rows::numbered(size);
        let window = PurchaseLog::from_rows(numbers.iter().copied())
            .unwrap()
            .window();
        group.bench_with_input(BenchmarkId::new("u32", size), &numbers, |b, rows| {
            b.iter(|| {
                let mut builder = Builder::new(window, Policy::default(), &Cuts::curry());
                builder.extend(rows.iter().copied()).unwrap();
                builder.finish().unwrap()
            });
        });
        drop(numbers);
        if size <= rows::MOST_STRINGS {
            let names = rows::named(size);
            group.bench_with_input(BenchmarkId::new("&str", size), &names, |b, rows| {
                b.iter(|| {
                    let mut builder = Builder::new(window, Policy::default(), &Cuts::curry());
                    builder.extend(rows.iter().map(rows::borrowed)).unwrap();
                    builder.finish().unwrap()
                });
            });
        }
    }
    group.finish();
}

fn from_log(c: &mut Criterion) {
    let mut group = c.benchmark_group("pyramid from a log");
    for size in rows::sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let log = PurchaseLog::from_rows(rows::numbered(size)).unwrap();
        group.bench_with_input(BenchmarkId::new("u32", size), &log, |b, log| {
            b.iter(|| {
                let observed = log.observe(log.window(), Policy::default()).unwrap();
                black_box(Pyramid::of(&observed, &Cuts::curry()).unwrap().total())
            });
        });
    }
    group.finish();
}

fn from_amounts(c: &mut Criterion) {
    let mut group = c.benchmark_group("pyramid from amounts");
    for size in rows::sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let amounts: Vec<_> = rows::numbered(size).iter().map(|row| row.amount).collect();
        for (name, factor) in [("in order", 1), ("in no order", 2_654_435_761_u32)] {
            group.bench_with_input(BenchmarkId::new(name, size), &amounts, |b, amounts| {
                let customers = || (0_u32..).map(|id| id.wrapping_mul(factor));
                b.iter(|| {
                    let rows = customers().zip(amounts.iter().copied());
                    Pyramid::new(rows, &Cuts::curry()).unwrap()
                });
            });
        }
    }
    group.finish();
}

fn migration(c: &mut Criterion) {
    let mut group = c.benchmark_group("migration between two pyramids");
    for size in rows::sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let amounts: Vec<_> = rows::numbered(size).iter().map(|row| row.amount).collect();
        // One customer in five of each period is absent in the other.
        let pyramid = |absent: usize| {
            let present = (0_u32..).zip(amounts.iter().cycle().skip(absent).take(size));
            let rows = present.filter(|&(id, _)| id as usize % 5 != absent);
            Pyramid::new(rows.map(|(id, &amount)| (id, amount)), &Cuts::curry()).unwrap()
        };
        let periods = (pyramid(0), pyramid(1));
        group.bench_with_input(
            BenchmarkId::new("u32", size),
            &periods,
            |b, (base, later)| {
                b.iter(|| Migration::between(base, later).unwrap());
            },
        );
    }
    group.finish();
}

fn concentration(c: &mut Criterion) {
    let mut group = c.benchmark_group("concentration of amounts");
    for size in rows::sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let close: Vec<_> = rows::numbered(size).iter().map(|row| row.amount).collect();
        // A few amounts are far above the others.
        let far: Vec<_> = close
            .iter()
            .map(|amount| amount * amount * amount)
            .collect();
        for (name, amounts) in [("close together", &close), ("far apart", &far)] {
            group.bench_with_input(BenchmarkId::new(name, size), amounts, |b, amounts| {
                b.iter(|| {
                    let concentration = Concentration::new(amounts.iter().copied()).unwrap();
                    black_box((
                        concentration.gini(),
                        concentration.top_share(0.2).unwrap(),
                        concentration.customers_for_share(0.8).unwrap(),
                    ))
                });
            });
        }
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = from_rows, from_log, from_amounts, migration, concentration
}
