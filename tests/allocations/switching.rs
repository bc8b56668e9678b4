//! Scoring a respondent's switching costs.

use retention::Accumulator;
use retention::scale::Scale;
use retention::switching::{PopulationBuilder, Questionnaire, Scorer, Scoring};

use crate::allocates_nothing;

#[test]
fn a_respondent_is_scored_without_allocation() {
    let questionnaire = Questionnaire::burnham(Scale::ONE_TO_SEVEN);
    let scorer = Scorer::new(&questionnaire, Scoring::default()).unwrap();
    let mut builder = PopulationBuilder::new(scorer);
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
