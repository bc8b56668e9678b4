//! Satisfaction: what customers got against what they expected, and the scores made of it.
//!
//! Whoever gets less than expected is dissatisfied, and looks around. The measures here start from
//! that comparison or shorten it to one question; they answer different questions, and none stands
//! for another:
//!
//! | measure | asks | result |
//! |---|---|---|
//! | [`Disconfirmation`] | expected and perceived | dissatisfied, satisfied, delighted |
//! | [`Servqual`] | the same of 22 items of service | gaps in five dimensions, weighted or not |
//! | [`Kano`] | how one feels with a feature, and without | must-be, one-dimensional, attractive |
//! | [`Coverage`] | which needs are met | how far basic and expected needs are covered |
//! | [`NetPromoterScore`] | likely to recommend, 0 to 10 | promoters less detractors |
//! | [`Csat`] | satisfied, 1 to 5 | share in the two top boxes |
//! | [`Ces`] | made it easy, 1 to 7 | mean agreement |
//! | [`SatisfactionIndex`] | overall, against expectations, against the ideal | 0 to 100 |
//!
//! Each has a definition that is a value, with the published one as its default: scale, cuts,
//! decimals, weights. The result carries it, with how many answered and how many did not, and an
//! interval. Answers on another scale than the definition's are an error.
//!
//! Respondents may be [weighted](crate::scale::Weights). Intervals then use the effective sample
//! size, and take weights to have nothing to do with answers. All intervals take respondents to be
//! independent, and say nothing about those who were not asked or did not answer.
//!
//! Source: Oliver, R. L. (1980), *Journal of Marketing Research* 17(4): 460–469; each measure names
//! its own.
//!
//! ```
//! use retention::estimate::Confidence;
//! use retention::satisfaction::{Csat, NetPromoterScore, NpsOptions};
//! use retention::scale::Scale;
//!
//! let recommend = [Some(10.0), Some(9.0), Some(9.0), Some(7.0), Some(3.0), None];
//! let recommend = Scale::ZERO_TO_TEN.answers(&recommend)?;
//! let nps = NetPromoterScore::of(&recommend, None, &NpsOptions::default())?;
//! assert_eq!((nps.score, nps.answered, nps.missing), (Some(40.0), 5, 1));
//! let interval = nps.interval(Confidence::default()).unwrap();
//! assert_eq!(format!("{interval:.0}"), "-30 to 80"); // five answers
//!
//! let satisfied = Scale::ONE_TO_FIVE.full_answers(&[5.0, 4.0, 4.0, 2.0, 3.0, 5.0])?;
//! let csat = Csat::default().of(&satisfied, None)?;
//! assert_eq!(format!("{:.3}", csat.value().unwrap()), "0.667");
//! # Ok::<(), retention::Error>(())
//! ```

mod ces;
mod csat;
mod disconfirmation;
mod index;
mod kano;
mod nps;
mod rating;
mod servqual;
mod tally;

pub use ces::Ces;
pub use csat::Csat;
pub use disconfirmation::{
    Disconfirmation, DisconfirmationBuilder, DisconfirmationOptions, Experience, Satisfaction,
};
pub use index::{IndexBuilder, IndexItems, IndexOptions, SatisfactionIndex};
pub use kano::{
    CategoryShare, Coverage, CoverageBuilder, CoverageTarget, Distinguish, Fulfilment, Kano,
    KanoAnswer, KanoCategory, KanoCategoryCounts, KanoClass, KanoCoefficients, KanoCounts,
    KanoDistinction, KanoOptions, KanoPair, KanoScores, KanoStrength, KanoTable, KanoTies, Need,
};
pub use nps::{
    Decimals, NetPromoterScore, NpsCounts, NpsDifference, NpsGroup, NpsInterval, NpsOptions,
    NpsQuestion,
};
pub use rating::{Figure, Measure, Rating, RatingBuilder};
pub use servqual::{
    Rater, RaterDimension, Servqual, ServqualBuilder, ServqualForm, ServqualItem, ServqualMeans,
    ServqualOptions,
};
