use std::ops::Range;

use crate::error::non_negative;
use crate::numeric::moments::effective_sample_size;
use crate::numeric::weights::LARGEST;
use crate::{Error, Result};

/// How many times the smallest weight above 0 the largest may be: sums of weights and of their
/// squares keep every weight, and variances keep about six digits.
const WIDEST: f64 = 1e12;

/// Returns a weight pushed on its own: 0, or one whose square neither overflows nor underflows `f64`.
pub(crate) fn respondent_weight(weight: f64) -> Result<f64> {
    if non_negative("weight", weight)? > LARGEST || weight > 0.0 && weight < 1.0 / LARGEST {
        let value = format_args!("{weight:e}");
        return Err(
            Error::out_of_range("weight", value, "0, or 1e-100 to 1e100")
                .with_cure("divide all weights by their mean"),
        );
    }
    Ok(weight)
}

/// How many people each respondent stands for.
///
/// Weights are finite and not negative, and at least one is above 0. A survey that asked too many
/// people of one kind gives each of them a smaller weight. Unequal weights cost precision: see the
/// [effective sample size](Self::effective_sample_size). Only proportions matter: doubling all weights
/// changes no result.
///
/// Weights of columns may be of any size, since they are divided by the largest. Whoever is
/// [pushed](crate::Weighted::push_weighted) on their own has a weight of 0, or of 10⁻¹⁰⁰ to 10¹⁰⁰: the
/// largest is not known yet. Divide weights outside that range by their mean first.
///
/// ```
/// use retention::scale::Weights;
///
/// let weights = Weights::new([1.0, 1.0, 2.0])?;
/// assert_eq!(weights.sum(), 4.0);
/// assert_eq!(format!("{:.4}", weights.effective_sample_size()), "2.6667"); // 16 / 6
/// assert_eq!(weights.design_effect(), 1.125);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Vec<f64>", into = "Vec<f64>"))]
pub struct Weights {
    weights: Vec<f64>,
    sum: f64,
    largest: f64,
}

impl TryFrom<Vec<f64>> for Weights {
    type Error = Error;

    fn try_from(weights: Vec<f64>) -> Result<Self> {
        Self::new(weights)
    }
}

impl From<Weights> for Vec<f64> {
    fn from(weights: Weights) -> Self {
        weights.weights
    }
}

impl Weights {
    /// Creates weights, one for each respondent, in the order of the answers.
    ///
    /// # Errors
    /// [`Error::Empty`] without weights; at its row, [`Error::NotFinite`] for NaN and infinities and
    /// [`Error::OutOfRange`] for a negative weight, or for one above 0 that is less than 10⁻¹² of the
    /// largest; [`Error::OutOfRange`] if all are 0; [`Error::Overflow`] if the sum exceeds the largest
    /// `f64`.
    pub fn new(weights: impl Into<Vec<f64>>) -> Result<Self> {
        let weights: Vec<f64> = weights.into();
        if weights.is_empty() {
            return Err(Error::empty("weight"));
        }
        let (mut sum, mut largest) = (0.0, 0.0_f64);
        for (row, &weight) in weights.iter().enumerate() {
            sum += non_negative("weight", weight).map_err(|error| error.at_row(row))?;
            largest = largest.max(weight);
        }
        if largest == 0.0 {
            return Err(Error::out_of_range("sum of the weights", sum, "above 0"));
        }
        if sum == f64::INFINITY {
            return Err(Error::overflow("the sum of the weights", sum));
        }
        let smallest = largest / WIDEST;
        if let Some((row, &weight)) =
            (weights.iter().enumerate()).find(|&(_, &weight)| weight > 0.0 && weight < smallest)
        {
            let allowed = format_args!("0, or at least {smallest:e}, a 10^-12 part of the largest");
            return Err(Error::out_of_range("weight", weight, allowed).at_row(row));
        }
        Ok(Self {
            weights,
            sum,
            largest,
        })
    }

    /// Returns the weights, in the order given.
    #[must_use]
    pub fn as_slice(&self) -> &[f64] {
        &self.weights
    }

    /// Returns how many respondents there are, those with weight 0 included.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is at least one")]
    pub const fn len(&self) -> usize {
        self.weights.len()
    }

    /// Returns the sum of the weights.
    #[must_use]
    pub const fn sum(&self) -> f64 {
        self.sum
    }

    /// Computes the number of equally weighted respondents that would give the same precision.
    ///
    /// ```text
    /// n_eff = (Σw)² / Σw²
    /// ```
    ///
    /// It lies between 1 and the number of respondents. It assumes that weights are unrelated to
    /// answers.
    ///
    /// Source: Kish, L. (1965), *Survey Sampling*, Wiley.
    #[must_use]
    #[doc(alias = "Kish")]
    pub fn effective_sample_size(&self) -> f64 {
        let (mut sum, mut squares) = (0.0, 0.0);
        for weight in self.relative() {
            sum += weight;
            squares += weight * weight;
        }
        effective_sample_size(sum, squares)
    }

    /// Computes the factor by which unequal weights enlarge the variance of a mean: respondents
    /// divided by the effective sample size, at least 1.
    #[must_use]
    #[doc(alias = "deff")]
    pub fn design_effect(&self) -> f64 {
        self.weights.len() as f64 / self.effective_sample_size()
    }

    /// Returns the weights as shares of the largest, so that their squares neither overflow nor
    /// underflow `f64`.
    fn relative(&self) -> impl Iterator<Item = f64> + Clone {
        self.weights.iter().map(|weight| weight / self.largest)
    }

    /// Returns the weights of some respondents as shares of the largest, in `buffer`.
    pub(crate) fn block<'b>(&self, rows: Range<usize>, buffer: &'b mut Vec<f64>) -> &'b [f64] {
        let weights = self.weights.get(rows).unwrap_or(&[]).iter();
        buffer.clear();
        buffer.extend(weights.map(|weight| weight / self.largest));
        buffer
    }

    /// Refuses weights of more or fewer respondents than so many.
    pub(crate) fn check(weights: Option<&Self>, respondents: usize) -> Result<()> {
        match weights {
            Some(weights) if weights.len() != respondents => {
                Err(Error::length("weights", weights.len(), respondents))
            }
            _ => Ok(()),
        }
    }

    /// Returns the weights of so many respondents as shares of the largest.
    pub(crate) fn of_respondents(
        &self,
        respondents: usize,
    ) -> Result<impl Iterator<Item = f64> + Clone> {
        Self::check(Some(self), respondents)?;
        Ok(self.relative())
    }

    /// Returns the weights of so many respondents as shares of the largest; 1 for each if there are
    /// none.
    pub(crate) fn or_equal(
        weights: Option<&Self>,
        respondents: usize,
    ) -> Result<impl Iterator<Item = f64> + Clone> {
        let given = weights.map(|weights| weights.of_respondents(respondents));
        let given = given.transpose()?.into_iter().flatten();
        let equal = if weights.is_none() { respondents } else { 0 };
        Ok(given.chain(std::iter::repeat_n(1.0, equal)))
    }
}
