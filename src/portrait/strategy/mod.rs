//! What to do next for a customer: rules as data, the first of each topic that matches.

mod action;
mod advice;
mod compiled;
mod literature;
mod rule;
mod table;
mod topic;
mod words;

pub use action::{Action, Approach, Improvement};
pub use advice::{Advice, Recommendation};
pub use rule::StrategyRule;
pub use table::StrategyTable;
pub use topic::Topic;
