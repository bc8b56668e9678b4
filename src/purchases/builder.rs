use std::hash::Hash;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::arrange::arrange;
use super::{Purchase, PurchaseLog};
use crate::accumulate::Accumulator;
#[cfg(feature = "serde")]
use crate::accumulate::Version;
use crate::keyed::{BATCH, Interner};
use crate::numeric::money::{Column, with_room};
use crate::{Error, Result};

/// Collects purchases, in any order, into a [`PurchaseLog`].
///
/// A customer may stand in several of the parts that are merged. With the feature `serde` the state is
/// written as columns: the customers, and for each row the number of its customer, its date and its
/// amount.
///
/// # Keys that strangers choose
///
/// Customers are looked up by a hash. Its seed comes from the addresses that the program runs at; where
/// these never change, as in WebAssembly or in a program without address randomisation, the seed is the
/// same at every start. Who chooses keys there, such as user names, can choose many of one hash, and
/// each look-up among them then passes all of them: 20,000 such keys take half a second instead of a
/// millisecond. Number such customers first, and hand in the numbers.
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
    customers: Interner<Id>,
    /// Of each row, the code of its customer.
    codes: Vec<u32>,
    dates: Vec<NaiveDate>,
    amounts: Column,
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
            customers: Interner::default(),
            codes: with_room(rows),
            dates: with_room(rows),
            amounts: Column::with_capacity(rows),
        }
    }
}

/// Returns the number of rows, which must fit in 32 bits.
#[inline]
pub(super) fn checked_rows(rows: usize) -> Result<u32> {
    u32::try_from(rows).map_err(|_| Error::overflow("the number of rows", rows))
}

impl<Id> Builder<Id> {
    /// Adds the date and the amount of a purchase.
    #[inline]
    fn add(&mut self, date: NaiveDate, amount: Decimal) -> Result<()> {
        let row = self.dates.len();
        checked_rows(row.saturating_add(1)).map_err(|error| error.at_row(row))?;
        self.amounts
            .push(amount)
            .map_err(|error| error.at_row(row))?;
        self.dates.push(date);
        Ok(())
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
        self.codes.len() as u64
    }

    /// Adds one purchase.
    ///
    /// # Errors
    /// [`Error::Overflow`], with [`rows`](Self::rows) as its position, if the amount cannot be brought
    /// to one scale with the others, or beyond 4,294,967,295 rows. The builder is then as it was
    /// before, and may go on; a refusal costs the same however many rows it holds.
    #[inline]
    fn push(&mut self, purchase: Purchase<Id>) -> Result<()> {
        self.add(purchase.date, purchase.amount)?;
        self.codes.push(self.customers.code(purchase.customer));
        Ok(())
    }

    fn extend<'r>(&mut self, rows: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        let mut rows = rows.into_iter();
        // A key that owns memory is compared where it points to, which is worth waiting for others.
        if !std::mem::needs_drop::<Id>() {
            return rows.try_for_each(|purchase| self.push(purchase));
        }
        let mut waiting = Vec::with_capacity(BATCH);
        let added = rows.try_for_each(|purchase| {
            if waiting.len() == BATCH {
                self.customers.append_codes(&mut waiting, &mut self.codes);
            }
            self.add(purchase.date, purchase.amount)?;
            waiting.push(purchase.customer);
            Ok(())
        });
        self.customers.append_codes(&mut waiting, &mut self.codes);
        added
    }

    /// Adds the rows of another part.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the amounts cannot be brought to one scale, or beyond 4,294,967,295
    /// rows. The builder is then as it was before.
    fn merge(&mut self, other: Self) -> Result<()> {
        checked_rows(self.codes.len().saturating_add(other.codes.len()))?;
        self.amounts.append(other.amounts)?;
        let ours = self.customers.merge(other.customers);
        let codes = other.codes.iter();
        self.codes
            .extend(codes.filter_map(|&code| ours.get(code as usize)));
        self.dates.extend(other.dates);
        Ok(())
    }

    /// Returns the log of all rows added.
    ///
    /// # Errors
    /// [`Error::Empty`] without a purchase.
    fn finish(self) -> Result<PurchaseLog<Id>> {
        let Self {
            customers,
            codes,
            mut dates,
            mut amounts,
        } = self;
        let customers = customers.into_sorted();
        let order = customers.iter().map(|&(_, code)| code);
        let offsets = arrange(codes, order, &mut dates, &mut amounts);
        let customers = customers.into_iter().map(|(id, _)| id).collect();
        PurchaseLog::from_arranged(customers, offsets, dates, amounts)
    }
}

/// The state of a builder, as it is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct State<Id> {
    #[serde(rename = "version")]
    _version: Version,
    customers: Vec<Id>,
    codes: Vec<u32>,
    dates: Vec<NaiveDate>,
    amounts: Column,
}

#[cfg(feature = "serde")]
impl<Id: Ord + Hash + Clone + serde::Serialize> serde::Serialize for Builder<Id> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        let mut state = serializer.serialize_struct("Builder", 5)?;
        state.serialize_field("version", &Version::<1>)?;
        state.serialize_field("customers", &self.customers.in_order())?;
        state.serialize_field("codes", &self.codes)?;
        state.serialize_field("dates", &self.dates)?;
        state.serialize_field("amounts", &self.amounts)?;
        state.end()
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
impl<Id: Ord + Hash> State<Id> {
    /// Refuses a state that no rows could have made.
    fn checked(self) -> Result<Builder<Id>> {
        let rows = self.codes.len();
        checked_rows(rows)?;
        for (column, found) in [("dates", self.dates.len()), ("amounts", self.amounts.len())] {
            if found != rows {
                return Err(Error::length(column, found, rows));
            }
        }
        // A customer's code is the number of customers who were seen before.
        let mut seen = 0_u32;
        for (row, &code) in self.codes.iter().enumerate() {
            if code > seen {
                let allowed = format_args!("0 to {seen}").to_string();
                return Err(Error::out_of_range("code of a customer", code, allowed).at_row(row));
            }
            seen = seen.max(code.saturating_add(1));
        }
        if self.customers.len() != seen as usize {
            return Err(Error::length(
                "customers",
                self.customers.len(),
                seen as usize,
            ));
        }
        Ok(Builder {
            customers: Interner::from_ordered(self.customers)?,
            codes: self.codes,
            dates: self.dates,
            amounts: self.amounts,
        })
    }
}
