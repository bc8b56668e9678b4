use super::proportion::wilson;
use super::{Confidence, Interval, Proportion};
use crate::numeric::moments::effective_sample_size;

/// So many respondents of so many, each counted by weight.
///
/// Without weights it is the [`Proportion`] of the counts, to the last bit. With them, the value
/// is that of the weights and the evidence shrinks to the effective sample size.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct WeightedProportion {
    counts: Proportion,
    value: Option<f64>,
    effective_sample_size: f64,
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

    /// How many respondents have the property, of how many; weights left aside.
    #[must_use]
    pub const fn counts(&self) -> Proportion {
        self.counts
    }

    /// The share by weight, between 0 and 1; `None` where nobody has weight.
    #[must_use]
    pub const fn value(&self) -> Option<f64> {
        self.value
    }

    /// How many respondents of equal weight would say as much: `(Σw)² / Σw²`.
    #[must_use]
    pub const fn effective_sample_size(&self) -> f64 {
        self.effective_sample_size
    }

    /// Wilson's score interval with the effective sample size in the place of the count; `None`
    /// where nobody has weight.
    ///
    /// With weights it is an approximation, and takes them to have nothing to do with the property.
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
