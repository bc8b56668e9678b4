//! Whether stages judged well: what customers did after a past date.

mod buyers;
mod comparison;
mod judged;
mod judgement;
mod rolling;
mod tested;

pub use buyers::Buyers;
pub use comparison::BacktestComparison;
pub use judgement::Judgement;
pub use rolling::RollingBacktest;
pub use tested::{Backtest, BacktestRow};
