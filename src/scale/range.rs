use std::fmt;

use crate::error::finite;
use crate::macros::named_enum;
use crate::{Error, Result};

use super::{Answers, Orientation};

/// Squares of answers, and sums of many, stay numbers.
const LARGEST: f64 = 1e100;
/// Squares of differences stay above zero.
const NARROWEST: f64 = 1e-100;

named_enum! {
    /// Which values between the ends of a [`Scale`] count as answers.
    #[derive(Default)]
    pub enum Steps {
        /// All values: a mean of answers is an answer too. The default.
        #[default]
        Any = "any",
        /// Only whole steps of one from the low end.
        Whole = "whole",
    }
}

/// The range of answers to a question, such as 1 to 7.
///
/// Both ends are finite, and the low end is below the high end.
///
/// ```
/// use retention::scale::Scale;
///
/// let scale = Scale::ONE_TO_SEVEN;
/// assert_eq!(scale.reverse(2.0)?, 6.0);
/// assert_eq!(scale.to_unit(4.0)?, 0.5);
/// assert_eq!(scale.convert(4.0, Scale::ZERO_TO_TEN)?, 5.0);
/// assert_eq!(scale.to_string(), "1 to 7");
///
/// let error = scale.check(-99.0).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "answer must be 1 to 7, got -99; `scale::without_codes` removes codes of missing answers"
/// );
/// // A mean of answers is allowed, unless whole answers are asked for.
/// assert!(scale.contains(6.5) && !scale.whole()?.contains(6.5));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawScale"))]
#[doc(alias = "Likert")]
#[doc(alias = "量表")]
pub struct Scale {
    low: f64,
    high: f64,
    steps: Steps,
}

/// How a [`Scale`] is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScale {
    low: f64,
    high: f64,
    #[serde(default)]
    steps: Steps,
}

#[cfg(feature = "serde")]
impl TryFrom<RawScale> for Scale {
    type Error = Error;

    fn try_from(raw: RawScale) -> Result<Self> {
        let scale = Self::new(raw.low, raw.high)?;
        match raw.steps {
            Steps::Any => Ok(scale),
            Steps::Whole => scale.whole(),
        }
    }
}

impl Scale {
    /// 1 to 4.
    pub const ONE_TO_FOUR: Self = Self::from_one_to(4.0);
    /// 1 to 5.
    pub const ONE_TO_FIVE: Self = Self::from_one_to(5.0);
    /// 1 to 7.
    pub const ONE_TO_SEVEN: Self = Self::from_one_to(7.0);
    /// 1 to 9.
    pub const ONE_TO_NINE: Self = Self::from_one_to(9.0);
    /// 1 to 10.
    pub const ONE_TO_TEN: Self = Self::from_one_to(10.0);
    /// 0 to 10.
    pub const ZERO_TO_TEN: Self = Self {
        low: 0.0,
        high: 10.0,
        steps: Steps::Any,
    };

    const fn from_one_to(high: f64) -> Self {
        Self {
            low: 1.0,
            high,
            steps: Steps::Any,
        }
    }

    /// Creates a scale from `low` to `high`, both included, on which every value between is an answer.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if an end is NaN or infinite; [`Error::OutOfRange`] if it is beyond
    /// ±10¹⁰⁰, or if `high` is not above `low` by at least 10⁻¹⁰⁰.
    pub fn new(low: f64, high: f64) -> Result<Self> {
        for (argument, end) in [
            ("low end of the scale", low),
            ("high end of the scale", high),
        ] {
            if finite(argument, end)?.abs() > LARGEST {
                return Err(Error::out_of_range(argument, end, "-1e100 to 1e100"));
            }
        }
        if high - low < NARROWEST {
            return Err(Error::out_of_range(
                "high end of the scale",
                high,
                format_args!("above the low end, {low}"),
            ));
        }
        Ok(Self {
            // One zero: the other is written "-0".
            low: low + 0.0,
            high: high + 0.0,
            steps: Steps::Any,
        })
    }

    /// Returns the same scale, on which only whole steps of one from the low end are answers.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if the high end is not a whole number of steps from the low end.
    pub fn whole(self) -> Result<Self> {
        if !self.is_whole(self.high) {
            return Err(Error::out_of_range(
                "high end of the scale",
                self.high,
                format_args!("whole steps above the low end, {}", self.low),
            ));
        }
        Ok(Self {
            steps: Steps::Whole,
            ..self
        })
    }

    /// Returns the same scale, on which every value between the ends is an answer.
    #[must_use]
    pub const fn continuous(self) -> Self {
        Self {
            steps: Steps::Any,
            ..self
        }
    }

    /// Returns the low end.
    #[must_use]
    pub const fn low(self) -> f64 {
        self.low
    }

    /// Returns the high end.
    #[must_use]
    pub const fn high(self) -> f64 {
        self.high
    }

    /// Returns which values between the ends are answers.
    #[must_use]
    pub const fn steps(self) -> Steps {
        self.steps
    }

    /// Returns the middle: 4 on 1 to 7, 5.5 on 1 to 10.
    #[must_use]
    pub const fn centre(self) -> f64 {
        0.5 * (self.low + self.high)
    }

    /// Returns the high end minus the low end.
    #[must_use]
    pub const fn width(self) -> f64 {
        self.high - self.low
    }

    /// Whether both have the same ends, whatever lies between them.
    pub(crate) fn same_ends(self, other: Self) -> bool {
        self.continuous() == other.continuous()
    }

    /// Returns whether `value` is an answer on this scale. NaN is not.
    #[must_use]
    #[inline]
    pub fn contains(self, value: f64) -> bool {
        self.low <= value
            && value <= self.high
            && match self.steps {
                Steps::Any => true,
                Steps::Whole => self.is_whole(value),
            }
    }

    /// Returns whether all values are answers on this scale. It looks at every one: a loop that may not
    /// end early is several times as fast.
    pub(crate) fn contains_all(self, values: impl Iterator<Item = f64>) -> bool {
        let within = |value: f64| self.low <= value && value <= self.high;
        match self.steps {
            Steps::Any => values.fold(true, |all, value| all & within(value)),
            Steps::Whole => values.fold(true, |all, value| {
                all & within(value) & self.is_whole(value)
            }),
        }
    }

    /// Whether a value on the scale is whole steps from the low end, as far as `f64` can tell: 2.3 is
    /// from 0.3, though their difference is not 2.
    #[inline]
    pub(crate) fn is_whole(self, value: f64) -> bool {
        let steps = value - self.low;
        // Rounding is a library call on many machines; a cast is not.
        if steps as i64 as f64 == steps {
            return true;
        }
        let away = steps - steps.round();
        away == 0.0 || away.abs() <= f64::EPSILON * (value.abs() + self.low.abs())
    }

    /// Returns `value` if it is an answer on this scale.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for NaN and infinities, [`Error::OutOfRange`] for what is not an answer.
    #[inline]
    pub fn check(self, value: f64) -> Result<f64> {
        if self.contains(value) {
            Ok(value)
        } else {
            Err(self.refusal(value))
        }
    }

    #[cold]
    fn refusal(self, value: f64) -> Error {
        match finite("answer", value) {
            Ok(value) => Error::out_of_range("answer", value, self)
                .with_cure("`scale::without_codes` removes codes of missing answers"),
            Err(error) => error,
        }
    }

    /// Returns the answer as if the question had been asked the other way round.
    ///
    /// ```text
    /// low + high − value
    /// ```
    ///
    /// # Errors
    /// As [`check`](Self::check).
    #[doc(alias = "reverse-scored")]
    pub fn reverse(self, value: f64) -> Result<f64> {
        let value = self.check(value)?;
        Ok(Reading::new(self, Orientation::Reversed, self).of(value))
    }

    /// Returns how far along the scale an answer lies, from 0 to 1.
    ///
    /// Do not use it for formulas that need the answers as asked, such as ratios of ratings.
    ///
    /// ```text
    /// (value − low) / (high − low)
    /// ```
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub fn to_unit(self, value: f64) -> Result<f64> {
        Ok((self.check(value)? - self.low) / self.width())
    }

    /// Converts an answer to the value that lies equally far along the scale `to`, which need not be a
    /// whole step there.
    ///
    /// Differences keep their meaning. Ratios do not, because the origin of the scale moves.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub fn convert(self, value: f64, to: Self) -> Result<f64> {
        let value = self.check(value)?;
        Ok(Reading::new(self, Orientation::AsAsked, to).of(value))
    }

    /// Checks a column of answers to one item, with `None` for a missing answer.
    ///
    /// # Errors
    /// [`Error::Empty`] without respondents; at its row, [`Error::NotFinite`] for NaN and
    /// infinities and [`Error::OutOfRange`] for what is not an answer, such as a code for a missing
    /// one: see [`without_codes`](super::without_codes).
    pub fn answers(self, column: &[Option<f64>]) -> Result<Answers<'_>> {
        Answers::with_gaps(self, column)
    }

    /// Checks a column of answers to one item that every respondent answered.
    ///
    /// # Errors
    /// As [`answers`](Self::answers).
    pub fn full_answers(self, column: &[f64]) -> Result<Answers<'_>> {
        Answers::full(self, column)
    }

    /// The nearest end of a value that rounding put beyond it.
    pub(crate) const fn clamp(self, value: f64) -> f64 {
        value.max(self.low).min(self.high)
    }
}

/// What turns an answer as given into an answer as read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reading {
    /// As it is.
    Same,
    /// From the other end of the scale.
    Reversed(Scale),
    /// As far along another scale, from one end of it to the other.
    Along {
        asked_on: Scale,
        start: f64,
        span: f64,
        scale: Scale,
    },
}

impl Reading {
    pub(super) fn new(asked_on: Scale, orientation: Orientation, scale: Scale) -> Self {
        match (asked_on.same_ends(scale), orientation) {
            (true, Orientation::AsAsked) => Self::Same,
            (true, Orientation::Reversed) => Self::Reversed(scale),
            (false, Orientation::AsAsked) => Self::Along {
                asked_on,
                start: scale.low,
                span: scale.width(),
                scale,
            },
            (false, Orientation::Reversed) => Self::Along {
                asked_on,
                start: scale.high,
                span: -scale.width(),
                scale,
            },
        }
    }

    pub(super) const fn of(self, answer: f64) -> f64 {
        match self {
            Self::Same => answer,
            Self::Reversed(scale) => scale.clamp(scale.low + scale.high - answer),
            Self::Along {
                asked_on,
                start,
                span,
                scale,
            } => scale.clamp(start + (answer - asked_on.low) / asked_on.width() * span),
        }
    }
}

/// Writes `1 to 7`.
impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.low, self.high)?;
        match self.steps {
            Steps::Any => Ok(()),
            Steps::Whole => f.write_str(" in steps of one"),
        }
    }
}
