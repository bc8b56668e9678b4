//! Columns give the same results to the last bit on one thread, on two and on three.
#![cfg(feature = "rayon")]

use std::fmt::Debug;

use retention::Accumulator;
use retention::loyalty::phases::{Counter, HARRIS_GOODE, Levels, Phase, Rules, profiles};
use retention::satisfaction::kano::{self, Answer, Kano, Pair};
use retention::satisfaction::nps::{self, NetPromoterScore};
use retention::satisfaction::rating::{Measure, Options, Rating};
use retention::scale::{Answers, ItemSet, Missing, Orientation, Scale, Sheet, Weights};
use retention::switching::survey::{self, Population, Scorer};

/// Several shares of a thread, and a last one that is not full.
const RESPONDENTS: usize = 200_123;
const SEVEN: Scale = Scale::ONE_TO_SEVEN;

/// Refuses results that differ between pools, and returns the one of a single thread.
fn same_on_all<R: PartialEq + Debug + Send>(work: impl Fn() -> R + Sync) -> R {
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().unwrap().install(&work)
    };
    let alone = on(1);
    for threads in [2, 3] {
        assert_eq!(on(threads), alone, "on {threads} threads");
    }
    alone
}

/// Answers between whole steps, so that sums of them are rounded; one in sixteen is missing.
fn column(seed: u64, scale: Scale, is_whole: bool) -> Vec<Option<f64>> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(seed + 1);
    let answers = (0..RESPONDENTS).map(|_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let along = (state >> 11) as f64 / (1_u64 << 53) as f64;
        let answer = scale.low() + along * scale.width();
        (state % 16 != 5).then_some(if is_whole { answer.round() } else { answer })
    });
    answers.collect()
}

fn weights() -> Weights {
    let weights = (0..RESPONDENTS).map(|row| 0.1 + (row % 7) as f64 / 3.0);
    Weights::new(weights.collect::<Vec<_>>()).unwrap()
}

#[test]
fn phases_of_columns() {
    let columns: Vec<_> = (0..16).map(|item| column(item, SEVEN, false)).collect();
    let sets = Phase::ALL.iter().map(|&phase| {
        let items = HARRIS_GOODE.iter().zip(&columns);
        let of_phase = items.filter(|(item, _)| item.facet == phase);
        let answers = of_phase.map(|(item, column)| {
            let answers = SEVEN.answers(column).unwrap();
            match item.orientation {
                Orientation::AsAsked => answers,
                Orientation::Reversed => answers.reversed(),
            }
        });
        (phase, ItemSet::new(answers).unwrap())
    });
    let asked: Vec<_> = sets.collect();
    let weights = weights();
    for weights in [None, Some(&weights)] {
        let rules = Rules::default();
        same_on_all(|| Levels::of(&asked, Missing::default(), weights, rules).unwrap());
    }
    let (_, first) = &asked[0];
    same_on_all(|| first.scores(Missing::default()).unwrap());

    let mut counter = Counter::new(SEVEN, Rules::default()).unwrap();
    counter
        .extend(profiles(&asked, Missing::default()).unwrap())
        .unwrap();
    let one_by_one = counter.finish().unwrap();
    let levels = Levels::of(&asked, Missing::default(), None, Rules::default()).unwrap();
    assert_eq!(levels, one_by_one);
}

#[test]
fn a_survey_of_switching_costs() {
    let columns: Vec<_> = (0..30).map(|item| column(item, SEVEN, false)).collect();
    let answers = |column| SEVEN.answers(column).unwrap();
    let instrument = survey::instrument(SEVEN, Missing::default()).unwrap();
    let scorer = Scorer::new(instrument, survey::Options::default()).unwrap();
    let sheet = Sheet::new(columns.iter().map(|column| answers(column))).unwrap();
    same_on_all(|| Population::of(&scorer, &sheet).unwrap());
    let weights = weights();
    let sheet = sheet.weights(&weights).unwrap();
    same_on_all(|| Population::of(&scorer, &sheet).unwrap());
}

#[test]
fn one_question() {
    let ten = Scale::ZERO_TO_TEN;
    let (whole, any) = (column(3, ten, true), column(4, SEVEN, false));
    let weights = weights();
    let recommend: Answers<'_> = same_on_all(|| ten.answers(&whole).unwrap());
    let any = SEVEN.answers(&any).unwrap();
    for weights in [None, Some(&weights)] {
        let options = nps::Options::default();
        same_on_all(|| NetPromoterScore::of(&recommend, weights, options).unwrap());
        for measure in [Measure::Mean, Measure::AtLeast(5.0)] {
            let options = Options::ces().measure(measure);
            same_on_all(|| Rating::of(&any, weights, options).unwrap());
        }
    }
}

#[test]
fn kano_of_columns() {
    let answers = |seed| -> Vec<Option<Answer>> {
        let codes = column(seed, Scale::ONE_TO_FIVE, true).into_iter();
        let answer = |code: f64| Answer::from_code(code as u8).unwrap();
        codes.map(|code| code.map(answer)).collect()
    };
    let (functional, dysfunctional) = (answers(1), answers(2));
    let weights = weights();
    for weights in [None, Some(&weights)] {
        same_on_all(|| {
            let columns = Pair {
                functional: &functional,
                dysfunctional: &dysfunctional,
            };
            Kano::of(columns, weights, kano::Options::default()).unwrap()
        });
    }
}

/// The first row at fault is named, whichever thread finds one first.
#[test]
fn the_first_row_at_fault() {
    let mut whole = column(3, Scale::ZERO_TO_TEN, true);
    for row in [RESPONDENTS - 1, 150_000, 70_000] {
        whole[row] = Some(6.5);
        let answers = Scale::ZERO_TO_TEN.answers(&whole).unwrap();
        let refused = same_on_all(|| {
            let options = nps::Options::default();
            NetPromoterScore::of(&answers, None, options).unwrap_err()
        });
        assert_eq!(refused.row(), Some(row as u64));
        let steps = Scale::ZERO_TO_TEN.whole().unwrap();
        let refused = same_on_all(|| steps.answers(&whole).unwrap_err());
        assert_eq!(refused.row(), Some(row as u64));
    }
}
