//! SERVQUAL and SERVPERF: service quality in five dimensions.

mod gaps;
mod means;
mod options;
mod rater;

pub use gaps::{Builder, ItemScores, Respondent, Servqual};
pub use means::Means;
pub use options::{Form, Options};
pub use rater::{Dimension, Rater};
