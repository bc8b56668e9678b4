//! Oliver's four phases of loyalty: what a customer's loyalty is based on.
//!
//! Loyalty builds up in a chain: to information (cognitive), to a liking (affective), to an
//! intention (conative), to action against obstacles. Each phase can be lost in its own way, so the
//! phase says what threatens the customer next. The chain is ordered: a customer has attained the
//! highest phase such that it and all before it score high enough.
//!
//! * [`Profile`] holds one customer's scores, computed from the answers to an
//!   [`Instrument`](crate::scale::Instrument) such as [`harris_goode`]; [`profiles`] computes them from
//!   the columns of a survey.
//! * [`Rules`] turn a profile into [`Progress`](super::Progress): the phase attained, the next phase and
//!   what it lacks, and phases [out of order](Inversion).
//! * [`Counter`] counts a population: [`Levels`].
//!
//! Oliver gives no cut. The default of two thirds of the scale, 5 on 1 to 7, is a proposal.
//!
//! Source: Oliver, R. L. (1999), *Journal of Marketing* 63 (special issue): 33–44, as commonly
//! reported.
//!
//! ```
//! use retention::Accumulator;
//! use retention::loyalty::phases::{Counter, Phase, Profile, Rules, harris_goode};
//!
//! let instrument = harris_goode()?;
//! let mut counter = Counter::new(instrument.scale(), Rules::default())?;
//! // The third, fifth, sixth, tenth and eleventh item are asked the other way round.
//! for answers in [
//!     [6., 6., 2., 7., 2., 2., 6., 6., 5., 3., 3., 4., 2., 3., 2., 2.],
//!     [7., 7., 1., 7., 1., 1., 7., 7., 7., 1., 1., 7., 6., 6., 7., 6.],
//!     [3., 4., 5., 4., 4., 4., 4., 4., 4., 4., 4., 4., 6., 6., 6., 6.],
//! ] {
//!     counter.push(Profile::of_full(&instrument, &answers)?)?;
//! }
//! let levels = counter.finish()?;
//! assert_eq!(levels.at_least(Phase::Affective).value(), Some(2.0 / 3.0));
//! assert_eq!(levels.at(Phase::Action).counts().numerator(), 1);
//! assert_eq!(levels.below_all().counts().numerator(), 1); // buys without believing: inertia
//! # Ok::<(), retention::Error>(())
//! ```

mod columns;
mod harris_goode;
mod influence;
mod inversions;
mod phase;
mod population;
mod profile;
mod rules;

pub use columns::profiles;
pub use harris_goode::{HARRIS_GOODE, harris_goode};
pub use influence::influence;
pub use inversions::Inversion;
pub use phase::{Phase, Vulnerability};
pub use population::{Counter, Levels};
pub use profile::Profile;
pub use rules::Rules;
