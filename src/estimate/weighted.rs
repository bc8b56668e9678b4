use std::fmt;

use super::proportion::wilson;
use super::{Confidence, Interval, Proportion};
use crate::numeric::moments::effective_sample_size;

/// A share of respondents, each of whom counts for their weight.
///
/// Without weights it equals the [`Proportion`] of the counts, to the last bit. With weights, the
/// value is the share of the weights, and the effective sample size takes the place of the count. It
/// is written with its value and the 95 % interval beside the counts.
///
/// ```
/// use retention::estimate::{Confidence, Proportion, WeightedProportion};
///
/// let plain = Proportion::new(8, 10)?;
/// let share = WeightedProportion::from(plain);
/// assert_eq!((share.value(), share.effective_sample_size()), (Some(0.8), 10.0));
/// assert_eq!(share.wilson(Confidence::default()), plain.wilson(Confidence::default()));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(into = "Written"))]
pub struct WeightedProportion {
    counts: Proportion,
    value: Option<f64>,
    effective_sample_size: f64,
}

/// How a [`WeightedProportion`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Written {
    numerator: u64,
    denominator: u64,
    effective_sample_size: f64,
    value: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
}

#[cfg(feature = "serde")]
impl From<WeightedProportion> for Written {
    fn from(share: WeightedProportion) -> Self {
        let interval = share.wilson(Confidence::default());
        Self {
            numerator: share.counts.numerator(),
            denominator: share.counts.denominator(),
            effective_sample_size: share.effective_sample_size,
            value: share.value,
            lower: interval.map(|interval| interval.lower()),
            upper: interval.map(|interval| interval.upper()),
        }
    }
}

/// Writes the counts, `3 of 7`, as [`Proportion`] does.
impl fmt::Display for WeightedProportion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.counts.fmt(f)
    }
}

impl From<Proportion> for WeightedProportion {
    fn from(counts: Proportion) -> Self {
        Self {
            counts,
            value: counts.value(),
            effective_sample_size: counts.denominator() as f64,
        }
    }
}

impl WeightedProportion {
    /// Counts and weights of those with the property and of those without, and the sum of all
    /// squared weights.
    pub(crate) fn of_parts(
        (with, weight_with): (u64, f64),
        (without, weight_without): (u64, f64),
        squares: f64,
    ) -> Self {
        let weight = weight_with + weight_without;
        Self {
            counts: Proportion::of_parts(with, without),
            value: (weight > 0.0).then(|| weight_with / weight),
            effective_sample_size: effective_sample_size(weight, squares),
        }
    }

    /// The share of nobody.
    pub(crate) const fn nothing() -> Self {
        Self {
            counts: Proportion::of_parts(0, 0),
            value: None,
            effective_sample_size: 0.0,
        }
    }

    /// Returns the counts of respondents, without weights.
    #[must_use]
    pub const fn counts(&self) -> Proportion {
        self.counts
    }

    /// Returns the share by weight, between 0 and 1; `None` if nobody has weight.
    #[must_use]
    pub const fn value(&self) -> Option<f64> {
        self.value
    }

    /// Returns the number of equally weighted respondents that would give the same precision:
    /// `(Σw)² / Σw²`.
    #[must_use]
    pub const fn effective_sample_size(&self) -> f64 {
        self.effective_sample_size
    }

    /// Computes Wilson's score interval, with the effective sample size in place of the count; `None`
    /// if nobody has weight.
    ///
    /// With weights it is an approximation that assumes them to be unrelated to the property.
    #[must_use]
    pub fn wilson(&self, confidence: Confidence) -> Option<Interval> {
        let value = self.value?;
        Some(wilson(
            value,
            self.effective_sample_size,
            [value == 0.0, value == 1.0],
            confidence,
        ))
    }
}
