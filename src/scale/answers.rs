use std::ops::Range;

use crate::Result;
use crate::error::Error;
use crate::estimate::{Confidence, Errors, Estimate, Influence, Interval};
use crate::macros::named_enum;
use crate::numeric::moments::Spread;

use super::column::Column;
use super::range::Reading;
use super::{Scale, Weights, blocks};

named_enum! {
    /// Which way round an item was asked: whether a high answer means more or less of what is measured.
    ///
    /// See the [example](crate::scale::Answers).
    #[derive(Default)]
    pub enum Orientation {
        /// A high answer means more of what is measured. The default.
        #[default]
        AsAsked = "as_asked",
        /// A high answer means less of it: answers are read from the other end of the scale.
        #[doc(alias = "reverse-scored")]
        Reversed = "reversed",
    }
}

impl Orientation {
    const fn other(self) -> Self {
        match self {
            Self::AsAsked => Self::Reversed,
            Self::Reversed => Self::AsAsked,
        }
    }
}

/// The answers to one item, one place for each respondent, all of them on the scale.
///
/// It is a view of a column. [`Scale::answers`] and [`Scale::full_answers`] create it and check the
/// column once. Reversing it, or reading it on another scale, copies nothing.
///
/// ```
/// use retention::scale::Scale;
///
/// let answers = Scale::ONE_TO_SEVEN.answers(&[Some(7.0), None, Some(4.0), Some(5.0)])?;
/// assert_eq!((answers.len(), answers.answered(), answers.missing()), (4, 3, 1));
/// assert_eq!(answers.mean(), Some(16.0 / 3.0));
/// assert_eq!(answers.reversed().get(0), Some(1.0));
///
/// // A value that is not on the scale is an error; nothing is dropped in silence.
/// let error = Scale::ONE_TO_SEVEN.answers(&[Some(6.0), Some(-99.0)]).unwrap_err();
/// assert_eq!((error.row(), error.cure().is_some()), (Some(1), true)); // `without_codes`
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answers<'a> {
    column: Column<'a>,
    asked_on: Scale,
    scale: Scale,
    orientation: Orientation,
    missing: usize,
}

impl<'a> Answers<'a> {
    pub(super) fn checked(scale: Scale, column: Column<'a>) -> Result<Self> {
        if column.len() == 0 {
            return Err(Error::empty("answer"));
        }
        Ok(Self {
            column,
            asked_on: scale,
            scale,
            orientation: Orientation::AsAsked,
            missing: column.check(scale)?,
        })
    }

    /// Returns the same answers read from the other end of the scale: `low + high − answer`.
    /// Reversing twice restores the original.
    #[must_use]
    pub const fn reversed(self) -> Self {
        Self {
            orientation: self.orientation.other(),
            ..self
        }
    }

    /// Returns the same answers read on another scale, as [`Scale::convert`] does.
    #[must_use]
    pub fn on(self, scale: Scale) -> Self {
        Self {
            scale: if self.asked_on.same_ends(scale) {
                self.asked_on
            } else {
                scale.continuous()
            },
            ..self
        }
    }

    /// Returns the scale on which the answers are read.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// Returns the scale on which the item was asked.
    #[must_use]
    pub const fn asked_on(&self) -> Scale {
        self.asked_on
    }

    /// Returns which way round the answers are read.
    #[must_use]
    pub const fn orientation(&self) -> Orientation {
        self.orientation
    }

    /// Returns how many respondents were asked, at least one.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is at least one")]
    pub const fn len(&self) -> usize {
        self.column.len()
    }

    /// Returns how many respondents answered.
    #[must_use]
    pub const fn answered(&self) -> usize {
        self.column.len() - self.missing
    }

    /// Returns how many respondents did not answer.
    #[must_use]
    pub const fn missing(&self) -> usize {
        self.missing
    }

    /// Returns the answer of the respondent at `row`; `None` if there is no answer or no such
    /// respondent.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<f64> {
        self.column.get(row).map(|answer| self.reading().of(answer))
    }

    /// Iterates over the answers in the order of the respondents, `None` for a missing one.
    pub fn iter(&self) -> impl Iterator<Item = Option<f64>> + Clone + use<'a> {
        let (column, reading) = (self.column, self.reading());
        (0..column.len()).map(move |row| column.get(row).map(|answer| reading.of(answer)))
    }

    /// Refuses the first answer, as it is read, that is not one on this scale.
    pub(crate) fn check_on(&self, scale: Scale) -> Result<()> {
        let mut buffer = Vec::new();
        blocks(0..self.len()).try_for_each(|rows| {
            scale.check_block(self.values(rows.clone(), &mut buffer), rows.start)
        })
    }

    /// Returns the answers of some respondents side by side, NaN for a missing one: a part of the
    /// column itself where it is read as it was given, otherwise `buffer`.
    #[inline]
    pub(crate) fn values<'b>(&self, rows: Range<usize>, buffer: &'b mut Vec<f64>) -> &'b [f64]
    where
        'a: 'b,
    {
        self.column.values(self.reading(), rows, buffer)
    }

    /// Returns the answers of these respondents, or of those among them at the positions `kept`, counted
    /// from the first of them; 0 where there is no answer. The buffer is filled where the answers do not
    /// stand in the column as they are read.
    pub(crate) fn block<'b>(
        &'b self,
        rows: Range<usize>,
        kept: Option<&[usize]>,
        buffer: &'b mut Vec<f64>,
    ) -> &'b [f64] {
        self.column.read(self.reading(), rows, kept, 0.0, buffer)
    }

    /// Multiplies the weights of these respondents by 0 where there is no answer.
    pub(crate) fn mask(&self, rows: Range<usize>, weights: &mut [f64]) {
        self.column.mask(rows, weights);
    }

    /// Computes the mean of the answers; `None` if nobody answered.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let first = self.iter().flatten().next()?;
        let (mut sum, mut answered, mut buffer) = (0.0, 0_u64, Vec::new());
        for rows in blocks(0..self.len()) {
            for &answer in self.values(rows, &mut buffer) {
                // Around the first, so that equal answers have exactly themselves as their mean.
                sum += if answer.is_nan() { 0.0 } else { answer - first };
                answered += u64::from(!answer.is_nan());
            }
        }
        Some(self.scale.clamp(first + sum / answered as f64))
    }

    /// Computes the variance of the answers, dividing by n − 1; `None` with fewer than two.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        self.unweighted().variance
    }

    /// Computes the mean with its standard error; `None` with fewer than two answers.
    ///
    /// ```text
    /// standard error = √(variance / n)
    /// ```
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        self.unweighted().estimate()
    }

    /// Computes mean and variance, each respondent counted by weight.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer weights than respondents.
    ///
    /// ```
    /// use retention::scale::{Scale, Weights};
    ///
    /// let answers = Scale::ONE_TO_TEN.full_answers(&[8.0, 6.0, 10.0])?;
    /// let weights = Weights::new([1.0, 2.0, 1.0])?;
    /// let summary = answers.summary(Some(&weights))?;
    /// assert_eq!(summary.mean, Some(7.5));
    /// assert_eq!(summary, answers.summary(Some(&Weights::new([0.5, 1.0, 0.5])?))?);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn summary(&self, weights: Option<&Weights>) -> Result<Summary> {
        // Each kind of weight has a loop of its own.
        match weights {
            Some(weights) => Ok(self.summarise(weights.of_respondents(self.len())?)),
            None => Ok(self.unweighted()),
        }
    }

    /// Computes the mean with what each respondent contributes to it, for comparing it with another
    /// estimate or for a design; `None` if nobody with weight answered.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer weights than respondents.
    ///
    /// ```
    /// use retention::estimate::Design;
    /// use retention::scale::Scale;
    ///
    /// let scale = Scale::ONE_TO_TEN;
    /// let service = scale.full_answers(&[9.0, 7.0, 4.0, 6.0, 5.0])?;
    /// let product = scale.full_answers(&[8.0, 7.0, 3.0, 4.0, 5.0])?;
    /// let (service, product) = (service.influence(None)?.unwrap(), product.influence(None)?.unwrap());
    /// let difference = service.minus(&product)?.estimate(&Design::default())?;
    /// assert_eq!(format!("{difference:.2}"), "0.80 ± 0.37");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn influence(&self, weights: Option<&Weights>) -> Result<Option<Influence>> {
        Influence::of_mean(self.iter(), weights)
    }

    fn unweighted(&self) -> Summary {
        self.summarise(std::iter::repeat_n(1.0, self.len()))
    }

    fn summarise(&self, weights: impl Iterator<Item = f64> + Clone) -> Summary {
        let spread = Spread::of(self.weighted(weights));
        Summary {
            answered: self.answered() as u64,
            missing: self.missing as u64,
            weighted: spread.rows,
            effective_sample_size: spread.effective_sample_size,
            mean: spread.mean.map(|mean| self.scale.clamp(mean)),
            variance: spread.variance,
            standard_error: spread.mean_variance.map(f64::sqrt),
        }
    }

    fn reading(&self) -> Reading {
        Reading::new(self.asked_on, self.orientation, self.scale)
    }

    /// Answers and weights of those who have both.
    fn weighted(
        &self,
        weights: impl Iterator<Item = f64> + Clone,
    ) -> impl Iterator<Item = (f64, f64)> + Clone {
        self.iter()
            .zip(weights)
            .filter_map(|(answer, weight)| Some((answer?, weight)))
    }
}

/// Mean and variance of the answers to one item.
///
/// It is written to JSON with the 95 % interval of the mean, `lower` to `upper`.
///
/// See the [example](crate::scale::Answers::summary).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(into = "Written"))]
#[non_exhaustive]
pub struct Summary {
    /// How many respondents answered, those with weight 0 included.
    pub answered: u64,
    /// How many respondents did not answer.
    pub missing: u64,
    /// How many of those who answered have a weight above 0.
    pub weighted: u64,
    /// The number of equally weighted answers that would give the same precision: `(Σw)² / Σw²` over
    /// those who answered.
    pub effective_sample_size: f64,
    /// The mean, `Σwx / Σw`; `None` if nobody with weight answered.
    pub mean: Option<f64>,
    /// The variance, `Σw(x − mean)² / (Σw − Σw²/Σw)`, which with equal weights divides by n − 1;
    /// `None` with fewer than two answers with weight.
    pub variance: Option<f64>,
    /// The standard error of the mean by Taylor linearisation, `√(n / (n − 1) · Σw²(x − mean)²) / Σw`
    /// over the n answers with weight. Without weights it is `√(variance / n)`. `None` with fewer than
    /// two.
    pub standard_error: Option<f64>,
}

/// How a [`Summary`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Written {
    answered: u64,
    missing: u64,
    effective_sample_size: f64,
    mean: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
    variance: Option<f64>,
}

#[cfg(feature = "serde")]
impl From<Summary> for Written {
    fn from(summary: Summary) -> Self {
        let interval = summary.interval(Confidence::default());
        Self {
            answered: summary.answered,
            missing: summary.missing,
            effective_sample_size: summary.effective_sample_size,
            mean: summary.mean,
            lower: interval.map(|interval| interval.lower()),
            upper: interval.map(|interval| interval.upper()),
            variance: summary.variance,
        }
    }
}

impl Summary {
    /// Returns the square root of the variance.
    #[must_use]
    pub fn standard_deviation(&self) -> Option<f64> {
        self.variance.map(f64::sqrt)
    }

    /// Computes the mean with its linearised standard error and n − 1 degrees of freedom, n the
    /// answers with weight; `None` with fewer than two.
    ///
    /// It assumes that respondents are independent, and sees whether those with large weights answer
    /// otherwise. Strata and clusters are taken into account by
    /// [`Answers::influence`].
    ///
    /// ```
    /// use retention::estimate::Errors;
    /// use retention::scale::{Scale, Weights};
    ///
    /// // Key accounts are half of the sample and a tenth of the customers.
    /// let answers = Scale::ONE_TO_TEN.full_answers(&[9.0, 9.0, 9.0, 10.0, 6.0, 7.0, 5.0, 4.0])?;
    /// let weights = Weights::new([1.0, 1.0, 1.0, 1.0, 9.0, 9.0, 9.0, 9.0])?;
    /// let summary = answers.summary(Some(&weights))?;
    /// assert_eq!(format!("{:.2}", summary.estimate().unwrap()), "5.88 ± 0.60");
    /// assert_eq!(format!("{:.2}", summary.estimate_by(Errors::Kish).unwrap()), "5.88 ± 0.79");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        self.estimate_by(Errors::Linearised)
    }

    /// Computes the mean with its standard error in the way chosen; `None` with fewer than two answers
    /// with weight.
    ///
    /// By Kish it is `√(variance / effective sample size)`, with the effective sample size minus 1
    /// degrees of freedom.
    ///
    /// See the [example](Self::estimate).
    #[must_use]
    pub fn estimate_by(&self, errors: Errors) -> Option<Estimate> {
        let (error, degrees) = match errors {
            Errors::Linearised => (self.standard_error?, self.weighted as f64 - 1.0),
            Errors::Kish => {
                let error = (self.variance? / self.effective_sample_size).sqrt();
                (error, self.effective_sample_size - 1.0)
            }
        };
        let estimate = Estimate::new(self.mean?, error).ok()?;
        estimate.with_degrees_of_freedom(degrees).ok()
    }

    /// Computes Student's interval of the mean, that of its [`estimate`](Self::estimate); `None` with
    /// fewer than two answers with weight.
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Option<Interval> {
        self.estimate()
            .map(|estimate| estimate.interval(confidence))
    }
}

/// A column in which codes for missing answers became gaps, created by [`without_codes`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Coded {
    /// The answers, `None` where a code stood; for [`Scale::answers`].
    pub answers: Vec<Option<f64>>,
    /// How often each code occurred, in the order of the codes.
    pub counts: Vec<u64>,
}

impl Coded {
    /// Returns how many codes there were in all.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// Replaces the codes that stand for a missing answer in a file, such as −99, by `None`.
///
/// NaN may be one of the codes; otherwise a NaN stays, and [`Scale::answers`] refuses it. A code
/// listed twice is counted at its first position. Make sure that no code is also an answer, as 0 is
/// on a scale from 0. The cost is the number of values times the number of codes.
///
/// ```
/// use retention::scale::{Scale, without_codes};
///
/// let column = without_codes(&[6.0, -99.0, 5.0, -98.0, -99.0], &[-99.0, -98.0]);
/// assert_eq!(column.counts, [2, 1]);
/// assert_eq!(Scale::ONE_TO_SEVEN.answers(&column.answers)?.mean(), Some(5.5));
/// # Ok::<(), retention::Error>(())
/// ```
#[must_use]
#[doc(alias = "missing values")]
pub fn without_codes(values: &[f64], codes: &[f64]) -> Coded {
    let mut counts = vec![0; codes.len()];
    let answers = values
        .iter()
        .map(|&value| {
            let is = |code: &f64| value == *code || value.is_nan() && code.is_nan();
            let count = codes.iter().position(is).and_then(|at| counts.get_mut(at));
            match count {
                Some(count) => {
                    *count += 1;
                    None
                }
                None => Some(value),
            }
        })
        .collect();
    Coded { answers, counts }
}
