use std::hash::Hash;
use std::ops::Range;

use chrono::NaiveDate;

use super::{Accounts, Builder, Options, Subscription};
use crate::accumulate::Accumulator;
use crate::keyed::Keyed;
use crate::numeric::money::{rescale, to_decimal};
use crate::period::Window;
use crate::segment::{BySegment, Segment};
use crate::{Error, Result};

/// Subscriptions sorted by customer and first day; at least one.
///
/// A log holds facts only: trials, free months and pauses too. What counts is decided when
/// [`accounts`](Self::accounts) are made of it. Two logs of the same rows are equal, in whatever order the
/// rows came; a row that stands twice is two products at one price.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::period::Window;
/// use retention::subscriptions::{Options, Subscription, SubscriptionLog};
/// use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// let log = SubscriptionLog::from_rows([
///     Subscription::monthly("Ben", date(2, 1), Some(date(4, 30)), dec!(8)),
///     Subscription::monthly("Ann", date(1, 1), None, dec!(20)),
/// ])?;
/// assert_eq!(log.customers(), ["Ann", "Ben"]);
/// let accounts = log.accounts(Window::new(date(1, 1), date(6, 30))?, Options::default())?;
/// assert_eq!(accounts.active_on(date(4, 30))?, (2, dec!(28)));
/// assert_eq!(accounts.active_on(date(5, 1))?, (1, dec!(20)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionLog<Id> {
    customers: Vec<Id>,
    /// Where each customer's rows begin, and the end of the last.
    offsets: Vec<u32>,
    rows: Vec<Subscription<()>>,
}

impl<Id: Ord + Hash + Clone> SubscriptionLog<Id> {
    /// Creates a log of these rows, in any order.
    ///
    /// # Errors
    /// [`Error::Empty`] without rows, and as [`Builder`].
    pub fn from_rows(rows: impl IntoIterator<Item = Subscription<Id>>) -> Result<Self> {
        let rows = rows.into_iter();
        let mut builder = Builder::with_capacity(rows.size_hint().0);
        builder.extend(rows)?;
        builder.finish()
    }

    /// Returns the log of the rows of both logs. A row that stands in both stands twice in the result.
    ///
    /// To join many, [`merge`](Accumulator::merge) their builders instead.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the amounts cannot be brought to one scale, or beyond
    /// 4,294,967,295 rows.
    pub fn merge(self, other: Self) -> Result<Self> {
        let rows = self.rows().chain(other.rows());
        Self::from_rows(rows.map(Subscription::cloned))
    }

    /// Returns one log for each segment that `segment` finds in the rows, in the order of the segments.
    ///
    /// A segment may be a property of the customer, such as the country or the channel. Each customer is
    /// then in one log, and the bridges of the segments [`merge`](crate::churn::Bridge::merge) into the
    /// bridge of all. It may be a property of the row, such as the billing period. A customer who changes
    /// it is then in several logs: churn in the log that they leave, new in the log that they join. The
    /// bridge of all knows that they stayed.
    ///
    /// Every log has a row, so that its [`output`](Segment::output) is never `None`. Where rows say their
    /// plan on the way in, a [`BySegment`] of [`Builder`]s takes them with it, and gives the same logs.
    ///
    /// # Errors
    /// Those of [`from_rows`](Self::from_rows), which the rows of a log do not cause.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::churn::{Bridge, Movements};
    /// use retention::period::{Period, Window};
    /// use retention::subscriptions::{Options, Subscription, SubscriptionLog};
    /// use rust_decimal::dec;
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// let log = SubscriptionLog::from_rows([
    ///     Subscription::monthly("Ann", date(1, 1), None, dec!(20)),
    ///     Subscription::monthly("Ben", date(1, 1), Some(date(2, 9)), dec!(8)),
    ///     Subscription::monthly("Cem", date(2, 3), None, dec!(8)),
    /// ])?;
    /// let channel = |customer: &str| if customer == "Ann" { "shop" } else { "web" };
    /// let logs = log.by_segment(|row| channel(row.customer))?;
    ///
    /// let february = Window::new(date(2, 1), date(2, 29))?;
    /// let web = logs.get("web").and_then(|web| web.output.as_ref()).ok_or("no row of the web")?;
    /// let accounts = web.accounts(february, Options::default())?;
    /// let bridge = Bridge::of(&accounts, Period::Month, Movements::AtEnds)?;
    /// assert_eq!((bridge.periods[0].churn.count, bridge.periods[0].new.count), (1, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "churn by plan")]
    pub fn by_segment<S: Ord>(
        &self,
        mut segment: impl FnMut(Subscription<&Id>) -> S,
    ) -> Result<Keyed<Segment<S, Self>>> {
        let mut logs = BySegment::new(Builder::new());
        for row in self.rows() {
            logs.push((segment(row), row.cloned()))?;
        }
        logs.finish()
    }
}

impl<Id> SubscriptionLog<Id> {
    /// Takes rows in order, and brings their amounts to the same decimal places.
    pub(super) fn of_sorted(
        customers: Vec<Id>,
        offsets: Vec<u32>,
        mut rows: Vec<Subscription<()>>,
        scale: u32,
    ) -> Result<Self> {
        for row in &mut rows {
            let amount = row.amount;
            // Those with more places end in zeros; and a zero has no sign.
            if amount.scale() != scale || amount.is_zero() {
                let trimmed = amount.normalize();
                let mantissa = rescale(trimmed.mantissa(), trimmed.scale(), scale);
                row.amount =
                    mantissa.map_or(Ok(trimmed), |mantissa| to_decimal(mantissa, scale))?;
            }
        }
        Ok(Self {
            customers,
            offsets,
            rows,
        })
    }

    /// Returns the customers, each once, in order.
    #[must_use]
    pub fn customers(&self) -> &[Id] {
        &self.customers
    }

    /// Returns the number of rows, at least one.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// Returns the window from the first day in force of all rows to `as_of`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if `as_of` is before that day.
    pub fn until(&self, as_of: NaiveDate) -> Result<Window> {
        let first = self.rows.iter().map(|row| row.from).min();
        let first = first.unwrap_or(as_of);
        if as_of < first {
            let allowed = format_args!("{first}, the first day in force, or later");
            return Err(Error::out_of_range("as-of date", as_of, allowed));
        }
        Window::new(first, as_of)
    }

    /// Iterates over the rows by customer and first day.
    pub fn rows(&self) -> impl Iterator<Item = Subscription<&Id>> {
        let customers = self.customers.iter().zip(self.ranges());
        customers.flat_map(|(customer, range)| {
            let rows = self.rows.get(range).unwrap_or_default();
            rows.iter().map(move |row| row.of(customer).1)
        })
    }

    /// Returns one of the [`rows`](Self::rows) by its position, which is what an error of
    /// [`accounts`](Self::accounts) calls its row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<Subscription<&Id>> {
        let found = *self.rows.get(row)?;
        let after = self.offsets.partition_point(|&start| start as usize <= row);
        let customer = self.customers.get(after.checked_sub(1)?)?;
        Some(found.of(customer).1)
    }

    /// Returns who was a customer when, and at what recurring amount. The last day of the window is the
    /// as-of date.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for more than 26 decimal places;
    /// [`Error::Overflow`], with its position for [`get`](Self::get), if the
    /// amounts of a customer together exceed what a decimal holds.
    pub fn accounts(&self, window: Window, options: Options) -> Result<Accounts<'_, Id>> {
        Accounts::new(self, window, options)
    }

    pub(super) fn columns(&self) -> &[Subscription<()>] {
        &self.rows
    }

    pub(super) fn offsets(&self) -> &[u32] {
        &self.offsets
    }

    pub(super) fn ranges(&self) -> impl Iterator<Item = Range<usize>> {
        let ends = self.offsets.iter().skip(1);
        let ranges = self.offsets.iter().zip(ends);
        ranges.map(|(&start, &end)| start as usize..end as usize)
    }

    /// Returns the rows of the customer at a position of [`customers`](Self::customers).
    pub(super) fn range(&self, customer: usize) -> Option<Range<usize>> {
        let start = *self.offsets.get(customer)?;
        let end = *self.offsets.get(customer.checked_add(1)?)?;
        Some(start as usize..end as usize)
    }
}

#[cfg(feature = "serde")]
impl<Id: serde::Serialize> serde::Serialize for SubscriptionLog<Id> {
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
impl<'de, Id> serde::Deserialize<'de> for SubscriptionLog<Id>
where
    Id: Ord + Hash + Clone + serde::Deserialize<'de>,
{
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let rows = Vec::<Subscription<Id>>::deserialize(deserializer)?;
        Self::from_rows(rows).map_err(serde::de::Error::custom)
    }
}
