//! The hot paths at 10⁵ rows, for `.ci/instructions`, which counts the instructions inside
//! `measured_work`. A program of its own, without other code: what the compiler inlines where depends on
//! all that it compiles together.

mod rows;

use std::hint::black_box;

use retention::Accumulator;
use retention::loyalty::phases::{self, HARRIS_GOODE, Phase, profiles};
use retention::period::{Period, Ruler};
use retention::purchases::{Policy, PurchaseLog};
use retention::pyramid::{Builder, Concentration, Cuts};
use retention::quadrant::{Importance, Method, StandardErrors, Survey};
use retention::satisfaction::{kano, nps};
use retention::scale::{ItemSet, Missing, Orientation, Scale, Sheet};
use retention::switching::survey::{self, Population, Scorer};

/// A test of all benchmarks makes do with fewer.
#[expect(clippy::disallowed_methods, reason = "a benchmark, not the library")]
fn size() -> usize {
    let tests = std::env::args().any(|argument| argument == "--test");
    if tests { 100 } else { 100_000 }
}

/// Without inlining, so that the counter finds it.
#[inline(never)]
fn measured_work(work: &mut dyn FnMut()) {
    work();
    // So that the call above is no jump.
    black_box(());
}

/// Announces a path, and takes it.
fn measure<R>(name: &str, mut work: impl FnMut() -> R) {
    println!("{}\t{name}", size());
    measured_work(&mut || {
        black_box(work());
    });
}

/// Marsaglia's xorshift with the shifts 13, 7 and 17.
fn random(seed: u64) -> impl FnMut() -> u64 {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64 ^ seed;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        // The upper half, which mixes best.
        state >> 32
    }
}

/// Whole answers from 1 to `points`, the same every time, that have something in common with those to
/// other items.
fn answers(item: usize, points: u64) -> Vec<f64> {
    let (mut common, mut own) = (random(0), random(item as u64 + 1));
    let answer = |_| ((common() % points + own() % points) / 2 + 1) as f64;
    (0..size()).map(answer).collect()
}

fn columns(items: usize, points: u64) -> Vec<Vec<f64>> {
    (0..items).map(|item| answers(item, points)).collect()
}

fn purchases() {
    let rows = rows::numbered(size());
    let from_rows = || PurchaseLog::from_rows(rows.iter().copied()).unwrap();
    measure("log from rows", from_rows);
    let log = from_rows();
    measure("summaries of a log", || {
        let observed = log.observe(log.window(), Policy::default()).unwrap();
        observed.summaries(Period::Day, Ruler::Weeks).unwrap()
    });
    measure("pyramid from rows", || {
        let mut builder = Builder::new(log.window(), Policy::default(), &Cuts::curry());
        builder.extend(rows.iter().copied()).unwrap();
        builder.finish().unwrap()
    });
    measure("concentration", || {
        Concentration::new(rows.iter().map(|row| row.amount)).unwrap()
    });
}

fn drivers() {
    let columns = columns(25, 10);
    let answers = |item: usize| Scale::ONE_TO_TEN.full_answers(&columns[item]).unwrap();
    let assess = |importance| {
        let survey = Survey::new((0..24).map(|item| (item.to_string(), answers(item)))).unwrap();
        let survey = survey.overall(answers(24)).unwrap();
        let method = Method::from(importance).standard_errors(StandardErrors::Classical);
        survey.assess(method).unwrap()
    };
    measure("drivers by Pearson", || assess(Importance::Pearson));
    measure("drivers by regression", || assess(Importance::Regression));
}

fn loyalty() {
    let columns = columns(16, 7);
    let scale = Scale::ONE_TO_SEVEN;
    let set = |phase: Phase| {
        let items = HARRIS_GOODE.iter().zip(&columns);
        let items = items.filter(|(item, _)| item.facet == phase);
        let turned = items.map(|(item, column)| {
            let answers = scale.full_answers(column).unwrap();
            match item.orientation {
                Orientation::AsAsked => answers,
                Orientation::Reversed => answers.reversed(),
            }
        });
        (phase, ItemSet::new(turned).unwrap())
    };
    measure("phases of loyalty", || {
        let sets: Vec<_> = Phase::ALL.iter().map(|&phase| set(phase)).collect();
        let mut counter = phases::Counter::new(scale, phases::Rules::default()).unwrap();
        let profiles = profiles(&sets, Missing::default()).unwrap();
        counter.extend(profiles).unwrap();
        counter.finish().unwrap()
    });
}

fn switching() {
    let kept = |(at, answer): (usize, f64)| (at % 47 != 5).then_some(answer);
    let columns = columns(30, 5).into_iter();
    let columns: Vec<Vec<_>> = columns
        .map(|column| column.into_iter().enumerate().map(kept).collect())
        .collect();
    let scale = Scale::ONE_TO_FIVE;
    let instrument = survey::instrument(scale, Missing::default()).unwrap();
    let scorer = Scorer::new(instrument, survey::Options::default()).unwrap();
    measure("switching costs", || {
        let answers = columns.iter().map(|column| scale.answers(column).unwrap());
        Population::of(&scorer, &Sheet::new(answers).unwrap()).unwrap()
    });
}

fn satisfaction() {
    let side = |item| {
        let codes = answers(item, 5).into_iter();
        let answer = |code: f64| kano::Answer::from_code(code as u8).ok();
        codes.map(answer).collect::<Vec<_>>()
    };
    let (functional, dysfunctional) = (side(0), side(1));
    measure("Kano", || {
        let pair = kano::Pair {
            functional: &functional,
            dysfunctional: &dysfunctional,
        };
        kano::Kano::of(pair, None, kano::Options::default()).unwrap()
    });
    let column = answers(0, 10);
    measure("NPS", || {
        let answers = Scale::ZERO_TO_TEN.full_answers(&column).unwrap();
        nps::NetPromoterScore::of(&answers, None, nps::Options::default()).unwrap()
    });
}

fn main() {
    purchases();
    drivers();
    loyalty();
    switching();
    satisfaction();
}
