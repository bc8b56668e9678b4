//! The headers that say what a column of a file of customers holds, in several languages: without case, spaces
//! and punctuation.

mod paid;
mod stay;

pub use paid::{AMOUNT, GROUP, INTERVAL, MONTHLY};
pub use stay::{CHURN, END, START, TENURE};
