//! The four conditions of Dick and Basu (1994) on the survey of reputation.
//!
//! Computed by `surveys.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use retention::counted::Counted;
use retention::loyalty::conditions::{Condition, Rules};
use retention::scale::Scale;

use crate::loyalty_survey::{column, loyalty};

/// The telecom survey, with liking as the attitude and recommending, choosing again and staying as the
/// loyalty shown: how many show it without the liking to bear it depends on the cut.
#[test]
fn conditions_of_the_telecom_survey_move_with_the_cut() {
    let scale = Scale::ONE_TO_SEVEN;
    let (liking, loyalty) = (column("like_1"), loyalty());
    let (liking, loyalty) = (
        scale.answers(&liking).unwrap(),
        scale.answers(&loyalty).unwrap(),
    );
    let counts = |rules: Rules| {
        let found = rules.classify_columns(&liking, &loyalty).unwrap();
        let found = found.iter().map(|one| one.class().copied());
        let counted = Counted::of_classes(found).unwrap();
        Condition::ALL
            .iter()
            .map(|&c| counted.count(c))
            .collect::<Vec<_>>()
    };
    assert_eq!(counts(Rules::default()), SPURIOUS_AT_THE_MIDPOINT);
    let medians = Rules::at_medians(&liking, &loyalty).unwrap();
    assert_eq!(counts(medians), SPURIOUS_AT_THE_MEDIAN);
}

/// Counted apart from the crate.
const SPURIOUS_AT_THE_MIDPOINT: [u64; 4] = [236, 24, 57, 27];
const SPURIOUS_AT_THE_MEDIAN: [u64; 4] = [141, 53, 46, 104];
