use std::fmt;

use super::tested::{Test, two_sided};
use super::{Confidence, Interval};
use crate::error::{finite, non_negative};
use crate::numeric::degrees::{FEWEST, satterthwaite};
use crate::numeric::special::student_quantile;
use crate::{Error, Result};

/// A value with its standard error: both are finite, and the error is not negative.
///
/// With degrees of freedom its intervals and tests are Student's, without them normal. It is written
/// with the ends of its 95 % interval.
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
    degrees_of_freedom: Option<f64>,
}

/// How an [`Estimate`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Written {
    value: f64,
    standard_error: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    degrees_of_freedom: Option<f64>,
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
            degrees_of_freedom: estimate.degrees_of_freedom,
            lower: interval.lower(),
            upper: interval.upper(),
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
            degrees_of_freedom: None,
        })
    }

    /// Returns the same estimate with the degrees of freedom that its standard error was estimated
    /// with: n − 1 for a mean of n values.
    ///
    /// ```
    /// use retention::estimate::{Confidence, Estimate};
    ///
    /// let estimate = Estimate::new(10.0, 1.0)?.with_degrees_of_freedom(4.0)?;
    /// let interval = estimate.interval(Confidence::default());
    /// assert_eq!(format!("{interval:.3}"), "7.224 to 12.776"); // t is 2.776
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NotFinite`] for NaN and infinities, [`Error::OutOfRange`] for degrees of freedom
    /// that are not above 0.
    pub fn with_degrees_of_freedom(self, degrees_of_freedom: f64) -> Result<Self> {
        Ok(Self {
            degrees_of_freedom: Some(positive_degrees(degrees_of_freedom)?),
            ..self
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

    /// Returns the degrees of freedom of the standard error; `None` where it counts as known.
    #[must_use]
    #[doc(alias = "df")]
    pub const fn degrees_of_freedom(&self) -> Option<f64> {
        self.degrees_of_freedom
    }

    /// Computes the interval `value ± t · standard error` with Student's t for the degrees of freedom;
    /// with the normal z where there are none.
    ///
    /// With fewer than 10⁻⁶ degrees of freedom the interval is unbounded: it reaches from the smallest
    /// to the largest `f64`.
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Interval {
        let times = match self.degrees_of_freedom {
            None => confidence.z(),
            Some(degrees) if degrees < FEWEST => f64::INFINITY,
            Some(degrees) => student_quantile(confidence.level(), degrees),
        };
        self.within(times, confidence)
    }

    /// Computes Student's interval with these degrees of freedom, whatever the estimate has.
    ///
    /// # Errors
    /// As [`with_degrees_of_freedom`](Self::with_degrees_of_freedom).
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
        let student = self.with_degrees_of_freedom(degrees_of_freedom)?;
        Ok(student.interval(confidence))
    }

    /// Computes this estimate minus `other`, which must come from other respondents.
    ///
    /// ```text
    /// error²  = error₁² + error₂²
    /// degrees = error⁴ / (error₁⁴/degrees₁ + error₂⁴/degrees₂)
    /// ```
    ///
    /// An error that counts as known adds nothing to the denominator, and two of them leave the
    /// difference without degrees of freedom. For two plain means it is Welch's test. Two waves of one
    /// panel share respondents: compare them by [`Influence::matched`](super::Influence::matched).
    ///
    /// Sources: Welch, B. L. (1947), *Biometrika* 34: 28–35; Satterthwaite, F. E. (1946), *Biometrics
    /// Bulletin* 2: 110–114.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the difference or its error exceeds the largest `f64`.
    ///
    /// ```
    /// use retention::estimate::Estimate;
    ///
    /// let north = Estimate::new(8.1, 0.3)?.with_degrees_of_freedom(40.0)?;
    /// let south = Estimate::new(7.1, 0.4)?.with_degrees_of_freedom(25.0)?;
    /// let difference = north.minus(&south)?;
    /// assert_eq!(difference.standard_error(), 0.5);
    /// let test = difference.test(0.0)?.unwrap();
    /// assert_eq!(format!("{:.1}, p {:.3}", test.statistic, test.p_value), "2.0, p 0.051");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "Welch")]
    pub fn minus(&self, other: &Self) -> Result<Self> {
        let value = self.value - other.value;
        let standard_error = self.standard_error.hypot(other.standard_error);
        if !value.is_finite() || !standard_error.is_finite() {
            return Err(Error::overflow("the difference of two estimates", value));
        }
        Ok(Self {
            value,
            standard_error,
            degrees_of_freedom: self.degrees_together(other),
        })
    }

    /// The same standard error around another value, which is finite.
    pub(crate) const fn at(self, value: f64) -> Self {
        Self { value, ..self }
    }

    /// Welch's and Satterthwaite's degrees of freedom.
    fn degrees_together(&self, other: &Self) -> Option<f64> {
        let largest = self.standard_error.max(other.standard_error);
        if largest == 0.0 {
            // Nothing to weigh them by.
            return match (self.degrees_of_freedom, other.degrees_of_freedom) {
                (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
                (ours, theirs) => ours.or(theirs),
            };
        }
        // As shares of the larger, so that a fourth power neither overflows nor vanishes.
        let part = |estimate: &Self| {
            let square = (estimate.standard_error / largest).powi(2);
            (square, estimate.degrees_of_freedom)
        };
        satterthwaite([self, other].map(part).into_iter())
    }

    /// Tests whether the true value may be `target`, two-sided; `None` if the standard error is 0.
    ///
    /// ```text
    /// statistic = (value − target) / standard error
    /// ```
    ///
    /// With fewer than 10⁻⁶ degrees of freedom the p-value is 1, as the [interval](Self::interval) is
    /// unbounded.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for a target that is NaN or infinite.
    ///
    /// ```
    /// use retention::estimate::Estimate;
    ///
    /// // A Net Promoter Score of 30 against the target of 40.
    /// let test = Estimate::new(30.0, 4.0)?.test(40.0)?.unwrap();
    /// assert_eq!((test.statistic, test.degrees_of_freedom), (-2.5, None));
    /// assert_eq!(format!("{:.4}", test.p_value), "0.0124");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "t-test")]
    pub fn test(&self, target: f64) -> Result<Option<Test>> {
        let off = self.value - finite("target", target)?;
        if self.standard_error == 0.0 {
            return Ok(None);
        }
        let statistic = (off / self.standard_error).clamp(f64::MIN, f64::MAX);
        Ok(Some(Test {
            statistic,
            degrees_of_freedom: self.degrees_of_freedom,
            p_value: two_sided(statistic, self.degrees_of_freedom),
        }))
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

fn positive_degrees(degrees_of_freedom: f64) -> Result<f64> {
    let degrees = non_negative("degrees of freedom", degrees_of_freedom)?;
    if degrees == 0.0 {
        return Err(Error::out_of_range(
            "degrees of freedom",
            degrees,
            "above 0",
        ));
    }
    Ok(degrees)
}
