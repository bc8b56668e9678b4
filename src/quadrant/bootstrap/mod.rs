//! How certain each attribute's quadrant is: the analysis is repeated on resamples of the respondents
//! (the bootstrap).
//!
//! A resample draws respondents with replacement. It is the same as a set of weights, so sums for many
//! resamples are taken together, without a copy of the answers and, for
//! [`Spearman`](super::Importance::Spearman), without sorting them again. With the feature `rayon`
//! resamples are drawn on the caller's threads. The figures of a seed do not depend on how many there
//! are.
//!
//! ```
//! use retention::estimate::Resampling;
//! use retention::quadrant::{Importance, Method, Options, Survey};
//! use retention::scale::Scale;
//!
//! let scale = Scale::ONE_TO_FIVE;
//! let price = [5.0, 2.0, 4.0, 1.0, 3.0, 2.0, 5.0, 4.0];
//! let network = [4.0, 5.0, 5.0, 4.0, 3.0, 4.0, 4.0, 5.0];
//! let survey = Survey::new([
//!     ("price", scale.full_answers(&price)?),
//!     ("network", scale.full_answers(&network)?),
//! ])?
//! .overall(scale.full_answers(&[4.0, 2.0, 3.0, 1.0, 3.0, 3.0, 5.0, 4.0])?)?;
//!
//! let method = Method::from(Importance::Pearson).minimum(8);
//! let sure = survey.bootstrap(method, Options::default(), Resampling::default())?;
//! let price = &sure.attributes[0];
//! assert_eq!(price.same.denominator() + sure.undefined, 1000);
//! assert!(price.same.value() > Some(0.9));
//! # Ok::<(), retention::Error>(())
//! ```

mod draws;
mod products;
mod result;
mod run;
mod sums;

pub use result::{Bootstrap, Resampled};
