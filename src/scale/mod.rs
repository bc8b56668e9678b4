//! Questions and answers of a survey: scales, answers, weights, questionnaires, reliability.
//!
//! Everything that customers *say* reaches the crate as numbers on a scale. A column of answers is
//! checked once against its scale; whatever is computed from it can then rely on that.
//!
//! * [`Scale`] is the range of answers: 1 to 7, 0 to 10. It reverses, converts and checks.
//! * [`Answers`] is the column of one item, with gaps for missing answers, reversed if the item was
//!   asked the other way round. [`without_codes`] turns the −99 of a file into gaps.
//! * [`Sheet`] is several columns of the same respondents, with their weights.
//! * [`Instrument`] is a questionnaire: items about named facets, with a score for each facet.
//! * [`Weights`] say how many people each respondent stands for.
//! * [`ItemSet`] is several items about one thing, with a score for each respondent.
//! * [`Reliability`] says how well items measure one thing: Cronbach's [alpha](Alpha), each item's
//!   correlation with the rest, and McDonald's [omega](Reliability::omega), with
//!   [remarks](ReliabilityRemark) on what spoils them. [`OrdinalReliability`] takes answers as steps of
//!   something continuous.
//! * [Composite reliability](composite_reliability), the [average variance
//!   extracted](average_variance_extracted) and [HTMT](ItemSet::htmt) say whether sets of items converge,
//!   and whether two sets measure different things. [`ResampledCoefficient`] gives each of them an
//!   interval.
//!
//! Source: Cronbach, L. J. (1951), *Psychometrika* 16: 297–334; McDonald, R. P. (1999), *Test
//! Theory*, Erlbaum; Kish, L. (1965), *Survey Sampling*, Wiley; Fornell, C. and Larcker, D. F. (1981),
//! *Journal of Marketing Research* 18(1): 39–50.
//!
//! ```
//! use retention::scale::{ItemSet, Missing, Scale, without_codes};
//!
//! let scale = Scale::ONE_TO_SEVEN;
//! let recommend = scale.full_answers(&[7.0, 5.0, 6.0, 2.0, 4.0])?;
//! let stay = scale.full_answers(&[6.0, 5.0, 7.0, 1.0, 3.0])?;
//! // "I often think of leaving": the more, the less loyal; and one did not answer.
//! let leave = without_codes(&[1.0, 3.0, -99.0, 6.0, 4.0], &[-99.0]);
//! let leave = scale.answers(&leave.answers)?.reversed();
//!
//! let loyalty = ItemSet::new([recommend, stay, leave])?;
//! let scores = loyalty.scores(Missing::default())?;
//! assert_eq!(scores[0], Some(20.0 / 3.0));
//! assert_eq!(scores[2], Some(6.5)); // two of three answered
//!
//! let reliability = loyalty.reliability(None)?;
//! assert_eq!((reliability.used, reliability.left_out), (4, 1));
//! assert_eq!(format!("{:.3}", reliability.alpha.unwrap().value()), "0.994");
//! # Ok::<(), retention::Error>(())
//! ```

mod answers;
mod averaged;
mod blocks;
mod column;
mod instrument;
mod items;
mod linearised;
mod range;
mod reliability;
mod sheet;
mod weights;

pub use answers::{Answers, Coded, Orientation, Summary, without_codes};
pub(crate) use averaged::Averaged;
use blocks::parts_of;
pub(crate) use blocks::{BlockMeans, blocks, parts};
pub(crate) use instrument::FacetSum;
pub use instrument::{Instrument, Item};
pub use items::{ItemSet, Missing};
pub(crate) use linearised::Linearised;
pub use range::{Scale, Steps};
pub use reliability::{
    Alpha, Coefficient, ItemReliability, Omega, OrdinalReliability, Reliability,
    ReliabilityBuilder, ReliabilityRemark, ResampledCoefficient, average_variance_extracted,
    composite_reliability,
};
pub use sheet::Sheet;
pub use weights::Weights;
pub(crate) use weights::respondent_weight;
