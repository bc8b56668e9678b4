use rust_decimal::{Decimal, RoundingStrategy};

use crate::Result;
use crate::clv::{ConstantRetention, ContractValue, RelationshipCosts};
use crate::numeric::money;

/// What another retention rate would do to the lifetime value of a customer, at constant margins.
///
/// ```text
/// gain     = value at the retention rate after − value at the retention rate before
/// relative = gain / value before
/// ```
///
/// It is arithmetic on the formula of [`ConstantRetention`]: it says neither how retention can be raised
/// nor what that costs. The gain is the most that may be spent on a customer now for a change that lasts.
/// [`ConstantRetention::elasticities`] gives the effect of small changes.
///
/// ```
/// use retention::clv::{ConstantRetention, DiscountRate, MarginStream, RelationshipCosts};
/// use retention::economics::RetentionGain;
/// use rust_decimal::{RoundingStrategy, dec};
///
/// let now = ConstantRetention::new(0.80, DiscountRate::yearly(0.1)?, MarginStream::default())?;
/// let costs = RelationshipCosts::default();
/// let nearest = RoundingStrategy::MidpointAwayFromZero;
/// let gain = RetentionGain::of(&now, 0.85, dec!(100), costs, 2, nearest)?;
/// assert_eq!((gain.value_before.value, gain.value_after.value), (dec!(266.67), dec!(340.00)));
/// assert_eq!((gain.gain, format!("{:.2}", gain.relative.unwrap())), (dec!(73.33), "0.27".into()));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct RetentionGain {
    /// The retention rate before, per period.
    pub before: f64,
    /// The retention rate after.
    pub after: f64,
    /// The margin multiple before.
    pub multiple_before: f64,
    /// The margin multiple after.
    pub multiple_after: f64,
    /// The lifetime value before, item by item.
    pub value_before: ContractValue,
    /// The lifetime value after.
    pub value_after: ContractValue,
    /// The value after less the value before.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub gain: Decimal,
    /// The gain as a share of the value before; `None` if that is not above 0.
    pub relative: Option<f64>,
}

impl RetentionGain {
    /// Computes the gain from the model with the retention rate before, and the rate after. Everything else
    /// stays as it is: margin, discount rate, horizon and costs.
    ///
    /// # Errors
    /// As [`ConstantRetention::new`] for the rate after, and as [`ConstantRetention::value`].
    pub fn of(
        before: &ConstantRetention,
        after: f64,
        margin: Decimal,
        costs: RelationshipCosts,
        places: u32,
        strategy: RoundingStrategy,
    ) -> Result<Self> {
        let model = ConstantRetention::new(after, before.discount(), before.stream())?;
        let value_before = before.value(margin, costs, places, strategy)?;
        let value_after = model.value(margin, costs, places, strategy)?;
        let gain = money::subtract(value_after.value, value_before.value)?;
        Ok(Self {
            before: before.retention(),
            after,
            multiple_before: before.margin_multiple(),
            multiple_after: model.margin_multiple(),
            relative: money::ratio(gain, value_before.value),
            value_before,
            value_after,
            gain,
        })
    }
}
