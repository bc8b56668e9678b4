use super::Omega;
use super::complete::Complete;
use super::polychoric::{Levels, correlations};
use super::sums::Sums;
use crate::Result;
use crate::error::Error;
use crate::fit::Outcome;
use crate::numeric::linear::Matrix;
use crate::scale::{ItemSet, Weights};

/// Reliability of items whose few answers are steps of something continuous: ordinal alpha, from
/// polychoric correlations.
///
/// Each item is taken as a normal variable cut at unknown places, and the correlation of two such
/// variables is estimated in two steps: the cuts from each item alone, then the correlation by maximum
/// likelihood. Answers on few steps, or piled up at one end, correlate less than what they stand for.
/// So ordinal alpha is commonly above [alpha](super::Alpha). It is the reliability of the
/// continuous variables, not of the sum of the answers given.
///
/// ```text
/// α = k / (k − 1) · (1 − k / Σ correlations)
/// ```
///
/// Source: Zumbo, B. D., Gadermann, A. M. and Zeisser, C. (2007), *Journal of Modern Applied Statistical
/// Methods* 6(1): 21–29; Olsson, U. (1979), *Psychometrika* 44: 443–460.
///
/// ```
/// use retention::scale::{ItemSet, Scale};
///
/// let scale = Scale::ONE_TO_FIVE;
/// let items = ItemSet::new([
///     scale.full_answers(&[5.0, 5.0, 4.0, 5.0, 3.0, 5.0, 4.0, 2.0, 5.0, 5.0])?,
///     scale.full_answers(&[5.0, 4.0, 4.0, 5.0, 4.0, 5.0, 5.0, 3.0, 5.0, 4.0])?,
///     scale.full_answers(&[4.0, 5.0, 5.0, 5.0, 2.0, 5.0, 4.0, 3.0, 4.0, 5.0])?,
/// ])?;
/// let ordinal = items.ordinal_reliability(None)?;
/// let plain = items.reliability(None)?;
/// assert!(ordinal.alpha > plain.alpha.map(|alpha| alpha.value()));
/// assert!(ordinal.correlation(0, 1) > plain.correlation(0, 1));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "polychoric correlation")]
#[doc(alias = "tetrachoric correlation")]
pub struct OrdinalReliability {
    /// Respondents who answered every item, those with weight 0 included.
    pub used: u64,
    /// Respondents who left one or more out.
    pub left_out: u64,
    /// Ordinal alpha; `None` with one item, or if the correlations add up to nothing.
    pub alpha: Option<f64>,
    /// How the correlations were found: on the boundary if two items order all respondents alike, so
    /// that a correlation is taken as ±0.9999.
    pub outcome: Outcome,
    #[cfg_attr(feature = "serde", serde(skip))]
    correlations: Matrix,
}

impl OrdinalReliability {
    /// Returns the polychoric correlation of two items; `None` if there is no such item.
    #[must_use]
    pub fn correlation(&self, item: usize, other: usize) -> Option<f64> {
        let items = self.correlations.size();
        (item < items && other < items).then(|| self.correlations.at(item, other))
    }

    /// Computes McDonald's omega of the continuous variables.
    #[must_use]
    pub fn omega(&self) -> Omega {
        Omega::of(Some(&self.correlations), self.correlations.size())
    }
}

impl ItemSet<'_> {
    /// Computes the reliability of what the answers are steps of, from the respondents who answered
    /// every item.
    ///
    /// The cost grows with the square of the number of items and of different answers. Weights count
    /// respondents in the likelihood.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer weights than respondents;
    /// at the item, [`Error::Insufficient`] if everybody with weight gave the same answer to it, and
    /// [`Error::OutOfRange`] for more than 100 different answers.
    ///
    /// See the [example](OrdinalReliability).
    pub fn ordinal_reliability(&self, weights: Option<&Weights>) -> Result<OrdinalReliability> {
        let complete = Complete::new(&[self], weights)?;
        complete.refuse_constant()?;
        let items = Levels::of_items(&complete.columns)?;
        let Some((correlations, outcome)) = correlations(&items, &complete.weights) else {
            return Err(Error::insufficient("different answers", 1, 2));
        };
        Ok(OrdinalReliability {
            used: complete.used,
            left_out: self.respondents() as u64 - complete.used,
            alpha: Sums::of(&correlations).alpha(),
            outcome,
            correlations,
        })
    }
}
