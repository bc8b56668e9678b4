//! How sure the places are: the same for resamples of the respondents.

mod draws;
mod plan;
mod products;
mod ranks;
mod resampling;
mod result;
mod run;
mod tally;

pub use resampling::Resampling;
pub use result::{Bootstrap, Resampled};
pub(super) use run::run;
