//! What prices and market shares say of switching costs.

mod field;
mod implied;
mod share;

pub use implied::{Known, Market, Position};
pub use share::{Costed, MarketShare, Priced};
