//! Zones of satisfaction of Heskett and others (1994) in a survey on 1 to 7, a design proposal.

use retention::loyalty::{Counted, Score, Zone, Zones};
use retention::scale::Scale;

use crate::loyalty_survey::column;

/// A design proposal on another scale: from the middle of 1 to 7 indifference, at its top affection.
#[test]
fn zones_of_the_telecom_survey() {
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
