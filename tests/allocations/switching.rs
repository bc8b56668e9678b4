//! Scoring a respondent's switching costs.

use retention::Accumulator;
use retention::scale::{Missing, Scale};
use retention::switching::survey::{self, Builder, Options, Scorer};

use crate::allocates_nothing;

#[test]
fn a_respondent_is_scored_without_allocation() {
    let thirty = survey::instrument(Scale::ONE_TO_SEVEN, Missing::default()).unwrap();
    let scorer = Scorer::new(thirty, Options::default()).unwrap();
    let mut builder = Builder::new(scorer);
    let mut answers = [Some(1.0); 30];
    answers[7] = None;
    allocates_nothing(|| {
        for respondent in 0..1000_u32 {
            answers[0] = Some(f64::from(respondent % 7 + 1));
            builder.push(&answers).unwrap();
        }
    });
    let population = builder.finish().unwrap();
    assert_eq!(population.overall.answered, 1000);
}
