//! Oliver's phases.

use proptest::prelude::*;
use retention::Accumulator;
use retention::loyalty::phases::{Counter, Inversion, Phase, Profile, profiles as of_columns};
use retention::loyalty::{Progress, phases};
use retention::scale::{Instrument, Item, ItemSet, Missing, Scale};

use super::{maybe_on, scale, threshold};
use crate::cases;

fn gate() -> impl Strategy<Value = phases::Rules> {
    (
        [threshold(), threshold(), threshold(), threshold()],
        any::<bool>(),
    )
        .prop_map(|(cuts, inclusive)| {
            let all = Phase::ALL.iter().zip(cuts);
            all.fold(
                phases::Rules::default().cut_is_high(inclusive),
                |gate, (&phase, cut)| gate.phase(phase, cut),
            )
        })
}

fn profile_on(scale: Scale) -> impl Strategy<Value = Profile> {
    prop::array::uniform4(maybe_on(scale))
        .prop_map(move |scores| Profile::new(scale, scores).unwrap())
}

fn profiles() -> impl Strategy<Value = (Scale, Vec<Profile>)> {
    scale().prop_flat_map(|scale| (Just(scale), prop::collection::vec(profile_on(scale), 0..60)))
}

fn counted(scale: Scale, gate: &phases::Rules, profiles: &[Profile]) -> Counter {
    let mut counter = Counter::new(scale, *gate).unwrap();
    counter.extend(profiles.iter().copied()).unwrap();
    counter
}

/// How far a customer is known to have got: 0 for no phase.
fn rank(found: &Progress<Phase>) -> usize {
    found.reached.map_or(0, |phase| phase as usize + 1)
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn raising_or_filling_in_a_score_never_lowers_the_phase(
        (profile, gate) in scale().prop_flat_map(|scale| (profile_on(scale), gate())),
        phase in prop::sample::select(Phase::ALL), by in 0.0_f64..=1.0,
    ) {
        let scale = profile.scale();
        let mut scores = profile.scores();
        let score = scores[phase as usize].unwrap_or(scale.low());
        scores[phase as usize] = Some((score + by * (scale.high() - score)).min(scale.high()));
        let raised = Profile::new(scale, scores).unwrap();
        let (before, after) = (gate.classify(&profile).unwrap(), gate.classify(&raised).unwrap());
        prop_assert!(rank(&after) >= rank(&before), "{before:?} {after:?}");
        // Where it attained all but the raised phase, nothing else can have changed.
        if let (Some(at), Some(next)) = (before.failing(), after.next)
            && at != phase
        {
            prop_assert_eq!(next, before.next.unwrap());
        }
    }

    #[test]
    fn a_higher_threshold_never_raises_the_phase(
        profile in scale().prop_flat_map(profile_on), cuts in (threshold(), threshold()),
    ) {
        let cut = |threshold: retention::loyalty::Threshold| threshold.on(profile.scale()).unwrap();
        let (low, high) = if cut(cuts.0) <= cut(cuts.1) { cuts } else { (cuts.1, cuts.0) };
        let infer = |cut| phases::Rules::default().threshold(cut).classify(&profile).unwrap();
        prop_assert!(rank(&infer(high)) <= rank(&infer(low)));
    }

    #[test]
    fn the_phase_is_the_highest_whose_chain_holds(
        profile in scale().prop_flat_map(profile_on), gate in gate(),
    ) {
        let found = gate.classify(&profile).unwrap();
        let bar = |phase| match phase {
            Phase::Cognitive => gate.cognitive,
            Phase::Affective => gate.affective,
            Phase::Conative => gate.conative,
            Phase::Action => gate.action,
        };
        for (at, &phase) in Phase::ALL.iter().enumerate() {
            let cut = bar(phase).on(profile.scale()).unwrap();
            match profile.get(phase) {
                Some(score) if at < rank(&found) => prop_assert!(score >= cut - 1e-9),
                Some(score) if at == rank(&found) => {
                    prop_assert!(score <= cut);
                    prop_assert_eq!((found.next, found.failing()), (Some(phase), Some(phase)));
                    prop_assert_eq!(found.distance(), Some((cut - score).max(0.0)));
                    prop_assert_eq!((found.score, found.threshold), (Some(score), Some(cut)));
                }
                None => {
                    prop_assert!(at >= rank(&found));
                    if at == rank(&found) {
                        prop_assert_eq!((found.next, found.failing()), (Some(phase), None));
                    }
                }
                _ => {}
            }
        }
        prop_assert_eq!(found.next.is_none(), rank(&found) == 4);
        for inversion in found.inversions() {
            prop_assert!(inversion.low() < inversion.high());
            prop_assert!(rank(&found) <= inversion.low() as usize);
        }
    }

    #[test]
    fn levels_add_up_and_are_those_of_each_customer(
        (scale, profiles) in profiles(), gate in gate(),
    ) {
        let levels = counted(scale, &gate, &profiles).finish().unwrap();
        let found: Vec<Progress<Phase>> = profiles.iter().map(|p| gate.classify(p).unwrap()).collect();
        let count = |of: &dyn Fn(&Progress<Phase>) -> bool| found.iter().filter(|f| of(f)).count() as u64;
        prop_assert_eq!(levels.customers(), profiles.len() as u64);
        let at: u64 = Phase::ALL.iter().map(|&phase| levels.at(phase).counts().numerator()).sum();
        prop_assert_eq!(levels.below_all().counts().numerator() + at + levels.undecided(), levels.customers());
        prop_assert_eq!(levels.undecided(), count(&|f| !f.is_final()));
        let mut before = u64::MAX;
        for &phase in Phase::ALL {
            prop_assert_eq!(levels.at(phase).counts().numerator(), count(&|f| f.is_final() && f.reached == Some(phase)));
            prop_assert_eq!(levels.at(phase).counts().denominator(), count(&|f| f.is_final()));
            let at_least = levels.at_least(phase);
            prop_assert_eq!(at_least.counts().numerator(), count(&|f| f.reached >= Some(phase)));
            let short = count(&|f| f.failing().is_some_and(|failing| failing <= phase));
            prop_assert_eq!(at_least.counts().complement().numerator(), short);
            prop_assert!(at_least.counts().numerator() <= before);
            before = at_least.counts().numerator();
            prop_assert_eq!(
                levels.unknown(phase),
                count(&|f| f.next == Some(phase) && !f.is_final())
            );
        }
        for &inversion in Inversion::ALL {
            prop_assert_eq!(levels.inverted(inversion), count(&|f| f.inversions().contains(&inversion)));
        }
        prop_assert_eq!(levels.out_of_order(), count(&|f| !f.inversions().is_empty()));
    }

    #[test]
    fn merged_parts_and_any_order_are_the_whole(
        (scale, profiles) in profiles(), gate in gate(), cut in any::<prop::sample::Index>(),
    ) {
        let whole = counted(scale, &gate, &profiles);
        let (left, right) = profiles.split_at(cut.index(profiles.len() + 1));
        let mut merged = counted(scale, &gate, right);
        merged.merge(counted(scale, &gate, left)).unwrap();
        prop_assert_eq!(&merged, &whole);
        let backwards: Vec<Profile> = profiles.iter().rev().copied().collect();
        prop_assert_eq!(counted(scale, &gate, &backwards), whole);
    }

    #[test]
    fn a_questionnaire_and_item_sets_score_alike(
        rows in prop::collection::vec(prop::array::uniform8(maybe_on(Scale::ONE_TO_SEVEN)), 1..20),
        flipped in prop::array::uniform8(any::<bool>()),
    ) {
        let scale = Scale::ONE_TO_SEVEN;
        // Two items a phase, all over the row.
        let of = |column: usize| Phase::ALL[column % 4];
        let items = flipped.iter().enumerate().map(|(column, &flipped)| if flipped { Item::reversed(of(column)) } else { Item::as_asked(of(column)) });
        for missing in [Missing::Listwise, Missing::AtLeastHalf] {
            let questionnaire = Instrument::new(scale, items.clone(), missing).unwrap();
            let columns: Vec<Vec<Option<f64>>> =
                (0..8).map(|column| rows.iter().map(|row| row[column]).collect()).collect();
            let answers = |column: usize| {
                let answers = scale.answers(&columns[column]).unwrap();
                if flipped[column] { answers.reversed() } else { answers }
            };
            let sets: Vec<_> = Phase::ALL.iter().map(|&phase| {
                let of_phase = (0..8).filter(|&column| of(column) == phase).map(answers);
                (phase, ItemSet::new(of_phase).unwrap())
            }).collect();
            let from_sets: Vec<Profile> =
                of_columns(&sets, missing).unwrap().collect();
            let from_rows: Vec<Profile> =
                rows.iter().map(|row| Profile::of(&questionnaire, row).unwrap()).collect();
            prop_assert_eq!(&from_sets, &from_rows);
            for (row, profile) in rows.iter().zip(&from_rows) {
                if let Some(full) = row.iter().copied().collect::<Option<Vec<f64>>>() {
                    prop_assert_eq!(&Profile::of_full(&questionnaire, &full).unwrap(), profile);
                }
            }
        }
    }
}
