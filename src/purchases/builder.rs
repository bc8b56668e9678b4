use std::hash::Hash;

use chrono::NaiveDate;
use rust_decimal::Decimal;

#[cfg(feature = "serde")]
use super::arrange::ranges;
use super::arrange::{Arranged, arrange};
use super::packed::{Packed, Row, Wide};
use super::runs::Runs;
use super::{Purchase, PurchaseLog};
#[cfg(feature = "serde")]
use crate::accumulate::Version;
use crate::accumulate::{Accumulator, push_each};
#[cfg(feature = "rayon")]
use crate::accumulate::{Parted, parted};
use crate::keyed::Grouped;
#[cfg(feature = "serde")]
use crate::keyed::check_each_once;
#[cfg(feature = "serde")]
use crate::numeric::money::{Column, to_decimal};
use crate::numeric::money::{InRegisters, Places, narrow};
use crate::{Error, Result};

/// Collects purchases, in any order, into a [`PurchaseLog`].
///
/// A customer may stand in several of the parts that are merged. With the feature `serde` the state is
/// written as columns: each customer with the number of their rows, and the date and the amount of each
/// row.
///
/// # Keys that strangers choose
///
/// Customers are looked up by a hash. Its seed differs from run to run where the system randomises
/// addresses, but it is no secret: whoever chooses keys, such as user names, may find many of one hash. Such
/// keys are sorted instead. The job then takes about twice as long.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::Accumulator;
/// use retention::purchases::{Builder, Purchase};
/// use rust_decimal::dec;
///
/// let date = NaiveDate::from_ymd_opt(2024, 5, 1).unwrap();
/// let mut builder = Builder::new();
/// builder.push(Purchase { customer: 7_u32, date, amount: dec!(9.90) })?;
/// let mut other = Builder::new();
/// other.push(Purchase { customer: 7, date, amount: dec!(5) })?;
/// builder.merge(other)?;
/// let log = builder.finish()?;
/// assert_eq!((log.customers().len(), log.row_count()), (1, 2));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Builder<Id> {
    rows: u32,
    places: Places,
    /// The largest magnitude of amounts that were added without a look at the places.
    largest: u64,
    groups: Groups<Id>,
}

/// The rows: wide only where one does not fit in 64 bits.
#[derive(Debug, Clone)]
enum Groups<Id> {
    Packed(Grouped<Id, Runs<Packed>>),
    Wide(Grouped<Id, Runs<Wide>>),
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

    /// Creates an empty builder with room for so many rows. The right number saves the memory that
    /// growing would waste.
    #[must_use]
    pub fn with_capacity(rows: usize) -> Self {
        Self {
            rows: 0,
            places: Places::default(),
            largest: 0,
            groups: Groups::Packed(Grouped::with_capacity(rows)),
        }
    }
}

/// Returns the number of rows, which must fit in 32 bits.
#[inline]
pub(super) fn checked_rows(rows: usize) -> Result<u32> {
    u32::try_from(rows).map_err(|_| Error::overflow("the number of rows", rows))
}

impl<Id: Ord + Hash> Builder<Id> {
    fn arranged(mut self) -> (Vec<Id>, Arranged) {
        self.note_largest();
        match self.groups {
            Groups::Packed(groups) => arrange(groups, self.places),
            Groups::Wide(groups) => arrange(groups, self.places),
        }
    }

    /// Returns the customers in order, the code of each, and in parts the rows by code, which goes on from
    /// part to part.
    pub(super) fn into_parts(mut self) -> (Vec<Id>, Vec<u32>, Vec<Arranged>) {
        fn parts<Id: Ord + Hash, R: Row>(
            groups: Grouped<Id, Runs<R>>,
            places: Places,
        ) -> (Vec<Id>, Vec<u32>, Vec<Arranged>) {
            groups.into_sorted(|runs| runs.arranged_by_code(places))
        }
        self.note_largest();
        match self.groups {
            Groups::Packed(groups) => parts(groups, self.places),
            Groups::Wide(groups) => parts(groups, self.places),
        }
    }

    /// A row as almost all are: of the decimal places of those before it, and not large.
    #[inline(always)]
    fn plain(&self, date: NaiveDate, amount: Decimal) -> Option<Plain> {
        let scale = amount.scale();
        let amount = narrow(amount)?;
        if scale != self.places.scale() || self.rows == u32::MAX {
            return None;
        }
        Plain::new(date, amount)
    }

    /// A row of fewer decimal places than those before it.
    fn raised(&self, date: NaiveDate, amount: Decimal) -> Option<Plain> {
        let steps = self.places.scale().checked_sub(amount.scale())?;
        let factor = 10_i64.checked_pow(steps).filter(|_| self.rows < u32::MAX)?;
        Plain::new(date, narrow(amount)?.checked_mul(factor)?)
    }

    fn note_largest(&mut self) {
        self.places.note(self.largest.into());
    }

    fn multiply(&mut self, factor: i128) {
        self.groups.multiply(factor, self.places);
        self.largest = 0;
    }

    /// Adds any row.
    #[inline(never)]
    fn push_other(&mut self, customer: Id, date: NaiveDate, amount: InRegisters) -> Result<()> {
        let amount = amount.amount();
        if let Some(row) = self.raised(date, amount)
            && let Groups::Packed(groups) = &mut self.groups
        {
            self.largest = self.largest.max(row.magnitude);
            groups.push(customer, row.row);
            self.rows += 1;
            return Ok(());
        }
        let row = self.rows as usize;
        let rows = checked_rows(row.saturating_add(1)).map_err(|error| error.at_row(row))?;
        self.note_largest();
        let taken = self.places.take(amount);
        let (amount, factor) = taken.map_err(|error| error.at_row(row))?;
        self.multiply(factor);
        self.groups.push(customer, date, amount);
        self.rows = rows;
        Ok(())
    }
}

impl<Id: Ord + Hash> Builder<Id> {
    /// Adds the rows of another part; those that wait go on waiting.
    fn take(&mut self, mut other: Self) -> Result<()> {
        let rows = checked_rows((self.rows as usize).saturating_add(other.rows as usize))?;
        self.note_largest();
        other.note_largest();
        let (ours, theirs) = self.places.join(other.places)?;
        self.multiply(ours);
        other.groups.multiply(theirs, self.places);
        self.groups.merge(other.groups);
        self.rows = rows;
        Ok(())
    }
}

#[cfg(feature = "rayon")]
impl<Id: Ord + Hash + Clone> Parted for Builder<Id> {
    fn share(rows: usize) -> usize {
        /// What waits then stays near the processor.
        const MOST: usize = 1 << 17;
        rows.min(MOST)
    }

    fn for_share(&self, rows: usize) -> Self {
        Self {
            groups: Groups::Packed(Grouped::waiting(rows)),
            ..Self::default()
        }
    }

    fn join(&mut self, other: Self) -> Result<()> {
        self.take(other)
    }

    fn divide(&mut self) -> Vec<Self> {
        let groups: Vec<Groups<Id>> = match &mut self.groups {
            Groups::Packed(groups) => groups.divide().map(Groups::Packed).collect(),
            Groups::Wide(groups) => groups.divide().map(Groups::Wide).collect(),
        };
        let part = |groups| Self {
            rows: 0,
            places: Places::default(),
            largest: 0,
            groups,
        };
        groups.into_iter().map(part).collect()
    }

    fn settle(&mut self) {
        match &mut self.groups {
            Groups::Packed(groups) => groups.settle(),
            Groups::Wide(groups) => groups.settle(),
        }
    }

    fn put_back(&mut self, parts: Vec<Self>) {
        for part in parts {
            match (&mut self.groups, part.groups) {
                (Groups::Packed(groups), Groups::Packed(part)) => groups.put_back(part),
                (Groups::Wide(groups), Groups::Wide(part)) => groups.put_back(part),
                // They are what they were taken out as.
                _ => {}
            }
        }
    }
}

/// A row in 64 bits, and the magnitude of its amount.
struct Plain {
    row: Packed,
    magnitude: u64,
}

impl Plain {
    #[inline(always)]
    fn new(date: NaiveDate, amount: i64) -> Option<Self> {
        Some(Self {
            row: Packed::of(date, amount)?,
            magnitude: amount.unsigned_abs(),
        })
    }
}

impl<Id> Groups<Id> {
    /// Multiplies all amounts, which then have these places.
    fn multiply(&mut self, factor: i128, places: Places) {
        if !Packed::holds(places.largest()) {
            self.widen();
        }
        if factor == 1 {
            return;
        }
        match self {
            Self::Packed(groups) => {
                let multiply = |row: &mut Packed| row.multiply(factor);
                groups.for_each(|runs| runs.for_each(multiply));
                groups.for_each_waiting(multiply);
            }
            Self::Wide(groups) => {
                let multiply = |(_, amount): &mut Wide| *amount = amount.saturating_mul(factor);
                groups.for_each(|runs| runs.for_each(multiply));
                groups.for_each_waiting(multiply);
            }
        }
    }

    fn widen(&mut self) {
        if let Self::Packed(groups) = self {
            let groups = std::mem::replace(groups, Grouped::with_capacity(0));
            *self = Self::Wide(groups.map(|runs| runs.map(Packed::widened), Packed::widened));
        }
    }
}

impl<Id: Ord + Hash> Groups<Id> {
    fn push(&mut self, customer: Id, date: NaiveDate, amount: i128) {
        if let Self::Packed(groups) = self {
            if let Some(row) = Packed::new(date, amount) {
                groups.push(customer, row);
                return;
            }
            self.widen();
        }
        if let Self::Wide(groups) = self {
            groups.push(customer, (date, amount));
        }
    }

    fn merge(&mut self, mut other: Self) {
        if let Self::Wide(_) = self {
            other.widen();
        }
        if let Self::Wide(_) = other {
            self.widen();
        }
        match (self, other) {
            (Self::Packed(ours), Self::Packed(theirs)) => ours.merge(theirs),
            (Self::Wide(ours), Self::Wide(theirs)) => ours.merge(theirs),
            // Both were widened if one of them was wide.
            _ => {}
        }
    }
}

impl<Id> crate::sealed::Sealed for Builder<Id> {}

impl<Id: Ord + Hash + Clone> Accumulator for Builder<Id> {
    type Row<'r> = Purchase<Id>;
    type Output = PurchaseLog<Id>;

    fn fresh(&self) -> Self {
        Self::new()
    }

    fn rows(&self) -> u64 {
        self.rows.into()
    }

    /// Adds one purchase.
    ///
    /// # Errors
    /// [`Error::Overflow`], with [`rows`](Self::rows) as its position, if the amount cannot be brought
    /// to one scale with the others, or beyond 4,294,967,295 rows. The builder is then as it was
    /// before, and may go on; a refusal costs the same however many rows it holds.
    #[inline(always)]
    fn push(&mut self, purchase: Purchase<Id>) -> Result<()> {
        let Purchase {
            customer,
            date,
            amount,
        } = purchase;
        if let Some(row) = self.plain(date, amount)
            && let Groups::Packed(groups) = &mut self.groups
        {
            self.largest = self.largest.max(row.magnitude);
            groups.push(customer, row.row);
            self.rows += 1;
            return Ok(());
        }
        self.push_other(customer, date, InRegisters::of(amount))
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
        match &mut self.groups {
            Groups::Packed(groups) => groups.settle_many(),
            Groups::Wide(groups) => groups.settle_many(),
        }
        Ok(())
    }

    /// Returns the log of all rows added.
    ///
    /// # Errors
    /// [`Error::Empty`] without a purchase.
    fn finish(self) -> Result<PurchaseLog<Id>> {
        let (customers, columns) = self.arranged();
        PurchaseLog::of_arranged(customers, columns)
    }
}

/// The state of a builder, as it is written: the rows as a log has them.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct State<Id> {
    version: Version,
    customers: Vec<Id>,
    /// How many rows each customer has.
    rows: Vec<u32>,
    dates: Vec<NaiveDate>,
    amounts: Column,
}

#[cfg(feature = "serde")]
impl<Id: Ord + Hash + Clone + serde::Serialize> serde::Serialize for Builder<Id> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (customers, columns) = self.clone().arranged();
        let rows = ranges(&columns.offsets).map(|rows| rows.len() as u32);
        State {
            version: Version,
            rows: rows.collect(),
            customers,
            dates: columns.dates,
            amounts: columns.amounts,
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
        State::deserialize(deserializer)?
            .checked()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "serde")]
impl<Id: Ord + Hash + Clone> State<Id> {
    /// Refuses a state that no rows could have made.
    fn checked(self) -> Result<Builder<Id>> {
        let customers = self.customers.len();
        if self.rows.len() != customers {
            return Err(Error::length("rows", self.rows.len(), customers));
        }
        if let Some(row) = self.rows.iter().position(|&rows| rows == 0) {
            return Err(Error::out_of_range("rows", 0, "at least 1").at_row(row));
        }
        check_each_once(&self.customers)?;
        let rows = self.rows.iter().map(|&rows| rows as usize);
        let rows = rows.fold(0_usize, usize::saturating_add);
        checked_rows(rows)?;
        for (column, found) in [("dates", self.dates.len()), ("amounts", self.amounts.len())] {
            if found != rows {
                return Err(Error::length(column, found, rows));
            }
        }
        let mut builder = Builder::with_capacity(rows);
        let customers = self.customers.iter().zip(self.rows);
        let customers = customers.flat_map(|(id, rows)| std::iter::repeat_n(id, rows as usize));
        let columns = self.dates.into_iter().zip(self.amounts.all().iter());
        for (customer, (date, amount)) in customers.zip(columns) {
            let amount = to_decimal(amount, self.amounts.scale())?;
            builder.push(Purchase {
                customer: customer.clone(),
                date,
                amount,
            })?;
        }
        Ok(builder)
    }
}
