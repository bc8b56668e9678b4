//! How often intervals of derived importance hold what is true, on ratings that crowd near the top.
//!
//! The truth is that of a population of whom all were asked; samples are drawn from it with
//! replacement, with seeds of their own.

use retention::estimate::Confidence;
use retention::quadrant::{Importance, Method, StandardErrors, Survey};
use retention::scale::{Scale, Weights};

use crate::random::Congruential as Random;

const POPULATION: usize = 4000;
const ITEMS: usize = 3;

impl Random {
    fn index(&mut self, bound: usize) -> usize {
        (self.unit() * bound as f64) as usize
    }

    /// Nearly normal.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

/// Ratings of 1 to 10, most of them 8 to 10, the overall ones last; weights from 1 to 4, the larger the
/// less satisfied.
struct Answered {
    columns: Vec<Vec<f64>>,
    weights: Vec<f64>,
}

impl Answered {
    fn population() -> Self {
        let mut random = Random(5);
        let rate = |x: f64| (10.5 - (0.9 - 0.9 * x).exp()).floor().clamp(1.0, 10.0);
        let mut answered = Self {
            columns: vec![Vec::new(); ITEMS + 1],
            weights: Vec::new(),
        };
        for _ in 0..POPULATION {
            let common = random.normal();
            let ratings: Vec<f64> = (0..ITEMS)
                .map(|_| 0.7 * (common + random.normal()))
                .collect();
            // The satisfied agree with each other more than the dissatisfied do.
            let noise = 0.5 * random.normal() * (-0.3 * ratings[0]).exp();
            let overall = 0.5 * common + 0.4 * ratings[0] + 0.2 * ratings[1] + noise;
            for (column, x) in answered
                .columns
                .iter_mut()
                .zip(ratings.iter().chain([&overall]))
            {
                column.push(rate(*x));
            }
            let weight = if overall > 0.0 {
                1.0
            } else {
                2.0 + 2.0 * random.unit()
            };
            answered.weights.push(weight);
        }
        answered
    }

    fn sample(&self, respondents: usize, random: &mut Random) -> Self {
        let rows: Vec<usize> = (0..respondents).map(|_| random.index(POPULATION)).collect();
        let take = |column: &Vec<f64>| rows.iter().map(|&row| column[row]).collect();
        Self {
            columns: self.columns.iter().map(take).collect(),
            weights: take(&self.weights),
        }
    }

    fn assess(&self, method: Method, weighted: bool) -> Vec<(f64, [f64; 2])> {
        let scale = Scale::ONE_TO_TEN;
        let weights = Weights::new(self.weights.clone()).unwrap();
        let items = (0..ITEMS).map(|at| {
            let answers = scale.full_answers(&self.columns[at]).unwrap();
            (at.to_string(), answers)
        });
        let survey = Survey::new(items).unwrap();
        let overall = scale.full_answers(&self.columns[ITEMS]).unwrap();
        let mut survey = survey.overall(overall).unwrap();
        if weighted {
            survey = survey.weights(&weights).unwrap();
        }
        let found = survey.assess(method).unwrap();
        let each = found.attributes.iter().map(|a| {
            let interval = a.interval(Confidence::default()).unwrap();
            (a.importance, [interval.lower(), interval.upper()])
        });
        each.collect()
    }
}

/// The share of intervals that hold the truth, for each attribute.
fn coverage(respondents: usize, samples: usize, method: Method, weighted: bool) -> Vec<f64> {
    let population = Answered::population();
    let truth = population.assess(method, weighted);
    let mut random = Random(respondents as u64);
    let mut held = vec![0_u32; ITEMS];
    for _ in 0..samples {
        let found = population
            .sample(respondents, &mut random)
            .assess(method, weighted);
        for ((held, (_, [lower, upper])), (truth, _)) in held.iter_mut().zip(found).zip(&truth) {
            if (lower..=upper).contains(truth) {
                *held += 1;
            }
        }
    }
    let share = |held| f64::from(held) / samples as f64;
    held.into_iter().map(share).collect()
}

const METHODS: [Importance; 4] = [
    Importance::Pearson,
    Importance::Spearman,
    Importance::Regression,
    Importance::Partial,
];

#[track_caller]
fn assert_cover(respondents: usize, samples: usize, weighted: bool) {
    for importance in METHODS {
        let found = coverage(respondents, samples, importance.into(), weighted);
        for covered in &found {
            assert!((0.93..=0.985).contains(covered), "{importance} {found:?}");
        }
    }
}

#[test]
fn robust_intervals_cover_on_skewed_ratings_of_200() {
    assert_cover(200, 500, false);
}

#[test]
fn robust_intervals_cover_on_skewed_ratings_of_1000() {
    assert_cover(1000, 300, false);
}

#[test]
fn robust_intervals_cover_on_skewed_and_weighted_ratings_of_300() {
    assert_cover(300, 400, true);
}

/// What the default must beat: no more respondents would help.
#[test]
fn classical_intervals_of_correlations_do_not_cover() {
    let classical = Method::from(Importance::Pearson).standard_errors(StandardErrors::Classical);
    for respondents in [200, 1000] {
        let found = coverage(respondents, 300, classical, false);
        assert!(found[0] < 0.92, "{found:?}");
    }
}
