use crate::Result;
use crate::error::Error;
use crate::estimate::{Confidence, Interval};
use crate::numeric::linear::Matrix;
use crate::numeric::moments::Moments;
use crate::scale::{Answers, Sheet};

use super::{Factor, Hierarchy};

/// The correlation of an item or a factor with an outcome such as loyalty, by
/// [`Hierarchy::associations`].
///
/// It rests on the respondents who answered every item and the outcome. A correlation is an
/// association: improving an item need not change the outcome.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Association {
    /// The factor.
    pub factor: String,
    /// The item; `None` for the factor as a whole.
    pub item: Option<String>,
    /// Pearson's correlation with the outcome of the item's answers, or of the factor's score; `None`
    /// if either does not vary, or with fewer than two respondents.
    pub correlation: Option<f64>,
    /// Fisher's interval of the correlation; `None` for a correlation of ±1, and with an
    /// [effective sample size](Self::effective_sample_size) of 3 or less.
    ///
    /// ```text
    /// tanh(artanh r ± z / √(n − 3))
    /// ```
    pub interval: Option<Interval>,
    /// The weight of the factor among all, or of the item within its factor, with the sign of the
    /// correlation. It is `None` if a correlation that it needs is undefined, or if all are zero.
    pub weight: Option<f64>,
    /// Respondents who answered everything, those without weight included.
    pub used: u64,
    /// Respondents who left an answer out.
    pub left_out: u64,
    /// The number of equally weighted respondents that would give the same precision.
    pub effective_sample_size: f64,
}

/// A correlation with its interval.
#[derive(Debug, Clone, Copy)]
struct Correlation {
    value: Option<f64>,
    interval: Option<Interval>,
}

impl Correlation {
    /// The correlation of two variables with this covariance and these variances.
    fn new(covariance: f64, a: f64, b: f64, n: f64, confidence: Confidence) -> Self {
        let value =
            (a > 0.0 && b > 0.0).then(|| (covariance / (a.sqrt() * b.sqrt())).clamp(-1.0, 1.0));
        let interval = value.filter(|r| r.abs() < 1.0 && n > 3.0).map(|r| {
            let half = confidence.z() / (n - 3.0).sqrt();
            let end = |by: f64| (r.atanh() + by).tanh();
            Interval::between(end(-half), end(half), confidence)
        });
        Self { value, interval }
    }
}

impl Hierarchy {
    /// Computes the correlations of these factors and items with an outcome such as loyalty, and the
    /// weights that follow from them. The weights of the hierarchy are not read.
    ///
    /// ```text
    /// weight of an item   = r(item, outcome) / Σ |r| within its factor
    /// weight of a factor  = r(factor, outcome) / Σ |r| of all factors,  factor = Σ weight · item on 0 to 1
    /// ```
    ///
    /// The sheet has one column for each item, factor by factor. Its weights are those of the
    /// respondents. The result has a row for each factor in order, followed by a row for each of its
    /// items. As many intervals stand side by side as there are rows.
    ///
    /// Negative correlations are reported as they are. A factor with a negative item falls as that item
    /// rises, and so may rise with the outcome. [`Factor::of`] makes factors with these weights.
    ///
    /// ```
    /// use retention::estimate::Confidence;
    /// use retention::loyalty::hierarchy::{Factor, Hierarchy};
    /// use retention::scale::{Scale, Sheet};
    ///
    /// let scale = Scale::ONE_TO_FIVE;
    /// let network = scale.full_answers(&[5.0, 4.0, 2.0, 3.0, 1.0])?;
    /// let service = scale.full_answers(&[3.0, 5.0, 1.0, 2.0, 4.0])?;
    /// let tariffs = scale.full_answers(&[2.0, 1.0, 4.0, 3.0, 5.0])?;
    /// let stays = scale.full_answers(&[5.0, 4.0, 2.0, 3.0, 2.0])?;
    /// let asked = Hierarchy::new([
    ///     Factor::equal("quality", ["network", "service"]),
    ///     Factor::equal("price", ["tariffs"]),
    /// ])?;
    /// let items = Sheet::new([network, service, tariffs])?;
    /// let found = asked.associations(&items, &stays, Confidence::default())?;
    /// let tariffs = found.iter().find(|row| row.item.as_deref() == Some("tariffs")).unwrap();
    /// assert!(tariffs.correlation.unwrap() < -0.8); // dear tariffs, or asked the other way round
    ///
    /// let factors = Factor::of(&found)?;
    /// assert!(Hierarchy::new(factors.clone()).is_err());
    /// let hierarchy = Hierarchy::with_negative(factors)?;
    /// assert_eq!(hierarchy.factors()[1].items().next(), Some(("tariffs", -1.0)));
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer columns than items, or more or fewer
    /// answers to the outcome than respondents.
    pub fn associations(
        &self,
        items: &Sheet<'_>,
        outcome: &Answers<'_>,
        confidence: Confidence,
    ) -> Result<Vec<Association>> {
        let columns = items.columns().len();
        if columns != self.items() {
            return Err(Error::length("columns", columns, self.items()));
        }
        if outcome.len() != items.respondents() {
            return Err(Error::length("outcome", outcome.len(), items.respondents()));
        }
        let (moments, used) = moments(items, outcome)?;
        let sample = Correlations {
            covariances: moments.covariances(),
            n: moments.effective_sample_size(),
            used,
            left_out: outcome.len() as u64 - used,
            confidence,
        };
        Ok(sample.of_all(self.factors()))
    }
}

/// The moments of items and outcome, each on 0 to 1 so that an index of the weights means what they
/// were derived for; with the number of respondents who answered everything.
fn moments(items: &Sheet<'_>, outcome: &Answers<'_>) -> Result<(Moments, u64)> {
    let mut moments = Moments::new(items.columns().len() + 1);
    let mut row = Vec::with_capacity(moments.variables());
    let mut used = 0;
    for (respondent, weight) in items.each_weight()?.enumerate() {
        row.clear();
        let columns = items.columns().iter().chain([outcome]);
        row.extend(columns.filter_map(|answers| {
            let scale = answers.scale();
            Some((answers.get(respondent)? - scale.low()) / scale.width())
        }));
        if row.len() == moments.variables() {
            moments.push(&row, weight);
            used += 1;
        }
    }
    Ok((moments, used))
}

/// What correlations are computed from.
struct Correlations {
    covariances: Option<Matrix>,
    n: f64,
    used: u64,
    left_out: u64,
    confidence: Confidence,
}

impl Correlations {
    /// The rows of every factor, each followed by its items.
    fn of_all(&self, factors: &[Factor]) -> Vec<Association> {
        let (mut first, mut rows, mut wholes) = (0, Vec::new(), Vec::new());
        for factor in factors {
            wholes.push(rows.len());
            rows.extend(self.of_factor(first, factor));
            first += factor.items().len();
        }
        let of_factors = wholes.iter().filter_map(|&at| rows.get(at));
        let weights = shares(of_factors.map(|row: &Association| row.correlation));
        for (&at, weight) in wholes.iter().zip(weights) {
            if let Some(row) = rows.get_mut(at) {
                row.weight = weight;
            }
        }
        rows
    }

    /// The correlation of the outcome with a sum of items, each times its loading.
    fn correlate(&self, loadings: &[(usize, f64)]) -> Correlation {
        let undefined = Correlation {
            value: None,
            interval: None,
        };
        self.covariances.as_ref().map_or(undefined, |covariances| {
            correlation(covariances, loadings, self.n, self.confidence)
        })
    }

    /// The rows of a factor, the first item of which has this position; the factor's own weight is
    /// still open.
    fn of_factor(&self, first: usize, factor: &Factor) -> Vec<Association> {
        let row = |item, correlation: Correlation, weight| Association {
            factor: factor.name().to_owned(),
            item,
            correlation: correlation.value,
            interval: correlation.interval,
            weight,
            used: self.used,
            left_out: self.left_out,
            effective_sample_size: self.n,
        };
        let positions = first..first + factor.items().len();
        let correlations: Vec<Correlation> = positions
            .clone()
            .map(|position| self.correlate(&[(position, 1.0)]))
            .collect();
        let weights = shares(correlations.iter().map(|one| one.value));
        let loadings: Option<Vec<(usize, f64)>> = weights
            .iter()
            .zip(positions)
            .map(|(weight, position)| Some((position, (*weight)?)))
            .collect();
        let whole = self.correlate(&loadings.unwrap_or_default());
        let items = factor.items().zip(correlations).zip(weights);
        let items = items.map(|(((name, _), correlation), weight)| {
            row(Some(name.to_owned()), correlation, weight)
        });
        std::iter::once(row(None, whole, None))
            .chain(items)
            .collect()
    }
}

/// The correlation of the last variable with a sum of others, each times its loading.
fn correlation(
    covariances: &Matrix,
    loadings: &[(usize, f64)],
    n: f64,
    confidence: Confidence,
) -> Correlation {
    let outcome = covariances.size() - 1;
    let (mut shared, mut variance) = (0.0, 0.0);
    for &(i, a) in loadings {
        shared += a * covariances.at(i, outcome);
        for &(j, b) in loadings {
            variance += a * b * covariances.at(i, j);
        }
    }
    Correlation::new(
        shared,
        variance,
        covariances.at(outcome, outcome),
        n,
        confidence,
    )
}

/// The correlations as shares of the sum of their absolute values; none if one is undefined or
/// all are zero.
fn shares(correlations: impl Iterator<Item = Option<f64>> + Clone) -> Vec<Option<f64>> {
    let whole: Option<f64> = correlations
        .clone()
        .map(|correlation| correlation.map(f64::abs))
        .sum();
    correlations
        .map(|correlation| {
            let whole = whole.filter(|whole| *whole > 0.0)?;
            Some(correlation? / whole)
        })
        .collect()
}
