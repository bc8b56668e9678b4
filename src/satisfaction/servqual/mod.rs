//! SERVQUAL and SERVPERF: service quality in five dimensions.

mod gaps;
mod means;
mod options;
mod rater;

pub use gaps::{Servqual, ServqualBuilder, ServqualItem};
pub use means::ServqualMeans;
pub use options::{ServqualForm, ServqualOptions};
pub use rater::{Rater, RaterDimension};
