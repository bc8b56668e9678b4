//! Portraits: missing is missing, more of a good thing never speaks for leaving, patterns are sets.

use proptest::prelude::*;
use retention::lifecycle::Stage;
use retention::loyalty::Score;
use retention::portrait::{
    Contract, Contradiction, Dimension, Evidence, Explanation, Options, Pattern, ProfitGroup,
    Wording,
};
use retention::scale::Scale;
use rust_decimal::Decimal;

use crate::cases;

fn score() -> impl Strategy<Value = Option<Score>> {
    prop::option::of(
        (1.0..=7.0_f64).prop_map(|value| Score::new(Scale::ONE_TO_SEVEN, value).unwrap()),
    )
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(
    all: &'static [T],
) -> impl Strategy<Value = Option<T>> {
    prop::option::of(prop::sample::select(all))
}

/// Evidence of every kind, some of it missing.
fn evidence() -> impl Strategy<Value = Evidence> {
    let said = (score(), score(), score(), score(), score(), score());
    let facts = (
        one_of(Stage::ALL),
        one_of(Contract::ALL),
        one_of(ProfitGroup::ALL),
        prop::option::of(0.5..1.5_f64),
        prop::option::of(-0.3..0.3_f64),
        prop::option::of(0.0..=1.0_f64),
        prop::option::of(-1000_i64..100_000),
    );
    let told = (
        prop::option::of(any::<bool>()),
        prop::option::of(any::<bool>()),
    );
    (said, facts, told).prop_map(|(said, facts, told)| {
        let (stage, contract, group, value, change, chance, worth) = facts;
        Evidence::default()
            .satisfaction(said.0)
            .loyalty(said.1)
            .trust(said.2)
            .switching_cost(said.3)
            .relative_attitude(said.4)
            .patronage(said.5)
            .recommends(told.0)
            .warns(told.1)
            .stage(stage)
            .contract(contract)
            .profit_group(group)
            .value(value)
            .value_change(change)
            .chance_of_return(chance)
            .expected_value(worth.map(|cents| Decimal::new(cents, 2)))
    })
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn what_is_missing_is_unknown_and_what_is_known_has_a_level(evidence in evidence()) {
        let portrait = Options::default().portrait(&evidence).unwrap();
        let levels = portrait.levels;
        for (dimension, is_known) in [
            (Dimension::Stage, evidence.stage.is_some()),
            (Dimension::Satisfaction, evidence.satisfaction.is_some()),
            (Dimension::Trust, evidence.trust.is_some()),
            (Dimension::Value, evidence.value.is_some()),
            (Dimension::ValueChange, evidence.value_change.is_some()),
            (Dimension::ChanceOfReturn, evidence.chance_of_return.is_some()),
            (Dimension::ExpectedValue, evidence.expected_value.is_some()),
            (Dimension::Status, false),
        ] {
            prop_assert_eq!(levels.is_known(dimension), is_known, "{}", dimension);
        }
        let both = evidence.expected_value.zip(evidence.chance_of_return);
        prop_assert_eq!(portrait.value_at_risk.is_some(), both.is_some());
        if let (Some(at_risk), Some((value, _))) = (portrait.value_at_risk, both) {
            prop_assert!(Decimal::ZERO <= at_risk && at_risk <= value.max(Decimal::ZERO));
        }
        if let Some(leaving) = portrait.leaving {
            let parts: Vec<f64> = leaving.parts().map(|(_, part)| part).collect();
            let least = parts.iter().copied().fold(1.0, f64::min);
            let most = parts.iter().copied().fold(0.0, f64::max);
            prop_assert!(least - 1e-12 <= leaving.value && leaving.value <= most + 1e-12);
        }
    }

    /// A customer who is more satisfied, or surer to return, never has a higher index.
    #[test]
    fn more_of_a_good_thing_never_speaks_for_leaving(
        evidence in evidence(), low in 1.0..=7.0_f64, high in 1.0..=7.0_f64,
    ) {
        let (low, high) = (low.min(high), low.max(high));
        let score = |value| Some(Score::new(Scale::ONE_TO_SEVEN, value).unwrap());
        let index = |evidence: Evidence| {
            Options::default().portrait(&evidence).unwrap().leaving.unwrap().value
        };
        let by = |value| index(evidence.satisfaction(score(value)));
        prop_assert!(by(high) <= by(low) + 1e-12);
        let by = |value: f64| index(evidence.chance_of_return(Some((value - 1.0) / 6.0)));
        prop_assert!(by(high) <= by(low) + 1e-12);
    }

    /// A contradiction holds where its pattern does; a pattern holds where each of its sets does.
    #[test]
    fn contradictions_are_patterns(evidence in evidence()) {
        let portrait = Options::default().portrait(&evidence).unwrap();
        for &one in Contradiction::ALL {
            let pattern = one.pattern();
            let is_in = portrait.contradictions.contains(one);
            prop_assert_eq!(is_in, pattern.matches(&portrait.levels), "{}", one);
            let sets = pattern
                .restricted()
                .all(|(dimension, levels)| levels.contains(&portrait.levels.of(dimension)));
            prop_assert_eq!(is_in, sets);
        }
        prop_assert!(Pattern::any().matches(&portrait.levels));
        prop_assert_eq!(portrait.contradictions.len() as usize, portrait.contradictions.iter().count());
    }

    /// Sentences end, no space is doubled, and every piece of evidence is said or said to be missing.
    #[test]
    fn a_paragraph_is_made_of_sentences(evidence in evidence()) {
        let portrait = Options::default().portrait(&evidence).unwrap();
        let text = Explanation::new(&evidence, &portrait, &Wording::default()).to_string();
        prop_assert!(text.ends_with('.') && !text.contains("  ") && !text.contains(".."), "{}", text);
        prop_assert!(!text.contains("NaN"));
        for word in ["trust", "satisfaction", "chance of"] {
            prop_assert!(text.to_lowercase().contains(word), "{}: {}", word, text);
        }
    }
}
