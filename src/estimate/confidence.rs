use std::fmt;

use crate::error::inner_fraction;
use crate::numeric::normal::two_sided_quantile;
use crate::{Error, Result};

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

/// The quantile of the default level, to the last bit of what would be computed.
const Z_95: f64 = 1.9599639845400536;

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
        // Known for the level that nearly everyone asks for, which a curve asks for at each step.
        if self.0 == 0.95 {
            return Z_95;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantile_of_the_default_level_is_that_computed() {
        assert_eq!(two_sided_quantile(0.95), Z_95);
        assert_eq!(Confidence::default().z(), Z_95);
    }
}
