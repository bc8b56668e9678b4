//! Scoring a respondent allocates nothing. One test in a program of its own, so that nothing else
//! allocates.

use peak_alloc::PeakAlloc;
use retention::scale::Scale;
use retention::switching::{PopulationBuilder, Questionnaire, Scorer, Scoring};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

#[test]
fn a_respondent_is_scored_without_allocation() {
    let questionnaire = Questionnaire::burnham(Scale::ONE_TO_SEVEN);
    let scorer = Scorer::new(&questionnaire, Scoring::default()).unwrap();
    let mut builder = PopulationBuilder::new(scorer);
    let mut answers = [Some(1.0); 30];
    answers[7] = None;
    // Whatever is allocated, if only for a moment, raises the peak above what there was.
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    for respondent in 0..1000_u32 {
        answers[0] = Some(f64::from(respondent % 7 + 1));
        builder.push(&answers).unwrap();
    }
    assert_eq!(ALLOCATOR.peak_usage(), before);
    let population = builder.finish().unwrap();
    assert_eq!(population.overall.answered, 1000);
}
