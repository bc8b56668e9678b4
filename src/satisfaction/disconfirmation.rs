//! Satisfaction as perceived performance compared with expectations.

use super::shared::{same_length, same_scale};
use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted};
use crate::counted::Tally;
use crate::error::{Place, finite, non_negative, same};
use crate::estimate::{Influence, WeightedProportion};
use crate::macros::{checked_state, named_enum, options};
use crate::scale::{Answers, Averaged, Scale, Summary, Weights, respondent_weight};

named_enum! {
    /// How a customer feels whose expectations were met, or were not.
    ///
    /// Source: Oliver, R. L. (1980), *Journal of Marketing Research* 17(4): 460–469, for
    /// satisfaction as expectations disconfirmed; the three names are Kotler's, as commonly
    /// reported.
    ///
    /// See the [example](crate::satisfaction::disconfirmation::Disconfirmation).
    #[doc(alias = "顾客满意")]
    #[doc(alias = "顾客满意度")]
    pub enum Satisfaction {
        /// Perceived less than expected.
        #[doc(alias = "不满意")]
        Dissatisfied = "dissatisfied",
        /// Perceived as much as expected.
        #[doc(alias = "满意")]
        Satisfied = "satisfied",
        /// Perceived more than expected.
        #[doc(alias = "惊喜")]
        Delighted = "delighted",
    }
}

/// What was perceived and what had been expected: two answers, two columns, or the two halves of a
/// questionnaire.
///
/// See the [example](crate::satisfaction::disconfirmation::Disconfirmation).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Experience<T = f64> {
    /// How good it was.
    #[doc(alias = "可感知效果")]
    pub perceived: T,
    /// How good it was expected to be.
    #[doc(alias = "期望")]
    pub expected: T,
}

options! {
    /// How far from the expectation still counts as met.
    ///
    /// ```
    /// use retention::satisfaction::disconfirmation::{Experience, Options, Satisfaction};
    ///
    /// let options = Options::default().tolerance(0.5);
    /// let felt = options.classify(Experience { perceived: 7.5, expected: 8.0 })?;
    /// assert_eq!(felt, Satisfaction::Satisfied);
    /// let felt = options.classify(Experience { perceived: 7.0, expected: 8.0 })?;
    /// assert_eq!(felt, Satisfaction::Dissatisfied);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// The largest difference that still counts as met, in points of the scale. None is
        /// published. Default: 0.
        pub tolerance: f64 = 0.0,
    }
}

/// Answers that are equal on paper differ by a few roundings.
const ROUNDING: f64 = 4.0 * f64::EPSILON;

impl Options {
    fn checked(self) -> Result<Self> {
        non_negative("tolerance", self.tolerance)?;
        Ok(self)
    }

    /// Classifies what one customer feels.
    ///
    /// ```text
    /// d = perceived − expected
    /// d < −ε dissatisfied,   −ε ≤ d ≤ ε satisfied,   d > ε delighted
    /// ```
    ///
    /// Both must be on one scale. Differences by rounding are ignored: 0.1 + 0.2 counts as 0.3.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) for NaN and infinities,
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a negative tolerance.
    pub fn classify(&self, experience: Experience) -> Result<Satisfaction> {
        self.checked()?;
        finite("perceived", experience.perceived)?;
        finite("expected", experience.expected)?;
        Ok(self.class(experience))
    }

    fn class(self, experience: Experience) -> Satisfaction {
        let Experience {
            perceived,
            expected,
        } = experience;
        let size = perceived.abs().max(expected.abs());
        let tolerance = self.tolerance + ROUNDING * size;
        let difference = perceived - expected;
        if difference < -tolerance {
            Satisfaction::Dissatisfied
        } else if difference > tolerance {
            Satisfaction::Delighted
        } else {
            Satisfaction::Satisfied
        }
    }
}

/// How many customers got less than they expected, as much, or more.
///
/// It compares perceptions with expectations, both as stated in a survey. Expectations that are asked
/// for after the experience are coloured by it.
///
/// Source: Oliver, R. L. (1980), *Journal of Marketing Research* 17(4): 460–469.
///
/// ```
/// use retention::estimate::Confidence;
/// use retention::satisfaction::disconfirmation;
/// use retention::scale::Scale;
///
/// let scale = Scale::ONE_TO_TEN;
/// let perceived = scale.answers(&[Some(9.0), Some(6.0), Some(7.0), None])?;
/// let expected = scale.answers(&[Some(8.0), Some(8.0), Some(7.0), Some(5.0)])?;
/// let columns = disconfirmation::Experience { perceived, expected };
///
/// let options = disconfirmation::Options::default();
/// let result = disconfirmation::Disconfirmation::of(columns, None, options)?;
/// assert_eq!((result.answered, result.missing), (3, 1));
/// assert_eq!(result.delighted.counts().numerator(), 1);
/// assert_eq!(format!("{:.3}", result.gap.mean.unwrap()), "-0.333");
/// let interval = result.dissatisfied.wilson(Confidence::default()).unwrap();
/// assert_eq!(format!("{interval:.2}"), "0.06 to 0.79"); // three say little
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "expectancy disconfirmation")]
#[doc(alias = "期望")]
#[doc(alias = "可感知效果")]
pub struct Disconfirmation {
    /// The scale of both answers.
    pub scale: Scale,
    /// What counts as met.
    pub options: Options,
    /// Respondents who gave both answers.
    pub answered: u64,
    /// Respondents without one of the answers.
    pub missing: u64,
    /// The share of customers who perceived less than they expected.
    pub dissatisfied: WeightedProportion,
    /// The share of customers who perceived what they expected.
    pub satisfied: WeightedProportion,
    /// The share of customers who perceived more than they expected.
    pub delighted: WeightedProportion,
    /// Perceived minus expected, in points of the scale: mean, variance and standard error.
    pub gap: Summary,
}

impl Disconfirmation {
    /// Computes the result from two columns of the same respondents.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) if columns or weights differ in length;
    /// [`Error::Mismatch`](crate::Error::Mismatch) if the columns are read on different scales; as
    /// [`Builder::new`].
    pub fn of(
        columns: Experience<Answers<'_>>,
        weights: Option<&Weights>,
        options: Options,
    ) -> Result<Self> {
        let Experience {
            perceived,
            expected,
        } = columns;
        same_length("expected", expected.len(), perceived.len())?;
        same_scale(expected.scale(), perceived.scale())?;
        let mut builder = Builder::new(perceived.scale(), options)?;
        let weights = Weights::or_equal(weights, perceived.len())?;
        for ((perceived, expected), weight) in perceived.iter().zip(expected.iter()).zip(weights) {
            builder.add(perceived, expected, weight)?;
        }
        builder.finish()
    }

    /// Computes what each respondent contributes to the mean gap, so that segments and waves can be
    /// compared; `None` if nobody with weight gave both answers.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) if columns or weights differ in length;
    /// [`Error::Mismatch`](crate::Error::Mismatch) if the columns are read on different scales.
    ///
    /// ```
    /// use retention::estimate::Design;
    /// use retention::satisfaction::disconfirmation::{Disconfirmation, Experience};
    /// use retention::scale::Scale;
    ///
    /// let scale = Scale::ONE_TO_TEN;
    /// let perceived = scale.answers(&[Some(9.0), Some(6.0), Some(7.0), None])?;
    /// let expected = scale.answers(&[Some(8.0), Some(8.0), Some(7.0), Some(5.0)])?;
    /// let gap = Disconfirmation::gap_influence(Experience { perceived, expected }, None)?.unwrap();
    /// assert_eq!(format!("{:.3}", gap.estimate(&Design::default())?), "-0.333 ± 0.882");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn gap_influence(
        columns: Experience<Answers<'_>>,
        weights: Option<&Weights>,
    ) -> Result<Option<Influence>> {
        let gap = |experience: Experience| experience.perceived - experience.expected;
        Self::influence_of(columns, weights, gap)
    }

    /// Computes what each respondent contributes to the share of customers who feel this way, so that
    /// segments and waves can be compared; `None` if nobody with weight gave both answers.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    ///
    /// ```
    /// use retention::estimate::Design;
    /// use retention::satisfaction::disconfirmation::{
    ///     Disconfirmation, Experience, Options, Satisfaction,
    /// };
    /// use retention::scale::Scale;
    ///
    /// let scale = Scale::ONE_TO_TEN;
    /// let perceived = scale.full_answers(&[9.0, 6.0, 7.0, 5.0])?;
    /// let expected = scale.full_answers(&[8.0, 8.0, 7.0, 6.0])?;
    /// let columns = Experience { perceived, expected };
    /// let of = Satisfaction::Dissatisfied;
    /// let share = Disconfirmation::share_influence(of, columns, None, Options::default())?.unwrap();
    /// assert_eq!(format!("{:.3}", share.estimate(&Design::default())?), "0.500 ± 0.289");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn share_influence(
        of: Satisfaction,
        columns: Experience<Answers<'_>>,
        weights: Option<&Weights>,
        options: Options,
    ) -> Result<Option<Influence>> {
        let options = options.checked()?;
        let is_one = |experience| f64::from(u8::from(options.class(experience) == of));
        Self::influence_of(columns, weights, is_one)
    }

    fn influence_of(
        columns: Experience<Answers<'_>>,
        weights: Option<&Weights>,
        value: impl Fn(Experience) -> f64,
    ) -> Result<Option<Influence>> {
        let Experience {
            perceived,
            expected,
        } = columns;
        same_length("expected", expected.len(), perceived.len())?;
        same_scale(expected.scale(), perceived.scale())?;
        let both = perceived.iter().zip(expected.iter());
        let values = both.map(|(perceived, expected)| {
            Some(value(Experience {
                perceived: perceived?,
                expected: expected?,
            }))
        });
        Influence::of_mean(values, weights)
    }

    /// Returns the share of customers who feel this way.
    #[must_use]
    pub const fn share(&self, of: Satisfaction) -> WeightedProportion {
        match of {
            Satisfaction::Dissatisfied => self.dissatisfied,
            Satisfaction::Satisfied => self.satisfied,
            Satisfaction::Delighted => self.delighted,
        }
    }
}

/// Computes a [`Disconfirmation`] respondent by respondent.
///
/// ```
/// use retention::Accumulator;
/// use retention::satisfaction::disconfirmation::{Builder, Experience, Options};
/// use retention::scale::Scale;
///
/// let mut builder = Builder::new(Scale::ONE_TO_TEN, Options::default())?;
/// builder.push(Experience { perceived: Some(9.0), expected: Some(7.0) })?;
/// builder.push(Experience { perceived: Some(4.0), expected: None })?;
/// let result = builder.finish()?;
/// assert_eq!((result.answered, result.missing), (1, 1));
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
    scale: Scale,
    options: Options,
    tally: Tally,
    gap: Averaged,
}

checked_state!(Builder);

impl Builder {
    /// Creates an empty accumulator of answers on this scale.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a tolerance that is not finite or is
    /// negative.
    pub fn new(scale: Scale, options: Options) -> Result<Self> {
        Ok(Self {
            version: Version,
            scale,
            options: options.checked()?,
            tally: Tally::new(Satisfaction::ALL.len()),
            gap: Averaged::new(),
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        self.options.checked()?;
        self.tally.check(Satisfaction::ALL.len())?;
        self.gap.check()?;
        same("numbers of rows", &self.gap.respondents(), &self.rows())?;
        Ok(self)
    }

    fn push_checked(&mut self, experience: Experience<Option<f64>>, weight: f64) -> Result<()> {
        let weight = respondent_weight(weight)?;
        let check = |name: &str, answer: Option<f64>| {
            let checked = answer.map(|answer| self.scale.check(answer)).transpose();
            checked.map_err(|error| error.at_place(Place::Item(name.into())))
        };
        let perceived = check("perceived", experience.perceived)?;
        let expected = check("expected", experience.expected)?;
        self.add(perceived, expected, weight)
    }

    /// Adds checked answers.
    fn add(&mut self, perceived: Option<f64>, expected: Option<f64>, weight: f64) -> Result<()> {
        let both = perceived.zip(expected).map(|(perceived, expected)| {
            let experience = Experience {
                perceived,
                expected,
            };
            (self.options.class(experience), perceived - expected)
        });
        self.tally
            .add(both.map(|(class, _)| class as usize), 1, weight)?;
        self.gap.push(both.map(|(_, gap)| gap), weight);
        Ok(())
    }
}

impl crate::sealed::Sealed for Builder {}

impl Accumulator for Builder {
    type Row<'r> = Experience<Option<f64>>;
    type Output = Disconfirmation;

    fn fresh(&self) -> Self {
        Self {
            tally: Tally::new(Satisfaction::ALL.len()),
            gap: Averaged::new(),
            ..*self
        }
    }

    fn rows(&self) -> u64 {
        self.tally.respondents()
    }

    /// Adds one respondent.
    ///
    /// # Errors
    /// At the respondent and the question, [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for what is not an answer on the scale.
    fn push(&mut self, experience: Experience<Option<f64>>) -> Result<()> {
        self.push_weighted(experience, 1.0)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        same_scale(other.scale, self.scale)?;
        same("options", &self.options, &other.options)?;
        self.tally.merge(&other.tally)?;
        self.gap.merge(&other.gap)
    }

    /// Returns the result over all respondents added. It never fails.
    fn finish(self) -> Result<Disconfirmation> {
        let share = |class: Satisfaction| self.tally.share(class as usize);
        Ok(Disconfirmation {
            scale: self.scale,
            options: self.options,
            answered: self.tally.answered(),
            missing: self.tally.missing(),
            dissatisfied: share(Satisfaction::Dissatisfied),
            satisfied: share(Satisfaction::Satisfied),
            delighted: share(Satisfaction::Delighted),
            gap: self.gap.summary(None),
        })
    }
}

impl Weighted for Builder {
    fn push_weighted(&mut self, experience: Experience<Option<f64>>, weight: f64) -> Result<()> {
        let row = self.rows();
        self.push_checked(experience, weight)
            .map_err(|error| error.at_row(row))
    }
}
