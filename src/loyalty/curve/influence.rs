use crate::Result;
use crate::accumulate::{Accumulator, Weighted};
use crate::error::Error;
use crate::estimate::Influence;
use crate::loyalty::measures::Measures;
use crate::scale::{Answers, Weights};

use super::search::{Found, points};
use super::{Curve, Method, Options, Sample};

/// Computes the exponent of the curve with what each customer contributes, so that two surveys can be
/// compared that share customers, such as before and after a barrier fell; `None` without a standard
/// error.
///
/// ```text
/// contribution = wᵢ · residualᵢ · (first row of (Σ w g gᵀ)⁻¹) · gᵢ,  g the gradient of the curve
/// ```
///
/// Customers come in the same order in both columns, and those without one of the two take no part. For
/// surveys of different customers [`Model::exponent_minus`](super::Model::exponent_minus) does.
///
/// ```
/// use retention::estimate::Design;
/// use retention::loyalty::curve::{Options, influence};
/// use retention::scale::Scale;
///
/// let five = Scale::ONE_TO_FIVE;
/// let satisfaction = five.full_answers(&[1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0, 5.0])?;
/// let before = five.full_answers(&[2.0, 3.0, 3.0, 4.0, 3.0, 4.0, 5.0, 5.0])?;
/// let after = five.full_answers(&[1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 5.0])?;
/// let exponent = |loyalty| influence(&satisfaction, loyalty, None, Options::default());
/// let (before, after) = (exponent(&before)?.unwrap(), exponent(&after)?.unwrap());
/// let change = after.minus(&before)?.estimate(&Design::default())?;
/// assert_eq!(format!("{change:.2}"), "0.94 ± 0.31");
/// # Ok::<(), retention::Error>(())
/// ```
///
/// # Errors
/// As [`Sample::of`] and [`Sample::fit`]; [`Error::LengthMismatch`] if there are more or fewer weights
/// than customers; [`Error::Unsupported`] with [`Method::CellMeans`] or [`Method::LogLog`].
pub fn influence(
    satisfaction: &Answers<'_>,
    loyalty: &Answers<'_>,
    weights: Option<&Weights>,
    options: Options,
) -> Result<Option<Influence>> {
    if !matches!(options.method, Method::Respondents | Method::FreeEnds) {
        let error = Error::unsupported("influence", options.method);
        return Err(error.with_cure("fit by respondents or with free ends"));
    }
    Weights::check(weights, satisfaction.len())?;
    let weight = |row: usize| {
        weights
            .map_or(Some(1.0), |weights| weights.as_slice().get(row).copied())
            .unwrap_or(0.0)
    };
    let sample = sample(satisfaction, loyalty, weight)?;
    sample.check(&options)?;
    let found = Found::of(&points(&sample, options.method), &options);
    let (Some(exponent), Some(spread)) = (found.exponent, found.spread()) else {
        return Ok(None);
    };
    let curve = Curve::new(sample.satisfaction(), exponent)?.between(found.floor, found.ceiling)?;
    let scale = sample.loyalty();
    let contributions = satisfaction.iter().zip(loyalty.iter()).enumerate();
    let contributions = contributions.map(|(row, (satisfaction, loyalty))| {
        let (weight, Some((satisfaction, loyalty))) = (weight(row), satisfaction.zip(loyalty))
        else {
            return Ok(None);
        };
        if weight == 0.0 {
            return Ok(None);
        }
        let unit = (loyalty - scale.low()) / scale.width();
        let residual = unit - curve.at(satisfaction)?;
        let gradient = curve.gradient(satisfaction)?;
        let pulls = spread.pull.iter().zip(gradient);
        let moved: f64 = pulls.map(|(pull, gradient)| pull * gradient).sum();
        Ok(Some(weight * residual * moved))
    });
    let contributions = contributions.collect::<Result<Vec<_>>>()?;
    Influence::from_weighted(exponent, contributions, weights).map(Some)
}

fn sample(
    satisfaction: &Answers<'_>,
    loyalty: &Answers<'_>,
    weight: impl Fn(usize) -> f64,
) -> Result<Sample> {
    if loyalty.len() != satisfaction.len() {
        return Err(Error::length("loyalty", loyalty.len(), satisfaction.len()));
    }
    let mut sample = Sample::new(satisfaction.scale(), loyalty.scale());
    for (row, (satisfaction, loyalty)) in satisfaction.iter().zip(loyalty.iter()).enumerate() {
        let customer = Measures {
            satisfaction,
            loyalty,
            switching_cost: None,
        };
        match weight(row) {
            1.0 => sample.push(customer)?,
            weight => sample.push_weighted(customer, weight)?,
        }
    }
    Ok(sample)
}
