//! What is recommended: as a plain reading of the table would have it, for everyone, and without
//! contradiction.

use proptest::prelude::*;
use retention::churn::Reason;
use retention::lifecycle::{PortfolioType, RelationshipType, Stage};
use retention::loyalty::types::Rules;
use retention::loyalty::{Score, Threshold};
use retention::portrait::{
    Bands, Contract, Dimension, Evidence, Options, Pattern, Portrait, ProfitGroup, StrategyRule,
    StrategyTable, Topic,
};
use retention::pyramid::{Status, Tier};
use retention::scale::Scale;
use retention::switching::{Bond, Verdict};
use rust_decimal::Decimal;

use crate::cases;

/// Takes one number after the other from a list, and makes evidence of them.
struct Drawn<'a>(std::slice::Iter<'a, u8>);

impl Drawn<'_> {
    fn next(&mut self) -> u8 {
        self.0.next().copied().unwrap_or_default()
    }

    /// One of these, or not known: half of the time.
    fn of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(usize::from(self.next()) % (2 * all.len())).copied()
    }

    fn number(&mut self) -> Option<f64> {
        let drawn = self.next();
        (!drawn.is_multiple_of(3)).then(|| f64::from(drawn) / 255.0)
    }

    fn score(&mut self) -> Option<Score> {
        let part = self.number()?;
        Some(Score::new(Scale::ONE_TO_FIVE, 1.0 + (part * 8.0).round() / 2.0).unwrap())
    }

    fn evidence(&mut self) -> Evidence {
        let bonds = self.of(Bond::ALL).map(|bond| [bond].into_iter().collect());
        Evidence::default()
            .status(self.of(Status::ALL))
            .tier(self.of(&[1, 4]).map(|rank| Tier::new(rank).unwrap()))
            .profit_group(self.of(ProfitGroup::ALL))
            .stage(self.of(Stage::ALL))
            .portfolio(self.of(PortfolioType::ALL))
            .relationship(self.of(RelationshipType::ALL))
            .contract(self.of(Contract::ALL))
            .churn_reason(self.of(Reason::ALL))
            .is_core(self.of(&[true, false]))
            .is_overdue(self.of(&[true, false]))
            .satisfaction(self.score())
            .loyalty(self.score())
            .trust(self.score())
            .switching_cost(self.score())
            .relative_attitude(self.score())
            .patronage(self.score())
            .recommends(self.of(&[true, false]))
            .warns(self.of(&[true, false]))
            .value(self.number().map(|value| 0.5 + value))
            .value_change(self.number().map(|change| change - 0.5))
            .item_to_fix(self.of(&[3]))
            .barrier(self.of(Verdict::ALL))
            .bonds(bonds)
            .chance_of_return(self.number())
            .expected_value(self.of(&[Decimal::ZERO, Decimal::ONE_HUNDRED]))
    }

    fn options(&mut self) -> Options {
        let cuts = [0.1, 0.5, 0.6, 0.9].map(Threshold::OfScale);
        let mut rules = Rules::default().cut_is_high(self.next().is_multiple_of(2));
        if let Some(held) = self.of(&cuts) {
            rules = rules.held(self.next().is_multiple_of(2).then_some(held));
        }
        if let Some(least) = self.of(&cuts) {
            rules = rules.least_satisfied(least);
        }
        if self.next().is_multiple_of(4) {
            rules = rules.dissatisfied(None).disloyal(None);
        }
        Options::default().bands(Bands::default().types(rules))
    }
}

fn drawn() -> impl Strategy<Value = (Evidence, Portrait)> {
    // Bands may be out of order, and then make no portrait.
    prop::collection::vec(any::<u8>(), 48).prop_filter_map("bands out of order", |numbers| {
        let mut drawn = Drawn(numbers.iter());
        let options = drawn.options();
        let evidence = drawn.evidence();
        let portrait = options.portrait(&evidence).ok()?;
        Some((evidence, portrait))
    })
}

/// The rules that fire, read off the table one by one.
fn read<'a>(table: &'a StrategyTable, portrait: &Portrait) -> Vec<&'a str> {
    let mut fired = Vec::new();
    for topic in Topic::ALL {
        let mut of_topic = table.rules().iter().filter(|rule| rule.topic == *topic);
        if let Some(rule) = of_topic.find(|rule| rule.when.matches(&portrait.levels)) {
            fired.push(rule.name.as_str());
            if rule.settles {
                break;
            }
        }
    }
    fired
}

/// A rule for each level of some dimensions: with the literature's more than a word of bits.
fn longer(table: &StrategyTable) -> StrategyTable {
    let mut rules = table.rules().to_vec();
    for dimension in [
        Dimension::ChurnReason,
        Dimension::CustomerType,
        Dimension::Value,
    ] {
        for level in dimension.levels() {
            for (place, rule) in table.rules().iter().take(3).enumerate() {
                rules.push(StrategyRule {
                    name: format!("{dimension} {level} {place}"),
                    when: Pattern::any().with(dimension, [*level]).unwrap(),
                    topic: Topic::ALL[place * 4],
                    ..rule.clone()
                });
            }
        }
    }
    assert!(rules.len() > 128);
    StrategyTable::new(rules).unwrap()
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn no_portrait_lies_where_none_can((_, portrait) in drawn()) {
        for pattern in Pattern::unreachable() {
            prop_assert!(!pattern.matches(&portrait.levels), "{pattern}");
        }
    }

    #[test]
    fn everyone_gets_what_the_table_says((evidence, portrait) in drawn()) {
        let table = StrategyTable::literature();
        for table in [longer(&table), table] {
            let advice = table.advise(&portrait, &evidence);
            let fired: Vec<&str> = advice.iter().map(|recommended| recommended.rule()).collect();
            prop_assert_eq!(&fired, &read(&table, &portrait));
            prop_assert_eq!(advice.len() as usize, fired.len());
            prop_assert!(!advice.is_empty());
            for recommended in advice.iter() {
                let rule = table.get(recommended.rule()).unwrap();
                prop_assert!(rule.when.matches(&portrait.levels));
                prop_assert_eq!(recommended.because().count(), rule.when.restricted().count());
            }
        }
    }

    #[test]
    fn the_literature_never_contradicts_itself((evidence, portrait) in drawn()) {
        let table = StrategyTable::literature();
        let advice = table.advise(&portrait, &evidence);
        for action in advice.actions() {
            for other in advice.actions() {
                prop_assert!(!action.contradicts(other), "{action} and {other}");
            }
        }
    }
}
