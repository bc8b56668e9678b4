use rust_decimal::{Decimal, RoundingStrategy};

use super::power_sum::PowerSum;
use super::{ContractValue, DiscountRate, Elasticities, Horizon, MarginStream, RelationshipCosts};
use crate::error::{finite, fraction};
use crate::numeric::money::decimal_to_f64;
use crate::numeric::rounding::Rounding;
use crate::{Error, Result};

const ENDLESS: &str = "set a `Horizon::Periods`, or a higher discount rate";

/// Lifetime value where the same share of customers stays in every period.
///
/// It answers quickly what a customer with a contract is worth, and what a point of retention would add.
/// The period is the period of the discount rate; the retention rate must be for the same period.
///
/// ```text
/// r = retention rate, i = discount rate, g = growth of the margin, all per period
///
/// margin multiple = r / (1 + i − r(1 + g))           first margin after one period
/// margin multiple = (1 + i) / (1 + i − r(1 + g))     first margin at once
/// ```
///
/// To a finite horizon of n periods the multiple is the sum of `r^t (1 + g)^(t − 1) / (1 + i)^t` over t
/// = 1 … n; with the first margin at once, the sum of `(r(1 + g) / (1 + i))^t` over t = 0 … n.
///
/// **When it is the wrong model.** One average rate hides that customers differ: those who are likely to
/// leave do so early, so the retention rate of a cohort rises year by year, and a constant rate measured
/// in the first year understates the value of whoever is still there. Use
/// [`ShiftedBetaGeometric`](super::ShiftedBetaGeometric) where a survival curve is known. It does not
/// say that anything raises retention, nor what that would cost.
///
/// Sources: Gupta, S. and Lehmann, D. R. (2003), *Journal of Interactive Marketing* 17(1): 9–24, and
/// (2005), *Managing Customers as Investments*; Berger, P. D. and Nasr, N. I. (1998), *Journal of
/// Interactive Marketing* 12(1): 17–30.
///
/// ```
/// use retention::clv::{ConstantRetention, DiscountRate, FirstMargin, Horizon, MarginStream};
///
/// let discount = DiscountRate::yearly(0.1)?;
/// let later = ConstantRetention::new(0.8, discount, MarginStream::default())?;
/// assert_eq!(format!("{:.2}", later.margin_multiple()), "2.67");
/// assert_eq!(format!("{:.1}", later.expected_lifetime()?), "4.0"); // periods that are paid for
///
/// let prepaid = MarginStream::default().first_margin(FirstMargin::AtOnce);
/// let now = ConstantRetention::new(0.8, discount, prepaid)?;
/// assert_eq!(format!("{:.2}", now.margin_multiple()), "3.67");
/// // Five payments: now, and after 1 to 4 years.
/// let five = ConstantRetention::new(0.8, discount, prepaid.horizon(Horizon::Periods(4)))?;
/// assert_eq!(format!("{:.2}", five.margin_multiple()), "2.92");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawConstantRetention"))]
#[doc(alias = "margin multiple")]
#[doc(alias = "CLV")]
#[doc(alias = "客户终身价值")]
pub struct ConstantRetention {
    retention: f64,
    discount: DiscountRate,
    stream: MarginStream,
    #[cfg_attr(feature = "serde", serde(skip))]
    margins: PowerSum,
    #[cfg_attr(feature = "serde", serde(skip))]
    kept: PowerSum,
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConstantRetention {
    retention: f64,
    discount: DiscountRate,
    stream: MarginStream,
}

#[cfg(feature = "serde")]
impl TryFrom<RawConstantRetention> for ConstantRetention {
    type Error = Error;

    fn try_from(raw: RawConstantRetention) -> Result<Self> {
        Self::new(raw.retention, raw.discount, raw.stream)
    }
}

impl ConstantRetention {
    /// Creates the model from the retention rate per period, 0 to 1.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for NaN and infinities. [`Error::OutOfRange`] for a retention rate outside 0
    /// to 1 or a growth below −1, and, without a horizon, if the retention rate × (1 + growth) is not
    /// below 1 + the discount rate: then the value has no bound. [`Error::Overflow`] if the multiple
    /// exceeds the largest `f64`.
    pub fn new(retention: f64, discount: DiscountRate, stream: MarginStream) -> Result<Self> {
        let retention = fraction("retention rate", retention)?;
        let growth = finite("growth of the margin", stream.growth)?;
        if growth < -1.0 {
            return Err(Error::out_of_range(
                "growth of the margin",
                growth,
                "-1 or more",
            ));
        }
        let accumulated = 1.0 + discount.rate();
        let grown = retention * (1.0 + growth);
        if stream.horizon == Horizon::Infinite && grown.max(retention) >= accumulated {
            let allowed = format_args!("below 1 + the discount rate, {accumulated}").to_string();
            let argument = "retention rate × (1 + growth)";
            let error = Error::out_of_range(argument, grown.max(retention), allowed);
            return Err(error.with_cure(ENDLESS));
        }
        let sum = |share: f64, first: bool| {
            let gap = (accumulated - share) / accumulated;
            PowerSum::to(stream.horizon, share / accumulated, gap, first)
        };
        let model = Self {
            retention,
            discount,
            stream,
            margins: sum(grown, stream.first_margin.is_at_once()),
            kept: sum(retention, false),
        };
        if !model.margin_multiple().is_finite() || !model.margins.elasticity().is_finite() {
            let error = Error::overflow("a margin multiple", retention);
            return Err(error.with_cure(ENDLESS));
        }
        Ok(model)
    }

    /// Returns the retention rate per period.
    #[must_use]
    pub const fn retention(&self) -> f64 {
        self.retention
    }

    /// Returns the discount rate, whose period is the period of the model.
    #[must_use]
    pub const fn discount(&self) -> DiscountRate {
        self.discount
    }

    /// Returns when margins come, how they grow and how long they count.
    #[must_use]
    pub const fn stream(&self) -> MarginStream {
        self.stream
    }

    /// Returns the present value of all margins as a multiple of the first margin.
    ///
    /// ```
    /// use retention::clv::{ConstantRetention, DiscountRate, MarginStream};
    ///
    /// // What five points of retention add, at 10 %.
    /// let multiple = |retention| {
    ///     let discount = DiscountRate::yearly(0.1)?;
    ///     ConstantRetention::new(retention, discount, MarginStream::default())
    ///         .map(|model| model.margin_multiple())
    /// };
    /// let gain = multiple(0.90)? / multiple(0.85)? - 1.0;
    /// assert_eq!(format!("{:.1} %", 100.0 * gain), "32.4 %");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn margin_multiple(&self) -> f64 {
        let first = if self.stream.first_margin.is_at_once() {
            1.0
        } else {
            self.retention * self.discount.factor()
        };
        first * self.margins.sum
    }

    /// Computes the mean number of margins that a customer pays within the horizon, not discounted.
    ///
    /// ```text
    /// 1 / (1 − r)    first margin at once
    /// r / (1 − r)    first margin after one period
    /// ```
    ///
    /// It goes with the same timing as the value. The two differ by exactly one period.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] without a horizon if nobody ever leaves.
    pub fn expected_lifetime(&self) -> Result<f64> {
        if self.stream.horizon == Horizon::Infinite && self.retention >= 1.0 {
            let error = Error::out_of_range("retention rate", self.retention, "below 1");
            return Err(error.with_cure("set a `Horizon::Periods`"));
        }
        let at_once = self.stream.first_margin.is_at_once();
        let gap = 1.0 - self.retention;
        let periods = PowerSum::to(self.stream.horizon, self.retention, gap, at_once).sum;
        Ok(if at_once {
            periods
        } else {
            self.retention * periods
        })
    }

    /// Computes the lifetime value of one customer, item by item.
    ///
    /// ```text
    /// value = margin · margin multiple − retention costs − acquisition cost
    /// retention costs = cost · Σ r^(t − 1) / (1 + i)^(t − 1 + paid after)    over t = 1 … n
    /// ```
    ///
    /// The cost of period t is spent on every customer who is there when it begins. `margin` is that of
    /// one period, revenue less what it costs to serve. The two present values are rounded to `places`;
    /// the value is their exact difference.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] and [`Error::NotFinite`] for a time of payment outside 0 to 1,
    /// [`Error::OutOfRange`] for negative costs or more than 28 places, [`Error::Overflow`] for amounts
    /// beyond 28 digits.
    ///
    /// ```
    /// use retention::clv::{ConstantRetention, DiscountRate, MarginStream, RelationshipCosts};
    /// use rust_decimal::{RoundingStrategy, dec};
    ///
    /// let model = ConstantRetention::new(0.8, DiscountRate::yearly(0.1)?, MarginStream::default())?;
    /// let costs = RelationshipCosts::default().acquisition(dec!(150));
    /// let value = model.value(dec!(100), costs, 2, RoundingStrategy::MidpointAwayFromZero)?;
    /// assert_eq!((value.margins, value.value), (dec!(266.67), dec!(116.67)));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn value(
        &self,
        margin: Decimal,
        costs: RelationshipCosts,
        places: u32,
        strategy: RoundingStrategy,
    ) -> Result<ContractValue> {
        costs.check()?;
        let rounding = Rounding::of_products(places, strategy)?;
        ContractValue::of(
            rounding.times(margin, self.margin_multiple())?,
            rounding.times(costs.retention, self.cost_multiple(costs.paid_after))?,
            costs.acquisition,
            rounding,
        )
    }

    /// Computes by how many per cent the value changes if one input changes by 1 %; `None` if the value
    /// is not above 0.
    ///
    /// The figures are derivatives: they hold for small changes. They are arithmetic on the formula and
    /// say nothing about what an improvement costs.
    ///
    /// # Errors
    /// As [`value`](Self::value), apart from the places.
    ///
    /// ```
    /// use retention::clv::{ConstantRetention, DiscountRate, MarginStream, RelationshipCosts};
    /// use rust_decimal::dec;
    ///
    /// let model = ConstantRetention::new(0.8, DiscountRate::yearly(0.12)?, MarginStream::default())?;
    /// let effect = model.elasticities(dec!(100), RelationshipCosts::default())?.unwrap();
    /// // 1 % better retention is worth more than 1 % more margin, or 1 % cheaper capital.
    /// assert_eq!(format!("{:.2}", effect.retention), "3.50");
    /// assert_eq!(format!("{:.2}", effect.margin), "1.00");
    /// assert_eq!(format!("{:.3}", effect.discount), "-0.375");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn elasticities(
        &self,
        margin: Decimal,
        costs: RelationshipCosts,
    ) -> Result<Option<Elasticities>> {
        costs.check()?;
        let margins = decimal_to_f64(margin) * self.margin_multiple();
        let kept = decimal_to_f64(costs.retention) * self.cost_multiple(costs.paid_after);
        let acquisition = decimal_to_f64(costs.acquisition);
        let value = margins - kept - acquisition;
        if value <= 0.0 {
            return Ok(None);
        }
        let waited = if self.stream.first_margin.is_at_once() {
            0.0
        } else {
            1.0
        };
        let (by_margins, by_costs) = (self.margins.elasticity(), self.kept.elasticity());
        let interest = self.discount.rate() * self.discount.factor();
        let elasticities = Elasticities {
            retention: (margins * (waited + by_margins) - kept * by_costs) / value,
            margin: margins / value,
            discount: -interest
                * (margins * (waited + by_margins) - kept * (costs.paid_after + by_costs))
                / value,
            acquisition_cost: -acquisition / value,
            retention_cost: -kept / value,
        };
        elasticities.checked(value).map(Some)
    }

    fn cost_multiple(&self, paid_after: f64) -> f64 {
        self.kept.sum * self.discount.factor().powf(paid_after)
    }
}
