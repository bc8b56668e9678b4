//! Heskett, J. L., Jones, T. O., Loveman, G. W., Sasser, W. E. and Schlesinger, L. A. (1994),
//! *Harvard Business Review* 72(2): 164–174: zones of satisfaction.

use retention::loyalty::zones::Zone;
use retention::loyalty::{Evidence, Score, zones};
use retention::scale::Scale;

#[test]
fn heskett_1994_zones_defection_1_2_indifference_3_4_affection_5_as_commonly_reported() {
    let zone = |answer| {
        zones::Rules::default()
            .classify(
                &Evidence::default().satisfaction(Score::new(Scale::ONE_TO_FIVE, answer).ok()),
            )
            .unwrap()
            .class()
            .copied()
            .unwrap()
    };
    assert_eq!(
        [1.0, 2.0, 3.0, 4.0, 5.0].map(zone),
        [
            Zone::Defection,
            Zone::Defection,
            Zone::Indifference,
            Zone::Indifference,
            Zone::Affection
        ]
    );
    // Between two answers the lower zone holds, which is a design proposal.
    assert_eq!([2.9, 4.9].map(zone), [Zone::Defection, Zone::Indifference]);
}
