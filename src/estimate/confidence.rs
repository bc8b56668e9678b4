use std::fmt;

use crate::error::{finite, inner_fraction, non_negative};
use crate::numeric::normal::two_sided_quantile;
use crate::numeric::special::student_quantile;
use crate::{Error, Result};

/// How sure an interval is to be: a level strictly between 0 and 1. The default is 95 %.
///
/// ```
/// use retention::estimate::Confidence;
///
/// let confidence = Confidence::default();
/// assert_eq!(confidence.level(), 0.95);
/// assert!((confidence.z() - 1.959964).abs() < 1e-6);
/// assert!(Confidence::new(1.0).is_err());
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "f64", into = "f64"))]
pub struct Confidence(f64);

impl Confidence {
    /// A level strictly between 0 and 1, such as 0.9.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for NaN and infinities, [`Error::OutOfRange`] for 0, 1 and whatever
    /// lies outside.
    pub fn new(level: f64) -> Result<Self> {
        Ok(Self(inner_fraction("confidence level", level)?))
    }

    /// The level, between 0 and 1.
    #[must_use]
    pub const fn level(self) -> f64 {
        self.0
    }

    /// The number of standard errors on each side of a normal estimate that this level asks for.
    #[must_use]
    pub fn z(self) -> f64 {
        two_sided_quantile(self.0)
    }
}

impl Default for Confidence {
    fn default() -> Self {
        Self(0.95)
    }
}

impl TryFrom<f64> for Confidence {
    type Error = Error;

    fn try_from(level: f64) -> Result<Self> {
        Self::new(level)
    }
}

impl From<Confidence> for f64 {
    fn from(confidence: Confidence) -> Self {
        confidence.0
    }
}

/// A range that covers the true value in the stated share of samples.
///
/// The lower end never exceeds the upper.
///
/// ```
/// use retention::estimate::{Confidence, Proportion};
///
/// let interval = Proportion::new(1, 10)?.wilson(Confidence::default()).unwrap();
/// assert!(interval.contains(0.1));
/// assert_eq!(format!("{interval:.3}"), "0.018 to 0.404");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Interval {
    lower: f64,
    upper: f64,
    confidence: Confidence,
}

impl Interval {
    pub(crate) fn between(lower: f64, upper: f64, confidence: Confidence) -> Self {
        // An end beyond all numbers is the last of them.
        Self {
            lower: lower.min(upper).max(f64::MIN),
            upper: upper.max(lower).min(f64::MAX),
            confidence,
        }
    }

    /// The lower end.
    #[must_use]
    pub const fn lower(&self) -> f64 {
        self.lower
    }

    /// The upper end.
    #[must_use]
    pub const fn upper(&self) -> f64 {
        self.upper
    }

    /// The level it was made for.
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// Upper end less lower end.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.upper - self.lower
    }

    /// Whether `value` lies within, ends included.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        (self.lower..=self.upper).contains(&value)
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lower.fmt(f)?;
        f.write_str(" to ")?;
        self.upper.fmt(f)
    }
}

/// A value with its standard error, both finite, the error not negative.
///
/// ```
/// use retention::estimate::{Confidence, Estimate};
///
/// let estimate = Estimate::new(30.0, 7.81)?;
/// let interval = estimate.interval(Confidence::new(0.9)?);
/// assert_eq!(format!("{interval:.1}"), "17.2 to 42.8");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Estimate {
    value: f64,
    standard_error: f64,
}

impl Estimate {
    /// A value and its standard error, in the same unit.
    ///
    /// # Errors
    /// [`Error::NotFinite`] where either is NaN or infinite, [`Error::OutOfRange`] for a negative
    /// standard error.
    pub fn new(value: f64, standard_error: f64) -> Result<Self> {
        Ok(Self {
            value: finite("value", value)?,
            standard_error: non_negative("standard error", standard_error)?,
        })
    }

    /// The value.
    #[must_use]
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// The standard error.
    #[must_use]
    pub const fn standard_error(&self) -> f64 {
        self.standard_error
    }

    /// The normal interval `value ± z · standard error`.
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Interval {
        self.within(confidence.z(), confidence)
    }

    /// Student's interval `value ± t · standard error`, for a mean whose standard error came from
    /// the same few values: with n of them, n − 1 degrees of freedom.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for NaN and infinities, [`Error::OutOfRange`] for degrees of freedom
    /// that are not above 0.
    ///
    /// ```
    /// use retention::estimate::{Confidence, Estimate};
    ///
    /// let interval = Estimate::new(10.0, 1.0)?.student_interval(Confidence::default(), 4.0)?;
    /// assert_eq!(format!("{interval:.3}"), "7.224 to 12.776"); // t is 2.776
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn student_interval(
        &self,
        confidence: Confidence,
        degrees_of_freedom: f64,
    ) -> Result<Interval> {
        let degrees = non_negative("degrees of freedom", degrees_of_freedom)?;
        if degrees == 0.0 {
            return Err(Error::out_of_range(
                "degrees of freedom",
                degrees,
                "above 0",
            ));
        }
        Ok(self.within(student_quantile(confidence.level(), degrees), confidence))
    }

    /// So many standard errors on each side.
    fn within(&self, times: f64, confidence: Confidence) -> Interval {
        // Not even an infinite number of errors of zero is anything.
        let half = if self.standard_error == 0.0 {
            0.0
        } else {
            times * self.standard_error
        };
        Interval::between(self.value - half, self.value + half, confidence)
    }
}
