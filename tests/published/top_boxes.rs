//! Customer satisfaction score: the share of the top boxes, and the mean, as commonly reported. On the
//! surveys, figures computed independently.

use retention::estimate::Confidence;
use retention::satisfaction::{Csat, Measure, Rating};
use retention::scale::{Scale, Weights};

use crate::assert_published;
use crate::surveys::{corp_rep, mobi};

/// The interval at 95 %.
#[track_caller]
pub fn assert_interval(rating: &Rating, lower: &str, upper: &str) {
    let interval = rating.interval(Confidence::default()).unwrap();
    assert_published(interval.lower(), lower);
    assert_published(interval.upper(), upper);
}

#[test]
fn csat_is_the_share_of_4_and_5_on_1_to_5_as_commonly_reported() {
    let csat = Csat::default();
    assert_eq!(
        (csat.scale, csat.measure),
        (Scale::ONE_TO_FIVE, Measure::TopBoxes(2))
    );
    // One of each answer: two of five.
    let answers = Scale::ONE_TO_FIVE
        .full_answers(&[1.0, 2.0, 3.0, 4.0, 5.0])
        .unwrap();
    let rating = csat.of(&answers, None).unwrap();
    assert_eq!(rating.value(), Some(0.4));
    assert_eq!(rating.share().unwrap().counts().numerator(), 2);
    let of = |measure| csat.measure(measure).of(&answers, None).unwrap().value();
    assert_eq!(of(Measure::TopBoxes(1)), Some(0.2));
    assert_eq!(of(Measure::TopBoxes(4)), Some(0.8));
    assert_eq!(of(Measure::AtLeast(3.5)), Some(0.4));
    assert_eq!(of(Measure::Mean), Some(3.0));
    assert_eq!(of(Measure::Percent), Some(50.0));
}

#[test]
fn top_boxes_of_the_satisfaction_survey_computed_independently() {
    let survey = mobi();
    let answers = survey.answers("CUSA1", Scale::ONE_TO_TEN);
    let csat = Csat::default().scale(Scale::ONE_TO_TEN);
    let top = csat.of(&answers, None).unwrap();
    assert_eq!(top.share().unwrap().counts().numerator(), 67);
    assert_interval(&top, "0.2169113215", "0.3261105295");
    let mean = csat.measure(Measure::Mean).of(&answers, None).unwrap();
    assert_published(mean.value().unwrap(), "7.988000000");
    let error = mean.mean().unwrap().estimate().unwrap().standard_error();
    assert_published(error, "0.07802419561");
    let percent = csat.measure(Measure::Percent).of(&answers, None).unwrap();
    assert_published(
        percent.value().unwrap(),
        &format!("{:.9}", 6.988 / 9.0 * 100.0),
    );
    let error = percent.mean().unwrap().estimate().unwrap().standard_error();
    assert_published(
        error,
        &format!("{:.9}", 0.078_024_195_608_808 / 9.0 * 100.0),
    );

    let weights: Vec<f64> = (0..250).map(|row| f64::from(row % 3 + 1)).collect();
    let weights = Weights::new(weights).unwrap();
    let weighted = csat.of(&answers, Some(&weights)).unwrap();
    assert_published(weighted.value().unwrap(), "0.2565130261");
    assert_interval(&weighted, "0.2026675488", "0.3189418653");
    assert_published(weighted.effective_sample_size, "214.1023215821");
}

#[test]
fn top_boxes_of_the_reputation_survey_computed_independently() {
    let survey = corp_rep();
    let answers = survey.answers("cusa", Scale::ONE_TO_SEVEN);
    let csat = Csat::default().scale(Scale::ONE_TO_SEVEN);
    let top = csat.of(&answers, None).unwrap();
    assert_eq!((top.answered, top.missing), (343, 1));
    assert_eq!(top.share().unwrap().counts().numerator(), 178);
    assert_interval(&top, "0.4661577274", "0.5713233743");
    let mean = csat.measure(Measure::Mean).of(&answers, None).unwrap();
    assert_published(mean.value().unwrap(), "5.4402332362");
    assert_interval(&mean, "5.3153972191", "5.5650692532");
}
