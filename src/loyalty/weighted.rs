use crate::Result;
use crate::error::{Error, non_negative};
use crate::macros::named_enum;

named_enum! {
    /// What becomes of an index if some of its parts are missing.
    #[derive(Default)]
    pub enum Incomplete {
        /// There is no index; the result says what is missing. The default.
        #[default]
        NoIndex = "no_index",
        /// The index is computed from the other parts; the result says what is missing.
        Rest = "rest",
    }
}

/// A weight: finite and not negative.
pub(super) fn weight(argument: &'static str, weight: f64) -> Result<f64> {
    non_negative(argument, weight)
}

/// The weights as shares of the sum of their absolute values.
pub(super) fn shares<const N: usize>(
    argument: &'static str,
    weights: [f64; N],
) -> Result<[f64; N]> {
    let whole = sum_of_sizes(argument, weights)?;
    Ok(weights.map(|weight| weight / whole))
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
    incomplete: Incomplete,
) -> Option<f64> {
    let (mut sum, mut whole) = (0.0, 0.0);
    for (weight, part) in parts.filter(|&(weight, _)| weight != 0.0) {
        match part {
            Some(part) => {
                let part = if weight < 0.0 { 1.0 - part } else { part };
                sum += weight.abs() * part;
                whole += weight.abs();
            }
            None if incomplete == Incomplete::Rest => {}
            None => return None,
        }
    }
    (whole > 0.0).then(|| (sum / whole).clamp(0.0, 1.0))
}
