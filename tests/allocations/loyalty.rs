//! Scoring and counting a respondent's loyalty.

use allocation_counter::measure;
use retention::Accumulator;
use retention::loyalty::phases;
use retention::loyalty::phases::{Counter, HARRIS_GOODE, Levels, Phase, Profile, profiles};
use retention::scale::{ItemSet, Missing, Orientation, Scale};

use crate::allocates_nothing;

const ITEMS: usize = 16;
const SEVEN: Scale = Scale::ONE_TO_SEVEN;

fn answers(respondents: usize) -> Vec<Option<f64>> {
    let answer = |at: usize| (at % 11 != 3).then_some((at * at % 7 + 1) as f64);
    (0..respondents * ITEMS).map(answer).collect()
}

fn asked(columns: &[Vec<Option<f64>>]) -> Vec<(Phase, ItemSet<'_>)> {
    let sets = Phase::ALL.iter().map(|&phase| {
        let items = HARRIS_GOODE.iter().zip(columns);
        let of_phase = items.filter(|(item, _)| item.facet == phase);
        let answers = of_phase.map(|(item, column)| {
            let answers = SEVEN.answers(column).unwrap();
            match item.orientation {
                Orientation::AsAsked => answers,
                Orientation::Reversed => answers.reversed(),
            }
        });
        (phase, ItemSet::new(answers).unwrap())
    });
    sets.collect()
}

#[test]
fn a_respondent_is_scored_and_counted_without_allocating() {
    let questionnaire = phases::harris_goode().unwrap();
    let mut of_columns = Vec::new();
    for respondents in [10, 10_000] {
        let rows = answers(respondents);
        let mut counter = Counter::new(SEVEN, phases::Rules::default()).unwrap();
        allocates_nothing(|| {
            for row in rows.chunks_exact(ITEMS) {
                let profile = Profile::of(&questionnaire, row).unwrap();
                counter.push(profile).unwrap();
            }
        });
        let from_rows: Levels = counter.finish().unwrap();

        let by_item: Vec<Vec<_>> = (0..ITEMS)
            .map(|item| rows.iter().skip(item).step_by(ITEMS).copied().collect())
            .collect();
        let asked = asked(&by_item);
        let mut counter = Counter::new(SEVEN, phases::Rules::default()).unwrap();
        let made = measure(|| {
            let profiles = profiles(&asked, Missing::default()).unwrap();
            counter.extend(profiles).unwrap();
        });
        of_columns.push(made.count_total);
        assert_eq!(counter.finish().unwrap(), from_rows);
    }
    // A reader for each item, however many respondents there are.
    assert!(of_columns[0] > 0, "nothing was measured");
    assert_eq!(of_columns[0], of_columns[1]);
}
