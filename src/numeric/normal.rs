//! The standard normal distribution.

/// The `z` with `P(|Z| ≤ z) = level` for a standard normal `Z` and `level` strictly between 0
/// and 1.
pub(crate) fn two_sided_quantile(level: f64) -> f64 {
    // How much probability is missing inside ±z, from whichever side loses no digits.
    let missing = |z: f64| {
        let x = z * std::f64::consts::FRAC_1_SQRT_2;
        if level < 0.5 {
            level - libm::erf(x)
        } else {
            libm::erfc(x) - (1.0 - level)
        }
    };
    // Nothing is left beyond 40 that an `f64` could hold.
    let (mut low, mut high) = (0.0_f64, 40.0_f64);
    // Near zero the density is flat, at sqrt(2/π).
    let mut z = level * (std::f64::consts::PI / 2.0).sqrt();
    for _ in 0..200 {
        let excess = missing(z);
        if excess > 0.0 {
            low = z;
        } else {
            high = z;
        }
        let density = (2.0 / std::f64::consts::PI).sqrt() * (-0.5 * z * z).exp();
        let newton = z + excess / density;
        // Newton's step where it stays inside the bracket, halving where it does not.
        let next = if newton > low && newton < high {
            newton
        } else {
            0.5 * (low + high)
        };
        if (next - z).abs() <= f64::EPSILON * z {
            return next;
        }
        z = next;
    }
    z
}

/// `P(Z ≤ z)` for a standard normal `Z`.
pub(crate) fn cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

#[cfg(test)]
mod tests {
    use statrs::distribution::ContinuousCDF;

    use super::*;

    /// `erfc` is good to an ulp, and its slope turns that into a few of the quantile.
    const QUANTILE: f64 = 1e-14;

    /// Probabilities that leave 1 without rounding: every 1024th, and ever smaller powers of a half.
    fn probabilities() -> impl Iterator<Item = f64> {
        let even = (1..1024).map(|part| f64::from(part) / 1024.0);
        even.chain((1..=53).map(|power| 0.5_f64.powi(power)))
    }

    #[test]
    fn quantiles_are_those_of_statrs() {
        let oracle = statrs::distribution::Normal::standard();
        for outside in probabilities() {
            let found = two_sided_quantile(1.0 - outside);
            let expected = -oracle.inverse_cdf(0.5 * outside);
            assert!(
                (found / expected - 1.0).abs() <= QUANTILE,
                "{outside} outside: {found} not {expected}"
            );
        }
    }

    /// From a standard error of 0.7 on, `erfc` of statrs is off by up to 1e-10, but its quantiles have
    /// nearly all digits. A tail at `z` has `z²` times the relative error of `z`.
    #[test]
    fn probabilities_are_what_statrs_has_the_quantiles_of() {
        let oracle = statrs::distribution::Normal::standard();
        let tails = (54..1000).map(|power| 0.5_f64.powi(power));
        for below in probabilities().chain(tails) {
            let z = oracle.inverse_cdf(below);
            let found = cdf(z);
            let close = QUANTILE * (1.0 + z * z);
            assert!(
                (found / below - 1.0).abs() <= close,
                "{z}: {found} not {below}"
            );
        }
        assert_eq!(cdf(0.0), 0.5);
        assert_eq!((cdf(f64::NEG_INFINITY), cdf(f64::INFINITY)), (0.0, 1.0));
    }

    #[test]
    fn extreme_levels_end() {
        for level in [1e-10, 1e-100, 1e-300] {
            let z = level * (std::f64::consts::PI / 2.0).sqrt();
            assert!((two_sided_quantile(level) / z - 1.0).abs() < QUANTILE * 100.0);
        }
        assert!(two_sided_quantile(1.0 - f64::EPSILON / 2.0) > 8.0);
    }
}
