use std::hash::Hash;

use super::{Subscription, SubscriptionLog};
#[cfg(feature = "serde")]
use crate::accumulate::Version;
use crate::accumulate::{Accumulator, push_each};
#[cfg(feature = "rayon")]
use crate::accumulate::{Parted, parted};
use crate::keyed::{Grouped, Kept};
use crate::numeric::money::Places;
use crate::{Error, Result};

/// Collects subscriptions, in any order, into a [`SubscriptionLog`].
///
/// A customer may stand in several of the parts that are merged. With the feature `serde` the state is
/// written as the rows of the log.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::Accumulator;
/// use retention::subscriptions::{Builder, Subscription};
/// use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// let mut builder = Builder::new();
/// builder.push(Subscription::monthly(7_u32, date(1, 1), Some(date(6, 30)), dec!(20)))?;
/// let mut other = Builder::new();
/// other.push(Subscription::monthly(7, date(7, 1), None, dec!(25)))?;
/// builder.merge(other)?;
/// let log = builder.finish()?;
/// assert_eq!((log.customers(), log.row_count()), (&[7][..], 2));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Builder<Id> {
    rows: u32,
    places: Places,
    groups: Grouped<Id, Runs>,
}

impl<Id> Default for Builder<Id> {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl<Id> Builder<Id> {
    /// Creates an empty builder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates an empty builder with room for so many rows.
    #[must_use]
    pub fn with_capacity(rows: usize) -> Self {
        Self {
            rows: 0,
            places: Places::default(),
            groups: Grouped::with_capacity(rows),
        }
    }
}

/// The rows of some customers in the order of their arrival, each with the code of its customer.
#[derive(Debug, Clone, Default)]
struct Runs(Vec<(u32, Subscription<()>)>);

impl Kept for Runs {
    type Row = Subscription<()>;

    const OF_EACH_ROW: bool = true;

    fn reserve(&mut self, rows: usize) {
        self.0.reserve(rows);
    }

    fn add(&mut self, code: u32, row: Self::Row) {
        self.0.push((code, row));
    }

    fn merge(&mut self, other: Self, codes: &[u32]) {
        let ours = other.0.into_iter().map(|(code, row)| {
            let ours = codes.get(code as usize);
            (ours.copied().unwrap_or(code), row)
        });
        self.0.extend(ours);
    }
}

impl Runs {
    /// The rows by code and in order.
    fn sorted(mut self) -> Vec<(u32, Subscription<()>)> {
        self.0.sort_unstable_by(|(a, left), (b, right)| {
            let days = (a, left.from).cmp(&(b, right.from));
            days.then_with(|| left.key().cmp(&right.key()))
        });
        self.0
    }
}

impl<Id: Ord + Hash> Builder<Id> {
    /// Adds the rows of another part; those that wait go on waiting.
    fn take(&mut self, other: Self) -> Result<()> {
        let rows = checked_rows(u64::from(self.rows).saturating_add(other.rows.into()))?;
        self.places.join(other.places)?;
        self.groups.merge(other.groups);
        self.rows = rows;
        Ok(())
    }
}

#[cfg(feature = "rayon")]
impl<Id: Ord + Hash + Clone> Parted for Builder<Id> {
    fn share(rows: usize) -> usize {
        /// What waits then stays near the processor.
        const MOST: usize = 1 << 15;
        rows.min(MOST)
    }

    fn for_share(&self, rows: usize) -> Self {
        Self {
            groups: Grouped::waiting(rows),
            ..Self::default()
        }
    }

    fn join(&mut self, other: Self) -> Result<()> {
        self.take(other)
    }

    fn divide(&mut self) -> Vec<Self> {
        let part = |groups| Self {
            rows: 0,
            places: Places::default(),
            groups,
        };
        self.groups.divide().map(part).collect()
    }

    fn settle(&mut self) {
        self.groups.settle();
    }

    fn put_back(&mut self, parts: Vec<Self>) {
        for part in parts {
            self.groups.put_back(part.groups);
        }
    }
}

/// Returns the number of rows, which must fit in 32 bits.
fn checked_rows(rows: u64) -> Result<u32> {
    u32::try_from(rows).map_err(|_| Error::overflow("the number of rows", rows))
}

impl<Id> crate::sealed::Sealed for Builder<Id> {}

impl<Id: Ord + Hash + Clone> Accumulator for Builder<Id> {
    type Row<'r> = Subscription<Id>;
    type Output = SubscriptionLog<Id>;

    fn fresh(&self) -> Self {
        Self::new()
    }

    fn rows(&self) -> u64 {
        self.rows.into()
    }

    /// Adds one subscription.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if it ends or is cancelled before it begins, or for a negative amount;
    /// [`Error::Overflow`] if the amount cannot be brought to one scale with the others, or beyond
    /// 4,294,967,295 rows. Each has [`rows`](Self::rows) as its position.
    fn push(&mut self, row: Subscription<Id>) -> Result<()> {
        let position = self.rows;
        let checked = row
            .check()
            .and_then(|()| checked_rows(u64::from(position).saturating_add(1)))
            .and_then(|rows| self.places.take(row.amount).map(|_| rows));
        self.rows = checked.map_err(|error| error.at_row(u64::from(position)))?;
        let (customer, row) = row.of(());
        self.groups.push(customer, row);
        Ok(())
    }

    fn extend<'r>(&mut self, rows: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        push_each(self, rows)
    }

    /// Adds all of these rows on the threads of the pool that it is called in.
    ///
    /// # Errors
    /// As [`extend`](Self::extend). If the amounts of two threads cannot be brought to one scale, the error
    /// has no position and nothing is added.
    #[cfg(feature = "rayon")]
    fn par_extend<'r, I>(&mut self, rows: I) -> Result<()>
    where
        Self: Send + Sync,
        I: rayon::iter::IntoParallelIterator<
                Item = Self::Row<'r>,
                Iter: rayon::iter::IndexedParallelIterator,
            >,
    {
        parted::par_extend(self, rows.into_par_iter())
    }

    /// Adds the rows of another part.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the amounts cannot be brought to one scale, or beyond 4,294,967,295
    /// rows. The builder is then as it was before.
    fn merge(&mut self, other: Self) -> Result<()> {
        self.take(other)?;
        self.groups.settle_many();
        Ok(())
    }

    /// Returns the log of all rows added.
    ///
    /// # Errors
    /// [`Error::Empty`] without a subscription.
    fn finish(self) -> Result<SubscriptionLog<Id>> {
        if self.rows == 0 {
            return Err(Error::empty("subscription"));
        }
        let scale = self.places.scale();
        let (customers, order, parts) = self.groups.into_sorted(Runs::sorted);
        let mut by_code = parts
            .iter()
            .flat_map(|rows| rows.chunk_by(|(a, _), (b, _)| a == b));
        let by_code: Vec<&[(u32, Subscription<()>)]> = by_code.by_ref().collect();
        let mut offsets = Vec::with_capacity(order.len().saturating_add(1));
        offsets.push(0);
        let mut rows = Vec::with_capacity(self.rows as usize);
        for code in order {
            let of_one = by_code.get(code as usize).copied().unwrap_or_default();
            rows.extend(of_one.iter().map(|&(_, row)| row));
            // Not more than the rows of all.
            offsets.push(rows.len() as u32);
        }
        SubscriptionLog::of_sorted(customers, offsets, rows, scale)
    }
}

/// The state of a builder, as it is written: the rows as a log has them.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct State<Id> {
    version: Version,
    rows: Vec<Subscription<Id>>,
}

#[cfg(feature = "serde")]
impl<Id: Ord + Hash + Clone + serde::Serialize> serde::Serialize for Builder<Id> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let log = self.clone().finish().ok();
        let rows = log.iter().flat_map(SubscriptionLog::rows);
        State {
            version: Version,
            rows: rows.collect(),
        }
        .serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de, Id> serde::Deserialize<'de> for Builder<Id>
where
    Id: Ord + Hash + Clone + serde::Deserialize<'de>,
{
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let State { rows, .. } = State::deserialize(deserializer)?;
        let mut builder = Self::with_capacity(rows.len());
        builder.extend(rows).map_err(serde::de::Error::custom)?;
        Ok(builder)
    }
}
