use std::ops::Range;

use chrono::NaiveDate;

use super::{Counts, History, Policy};
use crate::numeric::money::Mantissas;
use crate::period::Window;
use crate::threads;
use crate::{Error, Result};

/// So many customers are a block: sums of floats over blocks do not depend on the number of threads.
const BLOCK: usize = 4096;

/// A view of a log without the customers' keys, which threads need not be able to share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unkeyed<'a> {
    /// Where each customer's rows begin, and the end of the last.
    pub(super) offsets: &'a [u32],
    pub(super) dates: &'a [NaiveDate],
    pub(super) amounts: Mantissas<'a>,
    pub(super) scale: u32,
    pub(super) window: Window,
    pub(super) policy: Policy,
}

/// What is known of some customers in order, each with their position.
pub(crate) type Found<T> = Vec<(usize, T)>;

impl<'a> Unkeyed<'a> {
    /// Returns the customers in blocks.
    pub(super) fn blocks(&self) -> Vec<Range<usize>> {
        threads::blocks(self.offsets.len().saturating_sub(1), BLOCK)
    }

    /// Iterates over the rows of some customers, each with the customer's position.
    #[inline]
    pub(super) fn ranges(
        &self,
        customers: Range<usize>,
    ) -> impl Iterator<Item = (usize, Range<usize>)> + use<'a> {
        let starts = self.offsets.get(customers.clone()).unwrap_or_default();
        let ends = self.offsets.get(customers.start + 1..).unwrap_or_default();
        let rows = starts.iter().zip(ends);
        customers
            .zip(rows)
            .map(|(customer, (&start, &end))| (customer, start as usize..end as usize))
    }

    /// Iterates over the histories of those customers who have rows in the window, each with the
    /// customer's position and that of the first row.
    #[inline]
    pub(super) fn placed(
        self,
        customers: Range<usize>,
    ) -> impl Iterator<Item = (usize, usize, History<'a>)> {
        self.ranges(customers).filter_map(move |(customer, range)| {
            let inside = self.inside(range);
            (!inside.is_empty()).then(|| (customer, inside.start, self.history_of(inside)))
        })
    }

    /// Counts the rows and the kinds of some customers.
    pub(super) fn count(&self, customers: Range<usize>) -> Counts {
        let mut counts = Counts::default();
        for (_, range) in self.ranges(customers) {
            let inside = self.inside(range.clone());
            counts.before += (inside.start - range.start) as u64;
            counts.after += (range.end - inside.end) as u64;
            let (refunds, zeros) = self.amounts.slice(inside.clone()).negatives_and_zeros();
            counts.rows += inside.len() as u64;
            counts.refunds += refunds;
            counts.zeros += zeros;
            if inside.is_empty() {
                counts.customers_outside += 1;
            } else if refunds == 0 || self.history_of(inside).has_purchase() {
                counts.customers += 1;
            } else {
                counts.refund_only_customers += 1;
            }
        }
        counts
    }

    /// Calls `f` with the positions of some customers and what `of` says of them; an error has the
    /// position of the customer's first row.
    #[inline]
    pub(super) fn each<T>(
        &self,
        customers: Range<usize>,
        mut of: impl FnMut(&History<'a>) -> Result<Option<T>>,
        mut f: impl FnMut((usize, T)),
    ) -> Result<()> {
        // Not by way of `placed`: histories are large to hand on.
        for (customer, range) in self.ranges(customers) {
            let inside = self.inside(range);
            if inside.is_empty() {
                continue;
            }
            let row = inside.start;
            let history = self.history_of(inside);
            if let Some(result) = of(&history).map_err(|error| error.at_row(row))? {
                f((customer, result));
            }
        }
        Ok(())
    }

    /// Puts an error at the first row of a customer.
    pub(super) fn at_first_row(&self, customer: usize, error: Error) -> Error {
        match self.placed(customer..customer + 1).next() {
            Some((_, row, _)) => error.at_row(row),
            None => error,
        }
    }

    /// Returns the rows of one customer, `range`, that lie in the window.
    #[inline]
    pub(super) fn inside(&self, range: Range<usize>) -> Range<usize> {
        let dates = self.dates.get(range.clone()).unwrap_or_default();
        let all_inside = |dates: &[NaiveDate]| match dates {
            [first, .., last] => self.window.contains(*first) && self.window.contains(*last),
            [only] => self.window.contains(*only),
            [] => true,
        };
        if all_inside(dates) {
            return range;
        }
        let start = dates.partition_point(|&date| date < self.window.from());
        let end = dates.partition_point(|&date| date <= self.window.to());
        range.start + start..range.start + end
    }

    #[inline]
    pub(super) fn history_of(&self, inside: Range<usize>) -> History<'a> {
        History::lent(
            self.dates.get(inside.clone()).unwrap_or_default(),
            self.amounts.slice(inside),
            self.scale,
            self.window,
            self.policy,
        )
    }
}
