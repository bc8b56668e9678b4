//! The generalised exponential integral.

/// From this argument or this order on, few steps of the continued fraction are enough.
const LARGE: (f64, f64) = (1.0, 20.0);
/// More steps than either the fraction or the series takes.
const STEPS: u32 = 500;
const EULER: f64 = 0.577_215_664_901_532_9;

/// `e^z E_s(z) = ∫ e^(−z v) (1+v)^(−s) dv` over v from 0 on, for positive `s` and `z`; good to 13 digits.
///
/// It is `z^(s−1) U(s, s; z)` with Tricomi's function, and `e^z z^(s−1) Γ(1−s, z)`.
///
/// ```text
/// E_s(z)       = Γ(ε) z^−ε − Σ (−z)ᵏ / (k! (k+ε))   from k = 0, where ε = 1 − s
/// E_(s+1)(z)   = (e^−z − z E_s(z)) / s
/// e^z E_s(z)   = 1/(z+s − 1·s/(z+s+2 − 2(s+1)/(z+s+4 − …)))
/// ```
///
/// Source: NIST Digital Library of Mathematical Functions, sections 8.11, 8.19 and 13.6.
pub(crate) fn scaled_integral(s: f64, z: f64) -> f64 {
    if z >= LARGE.0 || s >= LARGE.1 {
        return by_fraction(s, z);
    }
    // Down to an order up to 3/2, where the series has no two terms that cancel.
    let above = (s - 0.5).floor().max(0.0);
    let lowest = s - above;
    let mut integral = z.exp() * by_series(lowest, z);
    for step in 0..above as u32 {
        integral = (1.0 - z * integral) / (lowest + f64::from(step));
    }
    integral
}

/// The fraction from its front, by the method of Lentz.
fn by_fraction(s: f64, z: f64) -> f64 {
    let mut below = z + s;
    let (mut inverse, mut fraction) = (1.0 / below, 1.0 / below);
    let mut ratio = 1.0 / f64::MIN_POSITIVE;
    for step in 1..STEPS {
        let step = f64::from(step);
        let part = -step * (s + step - 1.0);
        below += 2.0;
        inverse = 1.0 / (below + part * inverse);
        ratio = below + part / ratio;
        let factor = ratio * inverse;
        fraction *= factor;
        if (factor - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    fraction
}

/// `E_s(z)` for `s` up to 3/2 and `z` below 1.
fn by_series(s: f64, z: f64) -> f64 {
    let rest = 1.0 - s;
    let near = 1.0 + rest;
    // ln Γ(1+ε) also of the digits that 1 + ε loses: its slope there is −γ where ε is small.
    let gamma = libm::lgamma(near) - EULER * (rest - (near - 1.0));
    let exponent = gamma - rest * z.ln();
    // (Γ(1+ε) z^−ε − 1) / ε, and its limit.
    let first = if rest == 0.0 {
        -EULER - z.ln()
    } else {
        exponent.exp_m1() / rest
    };
    let (mut power, mut sum) = (1.0, 0.0);
    for k in 1..STEPS {
        let k = f64::from(k);
        power *= -z / k;
        let term = power / (k + rest);
        sum += term;
        if term.abs() < 0.1 * f64::EPSILON * sum.abs() {
            break;
        }
    }
    first - sum
}

#[cfg(test)]
mod tests {
    use super::super::special_values::EXPONENTIAL;
    use super::*;

    #[test]
    fn exponential_integrals_at_40_digits() {
        for &(s, z, expected) in EXPONENTIAL {
            let found = scaled_integral(s, z);
            let off = (found / expected - 1.0).abs();
            assert!(off < 1e-13, "{s} {z}: {found} not {expected}");
        }
    }
}
