//! The integral over the time at which a Pareto/NBD customer may have left.

use super::process::ln_grown;
use crate::numeric::branchless::{exp, exp_m1, ln_1p};
use crate::numeric::quadrature::{OF_SIX, OF_SIXTEEN, OF_TEN, Rule};

/// What is smaller than the largest part by this factor, as a logarithm, adds nothing.
const NEGLIGIBLE: f64 = 40.0;
/// Over half a piece, as a logarithm of time, and by what factor, as a logarithm, the integrand may fall in
/// it so that six, ten and sixteen points are enough for all digits. The integrand has no value half a turn
/// away, so that pieces cannot be long however flat it is.
const SIX: (f64, f64) = (0.3, 0.45);
const TEN: (f64, f64) = (1.0, 3.0);
const SIXTEEN: (f64, f64) = (1.5, 8.0);
/// From here on, as a logarithm of time, only the time itself counts.
const FAR: f64 = 600.0;

/// `∫ (α+u)^−p (β+u)^−(s+1) du` from the last purchase to the age, and what its slopes and their slopes
/// need, weighted by the integrand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Left {
    /// The logarithm of the integral; −∞ where both ends are one.
    pub(super) ln: f64,
    /// The means of `ln(α+u)` and `1/(α+u)`.
    pub(super) by_alpha: (f64, f64),
    /// The means of `ln(β+u)` and `1/(β+u)`.
    pub(super) by_beta: (f64, f64),
    /// The covariances of all four.
    pub(super) covariances: [[f64; 4]; 4],
}

/// The two factors, by the logarithm y of the time from the smaller of α and β.
struct Factors {
    /// `m + tₓ` and `M + tₓ`, m the smaller of α and β, M the larger.
    near: f64,
    far: f64,
    /// The powers that go with them.
    near_power: f64,
    far_power: f64,
    is_alpha_near: bool,
    /// The time from the last purchase to the age, and up to where y goes by it.
    time: f64,
    length: f64,
}

/// The integrand at one y.
struct Node {
    /// Its share of the integral.
    part: f64,
    /// By how much `ln(m+u)` and `ln(M+u)` have grown.
    grown: (f64, f64),
    /// By which shares `1/(m+u)` and `1/(M+u)` have, which is below 0.
    shrunk: (f64, f64),
}

impl Factors {
    fn of(power: f64, s: f64, (alpha, beta): (f64, f64), (last, age): (f64, f64)) -> Self {
        let is_alpha_near = alpha <= beta;
        let (near, far) = if is_alpha_near {
            (alpha, beta)
        } else {
            (beta, alpha)
        };
        let powers = (power, s + 1.0);
        let (near_power, far_power) = if is_alpha_near {
            powers
        } else {
            (powers.1, powers.0)
        };
        Self {
            near: near + last,
            far: far + last,
            near_power,
            far_power,
            is_alpha_near,
            time: age - last,
            length: ln_grown(near + last, age - last),
        }
    }

    /// How much `ln(M+u)` has grown at y, and by what share `1/(M+u)` has.
    fn far_grown(&self, y: f64) -> (f64, f64) {
        let share = self.near / self.far;
        if y < FAR {
            let risen = exp_m1(y) * share;
            (ln_1p(risen), -risen / (1.0 + risen))
        } else {
            let growth = y + share.ln();
            (growth, exp_m1(-growth))
        }
    }

    /// The logarithm of the integrand over y, from 0 at y = 0.
    fn fall(&self, y: f64) -> f64 {
        y * (1.0 - self.near_power) - self.far_power * self.far_grown(y).0
    }

    /// The slope of the logarithm of the integrand at y; it only ever falls.
    fn slope(&self, y: f64) -> f64 {
        let share = 1.0 / (1.0 + (self.far - self.near) / self.near * exp(-y));
        self.slope_at(share)
    }

    /// The slope where `m+u` is this share of `M+u`.
    fn slope_at(&self, share: f64) -> f64 {
        1.0 - self.near_power - self.far_power * share
    }

    /// The logarithm of the integrand at the last y.
    fn at_end(&self) -> f64 {
        self.length * (1.0 - self.near_power) - self.far_power * ln_grown(self.far, self.time)
    }

    /// Visits the integrand piece by piece, each share divided by e to the power that is returned.
    fn visit(&self, mut visit: impl FnMut(Node)) -> f64 {
        // A time of no logarithm, or without an end, has no pieces.
        if !self.length.is_finite() {
            return f64::NAN;
        }
        let (mut from, mut slope) = (0.0, self.slope_at(self.near / self.far));
        // The integrand may rise at first, where powers are below 1; it is measured by the larger of its ends.
        let rises = slope > 0.0;
        let top = if rises { self.at_end().max(0.0) } else { 0.0 };
        loop {
            let all = 0.5 * (self.length - from);
            let (half, falls) = self.half(from, slope, all);
            let middle = from + half;
            if half <= SIX.0 && falls <= SIX.1 {
                self.piece(&OF_SIX, middle, half, top, &mut visit);
            } else if half <= TEN.0 && falls <= TEN.1 {
                self.piece(&OF_TEN, middle, half, top, &mut visit);
            } else {
                self.piece(&OF_SIXTEEN, middle, half, top, &mut visit);
            }
            let to = middle + half;
            // The last piece may end a rounding before the length, from where no further piece would move on;
            // nor does one so short that it is beyond all digits.
            if half >= all || to <= from {
                return top;
            }
            from = to;
            slope = self.slope(from);
            if slope < 0.0 && self.fall(from) < top - NEGLIGIBLE {
                return top;
            }
        }
    }

    /// Half of the next piece, from where the slope is this, at most `all`; and by how much the integrand falls
    /// over it.
    fn half(&self, from: f64, slope: f64, all: f64) -> (f64, f64) {
        let mut half = all.min(SIXTEEN.0).min(SIXTEEN.1 / slope.abs());
        // The slope never falls below that of both powers together: where this is little, it need not be
        // computed.
        let mut falls = slope.abs().max(self.slope_at(1.0).abs()) * half;
        while falls > TEN.1 {
            let to = self.slope(from + 2.0 * half);
            falls = slope.abs().max(to.abs()) * half;
            if falls <= SIXTEEN.1 * (1.0 + f64::EPSILON) {
                break;
            }
            half *= 0.5;
        }
        (half, falls)
    }

    fn piece<const N: usize>(
        &self,
        Rule(places, weights): &Rule<N>,
        middle: f64,
        half: f64,
        top: f64,
        visit: &mut impl FnMut(Node),
    ) {
        let height =
            |y: f64, growth: f64| exp(y * (1.0 - self.near_power) - self.far_power * growth - top);
        let mut nodes = places.map(|place| (middle + half * place, 0.0, 0.0, (0.0, 0.0)));
        if middle + half < FAR {
            let share = self.near / self.far;
            for (y, growth, part, shrunk) in &mut nodes {
                let near_risen = exp_m1(*y);
                let risen = near_risen * share;
                *growth = ln_1p(risen);
                *part = height(*y, *growth);
                *shrunk = (-near_risen / (1.0 + near_risen), -risen / (1.0 + risen));
            }
        } else {
            for (y, growth, part, shrunk) in &mut nodes {
                let (far_grown, far_shrunk) = self.far_grown(*y);
                *growth = far_grown;
                *part = height(*y, *growth);
                *shrunk = (exp_m1(-*y), far_shrunk);
            }
        }
        for ((y, growth, part, shrunk), weight) in nodes.into_iter().zip(weights) {
            visit(Node {
                part: half * weight * part,
                grown: (y, growth),
                shrunk,
            });
        }
    }

    /// The logarithm of the integral, from the sum of the shares, and of the two factors at the last purchase.
    fn ln(&self, sum: f64, top: f64) -> (f64, (f64, f64)) {
        let (near, far) = (self.near.ln(), self.far.ln());
        let at_last = near * (1.0 - self.near_power) - self.far_power * far;
        let factors = if self.is_alpha_near {
            (near, far)
        } else {
            (far, near)
        };
        (sum.ln() + top + at_last, factors)
    }
}

/// The logarithm of the integral alone.
pub(super) fn ln_left(power: f64, s: f64, parameters: (f64, f64), times: (f64, f64)) -> f64 {
    let factors = Factors::of(power, s, parameters, times);
    let mut sum = 0.0;
    let top = factors.visit(|node| sum += node.part);
    factors.ln(sum, top).0
}

impl Left {
    pub(super) fn of(power: f64, s: f64, parameters: (f64, f64), times: (f64, f64)) -> Self {
        let factors = Factors::of(power, s, parameters, times);
        let (mut all, mut sums, mut products) = (0.0, [0.0; 4], [[0.0; 4]; 4]);
        let top = factors.visit(|node| {
            let (grown, shrunk) = (node.grown, node.shrunk);
            let values = if factors.is_alpha_near {
                [grown.0, shrunk.0, grown.1, shrunk.1]
            } else {
                [grown.1, shrunk.1, grown.0, shrunk.0]
            };
            all += node.part;
            for ((sum, products), left) in sums.iter_mut().zip(&mut products).zip(values) {
                let part = node.part * left;
                *sum += part;
                for (product, right) in products.iter_mut().zip(values) {
                    *product += part * right;
                }
            }
        });
        if all == 0.0 {
            return Self {
                ln: f64::NEG_INFINITY,
                by_alpha: (0.0, 0.0),
                by_beta: (0.0, 0.0),
                covariances: [[0.0; 4]; 4],
            };
        }
        let (alpha, beta) = (parameters.0 + times.0, parameters.1 + times.0);
        let units = [1.0, 1.0 / alpha, 1.0, 1.0 / beta];
        let means = sums.map(|sum| sum / all);
        let mut covariances = products;
        let rows = covariances.iter_mut().zip(means.into_iter().zip(units));
        for (row, (mean, unit)) in rows {
            for (cell, (other, by)) in row.iter_mut().zip(means.into_iter().zip(units)) {
                *cell = unit * by * (*cell / all - mean * other);
            }
        }
        let [grown_alpha, by_alpha, grown_beta, by_beta] = means;
        let (ln, (ln_alpha, ln_beta)) = factors.ln(all, top);
        Self {
            ln,
            by_alpha: (ln_alpha + grown_alpha, (1.0 + by_alpha) / alpha),
            by_beta: (ln_beta + grown_beta, (1.0 + by_beta) / beta),
            covariances,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Over how many points the integral is summed up, and its logarithm.
    fn points(
        power: f64,
        s: f64,
        (alpha, beta): (f64, f64),
        (last, age): (f64, f64),
    ) -> (usize, f64) {
        let (mut points, mut sum) = (0, 0.0);
        let factors = Factors::of(power, s, (alpha, beta), (last, age));
        let top = factors.visit(|node| {
            points += 1;
            sum += node.part;
        });
        (points, factors.ln(sum, top).0)
    }

    #[test]
    fn a_last_piece_that_ends_a_rounding_early_is_the_last() {
        // The sum of two halves is no more than a rounding short of the length, and further halves add nothing.
        for (power, alpha, beta, last, age, pieces) in [
            (0.6, (-5.0_f64).exp(), (-3.0_f64).exp(), 0.0, 9.314425, 3),
            (0.6, (-5.0_f64).exp(), (4.0857_f64).exp(), 0.0, 9.314425, 3),
            (
                20.6,
                (-4.2287_f64).exp(),
                (4.0857_f64).exp(),
                2.3,
                6.676157,
                2,
            ),
            (0.6, (-0.3722_f64).exp(), (-3.0_f64).exp(), 0.0, 8.079858, 2),
        ] {
            let (points, _) = points(power, 0.7, (alpha, beta), (last, age));
            assert!(points <= 16 * pieces, "{power} {alpha} {beta}: {points}");
        }
    }

    #[test]
    fn few_pieces_are_enough_whatever_the_parameters() {
        for step in 0..4_000_u32 {
            // Numbers that spread evenly between −1 and 1.
            let even = |by: f64| 2.0 * (f64::from(step) * by).fract() - 1.0;
            let power = (14.0 * even(0.754_877_666)).exp();
            let s = (14.0 * even(0.569_840_291)).exp();
            let alpha = (27.0 * even(0.819_172_513)).exp();
            let beta = (27.0 * even(0.671_043_607)).exp();
            let last = f64::from(step % 3) * 0.37;
            let age = last + (3.0 * even(0.549_700_478)).exp();
            let (points, ln) = points(power, s, (alpha, beta), (last, age));
            assert!(ln.is_finite(), "{power} {s} {alpha} {beta} {last} {age}");
            assert!(points <= 256, "{power} {s} {alpha} {beta}: {points}");
        }
    }

    #[test]
    fn parameters_that_are_no_numbers_end() {
        for alpha in [0.0, f64::INFINITY, f64::NAN] {
            let (_, ln) = points(0.5, 0.7, (alpha, 1.0), (0.0, 9.0));
            assert!(!ln.is_finite(), "{alpha}: {ln}");
        }
    }
}
