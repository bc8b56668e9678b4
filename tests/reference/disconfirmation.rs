//! What customers perceived less what they expected, in the survey of satisfaction.
//!
//! Computed by `surveys.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use retention::satisfaction::disconfirmation;
use retention::scale::Scale;

use crate::assert_published;
use crate::surveys::{Survey, mobi};

fn quality(survey: &Survey) -> disconfirmation::Experience<retention::scale::Answers<'_>> {
    disconfirmation::Experience {
        perceived: survey.answers("PERQ1", Scale::ONE_TO_TEN),
        expected: survey.answers("CUEX1", Scale::ONE_TO_TEN),
    }
}

#[test]
fn disconfirmation_on_the_overall_quality_of_the_satisfaction_survey() {
    let survey = mobi();
    let options = disconfirmation::Options::default();
    let result = disconfirmation::Disconfirmation::of(quality(&survey), None, options).unwrap();
    assert_eq!((result.answered, result.missing), (250, 0));
    assert_eq!(result.scale, Scale::ONE_TO_TEN);
    let counts = disconfirmation::Satisfaction::ALL
        .iter()
        .map(|&felt| result.share(felt).counts().numerator());
    assert_eq!(counts.collect::<Vec<_>>(), [60, 82, 108]);
    let gap = result.gap.estimate().unwrap();
    assert_published(gap.value(), "0.36400000000");
    assert_published(gap.standard_error(), "0.10975518577");

    let near = disconfirmation::Disconfirmation::of(quality(&survey), None, options.tolerance(1.0))
        .unwrap();
    let counts = disconfirmation::Satisfaction::ALL
        .iter()
        .map(|&felt| near.share(felt).counts().numerator());
    assert_eq!(counts.collect::<Vec<_>>(), [29, 167, 54]);
    assert_eq!(near.gap, result.gap);
}
