//! Survival curves and what is told from them, at growing sizes.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use retention::estimate::Confidence;
use retention::survival::{
    BandForm, CumulativeIncidence, HazardOptions, Spell, Survival, Transform,
};

use crate::rows;

/// Tenures in days up to ten years; one customer in three has left.
fn spells(size: usize) -> Vec<Spell> {
    let spell = |row: usize| {
        let time = 1 + (row.wrapping_mul(2_654_435_761) % 3_650) as u32;
        if row.is_multiple_of(3) {
            Spell::ended(time)
        } else {
            Spell::ongoing(time)
        }
    };
    (0..size).map(spell).collect()
}

fn of_spells(c: &mut Criterion) {
    let mut group = c.benchmark_group("survival of spells");
    for size in rows::sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let spells = spells(size);
        group.bench_with_input(
            BenchmarkId::new("Kaplan-Meier", size),
            &spells,
            |b, spells| {
                b.iter(|| black_box(Survival::of(spells.iter().copied()).unwrap()));
            },
        );
        let reason = |spell: &Spell| (*spell, spell.has_ended().then(|| spell.time() % 5));
        group.bench_with_input(
            BenchmarkId::new("Aalen-Johansen", size),
            &spells,
            |b, spells| {
                b.iter(|| black_box(CumulativeIncidence::of(spells.iter().map(reason)).unwrap()));
            },
        );
    }
    group.finish();
}

/// What is told from a curve depends on its tenures, not on its customers.
fn of_a_curve(c: &mut Criterion) {
    let mut group = c.benchmark_group("told from a curve of ten years in days");
    let curve = Survival::of(spells(100_000)).unwrap();
    group.bench_function("hazard with peaks", |b| {
        b.iter(|| black_box(curve.hazard(HazardOptions::default()).unwrap()));
    });
    for form in BandForm::ALL {
        group.bench_function(BenchmarkId::new("band", form.name()), |b| {
            let confidence = Confidence::default();
            b.iter(|| {
                black_box(
                    curve
                        .band(*form, Transform::LogLog, 30..=3_000, confidence)
                        .unwrap(),
                )
            });
        });
    }
    group.finish();
}

criterion_group!(benches, of_spells, of_a_curve);
