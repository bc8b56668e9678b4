//! The rules of the literature, as a table that can be read.

mod deepening;
mod investing;
mod leaving;
mod relating;
mod telling;

use super::super::{Dimension, Pattern};
use super::{Action, StrategyRule, Topic};

/// One rule: level names as in [`Dimension::levels`].
struct Entry {
    name: &'static str,
    when: &'static [(Dimension, &'static [&'static str])],
    then: &'static [Action],
    settles: bool,
    source: &'static str,
}

impl Entry {
    fn rule(&self, topic: Topic) -> StrategyRule {
        StrategyRule {
            name: self.name.to_owned(),
            topic,
            when: Pattern::of_names(self.when),
            then: self.then.to_vec(),
            settles: self.settles,
            source: self.source.to_owned(),
        }
    }
}

/// Of each topic the rules, the first to be asked first.
const TOPICS: [(Topic, &[Entry]); 9] = [
    (Topic::Return, leaving::RETURN),
    (Topic::Quality, deepening::QUALITY),
    (Topic::Portfolio, investing::PORTFOLIO),
    (Topic::Relationship, relating::RELATIONSHIP),
    (Topic::Loyalty, deepening::LOYALTY),
    (Topic::Bond, investing::BOND),
    (Topic::Barrier, investing::BARRIER),
    (Topic::Contact, telling::CONTACT),
    (Topic::Knowledge, telling::KNOWLEDGE),
];

/// Every rule, in the order of the topics.
pub(super) fn rules() -> Vec<StrategyRule> {
    let topics = TOPICS.iter();
    let rules = topics.flat_map(|(topic, entries)| entries.iter().map(|entry| entry.rule(*topic)));
    rules.collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::pattern::full;
    use super::*;
    use crate::portrait::{Levels, StrategyTable};

    #[test]
    fn every_level_named_is_one_of_its_dimension() {
        for (_, entries) in TOPICS {
            for entry in entries {
                for (dimension, names) in entry.when {
                    for name in *names {
                        assert!(Levels::find(*dimension, name).is_some(), "{name}");
                    }
                    let mask = entry.rule(Topic::Return).when.mask(*dimension);
                    assert!(mask != full(*dimension), "{} of {dimension}", entry.name);
                }
            }
        }
    }

    #[test]
    fn the_table_passes_the_checks_of_a_table() {
        let table = StrategyTable::literature();
        let checked = StrategyTable::new(table.rules().to_vec());
        assert_eq!(checked, Ok(table.clone()));
        let topics = table.rules().iter().map(|rule| rule.topic);
        assert!(topics.is_sorted());
    }
}
