//! How loyalty follows satisfaction, and what competition does to it.
//!
//! Where customers can leave, loyalty collapses as soon as satisfaction falls short of complete;
//! where they cannot, even the dissatisfied stay, until they can. The difference between the two
//! curves is false loyalty.
//!
//! ```text
//! L = floor + (ceiling − floor) · u^γ,   u = satisfaction on 0 to 1
//! ```
//!
//! An exponent γ above 1 bends the curve down, as strong competition does; one below 1 bends it up.
//! The article draws curves and gives no equation; this one is a proposal. Four [barriers](Barrier)
//! reduce competition, it says, and when they fall the loyalty they kept falls too.
//!
//! * [`Curve`] is the parametric form, [`false_loyalty`] the difference of two.
//! * [`Sample`] estimates γ from what customers answered: [`Fit`].
//!
//! An exponent is what one survey shows, not what a market is. [`Competition`] gives a verdict only
//! where the interval of γ excludes 1; and a γ below 1 is never by itself a market of hostages, for
//! which [`Hostages`](super::Hostages) asks about switching costs.
//!
//! Source: Jones, T. O. and Sasser, W. E. (1995), *Harvard Business Review* 73(6): 88–99, as commonly
//! reported.
//!
//! ```
//! use retention::loyalty::curve::{Curve, FitOptions, Outcome, Sample, false_loyalty};
//! use retention::scale::Scale;
//!
//! let high = Curve::new(Scale::ONE_TO_FIVE, 3.0)?; // strong competition
//! let low = Curve::new(Scale::ONE_TO_FIVE, 0.4)?;
//! assert_eq!(high.at(3.0)?, 0.125);
//! assert_eq!(format!("{:.3}", false_loyalty(&low, &high, 3.0)?), "0.633");
//!
//! let mut sample = Sample::new(Scale::ONE_TO_FIVE, Scale::ONE_TO_FIVE);
//! for (satisfaction, loyalty) in [(5.0, 5.0), (4.0, 3.0), (4.0, 2.0), (3.0, 2.0), (2.0, 1.0)] {
//!     sample.push(Some(satisfaction), Some(loyalty))?;
//! }
//! let fit = sample.fit(&FitOptions::default())?;
//! assert_eq!(fit.outcome, Outcome::Converged);
//! assert_eq!(format!("{:.2}", fit.exponent.unwrap().value()), "3.03");
//! # Ok::<(), retention::Error>(())
//! ```

mod fit;
mod options;
mod sample;
mod shape;

pub use fit::{Fit, Outcome};
pub use options::{Competition, FitOptions, Method, StandardErrors};
pub use sample::Sample;
pub use shape::{Barrier, Curve, TOTALLY_SATISFIED_XEROX, false_loyalty};
