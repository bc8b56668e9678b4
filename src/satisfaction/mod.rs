//! Satisfaction: what customers got compared with what they expected, and the scores made of it.
//!
//! The measures answer different questions, and none can replace another:
//!
//! | module | question asked | result |
//! |---|---|---|
//! | [`disconfirmation`] | expected and perceived | dissatisfied, satisfied, delighted |
//! | [`servqual`] | the same for 22 items of service | gaps in five dimensions, weighted or not |
//! | [`kano`] | how one feels with a feature, and without it | must-be, one-dimensional, attractive |
//! | [`coverage`] | which needs are met | how far basic and expected needs are covered |
//! | [`nps`] | likelihood to recommend, 0 to 10 | promoters minus detractors |
//! | [`rating`] | satisfied (CSAT, 1 to 5), made it easy (CES, 1 to 7) | share in the top boxes, or mean |
//! | [`frequencies`] | any question in whole steps | how many gave each answer, median, top less bottom |
//! | [`index`] | overall, against expectations, against the ideal | 0 to 100 |
//!
//! Every measure has options with the published definition as default: scale, cuts, decimals, weights.
//! The result carries the options, how many answered and how many did not, and an interval. Answers on
//! another scale than that of the options are an error.
//!
//! Respondents may be [weighted](crate::scale::Weights). Standard errors are then linearised, as survey
//! packages compute them; Kish's effective sample size is the option
//! ([`Errors`](crate::estimate::Errors)). All intervals assume independent respondents, and say nothing
//! about people who were not asked or did not answer. For samples in strata or clusters, for panels,
//! and for two questions to the same people each measure has a function `influence`: see
//! [`estimate`](crate::estimate#comparing).
//!
//! Source: Oliver, R. L. (1980), *Journal of Marketing Research* 17(4): 460–469; each measure names
//! its own.
//!
//! ```
//! use retention::estimate::Confidence;
//! use retention::satisfaction::{nps, rating};
//! use retention::scale::Scale;
//!
//! let recommend = [Some(10.0), Some(9.0), Some(9.0), Some(7.0), Some(3.0), None];
//! let recommend = Scale::ZERO_TO_TEN.answers(&recommend)?;
//! let nps = nps::NetPromoterScore::of(&recommend, None, nps::Options::default())?;
//! assert_eq!((nps.score, nps.answered, nps.missing), (Some(40.0), 5, 1));
//! let interval = nps.interval(Confidence::default()).unwrap();
//! assert_eq!(format!("{interval:.0}"), "-30 to 80"); // five answers
//!
//! let satisfied = Scale::ONE_TO_FIVE.full_answers(&[5.0, 4.0, 4.0, 2.0, 3.0, 5.0])?;
//! let csat = rating::Rating::of(&satisfied, None, rating::Options::csat())?;
//! assert_eq!(format!("{:.3}", csat.value().unwrap()), "0.667");
//! # Ok::<(), retention::Error>(())
//! ```

pub mod coverage;
pub mod disconfirmation;
pub mod frequencies;
pub mod index;
pub mod kano;
pub mod nps;
pub mod rating;
pub mod servqual;

mod shared;
