//! A pyramid straight from rows.

mod accumulate;
#[cfg(feature = "serde")]
mod state;
mod sums;

pub use accumulate::Builder;
