//! Customer satisfaction score: the share of the top boxes, and the mean, as commonly reported.

use retention::satisfaction::{Csat, Measure};
use retention::scale::Scale;

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
