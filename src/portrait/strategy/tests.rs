//! The table of the literature against its own check, and against evidence made for each rule.

use std::str::FromStr;

use rust_decimal::dec;

use super::super::{Bands, Dimension as D, Evidence, Levels, Options, Pattern};
use super::subtract::Subtraction;
use super::{StrategyRule, StrategyTable};
use crate::loyalty::conditions::Condition;
use crate::loyalty::types::Rules;
use crate::loyalty::{Score, Threshold};
use crate::pyramid::Tier;
use crate::scale::Scale;
use crate::switching::{Bond, Bonds};

fn known<T: FromStr<Err = crate::Error>>(levels: &Levels, dimension: D) -> Option<T> {
    let name = levels.is_known(dimension).then(|| levels.of(dimension));
    name.map(|name| name.parse().unwrap())
}

/// One of these for each known level.
fn number<T: Copy>(levels: &Levels, dimension: D, of: &[T]) -> Option<T> {
    let position = usize::from(levels.position(dimension));
    position.checked_sub(1).map(|known| of[known])
}

fn score(value: f64) -> Score {
    Score::new(Scale::ONE_TO_FIVE, value).unwrap()
}

/// Evidence that has these levels, by the bands of [`options`].
fn evidence(levels: &Levels) -> Evidence {
    let scored = |dimension| number(levels, dimension, &[1.0, 3.0, 5.0]).map(score);
    let told = number(
        levels,
        D::Voice,
        &[
            (Some(true), None),
            (None, Some(true)),
            (Some(true), Some(true)),
            (Some(false), Some(false)),
        ],
    );
    let (recommends, warns) = told.unwrap_or_default();
    let condition = known(levels, D::LoyaltyCondition).map(|condition| match condition {
        Condition::Loyalty => (5.0, 5.0),
        Condition::Latent => (5.0, 1.0),
        Condition::Spurious => (1.0, 5.0),
        Condition::NoLoyalty => (1.0, 1.0),
    });
    // A defector who warns is not among the least satisfied.
    let satisfaction = match (levels.of(D::CustomerType), levels.of(D::Satisfaction)) {
        ("defector", "low") => Some(score(2.0)),
        _ => scored(D::Satisfaction),
    };
    let bonds = number(
        levels,
        D::Bond,
        &[
            None,
            Some(Bond::Financial),
            Some(Bond::Social),
            Some(Bond::Structural),
        ],
    );
    let bonds = bonds.map(|bond| bond.into_iter().collect::<Bonds>());
    Evidence::default()
        .status(known(levels, D::Status))
        .tier(number(levels, D::Tier, &[1, 4]).map(|rank| Tier::new(rank).unwrap()))
        .profit_group(known(levels, D::ProfitGroup))
        .stage(known(levels, D::Stage))
        .portfolio(known(levels, D::Portfolio))
        .relationship(known(levels, D::Relationship))
        .contract(known(levels, D::Contract))
        .churn_reason(known(levels, D::ChurnReason))
        .is_core(number(levels, D::Core, &[true, false]))
        .is_overdue(number(levels, D::Rhythm, &[false, true]))
        .satisfaction(satisfaction)
        .loyalty(scored(D::Loyalty))
        .trust(scored(D::Trust))
        .switching_cost(scored(D::SwitchingCost))
        .recommends(recommends)
        .warns(warns)
        .value(number(levels, D::Value, &[0.9, 1.0, 1.2]))
        .value_change(number(levels, D::ValueChange, &[-0.1, 0.0, 0.1]))
        .item_to_fix(number(levels, D::Item, &[7]))
        .barrier(known(levels, D::Barrier))
        .bonds(bonds)
        .chance_of_return(number(levels, D::ChanceOfReturn, &[0.1, 0.3, 0.9]))
        .expected_value(number(
            levels,
            D::ExpectedValue,
            &[dec!(0), dec!(10), dec!(1000)],
        ))
        .relative_attitude(condition.map(|(attitude, _)| score(attitude)))
        .patronage(condition.map(|(_, patronage)| score(patronage)))
}

/// Bands under which these levels come about.
fn options(levels: &Levels) -> Options {
    let rules = match levels.of(D::CustomerType) {
        "terrorist" => Rules::default().least_satisfied(Threshold::OfScale(0.6)),
        "hostage" if levels.of(D::SwitchingCost) != "high" => Rules::default().held(None),
        _ => Rules::default(),
    };
    let bands = Bands::default().types(rules).high_value(Some(dec!(100)));
    Options::default().bands(bands)
}

/// The first levels of a pattern.
fn first(pattern: &Pattern) -> Levels {
    let mut levels = Levels::UNKNOWN;
    for &dimension in D::ALL {
        let position = pattern.mask(dimension).trailing_zeros() as usize;
        levels.set(dimension, position.checked_sub(1));
    }
    levels
}

/// Portraits for whom a rule fires, as far as patterns tell.
fn fires_for(table: &StrategyTable, rule: &StrategyRule) -> Pattern {
    let rules = table.rules().iter();
    let before = rules.take_while(|other| other.name != rule.name);
    let first = before.filter(|other| other.topic == rule.topic || other.settles);
    let mut without: Vec<Pattern> = first.map(|other| other.when).collect();
    without.extend(Pattern::unreachable());
    let witness = Subtraction::new(100_000).witness(rule.when, &without);
    witness.unwrap().unwrap()
}

#[test]
fn every_rule_of_the_literature_fires_for_an_evidence() {
    let table = StrategyTable::literature();
    for rule in table.rules() {
        let levels = first(&fires_for(&table, rule));
        let evidence = evidence(&levels);
        let portrait = options(&levels).portrait(&evidence).unwrap();
        for &dimension in D::ALL {
            let expected = levels.of(dimension);
            assert_eq!(
                portrait.levels.of(dimension),
                expected,
                "{}: {dimension}",
                rule.name
            );
        }
        let advice = table.advise(&portrait, &evidence);
        let fired = advice.get(rule.topic).map(|recommended| recommended.rule());
        assert_eq!(fired, Some(rule.name.as_str()));
    }
}

#[test]
fn the_table_of_the_literature_passes_its_own_check() {
    let check = StrategyTable::literature().check().unwrap();
    assert!(check.passes(), "{check}");
    assert!(check.pieces < 20_000, "{} pieces", check.pieces);
    let with_gaps = check
        .topics
        .iter()
        .filter(|cover| cover.gap.is_some())
        .count();
    assert_eq!(with_gaps, check.topics.len());
}

#[test]
fn a_pattern_of_no_rule_is_found_uncovered_and_a_rule_behind_another_dead() {
    let table = StrategyTable::literature();
    let rules = table.rules().iter().filter(|rule| rule.name != "stage");
    let check = StrategyTable::new(rules.cloned()).unwrap().check().unwrap();
    // Everyone whose stage is not known, whose satisfaction is, and of whom nothing else asks.
    assert!(!check.uncovered.is_empty());
    for pattern in &check.uncovered {
        assert_eq!(pattern.mask(D::Stage), 1, "{pattern}");
        assert_eq!(pattern.mask(D::Satisfaction) & 1, 0, "{pattern}");
    }
    assert_eq!(check.dead_rules, []);

    let name = "contract_ends";
    let mut again = table.get(name).unwrap().clone();
    again.name = "again".to_owned();
    let check = table.after(name, again).unwrap().check().unwrap();
    let dead: Vec<(&str, &[String])> = check
        .dead_rules
        .iter()
        .map(|dead| (dead.rule.as_str(), dead.covered_by.as_slice()))
        .collect();
    assert_eq!(dead, [("again", [name.to_owned()].as_slice())]);
}
