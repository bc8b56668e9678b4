//! Shares of the top boxes and means in two surveys.
//!
//! Computed by `surveys.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use retention::estimate::{Confidence, Errors};
use retention::satisfaction::rating;
use retention::scale::{Scale, Weights};

use crate::assert_interval;
use crate::assert_published;
use crate::surveys::{corp_rep, mobi};

#[test]
fn top_boxes_of_the_satisfaction_survey() {
    let survey = mobi();
    let answers = survey.answers("CUSA1", Scale::ONE_TO_TEN);
    let csat = rating::Options::csat().scale(Scale::ONE_TO_TEN);
    let top = rating::Rating::of(&answers, None, csat).unwrap();
    assert_eq!(top.share.unwrap().counts().numerator(), 67);
    assert_interval(&top, "0.2169113215", "0.3261105295");
    let mean = rating::Rating::of(&answers, None, csat.measure(rating::Measure::Mean)).unwrap();
    assert_published(mean.value().unwrap(), "7.988000000");
    let error = mean.mean.unwrap().estimate().unwrap().standard_error();
    assert_published(error, "0.07802419561");
    let percent =
        rating::Rating::of(&answers, None, csat.measure(rating::Measure::Percent)).unwrap();
    assert_published(
        percent.value().unwrap(),
        &format!("{:.9}", 6.988 / 9.0 * 100.0),
    );
    let error = percent.mean.unwrap().estimate().unwrap().standard_error();
    assert_published(
        error,
        &format!("{:.9}", 0.078_024_195_608_808 / 9.0 * 100.0),
    );

    let weights: Vec<f64> = (0..250).map(|row| f64::from(row % 3 + 1)).collect();
    let weights = Weights::new(weights).unwrap();
    let weighted = rating::Rating::of(&answers, Some(&weights), csat).unwrap();
    assert_published(weighted.value().unwrap(), "0.2565130261");
    assert_interval(&weighted, "0.2035551560", "0.3177518483");
    let share = weighted.share.unwrap();
    assert_published(share.estimate().unwrap().standard_error(), "0.0293058894");
    assert_published(share.implied_sample_size(), "222.0613501089");
    let kish = share
        .wilson_by(Confidence::default(), Errors::Kish)
        .unwrap();
    assert_published(kish.lower(), "0.2026675488");
    assert_published(kish.upper(), "0.3189418653");
    assert_published(weighted.effective_sample_size, "214.1023215821");
}

#[test]
fn top_boxes_of_the_reputation_survey() {
    let survey = corp_rep();
    let answers = survey.answers("cusa", Scale::ONE_TO_SEVEN);
    let csat = rating::Options::csat().scale(Scale::ONE_TO_SEVEN);
    let top = rating::Rating::of(&answers, None, csat).unwrap();
    assert_eq!((top.answered, top.missing), (343, 1));
    assert_eq!(top.share.unwrap().counts().numerator(), 178);
    assert_interval(&top, "0.4661577274", "0.5713233743");
    let mean = rating::Rating::of(&answers, None, csat.measure(rating::Measure::Mean)).unwrap();
    assert_published(mean.value().unwrap(), "5.4402332362");
    assert_interval(&mean, "5.3153972191", "5.5650692532");
}
