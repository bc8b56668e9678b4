//! Importance from covariances.

use super::relative;
use crate::error::Error;
use crate::numeric::linear::{Cholesky, Matrix};
use crate::numeric::moments::Moments;
use crate::quadrant::Importance;

/// Where less than this is left unexplained, it is nothing but rounding, as it is for a pivot of a
/// matrix.
pub(super) const NOTHING: f64 = 1e-10;

/// Importance of each attribute, and what it came from.
#[derive(Debug)]
pub(in crate::quadrant) struct Weighed {
    pub(in crate::quadrant) importance: Vec<f64>,
    /// Of a method that enters all attributes at once.
    pub(super) joint: Option<Joint>,
}

#[derive(Debug)]
pub(super) struct Joint {
    /// Of the correlations of the attributes.
    pub(super) factor: Cholesky,
    pub(super) r_squared: f64,
}

/// Why there is no importance: the variable at fault, the overall answers counted last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::quadrant) enum Flaw {
    /// It never changes.
    Constant(usize),
    /// It is a combination of others.
    Dependent(usize),
}

/// Importance by any method but stated, from the covariances of the attributes, or of what the
/// method takes in their place, and of the overall answers, which come last.
pub(in crate::quadrant) fn weigh(
    importance: Importance,
    covariances: &Matrix,
) -> std::result::Result<Weighed, Flaw> {
    let correlations = covariances.correlations().map_err(Flaw::Constant)?;
    let k = correlations.size().saturating_sub(1);
    let with_overall: Vec<f64> = (0..k).map(|i| correlations.at(i, k)).collect();
    if !importance.is_joint() {
        return Ok(Weighed {
            importance: with_overall,
            joint: None,
        });
    }
    let attributes = Matrix::from_fn(k, |i, j| correlations.at(i, j));
    let factor = attributes
        .cholesky()
        .map_err(|dependent| Flaw::Dependent(dependent.0))?;
    let betas = factor.solve(&with_overall);
    let explained: f64 = betas.iter().zip(&with_overall).map(|(b, r)| b * r).sum();
    let r_squared = explained.clamp(0.0, 1.0);
    let importance = match importance {
        Importance::Partial | Importance::Deng => {
            // Nothing is left that a part could be correlated with.
            if 1.0 - r_squared <= NOTHING {
                return Err(Flaw::Dependent(k));
            }
            partial(&betas, &factor, r_squared)
        }
        Importance::RelativeWeights => relative::weights(&attributes, &with_overall),
        _ => betas,
    };
    Ok(Weighed {
        importance,
        joint: Some(Joint { factor, r_squared }),
    })
}

/// Partial correlations with the overall answers, given the other attributes.
///
/// With C the inverse of all correlations, `−cᵢᵧ / √(cᵢᵢ cᵧᵧ)`; its cells follow from the regression:
/// `cᵧᵧ = 1/(1 − R²)`, `cᵢᵧ = −βᵢ cᵧᵧ`, `cᵢᵢ = inflationᵢ + βᵢ² cᵧᵧ`.
fn partial(betas: &[f64], factor: &Cholesky, r_squared: f64) -> Vec<f64> {
    let inverse = factor.inverse();
    betas
        .iter()
        .zip(inverse.diagonal())
        .map(|(beta, inflation)| {
            let own = inflation * (1.0 - r_squared) + beta * beta;
            (beta / own.sqrt()).clamp(-1.0, 1.0)
        })
        .collect()
}

/// Each attribute's correlation with the overall answers, from the moments of the two alone.
pub(in crate::quadrant) fn correlations(pairs: &[Moments]) -> std::result::Result<Weighed, Flaw> {
    let mut importance = Vec::with_capacity(pairs.len());
    for (at, pair) in pairs.iter().enumerate() {
        let covariances = pair.covariances().ok_or(Flaw::Constant(at))?;
        let correlations = covariances
            .correlations()
            .map_err(|constant| Flaw::Constant(if constant == 0 { at } else { pairs.len() }))?;
        importance.push(correlations.at(0, 1));
    }
    Ok(Weighed {
        importance,
        joint: None,
    })
}

/// The error that tells the user which variable is at fault.
pub(in crate::quadrant) fn refuse(flaw: Flaw, names: &[String]) -> Error {
    let (Flaw::Constant(at) | Flaw::Dependent(at)) = flaw;
    match (names.get(at), flaw) {
        (Some(name), _) => Error::singular("attributes", name.clone()),
        (None, Flaw::Constant(_)) => Error::out_of_range(
            "variance of the overall answers",
            0,
            "above 0, for importance to be derived",
        ),
        (None, Flaw::Dependent(_)) => {
            Error::singular("attributes and overall answers", "overall answers")
        }
    }
}
