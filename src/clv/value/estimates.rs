//! How sure values are that fitted models give.

use super::{CustomerLifetimeValue, Spend};
use crate::Result;
use crate::clv::{Fitted, GammaGamma, PurchaseModel};
use crate::estimate::Estimate;
use crate::purchases::Summary;

impl<M: PurchaseModel> CustomerLifetimeValue<M> {
    /// Estimates what customers will be worth together, with the standard error that the value owes to the
    /// errors of the parameters: of one customer, or of all.
    ///
    /// ```text
    /// error² = error² by the parameters of the purchases + error² by those of the spend
    /// ```
    ///
    /// Both are by the delta method; the two fits are taken for independent. `purchases` and `spend` are the
    /// fits that the models of this valuation came from; the values are theirs. Without a fit of spend, or
    /// where the valuation does not use the Gamma-Gamma model, spend counts as known. What customers do varies
    /// around its expectation: that is not in it, and it is by far the most for a single customer. Money is
    /// not rounded here.
    ///
    /// # Errors
    /// [`Error::Refused`](crate::Error::Refused) if a fit did not converge, or an expected spend is infinite;
    /// [`Error::Overflow`](crate::Error::Overflow) for values beyond what numbers hold.
    ///
    /// ```
    /// use retention::clv::{
    ///     BgNbd, CustomerLifetimeValue, DiscountRate, GammaGamma, Horizon, PurchaseCounts, PurchaseModel,
    ///     Spend, SpendCounts, ValueTerms,
    /// };
    /// use retention::period::Ruler;
    ///
    /// let shop = BgNbd::new(0.243, 4.414, 0.793, 2.426)?.simulate(vec![39.0; 800], 3)?;
    /// let shop = GammaGamma::new(6.25, 3.74, 15.44)?.simulate_spend(shop, 4)?;
    /// let purchases = BgNbd::fit(&PurchaseCounts::of(&shop)?, Default::default())?;
    /// let spend = GammaGamma::fit(&SpendCounts::of(&shop)?, Default::default())?;
    ///
    /// let terms = ValueTerms::default().horizon(Horizon::Periods(26));
    /// let worth = CustomerLifetimeValue::new(
    ///     purchases.model, Spend::GammaGamma(spend.model), DiscountRate::yearly(0.1)?, Ruler::Weeks, terms,
    /// )?;
    /// let first = worth.estimate_value(&purchases, Some(&spend), &shop[..1])?;
    /// assert!(first.standard_error() > 0.0);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn estimate_value(
        &self,
        purchases: &Fitted<M>,
        spend: Option<&Fitted<GammaGamma>>,
        customers: &[Summary],
    ) -> Result<Estimate> {
        let fitted_spend = match (self.spend(), spend) {
            (Spend::GammaGamma(_), Some(fitted)) => Spend::GammaGamma(fitted.model),
            (other, _) => *other,
        };
        let each = |of: &dyn Fn(&Summary) -> Result<f64>| -> Result<Vec<f64>> {
            let customers = customers.iter().enumerate();
            let row = |(row, customer)| of(customer).map_err(|error| error.at_row(row));
            customers.map(row).collect()
        };
        let spends = |spend: &Spend| each(&|customer| Ok(spend.of(customer)?.0));
        let bought = |model: &M| each(&|customer| self.discounting().of(model, customer));
        let total = |left: &[f64], right: &[f64]| -> f64 {
            self.margin() * left.iter().zip(right).map(|(a, b)| a * b).sum::<f64>()
        };
        let known_spends = spends(&fitted_spend)?;
        let by_purchases = purchases.estimate(|model| Ok(total(&bought(model)?, &known_spends)))?;
        let (Spend::GammaGamma(_), Some(fitted)) = (self.spend(), spend) else {
            return Ok(by_purchases);
        };
        let known_purchases = bought(&purchases.model)?;
        let by_spend = fitted.estimate(|model| {
            Ok(total(
                &known_purchases,
                &spends(&Spend::GammaGamma(*model))?,
            ))
        })?;
        let error = by_purchases
            .standard_error()
            .hypot(by_spend.standard_error());
        Estimate::new(by_purchases.value(), error)
    }
}
