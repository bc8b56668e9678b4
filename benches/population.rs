//! Every function that reads a population, on typical input at four sizes: `cargo bench --bench
//! population`, or `-- 'stages'` for those with a word in their name. One element is a row of a log, a
//! customer, a respondent, an attribute, a supplier: whatever the function has many of.

mod cases;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// 10³ to 10⁶. A test of all runs the smallest only.
#[expect(clippy::disallowed_methods, reason = "a benchmark, not the library")]
fn sizes() -> &'static [usize] {
    const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];
    let tests = std::env::args().any(|argument| argument == "--test");
    if tests { &SIZES[..1] } else { &SIZES }
}

fn population(c: &mut Criterion) {
    let cases = cases::all();
    for case in cases.iter().filter(|case| case.is_typical()) {
        let mut group = c.benchmark_group(case.name);
        for &size in sizes() {
            group.throughput(Throughput::Elements(size as u64));
            let mut work = None;
            group.bench_function(BenchmarkId::from_parameter(size), |b| {
                // Not made for a benchmark that is filtered out.
                let work = work.get_or_insert_with(|| case.prepare(size));
                b.iter(work);
            });
        }
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(std::time::Duration::from_millis(500))
        .measurement_time(std::time::Duration::from_secs(1));
    targets = population
}
criterion_main!(benches);
