//! An index of loyalty in two levels: factors, each with several items.
//!
//! One question cannot measure loyalty, so an index combines what influences it: price, quality, time
//! of use, characteristics of the customer, competitors. Each of these factors has items.
//! The weights are given, or follow from the [correlation](Hierarchy::associations) of each item with
//! an outcome.
//!
//! * [`Hierarchy`] holds factors, items and weights. [`Hierarchy::telecom`] has the factors of a study of
//!   telecom customers.
//! * [`Hierarchy::score`] computes one customer's [index](super::Index): a value from 0 to 1, each
//!   factor's score, and what was missing.
//! * [`Association`] shows the correlation that a weight comes from, negative ones too. It is not a
//!   cause.
//!
//! The study gives no weights, so an index is comparable only with others of the same weights.
//!
//! ```
//! use retention::loyalty::Score;
//! use retention::loyalty::hierarchy::{Factor, Hierarchy};
//! use retention::scale::{Missing, Scale};
//!
//! let hierarchy = Hierarchy::new([
//!     Factor::new("price", 1.0, [("tariffs", 1.0)]),
//!     Factor::new("quality", 3.0, [("network", 2.0), ("service", 1.0)]),
//! ])?;
//! let score = |value| Score::new(Scale::ONE_TO_SEVEN, value).map(Some);
//! let index = hierarchy.score(&[score(4.0)?, score(7.0)?, score(4.0)?], Missing::Listwise)?;
//! assert_eq!(format!("{:.4}", index.parts[1].score.unwrap()), "0.8333"); // of 1, 1 and 0.5
//! assert_eq!(format!("{:.4}", index.value.unwrap()), "0.7500");
//! # Ok::<(), retention::Error>(())
//! ```

mod associations;
mod factors;
mod index;

pub use associations::Association;
pub use factors::{Factor, Hierarchy};
