use crate::Result;
use crate::error::{Error, non_negative};
use crate::scale::Missing;

/// An index of loyalty from 0 to 1, with its parts.
///
/// ```text
/// index = Σ weight · score / Σ weight
/// ```
///
/// It is the result of [`expressions`](super::expressions), [`behaviour`](super::behaviour) and
/// [`hierarchy`](super::hierarchy). There is an example in each.
///
/// See the [example](crate::loyalty::Assessment).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Index<P> {
    /// The index; `None` if too few of the parts with weight are known.
    pub value: Option<f64>,
    /// The parts, in order.
    pub parts: Vec<IndexPart<P>>,
    /// Parts that were not given.
    pub missing: Vec<P>,
    /// Parts that were given and cannot be scored, because the rules set no upper end.
    pub left_out: Vec<P>,
    /// How many parts had to be known.
    pub rule: Missing,
}

/// One part of an [`Index`].
///
/// See the [example](crate::loyalty::Assessment).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct IndexPart<P> {
    /// The part.
    pub part: P,
    /// Its weight, as a share of all weights.
    pub weight: f64,
    /// Its score from 0 to 1; `None` if it is not known or cannot be scored.
    pub score: Option<f64>,
}

/// A weight: finite and not negative.
pub(super) fn weight(argument: &'static str, weight: f64) -> Result<f64> {
    non_negative(argument, weight)
}

/// The sum of the absolute values, which must be above zero and a number.
pub(super) fn sum_of_sizes(
    argument: &'static str,
    weights: impl IntoIterator<Item = f64>,
) -> Result<f64> {
    let sum: f64 = weights.into_iter().map(f64::abs).sum();
    if sum == 0.0 {
        return Err(Error::out_of_range(argument, sum, "above 0 in sum"));
    }
    if sum == f64::INFINITY {
        return Err(Error::overflow("the sum of the weights", sum));
    }
    Ok(sum)
}

/// The mean of parts from 0 to 1 by their weights; a part of negative weight is read from its other
/// end. Parts without weight need not be there.
pub(super) fn mean(
    parts: impl Iterator<Item = (f64, Option<f64>)>,
    missing: Missing,
) -> Result<Option<f64>> {
    let (mut sum, mut whole) = (0.0, 0.0);
    let (mut all, mut known) = (0, 0);
    for (weight, part) in parts.filter(|&(weight, _)| weight != 0.0) {
        all += 1;
        if let Some(part) = part {
            let part = if weight < 0.0 { 1.0 - part } else { part };
            sum += weight.abs() * part;
            whole += weight.abs();
            known += 1;
        }
    }
    if known == 0 || known < missing.least(all)? {
        return Ok(None);
    }
    Ok(Some((sum / whole).clamp(0.0, 1.0)))
}
