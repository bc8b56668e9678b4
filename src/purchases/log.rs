use std::hash::Hash;
use std::ops::Range;

use chrono::NaiveDate;

use super::arrange::{Arranged, ranges};
use super::builder::checked_rows;
use super::joined::MergedRows;
use super::{Builder, Observed, Policy, Purchase};
use crate::accumulate::Accumulator;
use crate::keyed::paired;
use crate::numeric::money::{Column, to_decimal};
use crate::period::Window;
use crate::{Error, Result};

/// Purchases sorted by customer, date and amount; at least one.
///
/// A log holds facts only: every row that was put in, refunds and zero amounts included. What counts
/// is decided when the log is [observed](Self::observe). Two logs of the same rows are equal, in
/// whatever order the rows came.
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
    /// Creates a log of these rows, in any order.
    ///
    /// # Errors
    /// [`Error::Empty`] without rows; [`Error::Overflow`], with the row, if the amounts cannot be
    /// brought to one scale, or beyond 4,294,967,295 rows.
    pub fn from_rows(rows: impl IntoIterator<Item = Purchase<Id>>) -> Result<Self> {
        let rows = rows.into_iter();
        let mut builder = Builder::with_capacity(rows.size_hint().0);
        builder.extend(rows)?;
        builder.finish()
    }

    /// Returns the log of the rows of both logs. A row that stands in both stands twice in the result.
    ///
    /// Each merge copies both logs: to join many, [`merge`](Accumulator::merge) their builders instead.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the amounts cannot be brought to one scale, or beyond 4,294,967,295 rows.
    pub fn merge(self, other: Self) -> Result<Self> {
        let rows = self.row_count().saturating_add(other.row_count());
        checked_rows(rows)?;
        self.check_common_scale(&other)?;
        let mut customers = Vec::with_capacity(self.customers.len().max(other.customers.len()));
        let mut offsets = vec![0];
        let mut dates = Vec::with_capacity(rows);
        let mut end = 0_u32;
        let ours = (&*self.customers, &*self.offsets);
        let theirs = (&*other.customers, &*other.offsets);
        let groups = together(ours, theirs).map(|(customer, rows)| {
            customers.push(customer.clone());
            // Not more than the rows of both.
            end = rows.iter().fold(end, |end, rows| end + rows.len() as u32);
            offsets.push(end);
            rows
        });
        let amounts = self.amounts.merged(
            other.amounts,
            MergedRows {
                groups,
                dates: [&self.dates, &other.dates],
                merged: &mut dates,
            },
        )?;
        let (ours, theirs) = (self.window, other.window);
        let columns = Arranged {
            offsets,
            dates,
            amounts,
            span: Some((ours.from().min(theirs.from()), ours.to().max(theirs.to()))),
        };
        Self::of_arranged(customers, columns)
    }

    /// Refuses, as a builder would, the first amount that cannot be brought to one scale with those
    /// before it. It searches only if there is one.
    fn check_common_scale(&self, other: &Self) -> Result<()> {
        if self.amounts.aligns_with(&other.amounts) {
            return Ok(());
        }
        let mut amounts = Column::with_capacity(0);
        let ours = (&*self.customers, &*self.offsets);
        let theirs = (&*other.customers, &*other.offsets);
        for (_, rows) in together(ours, theirs) {
            for (rows, log) in rows.into_iter().zip([self, other]) {
                for mantissa in log.amounts.all().slice(rows).iter() {
                    amounts.push(to_decimal(mantissa, log.amounts.scale())?)?;
                }
            }
        }
        Ok(())
    }
}

/// The customers and offsets of a log.
type Groups<'a, Id> = (&'a [Id], &'a [u32]);

/// The customers of two logs with their rows in each.
fn together<'a, Id: Ord>(
    left: Groups<'a, Id>,
    right: Groups<'a, Id>,
) -> impl Iterator<Item = (&'a Id, [Range<usize>; 2])> {
    let (mut ours, mut theirs) = (ranges(left.1), ranges(right.1));
    paired(left.0, right.0, Id::cmp).filter_map(move |(left, right)| {
        let rows = [
            left.and_then(|_| ours.next()).unwrap_or_default(),
            right.and_then(|_| theirs.next()).unwrap_or_default(),
        ];
        Some((left.or(right)?, rows))
    })
}

impl<Id> PurchaseLog<Id> {
    /// Takes columns that are in the order of the customers.
    pub(super) fn of_arranged(customers: Vec<Id>, columns: Arranged) -> Result<Self> {
        let Arranged {
            offsets,
            dates,
            amounts,
            span,
        } = columns;
        let (first, last) = span.ok_or(Error::empty("purchase"))?;
        Ok(Self {
            customers,
            offsets,
            dates,
            amounts,
            window: Window::new(first, last)?,
        })
    }

    /// Returns the customers, each once, in order.
    #[must_use]
    pub fn customers(&self) -> &[Id] {
        &self.customers
    }

    /// Returns the number of rows, at least one.
    #[must_use]
    #[inline]
    pub fn row_count(&self) -> usize {
        self.dates.len()
    }

    /// Returns the window from the day of the first row to that of the last.
    #[must_use]
    pub fn window(&self) -> Window {
        self.window
    }

    /// Returns the window from the day of the first row to `as_of`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if `as_of` is before the first row.
    pub fn until(&self, as_of: NaiveDate) -> Result<Window> {
        let first = self.window.from();
        if as_of < first {
            let allowed = format_args!("{first}, the day of the first row, or later");
            return Err(Error::out_of_range("as-of date", as_of, allowed));
        }
        Window::new(first, as_of)
    }

    /// Iterates over the rows by customer, date and amount. Each amount has as many decimal places as
    /// the longest among them, if that fits.
    pub fn rows(&self) -> impl Iterator<Item = Purchase<&Id>> {
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

    /// Returns one of the [`rows`](Self::rows) by its position, which is what an error of
    /// [`observe`](Self::observe) calls its row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<Purchase<&Id>> {
        let date = *self.dates.get(row)?;
        let mantissa = self.amounts.all().get(row)?;
        let after = self.offsets.partition_point(|&start| start as usize <= row);
        let customer = self.customers.get(after.checked_sub(1)?)?;
        self.purchase(customer, date, mantissa)
    }

    /// Returns a row as it was put in. Every mantissa came from a decimal, so there is always one.
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

    /// Returns the log as seen through a window under a policy.
    ///
    /// # Errors
    /// [`Error::Refused`], with its position for [`get`](Self::get), for the first row that the policy
    /// refuses.
    pub fn observe(&self, window: Window, policy: Policy) -> Result<Observed<'_, Id>> {
        Observed::new(self, window, policy)
    }

    pub(super) fn dates(&self) -> &[NaiveDate] {
        &self.dates
    }

    pub(crate) fn amounts(&self) -> &Column {
        &self.amounts
    }

    /// Returns where each customer's rows begin, and the end of the last.
    pub(super) fn offsets(&self) -> &[u32] {
        &self.offsets
    }

    pub(super) fn ranges(&self) -> impl Iterator<Item = Range<usize>> {
        ranges(&self.offsets)
    }

    /// Returns the rows of the customer at a position of [`customers`](Self::customers).
    pub(super) fn range(&self, customer: usize) -> Option<Range<usize>> {
        let start = *self.offsets.get(customer)?;
        let end = *self.offsets.get(customer.checked_add(1)?)?;
        Some(start as usize..end as usize)
    }
}

#[cfg(feature = "serde")]
impl<Id: serde::Serialize> serde::Serialize for PurchaseLog<Id> {
    /// As the sequence of its rows.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeSeq;

        // With the length, which formats that do not describe themselves need in front.
        let mut rows = serializer.serialize_seq(Some(self.row_count()))?;
        for row in self.rows() {
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
