//! Accumulators of answers hold a few numbers, however many answers they have seen. One test in a
//! program of its own, so that nothing else allocates.

use peak_alloc::PeakAlloc;
use retention::satisfaction::{
    Csat, DisconfirmationBuilder, DisconfirmationOptions, Experience, IndexBuilder, IndexItems,
    IndexOptions, KanoAnswer, KanoCounts, KanoOptions, KanoPair, Measure, NpsCounts, NpsOptions,
    ServqualBuilder, ServqualOptions,
};
use retention::scale::Scale;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const RESPONDENTS: u32 = 100_000;

/// The most that an accumulator allocates while it is filled, in bytes.
#[track_caller]
fn allocates_nothing(mut push: impl FnMut(u32) -> retention::Result<()>) {
    // What is allocated once, with the first row, is no matter.
    push(0).unwrap();
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    for row in 1..RESPONDENTS {
        push(row).unwrap();
    }
    assert_eq!(ALLOCATOR.peak_usage(), before);
}

#[test]
fn adding_a_respondent_allocates_nothing() {
    // From 1 to 5, every sixth left out.
    let answer = |row: u32| (!row.is_multiple_of(6)).then(|| f64::from(row % 6));

    let mut nps = NpsCounts::new(NpsOptions::default()).unwrap();
    allocates_nothing(|row| nps.push_weighted(answer(row), 0.3));

    for measure in [Measure::TopBoxes(2), Measure::Mean] {
        let mut csat = Csat::default().measure(measure).builder().unwrap();
        allocates_nothing(|row| csat.push(answer(row)));
    }

    let mut kano = KanoCounts::new(KanoOptions::default()).unwrap();
    allocates_nothing(|row| {
        kano.push(KanoPair {
            functional: KanoAnswer::ALL.get(row as usize % 6).copied(),
            dysfunctional: KanoAnswer::ALL.get(row as usize % 5).copied(),
        })
    });

    let options = DisconfirmationOptions::default();
    let mut gaps = DisconfirmationBuilder::new(Scale::ONE_TO_TEN, options).unwrap();
    allocates_nothing(|row| {
        gaps.push(Experience {
            perceived: answer(row),
            expected: answer(row / 2),
        })
    });

    let mut index = IndexBuilder::new(IndexOptions::default()).unwrap();
    allocates_nothing(|row| {
        index.push(IndexItems {
            overall: answer(row),
            expectations: answer(row / 2),
            ideal: answer(row / 3),
        })
    });

    let mut servqual = ServqualBuilder::new(ServqualOptions::default()).unwrap();
    allocates_nothing(|row| servqual.push(&[answer(row); 22], &[answer(row / 2); 22]));
    assert_eq!(servqual.finish().respondents, RESPONDENTS as usize);
}
