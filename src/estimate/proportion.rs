use std::fmt;

use super::{Confidence, Interval};
use crate::{Error, Result};

/// A count of units with a property, out of a count of units: the numerator never exceeds the
/// denominator.
///
/// It is written with its rate and the 95 % interval beside the counts, and read from the counts
/// alone.
///
/// ```
/// use retention::estimate::{Confidence, Proportion};
///
/// // 1,869 of the 7,043 customers of a telecom left.
/// let churn = Proportion::new(1869, 7043)?;
/// let interval = churn.wilson(Confidence::default()).unwrap();
/// assert_eq!(format!("{:.4}", churn.value().unwrap()), "0.2654");
/// assert_eq!(format!("{interval:.5}"), "0.25519 to 0.27581");
/// assert_eq!(churn.to_string(), "1869 of 7043");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Counts", into = "Written"))]
pub struct Proportion {
    numerator: u64,
    denominator: u64,
}

/// How a [`Proportion`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Written {
    numerator: u64,
    denominator: u64,
    value: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
}

#[cfg(feature = "serde")]
impl From<Proportion> for Written {
    fn from(proportion: Proportion) -> Self {
        let interval = proportion.wilson(Confidence::default());
        Self {
            numerator: proportion.numerator,
            denominator: proportion.denominator,
            value: proportion.value(),
            lower: interval.map(|interval| interval.lower()),
            upper: interval.map(|interval| interval.upper()),
        }
    }
}

/// Writes `3 of 7`.
impl fmt::Display for Proportion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.numerator, self.denominator)
    }
}

/// How a [`Proportion`] is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct Counts {
    numerator: u64,
    denominator: u64,
}

#[cfg(feature = "serde")]
impl TryFrom<Counts> for Proportion {
    type Error = Error;

    fn try_from(counts: Counts) -> Result<Self> {
        Self::new(counts.numerator, counts.denominator)
    }
}

impl Proportion {
    /// Creates a proportion: `numerator` of `denominator` units have the property. 0 of 0 is
    /// allowed.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if the numerator exceeds the denominator.
    pub fn new(numerator: u64, denominator: u64) -> Result<Self> {
        if numerator > denominator {
            return Err(Error::out_of_range(
                "numerator",
                numerator,
                format_args!("at most the denominator, {denominator}"),
            ));
        }
        Ok(Self {
            numerator,
            denominator,
        })
    }

    /// Creates a proportion from those with the property and those without.
    pub(crate) const fn of_parts(with: u64, without: u64) -> Self {
        Self {
            numerator: with,
            denominator: with.saturating_add(without),
        }
    }

    /// Returns how many units have the property.
    #[must_use]
    pub const fn numerator(self) -> u64 {
        self.numerator
    }

    /// Returns how many units there are.
    #[must_use]
    pub const fn denominator(self) -> u64 {
        self.denominator
    }

    /// Returns the rate, between 0 and 1; `None` for 0 of 0.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        (self.denominator > 0).then(|| self.numerator as f64 / self.denominator as f64)
    }

    /// Returns the proportion of units without the property.
    #[must_use]
    pub const fn complement(self) -> Self {
        Self {
            numerator: self.denominator - self.numerator,
            denominator: self.denominator,
        }
    }

    /// Merges two groups that have no unit in common.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the counts exceed 64 bits.
    pub fn merge(self, other: Self) -> Result<Self> {
        let denominator = self
            .denominator
            .checked_add(other.denominator)
            .ok_or_else(|| Error::overflow("merging proportions", other.denominator))?;
        // The numerators cannot overflow where the denominators do not.
        Self::new(self.numerator.saturating_add(other.numerator), denominator)
    }

    /// Computes Wilson's score interval of the rate; `None` for 0 of 0.
    ///
    /// It stays within 0 to 1. Its lower end is exactly 0 if no unit has the property, and its upper
    /// end exactly 1 if every unit has it.
    ///
    /// ```text
    /// centre     = (p + z²/2n) / (1 + z²/n)
    /// half-width = z / (1 + z²/n) · sqrt(p(1−p)/n + z²/4n²)
    /// ```
    ///
    /// Source: Wilson, E. B. (1927), *Journal of the American Statistical Association* 22: 209–212.
    #[must_use]
    pub fn wilson(self, confidence: Confidence) -> Option<Interval> {
        Some(wilson(
            self.value()?,
            self.denominator as f64,
            [self.numerator == 0, self.numerator == self.denominator],
            confidence,
        ))
    }

    /// Computes this rate minus `other`'s, with Newcombe's interval; `None` if either is 0 of 0.
    ///
    /// ```text
    /// lower = d − sqrt((p1 − l1)² + (u2 − p2)²)
    /// upper = d + sqrt((u1 − p1)² + (p2 − l2)²)
    /// ```
    ///
    /// with `l` and `u` the ends of the two Wilson intervals. The groups must be independent.
    ///
    /// Source: Newcombe, R. G. (1998), *Statistics in Medicine* 17: 873–890, method 10.
    ///
    /// ```
    /// use retention::estimate::{Confidence, Proportion};
    ///
    /// let contacted = Proportion::new(56, 70)?;
    /// let not_contacted = Proportion::new(48, 80)?;
    /// let difference = contacted.difference(not_contacted, Confidence::default()).unwrap();
    /// assert_eq!(format!("{:.4}", difference.value()), "0.2000");
    /// assert_eq!(format!("{:.4}", difference.interval()), "0.0524 to 0.3339");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn difference(self, other: Self, confidence: Confidence) -> Option<Difference> {
        let (p1, p2) = (self.value()?, other.value()?);
        let (w1, w2) = (self.wilson(confidence)?, other.wilson(confidence)?);
        let value = p1 - p2;
        let below = (p1 - w1.lower()).hypot(w2.upper() - p2);
        let above = (w1.upper() - p1).hypot(p2 - w2.lower());
        Some(Difference {
            first: self,
            second: other,
            value,
            interval: Interval::between(
                (value - below).max(-1.0),
                (value + above).min(1.0),
                confidence,
            ),
        })
    }
}

/// Wilson's interval on a share `p` of `n` units, which need not be a whole number; `none` and `all`
/// say whether nobody or everybody has the property.
pub(super) fn wilson(p: f64, n: f64, [none, all]: [bool; 2], confidence: Confidence) -> Interval {
    let (centre, half) = wilson_around(p, n, confidence.z());
    // At the ends centre and half-width are equal, but their floating-point values are not.
    let lower = if none { 0.0 } else { (centre - half).max(0.0) };
    let upper = if all { 1.0 } else { (centre + half).min(1.0) };
    Interval::between(lower, upper, confidence)
}

/// The centre and the half-width of Wilson's interval at a quantile.
pub(crate) fn wilson_around(p: f64, n: f64, z: f64) -> (f64, f64) {
    let shrink = 1.0 + z * z / n;
    let centre = (p + z * z / (2.0 * n)) / shrink;
    let half = z / shrink * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    (centre, half)
}

/// The difference of two independent rates, between −1 and 1, with its interval.
///
/// ```
/// use retention::estimate::{Confidence, Proportion};
///
/// // Repeat buyers among the customers won in two different months.
/// let (may, june) = (Proportion::new(105, 2357)?, Proportion::new(134, 2412)?);
/// let difference = may.difference(june, Confidence::default()).unwrap();
/// // The interval contains zero: the two rates may be equal.
/// assert!(difference.value() < 0.0 && difference.interval().contains(0.0));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Difference {
    first: Proportion,
    second: Proportion,
    value: f64,
    interval: Interval,
}

impl Difference {
    /// Returns the first rate, from which the second is subtracted.
    #[must_use]
    pub const fn first(&self) -> Proportion {
        self.first
    }

    /// Returns the second rate.
    #[must_use]
    pub const fn second(&self) -> Proportion {
        self.second
    }

    /// Returns the first rate minus the second.
    #[must_use]
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// Returns Newcombe's interval.
    #[must_use]
    pub const fn interval(&self) -> Interval {
        self.interval
    }
}
