use std::collections::HashMap;

use crate::accumulate::{Accumulator, Version, Weighted, more_rows, push_each};
use crate::macros::checked_state;
use crate::purchases::Summary;
use crate::scale::respondent_weight;
use crate::{Error, Result};

/// What tells customers apart: the repeat purchases with a value, and the bits of their mean.
type Cell = (u32, u64);
type Cells = HashMap<Cell, f64, foldhash::fast::RandomState>;

/// Counts customers by repeat purchases and mean spend, chunk by chunk.
///
/// Customers who agree in both are one row. Parts of a population can be counted apart and merged.
/// Customers of whom a model of spend learns nothing are counted apart: see
/// [`SpendCounts::without_value`] and [`SpendCounts::not_positive`].
///
/// ```
/// use retention::Accumulator;
/// use retention::clv::SpendCounter;
/// use retention::purchases::Summary;
/// use rust_decimal::dec;
///
/// let mut north = SpendCounter::new();
/// north.push(&Summary::new(2, 30.0, 39.0)?.with_repeat_value(dec!(44.70), 2)?)?;
/// let mut south = SpendCounter::new();
/// south.push(&Summary::new(0, 0.0, 39.0)?)?;
/// north.merge(south)?;
/// let counts = north.finish()?;
/// assert_eq!((counts.customers(), counts.without_value()), (1, 1));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct SpendCounter {
    version: Version,
    rows: u64,
    without_value: u64,
    not_positive: u64,
    #[cfg_attr(feature = "serde", serde(with = "written"))]
    cells: Cells,
}

checked_state!(SpendCounter);

impl SpendCounter {
    /// Creates an empty counter.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        for (&(purchases, mean), &weight) in &self.cells {
            if purchases == 0 {
                return Err(Error::out_of_range("purchases", 0, "1 or more"));
            }
            let mean = crate::error::finite("mean spend", f64::from_bits(mean))?;
            if mean <= 0.0 {
                return Err(Error::out_of_range("mean spend", mean, "above 0"));
            }
            if respondent_weight(weight.min(1.0))? == 0.0 || !weight.is_finite() {
                return Err(Error::out_of_range("weight", weight, "above 0"));
            }
        }
        let apart = self.without_value.checked_add(self.not_positive);
        let least = apart.and_then(|apart| apart.checked_add(self.cells.len() as u64));
        if least.is_none_or(|least| self.rows < least) {
            let least = "the customers counted apart and the cells together, or more";
            return Err(Error::out_of_range("rows", self.rows, least));
        }
        Ok(self)
    }

    fn add(&mut self, customer: &Summary, weight: f64) -> Result<()> {
        self.rows = more_rows(self.rows, 1)?;
        match customer.mean_repeat_value() {
            None => self.without_value += 1,
            Some(mean) if mean <= 0.0 => self.not_positive += 1,
            Some(mean) if weight > 0.0 => {
                let cell = (customer.valued_repeats(), mean.to_bits());
                *self.cells.entry(cell).or_default() += weight;
            }
            Some(_) => {}
        }
        Ok(())
    }
}

impl crate::sealed::Sealed for SpendCounter {}

impl Accumulator for SpendCounter {
    type Row<'r> = &'r Summary;
    type Output = SpendCounts;

    fn fresh(&self) -> Self {
        Self::default()
    }

    fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds the summary of one customer.
    ///
    /// # Errors
    /// [`Error::Overflow`] for more rows than a count holds.
    fn push(&mut self, customer: &Summary) -> Result<()> {
        self.add(customer, 1.0)
    }

    // It counts, so nothing depends on blocks.
    fn extend<'r>(&mut self, customers: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        push_each(self, customers)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        // The other counts are never more than the rows.
        self.rows = more_rows(self.rows, other.rows)?;
        self.without_value += other.without_value;
        self.not_positive += other.not_positive;
        for (cell, weight) in other.cells {
            *self.cells.entry(cell).or_default() += weight;
        }
        Ok(())
    }

    /// Returns the counts.
    ///
    /// # Errors
    /// [`Error::Empty`] if no customer was added whose repeat purchases have a mean above 0.
    fn finish(self) -> Result<SpendCounts> {
        if self.cells.is_empty() {
            let error = Error::empty("customers with a repeat purchase worth more than 0");
            return Err(error.with_cure("observe them for longer"));
        }
        Ok(SpendCounts::new(self))
    }
}

impl Weighted for SpendCounter {
    fn push_weighted(&mut self, customer: &Summary, weight: f64) -> Result<()> {
        let weight = respondent_weight(weight).map_err(|error| error.at_row(self.rows))?;
        self.add(customer, weight)
    }
}

/// How the cells are written: sorted, with the means as numbers.
#[cfg(feature = "serde")]
mod written {
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    use super::Cells;

    pub(super) fn serialize<S: Serializer>(
        cells: &Cells,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut rows: Vec<_> = cells
            .iter()
            .map(|(&cell, &weight)| (cell, weight))
            .collect();
        rows.sort_by_key(|&(cell, _)| cell);
        let rows = rows.into_iter();
        let rows =
            rows.map(|((purchases, mean), weight)| (purchases, f64::from_bits(mean), weight));
        rows.collect::<Vec<_>>().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Cells, D::Error> {
        let rows = Vec::<(u32, f64, f64)>::deserialize(deserializer)?;
        let count = rows.len();
        let cells = rows.into_iter();
        let cells: Cells = cells
            .map(|(purchases, mean, weight)| ((purchases, mean.to_bits()), weight))
            .collect();
        if cells.len() < count {
            return Err(D::Error::custom("a row of the counts occurs twice"));
        }
        Ok(cells)
    }
}

/// How many customers there are with each number of repeat purchases and each mean spend: all that a model
/// of spend needs to be fitted. It is written as the state of a [`SpendCounter`].
///
/// Only repeat purchases with a value count. The first purchase does not: with many shops it differs from
/// those that follow.
///
/// ```
/// use retention::clv::SpendCounts;
/// use retention::purchases::Summary;
/// use rust_decimal::dec;
///
/// let counts = SpendCounts::of(&[
///     Summary::new(2, 30.0, 39.0)?.with_repeat_value(dec!(44.70), 2)?,
///     Summary::new(1, 2.0, 39.0)?.with_repeat_value(dec!(-5), 1)?, // a refund
///     Summary::new(0, 0.0, 39.0)?,
/// ])?;
/// assert_eq!((counts.customers(), counts.not_positive(), counts.without_value()), (1, 1, 1));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(into = "SpendCounter", try_from = "SpendCounter")
)]
pub struct SpendCounts {
    rows: u64,
    without_value: u64,
    not_positive: u64,
    weight: f64,
    /// Repeat purchases, their mean, weight: sorted.
    cells: Vec<(u32, f64, f64)>,
}

#[cfg(feature = "serde")]
impl From<SpendCounts> for SpendCounter {
    fn from(counts: SpendCounts) -> Self {
        let cells = counts.cells.into_iter();
        Self {
            version: Version,
            rows: counts.rows,
            without_value: counts.without_value,
            not_positive: counts.not_positive,
            cells: cells
                .map(|(purchases, mean, weight)| ((purchases, mean.to_bits()), weight))
                .collect(),
        }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<SpendCounter> for SpendCounts {
    type Error = Error;

    fn try_from(counter: SpendCounter) -> Result<Self> {
        counter.finish()
    }
}

impl SpendCounts {
    /// Counts customers. Summaries of a log are in the field `rows` of
    /// [`Summaries`](crate::purchases::Summaries).
    ///
    /// # Errors
    /// [`Error::Empty`] if none has a repeat purchase worth more than 0; [`Error::Overflow`] for more
    /// customers than a count holds.
    pub fn of<'a>(customers: impl IntoIterator<Item = &'a Summary>) -> Result<Self> {
        let mut counter = SpendCounter::new();
        counter.extend(customers)?;
        counter.finish()
    }

    fn new(counter: SpendCounter) -> Self {
        // Means are above 0, so that their bits sort as they do.
        let mut cells: Vec<(Cell, f64)> = counter.cells.into_iter().collect();
        cells.sort_unstable_by_key(|&(cell, _)| cell);
        let cells = cells.into_iter();
        let cells: Vec<_> = cells
            .map(|((purchases, mean), weight)| (purchases, f64::from_bits(mean), weight))
            .collect();
        Self {
            rows: counter.rows,
            without_value: counter.without_value,
            not_positive: counter.not_positive,
            weight: cells.iter().map(|(_, _, weight)| weight).sum(),
            cells,
        }
    }

    /// Returns the number of customers whose repeat purchases have a mean above 0.
    #[must_use]
    pub const fn customers(&self) -> u64 {
        self.rows - self.without_value - self.not_positive
    }

    /// Returns the number of customers without a repeat purchase that has a value. Nothing tells what they
    /// spend, so the model takes them for average.
    #[must_use]
    pub const fn without_value(&self) -> u64 {
        self.without_value
    }

    /// Returns the number of customers whose repeat purchases have a mean of 0 or less, such as free orders
    /// and refunds. They are left out: the model knows positive spend only.
    #[must_use]
    pub const fn not_positive(&self) -> u64 {
        self.not_positive
    }

    /// Returns the number of different rows.
    #[must_use]
    pub const fn distinct(&self) -> usize {
        self.cells.len()
    }

    /// Returns what the customers count for together: their number, unless they have weights.
    #[must_use]
    pub const fn weight(&self) -> f64 {
        self.weight
    }

    /// Returns the mean of the customers' mean spends, each customer alike.
    #[must_use]
    pub fn mean_spend(&self) -> f64 {
        let cells = self.cells.iter();
        cells
            .map(|(_, mean, weight)| mean * (weight / self.weight))
            .sum()
    }

    /// Repeat purchases, their mean, weight: sorted.
    pub(super) fn cells(&self) -> &[(u32, f64, f64)] {
        &self.cells
    }
}
