use std::cmp::Ordering;
use std::hash::Hash;
use std::ops::Range;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::builder::row_count;
use super::{Builder, Observed, Policy};
use crate::numeric::money::{Column, to_decimal};
use crate::period::Window;
use crate::{Error, Result};

/// One row of a purchase log: a customer, a day, an amount of money. A refund is negative.
///
/// The customer may be any key: a number, a `String`, a `&str`. All amounts are in one currency.
///
/// With the feature `serde` the amount is written as a string, `"29.33"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Purchase<Id> {
    /// Who bought.
    pub customer: Id,
    /// On which day.
    pub date: NaiveDate,
    /// For how much. Round what comes out of a division, such as a price without tax, to the
    /// currency's decimal places: sums are exact, and with 28 places they soon fit no decimal.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub amount: Decimal,
}

/// Purchases sorted by customer, date and amount; at least one.
///
/// A log holds facts only: every row that was put in, refunds and zero amounts too. What counts is
/// decided when it is [observed](Self::observe). Two logs of the same rows are equal, in whatever
/// order the rows came.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::purchases::{Purchase, PurchaseLog};
/// use rust_decimal::dec;
///
/// let row = |customer, day, amount| Purchase {
///     customer,
///     date: NaiveDate::from_ymd_opt(2024, 5, day).unwrap(),
///     amount,
/// };
/// let log = PurchaseLog::from_rows([
///     row("Ben", 3, dec!(12)),
///     row("Ann", 9, dec!(-4.50)),
///     row("Ann", 2, dec!(20)),
/// ])?;
/// assert_eq!(log.customers(), ["Ann", "Ben"]);
/// assert_eq!(log.window().to_string(), "2024-05-02 to 2024-05-09");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurchaseLog<Id> {
    customers: Vec<Id>,
    /// Where each customer's rows begin, and the end of the last.
    offsets: Vec<u32>,
    dates: Vec<NaiveDate>,
    amounts: Column,
    window: Window,
}

impl<Id: Ord + Hash + Clone> PurchaseLog<Id> {
    /// A log of these rows, in any order.
    ///
    /// # Errors
    /// [`Error::Empty`] without rows; [`Error::Overflow`], with the row, where the amounts cannot
    /// be brought to one scale, or beyond 4,294,967,295 rows.
    pub fn from_rows(rows: impl IntoIterator<Item = Purchase<Id>>) -> Result<Self> {
        let rows = rows.into_iter();
        let mut builder = Builder::with_capacity(rows.size_hint().0);
        builder.extend(rows)?;
        builder.finish()
    }

    /// The log of both logs' rows. The same row in both stands twice in the result.
    ///
    /// # Errors
    /// [`Error::Overflow`] where the amounts cannot be brought to one scale, or beyond
    /// 4,294,967,295 rows.
    pub fn merge(self, other: Self) -> Result<Self> {
        let rows = self.rows().saturating_add(other.rows());
        row_count(rows)?;
        let mut customers = Vec::with_capacity(self.customers.len().max(other.customers.len()));
        let mut offsets = vec![0];
        let mut dates = Vec::with_capacity(rows);
        let mut amounts = Column::with_capacity(rows);
        let mut take = |log: &Self, range: Range<usize>| -> Result<()> {
            dates.extend_from_slice(log.dates.get(range.clone()).unwrap_or_default());
            amounts.append(log.amounts.scale(), log.amounts.all().slice(range))
        };
        let mut end = 0;
        let mut ours = self.customers.iter().zip(ranges(&self.offsets)).peekable();
        let mut theirs = other
            .customers
            .iter()
            .zip(ranges(&other.offsets))
            .peekable();
        loop {
            let order = match (ours.peek(), theirs.peek()) {
                (Some((a, _)), Some((b, _))) => a.cmp(b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => break,
            };
            let mut customer = None;
            if order.is_le()
                && let Some((id, range)) = ours.next()
            {
                end += range.len() as u32;
                take(&self, range)?;
                customer = Some(id);
            }
            if order.is_ge()
                && let Some((id, range)) = theirs.next()
            {
                end += range.len() as u32;
                take(&other, range)?;
                customer = Some(id);
            }
            customers.extend(customer.cloned());
            offsets.push(end);
        }
        Self::from_columns(customers, offsets, dates, amounts)
    }
}

impl<Id> PurchaseLog<Id> {
    /// Takes columns already grouped by customer and sorts each group by date and amount.
    pub(super) fn from_columns(
        customers: Vec<Id>,
        offsets: Vec<u32>,
        mut dates: Vec<NaiveDate>,
        mut amounts: Column,
    ) -> Result<Self> {
        let mut scratch = Vec::new();
        let mut first_and_last: Option<(NaiveDate, NaiveDate)> = None;
        for range in ranges(&offsets) {
            amounts.sort_within(&mut dates, range.clone(), &mut scratch);
            if let Some([first, .., last] | [first @ last]) = dates.get(range) {
                let (earliest, latest) = first_and_last.unwrap_or((*first, *last));
                first_and_last = Some((earliest.min(*first), latest.max(*last)));
            }
        }
        let (first, last) = first_and_last.ok_or(Error::empty("purchases"))?;
        Ok(Self {
            customers,
            offsets,
            dates,
            amounts,
            window: Window::new(first, last)?,
        })
    }

    /// The customers, each once, in order.
    #[must_use]
    pub fn customers(&self) -> &[Id] {
        &self.customers
    }

    /// How many rows it holds, at least one.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.dates.len()
    }

    /// From the day of the first row to the day of the last.
    #[must_use]
    pub fn window(&self) -> Window {
        self.window
    }

    /// From the day of the first row to `as_of`: everything known on that day.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] where that is before the first row.
    pub fn until(&self, as_of: NaiveDate) -> Result<Window> {
        Window::new(self.window.from(), as_of)
    }

    /// The rows, by customer, date and amount. Amounts are written with as many decimal places as
    /// the longest among them, as far as that fits.
    pub fn iter(&self) -> impl Iterator<Item = Purchase<&Id>> {
        self.customers
            .iter()
            .zip(ranges(&self.offsets))
            .flat_map(move |(customer, range)| {
                let dates = self.dates.get(range.clone()).unwrap_or_default();
                let amounts = self.amounts.all().slice(range);
                dates
                    .iter()
                    .zip(amounts.iter())
                    .filter_map(move |(&date, mantissa)| self.purchase(customer, date, mantissa))
            })
    }

    /// One of the rows of [`iter`](Self::iter), by its position: the `row` of an error of
    /// [`observe`](Self::observe).
    #[must_use]
    pub fn get(&self, row: usize) -> Option<Purchase<&Id>> {
        let date = *self.dates.get(row)?;
        let mantissa = self.amounts.all().get(row)?;
        let after = self.offsets.partition_point(|&start| start as usize <= row);
        let customer = self.customers.get(after.checked_sub(1)?)?;
        self.purchase(customer, date, mantissa)
    }

    /// A row as it was put in. Every mantissa came from a decimal, so there is always one.
    fn purchase<'a>(
        &'a self,
        customer: &'a Id,
        date: NaiveDate,
        mantissa: i128,
    ) -> Option<Purchase<&'a Id>> {
        let amount = to_decimal(mantissa, self.amounts.scale()).ok()?;
        Some(Purchase {
            customer,
            date,
            amount,
        })
    }

    /// The log as seen through a window under a policy.
    ///
    /// # Errors
    /// [`Error::Refused`] for the first row that the policy refuses, with its position for
    /// [`get`](Self::get).
    pub fn observe(&self, window: Window, policy: Policy) -> Result<Observed<'_, Id>> {
        Observed::new(self, window, policy)
    }

    pub(super) fn dates(&self) -> &[NaiveDate] {
        &self.dates
    }

    pub(super) fn amounts(&self) -> &Column {
        &self.amounts
    }

    pub(super) fn ranges(&self) -> impl Iterator<Item = Range<usize>> {
        ranges(&self.offsets)
    }

    /// The rows of the customer at a position of [`customers`](Self::customers).
    pub(super) fn range(&self, customer: usize) -> Option<Range<usize>> {
        let start = *self.offsets.get(customer)?;
        let end = *self.offsets.get(customer.checked_add(1)?)?;
        Some(start as usize..end as usize)
    }
}

fn ranges(offsets: &[u32]) -> impl Iterator<Item = Range<usize>> {
    offsets
        .iter()
        .zip(offsets.iter().skip(1))
        .map(|(&start, &end)| start as usize..end as usize)
}

#[cfg(feature = "serde")]
impl<Id: serde::Serialize> serde::Serialize for PurchaseLog<Id> {
    /// As the sequence of its rows.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeSeq;

        // With the length, which formats that do not describe themselves need in front.
        let mut rows = serializer.serialize_seq(Some(self.rows()))?;
        for row in self.iter() {
            rows.serialize_element(&row)?;
        }
        rows.end()
    }
}

#[cfg(feature = "serde")]
impl<'de, Id> serde::Deserialize<'de> for PurchaseLog<Id>
where
    Id: Ord + Hash + Clone + serde::Deserialize<'de>,
{
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let rows = Vec::<Purchase<Id>>::deserialize(deserializer)?;
        Self::from_rows(rows).map_err(serde::de::Error::custom)
    }
}
