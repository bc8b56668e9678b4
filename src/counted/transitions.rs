use crate::Result;
use crate::accumulate::more_rows;
use crate::estimate::Proportion;
use crate::numeric::money::MoneySum;

use rust_decimal::Decimal;

/// How many customers moved from one place to another between two dates, and with how much money.
///
/// A place is a stage, a tier, a status; `None` is for customers who were nowhere at that date. The
/// matrix has a cell for every pair of places, except for those who were nowhere at both dates.
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
    /// What they brought up to the earlier date; 0 for those who were nowhere.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub before: Decimal,
    /// What they brought up to the later date; 0 for those who are nowhere.
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
    /// Where the customer was at the earlier date; `None` for nowhere.
    pub from: Option<P>,
    /// Where the customer is at the later date; `None` for nowhere.
    pub to: Option<P>,
    /// What the customer brought up to the earlier date; `None` for one who was nowhere.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub before: Option<Decimal>,
    /// What the customer brought up to the later date; `None` for one who is nowhere.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub after: Option<Decimal>,
}

impl<Id: Ord, P> crate::keyed::sealed::Sealed for Move<Id, P> {}

impl<Id: Ord, P> crate::keyed::Row for Move<Id, P> {
    type Id = Id;

    fn customer(&self) -> &Id {
        &self.customer
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

impl<P: Copy + Ord> Transitions<P> {
    /// Counts moves between these places, which are given in order; nowhere comes last.
    pub(crate) fn of(places: &[P], moves: impl IntoIterator<Item = Step<P>>) -> Result<Self> {
        let line = places.len() + 1;
        let mut counts = vec![(0_u64, MoneySum::default(), MoneySum::default()); line * line];
        let position = |place: Option<P>| match place {
            Some(place) => places.binary_search(&place).unwrap_or(places.len()),
            None => places.len(),
        };
        for step in moves {
            let at = position(step.from) * line + position(step.to);
            if let Some((customers, before, after)) = counts.get_mut(at) {
                *customers = more_rows(*customers, 1)?;
                step.before.map_or(Ok(()), |amount| before.add(amount))?;
                step.after.map_or(Ok(()), |amount| after.add(amount))?;
            }
        }
        let place = |position: usize| places.get(position).copied();
        let mut cells = Vec::with_capacity(counts.len().saturating_sub(1));
        for (at, (customers, before, after)) in counts.into_iter().enumerate() {
            let (from, to) = (place(at / line), place(at % line));
            if from.is_none() && to.is_none() {
                continue;
            }
            cells.push(Cell {
                from,
                to,
                customers,
                before: before.finish()?,
                after: after.finish()?,
            });
        }
        Ok(Self { cells })
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

    /// Returns, of those who were at `from`, those who are at `to`.
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
