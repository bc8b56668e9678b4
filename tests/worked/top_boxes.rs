//! Customer satisfaction score: the share of the top boxes, and the mean, as commonly reported.

use retention::satisfaction::rating;
use retention::scale::Scale;

#[test]
fn csat_is_the_share_of_4_and_5_on_1_to_5_as_commonly_reported() {
    let csat = rating::Options::csat();
    assert_eq!(
        (csat.scale, csat.measure),
        (Scale::ONE_TO_FIVE, rating::Measure::TopBoxes(2))
    );
    // One of each answer: two of five.
    let answers = Scale::ONE_TO_FIVE
        .full_answers(&[1.0, 2.0, 3.0, 4.0, 5.0])
        .unwrap();
    let rating = rating::Rating::of(&answers, None, csat).unwrap();
    assert_eq!(rating.value(), Some(0.4));
    assert_eq!(rating.share.unwrap().counts().numerator(), 2);
    let of = |measure| {
        rating::Rating::of(&answers, None, csat.measure(measure))
            .unwrap()
            .value()
    };
    assert_eq!(of(rating::Measure::TopBoxes(1)), Some(0.2));
    assert_eq!(of(rating::Measure::TopBoxes(4)), Some(0.8));
    assert_eq!(of(rating::Measure::AtLeast(3.5)), Some(0.4));
    assert_eq!(of(rating::Measure::Mean), Some(3.0));
    assert_eq!(of(rating::Measure::Percent), Some(50.0));
}
