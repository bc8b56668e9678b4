//! Switching costs that prices and market shares imply, and prices that switching costs allow.
//!
//! [`Market`] computes both directions from a list of [suppliers](Supplier); it needs no survey.
//!
//! Source: Shy, O. (2002), *International Journal of Industrial Organization* 20(1): 71–87.

mod field;
mod implied;
mod supplier;

pub use implied::{Market, Position};
pub use supplier::{MarketShare, Supplier, Ties};
