//! The form of the American Customer Satisfaction Index (Fornell and others 1996), without its
//! weights, on a survey.
//!
//! Computed by `surveys.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use retention::estimate::Confidence;
use retention::estimate::Errors;
use retention::satisfaction::index;
use retention::scale::{Answers, Scale, Weights};

use crate::assert_published;
use crate::surveys::{Survey, mobi};

const fn items<T>(overall: T, expectations: T, ideal: T) -> index::Items<T>
where
    T: Copy,
{
    index::Items {
        overall,
        expectations,
        ideal,
    }
}

fn satisfaction(survey: &Survey) -> index::Items<Answers<'_>> {
    let column = |name| survey.answers(name, Scale::ONE_TO_TEN);
    items(column("CUSA1"), column("CUSA2"), column("CUSA3"))
}

#[test]
fn an_index_of_the_satisfaction_survey() {
    let survey = mobi();
    let options = index::Options::default();
    let index = index::SatisfactionIndex::of(satisfaction(&survey), None, options).unwrap();
    assert_eq!((index.answered(), index.missing()), (250, 0));
    let estimate = index.estimate().unwrap();
    assert_published(estimate.value(), "71.970370370");
    assert_published(estimate.standard_error(), "0.931232037");
    // Student's t with 249 degrees of freedom is 1.969537.
    let interval = index.interval(Confidence::default()).unwrap();
    assert_published(interval.lower(), "70.13627454");
    assert_published(interval.upper(), "73.80446620");
    // Where everybody answers everything, it is the index of the means.
    let means = items(
        index.items.overall.mean.unwrap(),
        index.items.expectations.mean.unwrap(),
        index.items.ideal.mean.unwrap(),
    );
    assert_published(options.score(means).unwrap(), "71.970370370");
}

#[test]
fn an_index_with_weighted_questions() {
    let survey = mobi();
    for (weights, value, error) in [
        (items(0.4, 0.3, 0.3), "72.537777778", "0.906155765"),
        (items(2.0, 1.0, 1.0), "73.388888889", "0.875435054"),
    ] {
        let options = index::Options::default().weights(weights);
        let index = index::SatisfactionIndex::of(satisfaction(&survey), None, options).unwrap();
        let estimate = index.estimate().unwrap();
        assert_published(estimate.value(), value);
        assert_published(estimate.standard_error(), error);
    }
}

#[test]
fn an_index_of_weighted_respondents() {
    let survey = mobi();
    let weights: Vec<f64> = (0..250).map(|row| f64::from(row % 3 + 1)).collect();
    let weights = Weights::new(weights).unwrap();
    let options = index::Options::default();
    let index =
        index::SatisfactionIndex::of(satisfaction(&survey), Some(&weights), options).unwrap();
    let estimate = index.estimate().unwrap();
    assert_published(estimate.value(), "72.003265791");
    assert_published(estimate.standard_error(), "0.996440648");
    let kish = index.index.estimate_by(Errors::Kish).unwrap();
    assert_published(kish.standard_error(), "1.005080047");
}
