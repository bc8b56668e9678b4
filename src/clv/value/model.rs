use rust_decimal::Decimal;

use super::{CustomerValue, CustomerValues, NewCustomerValue, Spend, ValueTerms};
use crate::clv::by_age::ByAge;
use crate::clv::discounting::{Discounting, Remaining};
use crate::clv::{DiscountRate, PurchaseModel};
use crate::keyed::{CustomerRow, Keyed};
use crate::numeric::money;
use crate::numeric::rounding::Rounding;
use crate::period::Ruler;
use crate::purchases::Summary;
use crate::{Result, threads};

/// So many customers are valued at a time.
const AT_ONCE: usize = 4096;

/// Customer lifetime value without a contract: purchases to come × spend × margin, discounted.
///
/// It is a residual value: what customers will bring from the end of the window on. Past purchases are not in
/// it, nor are the costs of winning and of keeping customers, overheads, or what customers say to others.
///
/// ```text
/// value = margin · spend per purchase · discounted purchases
/// discounted purchases = ∫ (1 + d)^(−t) dE[Y(t)]   from 0 to the horizon, d the rate per unit of the ruler
/// ```
///
/// Purchases count at their time, discounted to the end of the window; without an end of the horizon this is
/// called discounted expected residual transactions (DERT). Multiplying purchases by spend takes the two for
/// independent: [`SpendIndependence`](crate::clv::SpendIndependence) checks it.
///
/// **When it is the wrong model.** As for the model of purchases, and as for
/// [`GammaGamma`](crate::clv::GammaGamma). A horizon without an end looks far beyond the data: a model
/// fitted to some months says little about years. For customers with a contract take
/// [`ConstantRetention`](crate::clv::ConstantRetention) or [`ContractModel`](crate::clv::ContractModel).
///
/// Sources: Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005), *Journal of Marketing Research* 42(4):
/// 415–430; Fader, P. S. and Hardie, B. G. S. (2013), "The Gamma-Gamma Model of Monetary Value".
///
/// ```
/// use retention::clv::{
///     CustomerLifetimeValue, DiscountRate, GammaGamma, Horizon, ParetoNbd, Spend, SpendSource, ValueTerms,
/// };
/// use retention::period::Ruler;
/// use retention::purchases::Summary;
/// use rust_decimal::dec;
///
/// // CDNOW's customers, in weeks and dollars.
/// let purchases = ParetoNbd::new(0.553, 10.578, 0.606, 11.669)?;
/// let spend = Spend::GammaGamma(GammaGamma::new(6.25, 3.74, 15.44)?);
/// let terms = ValueTerms::default().margin(0.3).horizon(Horizon::Periods(52));
/// let worth = CustomerLifetimeValue::new(purchases, spend, DiscountRate::yearly(0.15)?, Ruler::Weeks, terms)?;
///
/// let customer = Summary::new(2, 30.43, 38.86)?.with_repeat_value(dec!(44.70), 2)?;
/// let value = worth.value_of(&customer)?;
/// assert_eq!(value.spend_source, SpendSource::Customer);
/// assert_eq!((value.spend_per_purchase, value.revenue, value.value), (dec!(24.66), dec!(42.82), dec!(12.85)));
/// assert!(value.discounted_purchases < value.expected_purchases.unwrap());
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "CLV")]
#[doc(alias = "DERT")]
#[doc(alias = "residual lifetime value")]
#[doc(alias = "客户终身价值")]
pub struct CustomerLifetimeValue<M> {
    purchases: M,
    spend: Spend,
    discount: DiscountRate,
    ruler: Ruler,
    terms: ValueTerms,
    #[cfg_attr(feature = "serde", serde(skip))]
    discounting: Discounting,
    #[cfg_attr(feature = "serde", serde(skip))]
    rounding: Rounding,
}

/// Whether a customer made no purchase but the first.
fn bought_once(customer: &Summary) -> bool {
    let is_silent = customer.frequency() == 0 && customer.first_to_last() == 0.0;
    is_silent && customer.mean_repeat_value().is_none()
}

impl<M: PurchaseModel> CustomerLifetimeValue<M> {
    /// Creates the valuation from a model of purchases and one of spend.
    ///
    /// `ruler` is the unit of the times that the model of purchases was fitted to. The discount rate is
    /// converted to it.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) and [`Error::OutOfRange`](crate::Error::OutOfRange) for
    /// a spend that is no number, a margin outside 0 to 1 or more than 26 places;
    /// [`Error::Unsupported`](crate::Error::Unsupported) for a horizon without an end and no discount.
    pub fn new(
        purchases: M,
        spend: Spend,
        discount: DiscountRate,
        ruler: Ruler,
        terms: ValueTerms,
    ) -> Result<Self> {
        spend.check()?;
        Ok(Self {
            discounting: Discounting::new(discount, ruler, terms.horizon)?.bounded()?,
            rounding: terms.check()?,
            purchases,
            spend,
            discount,
            ruler,
            terms,
        })
    }

    /// Computes what a known customer will be worth, item by item.
    ///
    /// # Errors
    /// [`Error::Refused`](crate::Error::Refused) where the expected spend is infinite;
    /// [`Error::Overflow`](crate::Error::Overflow) for purchases or money beyond what numbers hold.
    ///
    /// See the [example](Self).
    pub fn value_of(&self, customer: &Summary) -> Result<CustomerValue> {
        let remaining = self.discounting.of_remaining(&self.purchases, customer)?;
        self.value_of_one(customer, remaining)
    }

    /// What a customer will be worth, of whom it is known what they will buy if they are still one.
    fn value_of_one(&self, customer: &Summary, remaining: Remaining) -> Result<CustomerValue> {
        let alive = self.purchases.probability_alive(customer);
        let (discounted, in_full) = remaining.of(alive)?;
        let (spend, spend_source) = self.spend.of(customer)?;
        let spend_per_purchase = self.rounding.times(Decimal::ONE, spend)?;
        let revenue = self.rounding.times(spend_per_purchase, discounted)?;
        Ok(CustomerValue {
            probability_alive: alive,
            expected_purchases: in_full,
            discounted_purchases: discounted,
            spend_per_purchase,
            spend_source,
            revenue,
            margin: self.terms.margin,
            value: self.share(revenue)?,
        })
    }

    /// The margin of rounded revenue, rounded.
    fn share(&self, revenue: Decimal) -> Result<Decimal> {
        if self.terms.margin == 1.0 {
            return Ok(revenue);
        }
        self.rounding.times(revenue, self.terms.margin)
    }

    /// Computes what a customer is worth who makes the first purchase now.
    ///
    /// # Errors
    /// As [`value_of`](Self::value_of).
    ///
    /// ```
    /// use retention::clv::{BgNbd, CustomerLifetimeValue, DiscountRate, Horizon, Spend, ValueTerms};
    /// use retention::period::Ruler;
    /// use rust_decimal::dec;
    ///
    /// let purchases = BgNbd::new(0.243, 4.414, 0.793, 2.426)?;
    /// let terms = ValueTerms::default().margin(0.3).horizon(Horizon::Periods(52));
    /// let discount = DiscountRate::yearly(0.15)?;
    /// let worth = CustomerLifetimeValue::new(purchases, Spend::Same(30.0), discount, Ruler::Weeks, terms)?;
    /// let new = worth.value_of_new_customer()?;
    /// assert_eq!(new.value_of_first_purchase, dec!(9));
    /// assert_eq!(new.value, new.value_of_first_purchase + new.value_of_repeat_purchases);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn value_of_new_customer(&self) -> Result<NewCustomerValue> {
        let discounted = self.discounting.of_new(&self.purchases)?;
        let spend = self.rounding.times(Decimal::ONE, self.spend.of_new()?)?;
        let margin = self.terms.margin;
        let first = self.rounding.times(spend, margin)?;
        let revenue = self.rounding.times(spend, discounted)?;
        let repeats = self.rounding.times(revenue, margin)?;
        Ok(NewCustomerValue {
            discounted_purchases: discounted,
            spend_per_purchase: spend,
            margin,
            value_of_first_purchase: first,
            value_of_repeat_purchases: repeats,
            value: money::add(first, repeats)?,
        })
    }

    /// Computes what each customer of a population will be worth, and all of them together.
    ///
    /// With the feature `rayon` it works on the caller's threads; the figures are the same.
    ///
    /// # Errors
    /// As [`value_of`](Self::value_of), with the row of the customer among the sorted ones.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::clv::{BgNbd, CustomerLifetimeValue, DiscountRate, Horizon, Spend, ValueTerms};
    /// use retention::period::{Period, Ruler, Window};
    /// use retention::purchases::{Policy, Purchase, PurchaseLog};
    /// use rust_decimal::dec;
    ///
    /// let day = |day| NaiveDate::from_ymd_opt(2024, 1, day).unwrap();
    /// let purchase = |customer, on, amount| Purchase { customer, date: day(on), amount };
    /// let log = PurchaseLog::from_rows([
    ///     purchase("Ann", 1, dec!(10)),
    ///     purchase("Ann", 20, dec!(40)),
    ///     purchase("Ben", 3, dec!(10)),
    /// ])?;
    /// let observed = log.observe(Window::new(day(1), day(31))?, Policy::default())?;
    /// let summaries = observed.summaries(Period::Day, Ruler::Weeks)?;
    ///
    /// let model = BgNbd::new(0.243, 4.414, 0.793, 2.426)?;
    /// let spend = Spend::OwnMean { otherwise: 25.0 };
    /// let terms = ValueTerms::default().margin(0.3).horizon(Horizon::Periods(52));
    /// let worth = CustomerLifetimeValue::new(model, spend, DiscountRate::yearly(0.15)?, Ruler::Weeks, terms)?;
    /// let values = worth.values(&summaries.rows)?;
    /// let (ann, ben) = (values.rows.get("Ann").unwrap().result, values.rows.get("Ben").unwrap().result);
    /// assert_eq!((ann.spend_per_purchase, ben.spend_per_purchase), (dec!(40), dec!(25)));
    /// assert_eq!(values.total, ann.value + ben.value);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn values<Id>(
        &self,
        customers: &Keyed<CustomerRow<Id, Summary>>,
    ) -> Result<CustomerValues<Id>>
    where
        Id: Ord + Clone + Send + Sync,
        M: Send + Sync,
    {
        let summaries = customers.iter().map(|row| &row.result);
        let known = ByAge::of(summaries, |customer| {
            let remaining = self.discounting.of_remaining(&self.purchases, customer);
            let remaining = remaining.ok()?;
            // Nothing but their age tells those apart who bought once.
            let once = bought_once(customer).then(|| self.value_of_one(customer, remaining).ok());
            Some((remaining, once.flatten()))
        });
        let value = |customer: &Summary| match known.get(customer) {
            Some((_, Some(value))) if bought_once(customer) => Ok(*value),
            Some(&(remaining, _)) => self.value_of_one(customer, remaining),
            // It says what is wrong.
            None => self.value_of(customer),
        };
        let chunks = customers.as_slice().chunks(AT_ONCE).enumerate();
        let valued = |(chunk, rows): (usize, &[CustomerRow<Id, Summary>])| {
            let valued = |(row, customer): (usize, &CustomerRow<Id, Summary>)| {
                let value = value(&customer.result);
                let value = value.map_err(|error| error.at_row(chunk * AT_ONCE + row))?;
                Ok(CustomerRow::new(customer.customer.clone(), value))
            };
            rows.iter()
                .enumerate()
                .map(valued)
                .collect::<Result<Vec<_>>>()
        };
        let mut rows = Vec::with_capacity(customers.len());
        for part in threads::map(chunks.collect(), valued) {
            rows.append(&mut part?);
        }
        Ok(CustomerValues {
            total: money::sum(rows.iter().map(|row| row.result.value))?,
            rows: Keyed::from_sorted(rows),
            discount: self.discount,
            ruler: self.ruler,
            terms: self.terms,
        })
    }

    pub(super) const fn discounting(&self) -> Discounting {
        self.discounting
    }

    pub(super) const fn spend(&self) -> &Spend {
        &self.spend
    }

    pub(super) const fn margin(&self) -> f64 {
        self.terms.margin
    }
}
