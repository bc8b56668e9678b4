use rust_decimal::Decimal;

use super::loyal::LoyalSums;
use super::total::Total;
use super::{ContradictionCount, LevelCount, LoyalBy, PortraitCounts};
use crate::Result;
use crate::accumulate::{Accumulator, Version, more_rows};
use crate::error::same;
use crate::estimate::Proportion;
use crate::macros::checked_state;
use crate::portrait::{Contradiction, Dimension, Evidence, Options, Portrait};

/// Counts the portraits of customers as they come, without keeping them.
///
/// Each customer is one row: it does not notice a customer who comes twice, as
/// [`Portraits`](super::Portraits) does. A row takes no memory.
///
/// ```
/// use retention::Accumulator;
/// use retention::lifecycle::Stage;
/// use retention::portrait::{Dimension, Evidence, LoyalBy, Options, PortraitCounter};
///
/// let mut north = PortraitCounter::new(Options::default(), LoyalBy::default())?;
/// north.push(Evidence::default().stage(Some(Stage::Growth)))?;
/// let mut south = north.fresh();
/// south.extend([Evidence::default().stage(Some(Stage::Decline)), Evidence::default()])?;
/// north.merge(south)?;
/// let counts = north.finish()?;
/// assert_eq!(counts.customers, 3);
/// assert_eq!(counts.level(Dimension::Stage, "decline").unwrap().share.to_string(), "1 of 3");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct PortraitCounter {
    version: Version,
    options: Options,
    loyal_by: LoyalBy,
    rows: u64,
    at_risk: Total,
    with_value_at_risk: u64,
    /// The levels of all dimensions, in order.
    cells: Vec<Cell>,
    contradictions: Vec<Cell>,
    contradicted: u64,
    loyal: LoyalSums,
}

/// Customers, and the value at risk with them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Cell {
    customers: u64,
    at_risk: Total,
}

impl Cell {
    #[inline]
    fn add(&mut self, at_risk: Option<Decimal>) -> Result<()> {
        self.customers += 1;
        at_risk.map_or(Ok(()), |amount| self.at_risk.add(amount))
    }

    fn merge(&mut self, other: &Self) -> Result<()> {
        self.customers += other.customers;
        self.at_risk.merge(other.at_risk)
    }
}

checked_state!(PortraitCounter);

/// How many levels all dimensions have.
fn levels() -> usize {
    let dimensions = Dimension::ALL.iter();
    dimensions.map(|dimension| dimension.levels().len()).sum()
}

impl PortraitCounter {
    /// Creates an empty counter.
    ///
    /// # Errors
    /// [`Error::OutOfRange`](crate::Error::OutOfRange), [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::Unsorted`](crate::Error::Unsorted) for options that do not hold.
    pub fn new(options: Options, loyal_by: LoyalBy) -> Result<Self> {
        options.checked()?;
        Ok(Self::empty(options, loyal_by))
    }

    fn empty(options: Options, loyal_by: LoyalBy) -> Self {
        Self {
            version: Version,
            options,
            loyal_by,
            rows: 0,
            at_risk: Total::default(),
            with_value_at_risk: 0,
            cells: vec![Cell::default(); levels()],
            contradictions: vec![Cell::default(); Contradiction::ALL.len()],
            contradicted: 0,
            loyal: LoyalSums::default(),
        }
    }

    /// Adds a portrait that was made by the same options, or leaves the counter as it was.
    #[inline]
    pub(super) fn count(&mut self, portrait: &Portrait, profit: Option<Decimal>) -> Result<()> {
        let rows = more_rows(self.rows, 1)?;
        let at_risk = portrait.value_at_risk;
        let mut all = self.at_risk;
        if let Some(amount) = at_risk {
            all.add(amount)?;
        }
        self.loyal.add(self.loyal_by, &portrait.levels, profit)?;
        // No amount is negative, so that no sum below is larger than that of all, which held.
        let mut cells = self.cells.as_mut_slice();
        for &dimension in Dimension::ALL {
            let levels = dimension.levels().len().min(cells.len());
            let (own, rest) = cells.split_at_mut(levels);
            if let Some(cell) = own.get_mut(usize::from(portrait.levels.position(dimension))) {
                cell.add(at_risk)?;
            }
            cells = rest;
        }
        for contradiction in portrait.contradictions.iter() {
            if let Some(cell) = self.contradictions.get_mut(contradiction as usize) {
                cell.add(at_risk)?;
            }
        }
        self.contradicted += u64::from(!portrait.contradictions.is_empty());
        self.with_value_at_risk += u64::from(at_risk.is_some());
        self.at_risk = all;
        self.rows = rows;
        Ok(())
    }

    fn add_part(&mut self, other: &Self) -> Result<()> {
        self.rows = more_rows(self.rows, other.rows)?;
        self.at_risk.merge(other.at_risk)?;
        self.with_value_at_risk += other.with_value_at_risk;
        self.contradicted += other.contradicted;
        let ours = self.cells.iter_mut().chain(&mut self.contradictions);
        for (cell, more) in ours.zip(other.cells.iter().chain(&other.contradictions)) {
            cell.merge(more)?;
        }
        self.loyal.merge(&other.loyal)
    }

    /// The cells of each dimension.
    fn by_dimension(&self) -> impl Iterator<Item = (Dimension, &[Cell])> {
        let mut rest = self.cells.as_slice();
        Dimension::ALL.iter().map(move |&dimension| {
            let (own, others) = rest.split_at(dimension.levels().len().min(rest.len()));
            rest = others;
            (dimension, own)
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        self.options.checked()?;
        same("numbers of levels", &self.cells.len(), &levels())?;
        let known = Contradiction::ALL.len();
        same(
            "numbers of contradictions",
            &self.contradictions.len(),
            &known,
        )?;
        for (_, cells) in self.by_dimension() {
            let (mut rows, mut at_risk) = (0, Total::default());
            for cell in cells {
                rows = more_rows(rows, cell.customers)?;
                at_risk.merge(cell.at_risk)?;
            }
            same("numbers of customers", &rows, &self.rows)?;
            same(
                "values at risk",
                &at_risk.finish()?,
                &self.at_risk.finish()?,
            )?;
        }
        let most = |argument, found: u64| match found <= self.rows {
            true => Ok(()),
            false => {
                let allowed = format_args!("at most the customers, {}", self.rows);
                Err(crate::Error::out_of_range(argument, found, allowed))
            }
        };
        most("customers with a value at risk", self.with_value_at_risk)?;
        most("customers with a contradiction", self.contradicted)?;
        for cell in &self.contradictions {
            most("customers with a contradiction", cell.customers)?;
        }
        self.loyal.check(self.rows)?;
        Ok(self)
    }
}

impl crate::sealed::Sealed for PortraitCounter {}

impl Accumulator for PortraitCounter {
    type Row<'r> = Evidence;
    type Output = PortraitCounts;

    fn fresh(&self) -> Self {
        Self::empty(self.options, self.loyal_by)
    }

    fn rows(&self) -> u64 {
        self.rows
    }

    /// Makes the portrait of one customer and counts it.
    ///
    /// # Errors
    /// With its row, those of [`Options::portrait`]; [`Error::Overflow`](crate::Error::Overflow) beyond 2⁶⁴ − 1 customers, and if a
    /// sum of money exceeds what a decimal holds.
    fn push(&mut self, evidence: Evidence) -> Result<()> {
        let portrait = self.options.portrait(&evidence);
        portrait
            .and_then(|portrait| self.count(&portrait, evidence.profit))
            .map_err(|error| error.at_row(self.rows))
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        same("options", &self.options, &other.options)?;
        same("rules of loyalty", &self.loyal_by, &other.loyal_by)?;
        let mut both = self.clone();
        both.add_part(&other)?;
        *self = both;
        Ok(())
    }

    /// Returns the counts.
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow) if a sum of money exceeds what a decimal holds.
    fn finish(self) -> Result<PortraitCounts> {
        let share = |customers| Proportion::new(customers, self.rows);
        let mut levels = Vec::with_capacity(self.cells.len());
        for (dimension, cells) in self.by_dimension() {
            for (&level, cell) in dimension.levels().iter().zip(cells) {
                levels.push(LevelCount {
                    dimension,
                    level,
                    customers: cell.customers,
                    share: share(cell.customers)?,
                    value_at_risk: cell.at_risk.finish()?,
                });
            }
        }
        let counted = Contradiction::ALL.iter().zip(&self.contradictions);
        let contradictions = counted.map(|(&contradiction, cell)| {
            Ok(ContradictionCount {
                contradiction,
                customers: cell.customers,
                share: share(cell.customers)?,
                value_at_risk: cell.at_risk.finish()?,
            })
        });
        Ok(PortraitCounts {
            customers: self.rows,
            levels,
            contradictions: contradictions.collect::<Result<_>>()?,
            contradicted: share(self.contradicted)?,
            value_at_risk: self.at_risk.finish()?,
            with_value_at_risk: self.with_value_at_risk,
            loyal: self.loyal.finish(self.loyal_by)?,
            options: self.options,
        })
    }
}
