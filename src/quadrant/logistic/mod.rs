//! Importance for an outcome that is yes or no: stayed or left, renewed or not.
//!
//! A straight line through zeros and ones predicts shares below 0 and above 1. Logistic regression does
//! not: it models the odds, and what a point on the rating scale is worth follows from them.
//!
//! ```text
//! P(outcome = 1) = 1 / (1 + exp(−(b₀ + Σ b · rating)))
//! average marginal effect of j = mean of P (1 − P) · bⱼ
//! partial correlation of j     = ± √((Wⱼ − 2) / (−2 ln L₀)), with the sign of bⱼ; 0 if W < 2
//! ```
//!
//! W is Wald's statistic, the square of the coefficient over its classical error, and L₀ the likelihood of
//! the share of those with the outcome alone.
//!
//! The outcome is the survey's [overall](crate::quadrant::Survey::overall) answer, 0 or 1. A
//! [`Model`] holds the [`Effect`] of each attribute with robust errors, and
//! [places](Model::analysis) the attributes. If attributes predict the outcome without error, there is
//! no best fit: the outcome of the fit is [`Separable`](crate::fit::Outcome::Separable).
//!
//! Source: for the partial correlation, Atkinson, A. C. (1980), *Biometrika* 67(2): 413–418; for
//! dominance, Azen, R. and Traxel, N. (2009), *Journal of Educational and Behavioral Statistics* 34(3):
//! 319–347; both as commonly reported.
//!
//! ```
//! use retention::quadrant::{Survey, logistic};
//! use retention::scale::Scale;
//!
//! let scale = Scale::ONE_TO_FIVE;
//! let price = [1.0, 2.0, 3.0, 4.0, 5.0, 2.0, 3.0, 4.0, 1.0, 5.0, 4.0, 2.0];
//! let network = [3.0, 2.0, 4.0, 4.0, 5.0, 1.0, 2.0, 5.0, 3.0, 4.0, 2.0, 4.0];
//! let stayed = [0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0];
//! let survey = Survey::new([
//!     ("price", scale.full_answers(&price)?),
//!     ("network", scale.full_answers(&network)?),
//! ])?
//! .overall(Scale::new(0.0, 1.0)?.full_answers(&stayed)?)?;
//!
//! let model = survey.logistic(logistic::Options::default().minimum(12))?.converged()?;
//! let network = model.get("network").unwrap();
//! // A point more on the scale goes with 19 more of 100 who stay.
//! assert_eq!(format!("{:.2}", network.marginal.unwrap()), "0.19 ± 0.10");
//! # Ok::<(), retention::Error>(())
//! ```

pub(crate) mod fit;
mod model;
mod options;
mod sets;

pub use model::{Effect, Model};
pub use options::{Options, PseudoRSquared};
