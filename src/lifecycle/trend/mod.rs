//! Whether a customer buys more or less than before: a test at a stated rate, on the purchases of two
//! spans.

mod amounts;
mod change;
mod evidence;
mod test;

pub use change::{Trend, TrendOf};
pub(super) use evidence::{Evidence, Judged, Trial};
