use std::collections::HashMap;
use std::hash::Hash;

use chrono::NaiveDate;
use foldhash::fast::RandomState;

use super::{Purchase, PurchaseLog};
use crate::numeric::money::{Column, permuted, with_room};
use crate::{Error, Result};

/// Collects purchases, in any order, into a [`PurchaseLog`].
///
/// Builders made apart, on chunks or on threads, merge; a customer may stand in several of them.
///
/// ```
/// use chrono::NaiveDate;
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
/// assert_eq!((log.customers().len(), log.rows()), (1, 2));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Builder<Id> {
    /// A number for each customer, in the order of their first rows.
    codes: HashMap<Id, u32, RandomState>,
    /// Of each row, the code of its customer.
    customers: Vec<u32>,
    dates: Vec<NaiveDate>,
    amounts: Column,
}

impl<Id> Default for Builder<Id> {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl<Id> Builder<Id> {
    /// A builder without purchases.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A builder with room for so many rows. The right number saves memory that growing would waste.
    #[must_use]
    pub fn with_capacity(rows: usize) -> Self {
        Self {
            codes: HashMap::default(),
            customers: with_room(rows),
            dates: with_room(rows),
            amounts: Column::with_capacity(rows),
        }
    }

    /// How many rows it holds.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.customers.len()
    }
}

/// How many customers are looked up together.
const BATCH: usize = 256;

/// A number of rows, which must fit in 32 bits.
pub(super) fn row_count(rows: usize) -> Result<u32> {
    u32::try_from(rows).map_err(|_| Error::overflow("the number of rows", rows))
}

/// The code of a customer who may be new. There are no more customers than rows, so it fits.
fn code_of<Id: Hash + Eq>(codes: &mut HashMap<Id, u32, RandomState>, customer: Id) -> u32 {
    let next = codes.len() as u32;
    *codes.entry(customer).or_insert(next)
}

impl<Id: Ord + Hash + Clone> Builder<Id> {
    /// Adds a purchase.
    ///
    /// # Errors
    /// With the number of rows taken before: [`Error::Overflow`] where the amount cannot be brought
    /// to one scale with the others, or beyond 4,294,967,295 rows. The builder is then as it was,
    /// and may go on.
    #[inline]
    pub fn push(&mut self, purchase: Purchase<Id>) -> Result<()> {
        let code = self.codes.get(&purchase.customer).copied();
        self.add(purchase, code)
    }

    /// Adds all of these purchases, faster than one by one.
    ///
    /// # Errors
    /// As [`push`](Self::push). The rows before the one at fault are then added, the rest not.
    pub fn extend(&mut self, rows: impl IntoIterator<Item = Purchase<Id>>) -> Result<()> {
        let mut rows = rows.into_iter();
        let mut batch: Vec<Purchase<Id>> = Vec::with_capacity(BATCH);
        let mut codes = Vec::with_capacity(BATCH);
        loop {
            batch.extend(rows.by_ref().take(BATCH));
            if batch.is_empty() {
                return Ok(());
            }
            // A loop of nothing but look-ups keeps many of them waiting for memory at once.
            codes.clear();
            codes.extend(
                batch
                    .iter()
                    .map(|purchase| self.codes.get(&purchase.customer).copied()),
            );
            for (purchase, &code) in batch.drain(..).zip(&codes) {
                self.add(purchase, code)?;
            }
        }
    }

    /// Adds a purchase of a customer with this code, or of one who may be new.
    #[inline]
    fn add(&mut self, purchase: Purchase<Id>, code: Option<u32>) -> Result<()> {
        let row = self.rows();
        row_count(row.saturating_add(1))?;
        self.amounts
            .push(purchase.amount)
            .map_err(|error| error.at_row(row))?;
        let code = match code {
            Some(code) => code,
            None => code_of(&mut self.codes, purchase.customer),
        };
        self.customers.push(code);
        self.dates.push(purchase.date);
        Ok(())
    }

    /// Adds all purchases of another builder.
    ///
    /// # Errors
    /// As [`push`](Self::push), without a row. The builder is then as it was.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        row_count(self.rows().saturating_add(other.rows()))?;
        self.amounts
            .append(other.amounts.scale(), other.amounts.all())?;
        let mut codes = vec![0; other.codes.len()];
        for (customer, code) in other.codes {
            if let Some(ours) = codes.get_mut(code as usize) {
                *ours = code_of(&mut self.codes, customer);
            }
        }
        self.customers.extend(
            other
                .customers
                .iter()
                .filter_map(|&code| codes.get(code as usize)),
        );
        self.dates.extend(other.dates);
        Ok(())
    }

    /// The log.
    ///
    /// # Errors
    /// [`Error::Empty`] without a single purchase.
    pub fn finish(self) -> Result<PurchaseLog<Id>> {
        let Self {
            codes,
            customers: mut places,
            dates,
            amounts,
        } = self;
        let mut ids: Vec<(Id, u32)> = codes.into_iter().collect();
        ids.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));

        // A counting sort by customer: where each customer's rows begin, then each row's place.
        let mut starts = vec![0_u32; ids.len()];
        for &code in &places {
            if let Some(count) = starts.get_mut(code as usize) {
                *count += 1;
            }
        }
        let mut offsets = Vec::with_capacity(ids.len().saturating_add(1));
        let mut start = 0_u32;
        for &(_, code) in &ids {
            offsets.push(start);
            if let Some(count) = starts.get_mut(code as usize) {
                start += std::mem::replace(count, start);
            }
        }
        offsets.push(start);
        for place in &mut places {
            if let Some(next) = starts.get_mut(*place as usize) {
                *place = *next;
                *next += 1;
            }
        }
        drop(starts);

        // One column at a time, so that only one is held twice.
        let dates = {
            let unordered = dates;
            permuted(&unordered, &places)
        };
        let amounts = amounts.permuted(&places);
        drop(places);
        let customers = ids.into_iter().map(|(id, _)| id).collect();
        PurchaseLog::from_columns(customers, offsets, dates, amounts)
    }
}
