//! Where a pyramid is cut into tiers.

mod definition;
mod rules;
mod tier;
#[cfg(feature = "serde")]
mod written;

pub use definition::Cuts;
pub(super) use definition::{Limits, cumulative, tier};
pub use rules::{Rounding, Ties};
pub use tier::Tier;
