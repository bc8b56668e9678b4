use super::tally::{Mean, Tally, asked_on, same_definition, same_scale};
use crate::Result;
use crate::error::{Error, finite};
use crate::estimate::{Confidence, Interval, WeightedProportion};
use crate::scale::{Answers, Scale, Summary, Weights, respondent_weight};

/// What is made of the answers to one question.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Measure {
    /// The share of answers in so many of the highest boxes: 2 on a scale of 1 to 5 are 4 and 5.
    /// At least one, and not all of them. Answers must be whole steps.
    #[doc(alias = "top-2-box")]
    #[doc(alias = "T2B")]
    TopBoxes(u32),
    /// The share of answers at or above a cut, which is above the low end of the scale. Answers may
    /// lie between whole steps.
    AtLeast(f64),
    /// The mean, on the scale.
    Mean,
    /// The mean as a percentage of the way from the low end of the scale to the high one.
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

/// What was made of the answers, by the [`Measure`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Figure {
    /// A share of the answers.
    Share(WeightedProportion),
    /// A mean, in the unit of the measure.
    Mean(Summary),
}

/// The figure of one question: a share or a mean, with its evidence.
///
/// [`Csat`](super::Csat) and [`Ces`](super::Ces) make it with their usual definitions;
/// [`RatingBuilder`] with any.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Rating {
    /// The scale of the answers.
    pub scale: Scale,
    /// What was made of them.
    pub measure: Measure,
    /// Respondents with an answer.
    pub answered: u64,
    /// Respondents without one.
    pub missing: u64,
    /// How many answers of equal weight would say as much: `(Σw)² / Σw²`.
    pub effective_sample_size: f64,
    /// The figure.
    pub figure: Figure,
}

impl Rating {
    /// The figure in the unit of the measure: a share from 0 to 1, a mean on the scale, or a
    /// percentage from 0 to 100. `None` where nobody with weight answered.
    #[must_use]
    pub const fn value(&self) -> Option<f64> {
        match self.figure {
            Figure::Share(share) => share.value(),
            Figure::Mean(summary) => summary.mean,
        }
    }

    /// The share, where the measure is one.
    #[must_use]
    pub const fn share(&self) -> Option<WeightedProportion> {
        match self.figure {
            Figure::Share(share) => Some(share),
            Figure::Mean(_) => None,
        }
    }

    /// The mean with its variance, where the measure is one. Its
    /// [estimate](Summary::estimate) gives the normal interval.
    #[must_use]
    pub const fn mean(&self) -> Option<Summary> {
        match self.figure {
            Figure::Share(_) => None,
            Figure::Mean(summary) => Some(summary),
        }
    }

    /// The interval: Wilson's on a share, Student's on a mean. With weights the effective sample size
    /// takes the place of the count in both. `None` where nobody with weight answered, and for a
    /// mean of fewer than two answers.
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Option<Interval> {
        match self.figure {
            Figure::Share(share) => share.wilson(confidence),
            Figure::Mean(summary) => summary.interval(confidence),
        }
    }
}

/// Makes a [`Rating`] answer by answer; parts made apart merge.
///
/// ```
/// use retention::satisfaction::{Measure, RatingBuilder};
/// use retention::scale::Scale;
///
/// let mut rating = RatingBuilder::new(Scale::ONE_TO_TEN, Measure::TopBoxes(2))?;
/// for answer in [Some(9.0), Some(10.0), Some(4.0), None, Some(8.0)] {
///     rating.push(answer)?;
/// }
/// let rating = rating.finish();
/// assert_eq!((rating.answered, rating.missing, rating.value()), (4, 1, Some(0.5)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct RatingBuilder {
    scale: Scale,
    measure: Measure,
    /// What an answer must lie on.
    checked: Scale,
    sums: Sums,
}

#[derive(Debug, Clone)]
enum Sums {
    Share { cut: f64, tally: Tally },
    Mean(Mean),
}

impl RatingBuilder {
    /// For answers on this scale.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a measure that the scale does not allow:
    /// no box or all of them, boxes on a scale that is not of whole steps, a cut that is not on it.
    pub fn new(scale: Scale, measure: Measure) -> Result<Self> {
        let (checked, cut) = measure.on(scale)?;
        Ok(Self {
            scale,
            measure,
            checked,
            sums: match cut {
                Some(cut) => Sums::Share {
                    cut,
                    tally: Tally::new(2),
                },
                None => Sums::Mean(Mean::new()),
            },
        })
    }

    fn respondents(&self) -> u64 {
        match &self.sums {
            Sums::Share { tally, .. } => tally.respondents(),
            Sums::Mean(mean) => mean.respondents(),
        }
    }

    /// Adds one respondent's answer, `None` where there is none. An error leaves the builder as it
    /// was.
    ///
    /// # Errors
    /// With the number of respondents taken before as its row, [`Error::NotFinite`] and
    /// [`Error::OutOfRange`] for what is not an answer on the scale: for
    /// [boxes](Measure::TopBoxes) in whole steps.
    #[inline]
    pub fn push(&mut self, answer: Option<f64>) -> Result<()> {
        self.add(answer, 1.0)
    }

    /// Adds one respondent who counts for `weight`.
    ///
    /// # Errors
    /// As [`push`](Self::push); [`Error::NotFinite`] and [`Error::OutOfRange`] for a weight that is
    /// not 0 or from 10⁻¹⁰⁰ to 10¹⁰⁰.
    pub fn push_weighted(&mut self, answer: Option<f64>, weight: f64) -> Result<()> {
        self.add(answer, respondent_weight(weight)?)
    }

    fn add(&mut self, answer: Option<f64>, weight: f64) -> Result<()> {
        if let Some(answer) = answer {
            let row = self.respondents();
            self.checked
                .check(answer)
                .map_err(|error| error.at_row(row))?;
        }
        match &mut self.sums {
            Sums::Share { cut, tally } => {
                tally.add(answer.map(|answer| usize::from(answer >= *cut)), 1, weight)
            }
            Sums::Mean(mean) => {
                mean.push(answer, weight);
                Ok(())
            }
        }
    }

    /// Adds all these answers.
    ///
    /// # Errors
    /// As [`push`](Self::push). The answers before the one at fault are then added, the rest not.
    pub fn extend(&mut self, answers: impl IntoIterator<Item = Option<f64>>) -> Result<()> {
        answers.into_iter().try_for_each(|answer| self.push(answer))
    }

    /// Adds the respondents of another part, none of whom is in this one.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where it was made with another scale or another measure;
    /// [`Error::Overflow`] where respondents exceed 64 bits.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        same_scale(other.scale, self.scale)?;
        same_definition(&self.measure, &other.measure)?;
        match (&mut self.sums, &other.sums) {
            (Sums::Share { tally, .. }, Sums::Share { tally: other, .. }) => tally.merge(other),
            (Sums::Mean(mean), Sums::Mean(other)) => {
                mean.merge(other);
                Ok(())
            }
            // One measure makes one kind of sums.
            _ => Ok(()),
        }
    }

    /// The figure of all respondents added.
    #[must_use]
    pub fn finish(self) -> Rating {
        let (answered, missing, effective_sample_size, figure) = match &self.sums {
            Sums::Share { tally, .. } => (
                tally.answered(),
                tally.missing(),
                tally.effective_sample_size(),
                Figure::Share(tally.share(1)),
            ),
            Sums::Mean(mean) => {
                let mut summary = mean.summary(Some(self.scale));
                if self.measure == Measure::Percent {
                    summary = percent(summary, self.scale);
                }
                (
                    summary.answered as u64,
                    summary.missing as u64,
                    summary.effective_sample_size,
                    Figure::Mean(summary),
                )
            }
        };
        Rating {
            scale: self.scale,
            measure: self.measure,
            answered,
            missing,
            effective_sample_size,
            figure,
        }
    }

    /// From one column of answers.
    pub(super) fn of(
        answers: &Answers<'_>,
        weights: Option<&Weights>,
        scale: Scale,
        measure: Measure,
    ) -> Result<Rating> {
        let mut builder = Self::new(scale, measure)?;
        asked_on(answers, scale)?;
        for (answer, weight) in answers
            .iter()
            .zip(Weights::or_equal(weights, answers.len())?)
        {
            builder.add(answer, weight)?;
        }
        Ok(builder.finish())
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
        ..summary
    }
}
