use super::Class;
use crate::Result;
use crate::accumulate::more_rows;
use crate::estimate::Proportion;
use crate::numeric::money::MoneySum;

use rust_decimal::Decimal;

/// How many customers moved from one place to another between two dates, and with how much money.
///
/// A place is a stage, a tier or a status. `None` means that the customer had no place at that date,
/// because they had not bought yet or no longer bought. The matrix has a cell for every pair of places,
/// except for customers without a place at both dates.
///
/// See the [example](crate::lifecycle::StageChanges).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct Transitions<P> {
    cells: Vec<Cell<P>>,
}

/// One cell of [`Transitions`]: those who were at `from` and are at `to`.
///
/// See the [example](crate::lifecycle::StageChanges).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Cell<P> {
    /// Where its customers were at the earlier date; `None` for nowhere.
    pub from: Option<P>,
    /// Where they are at the later date; `None` for nowhere.
    pub to: Option<P>,
    /// How many customers it holds.
    pub customers: u64,
    /// Their money at the earlier date, or in the earlier period; 0 if they had no place then.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub before: Decimal,
    /// Their money at the later date, or in the later period; 0 if they have no place then.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub after: Decimal,
}

/// A customer who moved from one place to another between two dates, entered, or left.
///
/// See the [example](crate::lifecycle::StageChanges).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Move<Id, P> {
    /// The customer.
    pub customer: Id,
    /// The place at the earlier date, or in the earlier period; `None` if the customer had none then.
    pub from: Option<P>,
    /// The place at the later date, or in the later period; `None` if the customer has none then.
    pub to: Option<P>,
    /// The customer's money at the earlier date, or in the earlier period; `None` without a place then.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub before: Option<Decimal>,
    /// The customer's money at the later date, or in the later period; `None` without a place then.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub after: Option<Decimal>,
}

impl<Id: Ord, P> crate::sealed::Sealed for Move<Id, P> {}

impl<Id: Ord, P> crate::keyed::Row for Move<Id, P> {
    type Id = Id;

    fn customer(&self) -> &Id {
        &self.customer
    }
}

/// A place that knows its position among all places, which saves a search for each customer.
pub(crate) trait Positioned: Copy {
    /// Returns the position among all places in order, from 0.
    fn position(self) -> usize;
}

impl<C: Class> Positioned for C {
    #[inline]
    fn position(self) -> usize {
        Class::position(self)
    }
}

/// One customer's move, for [`Transitions`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step<P> {
    pub(crate) from: Option<P>,
    pub(crate) to: Option<P>,
    pub(crate) before: Option<Decimal>,
    pub(crate) after: Option<Decimal>,
}

impl<P> Step<P> {
    /// Returns the move of this customer.
    pub(crate) fn of<Id>(self, customer: Id) -> Move<Id, P> {
        Move {
            customer,
            from: self.from,
            to: self.to,
            before: self.before,
            after: self.after,
        }
    }
}

/// Customers and money of one cell, so far.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    customers: u64,
    before: MoneySum,
    after: MoneySum,
}

/// Counts moves one at a time, for [`Transitions`].
#[derive(Debug)]
pub(crate) struct Moves<'p, P> {
    /// In order; nowhere comes last.
    places: &'p [P],
    cells: Vec<Sums>,
}

impl<'p, P: Positioned> Moves<'p, P> {
    /// Creates a matrix without customers between these places, which are all and in order.
    pub(crate) fn new(places: &'p [P]) -> Self {
        let line = places.len() + 1;
        Self {
            places,
            cells: vec![Sums::default(); line * line],
        }
    }

    /// Adds one customer.
    #[inline]
    pub(crate) fn add(&mut self, step: &Step<P>) -> Result<()> {
        let line = self.places.len() + 1;
        let at = self.position(step.from) * line + self.position(step.to);
        let Some(cell) = self.cells.get_mut(at) else {
            return Ok(());
        };
        cell.customers = more_rows(cell.customers, 1)?;
        if let Some(amount) = step.before {
            cell.before.add(amount)?;
        }
        if let Some(amount) = step.after {
            cell.after.add(amount)?;
        }
        Ok(())
    }

    #[inline]
    fn position(&self, place: Option<P>) -> usize {
        let nowhere = self.places.len();
        place.map_or(nowhere, |place| place.position().min(nowhere))
    }

    /// Returns the matrix.
    pub(crate) fn finish(self) -> Result<Transitions<P>> {
        let line = self.places.len() + 1;
        let place = |position: usize| self.places.get(position).copied();
        let mut cells = Vec::with_capacity(self.cells.len().saturating_sub(1));
        for (at, sums) in self.cells.iter().enumerate() {
            let (from, to) = (place(at / line), place(at % line));
            if from.is_none() && to.is_none() {
                continue;
            }
            cells.push(Cell {
                from,
                to,
                customers: sums.customers,
                before: sums.before.finish()?,
                after: sums.after.finish()?,
            });
        }
        Ok(Transitions { cells })
    }
}

impl<P: Copy + Ord> Transitions<P> {
    /// Counts moves between these places, which are all and in order; nowhere comes last.
    pub(crate) fn of(places: &[P], steps: impl IntoIterator<Item = Step<P>>) -> Result<Self>
    where
        P: Positioned,
    {
        let mut moves = Moves::new(places);
        for step in steps {
            moves.add(&step)?;
        }
        moves.finish()
    }

    /// Returns every cell, by the earlier place, then by the later one; nowhere comes last.
    #[must_use]
    pub fn cells(&self) -> &[Cell<P>] {
        &self.cells
    }

    /// Returns the cell of those who were at `from` and are at `to`; `None` for a place that is not
    /// in the matrix, and for nowhere at both dates.
    #[must_use]
    pub fn get(&self, from: Option<P>, to: Option<P>) -> Option<&Cell<P>> {
        let mut cells = self.cells.iter();
        cells.find(|cell| cell.from == from && cell.to == to)
    }

    /// Returns how many customers were at `from` and are at `to`.
    #[must_use]
    pub fn count(&self, from: Option<P>, to: Option<P>) -> u64 {
        self.get(from, to).map_or(0, |cell| cell.customers)
    }

    /// Returns the share of customers at `from` who moved to `to`.
    #[must_use]
    pub fn rate(&self, from: Option<P>, to: Option<P>) -> Proportion {
        let found = self.count(from, to);
        let all = self.customers(|cell| cell.from == from);
        Proportion::of_parts(found, all.saturating_sub(found))
    }

    /// Returns the customers of all cells of a kind.
    pub(crate) fn customers(&self, of: impl Fn(&Cell<P>) -> bool) -> u64 {
        let cells = self.cells.iter().filter(|cell| of(cell));
        cells.map(|cell| cell.customers).sum()
    }
}
