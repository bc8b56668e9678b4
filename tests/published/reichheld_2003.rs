//! Reichheld, F. F. (2003), *Harvard Business Review* 81(12): 46–54: promoters less detractors.

use retention::satisfaction::{
    NetPromoterScore, NpsCounts, NpsGroup, NpsInterval, NpsOptions, NpsQuestion,
};
use retention::scale::{Scale, Weights};

use crate::assert_published;
use crate::surveys::mobi;

/// A score of so many promoters, passives and detractors.
pub fn score(groups: [u64; 3], options: NpsOptions) -> NetPromoterScore {
    let mut counts = NpsCounts::new(options).unwrap();
    for (&group, count) in NpsGroup::ALL.iter().zip(groups) {
        counts.add(group, count).unwrap();
    }
    counts.finish()
}

#[test]
fn reichheld_2003_promoters_9_to_10_passives_7_to_8_detractors_0_to_6() {
    let options = NpsOptions::default();
    for answer in 0..=10_u32 {
        let expected = match answer {
            9..=10 => NpsGroup::Promoter,
            7..=8 => NpsGroup::Passive,
            _ => NpsGroup::Detractor,
        };
        assert_eq!(options.group(f64::from(answer)), Ok(expected), "{answer}");
    }
}

#[test]
fn reichheld_2003_50_30_20_of_100_is_30_with_a_standard_error_of_7_810250() {
    let nps = score([50, 30, 20], NpsOptions::default());
    assert_eq!(nps.score, Some(30.0));
    assert_published(nps.variance().unwrap(), "6100.000000");
    assert_published(nps.standard_error().unwrap(), "7.810250");
    assert_eq!((nps.answered, nps.missing), (100, 0));
    assert_eq!(nps.effective_sample_size, 100.0);
}

#[test]
fn reichheld_2003_from_answers_as_from_groups() {
    let answers: Vec<Option<f64>> = [
        (10.0, 30),
        (9.0, 20),
        (8.0, 25),
        (7.0, 5),
        (6.0, 4),
        (0.0, 16),
    ]
    .into_iter()
    .flat_map(|(answer, times)| vec![Some(answer); times])
    .chain([None, None])
    .collect();
    let answers = Scale::ZERO_TO_TEN.answers(&answers).unwrap();
    let nps = NetPromoterScore::of(&answers, None, &NpsOptions::default()).unwrap();
    assert_eq!((nps.score, nps.missing), (Some(30.0), 2));
    assert_eq!(nps.promoters.counts().numerator(), 50);
    assert_published(nps.standard_error().unwrap(), "7.810250");
}

/// Which the survey asked on 1 to 10, so that it is no Net Promoter Score.
fn on_1_to_10() -> NpsOptions {
    NpsOptions::default().question(NpsQuestion::Mapped {
        scale: Scale::ONE_TO_TEN,
        promoters_from: 9.0,
        passives_from: 7.0,
    })
}

#[test]
fn a_mapped_score_of_the_satisfaction_survey_computed_independently() {
    let survey = mobi();
    let answers = survey.answers("CUSL3", Scale::ONE_TO_TEN);
    assert!(NetPromoterScore::of(&answers, None, &NpsOptions::default()).is_err());
    let found = NetPromoterScore::of(&answers, None, &on_1_to_10()).unwrap();
    let counts = NpsGroup::ALL
        .iter()
        .map(|&group| found.share(group).counts().numerator());
    assert_eq!(counts.collect::<Vec<_>>(), [95, 95, 60]);
    assert_eq!(found.score, Some(14.0));
    let interval = found.interval(Default::default()).unwrap();
    assert_published(interval.lower(), "4.29372839");
    assert_published(interval.upper(), "23.37425580");
}

#[test]
fn a_weighted_score_of_the_satisfaction_survey_computed_independently() {
    let survey = mobi();
    let answers = survey.answers("CUSL3", Scale::ONE_TO_TEN);
    // 1, 2, 3, 1, 2, 3, …
    let weights: Vec<f64> = (0..250).map(|row| f64::from(row % 3 + 1)).collect();
    let weights = Weights::new(weights).unwrap();
    let found = NetPromoterScore::of(&answers, Some(&weights), &on_1_to_10()).unwrap();
    assert_published(found.score.unwrap(), "15.631262525");
    assert_published(found.standard_error().unwrap(), "5.297370746");
    assert_published(found.effective_sample_size, "214.102321582");
    let interval = found.interval(Default::default()).unwrap();
    assert_published(interval.lower(), "5.113694067");
    assert_published(interval.upper(), "25.716833875");
    assert_eq!(found.options.interval, NpsInterval::AdjustedWald);
}
