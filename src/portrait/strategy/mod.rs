//! What to do next for a customer: rules as data, the first of each topic that matches.

mod action;
mod advice;
mod check;
mod compiled;
mod literature;
mod reachable;
mod rule;
mod subtract;
mod table;
#[cfg(test)]
mod tests;
mod topic;
mod words;

pub use action::{Action, Approach, Improvement};
pub use advice::{Advice, Recommendation};
pub use check::{DeadRule, RuleConflict, TableCheck, TopicCover};
pub use rule::StrategyRule;
pub use table::StrategyTable;
pub use topic::Topic;
