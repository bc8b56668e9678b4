use std::sync::Arc;

use super::variance::variance;
use crate::error::finite;
use crate::estimate::{Design, Estimate};
use crate::scale::Weights;
use crate::{Error, Result};

/// What each respondent contributes to an estimate, which is what makes two estimates comparable.
///
/// Every statistic of a survey is, near enough, its true value plus a sum of contributions, one of each
/// respondent. Those of a weighted mean are `wᵢ (yᵢ − mean) / Σw`. Sums, differences and quotients of
/// statistics have the same sums, differences and (linearised) quotients of contributions, so that their
/// standard errors take into account who answered both.
///
/// ```text
/// f(a, b):  uᵢ = ∂f/∂a · aᵢ + ∂f/∂b · bᵢ
/// error²  = Σ over strata (1 − n/N) · n/(n − 1) · Σ over clusters (u − mean u)²
/// ```
///
/// Rows are respondents in the order of the survey. A row that took no part, without an answer or
/// without weight, has no contribution. It is written with its value and all contributions.
///
/// Source: Binder, D. A. (1983), *International Statistical Review* 51: 279–292.
///
/// ```
/// use retention::estimate::{Design, Influence};
///
/// // Two questions to the same five customers: their difference is told better than two samples would.
/// let service = [9.0, 7.0, 4.0, 6.0, 5.0].map(Some);
/// let product = [8.0, 7.0, 3.0, 4.0, 5.0].map(Some);
/// let service = Influence::of_mean(service, None)?.unwrap();
/// let product = Influence::of_mean(product, None)?.unwrap();
/// let design = Design::default();
/// let difference = service.minus(&product)?.estimate(&design)?;
/// assert_eq!(format!("{difference:.3}"), "0.800 ± 0.374");
/// let apart = service.estimate(&design)?.minus(&product.estimate(&design)?)?;
/// assert_eq!(format!("{apart:.3}"), "0.800 ± 1.265");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(into = "Written"))]
#[doc(alias = "linearization")]
#[doc(alias = "delta method")]
pub struct Influence {
    value: f64,
    /// NaN for a row that took no part.
    contributions: Vec<f64>,
    weighting: Weighting,
}

/// How an [`Influence`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Written {
    value: f64,
    contributions: Vec<Option<f64>>,
}

#[cfg(feature = "serde")]
impl From<Influence> for Written {
    fn from(influence: Influence) -> Self {
        Self {
            value: influence.value,
            contributions: influence.contributions().collect(),
        }
    }
}

/// The weights behind contributions.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Weighting {
    Equal,
    /// One for each row.
    By(Arc<[f64]>),
    /// Parts had different ones.
    Mixed,
}

impl Weighting {
    fn and(self, other: &Self) -> Self {
        if self == *other { self } else { Self::Mixed }
    }
}

impl PartialEq for Influence {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
            && self.weighting == other.weighting
            && self.contributions().eq(other.contributions())
    }
}

impl Influence {
    /// Computes the mean of the values that respondents gave, each counted by weight, with what each
    /// contributes; `None` if nobody with weight gave one.
    ///
    /// ```text
    /// value = Σ wᵢ yᵢ / Σ wᵢ        contribution = wᵢ (yᵢ − value) / Σ wᵢ
    /// ```
    ///
    /// A share is the mean of ones and zeros. `None` is a respondent who took no part: no answer, or
    /// another segment.
    ///
    /// # Errors
    /// At its row, [`Error::NotFinite`] for NaN and infinities; [`Error::LengthMismatch`] if there are
    /// more or fewer weights than values; [`Error::Overflow`] if a deviation exceeds the largest `f64`.
    ///
    /// See the [example](crate::estimate::Influence).
    pub fn of_mean(
        values: impl IntoIterator<Item = Option<f64>>,
        weights: Option<&Weights>,
    ) -> Result<Option<Self>> {
        let mut column = Vec::new();
        for (row, value) in values.into_iter().enumerate() {
            let value = value.map(|value| finite("value", value)).transpose();
            column.push(
                value
                    .map_err(|error| error.at_row(row))?
                    .unwrap_or(f64::NAN),
            );
        }
        let weighting = weighting(weights, column.len())?;
        let Some((value, deviations)) = deviations(column, &weighting) else {
            return Ok(None);
        };
        Self::checked(value, deviations, weighting).map(Some)
    }

    /// Creates the contributions to a statistic of one's own, one for each respondent. Each is about how
    /// much the statistic would change without the respondent; together they add up to about 0.
    ///
    /// They count as made without weights: see [`with_weights`](Self::with_weights).
    ///
    /// # Errors
    /// [`Error::NotFinite`] for NaN and infinities, [`Error::Empty`] if nobody took part.
    ///
    /// ```
    /// use retention::estimate::{Design, Influence};
    ///
    /// // The variance of 2, 4 and 9 by n; each contributes (its squared deviation − variance) / n.
    /// let contributions = [1.0, -23.0 / 3.0, 20.0 / 3.0].map(|own: f64| Some(own / 3.0));
    /// let variance = Influence::from_contributions(26.0 / 3.0, contributions.to_vec())?;
    /// assert_eq!(format!("{:.2}", variance.estimate(&Design::default())?), "8.67 ± 4.17");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn from_contributions(value: f64, contributions: Vec<Option<f64>>) -> Result<Self> {
        finite("value", value)?;
        let mut own = Vec::with_capacity(contributions.len());
        for (row, contribution) in contributions.into_iter().enumerate() {
            let checked = contribution.map(|contribution| finite("contribution", contribution));
            let checked = checked.transpose().map_err(|error| error.at_row(row))?;
            own.push(checked.unwrap_or(f64::NAN));
        }
        if own.iter().all(|contribution| contribution.is_nan()) {
            return Err(Error::empty("contribution"));
        }
        Self::checked(value, own, Weighting::Equal)
    }

    /// Computes a smooth function of estimates from its value and its derivative by each of them (the
    /// delta method). All must have the same respondents, row by row.
    ///
    /// # Errors
    /// [`Error::Empty`] without parts, [`Error::LengthMismatch`] if their rows differ in number,
    /// [`Error::NotFinite`] for a value or derivative that is NaN or infinite, [`Error::Overflow`] if a
    /// contribution exceeds the largest `f64`.
    ///
    /// ```
    /// use retention::estimate::{Design, Influence};
    ///
    /// // Quality 7 times loyalty 0.6, in points that the two make together.
    /// let quality = Influence::of_mean([9.0, 7.0, 4.0, 6.0, 9.0].map(Some), None)?.unwrap();
    /// let loyalty = Influence::of_mean([1.0, 1.0, 0.0, 0.0, 1.0].map(Some), None)?.unwrap();
    /// let (a, b) = (quality.value(), loyalty.value());
    /// let product = Influence::of_function(a * b, &[(b, &quality), (a, &loyalty)])?;
    /// assert_eq!(format!("{:.2}", product.estimate(&Design::default())?), "4.20 ± 2.22");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "delta method")]
    pub fn of_function(value: f64, parts: &[(f64, &Self)]) -> Result<Self> {
        let Some(((_, first), others)) = parts.split_first() else {
            return Err(Error::empty("part"));
        };
        finite("value", value)?;
        let mut weighting = first.weighting.clone();
        for (_, other) in others {
            if other.rows() != first.rows() {
                return Err(Error::length("contributions", other.rows(), first.rows()));
            }
            weighting = weighting.and(&other.weighting);
        }
        let mut sum = vec![f64::NAN; first.rows()];
        for (derivative, part) in parts {
            let derivative = finite("derivative", *derivative)?;
            for (sum, own) in sum.iter_mut().zip(&part.contributions) {
                add(sum, derivative * own);
            }
        }
        Self::checked(value, sum, weighting)
    }

    /// Returns the same contributions as made with these weights, which matter for
    /// [`Errors::Kish`](crate::estimate::Errors::Kish) alone.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer weights than rows.
    ///
    /// See the [example](crate::estimate::Influence).
    pub fn with_weights(mut self, weights: &Weights) -> Result<Self> {
        self.weighting = weighting(Some(weights), self.rows())?;
        Ok(self)
    }

    /// Creates contributions that were made with these weights, if there are any.
    pub(crate) fn from_weighted(
        value: f64,
        contributions: Vec<Option<f64>>,
        weights: Option<&Weights>,
    ) -> Result<Self> {
        let influence = Self::from_contributions(value, contributions)?;
        match weights {
            Some(weights) => influence.with_weights(weights),
            None => Ok(influence),
        }
    }

    /// Keeps what is finite.
    pub(super) fn checked(
        value: f64,
        contributions: Vec<f64>,
        weighting: Weighting,
    ) -> Result<Self> {
        // The sum of zeros is NaN if one factor is not finite; NaN alone is a row that took no part.
        let infinite = contributions.iter().find(|own| own.is_infinite());
        if let Some(own) = infinite.or(Some(&value).filter(|value| !value.is_finite())) {
            return Err(Error::overflow("what respondents contribute", own));
        }
        Ok(Self {
            value,
            contributions,
            weighting,
        })
    }

    /// Returns the value of the estimate.
    #[must_use]
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// Returns how many respondents there are, those who took no part included.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.contributions.len()
    }

    /// Returns how many respondents took part.
    #[must_use]
    pub fn counted(&self) -> u64 {
        let took_part = |own: &f64| u64::from(!own.is_nan());
        self.contributions.iter().map(took_part).sum()
    }

    /// Returns the contribution of each respondent in order, `None` for those who took no part.
    pub fn contributions(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        let own = self.contributions.iter();
        own.map(|own| Some(*own).filter(|own| !own.is_nan()))
    }

    /// Whether nobody is apart from the value: one respondent, or several who answer alike.
    pub(crate) fn is_unanimous(&self) -> bool {
        let own = self.contributions.iter();
        own.filter(|own| !own.is_nan()).all(|own| *own == 0.0)
    }

    /// Whether the same respondents took part in both.
    pub(crate) fn shares_rows(&self, other: &Self) -> bool {
        let gone = |influence: &'_ Self, row: usize| {
            let own = influence.contributions.get(row);
            own.is_none_or(|own| own.is_nan())
        };
        self.rows() == other.rows()
            && (0..self.rows()).all(|row| gone(self, row) == gone(other, row))
    }

    pub(super) fn column(&self) -> &[f64] {
        &self.contributions
    }

    pub(super) const fn weighting(&self) -> &Weighting {
        &self.weighting
    }

    /// Computes the standard error under a design, with `clusters − strata` degrees of freedom.
    ///
    /// Without strata and clusters these are n − 1. With
    /// [`Errors::Kish`](crate::estimate::Errors::Kish) they are the effective sample size minus 1.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] for codes of more or fewer respondents; [`Error::Insufficient`] if a
    /// stratum has a single cluster that the design refuses, or if there are no degrees of freedom;
    /// [`Error::Mismatch`] for a cluster in two strata; [`Error::OutOfRange`] for a population smaller
    /// than the sample or missing; [`Error::Unsupported`] for Kish's errors together with strata, clusters,
    /// or different weights.
    ///
    /// See the [example](crate::estimate::Design).
    pub fn estimate(&self, design: &Design) -> Result<Estimate> {
        let (variance, degrees) = variance(self, design)?;
        Estimate::new(self.value, variance.sqrt())?.with_degrees_of_freedom(degrees)
    }

    /// Computes this estimate plus another of the same respondents.
    ///
    /// # Errors
    /// As [`of_function`](Self::of_function).
    ///
    /// ```
    /// use retention::estimate::Influence;
    ///
    /// let mean = Influence::of_mean([4.0, 6.0, 8.0].map(Some), None)?.unwrap();
    /// assert_eq!(mean.plus(&mean)?, mean.times(2.0)?);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn plus(&self, other: &Self) -> Result<Self> {
        self.combined(self.value + other.value, 1.0, other, 1.0)
    }

    /// Computes this estimate minus another of the same respondents: two questions, or two segments of
    /// one survey.
    ///
    /// # Errors
    /// As [`of_function`](Self::of_function).
    ///
    /// See the [example](crate::estimate::Influence).
    pub fn minus(&self, other: &Self) -> Result<Self> {
        self.combined(self.value - other.value, 1.0, other, -1.0)
    }

    /// Computes this estimate times a number.
    ///
    /// # Errors
    /// As [`of_function`](Self::of_function).
    ///
    /// See the [example](crate::estimate::Influence::plus).
    pub fn times(&self, factor: f64) -> Result<Self> {
        finite("factor", factor)?;
        let product = self.value * factor;
        let own = self.contributions.iter().map(|own| own * factor);
        Self::checked(product, own.collect(), self.weighting.clone())
    }

    /// Computes this estimate divided by another of the same respondents.
    ///
    /// ```text
    /// uᵢ = (aᵢ − (a/b) bᵢ) / b
    /// ```
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if the other is 0; otherwise as [`of_function`](Self::of_function).
    ///
    /// ```
    /// use retention::estimate::{Design, Influence};
    ///
    /// let ours = Influence::of_mean([8.0, 6.0, 9.0, 5.0].map(Some), None)?.unwrap();
    /// let theirs = Influence::of_mean([7.0, 6.0, 8.0, 4.0].map(Some), None)?.unwrap();
    /// let ratio = ours.divided_by(&theirs)?.estimate(&Design::default())?;
    /// assert_eq!(format!("{ratio:.3}"), "1.120 ± 0.042");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "ratio estimator")]
    pub fn divided_by(&self, other: &Self) -> Result<Self> {
        if other.value == 0.0 {
            return Err(Error::out_of_range("denominator", 0, "other than 0"));
        }
        let ratio = self.value / other.value;
        self.combined(ratio, 1.0 / other.value, other, -ratio / other.value)
    }

    fn combined(&self, value: f64, by_own: f64, other: &Self, by_other: f64) -> Result<Self> {
        for number in [value, by_own, by_other] {
            if !number.is_finite() {
                return Err(Error::overflow("combining two estimates", number));
            }
        }
        Self::of_function(value, &[(by_own, self), (by_other, other)])
    }
}

/// Adds a contribution to those of the same row, NaN where there is none yet.
pub(super) fn add(sum: &mut f64, own: f64) {
    if sum.is_nan() {
        *sum = own;
    } else if !own.is_nan() {
        *sum += own;
    }
}

fn weighting(weights: Option<&Weights>, rows: usize) -> Result<Weighting> {
    match weights {
        Some(weights) => Ok(Weighting::By(weights.of_respondents(rows)?.collect())),
        None => Ok(Weighting::Equal),
    }
}

/// The mean of a column, and in the column's place what each of it contributes.
fn deviations(mut column: Vec<f64>, weighting: &Weighting) -> Option<(f64, Vec<f64>)> {
    let weight_of = |row: usize| match weighting {
        Weighting::By(weights) => weights.get(row).copied().unwrap_or_default(),
        Weighting::Equal | Weighting::Mixed => 1.0,
    };
    for (row, value) in column.iter_mut().enumerate() {
        if weight_of(row) <= 0.0 {
            *value = f64::NAN;
        }
    }
    let origin = *column.iter().find(|value| !value.is_nan())?;
    let (mut sum, mut all) = (0.0, 0.0);
    for (row, value) in column.iter().enumerate() {
        if !value.is_nan() {
            let weight = weight_of(row);
            all += weight;
            // Around the first, so that equal values have exactly themselves as their mean.
            sum += weight * (value - origin);
        }
    }
    let offset = sum / all;
    for (row, value) in column.iter_mut().enumerate() {
        *value = weight_of(row) / all * ((*value - origin) - offset);
    }
    Some((origin + offset, column))
}
