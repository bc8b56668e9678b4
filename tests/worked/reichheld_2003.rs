//! Reichheld, F. F. (2003), *Harvard Business Review* 81(12): 46–54: promoters less detractors, on
//! figures worked by hand.

use retention::satisfaction::nps;
use retention::scale::Scale;

use crate::assert_published;
use crate::net_promoter::score;

#[test]
fn reichheld_2003_50_30_20_of_100_is_30_with_a_standard_error_of_7_810250() {
    let nps = score([50, 30, 20], nps::Options::default());
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
    let nps = nps::NetPromoterScore::of(&answers, None, nps::Options::default()).unwrap();
    assert_eq!((nps.score, nps.missing), (Some(30.0), 2));
    assert_eq!(nps.promoters.counts().numerator(), 50);
    assert_published(nps.standard_error().unwrap(), "7.810250");
}
