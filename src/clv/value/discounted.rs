//! Purchases to come, each counted at what 1 at its time is worth at the end of the window.

use crate::clv::{DiscountRate, Horizon, PurchaseModel};
use crate::numeric::quadrature::by_legendre;
use crate::period::{Period, Ruler, Span};
use crate::purchases::Summary;
use crate::{Error, Result};

/// What is worth less than this as a logarithm adds nothing.
const NEGLIGIBLE: f64 = 45.0;
/// Over a piece of this length, as a logarithm of time, or of this much discount, ten points err by 10⁻⁹ of
/// the sum at most.
const LONGEST: f64 = 1.2;
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
        let period = match ruler {
            Ruler::Days => Period::Day,
            Ruler::Weeks => Period::Week(chrono::Weekday::Mon),
            Ruler::Months => Period::Month,
            Ruler::Quarters => Period::Quarter,
            Ruler::Years => Period::Year,
        };
        let force = discount.over(Span::new(1, period)?)?.rate().ln_1p();
        let end = match horizon {
            Horizon::Periods(periods) => f64::from(periods),
            Horizon::Infinite => f64::INFINITY,
        };
        if force == 0.0 && end.is_infinite() {
            let error = Error::unsupported("a discount rate of 0", "a horizon without an end");
            return Err(error.with_cure("set a `Horizon::Periods`, or a higher discount rate"));
        }
        Ok(Self { force, end })
    }

    /// `∫ e^(−δt) dE(t) = e^(−δH) E(H) + δ ∫ e^(−δt) E(t) dt`, E the expected purchases, which change on the
    /// scale of `scale`.
    fn sum(self, scale: f64, expected: impl Fn(f64) -> Result<f64>) -> Result<f64> {
        let last = self.end.min(NEGLIGIBLE / self.force);
        let mut sum = (-self.force * last).exp() * expected(last)?;
        let mut from = 0.0;
        while self.force > 0.0 && from < last {
            let longest = (from + scale) * LONGEST.exp_m1();
            let to = last.min(from + longest.min(DISCOUNT / self.force));
            let mut failed = None;
            by_legendre(from, to, |time, weight| match expected(time) {
                Ok(purchases) => {
                    sum += self.force * weight * (-self.force * time).exp() * purchases
                }
                Err(error) => failed = Some(error),
            });
            if let Some(error) = failed {
                return Err(error);
            }
            from = to;
        }
        Ok(sum)
    }

    /// Of a known customer.
    pub(super) fn of(self, model: &impl PurchaseModel, customer: &Summary) -> Result<f64> {
        let scale = customer.age().max(self.shortest());
        self.sum(scale, |time| model.expected_purchases_of(customer, time))
    }

    /// Of a new customer, without the first purchase.
    pub(super) fn of_new(self, model: &impl PurchaseModel) -> Result<f64> {
        self.sum(self.shortest(), |time| model.expected_purchases(time))
    }

    /// A time that is short beside all that counts.
    fn shortest(self) -> f64 {
        self.end.min(1.0 / self.force) / 1024.0
    }

    /// Purchases within the horizon, each counted in full; `None` without an end.
    pub(super) fn undiscounted(
        self,
        model: &impl PurchaseModel,
        customer: &Summary,
    ) -> Result<Option<f64>> {
        let within = |end: f64| model.expected_purchases_of(customer, end);
        self.end.is_finite().then(|| within(self.end)).transpose()
    }
}
