//! Fornell, C., Johnson, M. D., Anderson, E. W., Cha, J. and Bryant, B. E. (1996), *Journal of
//! Marketing* 60(4): 7–18: the form of the American Customer Satisfaction Index, without its weights.

use retention::estimate::Confidence;
use retention::satisfaction::{IndexItems, IndexOptions, SatisfactionIndex};
use retention::scale::{Answers, Missing, Scale, Weights};

use crate::assert_published;
use crate::surveys::{Survey, mobi};

const fn items<T>(overall: T, expectations: T, ideal: T) -> IndexItems<T>
where
    T: Copy,
{
    IndexItems {
        overall,
        expectations,
        ideal,
    }
}

#[test]
fn fornell_1996_means_8_7_and_7_5_make_72_2222() {
    let index = IndexOptions::default()
        .of_means(items(8.0, 7.0, 7.5))
        .unwrap();
    assert_published(index, "72.2222");
    // The form with equal weights: (x1 + x2 + x3 − 3) / 27 · 100.
    assert_published(
        index,
        &format!("{:.10}", (8.0 + 7.0 + 7.5 - 3.0) / 27.0 * 100.0),
    );
}

#[test]
fn fornell_1996_weights_are_normalised() {
    let of = |weights| {
        let options = IndexOptions::default().weights(weights);
        options.of_means(items(8.0, 7.0, 7.5)).unwrap()
    };
    // (7 · 2 + 6 + 6.5) / 4 / 9.
    assert_published(
        of(items(2.0, 1.0, 1.0)),
        &format!("{:.10}", 26.5 / 36.0 * 100.0),
    );
    assert_eq!(of(items(2.0, 1.0, 1.0)), of(items(0.5, 0.25, 0.25)));
    assert_published(of(items(0.0, 0.0, 3.0)), "72.2222");
}

#[test]
fn fornell_1996_ends_of_the_scale_are_0_and_100() {
    for (mean, index) in [(1.0, 0.0), (10.0, 100.0)] {
        let options = IndexOptions::default().weights(items(0.3, 0.2, 0.1));
        assert_eq!(options.of_means(items(mean, mean, mean)), Ok(index));
    }
}

fn satisfaction(survey: &Survey) -> IndexItems<Answers<'_>> {
    let column = |name| survey.answers(name, Scale::ONE_TO_TEN);
    items(column("CUSA1"), column("CUSA2"), column("CUSA3"))
}

#[test]
fn an_index_of_the_satisfaction_survey_computed_independently() {
    let survey = mobi();
    let options = IndexOptions::default();
    let index = SatisfactionIndex::of(satisfaction(&survey), None, &options).unwrap();
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
    assert_published(options.of_means(means).unwrap(), "71.970370370");
}

#[test]
fn an_index_with_weighted_questions_computed_independently() {
    let survey = mobi();
    for (weights, value, error) in [
        (items(0.4, 0.3, 0.3), "72.537777778", "0.906155765"),
        (items(2.0, 1.0, 1.0), "73.388888889", "0.875435054"),
    ] {
        let options = IndexOptions::default().weights(weights);
        let index = SatisfactionIndex::of(satisfaction(&survey), None, &options).unwrap();
        let estimate = index.estimate().unwrap();
        assert_published(estimate.value(), value);
        assert_published(estimate.standard_error(), error);
    }
}

#[test]
fn an_index_of_weighted_respondents_computed_independently() {
    let survey = mobi();
    let weights: Vec<f64> = (0..250).map(|row| f64::from(row % 3 + 1)).collect();
    let weights = Weights::new(weights).unwrap();
    let options = IndexOptions::default();
    let index = SatisfactionIndex::of(satisfaction(&survey), Some(&weights), &options).unwrap();
    let estimate = index.estimate().unwrap();
    assert_published(estimate.value(), "72.003265791");
    assert_published(estimate.standard_error(), "1.005080047");
}

#[test]
fn an_index_of_the_questions_answered_where_that_is_allowed() {
    let scale = Scale::ONE_TO_TEN;
    let (gap, full) = ([Some(10.0), None], [Some(10.0), Some(5.5)]);
    let columns = items(
        scale.answers(&full).unwrap(),
        scale.answers(&gap).unwrap(),
        scale.answers(&gap).unwrap(),
    );
    let of = |missing| {
        let options = IndexOptions::default()
            .missing(missing)
            .weights(items(2.0, 1.0, 1.0));
        SatisfactionIndex::of(columns, None, &options).unwrap()
    };
    assert_eq!(of(Missing::Listwise).value(), Some(100.0));
    assert_eq!(of(Missing::AtLeastHalf).answered(), 1);
    // The second has 50 by the one question answered.
    assert_eq!(of(Missing::AtLeast(1)).value(), Some(75.0));
}
