//! The survival function that both models of contracts share, its slopes, and discounted sums of it.

use crate::numeric::gammas::{digamma_rising, ln_rising};
use crate::numeric::quadrature::by_legendre;

/// `S(t) = B(γ, δ + t^c) / B(γ, δ)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Renewals {
    pub(super) gamma: f64,
    pub(super) delta: f64,
    pub(super) c: f64,
}

/// So many terms are added one by one; the rest is smooth enough for an integral.
const TERMS: u64 = 1000;
/// What is left is nothing beside this share of the sum.
const NOTHING: f64 = 1e-15;
/// Within a panel of the integral a term falls by no more than this, as a logarithm.
const FALL: f64 = 3.0;

impl Renewals {
    /// `ln S(t)`.
    pub(super) fn ln_survival(&self, t: f64) -> f64 {
        let u = self.stretched(t);
        if u == f64::INFINITY {
            return f64::NEG_INFINITY;
        }
        // Γ(δ + u) Γ(γ + δ) / (Γ(γ + δ + u) Γ(δ)), by the fewer steps, so that fewer digits cancel.
        let ln = if self.gamma < u {
            ln_rising(self.delta, self.gamma) - ln_rising(self.delta + u, self.gamma)
        } else {
            ln_rising(self.delta, u) - ln_rising(self.gamma + self.delta, u)
        };
        ln.min(0.0)
    }

    /// `ln S(t)` less `ln S(from)`; nobody stays on where nobody is left.
    pub(super) fn ln_survival_after(&self, from: f64, t: f64) -> f64 {
        let (before, after) = (self.ln_survival(from), self.ln_survival(t));
        if after == f64::NEG_INFINITY {
            return after;
        }
        (after - before).min(0.0)
    }

    /// The slopes of `ln S(t)` along the logarithms of γ, δ and c.
    pub(super) fn slopes(&self, t: f64) -> [f64; 3] {
        let u = self.stretched(t);
        if u == 0.0 || u == f64::INFINITY {
            return [0.0; 3];
        }
        let both = self.gamma + self.delta;
        let by_both = digamma_rising(both, u);
        let by_u = -digamma_rising(self.delta + u, self.gamma);
        [
            -self.gamma * by_both,
            self.delta * (digamma_rising(self.delta, u) - by_both),
            self.c * u * t.ln() * by_u,
        ]
    }

    fn stretched(&self, t: f64) -> f64 {
        if self.c == 1.0 { t } else { t.powf(self.c) }
    }

    /// The sum of `S(t) / S(given) / (1 + d)^(t − from)` over t from `from` to `last`, or without an end;
    /// `ln_growth`, ln(1 + d), must then be above 0.
    pub(super) fn discounted_sum(
        &self,
        given: f64,
        from: u64,
        last: Option<u64>,
        ln_growth: f64,
    ) -> f64 {
        let start = from as f64;
        let ln_term = |t: f64| self.ln_survival_after(given, t) - ln_growth * (t - start);
        let one_by_one = from.saturating_add(TERMS);
        let until = last.map_or(one_by_one, |last| one_by_one.min(last.saturating_add(1)));
        // Terms fall at least as fast as money loses value.
        let rest = -1.0 / (-ln_growth).exp_m1();
        let mut sum = 0.0;
        for t in from..until {
            let term = ln_term(t as f64).exp();
            sum += term;
            if last.is_none() && term * rest < NOTHING * sum {
                return sum;
            }
        }
        if last.is_some_and(|last| last < one_by_one) {
            return sum;
        }
        let last = last.map(|last| last as f64);
        sum + tail(&ln_term, one_by_one as f64, last, ln_growth, sum)
    }
}

/// The sum of `e^ln_term(t)` from `from` on, by Euler and Maclaurin: the integral, half of both ends, and
/// a twelfth of the difference of the slopes there.
fn tail(
    ln_term: &impl Fn(f64) -> f64,
    from: f64,
    last: Option<f64>,
    ln_growth: f64,
    already: f64,
) -> f64 {
    let at_end = |t: f64, towards: f64| {
        let term = ln_term(t).exp();
        let slope = 0.5 * (ln_term(t + 1.0).exp() - ln_term(t - 1.0).exp());
        0.5 * term + towards * slope / 12.0
    };
    let mut sum = at_end(from, -1.0);
    let mut t = from;
    loop {
        let now = ln_term(t);
        let rest = match last {
            Some(last) => (last - t).min(1.0 / ln_growth.max(f64::MIN_POSITIVE)),
            None => 1.0 / ln_growth,
        };
        if now.exp() * rest <= NOTHING * (already + sum) {
            return sum;
        }
        let fall = (now - ln_term(t + 1.0)).max(f64::MIN_POSITIVE);
        let mut end = t + (0.5 * t).min(FALL / fall);
        let is_last = last.is_some_and(|last| end >= last);
        if let Some(last) = last.filter(|_| is_last) {
            end = last;
        }
        by_legendre(t, end, |place, weight| sum += weight * ln_term(place).exp());
        t = end;
        if is_last {
            return sum + at_end(t, 1.0);
        }
    }
}
