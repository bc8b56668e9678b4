//! SERVQUAL and SERVPERF: service quality in five dimensions.

mod builder;
mod columns;
mod gaps;
mod options;
mod overall;
mod rater;
mod wording;

pub use builder::{Builder, Respondent};
pub use columns::{Columns, Figure};
pub use gaps::{ItemScores, Servqual};
pub use options::{Form, Options};
pub use rater::{Dimension, Rater};
pub use wording::Wording;
