//! Purchases at regular occasions: the beta-geometric/beta-binomial model.

mod bg_bb;
mod likelihood;
mod summary;

pub use bg_bb::BgBb;
pub use summary::OccasionSummary;
