//! Oliver's phases.

use crate::expected::{self, refusal};
use retention::Accumulator;
use retention::loyalty::phases::{Counter, Phase, Profile, profiles};
use retention::loyalty::{Threshold, phases};
use retention::scale::{Instrument, Item, ItemSet, Missing, Scale};

use super::{FIVE, SEVEN, at_item};
use crate::{Error, NOT_FINITE, not_finite, out_of_range};

#[test]
fn scores_lie_on_the_scale() {
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(Profile::new(SEVEN, [Some(5.0), None, Some(bad), None])),
            at_item(not_finite("answer", text, None), "conative")
        );
    }
    assert_eq!(
        refusal(Profile::new(SEVEN, [Some(5.0), Some(-99.0), None, None])),
        at_item(out_of_range("answer", "-99", "1 to 7", None), "affective")
    );
}

#[test]
fn without_any_score_nothing_is_attained_and_nothing_decided() {
    let found = phases::Rules::default()
        .classify(&Profile::new(SEVEN, [None; 4]).unwrap())
        .unwrap();
    assert_eq!(found.reached, None);
    assert_eq!(
        (found.next, found.is_final()),
        (Some(Phase::Cognitive), false)
    );
    assert_eq!((found.failing(), found.distance()), (None, None));
    assert_eq!(found.missing, Phase::ALL);
}

#[test]
fn a_gate_off_the_scale_is_refused_wherever_it_is_used() {
    let gate = phases::Rules::default().phase(Phase::Action, Threshold::Value(9.0));
    let error = out_of_range("threshold", "9", "1 to 7", None);
    let profile = Profile::new(SEVEN, [Some(1.0); 4]).unwrap();
    assert_eq!(refusal(gate.classify(&profile)), error);
    assert_eq!(refusal(Counter::new(SEVEN, gate)), error);
    assert!(Counter::new(Scale::ONE_TO_TEN, gate).is_ok());
}

fn item(phase: Phase) -> Item<Phase> {
    Item::as_asked(phase)
}

#[test]
fn a_questionnaire_has_items_and_no_more_must_be_answered_than_there_are() {
    let none: [Item<Phase>; 0] = [];
    assert_eq!(
        refusal(Instrument::new(SEVEN, none, Missing::default())),
        expected::empty("item")
    );
    let items = [
        item(Phase::Cognitive),
        item(Phase::Cognitive),
        item(Phase::Action),
    ];
    assert_eq!(
        refusal(Instrument::new(SEVEN, items, Missing::AtLeast(2))),
        out_of_range(
            "least number of items answered",
            "2",
            "1 to 1, the number of items",
            None
        )
    );
}

#[test]
fn a_respondent_answers_every_place_on_the_scale() {
    let questionnaire = phases::harris_goode().unwrap();
    let length = |found| expected::length("answers of a respondent", found, 16);
    assert_eq!(refusal(Profile::of(&questionnaire, &[])), length(0));
    assert_eq!(
        refusal(Profile::of_full(&questionnaire, &[4.0; 17])),
        length(17)
    );
    for (bad, text) in NOT_FINITE {
        let mut answers = [4.0; 16];
        answers[10] = bad;
        assert_eq!(
            refusal(Profile::of_full(&questionnaire, &answers)),
            at_item(not_finite("answer", text, None), 10)
        );
    }
    let mut answers = [Some(4.0); 16];
    answers[15] = Some(7.5);
    assert_eq!(
        refusal(Profile::of(&questionnaire, &answers)),
        at_item(out_of_range("answer", "7.5", "1 to 7", None), 15)
    );
    let profile = Profile::of(&questionnaire, &[None; 16]).unwrap();
    assert_eq!(profile.scores(), [None; 4]);
}

/// Where whole answers are asked for, half of one is none; their mean is a score all the same.
#[test]
fn whole_answers_are_whole() {
    let whole = SEVEN.whole().unwrap();
    let items = [item(Phase::Cognitive), item(Phase::Cognitive)];
    let questionnaire = Instrument::new(whole, items, Missing::default()).unwrap();
    assert_eq!(
        refusal(Profile::of_full(&questionnaire, &[4.0, 4.5])),
        at_item(
            out_of_range("answer", "4.5", "1 to 7 in steps of one", None),
            1
        )
    );
    let profile = Profile::of_full(&questionnaire, &[4.0, 5.0]).unwrap();
    assert_eq!(profile.get(Phase::Cognitive), Some(4.5));
    let mut counter = Counter::new(whole, phases::Rules::default()).unwrap();
    assert_eq!(counter.push(profile), Ok(()));
}

#[test]
fn columns_are_of_one_length_one_scale_and_each_phase_once() {
    static THREE: [f64; 3] = [4.0, 5.0, 6.0];
    static TWO: [f64; 2] = [4.0, 5.0];
    let (three, two) = (&THREE[..], &TWO[..]);
    let set = |column: &'static [f64], scale: Scale| {
        ItemSet::new([scale.full_answers(column).unwrap()]).unwrap()
    };
    let missing = Missing::default();
    let refused = |asked: &[_], missing| refusal(profiles(asked, missing).map(|_| ()));
    assert_eq!(refused(&[], missing), expected::empty("phase"));
    assert_eq!(
        refused(
            &[
                (Phase::Cognitive, set(three, SEVEN)),
                (Phase::Action, set(two, SEVEN))
            ],
            missing
        ),
        expected::length("items of a phase", 2, 3)
    );
    let ten = Scale::ONE_TO_TEN;
    assert_eq!(
        refused(
            &[
                (Phase::Cognitive, set(three, SEVEN)),
                (Phase::Action, set(three, ten))
            ],
            missing
        ),
        expected::mismatch("scales of the phases", "1 to 7", "1 to 10")
    );
    assert_eq!(
        refused(
            &[
                (Phase::Action, set(three, SEVEN)),
                (Phase::Action, set(three, SEVEN))
            ],
            missing
        ),
        expected::duplicate("phase", "action")
    );
    assert_eq!(
        refused(&[(Phase::Action, set(three, SEVEN))], Missing::AtLeast(2)),
        out_of_range(
            "least number of items answered",
            "2",
            "1 to 1, the number of items",
            None
        )
    );
}

#[test]
fn a_counter_goes_on_after_a_profile_on_another_scale() {
    let mut counter = Counter::new(SEVEN, phases::Rules::default()).unwrap();
    let good = Profile::new(SEVEN, [Some(6.0); 4]).unwrap();
    let other = Profile::new(FIVE, [Some(4.0); 4]).unwrap();
    counter.push(good).unwrap();
    let before = counter.clone();
    assert_eq!(
        refusal(counter.push(other)),
        out_of_range("scale of the profile", "1 to 5", "1 to 7", Some(1))
    );
    assert_eq!(counter, before);
    assert!(counter.extend([good, other, good]).is_err());
    assert_eq!(counter.finish().unwrap().customers(), 2);
}

#[test]
fn parts_with_other_scales_or_gates_do_not_merge() {
    let mut counter = Counter::new(SEVEN, phases::Rules::default()).unwrap();
    let before = counter.clone();
    assert!(matches!(
        counter.merge(Counter::new(FIVE, phases::Rules::default()).unwrap()),
        Err(Error::Mismatch {
            argument: "scales of the profiles",
            ..
        })
    ));
    let gate = phases::Rules::default().threshold(Threshold::Value(5.5));
    assert!(matches!(
        counter.merge(Counter::new(SEVEN, gate).unwrap()),
        Err(Error::Mismatch {
            argument: "rules for the phases",
            ..
        })
    ));
    assert_eq!(counter, before);
}

#[test]
fn counting_more_than_there_can_be_overflows() {
    let mut counter = Counter::new(SEVEN, phases::Rules::default()).unwrap();
    counter
        .push(Profile::new(SEVEN, [Some(6.0); 4]).unwrap())
        .unwrap();
    for _ in 0..63 {
        counter.merge(counter.clone()).unwrap();
    }
    let before = counter.clone();
    assert!(matches!(
        counter.merge(counter.clone()),
        Err(Error::Overflow {
            operation: "counting rows",
            ..
        })
    ));
    assert_eq!(counter, before);
}

#[test]
fn of_nobody_there_are_no_rates() {
    let levels = Counter::new(SEVEN, phases::Rules::default())
        .unwrap()
        .finish()
        .unwrap();
    assert_eq!((levels.customers(), levels.undecided()), (0, 0));
    assert_eq!(levels.at_least(Phase::Cognitive).value(), None);
    assert_eq!(levels.below_all().value(), None);
}
