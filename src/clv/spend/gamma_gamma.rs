use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::SpendCounts;
use super::likelihood::search;
use crate::clv::parametric::parametric;
use crate::clv::simulation::{Draws, ln_gamma_draw};
use crate::clv::{FitOptions, Fitted};
use crate::macros::named_enum;
use crate::numeric::gammas::ln_rising;
use crate::purchases::Summary;
use crate::{Error, Result};

named_enum! {
    /// Which density of what a customer spent a log-likelihood is of. Both are published, and the same
    /// parameters are best under either.
    ///
    /// They differ by the sum of `ln x` over the customers, x their repeat purchases. So log-likelihoods
    /// compare only within one of them.
    ///
    /// See the [example](crate::clv::GammaGamma::log_likelihood).
    #[derive(Default)]
    pub enum SpendLikelihood {
        /// Of the mean of a customer's purchases, as software reports it. The default.
        #[default]
        OfMeans = "of_means",
        /// Of the total of a customer's purchases, as Fader, Hardie and Lee (2005) report it.
        OfTotals = "of_totals",
    }
}

parametric! {
    /// The Gamma-Gamma model: what customers spend on a purchase.
    ///
    /// The mean of a few purchases says little about what a customer spends in the long run. The model pulls it
    /// towards what all customers spend, the more the fewer purchases there are.
    ///
    /// ```text
    /// z̄ = mean of x repeat purchases
    /// L(x, z̄)     = Γ(px+q) / (Γ(px) Γ(q)) · γ^q · z̄^(px−1) · x^(px) / (γ + x z̄)^(px+q)
    /// E[Z]        = p γ / (q − 1)                          of a new customer, for q > 1
    /// E[Z | x, z̄] = p (γ + x z̄) / (px + q − 1)             of a known one
    /// ```
    ///
    /// A customer's purchases are gamma distributed around the customer's own mean, and one over that mean is
    /// gamma distributed across customers. Money is in any unit: in another one only γ changes.
    ///
    /// **When it is the wrong model.** Customers who buy often must not spend more or less on a purchase than
    /// others: [`SpendIndependence`](super::SpendIndependence) checks it. What a customer spends must not
    /// drift, and must be above 0: [`SpendCounts`](super::SpendCounts) tells how many customers it leaves out.
    /// One mean across a shop of cheap and dear products hides two kinds of customers.
    ///
    /// Sources: Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005), *Journal of Marketing Research* 42(4):
    /// 415–430; Fader, P. S. and Hardie, B. G. S. (2013), "The Gamma-Gamma Model of Monetary Value"; Colombo,
    /// R. and Jiang, W. (1999), *Journal of Interactive Marketing* 13(3): 2–12.
    ///
    /// ```
    /// use retention::clv::GammaGamma;
    /// use retention::purchases::Summary;
    /// use rust_decimal::dec;
    ///
    /// // CDNOW's customers, in dollars.
    /// let model = GammaGamma::new(6.25, 3.74, 15.44)?;
    /// assert_eq!(format!("{:.2}", model.expected_spend()?), "35.22");
    /// let first = Summary::new(2, 30.43, 38.86)?.with_repeat_value(dec!(44.70), 2)?;
    /// assert_eq!(format!("{:.2}", model.expected_spend_of(&first)?), "24.66"); // a mean of 22.35 so far
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "gamma-gamma")]
    #[doc(alias = "GammaGammaFitter")]
    pub struct GammaGamma {
        /// Returns the shape of a customer's purchases around their mean: the larger, the less they vary.
        p,
        /// Returns the shape of the distribution of means across customers: the smaller, the heavier its tail.
        /// The mean spend of customers is finite for `q` above 1, its variance for `q` above 2.
        q,
        /// Returns the scale of the distribution across customers, in money.
        gamma,
    }
}

impl GammaGamma {
    /// Fits the model: finds the parameters under which the customers' spend is most likely.
    ///
    /// The log-likelihood of the result is [`SpendLikelihood::OfMeans`]. The order of the customers, and
    /// whether equal ones come as one row with a weight, change nothing. In another unit of money the
    /// predictions are the same.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] and [`Error::NotFinite`] for options out of range; [`Error::Refused`] for spend
    /// whose likelihood is no number.
    ///
    /// ```
    /// use retention::clv::{GammaGamma, SpendCounts};
    /// use retention::fit::Outcome;
    /// use retention::purchases::Summary;
    ///
    /// let truth = GammaGamma::new(6.25, 3.74, 15.44)?;
    /// let customers = (0..2000).map(|row| Summary::new(1 + row % 5, 30.0, 39.0));
    /// let shop = truth.simulate_spend(customers.collect::<Result<Vec<_>, _>>()?, 7)?;
    /// let fitted = GammaGamma::fit(&SpendCounts::of(&shop)?, Default::default())?;
    /// assert_eq!(fitted.outcome, Outcome::Converged);
    /// assert!((fitted.model.expected_spend()? - 35.22).abs() < 2.0);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn fit(counts: &SpendCounts, options: FitOptions) -> Result<Fitted<Self>> {
        search(counts, &options)
    }

    /// Computes the log-likelihood of customers by one of the two published densities.
    ///
    /// ```
    /// use retention::clv::{GammaGamma, SpendCounts, SpendLikelihood};
    /// use retention::purchases::Summary;
    /// use rust_decimal::dec;
    ///
    /// let model = GammaGamma::new(6.25, 3.74, 15.44)?;
    /// let two = Summary::new(2, 30.43, 38.86)?.with_repeat_value(dec!(44.70), 2)?;
    /// let counts = SpendCounts::of([&two])?;
    /// let means = model.log_likelihood(&counts, SpendLikelihood::OfMeans);
    /// let totals = model.log_likelihood(&counts, SpendLikelihood::OfTotals);
    /// assert!((means - totals - 2_f64.ln()).abs() < 1e-12);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn log_likelihood(&self, counts: &SpendCounts, of: SpendLikelihood) -> f64 {
        let cells = counts.cells().iter();
        let each = |&(purchases, mean, weight): &(u32, f64, f64)| {
            let x = f64::from(purchases);
            let (shape, total) = (self.p * x, x * mean);
            let density_over = match of {
                SpendLikelihood::OfMeans => mean,
                SpendLikelihood::OfTotals => total,
            };
            let constant = ln_rising(self.q, shape) - libm::lgamma(shape) - density_over.ln();
            let above = self.q * (total / self.gamma).ln_1p();
            weight * (constant - above - shape * (self.gamma / total).ln_1p())
        };
        cells.map(each).sum()
    }

    /// Computes what a new customer is expected to spend on a purchase.
    ///
    /// # Errors
    /// [`Error::Refused`] for `q` of 1 or less: so heavy a tail has no mean. [`Error::Overflow`] for more money
    /// than a number can be.
    ///
    /// See the [example](Self).
    pub fn expected_spend(&self) -> Result<f64> {
        self.mean_after(0.0, 0.0)
    }

    /// Computes what a known customer is expected to spend on a purchase to come.
    ///
    /// A customer without a repeat purchase that has a value is expected to spend as a new one. So is a
    /// customer whose repeat purchases have a mean of 0 or less, of whom the model knows nothing.
    ///
    /// # Errors
    /// As [`expected_spend`](Self::expected_spend); of a customer with repeat purchases only if p x + q is 1
    /// or less.
    ///
    /// See the [example](Self).
    #[doc(alias = "conditional_expected_average_profit")]
    pub fn expected_spend_of(&self, customer: &Summary) -> Result<f64> {
        let (purchases, total) = known(customer);
        self.mean_after(purchases, total)
    }

    /// Returns how much customers differ in what they spend on a purchase in the long run: the standard
    /// deviation of their true means; `None` for `q` of 2 or less, where it is infinite.
    ///
    /// ```text
    /// E[Z] / √(q − 2)
    /// ```
    ///
    /// ```
    /// use retention::clv::GammaGamma;
    ///
    /// let model = GammaGamma::new(6.25, 3.74, 15.44)?;
    /// assert_eq!(format!("{:.1}", model.spend_deviation().unwrap()), "26.7");
    /// assert_eq!(GammaGamma::new(6.25, 2.0, 15.44)?.spend_deviation(), None);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn spend_deviation(&self) -> Option<f64> {
        let mean = self.p * self.gamma / (self.q - 1.0);
        (self.q > 2.0).then(|| mean / (self.q - 2.0).sqrt())
    }

    fn mean_after(&self, purchases: f64, total: f64) -> Result<f64> {
        let below = self.p * purchases + self.q - 1.0;
        if below <= 0.0 {
            let error = Error::refused("spend without a mean: p x + q", below + 1.0);
            return Err(error.with_cure("a q of 1 or less means that few customers bring all the money: look at `Fitted::outcome`"));
        }
        let mean = self.p * ((self.gamma + total) / below);
        if mean.is_finite() {
            return Ok(mean);
        }
        Err(Error::overflow("an expected spend", mean))
    }

    /// Simulates what customers spend on their repeat purchases: each comes back with a repeat value, every
    /// repeat purchase with a value.
    ///
    /// The same seed gives the same money. Amounts have 15 significant digits.
    ///
    /// # Errors
    /// [`Error::Overflow`] with the row for money beyond 28 digits.
    ///
    /// See the [example](Self::fit).
    pub fn simulate_spend(
        &self,
        customers: impl IntoIterator<Item = Summary>,
        seed: u64,
    ) -> Result<Vec<Summary>> {
        let mut draws = Draws::new(seed);
        let spend = |(row, customer): (usize, Summary)| {
            // Drawn for each customer, so that nobody's money depends on who else buys again.
            let rate = ln_gamma_draw(self.q, &mut draws);
            let purchases = customer.frequency();
            if purchases == 0 {
                return Ok(customer);
            }
            let units = ln_gamma_draw(self.p * f64::from(purchases), &mut draws);
            let total = (units - rate).exp() * self.gamma;
            let money = Decimal::from_f64(total);
            let money =
                money.ok_or_else(|| Error::overflow("simulated spend", total).at_row(row))?;
            customer.with_repeat_value(money, purchases)
        };
        customers.into_iter().enumerate().map(spend).collect()
    }
}

/// What the model learns from of a customer: the repeat purchases with a value, and their total.
pub(super) fn known(customer: &Summary) -> (f64, f64) {
    let purchases = f64::from(customer.valued_repeats());
    match customer.mean_repeat_value() {
        Some(mean) if mean > 0.0 => (purchases, purchases * mean),
        _ => (0.0, 0.0),
    }
}
