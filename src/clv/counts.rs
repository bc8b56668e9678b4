use std::collections::HashMap;

use crate::accumulate::{Accumulator, Version, Weighted, more_rows, push_each};
use crate::macros::checked_state;
use crate::purchases::Summary;
use crate::scale::respondent_weight;
use crate::{Error, Result};

/// What tells customers apart to a model: frequency, and the bits of the two times.
type Cell = (u32, u64, u64);

/// Counts customers by frequency, time from first to last purchase, and age, chunk by chunk.
///
/// Customers who agree in all three are one row, so memory grows with the number of different rows. Parts
/// of a population can be counted apart and merged.
///
/// ```
/// use retention::Accumulator;
/// use retention::clv::Counter;
/// use retention::purchases::Summary;
///
/// let mut north = Counter::new();
/// north.extend([&Summary::new(2, 30.0, 39.0)?, &Summary::new(0, 0.0, 39.0)?])?;
/// let mut south = Counter::new();
/// south.push(&Summary::new(0, 0.0, 39.0)?)?;
/// north.merge(south)?;
/// let counts = north.finish()?;
/// assert_eq!((counts.customers(), counts.distinct()), (3, 2));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct Counter {
    version: Version,
    rows: u64,
    #[cfg_attr(feature = "serde", serde(with = "written"))]
    cells: HashMap<Cell, f64, foldhash::fast::RandomState>,
}

checked_state!(Counter);

impl Counter {
    /// Creates an empty counter.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        for (&(frequency, last, age), &weight) in &self.cells {
            Summary::new(frequency, f64::from_bits(last), f64::from_bits(age))?;
            if respondent_weight(weight.min(1.0))? == 0.0 || !weight.is_finite() {
                return Err(Error::out_of_range("weight", weight, "above 0"));
            }
        }
        if self.rows < self.cells.len() as u64 {
            let least = format_args!("{} or more", self.cells.len());
            return Err(Error::out_of_range("rows", self.rows, least));
        }
        Ok(self)
    }

    fn add(&mut self, summary: &Summary, weight: f64) -> Result<()> {
        self.rows = more_rows(self.rows, 1)?;
        if weight > 0.0 {
            // −0 and 0 are one time.
            let bits = |time: f64| (time + 0.0).to_bits();
            let cell = (
                summary.frequency(),
                bits(summary.first_to_last()),
                bits(summary.age()),
            );
            *self.cells.entry(cell).or_default() += weight;
        }
        Ok(())
    }
}

impl crate::sealed::Sealed for Counter {}

impl Accumulator for Counter {
    type Row<'r> = &'r Summary;
    type Output = PurchaseCounts;

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
    fn push(&mut self, summary: &Summary) -> Result<()> {
        self.add(summary, 1.0)
    }

    // It counts, so nothing depends on blocks.
    fn extend<'r>(&mut self, summaries: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        push_each(self, summaries)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        self.rows = more_rows(self.rows, other.rows)?;
        for (cell, weight) in other.cells {
            *self.cells.entry(cell).or_default() += weight;
        }
        Ok(())
    }

    /// Returns the counts.
    ///
    /// # Errors
    /// [`Error::Empty`] if no customer was added that counts.
    fn finish(self) -> Result<PurchaseCounts> {
        if self.cells.is_empty() {
            return Err(Error::empty("customers"));
        }
        Ok(PurchaseCounts::new(self.rows, self.cells))
    }
}

impl Weighted for Counter {
    fn push_weighted(&mut self, summary: &Summary, weight: f64) -> Result<()> {
        let weight = respondent_weight(weight).map_err(|error| error.at_row(self.rows))?;
        self.add(summary, weight)
    }
}

/// How the cells are written: sorted, with the times as numbers.
#[cfg(feature = "serde")]
mod written {
    use std::collections::HashMap;

    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    use super::Cell;

    type Cells = HashMap<Cell, f64, foldhash::fast::RandomState>;

    pub(super) fn serialize<S: Serializer>(
        cells: &Cells,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut rows: Vec<(Cell, f64)> = cells
            .iter()
            .map(|(&cell, &weight)| (cell, weight))
            .collect();
        rows.sort_by_key(|&(cell, _)| cell);
        let rows = rows.into_iter().map(|((frequency, last, age), weight)| {
            (frequency, f64::from_bits(last), f64::from_bits(age), weight)
        });
        rows.collect::<Vec<_>>().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Cells, D::Error> {
        let rows = Vec::<(u32, f64, f64, f64)>::deserialize(deserializer)?;
        let count = rows.len();
        let cells = rows.into_iter().map(|(frequency, last, age, weight)| {
            ((frequency, last.to_bits(), age.to_bits()), weight)
        });
        let cells: Cells = cells.collect();
        if cells.len() < count {
            return Err(D::Error::custom("a row of the counts occurs twice"));
        }
        Ok(cells)
    }
}

/// How many customers there are with each frequency, time from first to last purchase, and age: all that
/// the models of buying need to be fitted. It is written as the state of a [`Counter`].
///
/// ```
/// use retention::clv::PurchaseCounts;
/// use retention::purchases::Summary;
///
/// let counts = PurchaseCounts::of(&[
///     Summary::new(2, 30.0, 39.0)?,
///     Summary::new(0, 0.0, 39.0)?,
///     Summary::new(0, 0.0, 39.0)?,
/// ])?;
/// assert_eq!((counts.customers(), counts.distinct()), (3, 2));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "Counter", try_from = "Counter"))]
pub struct PurchaseCounts {
    customers: u64,
    weight: f64,
    table: Table,
}

#[cfg(feature = "serde")]
impl From<PurchaseCounts> for Counter {
    fn from(counts: PurchaseCounts) -> Self {
        let table = counts.table;
        let time = |place: u32| table.times.get(place as usize).copied();
        let cell = |row: &Row| {
            let (frequency, _) = table.frequencies.get(row.frequency as usize)?;
            let (last, age) = time(row.last).zip(time(row.age))?;
            Some(((*frequency, last.to_bits(), age.to_bits()), row.weight))
        };
        Self {
            version: Version,
            rows: counts.customers,
            cells: table.rows.iter().filter_map(cell).collect(),
        }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Counter> for PurchaseCounts {
    type Error = Error;

    fn try_from(counter: Counter) -> Result<Self> {
        counter.finish()
    }
}

/// The rows with what they share kept once, so that a likelihood takes each logarithm once.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    /// Every time that occurs, the shortest first.
    pub(super) times: Vec<f64>,
    /// Every frequency that occurs, the smallest first, with the weight of its customers.
    pub(super) frequencies: Vec<(u32, f64)>,
    /// The rows, sorted by frequency, age and last purchase.
    pub(super) rows: Vec<Row>,
}

/// One row of a [`Table`], by places in its lists.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Row {
    pub(super) frequency: u32,
    pub(super) last: u32,
    pub(super) age: u32,
    pub(super) weight: f64,
}

impl PurchaseCounts {
    /// Counts customers. Summaries of a log are in the field `rows` of
    /// [`Summaries`](crate::purchases::Summaries).
    ///
    /// # Errors
    /// [`Error::Empty`] if there are none; [`Error::Overflow`] for more customers than a count holds.
    pub fn of<'a>(summaries: impl IntoIterator<Item = &'a Summary>) -> Result<Self> {
        let mut counter = Counter::new();
        counter.extend(summaries)?;
        counter.finish()
    }

    fn new(customers: u64, cells: HashMap<Cell, f64, foldhash::fast::RandomState>) -> Self {
        let mut rows: Vec<(u32, f64, f64, f64)> = cells
            .into_iter()
            .map(|((x, last, age), w)| (x, f64::from_bits(age), f64::from_bits(last), w))
            .collect();
        rows.sort_by(|a, b| {
            let times = a.1.total_cmp(&b.1).then(a.2.total_cmp(&b.2));
            a.0.cmp(&b.0).then(times)
        });
        let mut times: Vec<f64> = rows.iter().flat_map(|row| [row.1, row.2]).collect();
        times.sort_by(f64::total_cmp);
        times.dedup();
        let mut frequencies: Vec<(u32, f64)> = Vec::new();
        for &(frequency, _, _, weight) in &rows {
            match frequencies.last_mut() {
                Some((last, sum)) if *last == frequency => *sum += weight,
                _ => frequencies.push((frequency, weight)),
            }
        }
        let place = |time: f64| times.partition_point(|&t| t < time) as u32;
        let coded = |&(frequency, age, last, weight): &(u32, f64, f64, f64)| Row {
            frequency: frequencies.partition_point(|&(x, _)| x < frequency) as u32,
            last: place(last),
            age: place(age),
            weight,
        };
        let rows: Vec<Row> = rows.iter().map(coded).collect();
        Self {
            customers,
            weight: frequencies.iter().map(|(_, weight)| weight).sum(),
            table: Table {
                times,
                frequencies,
                rows,
            },
        }
    }

    /// Returns the number of customers.
    #[must_use]
    pub const fn customers(&self) -> u64 {
        self.customers
    }

    /// Returns the number of different rows.
    #[must_use]
    pub const fn distinct(&self) -> usize {
        self.table.rows.len()
    }

    /// Returns what the customers count for together: their number, unless they have weights.
    #[must_use]
    pub const fn weight(&self) -> f64 {
        self.weight
    }

    pub(super) const fn table(&self) -> &Table {
        &self.table
    }

    /// The longest age, and repeat purchases per unit of time, both above 0.
    pub(super) fn scale(&self) -> Result<(f64, f64)> {
        let longest = self.table.times.last().copied().unwrap_or(0.0);
        if longest <= 0.0 {
            let ended = "customers whose records end with their first purchase";
            let error = Error::refused(ended, self.customers);
            return Err(error
                .with_cure("let the window go on after it: nothing tells yet how often they buy"));
        }
        let frequencies = self.table.frequencies.iter();
        let repeats: f64 = frequencies.map(|&(x, weight)| f64::from(x) * weight).sum();
        if repeats <= 0.0 {
            let error = Error::refused("customers without a repeat purchase", self.customers);
            return Err(
                error.with_cure("observe them for longer: nothing tells how often they buy")
            );
        }
        let rows = self.table.rows.iter();
        let time = |row: &Row| {
            self.table
                .times
                .get(row.age as usize)
                .copied()
                .unwrap_or(0.0)
        };
        let exposure: f64 = rows.map(|row| time(row) * row.weight).sum();
        Ok((longest, repeats / exposure))
    }
}
