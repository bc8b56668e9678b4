//! The rule that places a customer on Aaker's levels (1991), a design proposal.

use retention::loyalty::ladder::Level;
use retention::loyalty::{Evidence, Piece as P, Score, Threshold, ladder};
use retention::scale::Scale;

/// High and low on 1 to 7, by the letters of the pieces; `-` is not known.
fn evidence(text: &str) -> Evidence {
    let mut pieces = text.chars().map(|letter| match letter {
        'h' => Some(Score::new(Scale::ONE_TO_SEVEN, 5.0).unwrap()),
        'l' => Some(Score::new(Scale::ONE_TO_SEVEN, 4.9).unwrap()),
        _ => None,
    });
    let mut next = || pieces.next().unwrap();
    Evidence::default()
        .commitment(next())
        .patronage(next())
        .relative_attitude(next())
        .satisfaction(next())
        .switching_cost(next())
}

/// Pieces in the order commitment, repeat, relative attitude, satisfaction, switching cost.
#[test]
fn ladder_every_rung() {
    for (pieces, level) in [
        ("hhlll", Level::Committed),
        ("hhhhh", Level::Committed),
        ("hlhll", Level::Preference),
        ("lhhhh", Level::Preference),
        ("hllll", Level::NoLoyalty),
        ("lhlll", Level::HabitualOrSatisfied),
        ("lllhl", Level::HabitualOrSatisfied),
        ("llllh", Level::HabitualOrSatisfied),
        ("lllll", Level::NoLoyalty),
        // What is missing does not matter where the rest decides.
        ("hh---", Level::Committed),
        ("l-h--", Level::Preference),
        ("-lh--", Level::Preference),
        ("-llh-", Level::HabitualOrSatisfied),
    ] {
        let rung = ladder::Rules::default()
            .classify(&evidence(pieces))
            .unwrap();
        assert_eq!(rung.level, Some(level), "{pieces}");
        assert_eq!((rung.at_least, rung.at_most), (level, level), "{pieces}");
    }
}

#[test]
fn ladder_states_what_is_missing_and_what_it_could_be() {
    for (pieces, at_least, at_most, missing) in [
        (
            "-----",
            Level::NoLoyalty,
            Level::Committed,
            &[
                P::Commitment,
                P::Repeat,
                P::RelativeAttitude,
                P::Satisfaction,
                P::SwitchingCost,
            ][..],
        ),
        (
            "-hlll",
            Level::HabitualOrSatisfied,
            Level::Committed,
            &[P::Commitment],
        ),
        (
            "lh-ll",
            Level::HabitualOrSatisfied,
            Level::Preference,
            &[P::RelativeAttitude],
        ),
        (
            "hlll-",
            Level::NoLoyalty,
            Level::HabitualOrSatisfied,
            &[P::SwitchingCost],
        ),
        ("h-lll", Level::NoLoyalty, Level::Committed, &[P::Repeat]),
        (
            "--hll",
            Level::Preference,
            Level::Committed,
            &[P::Commitment, P::Repeat],
        ),
    ] {
        let rung = ladder::Rules::default()
            .classify(&evidence(pieces))
            .unwrap();
        assert_eq!(rung.level, None, "{pieces}");
        assert_eq!(
            (rung.at_least, rung.at_most),
            (at_least, at_most),
            "{pieces}"
        );
        assert_eq!(rung.missing, missing, "{pieces}");
    }
}

/// Each piece has its own cut and its own scale.
#[test]
fn ladder_cuts_are_parameters() {
    let evidence = Evidence::default()
        .commitment(Some(Score::new(Scale::ONE_TO_SEVEN, 4.0).unwrap()))
        .patronage(Some(Score::rate(0.5).unwrap()))
        .relative_attitude(Some(Score::new(Scale::ONE_TO_FIVE, 3.0).unwrap()))
        .satisfaction(Some(Score::new(Scale::ONE_TO_TEN, 6.0).unwrap()))
        .switching_cost(Some(Score::new(Scale::ONE_TO_FIVE, 2.0).unwrap()));
    let level = |ladder: ladder::Rules| ladder.classify(&evidence).unwrap().level;
    let ladder = ladder::Rules::default();
    assert_eq!(level(ladder), Some(Level::NoLoyalty));
    assert_eq!(
        level(ladder.threshold(Threshold::MIDDLE)),
        Some(Level::Committed)
    );
    let ladder = ladder.satisfaction(Threshold::Value(6.0));
    assert_eq!(level(ladder), Some(Level::HabitualOrSatisfied));
    let ladder = ladder.relative_attitude(Threshold::MIDDLE);
    assert_eq!(level(ladder), Some(Level::Preference));
    let ladder = ladder.commitment(Threshold::Value(4.0));
    let ladder = ladder.repeat(Threshold::MIDDLE);
    assert_eq!(level(ladder), Some(Level::Committed));
}
