//! Net Promoter Score: the share of promoters minus the share of detractors, from one question.

mod counter;
mod options;
mod score;

pub use counter::Counter;
pub use options::{Group, Options, Question};
pub use score::NetPromoterScore;
