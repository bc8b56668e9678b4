//! The gate that places a customer in a phase of Oliver (1999), a design proposal: he publishes no
//! cut.

use retention::Accumulator;
use retention::loyalty::phases::{Counter, Inversion, Phase, Profile};
use retention::loyalty::{Threshold, phases};
use retention::scale::Scale;

const SEVEN: Scale = Scale::ONE_TO_SEVEN;

fn profile(scores: [f64; 4]) -> Profile {
    Profile::new(SEVEN, scores.map(Some)).unwrap()
}

/// A design proposal: no cut is published.
#[test]
fn gate_attains_affective_at_6_0_5_5_4_0_6_5_and_none_at_4_6_6_6() {
    let gate = phases::Rules::default().threshold(Threshold::Value(5.0));
    let found = gate.classify(&profile([6.0, 5.5, 4.0, 6.5])).unwrap();
    assert_eq!((found.score, found.threshold), (Some(4.0), Some(5.0)));
    for gate in [gate, phases::Rules::default()] {
        let found = gate.classify(&profile([6.0, 5.5, 4.0, 6.5])).unwrap();
        assert_eq!(found.reached, Some(Phase::Affective));
        assert_eq!(found.failing(), Some(Phase::Conative));
        assert_eq!(found.distance(), Some(1.0));
        assert_eq!(found.inversions(), [Inversion::Habit]);
        assert_eq!(found.vulnerabilities(), Phase::Affective.vulnerabilities());

        let found = gate.classify(&profile([4.0, 6.0, 6.0, 6.0])).unwrap();
        assert_eq!(
            (found.reached, found.failing()),
            (None, Some(Phase::Cognitive))
        );
        assert!(found.is_final());
        assert_eq!(
            found.inversions(),
            [
                Inversion::LikingWithoutBelief,
                Inversion::IntentionWithoutBelief,
                Inversion::ActionWithoutBelief
            ]
        );
        assert!(found.vulnerabilities().is_empty());
    }
}

/// A design proposal: one above the middle of 1 to 7, as far along any other scale.
#[test]
fn gate_threshold_is_5_of_7_and_as_far_along_other_scales() {
    for (scale, cut) in [
        (SEVEN, 5.0),
        (Scale::ONE_TO_TEN, 7.0),
        (Scale::ONE_TO_FOUR, 3.0),
        (Scale::new(0.0, 3.0).unwrap(), 2.0),
    ] {
        assert_eq!(Threshold::default().on(scale), Ok(cut), "{scale}");
        let at = Profile::new(scale, [Some(cut); 4]).unwrap();
        let below = Profile::new(scale, [Some(cut - 1e-9); 4]).unwrap();
        let gate = phases::Rules::default();
        assert_eq!(gate.classify(&at).unwrap().reached, Some(Phase::Action));
        assert_eq!(gate.classify(&below).unwrap().reached, None);
        let strict = gate.cut_is_high(false).classify(&at).unwrap();
        assert_eq!((strict.reached, strict.distance()), (None, Some(0.0)));
    }
    // Two of three answers 7 and one 6 on 0 to 10 are two thirds of it, however they are rounded.
    let scale = Scale::ZERO_TO_TEN;
    let mean = (7.0 + 7.0 + 6.0) / 3.0;
    let profile = Profile::new(scale, [Some(mean); 4]).unwrap();
    assert_eq!(
        phases::Rules::default().classify(&profile).unwrap().reached,
        Some(Phase::Action)
    );
}

/// The name is this crate's: bought, and not liked.
#[test]
fn gate_calls_action_without_affection_inertia() {
    let found = phases::Rules::default()
        .classify(&profile([6.0, 3.0, 6.0, 6.0]))
        .unwrap();
    assert_eq!(found.reached, Some(Phase::Cognitive));
    assert!(found.inversions().contains(&Inversion::Inertia));
    assert!(
        found
            .inversions()
            .contains(&Inversion::IntentionWithoutLiking)
    );
    assert_eq!(found.inversions().len(), 2);
    // Of what is not known nothing is said.
    let gap = Profile::new(SEVEN, [Some(6.0), None, Some(6.0), Some(6.0)]).unwrap();
    let found = phases::Rules::default().classify(&gap).unwrap();
    assert!(found.inversions().is_empty());
    assert_eq!(found.next, Some(Phase::Affective));
    assert!(!found.is_final());
    assert_eq!((found.failing(), found.distance()), (None, None));
}

#[test]
fn phases_of_six_customers() {
    let mut counter = Counter::new(SEVEN, phases::Rules::default()).unwrap();
    for scores in [
        [Some(6.0), Some(5.5), Some(4.0), Some(6.5)], // affective; habit
        [Some(4.0), Some(6.0), Some(6.0), Some(6.0)], // none; three without belief
        [Some(7.0), Some(7.0), Some(7.0), Some(7.0)], // action
        [Some(6.0), None, Some(6.0), Some(6.0)],      // at least cognitive
        [None, Some(6.0), Some(2.0), Some(6.0)],      // nothing known; habit
        [Some(5.0), Some(5.0), Some(5.0), None],      // at least conative
    ] {
        counter.push(Profile::new(SEVEN, scores).unwrap()).unwrap();
    }
    let levels = counter.finish().unwrap();
    let counts = |proportion: retention::estimate::WeightedProportion| {
        (
            proportion.counts().numerator(),
            proportion.counts().denominator(),
        )
    };
    assert_eq!((levels.customers(), levels.undecided()), (6, 3));
    assert_eq!(counts(levels.below_all()), (1, 3));
    let at: Vec<_> = Phase::ALL.iter().map(|&p| counts(levels.at(p))).collect();
    assert_eq!(at, [(0, 3), (1, 3), (0, 3), (1, 3)]);
    let at_least: Vec<_> = Phase::ALL
        .iter()
        .map(|&p| counts(levels.at_least(p)))
        .collect();
    assert_eq!(at_least, [(4, 5), (3, 4), (2, 4), (1, 3)]);
    let unknown: Vec<_> = Phase::ALL.iter().map(|&p| levels.unknown(p)).collect();
    assert_eq!(unknown, [1, 1, 0, 1]);
    assert_eq!(levels.inverted(Inversion::Habit), 2);
    assert_eq!(levels.inverted(Inversion::ActionWithoutBelief), 1);
    assert_eq!(levels.out_of_order(), 3);
}
