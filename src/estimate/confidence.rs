use std::fmt;

use crate::error::{finite, inner_fraction, non_negative};
use crate::numeric::normal::two_sided_quantile;
use crate::numeric::special::student_quantile;
use crate::{Error, Result};

/// With fewer degrees of freedom the quantile of any usual level overflows `f64`.
const FEWEST_DEGREES: f64 = 1e-6;

/// The confidence level of an interval, strictly between 0 and 1. Default: 0.95.
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
    /// Creates a confidence level strictly between 0 and 1, such as 0.9.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for NaN and infinities, [`Error::OutOfRange`] for 0, 1 and whatever
    /// lies outside.
    pub fn new(level: f64) -> Result<Self> {
        Ok(Self(inner_fraction("confidence level", level)?))
    }

    /// Returns the level, between 0 and 1.
    #[must_use]
    pub const fn level(self) -> f64 {
        self.0
    }

    /// Returns how many standard errors a normal interval of this level extends to each side.
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

/// A confidence interval: over many samples, the stated share of such ranges covers the true value.
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

    /// Returns the lower end.
    #[must_use]
    pub const fn lower(&self) -> f64 {
        self.lower
    }

    /// Returns the upper end.
    #[must_use]
    pub const fn upper(&self) -> f64 {
        self.upper
    }

    /// Returns the confidence level.
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// Returns the upper end minus the lower end, at most the largest `f64`.
    #[must_use]
    pub fn width(&self) -> f64 {
        (self.upper - self.lower).min(f64::MAX)
    }

    /// Returns whether `value` lies within the interval, ends included.
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

/// A value with its standard error: both are finite, and the error is not negative.
///
/// It is written with the ends of its normal 95 % interval.
///
/// ```
/// use retention::estimate::{Confidence, Estimate};
///
/// let estimate = Estimate::new(30.0, 7.81)?;
/// let interval = estimate.interval(Confidence::new(0.9)?);
/// assert_eq!(format!("{interval:.1}"), "17.2 to 42.8");
/// assert_eq!(format!("{estimate:.1}"), "30.0 ± 7.8");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(into = "Written"))]
pub struct Estimate {
    value: f64,
    standard_error: f64,
}

/// How an [`Estimate`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Written {
    value: f64,
    standard_error: f64,
    lower: f64,
    upper: f64,
}

#[cfg(feature = "serde")]
impl From<Estimate> for Written {
    fn from(estimate: Estimate) -> Self {
        let interval = estimate.interval(Confidence::default());
        Self {
            value: estimate.value,
            standard_error: estimate.standard_error,
            lower: interval.lower,
            upper: interval.upper,
        }
    }
}

/// Writes `30.0 ± 7.8` (the value and its standard error), with the precision asked for.
impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)?;
        f.write_str(" ± ")?;
        self.standard_error.fmt(f)
    }
}

impl Estimate {
    /// Creates an estimate from a value and its standard error, in the same unit.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if either is NaN or infinite, [`Error::OutOfRange`] for a negative
    /// standard error.
    pub fn new(value: f64, standard_error: f64) -> Result<Self> {
        Ok(Self {
            value: finite("value", value)?,
            standard_error: non_negative("standard error", standard_error)?,
        })
    }

    /// Returns the value.
    #[must_use]
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// Returns the standard error.
    #[must_use]
    pub const fn standard_error(&self) -> f64 {
        self.standard_error
    }

    /// Computes the normal interval `value ± z · standard error`.
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Interval {
        self.within(confidence.z(), confidence)
    }

    /// Computes Student's interval `value ± t · standard error`, for a mean whose standard error was
    /// estimated from the same n values, with n − 1 degrees of freedom.
    ///
    /// With fewer than 10⁻⁶ degrees of freedom the interval is unbounded: it reaches from the smallest
    /// to the largest `f64`.
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
        let times = if degrees < FEWEST_DEGREES {
            f64::INFINITY
        } else {
            student_quantile(confidence.level(), degrees)
        };
        Ok(self.within(times, confidence))
    }

    /// So many standard errors on each side.
    fn within(&self, times: f64, confidence: Confidence) -> Interval {
        // 0 × ∞ is NaN; with a standard error of 0 the interval is the value itself.
        let half = if self.standard_error == 0.0 {
            0.0
        } else {
            times * self.standard_error
        };
        Interval::between(self.value - half, self.value + half, confidence)
    }
}
