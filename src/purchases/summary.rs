use std::borrow::Borrow;

use rust_decimal::Decimal;

use super::{Counts, History, Policy};
use crate::error::{finite, non_negative};
use crate::keyed::{CustomerRow, Keyed};
use crate::numeric::money::{decimal_to_f64, to_decimal};
use crate::period::{Period, Ruler, Window};
use crate::{Error, Result};

/// One customer's purchases in the convention of the lifetime-value literature.
///
/// `0 ≤ first_to_last ≤ age` always holds, and `first_to_last` is 0 exactly if there are no repeat
/// purchases.
///
/// ```
/// use retention::purchases::Summary;
///
/// // Two repeat purchases, the last after 30.43 weeks of the 38.86 observed.
/// let summary = Summary::new(2, 30.43, 38.86)?;
/// assert_eq!(summary.frequency(), 2);
/// assert!(Summary::new(0, 30.43, 38.86).is_err());
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawSummary"))]
#[doc(alias = "recency")]
#[doc(alias = "购买频率")]
#[doc(alias = "最近购买")]
pub struct Summary {
    frequency: u32,
    first_to_last: f64,
    age: f64,
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    repeat_value: Decimal,
    valued_repeats: u32,
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct RawSummary {
    frequency: u32,
    first_to_last: f64,
    age: f64,
    #[serde(with = "crate::serde_money")]
    repeat_value: Decimal,
    valued_repeats: u32,
}

#[cfg(feature = "serde")]
impl TryFrom<RawSummary> for Summary {
    type Error = Error;

    fn try_from(raw: RawSummary) -> Result<Self> {
        Self::new(raw.frequency, raw.first_to_last, raw.age)?
            .with_repeat_value(raw.repeat_value, raw.valued_repeats)
    }
}

impl Summary {
    /// Creates a summary without money.
    ///
    /// A customer made `frequency` repeat purchases. The last of them was `first_to_last` after the
    /// first purchase, and the customer was observed for `age` after the first purchase.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for times that are NaN, infinite, negative or
    /// in the wrong order, and for a `first_to_last` that is 0 with repeat purchases or positive
    /// without.
    pub fn new(frequency: u32, first_to_last: f64, age: f64) -> Result<Self> {
        let age = non_negative("age", age)?;
        let first_to_last = finite("first_to_last", first_to_last)?;
        if frequency == 0 && first_to_last != 0.0 {
            return Err(Error::out_of_range(
                "first_to_last",
                first_to_last,
                "0 where the frequency is 0",
            ));
        }
        if frequency > 0 && !(first_to_last > 0.0 && first_to_last <= age) {
            return Err(Error::out_of_range(
                "first_to_last",
                first_to_last,
                format_args!("more than 0, up to the age of {age}"),
            ));
        }
        Ok(Self {
            frequency,
            first_to_last,
            age,
            repeat_value: Decimal::ZERO,
            valued_repeats: 0,
        })
    }

    /// Sets the total money of the repeat purchases, and how many of them have a value.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if more repeat purchases have a value than there are, or if money is
    /// given for none.
    pub fn with_repeat_value(mut self, total: Decimal, valued: u32) -> Result<Self> {
        if valued > self.frequency {
            return Err(Error::out_of_range(
                "valued repeats",
                valued,
                format_args!("at most the frequency, {}", self.frequency),
            ));
        }
        if valued == 0 && !total.is_zero() {
            return Err(Error::out_of_range(
                "repeat value",
                total,
                "0 where no repeat has a value",
            ));
        }
        self.repeat_value = total;
        self.valued_repeats = valued;
        Ok(self)
    }

    pub(super) fn of(history: &History<'_>, grain: Period, ruler: Ruler) -> Result<Option<Self>> {
        if grain == Period::Day
            && let Some(days) = history.plain_days()
        {
            return Ok(Some(Self {
                frequency: days.repeats,
                first_to_last: ruler.measure(days.first, days.last)?,
                age: ruler.measure(days.first, history.window().to())?,
                repeat_value: to_decimal(days.repeat_money, history.scale())?,
                valued_repeats: days.repeats,
            }));
        }
        let mut first_and_last = None;
        let (mut events, mut valued, mut money) = (0_u32, 0_u32, Some(0_i128));
        history.for_each_event(grain, |event| {
            events = events.saturating_add(1);
            let (first, _) = *first_and_last.get_or_insert((event.start, event.start));
            first_and_last = Some((first, event.start));
            if events > 1 {
                valued += u32::from(event.valued);
                money = money.and_then(|sum| sum.checked_add(event.money));
            }
        })?;
        let Some((first, last)) = first_and_last else {
            return Ok(None);
        };
        let end = grain.start_of(history.window().to())?;
        let money = money
            .ok_or_else(|| Error::overflow("the money of repeat purchases", history.window()))?;
        Ok(Some(Self {
            frequency: events.saturating_sub(1),
            first_to_last: ruler.measure(first, last)?,
            age: ruler.measure(first, end)?,
            repeat_value: to_decimal(money, history.scale())?,
            valued_repeats: valued,
        }))
    }

    /// Returns the number of repeat purchases: purchase events less one. The papers call it *x*.
    #[must_use]
    pub const fn frequency(&self) -> u32 {
        self.frequency
    }

    /// Returns the time from the first purchase to the last, in units of the ruler: the larger, the
    /// later the last purchase. The papers call it *t_x*, or recency.
    #[must_use]
    pub const fn first_to_last(&self) -> f64 {
        self.first_to_last
    }

    /// Returns the time from the first purchase to the end of the window, in units of the ruler. With a
    /// grain coarser than a day it runs between the first days of their periods. The papers call it
    /// *T*.
    #[must_use]
    pub const fn age(&self) -> f64 {
        self.age
    }

    /// Returns the money of all repeat purchases together, exactly.
    #[must_use]
    pub const fn repeat_value(&self) -> Decimal {
        self.repeat_value
    }

    /// Returns the number of repeat purchases with a value: all of them, unless the policy drops rows.
    #[must_use]
    pub const fn valued_repeats(&self) -> u32 {
        self.valued_repeats
    }

    /// Returns the mean money of a repeat purchase, in units of the currency, as the floating-point
    /// number that models take; `None` without one. The first purchase does not count.
    ///
    /// For an exact mean divide [`repeat_value`](Self::repeat_value) by
    /// [`valued_repeats`](Self::valued_repeats) and round as you need.
    #[must_use]
    pub fn mean_repeat_value(&self) -> Option<f64> {
        (self.valued_repeats > 0)
            .then(|| decimal_to_f64(self.repeat_value) / f64::from(self.valued_repeats))
    }
}

/// The summaries of a population, with the choices that made them.
///
/// Each row is written flat, the customer first, so that it makes a line of CSV. See the example of
/// [this module](super).
///
/// See the [example](crate::purchases::Summary).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Summaries<Id> {
    /// One row for each customer with a purchase in the window.
    pub rows: Keyed<CustomerRow<Id, Summary>>,
    /// The calendar period whose rows are one purchase.
    pub grain: Period,
    /// The unit of the times.
    pub ruler: Ruler,
    /// The window in which purchases were looked for.
    pub window: Window,
    /// The policy that says what is a purchase.
    pub policy: Policy,
    /// What was read and what was left out.
    pub counts: Counts,
    /// Customers of the log without a purchase in the window, who have no summary.
    pub without_purchase: u64,
}

impl<Id: Ord> Summaries<Id> {
    /// Returns the summary of one customer; `None` without a purchase in the window.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, customer: &Q) -> Option<&Summary>
    where
        Id: Borrow<Q>,
    {
        self.rows.get(customer).map(|row| &row.result)
    }
}
