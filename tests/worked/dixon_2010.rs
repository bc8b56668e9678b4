//! Dixon, M., Freeman, K. and Toman, N. (2010), *Harvard Business Review* 88(7/8): 116–122, and CEB
//! (2013): customer effort score. The definitions as commonly reported, on figures worked by hand.

use retention::estimate::{Confidence, Estimate};
use retention::satisfaction::rating;
use retention::scale::Scale;

use crate::assert_interval;
use crate::assert_published;

#[test]
fn dixon_2010_ces_2_is_the_mean_agreement_on_1_to_7_or_a_share_of_top_boxes_as_commonly_reported() {
    let ces = rating::Options::ces();
    assert_eq!(
        (ces.scale, ces.measure),
        (Scale::ONE_TO_SEVEN, rating::Measure::Mean)
    );
    let answers = [7.0, 6.0, 6.0, 5.0, 4.0, 2.0];
    let answers = Scale::ONE_TO_SEVEN.full_answers(&answers).unwrap();
    let rating = rating::Rating::of(&answers, None, ces).unwrap();
    assert_eq!(rating.value(), Some(5.0));
    // Deviations 2 1 1 0 −1 −3: 16 / 5 / 6; Student's t with 5 degrees of freedom is 2.570582.
    let half = 2.570_581_835_6 * (16.0_f64 / 30.0).sqrt();
    assert_interval(
        &rating,
        &format!("{:.8}", 5.0 - half),
        &format!("{:.8}", 5.0 + half),
    );
    // The normal interval is the narrower one.
    let student = rating.mean.unwrap().estimate().unwrap();
    let normal = Estimate::new(student.value(), student.standard_error()).unwrap();
    let normal = normal.interval(Confidence::default());
    assert_published(
        normal.upper(),
        &format!("{:.8}", 5.0 + 1.959_963_984_540 * (16.0_f64 / 30.0).sqrt()),
    );
    let agree =
        rating::Rating::of(&answers, None, ces.measure(rating::Measure::TopBoxes(3))).unwrap();
    assert_published(agree.value().unwrap(), "0.666667");
    // The first version, from very low effort to very high: read from the other end.
    let effort = Scale::ONE_TO_FIVE.full_answers(&[1.0, 2.0, 2.0]).unwrap();
    let first =
        rating::Rating::of(&effort.reversed(), None, ces.scale(Scale::ONE_TO_FIVE)).unwrap();
    assert_published(first.value().unwrap(), "4.333333");
}
