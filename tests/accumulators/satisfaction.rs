//! Satisfaction: NPS, one rated question, Kano, disconfirmation, the index, SERVQUAL.

use retention::satisfaction::disconfirmation::Experience;
use retention::satisfaction::{disconfirmation, index, kano, nps, rating, servqual};
use retention::scale::Scale;

use crate::promises::Case;
use crate::{BEFORE, answer, leaked, scattered};

#[test]
fn net_promoter_score() {
    let answer = |row| Some(scattered(row, 0, 11) as f64).filter(|_| scattered(row, 1, 9) > 0);
    Case::new(
        || nps::Counter::new(nps::Options::default()).unwrap(),
        (0..BEFORE).map(answer).collect(),
    )
    .refuses(Some(6.5), None)
    .overflows()
    .weighted();
}

#[test]
fn ratings() {
    let csat = rating::Options::csat();
    for measure in [
        rating::Measure::TopBoxes(2),
        rating::Measure::AtLeast(3.5),
        rating::Measure::Mean,
        rating::Measure::Percent,
    ] {
        Case::new(
            || rating::Builder::new(csat.measure(measure)).unwrap(),
            (0..BEFORE).map(|row| answer(row, 0)).collect(),
        )
        .refuses(Some(5.5), None)
        .overflows()
        .weighted();
    }
}

#[test]
fn kano_pairs() {
    let coded = |row, item| {
        let code = answer(row, item)? as u8;
        Some(kano::Answer::from_code(code).unwrap())
    };
    let pair = |row| kano::Pair {
        functional: coded(row, 0),
        dysfunctional: coded(row, 1),
    };
    Case::new(
        || kano::Counter::new(kano::Options::default()).unwrap(),
        (0..BEFORE).map(pair).collect(),
    )
    .overflows()
    .weighted();
}

#[test]
fn disconfirmation() {
    let options = disconfirmation::Options::default().tolerance(1.0);
    let experience = |perceived, expected| Experience {
        perceived,
        expected,
    };
    Case::new(
        || disconfirmation::Builder::new(Scale::ONE_TO_FIVE, options).unwrap(),
        (0..BEFORE)
            .map(|row| experience(answer(row, 0), answer(row, 1)))
            .collect(),
    )
    .refuses(experience(Some(3.0), Some(6.0)), Some("item \"expected\""))
    .overflows()
    .weighted();
}

#[test]
fn satisfaction_index() {
    let options = index::Options::default().scale(Scale::ONE_TO_FIVE);
    let questions = |row| index::Items {
        overall: answer(row, 0),
        expectations: answer(row, 1),
        ideal: answer(row, 2),
    };
    let bad = index::Items {
        overall: Some(1.0),
        expectations: None,
        ideal: Some(0.0),
    };
    Case::new(
        || index::Builder::new(options).unwrap(),
        (0..BEFORE).map(questions).collect(),
    )
    .refuses(bad, Some("item \"ideal\""))
    .overflows()
    .weighted();
}

#[test]
fn service_quality() {
    let sides = |from: usize| {
        let answers = |row| {
            (from..from + 22)
                .map(move |item| answer(row, item))
                .collect()
        };
        leaked((0..BEFORE).map(answers))
    };
    let (perceived, expected) = (sides(0), sides(22));
    let rows: Vec<_> = perceived
        .iter()
        .zip(&expected)
        .map(|(perceived, expected)| Experience {
            perceived: *perceived,
            expected: *expected,
        })
        .collect();
    let mut bad = rows[0].expected.to_vec();
    bad[7] = Some(8.0);
    let bad = Experience {
        perceived: rows[0].perceived,
        expected: &*bad.leak(),
    };
    Case::new(
        || servqual::Builder::new(servqual::Options::wording_1988()).unwrap(),
        rows.clone(),
    )
    .refuses(bad, Some("item 7"))
    .overflows()
    .weighted();

    let alone = rows.into_iter().map(|row| Experience {
        expected: &[][..],
        ..row
    });
    let options = servqual::Options::default().form(servqual::Form::Perception);
    Case::new(
        || servqual::Builder::new(options.clone()).unwrap(),
        alone.collect(),
    )
    .refuses(bad, None)
    .overflows()
    .weighted();
}
