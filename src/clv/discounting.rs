//! Purchases to come, each counted at what 1 at its time is worth at the end of the window.

use super::process::{Future, Process};
use super::{DiscountRate, Horizon};
use crate::numeric::quadrature::by_legendre;
use crate::period::{Period, Ruler, Span};
use crate::purchases::Summary;
use crate::{Error, Result};

/// What is worth less than this as a logarithm adds nothing.
const NEGLIGIBLE: f64 = 45.0;
/// Over a piece of this length, as a logarithm of time, or of this much discount, ten points err by less than
/// 10⁻⁹ of the sum.
const LONGEST: f64 = 1.0;
const DISCOUNT: f64 = 8.0;

/// How fast money loses its worth in a model's unit of time, and when purchases no longer count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Discounting {
    /// The rate with continuous compounding.
    force: f64,
    end: f64,
}

impl Discounting {
    pub(super) fn new(discount: DiscountRate, ruler: Ruler, horizon: Horizon) -> Result<Self> {
        let end = match horizon {
            Horizon::Periods(periods) => f64::from(periods),
            Horizon::Infinite => f64::INFINITY,
        };
        let force = discount.over(unit(ruler)?)?.rate().ln_1p();
        Ok(Self { force, end })
    }

    /// Refuses to count purchases without an end in full, which for most customers are infinitely many.
    pub(super) fn bounded(self) -> Result<Self> {
        if self.force == 0.0 && self.end.is_infinite() {
            return Err(endless());
        }
        Ok(self)
    }

    /// Of a known customer.
    pub(super) fn of(self, model: &impl Process, customer: &Summary) -> Result<f64> {
        let (frequency, age) = (f64::from(customer.frequency()), customer.age());
        let alive = model.alive(frequency, customer.first_to_last(), age);
        checked(alive * self.sum(&model.future(frequency, age))?)
    }

    /// Of a new customer, without the first purchase.
    pub(super) fn of_new(self, model: &impl Process) -> Result<f64> {
        let (stays, future) = model.newcomer();
        checked(stays * self.sum(&future)?)
    }

    /// Of those who bought as often, are as old and are still customers.
    pub(super) fn of_remaining(
        self,
        model: &impl Process,
        customer: &Summary,
    ) -> Result<Remaining> {
        let future = model.future(f64::from(customer.frequency()), customer.age());
        let within = |end: f64| {
            if end == 0.0 {
                0.0
            } else {
                future.expected(end)
            }
        };
        Ok(Remaining {
            discounted: self.sum(&future)?,
            in_full: self.end.is_finite().then(|| within(self.end)),
        })
    }

    /// `∫ e^(−δt) dE(t) = e^(−δH) E(H) + δ ∫ e^(−δt) E(t) dt`, E the expected purchases.
    fn sum(self, future: &impl Future) -> Result<f64> {
        if self.end == 0.0 {
            return Ok(0.0);
        }
        if self.force == 0.0 {
            return self.in_full(future);
        }
        let ever = self
            .end
            .is_infinite()
            .then(|| future.discounted_ever(self.force));
        Ok(ever.flatten().unwrap_or_else(|| self.by_pieces(future)))
    }

    fn by_pieces(self, future: &impl Future) -> f64 {
        let last = self.end.min(NEGLIGIBLE / self.force);
        let scale = future.scale();
        let mut sum = (-self.force * last).exp() * future.expected(last);
        let mut from = 0.0;
        while from < last {
            let longest = (from + scale) * LONGEST.exp_m1();
            let to = last.min(from + longest.min(DISCOUNT / self.force));
            by_legendre(from, to, |time, weight| {
                let worth = self.force * (-self.force * time).exp();
                sum += weight * worth * future.expected(time);
            });
            if to <= from {
                break;
            }
            from = to;
        }
        sum
    }

    fn in_full(self, future: &impl Future) -> Result<f64> {
        if self.end.is_finite() {
            return Ok(future.expected(self.end));
        }
        future.expected_ever().ok_or_else(endless)
    }
}

/// The purchases to come of those who are still customers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Remaining {
    discounted: f64,
    /// Each counted in full; `None` without an end.
    in_full: Option<f64>,
}

impl Remaining {
    /// Of one who is a customer with this probability: discounted, and in full.
    pub(super) fn of(self, alive: f64) -> Result<(f64, Option<f64>)> {
        let in_full = self.in_full.map(|purchases| checked(alive * purchases));
        Ok((checked(alive * self.discounted)?, in_full.transpose()?))
    }
}

fn checked(purchases: f64) -> Result<f64> {
    if purchases.is_finite() {
        return Ok(purchases);
    }
    Err(Error::overflow("discounted purchases", purchases)
        .with_cure("take a higher discount rate, a shorter horizon, or a larger unit of time"))
}

fn endless() -> Error {
    Error::unsupported("a discount rate of 0", "a horizon without an end")
        .with_cure("set a `Horizon::Periods`, or a higher discount rate")
}

fn unit(ruler: Ruler) -> Result<Span> {
    let period = match ruler {
        Ruler::Days => Period::Day,
        Ruler::Weeks => Period::Week(chrono::Weekday::Mon),
        Ruler::Months => Period::Month,
        Ruler::Quarters => Period::Quarter,
        Ruler::Years => Period::Year,
    };
    Span::new(1, period)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clv::exponential::Exponential;

    #[test]
    fn the_formula_and_the_sum_over_pieces_agree() {
        for (s, beta) in [
            (0.606, 50.5),
            (1.0, 3.0),
            (1e-4, 20.0),
            (2.5, 0.1),
            (40.0, 900.0),
        ] {
            for force in [1e-5, 0.0027, 0.5] {
                let future = Exponential {
                    r: 2.5,
                    alpha: 40.0,
                    s,
                    beta,
                };
                let end = f64::INFINITY;
                let pieces = Discounting { force, end }.by_pieces(&future);
                let formula = future.discounted_ever(force).unwrap();
                assert!(
                    (pieces / formula - 1.0).abs() < 1e-9,
                    "{s} {beta} {force}: {pieces} {formula}"
                );
            }
        }
    }
}
