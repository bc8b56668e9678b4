//! Cox regressions of five covariates, at growing sizes.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use retention::survival::Spell;
use retention::survival::cox::{Covariates, Information, Options, StandardErrors, TimeTransform};

/// Tenures in days, of which two thirds end, with five covariates that shorten or lengthen them.
fn rows(size: usize) -> (Vec<Spell>, [Vec<f64>; 5]) {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut unit = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut columns = [const { Vec::new() }; 5];
    let spells = (0..size)
        .map(|_| {
            let mut hazard = 0.0;
            for (column, effect) in columns.iter_mut().zip([0.5, -0.5, 0.2, 0.0, 1.0]) {
                let value = unit();
                column.push(value);
                hazard += effect * value;
            }
            let tenure = -(1.0 - unit()).ln() * 700.0 / f64::exp(hazard);
            let followed = 1_500.0 * unit();
            if tenure <= followed {
                Spell::ended(1 + tenure as u32)
            } else {
                Spell::ongoing(1 + followed as u32)
            }
        })
        .collect();
    (spells, columns)
}

fn regression(c: &mut Criterion) {
    let mut group = c.benchmark_group("Cox regression of five covariates");
    group.sample_size(10);
    for size in [10_000, 100_000, 1_000_000] {
        group.throughput(Throughput::Elements(size as u64));
        let (spells, columns) = rows(size);
        let entered: Vec<Spell> = spells
            .iter()
            .map(|spell| {
                spell
                    .entered(spell.time().saturating_sub(90))
                    .unwrap_or(*spell)
            })
            .collect();
        let of = |spells| {
            let named = ["a", "b", "c", "d", "e"].into_iter();
            Covariates::new(spells, named.zip(columns.iter().map(Vec::as_slice))).unwrap()
        };
        let (naive, entered) = (of(&spells), of(&entered));
        for (name, covariates, errors) in [
            ("classical", &naive, StandardErrors::Classical),
            ("corrected", &naive, StandardErrors::Corrected),
            ("late entry", &entered, StandardErrors::Corrected),
        ] {
            let options = Options::default().errors(errors);
            group.bench_function(BenchmarkId::new(name, size), |b| {
                b.iter(|| black_box(covariates.fit(options).unwrap()));
            });
        }
        let cox = naive.fit(Options::default()).unwrap().model;
        group.bench_function(BenchmarkId::new("proportional hazards", size), |b| {
            b.iter(|| {
                let (transform, information) = (TimeTransform::default(), Information::default());
                black_box(
                    naive
                        .proportional_hazards(&cox, transform, information)
                        .unwrap(),
                )
            });
        });
    }
    group.finish();
}

criterion_group!(benches, regression);
