//! Heskett, J. L., Jones, T. O., Loveman, G. W., Sasser, W. E. and Schlesinger, L. A. (1994),
//! *Harvard Business Review* 72(2): 164–174: zones of satisfaction.

use retention::loyalty::{Counted, Score, Zone, Zones};
use retention::scale::Scale;

use crate::loyalty_survey::column;

#[test]
fn heskett_1994_zones_defection_1_2_indifference_3_4_affection_5_as_commonly_reported() {
    let zone = |answer| {
        Zones::default()
            .of(Score::new(Scale::ONE_TO_FIVE, answer).unwrap())
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

/// A design proposal on another scale: from the middle of 1 to 7 indifference, at its top affection.
#[test]
fn heskett_1994_zones_of_the_telecom_survey_by_design_proposal() {
    let counted: Counted<Zone> = column("cusa")
        .into_iter()
        .map(|answer| {
            let score = Score::new(Scale::ONE_TO_SEVEN, answer?).unwrap();
            Some(Zones::default().of(score).unwrap())
        })
        .collect();
    let counts: Vec<u64> = Zone::ALL.iter().map(|&zone| counted.count(zone)).collect();
    assert_eq!((counts, counted.unplaced()), (vec![21, 258, 64], 1));
}
