//! Derived importance of more respondents than a block, against the same row by row, and on threads.

use retention::accumulate::{Accumulator, Weighted};
use retention::estimate::Resampling;
use retention::quadrant::{
    Assessment, Builder, Deletion, Importance, Method, Options, Respondent, StandardErrors, Survey,
};
use retention::scale::{Scale, Weights};

/// More than two parts for threads, the last block not full.
const RESPONDENTS: usize = 17_001;
const ITEMS: usize = 4;
const SCALE: Scale = Scale::ONE_TO_TEN;

/// A rounding in each of as many additions, of which most cancel.
const ROUNDING: f64 = 1e-12;

/// Columns of answers, the overall ones last, and weights.
struct Answered {
    columns: Vec<Vec<Option<f64>>>,
    weights: Option<Weights>,
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

impl Answered {
    fn new(step: f64, gaps: bool, weighted: bool) -> Self {
        let mut random = Random(1);
        let common: Vec<u64> = (0..RESPONDENTS).map(|_| random.below(6)).collect();
        let mut answer = |common: &u64| {
            let answer = 1.0 + step * (common + random.below(5)) as f64;
            (!gaps || random.below(20) > 0).then_some(answer)
        };
        let columns = (0..=ITEMS).map(|_| common.iter().map(&mut answer).collect());
        Self {
            columns: columns.collect(),
            weights: weighted.then(|| {
                let weights = (0..RESPONDENTS).map(|row| (row % 7) as f64 * 0.3);
                Weights::new(weights.collect::<Vec<_>>()).unwrap()
            }),
        }
    }

    /// With and without gaps, weights and fractions.
    fn every() -> impl Iterator<Item = Self> {
        let steps = [1.0, 0.9].into_iter();
        let of_steps = |step| {
            [(false, false), (true, false), (false, true), (true, true)]
                .map(|(gaps, weighted)| Self::new(step, gaps, weighted))
        };
        steps.flat_map(of_steps)
    }

    fn with<T>(&self, of: impl FnOnce(&Survey<'_>) -> T) -> T {
        let full: Vec<Vec<f64>> = self
            .columns
            .iter()
            .map(|column| column.iter().copied().flatten().collect())
            .collect();
        let answers = |at: usize| match full[at].len() {
            RESPONDENTS => SCALE.full_answers(&full[at]).unwrap(),
            _ => SCALE.answers(&self.columns[at]).unwrap(),
        };
        let survey = Survey::new((0..ITEMS).map(|item| (item.to_string(), answers(item))))
            .unwrap()
            .overall(answers(ITEMS))
            .unwrap();
        match &self.weights {
            Some(weights) => of(&survey.weights(weights).unwrap()),
            None => of(&survey),
        }
    }

    fn row_by_row(&self, method: Method) -> Assessment {
        let names = (0..ITEMS).map(|item| item.to_string());
        let mut builder = Builder::new(names, SCALE, method).unwrap();
        for row in 0..RESPONDENTS {
            let ratings: Vec<Option<f64>> = self.columns[..ITEMS]
                .iter()
                .map(|column| column[row])
                .collect();
            let respondent = Respondent {
                ratings: &ratings,
                overall: self.columns[ITEMS][row],
            };
            let weights = self.weights.as_ref().map(Weights::as_slice);
            let weight = weights.map_or(1.0, |weights| weights[row]);
            builder.push_weighted(respondent, weight).unwrap();
        }
        builder.finish().unwrap()
    }
}

/// The methods that a builder knows, too.
fn methods() -> impl Iterator<Item = Method> {
    let joint = [
        Importance::Pearson,
        Importance::Regression,
        Importance::Partial,
        Importance::Deng,
        Importance::RelativeWeights,
        Importance::Dominance,
    ];
    let pairwise = Method::from(Importance::Pearson).deletion(Deletion::Pairwise);
    let all = joint.into_iter().map(Method::from).chain([pairwise]);
    all.map(|method| method.standard_errors(StandardErrors::Classical))
}

#[track_caller]
fn close(found: f64, expected: f64) {
    let size = 1.0 + expected.abs();
    assert!(
        (found - expected).abs() <= ROUNDING * size,
        "{found} not {expected}"
    );
}

#[test]
fn columns_give_what_rows_give() {
    for answered in Answered::every() {
        for method in methods() {
            let found = answered.with(|survey| survey.assess(method)).unwrap();
            let expected = answered.row_by_row(method);
            assert_eq!(
                (found.used, found.left_out),
                (expected.used, expected.left_out)
            );
            for (a, b) in found.attributes.iter().zip(&expected.attributes) {
                assert_eq!((a.used, a.answered), (b.used, b.answered));
                close(a.importance, b.importance);
                close(a.satisfaction, b.satisfaction);
                close(a.correlation.unwrap(), b.correlation.unwrap());
                close(a.effective_sample_size, b.effective_sample_size);
                for (a, b) in [
                    (a.standard_error, b.standard_error),
                    (a.inflation, b.inflation),
                ] {
                    assert_eq!(a.is_some(), b.is_some());
                    close(a.unwrap_or(0.0), b.unwrap_or(0.0));
                }
            }
        }
    }
}

/// Without the feature there is one thread.
#[cfg(feature = "rayon")]
#[test]
fn the_number_of_threads_changes_no_bit() {
    let on_threads = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().unwrap().install(|| {
            let all = Answered::every().flat_map(|answered| {
                let ranks = Method::from(Importance::Spearman);
                let robust = methods().map(|method| method.standard_errors(StandardErrors::Robust));
                let all = methods().chain(robust).chain([ranks]);
                let found =
                    all.map(|method| answered.with(|survey| survey.assess(method)).unwrap());
                found.collect::<Vec<_>>()
            });
            all.collect::<Vec<_>>()
        })
    };
    let one = on_threads(1);
    assert_eq!(on_threads(2), one);
    assert_eq!(on_threads(3), one);
}

#[cfg(feature = "rayon")]
#[test]
fn the_number_of_threads_changes_no_resample() {
    let resampling = Resampling::default().draws(40).seed(7);
    let answered = Answered::new(0.9, true, true);
    for importance in [Importance::Spearman, Importance::Regression] {
        let method = Method::from(importance);
        let on_threads = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            pool.build().unwrap().install(|| {
                let found =
                    |survey: &Survey<'_>| survey.bootstrap(method, Options::default(), resampling);
                answered.with(found).unwrap()
            })
        };
        let one = on_threads(1);
        assert_eq!(on_threads(2), one);
        assert_eq!(on_threads(3), one);
    }
}

/// The figures of a seed are part of the API: these were the same before resamples were drawn on
/// threads.
#[test]
fn resamples_of_a_seed_give_what_they_always_gave() {
    let answered = Answered::new(0.9, true, true);
    let resampling = Resampling::default().draws(40).seed(7);
    for (importance, lower, upper) in [
        (
            Importance::Pearson,
            0.590_541_433_210_943_7,
            0.605_870_014_312_715_1,
        ),
        (
            Importance::Spearman,
            0.591_620_701_476_607_5,
            0.608_708_301_997_641_1,
        ),
        (
            Importance::Regression,
            0.206_893_369_913_325_94,
            0.240_698_737_374_342_66,
        ),
    ] {
        let method = Method::from(importance);
        let found = answered
            .with(|survey| survey.bootstrap(method, Options::default(), resampling))
            .unwrap();
        let interval = found.attributes[0].importance.unwrap();
        close(interval.lower(), lower);
        close(interval.upper(), upper);
    }
}
