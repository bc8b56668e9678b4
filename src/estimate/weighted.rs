use std::fmt;

use super::proportion::wilson;
use super::{Confidence, Errors, Estimate, Interval, Proportion};
use crate::numeric::moments::effective_sample_size;

/// A share of respondents, each of whom counts for their weight.
///
/// Without weights it equals the [`Proportion`] of the counts, to the last bit. With weights, the
/// value is the share of the weights, and the interval is that of as many equally weighted respondents
/// as would have its linearised standard error. It is written with its value and the 95 % interval
/// beside the counts.
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
    implied_sample_size: f64,
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
            implied_sample_size: counts.denominator() as f64,
        }
    }
}

impl WeightedProportion {
    /// Counts, weights and squared weights of those with the property and of those without.
    pub(crate) fn of_parts(
        (with, weight_with, squares_with): (u64, f64, f64),
        (without, weight_without, squares_without): (u64, f64, f64),
    ) -> Self {
        let weight = weight_with + weight_without;
        let effective = effective_sample_size(weight, squares_with + squares_without);
        // p(1 − p) over the linearised variance: (Σw² of those with (1 − p)² and without p²) / (Σw)².
        let (ours, theirs) = (weight_with / weight, weight_without / weight);
        let variance = squares_with * theirs / weight * (theirs / weight)
            + squares_without * ours / weight * (ours / weight);
        let implied = ours * theirs / variance;
        // Where both sides have weights alike it is the effective sample size, to the last bit.
        let alike = squares_with * weight_without == squares_without * weight_with;
        Self {
            counts: Proportion::of_parts(with, without),
            value: (weight > 0.0).then_some(ours),
            effective_sample_size: effective,
            implied_sample_size: if alike || !implied.is_finite() || implied <= 0.0 {
                effective
            } else {
                implied
            },
        }
    }

    /// The share of nobody.
    pub(crate) const fn nothing() -> Self {
        Self {
            counts: Proportion::of_parts(0, 0),
            value: None,
            effective_sample_size: 0.0,
            implied_sample_size: 0.0,
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

    /// Returns Kish's effective sample size, `(Σw)² / Σw²`: the number of equally weighted respondents
    /// that would give the same precision if weights were unrelated to the property.
    #[must_use]
    pub const fn effective_sample_size(&self) -> f64 {
        self.effective_sample_size
    }

    /// Returns the number of equally weighted respondents whose share would have the same linearised
    /// standard error.
    ///
    /// ```text
    /// v = Σ w² (x − p)² / (Σw)²        x is 1 with the property, 0 without
    /// n = p(1 − p) / v
    /// ```
    ///
    /// Without weights it is their count. Where all or none have the property it is the
    /// [effective sample size](Self::effective_sample_size), because v is 0.
    ///
    /// Source: Korn, E. L. and Graubard, B. I. (1998), *Survey Methodology* 24: 193–201, without their
    /// correction for degrees of freedom.
    #[must_use]
    pub const fn implied_sample_size(&self) -> f64 {
        self.implied_sample_size
    }

    const fn sample_size(&self, errors: Errors) -> f64 {
        match errors {
            Errors::Linearised => self.implied_sample_size,
            Errors::Kish => self.effective_sample_size,
        }
    }

    /// Computes the share with its linearised standard error, which is 0 where all or none have the
    /// property; `None` if nobody has weight.
    ///
    /// See the [example](Self::estimate_by).
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        self.estimate_by(Errors::Linearised)
    }

    /// Computes the share with its standard error in the way chosen, `√(p(1 − p) / n)`; `None` if nobody
    /// has weight.
    ///
    /// ```
    /// use retention::accumulate::{Accumulator, Weighted};
    /// use retention::counted::Counter;
    /// use retention::estimate::{Confidence, Errors};
    /// use retention::pyramid::Status;
    ///
    /// // Key accounts, nearly all active, are half of the sample and a tenth of the customers.
    /// let mut counter = Counter::new();
    /// for (status, weight, count) in [
    ///     (Status::Active, 0.2, 48),
    ///     (Status::Inactive, 0.2, 2),
    ///     (Status::Active, 1.8, 20),
    ///     (Status::Inactive, 1.8, 30),
    /// ] {
    ///     for _ in 0..count {
    ///         counter.push_weighted(Some(status), weight)?;
    ///     }
    /// }
    /// let active = counter.finish()?.share(Status::Active);
    /// assert_eq!(format!("{:.3}", active.estimate().unwrap()), "0.456 ± 0.063");
    /// assert_eq!(format!("{:.3}", active.estimate_by(Errors::Kish).unwrap()), "0.456 ± 0.064");
    /// let interval = active.wilson(Confidence::default()).unwrap();
    /// assert_eq!(format!("{interval:.3}"), "0.338 to 0.579");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn estimate_by(&self, errors: Errors) -> Option<Estimate> {
        let value = self.value?;
        let variance = value * (1.0 - value) / self.sample_size(errors);
        Estimate::new(value, variance.max(0.0).sqrt()).ok()
    }

    /// Computes Wilson's score interval, with the [implied sample size](Self::implied_sample_size) in
    /// place of the count; `None` if nobody has weight.
    #[must_use]
    pub fn wilson(&self, confidence: Confidence) -> Option<Interval> {
        self.wilson_by(confidence, Errors::Linearised)
    }

    /// Computes Wilson's score interval with the sample size chosen: by Kish, the
    /// [effective sample size](Self::effective_sample_size). `None` if nobody has weight.
    ///
    /// See the [example](Self::estimate_by).
    #[must_use]
    pub fn wilson_by(&self, confidence: Confidence, errors: Errors) -> Option<Interval> {
        let value = self.value?;
        let ends = [value == 0.0, value == 1.0];
        Some(wilson(value, self.sample_size(errors), ends, confidence))
    }
}
