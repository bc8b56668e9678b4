//! What can be wrong with an input, and where in the input it is.

mod at;
mod checks;
mod kinds;
#[cfg(test)]
mod tests;

pub use at::{At, Label, Place};
pub(crate) use checks::{finite, fraction, inner_fraction, non_negative, same};
pub use kinds::{Error, Result};
