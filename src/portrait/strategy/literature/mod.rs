//! The rules of the literature, as a table that can be read.

mod deepening;
mod investing;
mod leaving;
#[cfg(test)]
mod principles;
mod relating;
mod telling;

use super::super::{Dimension, Pattern};
use super::{Action, StrategyRule, Topic};

/// Portfolios in which Reinartz and Kumar advise to invest, and those that are not known: neither
/// butterflies, nor strangers, nor barnacles, whose costs they advise to control.
const COURTED: &[&str] = &["unknown", "true_friend"];
/// Customers of whom it is not known that they bring no profit.
const NOT_UNPROFITABLE: &[&str] = &["unknown", "high", "medium", "low"];
/// Customers of whom it is not known that they are core customers.
const NOT_CORE: &[&str] = &["unknown", "not_core"];
/// Customers of whom it is not known that they are dissatisfied.
const NOT_DISSATISFIED: &[&str] = &["unknown", "medium", "high"];
/// Customers who do not warn others, as far as it is known.
const NOT_WARNING: &[&str] = &["unknown", "recommends", "neither"];
const WARNING: &[&str] = &["warns", "both"];
/// Reasons for leaving that tell of dissatisfaction, whether or not satisfaction was asked for.
const GRIEVANCES: &[&str] = &[
    "inconvenience",
    "inferior_product",
    "supplier_problem",
    "poor_service",
    "unresolved_complaint",
    "unethical_conduct",
];
const NO_GRIEVANCE: &[&str] = &[
    "unknown",
    "price",
    "unattractive_product",
    "better_product_elsewhere",
    "payment_failed",
    "moved_away",
    "changed_trade",
    "bankrupt",
];
/// Stages in which there is somebody to serve; the lost are won back, or let go.
const THERE: &[&str] = &[
    "unknown",
    "acquisition",
    "growth",
    "maturity",
    "established",
    "decline",
];

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
