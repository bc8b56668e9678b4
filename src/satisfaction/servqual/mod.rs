//! SERVQUAL and SERVPERF: service quality in five dimensions.

mod gaps;
mod options;
mod rater;

pub use gaps::{Builder, ItemScores, Servqual};
pub use options::{Form, Options};
pub use rater::{Dimension, Rater};
