//! How sure values are that fitted models give.

use super::{CustomerLifetimeValue, Spend};
use crate::Result;
use crate::clv::{
    CovariateModel, DescribedCustomer, Fitted, FittedCovariates, GammaGamma, PurchaseModel,
};
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
        let bought = |model: &M| each(customers, |customer| self.discounting().of(model, customer));
        let by_purchases =
            |spends: &[f64]| purchases.estimate(|model| Ok(self.total(&bought(model)?, spends)));
        let spends = |spend: &Spend| each(customers, |customer| Ok(spend.of(customer)?.0));
        self.joined(spend, spends, by_purchases, || bought(&purchases.model))
    }

    /// Estimates what customers will be worth together by a model with covariates, with the standard error that
    /// the value owes to the errors of the parameters and coefficients.
    ///
    /// It is [`estimate_value`](Self::estimate_value) with a model of purchases for each customer. Margin,
    /// horizon, discount rate and spend are those of this valuation; its own model of purchases does not count.
    /// For the items of one customer's value, make a valuation with the customer's
    /// [`model_of`](CovariateModel::model_of).
    ///
    /// # Errors
    /// As [`estimate_value`](Self::estimate_value), and, at the row, as [`CovariateModel::model_of`].
    ///
    /// ```
    /// use retention::clv::{
    ///     BgNbd, CovariateCounts, CovariateModel, CustomerLifetimeValue, DescribedCustomer, DiscountRate,
    ///     Horizon, PurchaseModel, Spend, ValueTerms,
    /// };
    /// use retention::period::Ruler;
    ///
    /// // Half of the customers came by a friend: they buy twice as often.
    /// let mut shop = BgNbd::new(0.6, 4.0, 0.8, 2.4)?.simulate(vec![39.0; 600], 1)?;
    /// shop.extend(BgNbd::new(0.6, 2.0, 0.8, 2.4)?.simulate(vec![39.0; 600], 2)?);
    /// let friend = [vec![0.0; 600], vec![1.0; 600]].concat();
    /// let counts = CovariateCounts::of(&shop, [("friend", friend)])?;
    /// let fitted = CovariateModel::<BgNbd>::fit(&counts, Default::default())?;
    ///
    /// let terms = ValueTerms::default().margin(0.3).horizon(Horizon::Periods(52));
    /// let base = *fitted.model.base();
    /// let discount = DiscountRate::yearly(0.1)?;
    /// let worth = CustomerLifetimeValue::new(base, Spend::Same(20.0), discount, Ruler::Weeks, terms)?;
    /// // What the six hundred customers by each channel will be worth.
    /// let [by_web, by_friend] = [(0, [0.0]), (600, [1.0])].map(|(first, covariates)| {
    ///     let own = shop[first..first + 600].iter();
    ///     let own = own.map(|summary| DescribedCustomer { summary, covariates: &covariates });
    ///     worth.estimate_described_value(&fitted, None, &own.collect::<Vec<_>>())
    /// });
    /// assert!(by_friend?.value() > 1.1 * by_web?.value());
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn estimate_described_value(
        &self,
        purchases: &FittedCovariates<M>,
        spend: Option<&Fitted<GammaGamma>>,
        customers: &[DescribedCustomer<'_>],
    ) -> Result<Estimate> {
        let bought = |model: &CovariateModel<M>| {
            each(customers, |customer| {
                let own = model.model_of(customer.covariates)?;
                self.discounting().of(&own, customer.summary)
            })
        };
        let by_purchases =
            |spends: &[f64]| purchases.estimate(|model| Ok(self.total(&bought(model)?, spends)));
        let spends = |spend: &Spend| each(customers, |customer| Ok(spend.of(customer.summary)?.0));
        self.joined(spend, spends, by_purchases, || bought(&purchases.model))
    }

    fn total(&self, purchases: &[f64], spends: &[f64]) -> f64 {
        let products = purchases.iter().zip(spends).map(|(a, b)| a * b);
        self.margin() * products.sum::<f64>()
    }

    /// Joins the errors of purchases and of spend: given what customers spend by a model, what the value is by
    /// such spends, and what customers buy.
    fn joined(
        &self,
        spend: Option<&Fitted<GammaGamma>>,
        spends: impl Fn(&Spend) -> Result<Vec<f64>>,
        by_purchases: impl FnOnce(&[f64]) -> Result<Estimate>,
        bought: impl FnOnce() -> Result<Vec<f64>>,
    ) -> Result<Estimate> {
        let (Spend::GammaGamma(_), Some(fitted)) = (self.spend(), spend) else {
            return by_purchases(&spends(self.spend())?);
        };
        let by_purchases = by_purchases(&spends(&Spend::GammaGamma(fitted.model))?)?;
        let bought = bought()?;
        let by_spend = fitted
            .estimate(|model| Ok(self.total(&bought, &spends(&Spend::GammaGamma(*model))?)))?;
        let error = by_purchases
            .standard_error()
            .hypot(by_spend.standard_error());
        Estimate::new(by_purchases.value(), error)
    }
}

/// A figure of each customer, in order.
fn each<C>(customers: &[C], figure: impl Fn(&C) -> Result<f64>) -> Result<Vec<f64>> {
    let customers = customers.iter().enumerate();
    let row = |(row, customer)| figure(customer).map_err(|error| error.at_row(row));
    customers.map(row).collect()
}
