//! Accumulators of answers hold a few numbers, however many answers they have seen.

use retention::satisfaction::{disconfirmation, index, kano, nps, rating, servqual};
use retention::scale::Scale;
use retention::{Accumulator, Weighted};

const RESPONDENTS: u32 = 100_000;

/// Fills an accumulator, which allocates nothing after the first row.
#[track_caller]
fn fills_without_allocation(mut push: impl FnMut(u32) -> retention::Result<()>) {
    push(0).unwrap();
    crate::allocates_nothing(|| {
        for row in 1..RESPONDENTS {
            push(row).unwrap();
        }
    });
}

#[test]
fn adding_a_respondent_allocates_nothing() {
    // From 1 to 5, every sixth left out.
    let answer = |row: u32| (!row.is_multiple_of(6)).then(|| f64::from(row % 6));

    let mut nps = nps::Counter::new(nps::Options::default()).unwrap();
    fills_without_allocation(|row| nps.push_weighted(answer(row), 0.3));

    for measure in [rating::Measure::TopBoxes(2), rating::Measure::Mean] {
        let mut csat = rating::Builder::new(rating::Options::csat().measure(measure)).unwrap();
        fills_without_allocation(|row| csat.push(answer(row)));
    }

    let mut kano = kano::Counter::new(kano::Options::default()).unwrap();
    fills_without_allocation(|row| {
        kano.push(kano::Pair {
            functional: kano::Answer::ALL.get(row as usize % 6).copied(),
            dysfunctional: kano::Answer::ALL.get(row as usize % 5).copied(),
        })
    });

    let options = disconfirmation::Options::default();
    let mut gaps = disconfirmation::Builder::new(Scale::ONE_TO_TEN, options).unwrap();
    fills_without_allocation(|row| {
        gaps.push(disconfirmation::Experience {
            perceived: answer(row),
            expected: answer(row / 2),
        })
    });

    let mut index = index::Builder::new(index::Options::default()).unwrap();
    fills_without_allocation(|row| {
        index.push(index::Items {
            overall: answer(row),
            expectations: answer(row / 2),
            ideal: answer(row / 3),
        })
    });

    let mut servqual = servqual::Builder::new(&servqual::Options::default()).unwrap();
    fills_without_allocation(|row| {
        let (perceived, expected) = ([answer(row); 22], [answer(row / 2); 22]);
        let points = servqual::Rater::from_fn(|of| f64::from(1 + row % (2 + of as u32)));
        servqual.push(servqual::Respondent::new(&perceived, &expected).points(points))
    });
    assert_eq!(
        servqual.finish().unwrap().respondents,
        u64::from(RESPONDENTS)
    );
}
