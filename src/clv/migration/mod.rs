//! The value of customers who move between states: Pfeifer and Carraway's Markov chain.

mod equations;
mod markov;
mod policy;

pub use markov::{CustomerState, MarkovMigration};
pub use policy::{Marketing, MarketingPlan};
