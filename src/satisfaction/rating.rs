//! One question about satisfaction or effort: CSAT, CES, top boxes and means.
//!
//! [`Options::csat`] and [`Options::ces`] are the usual definitions; any other scale and
//! [`Measure`] makes a rating too. Ratings of different definitions do not compare, so each
//! [`Rating`] carries its own.
//!
//! ```
//! use retention::estimate::Confidence;
//! use retention::satisfaction::rating::{Measure, Options, Rating};
//! use retention::scale::Scale;
//!
//! let answers = Scale::ONE_TO_FIVE.full_answers(&[5.0, 4.0, 4.0, 2.0, 5.0])?;
//! let csat = Rating::of(&answers, None, Options::csat())?;
//! assert_eq!(csat.value(), Some(0.8));
//! let interval = csat.interval(Confidence::default()).unwrap();
//! assert_eq!(format!("{interval:.2}"), "0.38 to 0.96");
//!
//! let mean = Rating::of(&answers, None, Options::csat().measure(Measure::Mean))?;
//! assert_eq!(mean.value(), Some(4.0));
//! # Ok::<(), retention::Error>(())
//! ```

mod compared;
mod sums;

use super::shared::{asked_on, same_scale};
use crate::accumulate::{Accumulator, Version, Weighted, extend_by_blocks, is_nearly_full};
use crate::counted::{ByCuts, Tally};
use crate::error::{Error, finite, same};
use crate::estimate::{Confidence, Interval, WeightedProportion};
use crate::macros::{checked_state, options};
use crate::scale::{Answers, Averaged, Scale, Summary, Weights, blocks, parts, respondent_weight};
use crate::{Result, threads};
use sums::Sums;

/// How the answers to one question become a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Measure {
    /// The share of answers in this many of the highest boxes: 2 on a scale of 1 to 5 are 4 and 5. At
    /// least one box, and not all of them. Answers must be whole steps.
    #[doc(alias = "top-2-box")]
    #[doc(alias = "T2B")]
    TopBoxes(u32),
    /// The share of answers at or above a cut, which is above the low end of the scale. Answers may
    /// lie between whole steps.
    AtLeast(f64),
    /// The mean, on the scale.
    Mean,
    /// The mean as a percentage of the way from the low end of the scale to the high end.
    Percent,
}

impl Measure {
    /// The scale that answers are checked against, and the cut of a share.
    fn on(self, scale: Scale) -> Result<(Scale, Option<f64>)> {
        match self {
            Self::TopBoxes(boxes) => {
                let scale = scale.whole()?;
                let most = scale.width();
                if boxes == 0 || f64::from(boxes) > most {
                    return Err(Error::out_of_range(
                        "number of top boxes",
                        boxes,
                        format_args!("1 to {most}, one less than the scale has"),
                    ));
                }
                Ok((scale, Some(scale.high() - f64::from(boxes) + 1.0)))
            }
            Self::AtLeast(cut) => {
                if finite("cut", cut)? <= scale.low() || cut > scale.high() {
                    return Err(Error::out_of_range(
                        "cut",
                        cut,
                        format_args!("above {}, up to {}", scale.low(), scale.high()),
                    ));
                }
                Ok((scale, Some(cut)))
            }
            Self::Mean | Self::Percent => Ok((scale, None)),
        }
    }
}

options! {
    /// The scale of one question, and how its answers become a figure. Default: [CSAT](Self::csat).
    #[derive(Copy)]
    #[doc(alias = "top-2-box")]
    pub struct Options {
        /// The scale of the question. Default: 1 to 5.
        pub scale: Scale = Scale::ONE_TO_FIVE,
        /// How the answers become a figure. Default: the share in the two top boxes.
        pub measure: Measure = Measure::TopBoxes(2),
    }
}

impl Options {
    /// Returns the customer satisfaction score: the share of 4 and 5 on a scale of 1 to 5, its two top
    /// boxes.
    ///
    /// Others report the mean, or 9 and 10 of 10. The question and its two top boxes are common usage
    /// without a single source.
    #[must_use]
    #[doc(alias = "CSAT")]
    #[doc(alias = "顾客满意度")]
    pub fn csat() -> Self {
        Self::default()
    }

    /// Returns the customer effort score, version 2.0: the mean agreement, from 1 to 7, that the
    /// company made it easy to handle the issue.
    ///
    /// The more, the easier. The share that agrees at all is [`Measure::TopBoxes`] of 3. The first
    /// version asked for effort, from 1, very low, to 5, very high: [reverse](Answers::reversed) its
    /// answers, and do not compare it with version 2.0.
    ///
    /// Source: Dixon, M., Freeman, K. and Toman, N. (2010), *Harvard Business Review* 88(7/8):
    /// 116–122; CEB (2013) for version 2.0, as commonly reported.
    ///
    /// ```
    /// use retention::satisfaction::rating::{Measure, Options, Rating};
    /// use retention::scale::Scale;
    ///
    /// let answers = Scale::ONE_TO_SEVEN.full_answers(&[7.0, 5.0, 6.0, 2.0])?;
    /// assert_eq!(Rating::of(&answers, None, Options::ces())?.value(), Some(5.0));
    /// let agree = Options::ces().measure(Measure::TopBoxes(3));
    /// assert_eq!(Rating::of(&answers, None, agree)?.value(), Some(0.75));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    #[doc(alias = "CES")]
    #[doc(alias = "客户费力度")]
    pub fn ces() -> Self {
        Self {
            scale: Scale::ONE_TO_SEVEN,
            measure: Measure::Mean,
        }
    }
}

/// The figure of one question, a share or a mean, with its evidence.
///
/// It is written to JSON with its value and the 95 % interval, `lower` to `upper`.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(into = "Written"))]
#[non_exhaustive]
pub struct Rating {
    /// The scale of the answers.
    pub scale: Scale,
    /// How they became a figure.
    pub measure: Measure,
    /// Respondents with an answer.
    pub answered: u64,
    /// Respondents without an answer.
    pub missing: u64,
    /// The number of equally weighted answers that would give the same precision: `(Σw)² / Σw²`.
    pub effective_sample_size: f64,
    /// The share, if the measure is one.
    pub share: Option<WeightedProportion>,
    /// The mean with its variance, in the unit of the measure, if the measure is one. Its
    /// [estimate](Summary::estimate) gives the normal interval.
    pub mean: Option<Summary>,
}

/// How a [`Rating`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Written {
    scale: Scale,
    measure: Measure,
    answered: u64,
    missing: u64,
    effective_sample_size: f64,
    value: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
    share: Option<WeightedProportion>,
    mean: Option<Summary>,
}

#[cfg(feature = "serde")]
impl From<Rating> for Written {
    fn from(rating: Rating) -> Self {
        let interval = rating.interval(Confidence::default());
        Self {
            scale: rating.scale,
            measure: rating.measure,
            answered: rating.answered,
            missing: rating.missing,
            effective_sample_size: rating.effective_sample_size,
            value: rating.value(),
            lower: interval.map(|interval| interval.lower()),
            upper: interval.map(|interval| interval.upper()),
            share: rating.share,
            mean: rating.mean,
        }
    }
}

impl Rating {
    /// Computes the rating of one column of answers.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if the answers were asked or are read on another scale than that of the
    /// options; [`Error::LengthMismatch`] if there are more or fewer weights than respondents;
    /// [`Error::OutOfRange`], at its row, for an answer that is in no box; as [`Builder::new`].
    pub fn of(answers: &Answers<'_>, weights: Option<&Weights>, options: Options) -> Result<Self> {
        let mut builder = Builder::new(options)?;
        asked_on(answers, options.scale)?;
        Weights::check(weights, answers.len())?;
        let (scale, empty) = (builder.answers, &builder.sums);
        let was_checked = scale == answers.scale();
        let parts = match empty {
            Sums::Share { .. } => parts(answers.len()),
            // A running mean is, to the last digit, that of the same answers pushed one by one.
            Sums::Mean(_) => threads::blocks(answers.len(), answers.len()),
        };
        let summed = threads::map(parts, |part| {
            let mut sums = empty.clone();
            let (mut buffer, mut room) = (Vec::new(), Vec::new());
            for rows in blocks(part) {
                let values = answers.values(rows.clone(), &mut buffer);
                if !was_checked {
                    scale.check_block(values, rows.start)?;
                }
                let weights = weights.map(|weights| weights.block(rows, &mut room));
                sums.push_block(values, weights)?;
            }
            Ok(sums)
        });
        for part in summed {
            builder.sums.merge(&part?)?;
        }
        builder.finish()
    }

    /// Returns the figure in the unit of the measure: a share from 0 to 1, a mean on the scale, or a
    /// percentage from 0 to 100. `None` if nobody with weight answered.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        match self.share {
            Some(share) => share.value(),
            None => self.mean?.mean,
        }
    }

    /// Computes the interval: Wilson's of a share, Student's of a mean, both with the linearised
    /// standard error where there are weights. `None` if nobody with weight answered, and for a mean of
    /// fewer than two answers.
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Option<Interval> {
        match self.share {
            Some(share) => share.wilson(confidence),
            None => self.mean?.interval(confidence),
        }
    }
}

/// Computes a [`Rating`] answer by answer.
///
/// ```
/// use retention::Accumulator;
/// use retention::satisfaction::rating::{Builder, Measure, Options};
/// use retention::scale::Scale;
///
/// let options = Options::default().scale(Scale::ONE_TO_TEN);
/// let mut rating = Builder::new(options)?;
/// rating.extend([Some(9.0), Some(10.0), Some(4.0), None, Some(8.0)])?;
/// let rating = rating.finish()?;
/// assert_eq!((rating.answered, rating.missing, rating.value()), (4, 1, Some(0.5)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct Builder {
    version: Version<2>,
    options: Options,
    /// What an answer must lie on.
    answers: Scale,
    sums: Sums,
}

checked_state!(Builder);

impl Builder {
    /// Creates an empty accumulator.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a measure that the scale does not allow: no
    /// box or all of them, boxes on a scale that is not of whole steps, a cut that is not on it.
    pub fn new(options: Options) -> Result<Self> {
        let (answers, cut) = options.measure.on(options.scale)?;
        Ok(Self {
            version: Version,
            options,
            answers,
            sums: match cut {
                Some(cut) => Sums::Share {
                    cut,
                    tally: Tally::new(2),
                },
                None => Sums::Mean(Averaged::new()),
            },
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        let (answers, expected) = self.options.measure.on(self.options.scale)?;
        same("scales", &self.answers, &answers)?;
        let cut = match &self.sums {
            Sums::Share { cut, tally } => {
                tally.check(2)?;
                Some(*cut)
            }
            Sums::Mean(mean) => {
                mean.check()?;
                None
            }
        };
        same("cuts", &cut, &expected)?;
        Ok(self)
    }

    fn add(&mut self, answer: Option<f64>, weight: f64) -> Result<()> {
        if let Some(answer) = answer {
            let checked = self.answers.check(answer);
            checked.map_err(|error| error.at_row(self.rows()))?;
        }
        self.sums.push(answer, weight)
    }
}

impl crate::sealed::Sealed for Builder {}

impl Accumulator for Builder {
    type Row<'r> = Option<f64>;
    type Output = Rating;

    fn fresh(&self) -> Self {
        Self {
            sums: match &self.sums {
                Sums::Share { cut, .. } => Sums::Share {
                    cut: *cut,
                    tally: Tally::new(2),
                },
                Sums::Mean(_) => Sums::Mean(Averaged::new()),
            },
            ..*self
        }
    }

    fn rows(&self) -> u64 {
        match &self.sums {
            Sums::Share { tally, .. } => tally.respondents(),
            Sums::Mean(mean) => mean.respondents(),
        }
    }

    /// Adds one respondent's answer, `None` for a missing one.
    ///
    /// # Errors
    /// At the respondent, [`Error::NotFinite`] and [`Error::OutOfRange`] for what is not an answer on
    /// the scale: for [boxes](Measure::TopBoxes), in whole steps.
    #[inline]
    fn push(&mut self, answer: Option<f64>) -> Result<()> {
        self.add(answer, 1.0)
    }

    #[inline]
    fn extend<'r>(&mut self, answers: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        let answers = answers.into_iter();
        let scale = self.answers;
        match &mut self.sums {
            Sums::Share { cut, tally }
                if tally.is_whole() && !is_nearly_full(tally.respondents()) =>
            {
                let (counted, read) = ByCuts::count(
                    answers,
                    |answer| scale.is_within(answer) & scale.is_exactly_whole(answer),
                    |answer| scale.check(answer).map(|_| ()),
                    (*cut, f64::INFINITY),
                );
                tally.add_counts(&[counted.below_both, counted.between, counted.missing])?;
                read.map_err(|error| error.at_row(tally.respondents()))
            }
            _ => extend_by_blocks(self, answers),
        }
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        same_scale(other.options.scale, self.options.scale)?;
        same("measures", &self.options.measure, &other.options.measure)?;
        self.sums.merge(&other.sums)
    }

    /// Returns the figure of all respondents added. It never fails.
    fn finish(self) -> Result<Rating> {
        let Options { scale, measure } = self.options;
        let rating = Rating {
            scale,
            measure,
            answered: 0,
            missing: 0,
            effective_sample_size: 0.0,
            share: None,
            mean: None,
        };
        Ok(match &self.sums {
            Sums::Share { tally, .. } => Rating {
                answered: tally.answered(),
                missing: tally.missing(),
                effective_sample_size: tally.effective_sample_size(),
                share: Some(tally.share(1)),
                ..rating
            },
            Sums::Mean(mean) => {
                let mut summary = mean.summary(Some(scale));
                if measure == Measure::Percent {
                    summary = percent(summary, scale);
                }
                Rating {
                    answered: summary.answered,
                    missing: summary.missing,
                    effective_sample_size: summary.effective_sample_size,
                    mean: Some(summary),
                    ..rating
                }
            }
        })
    }
}

impl Weighted for Builder {
    fn push_weighted(&mut self, answer: Option<f64>, weight: f64) -> Result<()> {
        let weight = respondent_weight(weight).map_err(|error| error.at_row(self.rows()))?;
        self.add(answer, weight)
    }
}

/// A summary of answers, as percentages of the way along their scale.
fn percent(summary: Summary, scale: Scale) -> Summary {
    let points = 100.0 / scale.width();
    Summary {
        mean: summary
            .mean
            .map(|mean| (100.0 * (mean - scale.low()) / scale.width()).clamp(0.0, 100.0)),
        variance: summary.variance.map(|variance| variance * points * points),
        standard_error: summary.standard_error.map(|error| error * points),
        ..summary
    }
}
