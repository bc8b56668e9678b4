//! The four conditions of Dick and Basu (1994), who publish no cut.

use retention::counted::Counted;
use retention::loyalty::conditions::Condition;
use retention::loyalty::{Evidence, Piece, Score, Threshold, conditions};
use retention::scale::Scale;

const FIVE: Scale = Scale::ONE_TO_FIVE;

fn score(value: f64) -> Option<Score> {
    Some(Score::new(FIVE, value).unwrap())
}

/// A design proposal: a score exactly at the cut counts as high unless it is said otherwise.
#[test]
fn conditions_tie_counts_as_high() {
    let conditions = conditions::Rules::default();
    let of = |conditions: conditions::Rules| {
        conditions
            .classify(
                &Evidence::default()
                    .relative_attitude(score(3.0))
                    .patronage(score(3.0)),
            )
            .unwrap()
            .class()
            .copied()
    };
    assert_eq!(of(conditions), Some(Condition::Loyalty));
    assert_eq!(
        of(conditions.cut_is_high(false)),
        Some(Condition::NoLoyalty)
    );
    assert_eq!(
        of(conditions.attitude(Threshold::Value(3.5))),
        Some(Condition::Spurious)
    );
    assert_eq!(
        of(conditions.patronage(Threshold::Value(3.5))),
        Some(Condition::Latent)
    );
}

#[test]
fn conditions_one_side_missing_says_which() {
    let found = conditions::Rules::default()
        .classify(&Evidence::default().relative_attitude(score(4.0)))
        .unwrap();
    assert_eq!(
        (found.class(), found.missing()),
        (None, [Piece::Patronage].as_slice())
    );
}

/// The three splits on eight customers, worked by hand; one is not classified.
#[test]
fn conditions_median_midpoint_and_given_cuts_place_a_population_differently() {
    let attitude = [5.0, 5.0, 4.0, 4.0, 3.0, 3.0, 2.0].map(Some);
    let attitude: Vec<_> = attitude.into_iter().chain([Some(1.0)]).collect();
    let patronage: Vec<_> = [5.0, 2.0, 4.0, 3.0, 4.0, 2.0, 5.0]
        .map(Some)
        .into_iter()
        .chain([None])
        .collect();
    let attitude = FIVE.answers(&attitude).unwrap();
    let patronage = FIVE.answers(&patronage).unwrap();
    let counts = |conditions: conditions::Rules| {
        let found = conditions.classify_columns(&attitude, &patronage).unwrap();
        let found = found.iter().map(|one| one.class().copied());
        let counted = Counted::of_classes(found).unwrap();
        assert_eq!((counted.placed, counted.missing), (7, 1));
        let counts: Vec<u64> = Condition::ALL.iter().map(|&c| counted.count(c)).collect();
        (
            counts,
            conditions.attitude.on(FIVE).ok(),
            conditions.patronage.on(FIVE).ok(),
        )
    };
    let medians = conditions::Rules::at_medians(&attitude, &patronage).unwrap();
    let both = |split| {
        conditions::Rules::default()
            .attitude(split)
            .patronage(split)
    };
    // The middle of the scale, 3: who lies at it is high.
    assert_eq!(
        counts(both(Threshold::MIDDLE)),
        (vec![4, 2, 1, 0], Some(3.0), Some(3.0))
    );
    // Medians of the seven with both: 4 and 4.
    assert_eq!(counts(medians), (vec![2, 2, 2, 1], Some(4.0), Some(4.0)));
    assert_eq!(
        counts(medians.cut_is_high(false)),
        (vec![1, 1, 1, 4], Some(4.0), Some(4.0))
    );
    assert_eq!(
        counts(both(Threshold::Value(4.5))),
        (vec![1, 1, 1, 4], Some(4.5), Some(4.5))
    );
}
