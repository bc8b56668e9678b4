//! What one stray respondent, a perfect fit and nothing but chance make of drivers: seeded simulations.

use retention::quadrant::{Importance, Options, Survey, contrasts, logistic};
use retention::scale::Scale;

use crate::random::Mixed as Random;

const TEN: Scale = Scale::ONE_TO_TEN;

impl Random {
    /// A whole rating up to this.
    fn rating(&mut self, highest: f64) -> f64 {
        (self.unit() * highest).floor() + 1.0
    }

    fn ratings(&mut self, respondents: usize) -> Vec<f64> {
        (0..respondents).map(|_| self.rating(10.0)).collect()
    }
}

fn survey<'a>(columns: &'a [Vec<f64>], overall: &'a [f64], scale: Scale) -> Survey<'a> {
    let named = ["a", "b", "c", "d", "e"].into_iter().zip(columns);
    let survey = Survey::new(named.map(|(name, x)| (name, TEN.full_answers(x).unwrap())));
    let overall = scale.full_answers(overall).unwrap();
    survey.unwrap().overall(overall).unwrap()
}

/// Everybody rates `a` 10 but one. The error of `b` is that of the others without `a`.
#[test]
fn one_stray_respondent_decides_its_attribute_alone() {
    let mut random = Random(1);
    let b = random.ratings(100);
    let overall: Vec<f64> = b
        .iter()
        .map(|b| (0.5 * b + 0.5 * random.rating(10.0)).round())
        .collect();
    let mut a = vec![10.0; 100];
    a[37] = 9.0;
    let without = |column: &[f64]| -> Vec<f64> {
        let rows = column.iter().enumerate().filter(|(row, _)| *row != 37);
        rows.map(|(_, x)| *x).collect()
    };
    let (rest, overall_rest) = ([without(&b)], without(&overall));
    let columns = [a, b];
    for importance in [Importance::Regression, Importance::Partial] {
        let both = survey(&columns, &overall, TEN);
        let found = both.assess(importance.into()).unwrap();
        let [stray, other] = &found.attributes[..] else {
            panic!("{found:?}")
        };
        assert_eq!((stray.standard_error, stray.p_value), (None, None));
        let alone = survey(&rest, &overall_rest, TEN);
        let alone = alone.assess(importance.into()).unwrap();
        let ratio = other.standard_error.unwrap() / alone.attributes[0].standard_error.unwrap();
        assert!((ratio - 1.0).abs() < 0.03, "{importance} {ratio}");
        assert!(other.p_value.unwrap() < 0.001);
        let influence = both.influence(importance.into()).unwrap();
        assert_eq!(influence[0], None);
        assert_eq!(influence[1].as_ref().unwrap().counted(), 100);
    }
}

/// The only low rating of `a` says nothing about `b`.
#[test]
fn one_stray_respondent_decides_its_contrast_alone() {
    let mut random = Random(2);
    let mut a: Vec<f64> = (0..100).map(|_| 6.0 + random.rating(4.0)).collect();
    a[5] = 1.0;
    let columns = [a, random.ratings(100)];
    let overall = random.ratings(100);
    let options = contrasts::Options::default().fewest(1);
    let found = survey(&columns, &overall, TEN).contrasts(options).unwrap();
    let [a, b] = &found.attributes[..] else {
        panic!("{found:?}")
    };
    assert!(a.penalty.is_none() && a.reward.is_some());
    assert!(b.penalty.is_some() && b.reward.is_some() && b.asymmetry.is_some());
}

/// `a` alone sets the overall answer: nothing is left to judge `b` by.
#[test]
fn a_perfect_fit_decides_no_factor() {
    for seed in 0..40 {
        let mut random = Random(seed);
        let columns = [random.ratings(60), random.ratings(60)];
        let steps = |a: &f64| {
            if *a <= 6.0 {
                3.1
            } else if *a >= 9.0 {
                8.7
            } else {
                5.3
            }
        };
        let overall: Vec<f64> = columns[0].iter().map(steps).collect();
        let found = survey(&columns, &overall, TEN)
            .contrasts(contrasts::Options::default())
            .unwrap();
        for found in &found.attributes {
            assert_eq!(
                (found.penalty, found.reward, found.factor),
                (None, None, None)
            );
        }
    }
}

/// `b` has nothing to do with the outcome, so half of its correlations are negative.
#[test]
fn a_sign_of_chance_is_rarely_remarked_on() {
    for importance in [
        Importance::Dominance,
        Importance::RelativeWeights,
        Importance::Regression,
    ] {
        let mut remarked = 0;
        for seed in 0..100 {
            let mut random = Random(1000 + seed);
            let columns = [random.ratings(300), random.ratings(300)];
            let overall = |a: &f64| (0.5 * a + 0.5 * random.rating(10.0)).round();
            let overall: Vec<f64> = columns[0].iter().map(overall).collect();
            let found = survey(&columns, &overall, TEN)
                .assess(importance.into())
                .unwrap();
            let analysis = found.analysis(Options::default()).unwrap();
            assert_eq!(analysis.attributes[0].remark, None);
            remarked += u32::from(analysis.attributes[1].remark.is_some());
        }
        // 2 or 3 are expected, as one side of a test at 5 %.
        assert!(remarked <= 7, "{importance} {remarked}");
    }
}

#[test]
fn a_neutral_answer_is_neither_low_nor_high() {
    for (low, high, lows, highs) in [
        (1.0, 5.0, 2, 1),
        (1.0, 7.0, 3, 1),
        (0.0, 10.0, 5, 2),
        (1.0, 10.0, 6, 2),
    ] {
        let scale = Scale::new(low, high).unwrap();
        let answers = (high - low) as usize + 1;
        let rated: Vec<f64> = (0..20 * answers)
            .map(|row| low + (row % answers) as f64)
            .collect();
        let mut random = Random(3);
        let overall: Vec<f64> = rated
            .iter()
            .map(|_| low + (random.unit() * answers as f64).floor())
            .collect();
        let survey = Survey::new([("a", scale.full_answers(&rated).unwrap())]).unwrap();
        let survey = survey
            .overall(scale.full_answers(&overall).unwrap())
            .unwrap();
        let found = survey.contrasts(contrasts::Options::default()).unwrap();
        let attribute = &found.attributes[0];
        assert_eq!(
            (attribute.low, attribute.high),
            (20 * lows, 20 * highs),
            "{scale}"
        );
    }
}

/// A factor takes two tests, so that chance alone makes fewer than one test at 5 % would.
#[test]
fn chance_alone_makes_few_factors() {
    let mut factors = 0;
    for seed in 0..60 {
        let mut random = Random(2000 + seed);
        let columns: Vec<_> = (0..5).map(|_| random.ratings(150)).collect();
        let overall = random.ratings(150);
        let found = survey(&columns, &overall, TEN)
            .contrasts(contrasts::Options::default())
            .unwrap();
        let decided = found
            .attributes
            .iter()
            .filter(|found| found.factor.is_some());
        factors += decided.count();
    }
    assert!(factors <= 12, "{factors} of 300");
}

/// Five attributes that have nothing to do with an outcome that one in four has.
#[test]
fn logistic_tests_keep_their_size_in_small_samples() {
    for (n, samples) in [(60, 300), (100, 200)] {
        let (mut tests, mut coefficients, mut marginals) = (0.0, 0.0, 0.0);
        for seed in 0..samples {
            let mut random = Random(3000 + seed);
            let columns: Vec<_> = (0..5).map(|_| random.ratings(n)).collect();
            let event = |_| f64::from(u8::from(random.unit() < 0.25));
            let outcomes: Vec<f64> = (0..n).map(event).collect();
            let scale = Scale::new(0.0, 1.0).unwrap();
            let fit = survey(&columns, &outcomes, scale).logistic(logistic::Options::default());
            let Ok(model) = fit.and_then(|fit| fit.converged()) else {
                continue;
            };
            for effect in &model.attributes {
                tests += 1.0;
                coefficients += f64::from(u8::from(effect.p_value.unwrap() < 0.05));
                let marginal = effect.marginal.unwrap().test(0.0).unwrap().unwrap();
                marginals += f64::from(u8::from(marginal.p_value < 0.05));
            }
        }
        let rates = [coefficients / tests, marginals / tests];
        assert!(
            rates.iter().all(|&rate| rate <= 0.065),
            "{n} {rates:?} {tests}"
        );
        assert!(
            rates.iter().all(|&rate| rate >= 0.02),
            "{n} {rates:?} {tests}"
        );
    }
}
