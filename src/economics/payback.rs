use rust_decimal::Decimal;

use super::winning::not_negative;
use super::{ProfitStream, StreamValue};
use crate::Result;
use crate::clv::{ConstantRetention, ContractValue, DiscountRate, FirstMargin, Horizon};
use crate::error::fraction;
use crate::numeric::money;

/// A number of margins that is whole but for rounding is whole.
const NEARLY: f64 = 1.0 - 1e-12;

/// After how many periods a customer has paid back what winning one cost, by three definitions.
///
/// ```text
/// simple       cost / margin: as if everybody stayed
/// expected     the first margin at which  Σ P(still a customer) · margin  reaches the cost
/// discounted   the same with present values
/// ```
///
/// The simple payback is the one that most services quote. It is too short wherever customers leave: with
/// 10 % churn a month, a customer who costs twelve margins never pays back on average.
///
/// ```
/// use retention::clv::{ConstantRetention, DiscountRate, MarginStream};
/// use retention::economics::Payback;
/// use retention::period::{Period, Span};
/// use rust_decimal::dec;
///
/// let monthly = DiscountRate::yearly(0.1)?.over(Span::new(1, Period::Month)?)?;
/// let model = ConstantRetention::new(0.95, monthly, MarginStream::default())?;
/// let payback = Payback::of(dec!(300), dec!(30), &model)?;
/// assert_eq!((payback.simple, payback.expected, payback.discounted), (Some(10.0), Some(15), Some(16)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "CAC payback")]
#[doc(alias = "break-even")]
pub struct Payback {
    /// Cost of winning the customer, as given.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub acquisition: Decimal,
    /// The first margin, as given.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub margin: Decimal,
    /// Cost over margin, in periods; `None` if the margin is not above 0.
    pub simple: Option<f64>,
    /// Periods until the margins of the customers who are still there have paid the cost; `None` if they
    /// never do, or not within the horizon.
    pub expected: Option<u32>,
    /// The same with each margin discounted.
    pub discounted: Option<u32>,
}

impl Payback {
    /// Computes the paybacks of a customer with this acquisition cost and first margin. Growth, timing and
    /// horizon of the margins are those of the model.
    ///
    /// # Errors
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a negative acquisition cost.
    pub fn of(acquisition: Decimal, margin: Decimal, model: &ConstantRetention) -> Result<Self> {
        not_negative("acquisition cost", acquisition)?;
        let simple = money::ratio(acquisition, margin);
        let after = |factor| simple.and_then(|needed| periods(needed, factor, model));
        Ok(Self {
            acquisition,
            margin,
            simple,
            expected: after(1.0),
            discounted: after(1.0 / (1.0 + model.discount().rate())),
        })
    }
}

/// How many periods pass until margins that shrink by the retention rate and by `factor` add up to so
/// many first margins.
fn periods(needed: f64, factor: f64, model: &ConstantRetention) -> Option<u32> {
    if needed == 0.0 {
        return Some(0);
    }
    let stream = model.stream();
    let at_once = stream.first_margin == FirstMargin::AtOnce;
    let first = if at_once {
        1.0
    } else {
        model.retention() * factor
    };
    let ratio = model.retention() * (1.0 + stream.growth) * factor;
    let margins = (margins(needed / first, ratio)? * NEARLY).ceil();
    let periods = if at_once { margins - 1.0 } else { margins };
    let last = match stream.horizon {
        Horizon::Periods(last) => last,
        Horizon::Infinite => u32::MAX,
    };
    (periods <= f64::from(last)).then_some(periods as u32)
}

/// How many terms of a geometric series that begins with 1 add up to `needed`; `None` if none do.
fn margins(needed: f64, ratio: f64) -> Option<f64> {
    // Exact near 1, where the logarithms of sums would keep few digits.
    let growth = ratio - 1.0;
    if needed <= 1.0 || growth == 0.0 {
        return Some(needed).filter(|terms| terms.is_finite());
    }
    // The share of the series that the terms leave; the last digits of a limit are not reached.
    let more = needed * growth;
    let terms = more.ln_1p() / growth.ln_1p();
    (1.0 + more > 1e-12 && terms.is_finite()).then_some(terms)
}

/// Computes lifetime value over acquisition cost: what a customer brings for each unit of money that
/// winning one costs. `None` if the acquisition cost is 0.
///
/// ```text
/// ratio = (margins − retention costs) / acquisition cost
/// ```
///
/// The acquisition cost is not taken off the value, as is usual for this ratio. For a
/// [`ProfitStream`] it is [`StreamValue::value_to_cost`].
/// [`VALUE_TO_COST`](super::benchmarks::VALUE_TO_COST) has the rule of thumb.
///
/// # Errors
/// [`Error::Overflow`](crate::Error::Overflow) if a difference exceeds what a decimal holds.
///
/// ```
/// use retention::clv::{ConstantRetention, DiscountRate, MarginStream, RelationshipCosts};
/// use retention::economics::lifetime_value_to_cost;
/// use rust_decimal::{RoundingStrategy, dec};
///
/// let model = ConstantRetention::new(0.8, DiscountRate::yearly(0.1)?, MarginStream::default())?;
/// let costs = RelationshipCosts::default().acquisition(dec!(80));
/// let value = model.value(dec!(100), costs, 2, RoundingStrategy::MidpointAwayFromZero)?;
/// assert_eq!(format!("{:.2}", lifetime_value_to_cost(&value)?.unwrap()), "3.33");
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "LTV/CAC")]
#[doc(alias = "LTV:CAC")]
pub fn lifetime_value_to_cost(value: &ContractValue) -> Result<Option<f64>> {
    let brought = money::subtract(value.margins, value.retention_costs)?;
    Ok(money::ratio(brought, value.acquisition_cost))
}

impl StreamValue {
    /// Returns the present value of the profits over the cost of winning the customer: what a customer brings
    /// for each unit of money that winning one costs. `None` if that cost is 0. See
    /// [`lifetime_value_to_cost`].
    ///
    /// ```
    /// use retention::clv::DiscountRate;
    /// use retention::economics::{ProfitStream, StreamOptions, YearProfit};
    /// use rust_decimal::{RoundingStrategy, dec};
    ///
    /// let stream = ProfitStream::new(dec!(50), [dec!(30), dec!(40)].map(YearProfit::whole))?;
    /// let (free, options) = (DiscountRate::yearly(0.0)?, StreamOptions::default());
    /// // 30, and then 40 for half of the customers, a quarter, and so on.
    /// let value = stream.value(0.5, free, options, 2, RoundingStrategy::MidpointAwayFromZero)?;
    /// assert_eq!(value.value_to_cost(), Some(1.4));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    #[doc(alias = "LTV/CAC")]
    pub fn value_to_cost(&self) -> Option<f64> {
        money::ratio(self.profits, self.acquisition)
    }
}

impl ProfitStream {
    /// Computes the first year at whose end the discounted profits of the customers who are still there have
    /// paid what winning them cost; `None` if there is none among the years that were given. It is 0 if
    /// winning a customer costs nothing.
    ///
    /// [`break_even_year`](Self::break_even_year) takes everybody to stay and discounts nothing.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) and [`Error::OutOfRange`](crate::Error::OutOfRange) for a
    /// yearly retention rate outside 0 to 1.
    ///
    /// ```
    /// use retention::clv::DiscountRate;
    /// use retention::economics::{ProfitStream, YearProfit};
    /// use rust_decimal::dec;
    ///
    /// let stream = ProfitStream::new(dec!(51), [30, 42, 44, 49].map(|profit| YearProfit::whole(profit.into())))?;
    /// assert_eq!(stream.break_even_year()?, Some(2));
    /// // 30/1.1 and 0.8 · 42/1.21 are 55.0; with 0.5 the three years are 27.3 + 17.4 + 8.3.
    /// assert_eq!(stream.payback_year(0.8, DiscountRate::yearly(0.1)?)?, Some(2));
    /// assert_eq!(stream.payback_year(0.5, DiscountRate::yearly(0.1)?)?, Some(3));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn payback_year(&self, retention: f64, discount: DiscountRate) -> Result<Option<u32>> {
        let retention = fraction("retention rate", retention)?;
        let cost = money::decimal_to_f64(self.acquisition());
        if cost == 0.0 {
            return Ok(Some(0));
        }
        let factor = 1.0 / (1.0 + discount.rate());
        let (mut weight, mut sum) = (factor, 0.0);
        for (year, &profit) in (1..).zip(self.totals()) {
            sum += money::decimal_to_f64(profit) * weight;
            // A sum that is the cost but for rounding has paid it.
            if sum >= cost * NEARLY {
                return Ok(Some(year));
            }
            weight *= retention * factor;
        }
        Ok(None)
    }
}
