//! Net Promoter Score: the share of promoters minus the share of detractors, from one question.
//!
//! [`NetPromoterScore::of`] scores a column of answers. [`Counter`] counts answers as they come, and
//! counters can be merged. [`Options`] sets the scale, what becomes of an answer such as 6.5, and the
//! interval.

mod counter;
mod options;
mod score;

pub use counter::Counter;
pub use options::{Group, Options, Question};
pub use score::NetPromoterScore;
