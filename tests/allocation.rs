//! What allocates nothing. One test in a program of its own, so that nothing else allocates.

use peak_alloc::PeakAlloc;
use retention::Accumulator;
use retention::loyalty::phases;
use retention::loyalty::phases::{Columns, Counter, HARRIS_GOODE, Levels, Phase, Profile};
use retention::scale::{ItemSet, Missing, Orientation, Scale};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const ITEMS: usize = 16;
const SEVEN: Scale = Scale::ONE_TO_SEVEN;

/// What `work` returns, and the bytes that were in use at once beyond those before: any allocation
/// at all is seen, however short.
fn peak<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let result = work();
    (result, ALLOCATOR.peak_usage() - before)
}

fn answers(respondents: usize) -> Vec<Option<f64>> {
    let answer = |at: usize| (at % 11 != 3).then_some((at * at % 7 + 1) as f64);
    (0..respondents * ITEMS).map(answer).collect()
}

fn columns(columns: &[Vec<Option<f64>>]) -> Columns<'_> {
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
    Columns::new(sets, Missing::default()).unwrap()
}

#[test]
fn a_respondent_is_scored_and_counted_without_allocating() {
    let questionnaire = phases::harris_goode().unwrap();
    let mut of_columns = Vec::new();
    for respondents in [10, 10_000] {
        let rows = answers(respondents);
        let mut counter = Counter::new(SEVEN, &phases::Rules::default()).unwrap();
        let ((), bytes) = peak(|| {
            for row in rows.chunks_exact(ITEMS) {
                let profile = Profile::of(&questionnaire, row).unwrap();
                counter.push(profile).unwrap();
            }
        });
        assert_eq!(bytes, 0, "rows of {respondents}");
        let from_rows: Levels = counter.finish().unwrap();

        let by_item: Vec<Vec<_>> = (0..ITEMS)
            .map(|item| rows.iter().skip(item).step_by(ITEMS).copied().collect())
            .collect();
        let columns = columns(&by_item);
        let mut counter = Counter::new(SEVEN, &phases::Rules::default()).unwrap();
        let ((), bytes) = peak(|| counter.extend(columns.profiles()).unwrap());
        of_columns.push(bytes);
        assert_eq!(counter.finish().unwrap(), from_rows);
    }
    // A reader for each item, however many respondents there are.
    assert!(of_columns[0] > 0, "nothing was measured");
    assert_eq!(of_columns[0], of_columns[1]);
}
