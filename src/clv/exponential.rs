//! Buying at random and leaving at random: what Pareto/NBD computes.

use super::counts::{PurchaseCounts, Table};
use super::fitting::{Likelihood, Task};
use super::leaving::Left;
use super::process::{Future, ln_grown};
use crate::Result;
use crate::numeric::gammas::{digamma_rising, ln_rising};
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
        let left = Left::of(power, self.s, (self.alpha, self.beta), (last, age));
        let (ln_alpha, ln_beta) = ((self.alpha + age).ln(), (self.beta + age).ln());
        // ln of the odds of having left.
        let odds = self.s.ln() + left.ln + power * ln_alpha + self.s * ln_beta;
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
        let first = Left::of(self.r + 1.0, self.s - 1.0, (alpha, beta), (0.0, time));
        let ln = self.r.ln() + self.r * alpha.ln() + self.s * beta.ln() + first.ln;
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

/// The likelihood of counted customers.
struct Counted<'a> {
    table: &'a Table,
    weight: f64,
}

impl Likelihood for Counted<'_> {
    fn mean(&mut self, parameters: &[f64]) -> f64 {
        self.mean_and_slopes(parameters, &mut [0.0; 4])
            .unwrap_or(f64::NAN)
    }

    fn mean_and_slopes(&mut self, parameters: &[f64], slopes: &mut [f64]) -> Option<f64> {
        let &[r, alpha, s, beta] = parameters else {
            return None;
        };
        let (ln_alpha, ln_beta, ln_s) = (alpha.ln(), beta.ln(), s.ln());
        let (mut value, mut to) = (0.0, [0.0; 4]);
        let groups = self
            .table
            .rows
            .chunk_by(|left, right| left.frequency == right.frequency);
        for (&(x, weight), rows) in self.table.frequencies.iter().zip(groups) {
            let x = f64::from(x);
            let power = r + x;
            value += weight * (ln_rising(r, x) + r * ln_alpha + s * ln_beta);
            let fixed = [
                digamma_rising(r, x) + ln_alpha,
                r / alpha,
                ln_beta,
                s / beta,
            ];
            for (to, fixed) in to.iter_mut().zip(fixed) {
                *to += weight * fixed;
            }
            for row in rows {
                let time = |place: u32| self.table.times.get(place as usize).copied();
                let (last, age) = time(row.last).zip(time(row.age))?;
                let left = Left::of(power, s, (alpha, beta), (last, age));
                let (a, b) = (alpha + age, beta + age);
                let (ln_a, ln_b) = (a.ln(), b.ln());
                let stayed = -power * ln_a - s * ln_b;
                let odds = ln_s + left.ln - stayed;
                let small = (-odds.abs()).exp();
                let gone = if odds > 0.0 { 1.0 } else { small } / (1.0 + small);
                let here = 1.0 - gone;
                let w = row.weight;
                value += w * (stayed + odds.max(0.0) + small.ln_1p());
                let parts = [
                    -here * ln_a - gone * left.by_alpha.0,
                    -power * (here / a + gone * left.by_alpha.1),
                    gone / s - here * ln_b - gone * left.by_beta.0,
                    -here * s / b - gone * (s + 1.0) * left.by_beta.1,
                ];
                for (to, part) in to.iter_mut().zip(parts) {
                    *to += w * part;
                }
            }
        }
        for ((slope, to), parameter) in slopes.iter_mut().zip(to).zip(parameters) {
            *slope = to * parameter / self.weight;
        }
        Some(value / self.weight)
    }
}

/// How likely the parameters r, alpha, s and beta make customers.
pub(super) fn likelihood(counts: &PurchaseCounts) -> Box<dyn Likelihood + '_> {
    Box::new(Counted {
        table: counts.table(),
        weight: counts.weight(),
    })
}

/// What a model with the parameters r, alpha, s and beta is fitted to.
pub(super) fn task(counts: &PurchaseCounts) -> Result<(Box<dyn Likelihood + '_>, Task)> {
    let (longest, rate) = counts.scale()?;
    let task = Task {
        units: vec![1.0, longest, 1.0, longest],
        start: vec![1.0, 1.0 / (rate * longest), 1.0, 1.0],
        customers: counts.customers(),
        weight: counts.weight(),
    };
    Ok((likelihood(counts), task))
}
