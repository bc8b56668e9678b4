//! Oliver's four phases of loyalty: what a customer's loyalty rests on.
//!
//! Loyalty builds up in a chain: to information (cognitive), to a liking (affective), to an
//! intention (conative), to action against obstacles. Each phase can be lost in its own way, so the
//! phase says what threatens the customer next. The chain is ordered, so the phase is found by a
//! sequential [`Gate`]: the highest phase such that it and all before it score high enough.
//!
//! * [`Questionnaire`] says which item belongs to which phase and turns one respondent's answers
//!   into a [`Profile`], allocating nothing; [`Columns`] does so from item sets.
//!   [`HARRIS_GOODE`] is a published scale of sixteen items.
//! * [`Gate`] turns a profile into an [`Attainment`]: the phase attained, where the chain
//!   [stops](Stop) and by how much, what is missing, which phases are [out of order](Inversion).
//! * [`Counter`] does so for a population: [`Levels`].
//!
//! No source publishes a cut. The default of two thirds of the scale, 5 on 1 to 7, is a proposal.
//!
//! Source: Oliver, R. L. (1999), *Journal of Marketing* 63 (special issue): 33–44, as commonly
//! reported.
//!
//! ```
//! use retention::loyalty::phases::{Counter, Gate, Phase, Questionnaire};
//!
//! let questionnaire = Questionnaire::harris_goode();
//! let mut counter = Counter::new(questionnaire.scale(), &Gate::default())?;
//! // The third, fifth, sixth, tenth and eleventh item are asked the other way round.
//! for answers in [
//!     [6., 6., 2., 7., 2., 2., 6., 6., 5., 3., 3., 4., 2., 3., 2., 2.],
//!     [7., 7., 1., 7., 1., 1., 7., 7., 7., 1., 1., 7., 6., 6., 7., 6.],
//!     [3., 4., 5., 4., 4., 4., 4., 4., 4., 4., 4., 4., 6., 6., 6., 6.],
//! ] {
//!     counter.push(&questionnaire.full_profile(&answers)?)?;
//! }
//! let levels = counter.finish();
//! assert_eq!(levels.at_least(Phase::Affective).value(), Some(2.0 / 3.0));
//! assert_eq!(levels.at(Phase::Action).numerator(), 1);
//! assert_eq!(levels.below_all().numerator(), 1); // buys, and holds nothing of it: inertia
//! # Ok::<(), retention::Error>(())
//! ```

mod columns;
mod gate;
mod harris_goode;
mod inversions;
mod phase;
mod population;
mod profile;
mod questionnaire;

pub use columns::Columns;
pub use gate::{Attainment, Gate, Stop};
pub use harris_goode::{HARRIS_GOODE, HarrisGoodeItem};
pub use inversions::{Inversion, Inversions};
pub use phase::{Phase, Vulnerability};
pub use population::{Counter, Levels};
pub use profile::Profile;
pub use questionnaire::{PhaseItem, Questionnaire};
