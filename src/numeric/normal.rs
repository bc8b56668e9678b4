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
    use super::*;

    /// `erfc` is good to an ulp, and its slope turns that into a few of the quantile.
    const QUANTILE: f64 = 1e-14;

    #[test]
    fn quantiles_of_the_usual_tables() {
        for (level, z) in [
            (0.5, 0.674_489_750_196_081_7),
            (0.9, 1.644_853_626_951_472_7),
            (0.95, 1.959_963_984_540_054),
            (0.99, 2.575_829_303_548_901),
            (0.999, 3.290_526_731_491_9),
        ] {
            let found = two_sided_quantile(level);
            assert!(
                (found - z).abs() <= QUANTILE * 100.0,
                "{level}: {found} not {z}"
            );
        }
    }

    #[test]
    fn probabilities_of_the_usual_tables() {
        for (z, below) in [
            (0.0, 0.5),
            (1.0, 0.841_344_746_068_542_9),
            (1.959_963_984_540_054, 0.975),
            (-3.0, 0.001_349_898_031_630_094_6),
            (-10.0, 7.619_853_024_160_527e-24),
        ] {
            assert!((cdf(z) / below - 1.0).abs() <= QUANTILE, "{z}: {}", cdf(z));
        }
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
