use crate::Result;
use crate::error::{Error, Place};
use crate::estimate::{Confidence, Interval};
use crate::keyed::check_unique;
use crate::numeric::linear::Matrix;
use crate::numeric::moments::Moments;
use crate::scale::{Answers, Weights};

use super::{Factor, Hierarchy, NegativeWeights, WeightedItem};

/// The answers to one factor's items.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorAnswers<'a> {
    /// The factor's name.
    pub name: String,
    /// Its items by name, each with all respondents' answers.
    pub items: Vec<(String, Answers<'a>)>,
}

/// Weights derived from the correlations of items and factors with an outcome.
///
/// ```text
/// weight of an item   = r(item, outcome) / Σ |r| within its factor
/// weight of a factor  = r(factor, outcome) / Σ |r| of all factors,  factor = Σ weight · item on 0 to 1
/// ```
///
/// A factor with a negative item falls as that item rises, and so may rise with the outcome.
///
/// It uses the respondents who answered every item and the outcome. A correlation is an association:
/// improving an item need not change the outcome. Negative correlations are reported as they are; a
/// hierarchy has negative weights only [on request](NegativeWeights).
///
/// ```
/// use retention::estimate::Confidence;
/// use retention::loyalty::hierarchy::{Derived, FactorAnswers, NegativeWeights};
/// use retention::scale::Scale;
///
/// let scale = Scale::ONE_TO_FIVE;
/// let network = [5.0, 4.0, 2.0, 3.0, 1.0];
/// let service = [3.0, 5.0, 1.0, 2.0, 4.0];
/// let tariffs = [2.0, 1.0, 4.0, 3.0, 5.0];
/// let stays = scale.full_answers(&[5.0, 4.0, 2.0, 3.0, 2.0])?;
/// let answers = [
///     FactorAnswers {
///         name: "quality".to_owned(),
///         items: vec![
///             ("network".to_owned(), scale.full_answers(&network)?),
///             ("service".to_owned(), scale.full_answers(&service)?),
///         ],
///     },
///     FactorAnswers {
///         name: "price".to_owned(),
///         items: vec![("tariffs".to_owned(), scale.full_answers(&tariffs)?)],
///     },
/// ];
/// let derived = Derived::of(&answers, &stays, None, Confidence::default())?;
/// let tariffs = &derived.factors[1].items[0];
/// assert!(tariffs.correlation.unwrap() < -0.8); // dear tariffs, or asked the other way round
/// assert!(derived.hierarchy(NegativeWeights::Refuse).is_err());
/// let hierarchy = derived.hierarchy(NegativeWeights::ReadFromOtherEnd)?;
/// assert_eq!(hierarchy.factors()[1].items[0].weight, -1.0);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Derived {
    /// Each factor, in order.
    pub factors: Vec<DerivedFactor>,
    /// Respondents who answered everything, those without weight included.
    pub used: u64,
    /// Respondents who left an answer out.
    pub left_out: u64,
    /// The number of equally weighted respondents that would give the same precision.
    pub effective_sample_size: f64,
    /// Number of correlations computed, and so of intervals that stand side by side.
    pub comparisons: u64,
}

/// One factor of [`Derived`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DerivedFactor {
    /// Its name.
    pub name: String,
    /// Pearson's correlation of its score with the outcome; `None` if either does not vary, or with
    /// fewer than two respondents.
    pub correlation: Option<f64>,
    /// Fisher's interval of the correlation; `None` for a correlation of ±1, and with an
    /// [effective sample size](Derived::effective_sample_size) of 3 or less.
    ///
    /// ```text
    /// tanh(artanh r ± z / √(n − 3))
    /// ```
    pub interval: Option<Interval>,
    /// Its weight, negative if the correlation is. It is `None` if a correlation it needs is undefined,
    /// or if all are zero.
    pub weight: Option<f64>,
    /// Its items, in order.
    pub items: Vec<DerivedItem>,
}

/// One item of [`Derived`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DerivedItem {
    /// Its name.
    pub name: String,
    /// Pearson's correlation of its answers with the outcome; `None` if either does not vary, or with
    /// fewer than two respondents.
    pub correlation: Option<f64>,
    /// Fisher's interval of the correlation; `None` for a correlation of ±1, and with an
    /// [effective sample size](Derived::effective_sample_size) of 3 or less.
    ///
    /// ```text
    /// tanh(artanh r ± z / √(n − 3))
    /// ```
    pub interval: Option<Interval>,
    /// Its weight within its factor, negative if the correlation is. It is `None` if a correlation of
    /// the factor's items is undefined, or if all are zero.
    pub weight: Option<f64>,
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

    const UNDEFINED: Self = Self {
        value: None,
        interval: None,
    };
}

impl Derived {
    /// Computes the correlations of items and factors with an outcome, such as loyalty or staying.
    ///
    /// All columns are answers of the same respondents in the same order.
    ///
    /// # Errors
    /// [`Error::Empty`] without factors, and for a factor without items; [`Error::Duplicate`] for a
    /// name that occurs twice; [`Error::LengthMismatch`] if columns or weights differ in length, at the item.
    pub fn of(
        factors: &[FactorAnswers<'_>],
        outcome: &Answers<'_>,
        weights: Option<&Weights>,
        confidence: Confidence,
    ) -> Result<Self> {
        if factors.is_empty() {
            return Err(Error::empty("factor"));
        }
        check_unique("factor", factors.iter().map(|factor| factor.name.as_str()))
            .map_err(|(error, at)| error.at_place(Place::Factor(at.into())))?;
        let mut columns = Vec::new();
        for factor in factors {
            if factor.items.is_empty() {
                return Err(Error::empty("item of a factor"));
            }
            check_unique(
                "item of a factor",
                factor.items.iter().map(|(name, _)| name.as_str()),
            )
            .map_err(|(error, at)| error.at_place(Place::Item(at.into())))?;
            for (name, answers) in &factor.items {
                if answers.len() != outcome.len() {
                    let error = Error::length("item of a factor", answers.len(), outcome.len());
                    return Err(error.at_place(Place::Item(name.as_str().into())));
                }
                columns.push(*answers);
            }
        }
        columns.push(*outcome);

        let mut moments = Moments::new(columns.len());
        let mut row = Vec::with_capacity(columns.len());
        let mut used = 0;
        for (respondent, weight) in Weights::or_equal(weights, outcome.len())?.enumerate() {
            row.clear();
            // On 0 to 1, so that an index of the weights means what they were derived for.
            row.extend(columns.iter().filter_map(|answers| {
                let scale = answers.scale();
                Some((answers.get(respondent)? - scale.low()) / scale.width())
            }));
            if row.len() == columns.len() {
                moments.push(&row, weight);
                used += 1;
            }
        }
        let n = moments.effective_sample_size();
        let covariances = moments.covariances();
        let correlate = |loadings: &[(usize, f64)]| match &covariances {
            Some(covariances) => correlation(covariances, loadings, n, confidence),
            None => Correlation::UNDEFINED,
        };

        let mut first = 0;
        let mut found: Vec<DerivedFactor> = Vec::with_capacity(factors.len());
        for factor in factors {
            let positions = first..first + factor.items.len();
            first = positions.end;
            let correlations: Vec<Correlation> = positions
                .clone()
                .map(|position| correlate(&[(position, 1.0)]))
                .collect();
            let weights = shares(correlations.iter().map(|one| one.value));
            let loadings: Option<Vec<(usize, f64)>> = weights
                .iter()
                .zip(positions)
                .map(|(weight, position)| Some((position, (*weight)?)))
                .collect();
            let names = factor.items.iter().map(|(name, _)| name);
            let whole = loadings.map_or(Correlation::UNDEFINED, |all| correlate(&all));
            found.push(DerivedFactor {
                name: factor.name.clone(),
                correlation: whole.value,
                interval: whole.interval,
                weight: None,
                items: names
                    .zip(correlations)
                    .zip(weights)
                    .map(|((name, correlation), weight)| DerivedItem {
                        name: name.clone(),
                        correlation: correlation.value,
                        interval: correlation.interval,
                        weight,
                    })
                    .collect(),
            });
        }
        let weights = shares(found.iter().map(|factor| factor.correlation));
        for (factor, weight) in found.iter_mut().zip(weights) {
            factor.weight = weight;
        }
        Ok(Self {
            comparisons: (columns.len() - 1 + found.len()) as u64,
            factors: found,
            used,
            left_out: outcome.len() as u64 - used,
            effective_sample_size: n,
        })
    }

    /// Creates the hierarchy with the derived weights.
    ///
    /// # Errors
    /// [`Error::Singular`] if a weight could not be derived, because an item never changes or nothing
    /// goes with the outcome; [`Error::OutOfRange`] for a negative weight if these are refused.
    pub fn hierarchy(&self, negative: NegativeWeights) -> Result<Hierarchy> {
        let derived = |weight: Option<f64>, name: &str| {
            weight.ok_or_else(|| Error::singular("weights", name))
        };
        let mut factors = Vec::with_capacity(self.factors.len());
        for factor in &self.factors {
            let items = factor.items.iter().map(|item| {
                Ok(WeightedItem {
                    name: item.name.clone(),
                    weight: derived(item.weight, &item.name)?,
                })
            });
            factors.push(Factor {
                name: factor.name.clone(),
                items: items.collect::<Result<_>>()?,
                weight: derived(factor.weight, &factor.name)?,
            });
        }
        Hierarchy::with_negative(factors, negative)
    }

    /// Returns the names of factors and items with a negative correlation: the factor, and the item if
    /// it is one.
    pub fn negative(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let is_negative = |correlation: Option<f64>| correlation.is_some_and(|r| r < 0.0);
        self.factors.iter().flat_map(move |factor| {
            let own = is_negative(factor.correlation).then_some((factor.name.as_str(), None));
            let items = factor
                .items
                .iter()
                .filter(move |item| is_negative(item.correlation))
                .map(|item| (factor.name.as_str(), Some(item.name.as_str())));
            own.into_iter().chain(items)
        })
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
