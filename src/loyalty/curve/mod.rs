//! How loyalty follows satisfaction, and what competition does to it.
//!
//! If customers can leave, loyalty collapses as soon as satisfaction is less than complete. If they
//! cannot leave, even dissatisfied customers stay until they can. The difference between the two curves
//! is false loyalty.
//!
//! ```text
//! L = floor + (ceiling − floor) · u^γ,   u = satisfaction on 0 to 1
//! ```
//!
//! An exponent γ above 1 bends the curve down, as strong competition does; one below 1 bends it up.
//! The article draws curves and gives no equation; this one is a proposal. The article
//! names four barriers that reduce competition: regulation, switching costs, proprietary technology,
//! and a strong loyalty programme. When they fall, the loyalty they kept falls too.
//!
//! * [`Curve`] is the parametric form, [`false_loyalty`] the difference of two.
//! * [`Sample`] collects answers and estimates γ from them: [`Model`].
//! * [`Model::exponent_minus`] and [`Model::false_loyalty`] compare two surveys, such as two industries,
//!   or before and after a barrier fell, with errors; [`influence`] if the same customers answered both.
//!
//! An exponent describes one survey, not a market, and depends on whether the ends of the curve are
//! those of the scale. So [`Competition`] gives a verdict only where every [`Specification`] that fits
//! gives it, by an interval of γ that excludes 1; [`LackOfFit`] tests whether the ends fit. A γ below 1
//! does not show that customers are hostages: [`hostages`](super::hostages) asks about switching costs.
//!
//! Source: Jones, T. O. and Sasser, W. E. (1995), *Harvard Business Review* 73(6): 88–99, as commonly
//! reported.
//!
//! ```
//! use retention::loyalty::curve::{Curve, false_loyalty};
//! use retention::scale::Scale;
//!
//! let high = Curve::new(Scale::ONE_TO_FIVE, 3.0)?; // strong competition
//! let low = Curve::new(Scale::ONE_TO_FIVE, 0.4)?;
//! assert_eq!(high.at(3.0)?, 0.125);
//! assert_eq!(format!("{:.3}", false_loyalty(&low, &high, 3.0)?), "0.633");
//! # Ok::<(), retention::Error>(())
//! ```

mod influence;
mod model;
mod options;
mod sample;
mod search;
mod shape;
mod specifications;

pub use influence::influence;
pub use model::Model;
pub use options::{Competition, Method, Options};
pub use sample::Sample;
pub use shape::{Curve, false_loyalty};
pub use specifications::{LackOfFit, Specification};
