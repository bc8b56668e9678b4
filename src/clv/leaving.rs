//! The integral over the time at which a Pareto/NBD customer may have left.

use super::process::ln_grown;
use crate::numeric::quadrature::by_legendre;

/// What is smaller than the largest part by this factor, as a logarithm, adds nothing.
const NEGLIGIBLE: f64 = 40.0;
/// Over a piece of this length, as a logarithm of time, ten points are enough,
const LONGEST: f64 = 1.0;
/// unless the integrand falls by more than this factor, as a logarithm.
const STEEPEST: f64 = 6.0;
/// From here on, as a logarithm of time, only the time itself counts.
const FAR: f64 = 600.0;
/// More pieces than any customer takes.
const PIECES: u32 = 100_000;

/// `∫ (α+u)^−p (β+u)^−(s+1) du` from the last purchase to the age, and the means of what its slopes need,
/// weighted by the integrand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Left {
    /// The logarithm of the integral; −∞ where both ends are one.
    pub(super) ln: f64,
    /// The means of `ln(α+u)` and `1/(α+u)`.
    pub(super) by_alpha: (f64, f64),
    /// The means of `ln(β+u)` and `1/(β+u)`.
    pub(super) by_beta: (f64, f64),
}

/// The two factors, by the logarithm y of the time from the smaller of α and β.
struct Factors {
    /// `m + tₓ` and `M + tₓ`, m the smaller of α and β, M the larger.
    near: f64,
    far: f64,
    /// The powers that go with them.
    near_power: f64,
    far_power: f64,
}

impl Factors {
    /// How much `ln(M+u)` has grown at y, and by what factor `1/(M+u)` has shrunk.
    fn far_grown(&self, y: f64) -> (f64, f64) {
        let share = self.near / self.far;
        if y < FAR {
            let risen = y.exp_m1() * share;
            (risen.ln_1p(), 1.0 / (1.0 + risen))
        } else {
            let growth = y + share.ln();
            (growth, (-growth).exp())
        }
    }

    /// The logarithm of the integrand over y, from 0 at y = 0.
    fn fall(&self, y: f64) -> f64 {
        y * (1.0 - self.near_power) - self.far_power * self.far_grown(y).0
    }

    /// The slope of the logarithm of the integrand at y; it only ever falls.
    fn slope(&self, y: f64) -> f64 {
        let share = 1.0 / (1.0 + (self.far - self.near) / self.near * (-y).exp());
        1.0 - self.near_power - self.far_power * share
    }

    /// The largest slope between two places, whichever its sign.
    fn steepness(&self, from: f64, to: f64) -> f64 {
        self.slope(from).abs().max(self.slope(to).abs())
    }
}

impl Left {
    pub(super) fn of(
        power: f64,
        s: f64,
        (alpha, beta): (f64, f64),
        (last, age): (f64, f64),
    ) -> Self {
        let is_alpha_near = alpha <= beta;
        let factors = if is_alpha_near {
            Factors {
                near: alpha + last,
                far: beta + last,
                near_power: power,
                far_power: s + 1.0,
            }
        } else {
            Factors {
                near: beta + last,
                far: alpha + last,
                near_power: s + 1.0,
                far_power: power,
            }
        };
        let length = ln_grown(factors.near, age - last);
        let (ln_near, ln_far) = (factors.near.ln(), factors.far.ln());
        let mut sums = [0.0; 5];
        // The integrand may rise at first, where powers are below 1; it is measured by the larger of its ends.
        let top = factors.fall(length).max(0.0);
        let (mut from, mut pieces) = (0.0, 0);
        while from < length && pieces < PIECES {
            let mut piece = (length - from).min(LONGEST);
            while factors.steepness(from, from + piece) * piece > STEEPEST {
                piece *= 0.5;
            }
            by_legendre(from, from + piece, |y, weight| {
                let (growth, by_far) = factors.far_grown(y);
                let height = y * (1.0 - factors.near_power) - factors.far_power * growth - top;
                let part = weight * height.exp();
                let values = [1.0, y, (-y).exp(), growth, by_far];
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum += part * value;
                }
            });
            from += piece;
            pieces += 1;
            let is_falling = factors.slope(from) < 0.0;
            if is_falling && factors.fall(from) < top - NEGLIGIBLE {
                break;
            }
        }
        let [all, ..] = sums;
        if all == 0.0 {
            return Self {
                ln: f64::NEG_INFINITY,
                by_alpha: (0.0, 0.0),
                by_beta: (0.0, 0.0),
            };
        }
        let [_, y, by_near, growth, by_far] = sums.map(|sum| sum / all);
        let near = (ln_near + y, by_near / factors.near);
        let far = (ln_far + growth, by_far / factors.far);
        let (by_alpha, by_beta) = if is_alpha_near {
            (near, far)
        } else {
            (far, near)
        };
        let at_last = ln_near * (1.0 - factors.near_power) - factors.far_power * ln_far;
        Self {
            ln: all.ln() + top + at_last,
            by_alpha,
            by_beta,
        }
    }
}
