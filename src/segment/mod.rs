//! Any figure by segment of customers, in one pass: by level, region, tenure, product.
//!
//! Satisfaction differs by level of customer: what pleases the many may leave the few who bring the
//! money cold. [`BySegment`] keeps an [`Accumulator`](crate::Accumulator) for each segment, and
//! [`compare`] says which of their differences are more than chance.
//!
//! ```
//! use retention::Accumulator;
//! use retention::satisfaction::rating;
//! use retention::segment::{BySegment, Options, compare};
//!
//! let mean = rating::Options::csat().measure(rating::Measure::Mean);
//! let mut levels = BySegment::new(rating::Builder::new(mean)?);
//! for (level, answers) in [
//!     ("gold", [3.0, 2.0, 3.0, 4.0, 2.0]),
//!     ("silver", [4.0, 4.0, 3.0, 5.0, 4.0]),
//!     ("basic", [5.0, 4.0, 4.0, 5.0, 4.0]),
//! ] {
//!     levels.extend(answers.map(|answer| (level, Some(answer))))?;
//! }
//! let levels = levels.finish()?;
//! assert_eq!(levels.get("gold").unwrap().output.unwrap().value(), Some(2.8));
//!
//! let differences = compare(&levels, Options::default())?.rows;
//! let told_apart = differences.iter().filter(|row| row.adjusted < Some(0.05));
//! let pairs: Vec<_> = told_apart.map(|row| (row.first, row.second)).collect();
//! assert_eq!(pairs, [("basic", "gold")]);
//! # Ok::<(), retention::Error>(())
//! ```

mod by_segment;
mod compared;

pub use by_segment::{BySegment, Segment};
pub use compared::{Differences, Estimated, LeftOut, Options, compare, compare_by};
