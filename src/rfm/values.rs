use rust_decimal::Decimal;

use super::Monetary;
use crate::numeric::money::to_decimal;
use crate::period::{Period, days_between};
use crate::purchases::History;
use crate::{Error, Result};

/// One customer's days since the last purchase, number of purchases and revenue, as of a date.
///
/// ```
/// use retention::rfm::{Monetary, Values};
/// use rust_decimal::dec;
///
/// let values = Values::new(12, 4, dec!(90))?;
/// assert_eq!(values.monetary(Monetary::MeanPerPurchase), dec!(22.5));
/// assert!(Values::new(12, 0, dec!(0)).is_err()); // who never bought has no last purchase
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawValues"))]
#[doc(alias = "最近购买")]
#[doc(alias = "购买频率")]
pub struct Values {
    recency_days: u32,
    frequency: u32,
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    revenue: Decimal,
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawValues {
    recency_days: u32,
    frequency: u32,
    #[serde(with = "crate::serde_money")]
    revenue: Decimal,
}

#[cfg(feature = "serde")]
impl TryFrom<RawValues> for Values {
    type Error = Error;

    fn try_from(raw: RawValues) -> Result<Self> {
        Self::new(raw.recency_days, raw.frequency, raw.revenue)
    }
}

impl Values {
    /// Creates the values of a customer who last bought `recency_days` days before the as-of date,
    /// `frequency` times in all, for `revenue` together.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a frequency of 0.
    pub fn new(recency_days: u32, frequency: u32, revenue: Decimal) -> Result<Self> {
        if frequency == 0 {
            let error = Error::out_of_range("frequency", frequency, "1 or more");
            return Err(error.with_cure("leave out those who never bought"));
        }
        Ok(Self {
            recency_days,
            frequency,
            revenue,
        })
    }

    /// Gathers the values of a history; `None` without a purchase.
    pub(super) fn of(history: &History<'_>, grain: Period) -> Result<Option<Self>> {
        let (mut last, mut frequency, mut money) = (None, 0_u32, Some(0_i128));
        history.for_each_event(grain, |event| {
            last = Some(event.start);
            frequency = frequency.saturating_add(1);
            money = money.and_then(|sum| sum.checked_add(event.money));
        })?;
        let Some(last) = last else { return Ok(None) };
        let window = history.window();
        let end = grain.start_of(window.to())?;
        let money = money.ok_or_else(|| Error::overflow("the revenue of a customer", window))?;
        Ok(Some(Self {
            recency_days: u32::try_from(days_between(last, end)).unwrap_or(0),
            frequency,
            revenue: to_decimal(money, history.scale())?,
        }))
    }

    /// Returns the days from the last purchase to the as-of date. With a grain coarser than a day they
    /// run between the first days of their periods.
    #[must_use]
    pub const fn recency_days(&self) -> u32 {
        self.recency_days
    }

    /// Returns the number of purchases, the first included: 1 or more.
    #[must_use]
    pub const fn frequency(&self) -> u32 {
        self.frequency
    }

    /// Returns the money of all purchases together, exactly.
    #[must_use]
    pub const fn revenue(&self) -> Decimal {
        self.revenue
    }

    /// Returns the monetary value by one of its definitions. A mean is rounded to the digits that a
    /// decimal holds.
    #[must_use]
    pub fn monetary(&self, monetary: Monetary) -> Decimal {
        match monetary {
            Monetary::Total => self.revenue,
            Monetary::MeanPerPurchase => {
                let mean = self.revenue.checked_div(Decimal::from(self.frequency));
                // A frequency is never 0, so there always is a mean.
                mean.unwrap_or(self.revenue)
            }
        }
    }
}
