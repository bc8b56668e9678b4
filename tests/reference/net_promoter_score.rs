//! The rule of Reichheld (2003) on a survey that asked on 1 to 10.
//!
//! Computed by `surveys.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use retention::estimate::Errors;
use retention::satisfaction::nps;
use retention::scale::{Scale, Weights};

use crate::assert_published;
use crate::surveys::mobi;

/// Which the survey asked on 1 to 10, so that it is no Net Promoter Score.
fn on_1_to_10() -> nps::Options {
    nps::Options::default().question(nps::Question::Mapped {
        scale: Scale::ONE_TO_TEN,
        promoters_from: 9.0,
        passives_from: 7.0,
    })
}

#[test]
fn a_mapped_score_of_the_satisfaction_survey() {
    let survey = mobi();
    let answers = survey.answers("CUSL3", Scale::ONE_TO_TEN);
    assert!(nps::NetPromoterScore::of(&answers, None, nps::Options::default()).is_err());
    let found = nps::NetPromoterScore::of(&answers, None, on_1_to_10()).unwrap();
    let counts = nps::Group::ALL
        .iter()
        .map(|&group| found.share(group).counts().numerator());
    assert_eq!(counts.collect::<Vec<_>>(), [95, 95, 60]);
    assert_eq!(found.score, Some(14.0));
    let interval = found.interval(Default::default()).unwrap();
    assert_published(interval.lower(), "4.29372839");
    assert_published(interval.upper(), "23.37425580");
}

#[test]
fn a_weighted_score_of_the_satisfaction_survey() {
    let survey = mobi();
    let answers = survey.answers("CUSL3", Scale::ONE_TO_TEN);
    // 1, 2, 3, 1, 2, 3, …
    let weights: Vec<f64> = (0..250).map(|row| f64::from(row % 3 + 1)).collect();
    let weights = Weights::new(weights).unwrap();
    let found = nps::NetPromoterScore::of(&answers, Some(&weights), on_1_to_10()).unwrap();
    assert_published(found.score.unwrap(), "15.631262525");
    assert_published(found.standard_error().unwrap(), "5.296956627");
    assert_published(found.implied_sample_size().unwrap(), "214.135800175");
    let interval = found.interval(Default::default()).unwrap();
    assert_published(interval.lower(), "5.114520153");
    assert_published(interval.upper(), "25.716074395");
    let kish = found.estimate_by(Errors::Kish).unwrap();
    assert_published(kish.standard_error(), "5.297370746");
    assert_published(found.effective_sample_size, "214.102321582");
}
