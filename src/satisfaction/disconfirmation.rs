use super::tally::{Mean, Tally, same_definition, same_length, same_scale};
use crate::Result;
use crate::error::{finite, non_negative};
use crate::estimate::WeightedProportion;
use crate::macros::named_enum;
use crate::scale::{Answers, Scale, Summary, Weights, respondent_weight};

named_enum! {
    /// How a customer feels whose expectations were met, or were not.
    ///
    /// Source: Oliver, R. L. (1980), *Journal of Marketing Research* 17(4): 460–469, for satisfaction
    /// as expectations disconfirmed; the three names are Kotler's, as commonly reported.
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

/// What was perceived beside what had been expected: two answers of one customer, or two columns.
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

/// How far from what was expected still counts as met.
///
/// ```
/// use retention::satisfaction::{DisconfirmationOptions, Experience, Satisfaction};
///
/// let options = DisconfirmationOptions::default().tolerance(0.5);
/// let felt = options.classify(Experience { perceived: 7.5, expected: 8.0 })?;
/// assert_eq!(felt, Satisfaction::Satisfied);
/// let felt = options.classify(Experience { perceived: 7.0, expected: 8.0 })?;
/// assert_eq!(felt, Satisfaction::Dissatisfied);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct DisconfirmationOptions {
    /// The largest difference that is none, in points of the scale; 0 unless set. Nobody has
    /// published one.
    pub tolerance: f64,
}

/// Answers that are equal on paper differ by a few roundings.
const ROUNDING: f64 = 4.0 * f64::EPSILON;

impl DisconfirmationOptions {
    /// Sets the largest difference that is none.
    #[must_use]
    pub const fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    fn checked(self) -> Result<Self> {
        non_negative("tolerance", self.tolerance)?;
        Ok(self)
    }

    /// What one customer feels.
    ///
    /// ```text
    /// d = perceived − expected
    /// d < −ε dissatisfied,   −ε ≤ d ≤ ε satisfied,   d > ε delighted
    /// ```
    ///
    /// Both must be on one scale. Differences of rounding count for nothing: 0.1 + 0.2 is 0.3.
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
/// It says how perceptions compare with expectations, both as stated in a survey. Expectations asked
/// for after the experience are coloured by it.
///
/// Source: Oliver, R. L. (1980), *Journal of Marketing Research* 17(4): 460–469.
///
/// ```
/// use retention::estimate::Confidence;
/// use retention::satisfaction::{Disconfirmation, DisconfirmationOptions, Experience};
/// use retention::scale::Scale;
///
/// let scale = Scale::ONE_TO_TEN;
/// let perceived = scale.answers(&[Some(9.0), Some(6.0), Some(7.0), None])?;
/// let expected = scale.answers(&[Some(8.0), Some(8.0), Some(7.0), Some(5.0)])?;
/// let columns = Experience { perceived, expected };
///
/// let result = Disconfirmation::of(columns, None, &DisconfirmationOptions::default())?;
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
    pub options: DisconfirmationOptions,
    /// Respondents who gave both answers.
    pub answered: u64,
    /// Respondents who left out either.
    pub missing: u64,
    /// Those who perceived less than they expected.
    pub dissatisfied: WeightedProportion,
    /// Those who perceived what they expected.
    pub satisfied: WeightedProportion,
    /// Those who perceived more.
    pub delighted: WeightedProportion,
    /// Perceived less expected, in points of the scale: its mean, variance and standard error.
    pub gap: Summary,
}

impl Disconfirmation {
    /// From two columns of the same respondents.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) where columns or weights differ in
    /// length; [`Error::Mismatch`](crate::Error::Mismatch) where the columns are read on different
    /// scales; [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a tolerance that is not finite or is
    /// negative.
    pub fn of(
        columns: Experience<Answers<'_>>,
        weights: Option<&Weights>,
        options: &DisconfirmationOptions,
    ) -> Result<Self> {
        let Experience {
            perceived,
            expected,
        } = columns;
        same_length("expected", expected.len(), perceived.len())?;
        same_scale(expected.scale(), perceived.scale())?;
        let mut builder = DisconfirmationBuilder::new(perceived.scale(), *options)?;
        let weights = Weights::or_equal(weights, perceived.len())?;
        for ((perceived, expected), weight) in perceived.iter().zip(expected.iter()).zip(weights) {
            builder.add(perceived, expected, weight)?;
        }
        Ok(builder.finish())
    }

    /// The share of one kind.
    #[must_use]
    pub const fn share(&self, of: Satisfaction) -> WeightedProportion {
        match of {
            Satisfaction::Dissatisfied => self.dissatisfied,
            Satisfaction::Satisfied => self.satisfied,
            Satisfaction::Delighted => self.delighted,
        }
    }
}

/// Makes a [`Disconfirmation`] respondent by respondent; parts made apart merge.
///
/// ```
/// use retention::satisfaction::{DisconfirmationBuilder, DisconfirmationOptions, Experience};
/// use retention::scale::Scale;
///
/// let options = DisconfirmationOptions::default();
/// let mut builder = DisconfirmationBuilder::new(Scale::ONE_TO_TEN, options)?;
/// builder.push(Experience { perceived: Some(9.0), expected: Some(7.0) })?;
/// let mut other = DisconfirmationBuilder::new(Scale::ONE_TO_TEN, options)?;
/// other.push(Experience { perceived: Some(4.0), expected: None })?;
/// builder.merge(other)?;
/// let result = builder.finish();
/// assert_eq!((result.answered, result.missing), (1, 1));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct DisconfirmationBuilder {
    scale: Scale,
    options: DisconfirmationOptions,
    tally: Tally,
    gap: Mean,
}

impl DisconfirmationBuilder {
    /// For answers on this scale.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a tolerance that is not finite or is
    /// negative.
    pub fn new(scale: Scale, options: DisconfirmationOptions) -> Result<Self> {
        Ok(Self {
            scale,
            options: options.checked()?,
            tally: Tally::new(3),
            gap: Mean::new(),
        })
    }

    /// Adds one respondent. An error leaves the builder as it was.
    ///
    /// # Errors
    /// With the number of respondents taken before as its row,
    /// [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for what is not an answer on the scale.
    pub fn push(&mut self, experience: Experience<Option<f64>>) -> Result<()> {
        self.push_weighted(experience, 1.0)
    }

    /// Adds one respondent who counts for `weight`.
    ///
    /// # Errors
    /// As [`push`](Self::push); [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a weight that is not 0 or from 10⁻¹⁰⁰ to
    /// 10¹⁰⁰.
    pub fn push_weighted(
        &mut self,
        experience: Experience<Option<f64>>,
        weight: f64,
    ) -> Result<()> {
        let weight = respondent_weight(weight)?;
        let check = |answer: Option<f64>| answer.map(|answer| self.scale.check(answer)).transpose();
        let row = self.gap.respondents();
        let perceived = check(experience.perceived).map_err(|error| error.at_row(row))?;
        let expected = check(experience.expected).map_err(|error| error.at_row(row))?;
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

    /// Adds all these respondents.
    ///
    /// # Errors
    /// As [`push`](Self::push). The respondents before the one at fault are then added, the rest
    /// not.
    pub fn extend(
        &mut self,
        experiences: impl IntoIterator<Item = Experience<Option<f64>>>,
    ) -> Result<()> {
        experiences
            .into_iter()
            .try_for_each(|experience| self.push(experience))
    }

    /// Adds the respondents of another part, none of whom is in this one.
    ///
    /// # Errors
    /// [`Error::Mismatch`](crate::Error::Mismatch) where it was made with another scale or another
    /// tolerance.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        same_scale(other.scale, self.scale)?;
        same_definition(&self.options, &other.options)?;
        self.tally.merge(&other.tally)?;
        self.gap.merge(&other.gap);
        Ok(())
    }

    /// The result for all respondents added.
    #[must_use]
    pub fn finish(self) -> Disconfirmation {
        let share = |class: Satisfaction| self.tally.share(class as usize);
        Disconfirmation {
            scale: self.scale,
            options: self.options,
            answered: self.tally.answered(),
            missing: self.tally.missing(),
            dissatisfied: share(Satisfaction::Dissatisfied),
            satisfied: share(Satisfaction::Satisfied),
            delighted: share(Satisfaction::Delighted),
            gap: self.gap.summary(None),
        }
    }
}
