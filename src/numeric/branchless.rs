//! Exponentials and logarithms without branches, so that a compiler works on several at a time: each
//! errs by less than two units in the last place.

use std::f64::consts::LOG2_E;

/// `ln 2` in two parts; the first times a whole number below 2²⁰ is exact.
const LN_2: (f64, f64) = (
    f64::from_bits(0x3fe6_2e42_fee0_0000),
    f64::from_bits(0x3dea_39ef_3579_3c76),
);
/// Added to a small number it leaves the nearest whole number in the last bits: 1.5 · 2⁵².
const WHOLE: f64 = 6_755_399_441_055_744.0;
/// The bits of 2⁵²; with a whole number in the last bits they are the sum of both.
const TO_FLOAT: u64 = 0x4330_0000_0000_0000;
/// The bits of the square root of a half.
const ROOT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
const ONE: u64 = 1023;
/// Powers of e from here on are no normal numbers; those up to here are finite.
const ENDS: (f64, f64) = (-708.0, 709.0);

/// One over the factorials from 2 to 13.
const FACTORIALS: [f64; 12] = [
    1.0 / 2.0,
    1.0 / 6.0,
    1.0 / 24.0,
    1.0 / 120.0,
    1.0 / 720.0,
    1.0 / 5_040.0,
    1.0 / 40_320.0,
    1.0 / 362_880.0,
    1.0 / 3_628_800.0,
    1.0 / 39_916_800.0,
    1.0 / 479_001_600.0,
    1.0 / 6_227_020_800.0,
];
/// Twice one over the odd numbers from 3 to 21.
const ODDS: [f64; 10] = [
    2.0 / 3.0,
    2.0 / 5.0,
    2.0 / 7.0,
    2.0 / 9.0,
    2.0 / 11.0,
    2.0 / 13.0,
    2.0 / 15.0,
    2.0 / 17.0,
    2.0 / 19.0,
    2.0 / 21.0,
];

fn polynomial<const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    let mut sum = 0.0;
    for &coefficient in coefficients.iter().rev() {
        sum = sum * x + coefficient;
    }
    sum
}

/// A power of two and what is to be added to 1 so that their product is `e^x`.
#[inline(always)]
fn parts(x: f64) -> (f64, f64) {
    let x = x.clamp(ENDS.0, ENDS.1);
    let shifted = x * LOG2_E + WHOLE;
    let whole = shifted - WHOLE;
    let rest = x - whole * LN_2.0 - whole * LN_2.1;
    let scale = f64::from_bits(shifted.to_bits().wrapping_add(ONE) << 52);
    let above = rest + rest * rest * polynomial(&FACTORIALS, rest);
    (scale, above)
}

/// `e^x`, and 0 or so where it is smaller than about 10⁻³⁰⁷; `x` is at most 709.
#[inline(always)]
pub(crate) fn exp(x: f64) -> f64 {
    let (scale, above) = parts(x);
    scale + scale * above
}

/// `e^x − 1`, also where it is small; `x` is at most 709.
#[inline(always)]
pub(crate) fn exp_m1(x: f64) -> f64 {
    let (scale, above) = parts(x);
    scale * above + (scale - 1.0)
}

/// `ln(1 + x)` for finite `x` of 0 or more.
#[inline(always)]
pub(crate) fn ln_1p(x: f64) -> f64 {
    let sum = 1.0 + x;
    // What the sum has lost, as a share of it.
    let lost = (x - (sum - 1.0)) / sum;
    let power = (sum.to_bits() - ROOT_HALF) >> 52;
    let whole = f64::from_bits(power | TO_FLOAT) - f64::from_bits(TO_FLOAT);
    let above = f64::from_bits(sum.to_bits() - (power << 52)) - 1.0;
    let s = above / (2.0 + above);
    let square = s * s;
    let half = 0.5 * above * above;
    let curved = square * polynomial(&ODDS, square);
    let ln = above - (half - s * (half + curved));
    whole * LN_2.0 + (ln + (whole * LN_2.1 + lost))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn close(found: f64, expected: f64, at: f64) {
        let off = (found - expected).abs() / expected.abs();
        assert!(off <= 2.0 * f64::EPSILON, "{at}: {found} not {expected}");
    }

    #[test]
    fn within_two_units_in_the_last_place() {
        for step in 0..20_000 {
            let step = f64::from(step);
            let x = step * 0.061 - 600.0;
            close(exp(x), x.exp(), x);
            close(exp_m1(x.min(1.0) - 0.4), (x.min(1.0) - 0.4).exp_m1(), x);
            let x = (step * 0.07 - 700.0).exp();
            close(ln_1p(x), x.ln_1p(), x);
            let x = (step * 0.002 - 40.0).exp();
            close(ln_1p(x), x.ln_1p(), x);
            if x < 700.0 {
                close(exp_m1(x), x.exp_m1(), x);
                close(exp_m1(-x), (-x).exp_m1(), x);
            }
        }
    }

    #[test]
    fn ends() {
        assert_eq!((exp(0.0), exp_m1(0.0), ln_1p(0.0)), (1.0, 0.0, 0.0));
        assert!(exp(-800.0) < 1e-306 && exp(709.0).is_finite());
        assert_eq!(exp_m1(-800.0), -1.0);
        close(ln_1p(f64::MAX), f64::MAX.ln(), f64::MAX);
    }
}
