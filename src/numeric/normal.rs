//! The standard normal distribution.

/// The `z` with `P(|Z| ≤ z) = level` for a standard normal `Z` and `level` strictly between 0
/// and 1.
pub(crate) fn two_sided_quantile(level: f64) -> f64 {
    let outside = 1.0 - level;
    let beyond = |z: f64| libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2);
    // `beyond` falls from 1 at 0 to less than any positive `f64` at 40.
    let (mut low, mut high) = (0.0_f64, 40.0_f64);
    let mut z = 1.0;
    for _ in 0..200 {
        let excess = beyond(z) - outside;
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
    fn extreme_levels_end() {
        assert!(two_sided_quantile(f64::EPSILON) > 0.0);
        assert!(two_sided_quantile(1.0 - f64::EPSILON / 2.0) > 8.0);
    }
}
