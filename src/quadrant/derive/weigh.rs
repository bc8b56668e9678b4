//! Importance from covariances.

use super::{dominance, relative};
use crate::error::Error;
use crate::numeric::linear::{Cholesky, Matrix};
use crate::quadrant::leverage::NOTHING;
use crate::quadrant::{Importance, Method};

/// Importance of each attribute, and what it came from.
#[derive(Debug, Default)]
pub(in crate::quadrant) struct Weighed {
    pub(in crate::quadrant) importance: Vec<f64>,
    /// The plain correlations with the overall answers; none of stated importance.
    pub(super) correlations: Vec<f64>,
    /// Of a method that enters all attributes at once.
    pub(super) joint: Option<Joint>,
}

#[derive(Debug)]
pub(super) struct Joint {
    /// The variance inflation of each attribute.
    pub(super) inflations: Vec<f64>,
    pub(super) r_squared: f64,
    /// What R² leaves; exactly 0 if it is only rounding.
    pub(super) unexplained: f64,
}

/// Why there is no importance: the variable at fault, the overall answers counted last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::quadrant) enum Flaw {
    /// It never changes.
    Constant(usize),
    /// It is a combination of others.
    Dependent(usize),
}

impl Flaw {
    /// Returns the error that tells the user which variable is at fault.
    pub(in crate::quadrant) fn refuse(self, names: &[String]) -> Error {
        let (Self::Constant(at) | Self::Dependent(at)) = self;
        match (names.get(at), self) {
            (Some(name), Self::Constant(_)) => Error::singular("attributes", name.clone())
                .because("has the same rating from every respondent")
                .with_cure("leave it out"),
            (Some(name), Self::Dependent(_)) => Error::singular("attributes", name.clone())
                .because("follows from the others")
                .with_cure("leave it out, or take `Importance::Pearson`"),
            (None, Self::Constant(_)) => Error::out_of_range(
                "variance of the overall answers",
                0,
                "above 0, because importance cannot be derived where all are equal",
            ),
            (None, Self::Dependent(_)) => {
                Error::singular("attributes and overall answers", "the overall answer")
                    .because("follows from the attributes")
            }
        }
    }
}

impl Weighed {
    /// Takes means of what respondents say.
    pub(in crate::quadrant) fn stated(importance: Vec<f64>) -> Self {
        Self {
            importance,
            ..Self::default()
        }
    }
}

/// Importance by any derived method, from the covariances of the attributes, or of what the method
/// takes in their place, and of the overall answers, which come last.
pub(in crate::quadrant) fn weigh(
    importance: Importance,
    covariances: &Matrix,
) -> Result<Weighed, Flaw> {
    let all = covariances.correlations().map_err(Flaw::Constant)?;
    let k = all.size().saturating_sub(1);
    let correlations: Vec<f64> = (0..k).map(|i| all.at(i, k)).collect();
    if !importance.is_joint() {
        return Ok(Weighed {
            importance: correlations.clone(),
            correlations,
            joint: None,
        });
    }
    let attributes = Matrix::from_fn(k, |i, j| all.at(i, j));
    let (factor, inflations) = told_apart(&attributes)?;
    let betas = factor.solve(&correlations);
    let explained: f64 = betas.iter().zip(&correlations).map(|(b, r)| b * r).sum();
    let r_squared = explained.clamp(0.0, 1.0);
    let unexplained = unexplained(r_squared, &betas);
    let importance = match importance {
        // Nothing is left that a part could be correlated with.
        Importance::Partial | Importance::Deng if unexplained == 0.0 => {
            return Err(Flaw::Dependent(k));
        }
        Importance::Partial | Importance::Deng => partial(&betas, &inflations, unexplained),
        Importance::RelativeWeights => relative::weights(&attributes, &correlations),
        Importance::Dominance => dominance::weights(&attributes, &correlations),
        _ => betas,
    };
    Ok(Weighed {
        importance,
        correlations,
        joint: Some(Joint {
            inflations,
            r_squared,
            unexplained,
        }),
    })
}

/// The regression of the standardised overall answers on the standardised attributes.
#[derive(Debug)]
pub(in crate::quadrant) struct Regression {
    /// The inverse of the correlations of the attributes.
    pub(in crate::quadrant) inverse: Matrix,
    pub(in crate::quadrant) betas: Vec<f64>,
    pub(in crate::quadrant) unexplained: f64,
}

impl Regression {
    /// From covariances, those of the overall answers last; `None` if they are singular.
    pub(in crate::quadrant) fn of(covariances: &Matrix) -> Option<Self> {
        let all = covariances.correlations().ok()?;
        let k = all.size().checked_sub(1)?;
        let factor = Matrix::from_fn(k, |i, j| all.at(i, j)).cholesky().ok()?;
        let correlations: Vec<f64> = (0..k).map(|i| all.at(i, k)).collect();
        let betas = factor.solve(&correlations);
        let explained: f64 = betas.iter().zip(&correlations).map(|(b, r)| b * r).sum();
        Some(Self {
            inverse: factor.inverse(),
            betas,
            unexplained: 1.0 - explained,
        })
    }
}

/// Returns what is left unexplained, or 0 if it is rounding, which grows with the square of the sum of
/// the coefficients.
fn unexplained(r_squared: f64, betas: &[f64]) -> f64 {
    let size: f64 = betas.iter().map(|beta| beta.abs()).sum();
    let rest = 1.0 - r_squared;
    if rest <= NOTHING * (size * size).max(1.0) {
        0.0
    } else {
        rest
    }
}

/// Returns the factor of the attributes' correlations, and their variance inflations.
///
/// The verdict is by the inflations, which do not depend on the order of the attributes. A pivot is at
/// least the inverse of an inflation, so a factor that fails is one with an inflation too large.
pub(in crate::quadrant) fn told_apart(attributes: &Matrix) -> Result<(Cholesky, Vec<f64>), Flaw> {
    let factor = attributes
        .cholesky()
        .map_err(|dependent| Flaw::Dependent(dependent.0))?;
    let inflations = factor.inverse_diagonal();
    let fails = |inflation: &f64| *inflation > Method::LARGEST_INFLATION;
    match inflations.iter().rposition(fails) {
        Some(last) => Err(Flaw::Dependent(last)),
        None => Ok((factor, inflations)),
    }
}

/// Partial correlations with the overall answers, given the other attributes.
///
/// With C the inverse of all correlations, `−cᵢᵧ / √(cᵢᵢ cᵧᵧ)`; its cells follow from the regression:
/// `cᵧᵧ = 1/(1 − R²)`, `cᵢᵧ = −βᵢ cᵧᵧ`, `cᵢᵢ = inflationᵢ + βᵢ² cᵧᵧ`.
fn partial(betas: &[f64], inflations: &[f64], unexplained: f64) -> Vec<f64> {
    let each = betas.iter().zip(inflations);
    each.map(|(beta, inflation)| {
        let own = inflation * unexplained + beta * beta;
        (beta / own.sqrt()).clamp(-1.0, 1.0)
    })
    .collect()
}

/// Takes each attribute's correlation with the overall answers; 0 or 1 in place of one if the attribute
/// or the overall answers never change.
pub(in crate::quadrant) fn correlations(found: Vec<Result<f64, usize>>) -> Result<Weighed, Flaw> {
    let attributes = found.len();
    if let Some(constant) = found.iter().position(|found| *found == Err(0)) {
        return Err(Flaw::Constant(constant));
    }
    let correlations: Result<Vec<f64>, usize> = found.into_iter().collect();
    let correlations = correlations.map_err(|_| Flaw::Constant(attributes))?;
    Ok(Weighed {
        importance: correlations.clone(),
        correlations,
        joint: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two attributes with this inflation, and a third that has nothing to do with them.
    fn inflated(inflation: f64) -> Matrix {
        let correlation = (1.0 - 1.0 / inflation).sqrt();
        Matrix::from_fn(3, |i, j| match (i, j) {
            (0, 1) | (1, 0) => correlation,
            _ if i == j => 1.0,
            _ => 0.0,
        })
    }

    #[test]
    fn the_last_attribute_that_follows_from_others_is_named() {
        let (_, inflations) = told_apart(&inflated(0.99e7)).unwrap();
        assert!((inflations[0] / 0.99e7 - 1.0).abs() < 1e-6);
        assert_eq!(inflations[2], 1.0);
        for inflation in [1.01e7, 1e9, f64::INFINITY] {
            let flaw = told_apart(&inflated(inflation)).unwrap_err();
            assert_eq!(flaw, Flaw::Dependent(1), "{inflation}");
        }
    }

    #[test]
    fn rounding_of_what_is_left_grows_with_the_coefficients() {
        for (rest, betas, nothing) in [
            (5e-11, [0.1, 0.0], true),
            (2e-10, [0.1, 0.9], false),
            (5e-9, [5.0, -5.0], true),
            (2e-8, [5.0, -5.0], false),
        ] {
            let found = unexplained(1.0 - rest, &betas);
            assert_eq!(found == 0.0, nothing, "{rest} {betas:?}");
            assert!(nothing || (found / rest - 1.0).abs() < 1e-6);
        }
    }
}
