//! The gamma function's logarithm and its slope, as differences that keep their digits.

/// From here on the asymptotic series are good to the last digit.
const LARGE: f64 = 16.0;
/// So many factors of at most 1e24 each are still a number.
const FACTORS: usize = 8;

/// `ln Γ(a + n) − ln Γ(a)` for positive `a` and `n` of 0 or more: the logarithm of the rising factorial.
pub(crate) fn ln_rising(a: f64, n: f64) -> f64 {
    if n <= LARGE && n.fract() == 0.0 {
        return ln_product(n, |i| a + i);
    }
    let steps = (LARGE - a).ceil().max(0.0);
    let from = a + steps;
    let reach = from + n;
    let series = (from - 0.5) * (n / from).ln_1p() + n * reach.ln() - n;
    series + stirling(reach) - stirling(from) - ln_product(steps, |i| (a + n + i) / (a + i))
}

/// `ln B(a, b)` for positive arguments.
pub(crate) fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    libm::lgamma(small) - ln_rising(large, small)
}

/// `ψ(a + n) − ψ(a)`, ψ the slope of `ln Γ`, for positive `a` and `n` of 0 or more.
pub(crate) fn digamma_rising(a: f64, n: f64) -> f64 {
    if n <= LARGE && n.fract() == 0.0 {
        return sum(n, |i| 1.0 / (a + i));
    }
    let steps = (LARGE - a).ceil().max(0.0);
    let from = a + steps;
    let series = (n / from).ln_1p() - slope_series(from + n) + slope_series(from);
    series + sum(steps, |i| n / ((a + i) * (a + n + i)))
}

/// `ψ′(a + n) − ψ′(a)`, ψ′ the slope of ψ, for positive `a` and `n` of 0 or more.
pub(crate) fn trigamma_rising(a: f64, n: f64) -> f64 {
    let square = |x: f64| 1.0 / (x * x);
    if n <= LARGE && n.fract() == 0.0 {
        return -sum(n, |i| square(a + i));
    }
    let steps = (LARGE - a).ceil().max(0.0);
    let from = a + steps;
    // −n / (z (z + n)) is the difference of the leading terms 1/z.
    let series = curvature_series(from + n) - curvature_series(from) - n / (from * (from + n));
    series + sum(steps, |i| square(a + n + i) - square(a + i))
}

/// The logarithm of the product of the first so many factors.
fn ln_product(count: f64, factor: impl Fn(f64) -> f64) -> f64 {
    let count = count as usize;
    let chunks = (0..count).step_by(FACTORS);
    let logarithm = |from: usize| {
        let until = (from + FACTORS).min(count);
        (from..until)
            .map(|i| factor(i as f64))
            .product::<f64>()
            .ln()
    };
    chunks.map(logarithm).sum()
}

fn sum(count: f64, term: impl Fn(f64) -> f64) -> f64 {
    (0..count as usize).map(|i| term(i as f64)).sum()
}

/// What Stirling's formula leaves out of `ln Γ(z)`.
fn stirling(z: f64) -> f64 {
    let square = 1.0 / (z * z);
    let third = 1.0 / 1260.0 - square * (1.0 / 1680.0 - square / 1188.0);
    (1.0 / 12.0 - square * (1.0 / 360.0 - square * third)) / z
}

/// `ln z − ψ(z)`.
fn slope_series(z: f64) -> f64 {
    let square = 1.0 / (z * z);
    let third = 1.0 / 252.0 - square * (1.0 / 240.0 - square / 132.0);
    0.5 / z + square * (1.0 / 12.0 - square * (1.0 / 120.0 - square * third))
}

/// `ψ′(z) − 1/z`.
fn curvature_series(z: f64) -> f64 {
    let square = 1.0 / (z * z);
    let third = 1.0 / 42.0 - square * (1.0 / 30.0 - square * (5.0 / 66.0));
    square * (0.5 + (1.0 / 6.0 - square * (1.0 / 30.0 - square * third)) / z)
}

#[cfg(test)]
mod tests {
    use super::super::special_values::{BETA, RISING};
    use super::*;

    /// A few roundings of the largest part.
    const CLOSE: f64 = 4e-15;

    #[track_caller]
    fn close(found: f64, expected: f64, size: f64, what: &str) {
        let bound = CLOSE * expected.abs().max(size);
        assert!(
            (found - expected).abs() <= bound,
            "{what}: {found} not {expected}"
        );
    }

    #[test]
    fn rising_factorials_at_40_digits() {
        for &(a, n, ln, slope) in RISING {
            // The logarithm passes through 0, its parts do not.
            let size = ((a + n + 1.0).ln() * n).min(1.0);
            close(ln_rising(a, n), ln, size, &format!("ln rising {a} {n}"));
            close(
                digamma_rising(a, n),
                slope,
                0.0,
                &format!("digammas {a} {n}"),
            );
        }
    }

    #[test]
    fn slopes_of_digammas() {
        for &(a, n, ..) in RISING {
            let found = trigamma_rising(a, n);
            // ψ′(a + n) − ψ′(a) is minus the sum of 1/(a + i)² where n is whole.
            if n.fract() == 0.0 {
                let terms = (0..n as u32).rev().map(|i| (a + f64::from(i)).powi(-2));
                close(
                    found,
                    -terms.sum::<f64>(),
                    0.0,
                    &format!("trigammas {a} {n}"),
                );
            }
            let step = 1e-4 * a.min(1.0);
            let slope = (digamma_rising(a + step, n) - digamma_rising(a - step, n)) / (2.0 * step);
            assert!(
                (found - slope).abs() <= 1e-7 * found.abs().max(1e-9),
                "{a} {n}"
            );
        }
    }

    #[test]
    fn beta_at_40_digits() {
        for &(a, b, expected) in BETA {
            close(ln_beta(a, b), expected, 1.0, &format!("ln beta {a} {b}"));
        }
    }
}
