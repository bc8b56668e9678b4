use std::fmt;

use super::proportion::wilson;
use super::{Confidence, Errors, Estimate, Interval, Proportion};
use crate::numeric::moments::effective_sample_size;

/// What a comparison adds to those with the property, and to those without.
const PSEUDO_ANSWERS: f64 = 1.0;

/// A share of respondents, each of whom counts for their weight.
///
/// Without weights it equals the [`Proportion`] of the counts, to the last bit. With weights, the
/// value is the share of the weights, and the interval is that of as many equally weighted respondents
/// as would have its linearised standard error, at most as many as there are. It is written with its
/// value and the 95 % interval beside the counts.
///
/// Its standard error divides by n, as published errors of shares do, and counts as known. An
/// [`Influence`](super::Influence) of the same answers divides by n − 1, as survey packages do, and has
/// degrees of freedom: it is larger by `√(n / (n − 1))`, 5 % with ten respondents. Neither serves with
/// few respondents or where all answer alike: take [`wilson`](Self::wilson) for one share,
/// [`compared`](Self::compared) for two.
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
    /// What the linearised standard error alone implies, which may exceed the respondents.
    linearised_sample_size: f64,
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
            linearised_sample_size: counts.denominator() as f64,
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
            linearised_sample_size: if alike || !implied.is_finite() || implied <= 0.0 {
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
            linearised_sample_size: 0.0,
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
    /// [effective sample size](Self::effective_sample_size), because v is 0. It is at most the number of
    /// respondents, those of weight 0 among them: where only the lightest have the property, v is next to 0 and n would be larger than
    /// the sample.
    ///
    /// Source: Korn, E. L. and Graubard, B. I. (1998), *Survey Methodology* 24: 193–201, without their
    /// correction for degrees of freedom.
    #[must_use]
    pub const fn implied_sample_size(&self) -> f64 {
        self.linearised_sample_size
            .min(self.counts.denominator() as f64)
    }

    /// As the implied one, but not capped: that of the linearised standard error itself.
    pub(crate) const fn linearised_sample_size(&self) -> f64 {
        self.linearised_sample_size
    }

    /// Computes the share with its linearised standard error, which is 0 where all or none have the
    /// property; `None` if nobody has weight. Comparisons take [`compared`](Self::compared) instead.
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
        let n = match errors {
            Errors::Linearised => self.linearised_sample_size,
            Errors::Kish => self.effective_sample_size,
        };
        let variance = value * (1.0 - value) / n;
        Estimate::new(value, variance.max(0.0).sqrt()).ok()
    }

    /// Computes the share as comparisons judge it, with one answer that has the property and one that
    /// has not added; `None` if nobody has weight.
    ///
    /// ```text
    /// share = (n p + 1) / (n + 2)        error = √(share (1 − share) / (n + 2))
    /// ```
    ///
    /// n is the [implied sample size](Self::implied_sample_size). The error of one respondent, or of
    /// respondents who all answer alike, is not 0, so that they are not told from everybody else. The
    /// difference of two such shares is Agresti's and Caffo's.
    ///
    /// Source: Agresti, A. and Caffo, B. (2000), *The American Statistician* 54(4): 280–288.
    ///
    /// ```
    /// use retention::estimate::{Proportion, WeightedProportion};
    ///
    /// let compared = |satisfied, of| {
    ///     let share = WeightedProportion::from(Proportion::new(satisfied, of)?);
    ///     Ok::<_, retention::Error>(share.compared().unwrap())
    /// };
    /// // Three of three against 60 of 100: by the plain errors p would be 0.0000.
    /// let difference = compared(3, 3)?.minus(&compared(60, 100)?)?;
    /// assert_eq!(format!("{:.2}", difference.test(0.0)?.unwrap().p_value), "0.28");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    #[doc(alias = "Agresti-Caffo")]
    pub fn compared(&self) -> Option<Estimate> {
        let (value, n) = (self.value?, self.implied_sample_size());
        let answers = n + 2.0 * PSEUDO_ANSWERS;
        let share = (n * value + PSEUDO_ANSWERS) / answers;
        Estimate::new(share, (share * (1.0 - share) / answers).max(0.0).sqrt()).ok()
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
        let n = match errors {
            Errors::Linearised => self.implied_sample_size(),
            Errors::Kish => self.effective_sample_size,
        };
        Some(wilson(value, n, ends, confidence))
    }
}
