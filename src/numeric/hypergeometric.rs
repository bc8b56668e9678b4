//! Gauss's hypergeometric function.

use super::gammas::ln_beta;
use super::quadrature::{ln_beta_integral, softplus};

/// A series of more terms than this costs more than the integral.
const TERMS: u32 = 600;
/// A sum so large is divided, lest it overflow.
const HUGE: f64 = 1e250;

/// `ln 2F1(a, b; c; z)` for positive parameters of which `c` is larger than `a` or `b`, and `z` from 0 up
/// to but not including 1; `rest` is `1 − z` with all its digits.
///
/// ```text
/// 2F1 = Σ (a)ₖ (b)ₖ / (c)ₖ · zᵏ/k!
///     = 1/B(b, c−b) · ∫ u^(b−1) (1−u)^(c−b−1) (1 − z u)^−a du
/// ```
///
/// Few terms of the series are enough unless `z` is near 1 or the parameters are large; all are positive.
pub(crate) fn ln_gauss(a: f64, b: f64, c: f64, z: f64, rest: f64) -> f64 {
    // Where terms still grow, and how many more it takes until they vanish.
    let terms = ((a + b - c - 1.0).max(0.0) * z + 40.0) / rest;
    if terms < f64::from(TERMS)
        && let Some(sum) = series(a, b, c, z)
    {
        return sum;
    }
    let (a, b) = if c > b && (b <= a || c <= a) {
        (a, b)
    } else {
        (b, a)
    };
    let ln_rest = rest.ln();
    // 1 − z u is (1 + (1−z) eᵛ) / (1 + eᵛ) at the logit v of u.
    let settled = (a.ln().max(0.0), a.ln().max(0.0) - ln_rest);
    let integral = ln_beta_integral(b, c - b, settled, |u| {
        let v = u.ln - u.ln_rest;
        a * (softplus(v) - softplus(v + ln_rest))
    });
    integral - ln_beta(b, c - b)
}

fn series(a: f64, b: f64, c: f64, z: f64) -> Option<f64> {
    let (mut term, mut sum, mut scale) = (1.0_f64, 1.0_f64, 0.0_f64);
    for k in 0..2 * TERMS {
        let k = f64::from(k);
        let ratio = (a + k) * (b + k) / ((c + k) * (1.0 + k)) * z;
        term *= ratio;
        sum += term;
        if ratio < 1.0 && term * ratio.max(z) < (1.0 - ratio.max(z)) * 0.25 * f64::EPSILON * sum {
            return Some(sum.ln() + scale);
        }
        if sum > HUGE {
            scale += HUGE.ln();
            (term, sum) = (term / HUGE, sum / HUGE);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::special_values::GAUSS;
    use super::*;

    /// What rounding leaves of the sum of a hundred terms or more, as a share of the larger of it and 1.
    const CLOSE: f64 = 2e-13;

    #[test]
    fn gauss_at_40_digits() {
        for &(a, b, c, rest, expected) in GAUSS {
            let found = ln_gauss(a, b, c, 1.0 - rest, rest);
            let bound = CLOSE * expected.abs().max(1.0);
            assert!(
                (found - expected).abs() <= bound,
                "{a} {b} {c} {rest}: {found} not {expected}"
            );
        }
    }

    #[test]
    fn series_and_integral_agree() {
        for (a, b, c) in [
            (0.243, 2.426, 3.219),
            (2.2, 4.4, 5.2),
            (30.0, 0.7, 31.0),
            (1.0, 1.2, 1.9),
        ] {
            for rest in [0.9_f64, 0.6, 0.3, 0.1] {
                let sum = series(a, b, c, 1.0 - rest).unwrap();
                let (a, b) = if c > b && (b <= a || c <= a) {
                    (a, b)
                } else {
                    (b, a)
                };
                let integral = ln_beta_integral(b, c - b, (40.0, 40.0), |u| {
                    let v = u.ln - u.ln_rest;
                    a * (softplus(v) - softplus(v + rest.ln()))
                });
                let integral = integral - ln_beta(b, c - b);
                assert!(
                    (sum - integral).abs() < CLOSE,
                    "{a} {b} {c} {rest}: {sum} {integral}"
                );
            }
        }
    }
}
