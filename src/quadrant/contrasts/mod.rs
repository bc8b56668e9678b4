//! Penalty–reward contrasts: what a low rating of an attribute costs overall satisfaction, and what a
//! high rating brings.
//!
//! Some attributes only hurt if they are bad, others only delight if they are good. Ordinary ratings
//! tell which, without the pairs of questions of Kano's method: overall satisfaction is regressed on two
//! indicators of each attribute, one for a low rating and one for a high rating.
//!
//! ```text
//! overall = constant + Σ penalty · [rating ≤ low] + Σ reward · [rating ≥ high]
//! ```
//!
//! | [`Factor`] | penalty | reward | of the same name in Kano's method |
//! |---|---|---|---|
//! | basic | large | small | must-be |
//! | performance | both | both | one-dimensional |
//! | excitement | small | large | attractive |
//!
//! The names are linked to those of [Kano's categories](crate::satisfaction::kano) by convention. What customers say they would feel may differ
//! from what goes with their satisfaction.
//!
//! Source: Brandt, D. R. (1987), in *Add Value to Your Service*, American Marketing Association, 61–65;
//! Brandt, D. R. (1988), *Journal of Services Marketing* 2(3): 35–41, as commonly reported. Which ratings
//! are low and high, and when a factor is decided, are [`Options`]: no rule is published.
//!
//! ```
//! use retention::quadrant::{Survey, contrasts};
//! use retention::scale::Scale;
//!
//! let scale = Scale::ONE_TO_FIVE;
//! let bills = [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0, 5.0, 5.0, 5.0, 4.0];
//! let overall = [1.0, 2.0, 1.0, 2.0, 4.0, 3.0, 4.0, 4.0, 4.0, 4.0, 3.0, 4.0];
//! let survey = Survey::new([("bills", scale.full_answers(&bills)?)])?
//!     .overall(scale.full_answers(&overall)?)?;
//!
//! let options = contrasts::Options::default().low(Some(2.0)).high(Some(5.0)).minimum(12).fewest(3);
//! let found = survey.contrasts(options)?;
//! let bills = &found.attributes[0];
//! assert_eq!(format!("{:.2}", bills.penalty.unwrap()), "-2.30 ± 0.40");
//! assert_eq!(format!("{:.2}", bills.reward.unwrap()), "-0.13 ± 0.47");
//! assert_eq!(bills.factor, Some(contrasts::Factor::Basic));
//! # Ok::<(), retention::Error>(())
//! ```

mod fit;
mod options;
mod result;

pub use options::Options;
pub use result::{Contrast, Contrasts, Factor};
