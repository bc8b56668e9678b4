//! Buying at random and leaving at random: what Pareto/NBD computes.

use super::leaving::ln_left;
use super::process::{Future, ln_grown};
use crate::numeric::exponential_integral::scaled_integral;
use crate::numeric::gammas::ln_rising;
use crate::numeric::quadrature::by_legendre;

/// A customer whose purchases come at a rate drawn from a gamma distribution (`r`, `alpha`), and who leaves
/// at a rate drawn from another (`s`, `beta`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exponential {
    pub(super) r: f64,
    pub(super) alpha: f64,
    pub(super) s: f64,
    pub(super) beta: f64,
}

impl Exponential {
    /// The log-likelihood of a customer, and the probability that they are still one.
    pub(super) fn judge(&self, x: f64, last: f64, age: f64) -> (f64, f64) {
        let power = self.r + x;
        let left = ln_left(power, self.s, (self.alpha, self.beta), (last, age));
        let (ln_alpha, ln_beta) = ((self.alpha + age).ln(), (self.beta + age).ln());
        // ln of the odds of having left.
        let odds = self.s.ln() + left + power * ln_alpha + self.s * ln_beta;
        // r ln α − (r + x) ln(α + T), without losing digits where α is large.
        let bought = -self.r * ln_grown(self.alpha, age) - x * ln_alpha;
        let stayed = -self.s * ln_grown(self.beta, age);
        let ln =
            ln_rising(self.r, x) + bought + stayed + crate::numeric::quadrature::softplus(odds);
        (ln, 1.0 / (1.0 + odds.exp()))
    }
}

/// `(e^(k y) − 1) / k`, and its limit y where k is 0.
fn growth(k: f64, y: f64) -> f64 {
    if k == 0.0 { y } else { (k * y).exp_m1() / k }
}

impl Future for Exponential {
    fn alive(&self, time: f64) -> f64 {
        (-self.s * ln_grown(self.beta, time)).exp()
    }

    fn expected(&self, time: f64) -> f64 {
        let y = ln_grown(self.beta, time);
        self.r / self.alpha * self.beta * growth(1.0 - self.s, y)
    }

    fn expected_ever(&self) -> Option<f64> {
        (self.s > 1.0).then(|| self.r / self.alpha * self.beta / (self.s - 1.0))
    }

    fn discounted_ever(&self, force: f64) -> Option<f64> {
        let discounted = scaled_integral(self.s, force * self.beta);
        Some(self.r / self.alpha * self.beta * discounted)
    }

    fn scale(&self) -> f64 {
        self.beta / self.s.max(1.0)
    }

    fn silent(&self, time: f64) -> f64 {
        self.judge(0.0, 0.0, time).0.exp().min(1.0)
    }

    fn buys(&self, time: f64) -> f64 {
        let silent = self.silent(time);
        if silent < 0.5 {
            return 1.0 - silent;
        }
        // r αʳ βˢ · ∫ (α+u)^−(r+1) (β+u)^−s du, over the time u of the first purchase.
        let (alpha, beta) = (self.alpha, self.beta);
        let first = ln_left(self.r + 1.0, self.s - 1.0, (alpha, beta), (0.0, time));
        let ln = self.r.ln() + self.r * alpha.ln() + self.s * beta.ln() + first;
        ln.exp().min(1.0)
    }

    fn distribution(&self, time: f64, most: u32) -> Vec<f64> {
        let stays = self.alive(time);
        let mut distribution = vec![0.0; most as usize + 1];
        self.add_counts(time, stays, &mut distribution);
        self.add_leaving(time, &mut distribution);
        if let Some(none) = distribution.first_mut() {
            *none = self.silent(time);
        }
        distribution
    }
}

/// Over a piece of this length, as a logarithm of time, ten points are enough,
const LONGEST: f64 = 0.5;
/// unless more purchases or departures than this are expected in it.
const EVENTS: f64 = 2.0;
/// What is less likely adds nothing.
const NEGLIGIBLE: f64 = 1e-18;

impl Exponential {
    /// Adds the chances of 0, 1, … purchases up to a time, each times `chance`; returns their sum without it.
    fn add_counts(&self, time: f64, chance: f64, distribution: &mut [f64]) -> f64 {
        let share = time / (self.alpha + time);
        let mut ln = -self.r * ln_grown(self.alpha, time);
        let mut all = 0.0;
        for (n, sum) in distribution.iter_mut().enumerate() {
            let likely = ln.exp();
            all += likely;
            *sum += chance * likely;
            let n = n as f64;
            ln += ((self.r + n) / (n + 1.0) * share).ln();
        }
        all
    }

    /// Adds what customers buy who leave within the time: piece by piece of the time at which they leave, until
    /// nobody is left or all have bought more.
    fn add_leaving(&self, time: f64, distribution: &mut [f64]) {
        let near = self.alpha.min(self.beta);
        let length = ln_grown(near, time);
        let mut from = 0.0;
        while from < length {
            let start = near * f64::exp_m1(from);
            let events = |piece: f64| {
                let rate = self.r / (self.alpha + start) + self.s / (self.beta + start);
                rate * (near * f64::exp_m1(from + piece) - start)
            };
            let mut piece = (length - from).min(LONGEST);
            while events(piece) > EVENTS {
                piece *= 0.5;
            }
            let mut fewest = 0.0;
            by_legendre(from, from + piece, |y, weight| {
                let u = near * y.exp_m1();
                let density = self.s / (self.beta + u) * self.alive(u);
                fewest = self.add_counts(u, weight * density * near * y.exp(), distribution);
            });
            // A piece too short to move on is beyond all digits.
            let is_past = from + piece <= from;
            if is_past || fewest * self.alive(start) < NEGLIGIBLE {
                break;
            }
            from += piece;
        }
    }
}
