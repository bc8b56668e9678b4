//! How many customers stand in each class, and how many moved from one class to another.
//!
//! ```
//! use retention::Accumulator;
//! use retention::counted::Counter;
//! use retention::pyramid::Status;
//!
//! let mut counter = Counter::new();
//! counter.extend([Some(Status::Active), None, Some(Status::Active), Some(Status::Prospect)])?;
//! let counted = counter.finish()?;
//! assert_eq!((counted.placed, counted.missing), (3, 1));
//! assert_eq!(counted.share(Status::Active).value(), Some(2.0 / 3.0));
//! # Ok::<(), retention::Error>(())
//! ```

mod classes;
mod tally;
mod transitions;

pub use classes::{Class, Count, Counted, Counter};
pub(crate) use tally::{ByCuts, Tally};
pub use transitions::{Cell, Move, Transitions};
pub(crate) use transitions::{Moves, Positioned, Step};
