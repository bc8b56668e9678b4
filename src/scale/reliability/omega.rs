use super::validity::{composite, extracted};
use crate::fit::Outcome;
use crate::numeric::linear::Matrix;

/// A sweep that moves no loading by more has converged; loadings are at most about 1.
const SETTLED: f64 = 1e-12;
/// Convergence is linear; real sets settle within a hundred sweeps.
const SWEEPS: usize = 20_000;
/// A loading above 1 by less is 1 and rounding.
const ROUNDING: f64 = 1e-9;
/// A loading below this carries nothing of the factor.
const NONE: f64 = 1e-6;

/// McDonald's omega: the share of the variance of the items' sum that one common factor explains.
///
/// The fit ends [on the boundary](Outcome::OnBoundary) if an item would share more than all of its
/// variance (a Heywood case): there are too few respondents, or more than one factor. It is
/// [not identified](Outcome::NotIdentified) with fewer than three items that go together, with an
/// item that does not vary, or with fewer than two respondents.
///
/// Alpha assumes that all items measure the common thing equally well. Omega gives each item its own
/// loading. The factor is fitted to the correlations by least squares (minres), and the
/// loadings are taken back to the items' own units:
///
/// ```text
/// rᵢⱼ ≈ λᵢ λⱼ (i ≠ j),   ω = (Σ sᵢλᵢ)² / ((Σ sᵢλᵢ)² + Σ sᵢ²(1 − λᵢ²))
/// ```
///
/// The denominator is the variance that the fit implies. Programs that divide by the observed variance
/// of the sum give another figure if the factor leaves much [unexplained](Self::residual).
///
/// Source: McDonald, R. P. (1999), *Test Theory*, Erlbaum; Harman, H. H. and Jones, W. H. (1966),
/// *Psychometrika* 31: 351–368.
///
/// ```
/// use retention::fit::Outcome;
/// use retention::scale::{ItemSet, Scale};
///
/// let scale = Scale::ONE_TO_TEN;
/// let items = ItemSet::new([
///     scale.full_answers(&[7.0, 9.0, 4.0, 8.0, 6.0, 10.0])?,
///     scale.full_answers(&[6.0, 9.0, 5.0, 8.0, 6.0, 8.0])?,
///     scale.full_answers(&[6.0, 8.0, 3.0, 8.0, 7.0, 8.0])?,
/// ])?;
/// let omega = items.reliability(None)?.omega();
/// assert_eq!(omega.outcome, Outcome::Converged);
/// assert_eq!(format!("{:.3}", omega.value.unwrap()), "0.956");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Omega {
    /// How the fit ended.
    pub outcome: Outcome,
    /// Omega, between 0 and 1; `None` unless the fit converged.
    pub value: Option<f64>,
    /// Each item's correlation with the factor, in the order of the items; empty if nothing was fitted.
    /// The share of an item's variance that is its own is 1 − loading². The signs make the sum of the
    /// loadings positive. A loading beyond ±1 ends the fit on the boundary.
    pub loadings: Vec<f64>,
    /// The root mean square of the correlations that the factor does not explain; `None` if nothing
    /// was fitted. A large value says that one factor is too few.
    pub residual: Option<f64>,
}

impl Omega {
    /// Computes the composite reliability, by the loadings: omega of the items scaled to equal variance;
    /// `None` unless the fit converged.
    #[must_use]
    pub fn composite_reliability(&self) -> Option<f64> {
        let found = (self.outcome == Outcome::Converged).then(|| composite(&self.loadings));
        found.filter(|found| found.is_finite())
    }

    /// Computes the average variance extracted, by the loadings; `None` unless the fit converged.
    #[must_use]
    pub fn average_variance_extracted(&self) -> Option<f64> {
        (self.outcome == Outcome::Converged).then(|| extracted(&self.loadings))
    }

    pub(super) fn of(covariances: Option<&Matrix>, items: usize) -> Self {
        let correlations = covariances
            .filter(|_| items > 2)
            .and_then(|covariances| Some((covariances, covariances.correlations().ok()?)));
        let Some((covariances, correlations)) = correlations else {
            return Self {
                outcome: Outcome::NotIdentified,
                value: None,
                loadings: Vec::new(),
                residual: None,
            };
        };
        let (loadings, settled) = one_factor(&correlations);
        let outcome = if loadings.iter().filter(|l| l.abs() > NONE).count() < 3 {
            Outcome::NotIdentified
        } else if loadings.iter().any(|l| l.abs() > 1.0 + ROUNDING) {
            Outcome::OnBoundary
        } else if settled {
            Outcome::Converged
        } else {
            Outcome::IterationLimit
        };
        let (mut common, mut own) = (0.0, 0.0);
        for (loading, variance) in loadings.iter().zip(covariances.diagonal()) {
            common += loading * variance.sqrt();
            own += variance * (1.0 - loading * loading).max(0.0);
        }
        Self {
            outcome,
            value: (outcome == Outcome::Converged)
                .then(|| common * common / (common * common + own))
                .filter(|omega| omega.is_finite()),
            residual: Some(residual(&correlations, &loadings)),
            loadings,
        }
    }
}

/// The loadings that leave least of the correlations, and whether they settled.
fn one_factor(correlations: &Matrix) -> (Vec<f64>, bool) {
    // The first principal component is near, and the same whatever the order of the items.
    let eigen = correlations.eigen();
    let largest = eigen.values.first().copied().unwrap_or_default();
    let mut loadings: Vec<f64> = eigen.vectors.into_iter().next().unwrap_or_default();
    for loading in &mut loadings {
        *loading *= largest.max(0.0).sqrt();
    }
    let mut squares: f64 = loadings.iter().map(|l| l * l).sum();
    let mut settled = false;
    for _ in 0..SWEEPS {
        let mut moved = 0.0_f64;
        for i in 0..loadings.len() {
            let old = loadings.get(i).copied().unwrap_or_default();
            let others = squares - old * old;
            // Where no other item loads, any value would do.
            if others <= NONE * NONE {
                continue;
            }
            // What fits the item's correlations with the others best, given their loadings.
            let cells = correlations.row(i).iter().zip(&loadings);
            let product: f64 = cells.map(|(r, l)| r * l).sum::<f64>() - old;
            let new = product / others;
            squares = others + new * new;
            moved = moved.max((new - old).abs());
            if let Some(cell) = loadings.get_mut(i) {
                *cell = new;
            }
        }
        // Differences add up rounding; a fresh sum does not.
        squares = loadings.iter().map(|l| l * l).sum();
        if moved <= SETTLED {
            settled = true;
            break;
        }
    }
    if loadings.iter().sum::<f64>() < 0.0 {
        for loading in &mut loadings {
            *loading = -*loading;
        }
    }
    (loadings, settled)
}

/// The root mean square of the correlations less the products of loadings, off the diagonal.
fn residual(correlations: &Matrix, loadings: &[f64]) -> f64 {
    let (mut sum, mut pairs) = (0.0, 0_usize);
    for (i, (row, a)) in correlations.rows().zip(loadings).enumerate() {
        for (r, b) in row.iter().zip(loadings).take(i) {
            sum += (r - a * b).powi(2);
            pairs += 1;
        }
    }
    (sum / pairs.max(1) as f64).sqrt()
}
