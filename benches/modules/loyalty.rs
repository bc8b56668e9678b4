//! Oliver's phases from sixteen answers a respondent, beside a plain sum of the same bytes;
//! hostages and the curve from three scores a customer. At growing sizes.

use retention::Accumulator;
use retention::loyalty::curve::{Options, Sample};
use retention::loyalty::phases::{Counter, HARRIS_GOODE, Levels, Phase, Profile, profiles};
use retention::loyalty::{Measures, Threshold, hostages, phases};
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use retention::scale::{ItemSet, Missing, Orientation, Scale};

use crate::rows;

const ITEMS: usize = 16;
const SEVEN: Scale = Scale::ONE_TO_SEVEN;

/// 10³ to 10⁶ respondents, and 10⁷ where `RETENTION_BENCH_LARGE` is set.
fn sizes() -> impl Iterator<Item = usize> {
    [1_000].into_iter().chain(rows::sizes())
}

/// Whole answers on 1 to 7, the same every time.
fn answers(count: usize) -> Vec<f64> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    (0..count)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % 7 + 1) as f64
        })
        .collect()
}

/// One answer in sixteen is missing.
fn with_gaps(answers: &[f64]) -> Vec<Option<f64>> {
    let gap = |at: usize| at % 17 == 5;
    let answers = answers.iter().enumerate();
    answers
        .map(|(at, &answer)| (!gap(at)).then_some(answer))
        .collect()
}

fn levels(profiles: impl FnOnce(&mut Counter)) -> Levels {
    let mut counter = Counter::new(SEVEN, phases::Rules::default()).unwrap();
    profiles(&mut counter);
    counter.finish().unwrap()
}

fn inference(c: &mut Criterion) {
    let mut group = c.benchmark_group("phases of loyalty from answers");
    let questionnaire = phases::harris_goode().unwrap();
    for size in sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let full = answers(size * ITEMS);
        group.bench_with_input(
            BenchmarkId::new("plain sum of the same bytes", size),
            &full,
            |b, full| {
                // In eight lanes, so that it reads as fast as memory gives.
                b.iter(|| {
                    let mut lanes = [0.0; 8];
                    for row in full.chunks_exact(8) {
                        for (lane, answer) in lanes.iter_mut().zip(row) {
                            *lane += answer;
                        }
                    }
                    black_box(lanes)
                });
            },
        );
        group.bench_with_input(
            BenchmarkId::new("rows without gaps", size),
            &full,
            |b, full| {
                b.iter(|| {
                    levels(|counter| {
                        for row in full.chunks_exact(ITEMS) {
                            counter
                                .push(Profile::of_full(&questionnaire, row).unwrap())
                                .unwrap();
                        }
                    })
                });
            },
        );
        let columns: Vec<Vec<f64>> = (0..ITEMS)
            .map(|column| full.iter().skip(column).step_by(ITEMS).copied().collect())
            .collect();
        let columns = phase_columns(&columns);
        group.bench_with_input(
            BenchmarkId::new("item sets", size),
            &columns,
            |b, columns| {
                b.iter(|| {
                    levels(|counter| {
                        counter
                            .extend(profiles(columns, Missing::default()).unwrap())
                            .unwrap()
                    })
                });
            },
        );
        group.bench_with_input(
            BenchmarkId::new("item sets, counted by columns", size),
            &columns,
            |b, columns| {
                let rules = phases::Rules::default();
                b.iter(|| Levels::of(columns, Missing::default(), None, rules).unwrap());
            },
        );
        drop(columns);
        let gaps = with_gaps(&full);
        drop(full);
        group.bench_with_input(
            BenchmarkId::new("rows with gaps", size),
            &gaps,
            |b, gaps| {
                b.iter(|| {
                    levels(|counter| {
                        for row in gaps.chunks_exact(ITEMS) {
                            counter
                                .push(Profile::of(&questionnaire, row).unwrap())
                                .unwrap();
                        }
                    })
                });
            },
        );
    }
    group.finish();
}

fn phase_columns(columns: &[Vec<f64>]) -> Vec<(Phase, ItemSet<'_>)> {
    let sets = Phase::ALL.iter().map(|&phase| {
        let items = HARRIS_GOODE.iter().zip(columns);
        let of_phase = items
            .filter(|(item, _)| item.facet == phase)
            .map(|(item, column)| {
                let answers = SEVEN.full_answers(column).unwrap();
                match item.orientation {
                    Orientation::AsAsked => answers,
                    Orientation::Reversed => answers.reversed(),
                }
            });
        (phase, ItemSet::new(of_phase).unwrap())
    });
    sets.collect()
}

fn hostages(c: &mut Criterion) {
    let mut group = c.benchmark_group("hostages at nine combinations of cuts");
    let cuts = hostages::Rules::default()
        .satisfaction([7.0, 6.0, 5.0].map(Threshold::Value).to_vec())
        .switching_cost(vec![
            None,
            Some(Threshold::MIDDLE),
            Some(Threshold::default()),
        ]);
    let scales = Measures {
        satisfaction: SEVEN,
        loyalty: SEVEN,
        switching_cost: SEVEN,
    };
    for size in sizes() {
        group.throughput(Throughput::Elements(size as u64));
        let customers: Vec<Measures<Option<f64>>> = answers(size * 3)
            .chunks_exact(3)
            .map(|scores| Measures {
                satisfaction: Some(scores[0]),
                loyalty: Some(scores[1]),
                switching_cost: Some(scores[2]),
            })
            .collect();
        group.bench_with_input(
            BenchmarkId::new("customers", size),
            &customers,
            |b, customers| {
                b.iter(|| {
                    let mut counter = hostages::Counter::new(scales, &cuts).unwrap();
                    counter.extend(customers.iter().copied()).unwrap();
                    counter.finish().unwrap()
                });
            },
        );
    }
    group.finish();
}

fn curve(c: &mut Criterion) {
    let mut group = c.benchmark_group("curve of loyalty over satisfaction");
    for size in sizes() {
        group.throughput(Throughput::Elements(size as u64));
        // Loyalty goes with satisfaction, so that there is a curve to be found.
        let pairs: Vec<(f64, f64)> = answers(size * 2)
            .chunks_exact(2)
            .map(|pair| (pair[0], 0.5 * (pair[0] + pair[1])))
            .collect();
        group.bench_with_input(
            BenchmarkId::new("sample and fit", size),
            &pairs,
            |b, pairs| {
                b.iter(|| {
                    let mut sample = Sample::new(SEVEN, SEVEN);
                    for &(satisfaction, loyalty) in pairs {
                        sample
                            .push(Measures {
                                satisfaction: Some(satisfaction),
                                loyalty: Some(loyalty),
                                switching_cost: None,
                            })
                            .unwrap();
                    }
                    sample.fit(Options::default()).unwrap()
                });
            },
        );
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = inference, hostages, curve
}
