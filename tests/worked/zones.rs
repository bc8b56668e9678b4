//! Zones of satisfaction of Heskett and others (1994) in a survey on 1 to 7, a design proposal.

use retention::counted::Counted;
use retention::loyalty::zones::Zone;
use retention::loyalty::{Evidence, Score, zones};
use retention::scale::Scale;

use crate::loyalty_survey::column;

/// A design proposal on another scale: from the middle of 1 to 7 indifference, at its top affection.
#[test]
fn zones_of_the_telecom_survey() {
    let counted = Counted::of_classes(column("cusa").into_iter().map(|answer| {
        let score = Score::new(Scale::ONE_TO_SEVEN, answer?).unwrap();
        zones::Rules::default()
            .classify(&Evidence::default().satisfaction(Some(score)))
            .unwrap()
            .class()
            .copied()
    }))
    .unwrap();
    let counts: Vec<u64> = Zone::ALL.iter().map(|&zone| counted.count(zone)).collect();
    assert_eq!((counts, counted.missing), (vec![21, 258, 64], 1));
}
