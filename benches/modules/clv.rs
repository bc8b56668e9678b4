//! Fits of the models of buying, and what they foretell.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use retention::clv::{
    BgNbd, CustomerLifetimeValue, DiscountRate, GammaGamma, Horizon, MbgNbd, ParetoNbd,
    PurchaseCounts, PurchaseModel, Spend, SpendCounts, ValueTerms,
};
use retention::period::{Period, Ruler, Window};
use retention::purchases::{Policy, Summary};

#[path = "../../tests/common/cdnow.rs"]
mod cdnow;

/// The customers of CDNOW, in weeks 1 to 39.
fn cdnow_customers() -> Vec<Summary> {
    let log = cdnow::log();
    let window: Window = cdnow::calibration();
    let observed = log.observe(window, Policy::default()).unwrap();
    let summaries = observed.summaries(Period::Day, Ruler::Weeks).unwrap();
    summaries.rows.iter().map(|row| row.result).collect()
}

/// Customers simulated by the model fitted to CDNOW, in days that are no whole numbers: no two alike but for
/// those without a repeat.
fn shop(size: usize) -> Vec<Summary> {
    let model = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    let age = |customer: usize| 27.0 + (customer % 84) as f64 / 7.0;
    model.simulate((0..size).map(age), 1).unwrap()
}

fn shops() -> Vec<(&'static str, Vec<Summary>)> {
    vec![("CDNOW", cdnow_customers()), ("100,000", shop(100_000))]
}

fn fits(c: &mut Criterion) {
    let mut group = c.benchmark_group("models of buying: fits");
    group.sample_size(10);
    for (name, customers) in shops() {
        group.throughput(Throughput::Elements(customers.len() as u64));
        let counts = PurchaseCounts::of(&customers).unwrap();
        group.bench_with_input(
            BenchmarkId::new("counts", name),
            &customers,
            |b, customers| {
                b.iter(|| black_box(PurchaseCounts::of(customers).unwrap()));
            },
        );
        fn fit<M: PurchaseModel>(b: &mut criterion::Bencher<'_>, counts: &PurchaseCounts) {
            b.iter(|| black_box(M::fit(counts, Default::default()).unwrap()));
        }
        group.bench_with_input(BenchmarkId::new("BG/NBD", name), &counts, fit::<BgNbd>);
        group.bench_with_input(BenchmarkId::new("MBG/NBD", name), &counts, fit::<MbgNbd>);
        group.bench_with_input(
            BenchmarkId::new("Pareto/NBD", name),
            &counts,
            fit::<ParetoNbd>,
        );
    }
    group.finish();
}

fn forecasts(c: &mut Criterion) {
    let mut group = c.benchmark_group("models of buying: expected purchases in 39 weeks");
    group.sample_size(10);
    let customers = shop(100_000);
    group.throughput(Throughput::Elements(customers.len() as u64));
    let bg = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    let pareto = ParetoNbd::new(0.553, 10.578, 0.606, 11.669).unwrap();
    fn sum<M: PurchaseModel>(model: &M, customers: &[Summary]) -> f64 {
        let expected = |customer| model.expected_purchases_of(customer, 39.0).unwrap();
        customers.iter().map(expected).sum()
    }
    group.bench_function("BG/NBD", |b| b.iter(|| black_box(sum(&bg, &customers))));
    group.bench_function("Pareto/NBD", |b| {
        b.iter(|| black_box(sum(&pareto, &customers)))
    });
    group.finish();
}

fn spend(c: &mut Criterion) {
    let mut group = c.benchmark_group("spend: fits");
    group.sample_size(10);
    let simulated = GammaGamma::new(6.25, 3.74, 15.44).unwrap();
    let simulated = simulated.simulate_spend(shop(240_000), 2).unwrap();
    for (name, customers) in [
        ("CDNOW", cdnow_customers()),
        ("about 100,000 with repeats", simulated),
    ] {
        let counts = SpendCounts::of(&customers).unwrap();
        group.throughput(Throughput::Elements(counts.customers()));
        let name = |what| BenchmarkId::new(what, name);
        group.bench_with_input(name("counts"), &customers, |b, customers| {
            b.iter(|| black_box(SpendCounts::of(customers).unwrap()));
        });
        group.bench_with_input(name("Gamma-Gamma"), &counts, |b, counts| {
            b.iter(|| black_box(GammaGamma::fit(counts, Default::default()).unwrap()));
        });
    }
    group.finish();
}

fn values(c: &mut Criterion) {
    let mut group = c.benchmark_group("lifetime values of a year");
    group.sample_size(10);
    let model = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    let spend = GammaGamma::new(6.25, 3.74, 15.44).unwrap();
    let customers = spend.simulate_spend(shop(10_000), 2).unwrap();
    let terms = ValueTerms::default().horizon(Horizon::Periods(52));
    let discount = DiscountRate::yearly(0.1).unwrap();
    let worth = CustomerLifetimeValue::new(
        model,
        Spend::GammaGamma(spend),
        discount,
        Ruler::Weeks,
        terms,
    );
    let worth = worth.unwrap();
    group.throughput(Throughput::Elements(customers.len() as u64));
    group.bench_function("BG/NBD, 10,000 customers", |b| {
        b.iter(|| {
            for customer in &customers {
                black_box(worth.value_of(customer).unwrap());
            }
        });
    });
    group.finish();
}

criterion_group!(benches, fits, forecasts, spend, values);
