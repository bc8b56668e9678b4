//! Degrees of freedom of variances that were estimated.

/// With fewer a sample says nothing of its variance, and the quantile of any usual level overflows `f64`.
pub(crate) const FEWEST: f64 = 1e-6;

/// Returns the degrees of freedom of a sum of independent variances, each with its own, by Welch and
/// Satterthwaite. A variance without degrees of freedom counts as known. `None` if all do.
///
/// ```text
/// (Σ v)² / Σ (v² / degrees)
/// ```
pub(crate) fn satterthwaite(
    variances: impl Iterator<Item = (f64, Option<f64>)> + Clone,
) -> Option<f64> {
    let parts = variances.filter(|(variance, _)| *variance > 0.0);
    let all = parts.clone().map(|(variance, _)| variance);
    let largest = all.fold(0.0, f64::max);
    // Of nothing that varies any number will do.
    if largest == 0.0 {
        return None;
    }
    let (mut sum, mut squares) = (0.0, 0.0);
    for (variance, degrees) in parts {
        let share = variance / largest;
        sum += share;
        squares += share * share / degrees.unwrap_or(f64::INFINITY);
    }
    let found = sum * sum / squares;
    found.is_finite().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Equal variances and sizes: the degrees of both; one variance: its own.
    #[test]
    fn welch_1947_degrees_of_freedom() {
        let of = |parts: &[(f64, f64)]| {
            satterthwaite(
                parts
                    .iter()
                    .map(|&(variance, degrees)| (variance, Some(degrees))),
            )
        };
        assert_eq!(of(&[(2.0, 9.0), (2.0, 9.0)]), Some(18.0));
        assert_eq!(of(&[(2.0, 9.0), (0.0, 4.0)]), Some(9.0));
        assert_eq!(of(&[(0.0, 9.0)]), None);
        let known = |degrees| satterthwaite([(1.0, None), (1.0, degrees)].into_iter());
        assert_eq!((known(Some(3.0)), known(None)), (Some(12.0), None));
        // (1 + 3)² / (1/4 + 9/19)
        let found = of(&[(1.0, 4.0), (3.0, 19.0)]).unwrap();
        assert!((found - 16.0 / (0.25 + 9.0 / 19.0)).abs() < 1e-12);
    }
}
