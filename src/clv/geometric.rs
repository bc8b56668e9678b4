//! Buying at random, and leaving by the toss of a coin after a purchase: what BG/NBD and MBG/NBD share.

use super::counts::{PurchaseCounts, Table};
use super::fitting::{Likelihood, Task};
use super::process::{Future, ln_grown};
use crate::Result;
use crate::numeric::gammas::{digamma_rising, ln_beta, ln_rising};
use crate::numeric::hypergeometric::ln_gauss;
use crate::numeric::quadrature::{ln_beta_integral, softplus};

/// A series of more terms than this costs more than an integral.
const TERMS: f64 = 400.0;
/// Beyond so many terms the tail of a distribution is what its beginning leaves.
const TAIL: f64 = 20_000.0;

/// A customer whose purchases come at a rate drawn from a gamma distribution (`r`, `alpha`), and who leaves
/// after each with a probability drawn from a beta distribution (`a`, `b`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geometric {
    pub(super) r: f64,
    pub(super) alpha: f64,
    pub(super) a: f64,
    pub(super) b: f64,
}

/// Log-odds of having left, of a customer with `x` repeat purchases after `coins` tosses.
fn ln_odds(model: &Geometric, x: f64, coins: f64, ln_age: f64, ln_last: f64) -> f64 {
    if coins == 0.0 {
        return f64::NEG_INFINITY;
    }
    (model.a / (model.b + coins - 1.0)).ln() + (model.r + x) * (ln_age - ln_last)
}

impl Geometric {
    /// Log-odds that a customer has left.
    fn odds(&self, x: f64, coins: f64, last: f64, age: f64) -> f64 {
        let (ln_age, ln_last) = ((self.alpha + age).ln(), (self.alpha + last).ln());
        ln_odds(self, x, coins, ln_age, ln_last)
    }

    /// The log-likelihood of a customer.
    pub(super) fn ln_seen(&self, x: f64, coins: f64, last: f64, age: f64) -> f64 {
        let survived = ln_rising(self.b, coins) - ln_rising(self.a + self.b, coins);
        // r ln α − (r + x) ln(α + T), without losing digits where α is large.
        let waited = -self.r * ln_grown(self.alpha, age) - x * (self.alpha + age).ln();
        let odds = self.odds(x, coins, last, age);
        ln_rising(self.r, x) + survived + waited + softplus(odds)
    }

    /// The probability that a customer is still one.
    pub(super) fn stayed(&self, x: f64, coins: f64, last: f64, age: f64) -> f64 {
        1.0 / (1.0 + self.odds(x, coins, last, age).exp())
    }

    /// The same customer with more purchases and more tosses behind them.
    pub(super) fn after(&self, x: f64, coins: f64, age: f64) -> Self {
        Self {
            r: self.r + x,
            alpha: self.alpha + age,
            a: self.a,
            b: self.b + coins,
        }
    }

    /// `t / (α + t)`, and `α / (α + t)`.
    fn shares(&self, time: f64) -> (f64, f64) {
        (time / (self.alpha + time), self.alpha / (self.alpha + time))
    }

    /// `Σₖ NBD(k) Dₖ`, where `Dₖ` is what is expected of k chances to buy: `Σ (b)ⱼ/(a+b)ⱼ` over j < k.
    fn expected_by_series(&self, z: f64, rest: f64) -> Option<f64> {
        let mut weight = (self.r * rest.ln()).exp();
        let (mut bought, mut stays, mut sum) = (0.0, 1.0, 0.0);
        let both = self.a + self.b;
        let mut k = 0.0;
        while k < 4.0 * TERMS {
            // One division for the ratios of both.
            let inverse = 1.0 / ((k + 1.0) * (both + k));
            weight *= (self.r + k) * z * (both + k) * inverse;
            bought += stays;
            stays *= (self.b + k) * (k + 1.0) * inverse;
            k += 1.0;
            let term = weight * bought;
            sum += term;
            if term < f64::EPSILON * sum {
                let ratio = (self.r + k) * z / k;
                let rest = 1.0 - ratio.max(z);
                if ratio < 1.0 && term * ratio < rest * 0.25 * f64::EPSILON * sum {
                    return Some(sum);
                }
            }
        }
        None
    }

    /// The mean of `(1 − (1 + p t/α)^−r) / p` over the probability p of leaving.
    fn expected_by_integral(&self, time: f64) -> f64 {
        let ln_times = (time / self.alpha).ln();
        let settled = ((self.r.ln_1p() + ln_times).max(0.0), 0.0);
        let ln = ln_beta_integral(self.a, self.b, settled, |p| {
            let left = softplus(p.ln + ln_times);
            (-(-self.r * left).exp_m1()).ln() - p.ln
        });
        (ln - ln_beta(self.a, self.b)).exp()
    }
}

impl Future for Geometric {
    fn alive(&self, time: f64) -> f64 {
        let (z, rest) = self.shares(time);
        let gauss = ln_gauss(self.r, self.b, self.a + self.b, z, rest);
        (gauss - self.r * ln_grown(self.alpha, time)).exp().min(1.0)
    }

    fn expected(&self, time: f64) -> f64 {
        let (z, rest) = self.shares(time);
        // Where the terms are largest, and how many more it takes until they vanish.
        let terms = (self.r * z + 40.0) / rest;
        let is_short = terms < TERMS && self.r * rest.ln() > -600.0;
        let sum = is_short.then(|| self.expected_by_series(z, rest)).flatten();
        sum.unwrap_or_else(|| self.expected_by_integral(time))
    }

    /// The mean of 1 / p over the probability p of leaving.
    fn expected_ever(&self) -> Option<f64> {
        (self.a > 1.0).then(|| (self.a + self.b - 1.0) / (self.a - 1.0))
    }

    fn scale(&self) -> f64 {
        self.alpha / self.r.max(1.0)
    }

    fn silent(&self, time: f64) -> f64 {
        (-self.r * ln_grown(self.alpha, time)).exp()
    }

    fn buys(&self, time: f64) -> f64 {
        -(-self.r * ln_grown(self.alpha, time)).exp_m1()
    }

    fn distribution(&self, time: f64, most: u32) -> Vec<f64> {
        let (z, rest) = self.shares(time);
        let both = self.a + self.b;
        let ln_first = -self.r * ln_grown(self.alpha, time);
        let mut ln_chances = Vec::with_capacity(most as usize + 1);
        let mut ln_chance = ln_first;
        for n in 0..=most {
            ln_chances.push(ln_chance);
            let n = f64::from(n);
            ln_chance += ((self.r + n) / (n + 1.0) * z).ln();
        }
        let beyond = beyond(self.r, z, rest, f64::from(most) + 1.0, ln_chance);
        let below: f64 = ln_chances.iter().map(|ln| ln.exp()).sum();
        let mut at_least = beyond.unwrap_or((1.0 - below).max(0.0));
        // From the far end, so that small tails keep their digits.
        let mut tails = Vec::with_capacity(ln_chances.len());
        for ln in ln_chances.iter().rev() {
            at_least += ln.exp();
            tails.push(at_least.min(1.0));
        }
        let mut stays = 1.0;
        let mut left = 0.0;
        let mut distribution = Vec::with_capacity(ln_chances.len());
        for (n, (ln, tail)) in ln_chances.iter().zip(tails.iter().rev()).enumerate() {
            distribution.push(stays * ln.exp() + left * tail);
            let n = n as f64;
            // Leaving right after the next purchase.
            left = stays * self.a / (both + n);
            stays *= (self.b + n) / (both + n);
        }
        distribution
    }
}

/// The probability of at least `n` purchases without leaving, whose first term is given; `None` where that
/// takes too many terms.
fn beyond(r: f64, z: f64, rest: f64, n: f64, ln_first: f64) -> Option<f64> {
    if ((r * z - n * rest).max(0.0) + 40.0) / rest > TAIL {
        return None;
    }
    let (mut term, mut sum, mut k) = (ln_first.exp(), 0.0, n);
    for _ in 0..TAIL as u32 {
        sum += term;
        let ratio = (r + k) / (k + 1.0) * z;
        let is_falling = ratio < 1.0;
        let least = (1.0 - ratio.max(z)) * 0.25 * f64::EPSILON * sum;
        if is_falling && (sum == 0.0 || term < least) {
            return Some(sum);
        }
        (term, k) = (term * ratio, k + 1.0);
    }
    None
}

/// The likelihood of counted customers; `extra` is 1 where a coin is tossed after the first purchase too.
struct Counted<'a> {
    table: &'a Table,
    weight: f64,
    extra: f64,
    /// `ln(α + t)` and `1/(α + t)` of every time.
    times: Vec<(f64, f64)>,
}

/// Sums over the customers of one frequency.
#[derive(Default)]
struct Sums {
    value: f64,
    left: f64,
    logarithm: f64,
    inverse: f64,
}

impl Counted<'_> {
    fn sums(&self, model: &Geometric, x: f64, rows: &[super::counts::Row]) -> Sums {
        let coins = x + self.extra;
        let mut sums = Sums::default();
        let time = |place: u32| {
            self.times
                .get(place as usize)
                .copied()
                .unwrap_or((f64::NAN, f64::NAN))
        };
        let power = model.r + x;
        let ln_hazard = ln_odds(model, 0.0, coins, 0.0, 0.0);
        for row in rows {
            let ((ln_age, by_age), (ln_last, by_last)) = (time(row.age), time(row.last));
            let w = row.weight;
            if coins == 0.0 {
                sums.value -= w * power * ln_age;
                sums.logarithm += w * ln_age;
                sums.inverse += w * by_age;
                continue;
            }
            let odds = ln_hazard + power * (ln_age - ln_last);
            // The softplus and its slope share the exponential.
            let small = (-odds.abs()).exp();
            let left = if odds > 0.0 { 1.0 } else { small } / (1.0 + small);
            sums.value += w * (odds.max(0.0) + small.ln_1p() - power * ln_age);
            sums.left += w * left;
            sums.logarithm += w * (ln_age + left * (ln_last - ln_age));
            sums.inverse += w * (by_age + left * (by_last - by_age));
        }
        sums
    }
}

impl Likelihood for Counted<'_> {
    fn mean(&mut self, parameters: &[f64]) -> f64 {
        self.mean_and_slopes(parameters, &mut [0.0; 4])
            .unwrap_or(f64::NAN)
    }

    fn mean_and_slopes(&mut self, parameters: &[f64], slopes: &mut [f64]) -> Option<f64> {
        let &[r, alpha, a, b] = parameters else {
            return None;
        };
        let model = Geometric { r, alpha, a, b };
        self.times.clear();
        let times = self.table.times.iter().map(|t| alpha + t);
        self.times.extend(times.map(|t| (t.ln(), 1.0 / t)));
        let ln_alpha = alpha.ln();
        let (mut value, mut to) = (0.0, [0.0; 4]);
        let groups = self
            .table
            .rows
            .chunk_by(|left, right| left.frequency == right.frequency);
        for (&(x, weight), rows) in self.table.frequencies.iter().zip(groups) {
            let x = f64::from(x);
            let coins = x + self.extra;
            let sums = self.sums(&model, x, rows);
            let fixed = ln_rising(r, x) + ln_rising(b, coins) - ln_rising(a + b, coins);
            value += sums.value + weight * (fixed + r * ln_alpha);
            let both = digamma_rising(a + b, coins);
            let hazard = if coins > 0.0 {
                sums.left / (b + coins - 1.0)
            } else {
                0.0
            };
            let [to_r, to_alpha, to_a, to_b] = &mut to;
            *to_r += weight * (digamma_rising(r, x) + ln_alpha) - sums.logarithm;
            *to_alpha += weight * r / alpha - (r + x) * sums.inverse;
            *to_a += sums.left / a - weight * both;
            *to_b += weight * (digamma_rising(b, coins) - both) - hazard;
        }
        for ((slope, to), parameter) in slopes.iter_mut().zip(to).zip(parameters) {
            *slope = to * parameter / self.weight;
        }
        Some(value / self.weight)
    }
}

/// How likely the parameters r, alpha, a and b make customers.
pub(super) fn likelihood(counts: &PurchaseCounts, extra: f64) -> Box<dyn Likelihood + '_> {
    Box::new(Counted {
        table: counts.table(),
        weight: counts.weight(),
        extra,
        times: Vec::new(),
    })
}

/// What a model with the parameters r, alpha, a and b is fitted to.
pub(super) fn task(
    counts: &PurchaseCounts,
    extra: f64,
) -> Result<(Box<dyn Likelihood + '_>, Task)> {
    let (longest, rate) = counts.scale()?;
    let task = Task {
        units: vec![1.0, longest, 1.0, 1.0],
        start: vec![1.0, 1.0 / (rate * longest), 1.0, 3.0],
        customers: counts.customers(),
        weight: counts.weight(),
    };
    Ok((likelihood(counts, extra), task))
}
