//! Stages of a population, a back-test and stage changes, at growing sizes. What is counted is
//! customers; each has ten rows.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use retention::lifecycle::{Backtest, Rules, Silence, Stage, StageChanges, Stages};
use retention::period::{Period, Span, Window};
use retention::purchases::{Policy, PurchaseLog};

use crate::rows;

/// Its size is named by customers and rows.
struct Population {
    log: PurchaseLog<u32>,
    size: String,
    /// Until half a year before the last purchase.
    earlier: Window,
}

fn populations() -> impl Iterator<Item = Population> {
    rows::sizes().into_iter().map(|rows| {
        let log = PurchaseLog::from_rows(rows::numbered(rows)).unwrap();
        let as_of = Period::Month.before(log.window().to(), 6).unwrap();
        Population {
            size: format!("{} customers, {rows} rows", log.customers().len()),
            earlier: log.until(as_of).unwrap(),
            log,
        }
    })
}

fn measure(
    c: &mut Criterion,
    group: &str,
    cases: &[(&str, Rules)],
    work: impl Fn(&Population, &Rules) -> u64,
) {
    let mut group = c.benchmark_group(group);
    for population in populations() {
        group.throughput(Throughput::Elements(population.log.customers().len() as u64));
        for (name, rules) in cases {
            group.bench_with_input(
                BenchmarkId::new(*name, &population.size),
                &population,
                |b, population| b.iter(|| black_box(work(population, rules))),
            );
        }
    }
    group.finish();
}

fn stages(c: &mut Criterion) {
    let months = |count| Span::new(count, Period::Month).unwrap();
    let hiatus = Silence::Hiatus {
        decline: months(3),
        lapse: months(6),
    };
    let cases = [
        ("by the chance of a return", Rules::default()),
        (
            "by the chance of a return, grain month",
            Rules::default().grain(Period::Month),
        ),
        ("by own rhythm", by_rhythm()),
        ("by a hiatus", Rules::default().silence(hiatus)),
    ];
    measure(c, "stages of a log", &cases, |population, rules| {
        let log = &population.log;
        let observed = log.observe(log.window(), Policy::default()).unwrap();
        Stages::of(&observed, *rules).unwrap().rows.len() as u64
    });
}

fn by_rhythm() -> Rules {
    Rules::default().silence(Silence::FalseAlarm {
        decline: 0.20,
        lapse: 0.05,
    })
}

/// What stages are made from beside the facts of customers: a wait for each purchase.
fn curves(c: &mut Criterion) {
    let cases = [("by step", Rules::default())];
    measure(c, "return curves of a log", &cases, |population, rules| {
        let log = &population.log;
        let observed = log.observe(log.window(), Policy::default()).unwrap();
        let curves = observed.return_curves(rules.grain, rules.steps).unwrap();
        curves.first_step().returned().denominator()
    });
}

fn backtest(c: &mut Criterion) {
    let cases = [("by the chance of a return", Rules::default())];
    measure(c, "back-test", &cases, |population, rules| {
        let Population { log, earlier, .. } = population;
        let until = log.window().to();
        let backtest = Backtest::of(log, *earlier, until, Policy::default(), *rules).unwrap();
        backtest.misled().denominator()
    });
}

fn changes(c: &mut Criterion) {
    let mut group = c.benchmark_group("stage changes");
    for population in populations() {
        let Population { log, earlier, size } = &population;
        group.throughput(Throughput::Elements(log.customers().len() as u64));
        let observe = |window| log.observe(window, Policy::default()).unwrap();
        let (earlier, later) = (observe(*earlier), observe(log.window()));
        let stages = |observed| Stages::of(observed, Rules::default()).unwrap();
        let dates = (stages(&earlier), stages(&later));
        group.bench_with_input(
            BenchmarkId::new("of stages made before", size),
            &dates,
            |b, (earlier, later)| {
                b.iter(|| {
                    let changes = StageChanges::between(earlier, later).unwrap();
                    black_box(
                        changes
                            .transitions
                            .count(Some(Stage::Maturity), Some(Stage::Decline)),
                    )
                });
            },
        );
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = stages, curves, backtest, changes
}
