use std::hash::Hash;

use super::arrange::Columns;
use super::policy::check_row;
use super::{Builder, Counts, Policy, Purchase, PurchaseLog, Summaries, Summary};
#[cfg(feature = "serde")]
use crate::accumulate::Version;
use crate::accumulate::{Accumulator, push_each};
#[cfg(feature = "rayon")]
use crate::accumulate::{after, par_shares};
use crate::error::same;
use crate::keyed::{CustomerRow, Keyed};
use crate::period::{Period, Ruler, Window};
use crate::{Error, Result, threads};

/// Computes the summaries of a population straight from rows, where no log is needed.
///
/// It takes less time and memory than a [`PurchaseLog`] and its
/// [`summaries`](super::Observed::summaries), and its result is the same. A customer may stand in several
/// of the parts that are merged. With the feature `serde` its state can be written and read.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::Accumulator;
/// use retention::period::{Period, Ruler, Window};
/// use retention::purchases::{Policy, Purchase, SummariesBuilder};
/// use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(1997, month, day).unwrap();
/// let window = Window::new(date(1, 1), date(9, 30))?;
/// let mut builder = SummariesBuilder::new(window, Policy::default(), Period::Day, Ruler::Weeks);
/// builder.push(Purchase { customer: "Ann", date: date(1, 18), amount: dec!(29.73) })?;
/// builder.push(Purchase { customer: "Ann", date: date(1, 1), amount: dec!(29.33) })?;
/// let summaries = builder.finish()?;
/// let ann = summaries.get("Ann").unwrap();
/// assert_eq!((ann.frequency(), ann.first_to_last()), (1, 17.0 / 7.0));
/// assert_eq!(ann.repeat_value(), dec!(29.73));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Id: Ord + Hash + Clone + serde::Serialize",
        deserialize = "Id: Ord + Hash + Clone + serde::Deserialize<'de>"
    ))
)]
pub struct SummariesBuilder<Id> {
    #[cfg(feature = "serde")]
    version: Version,
    window: Window,
    policy: Policy,
    grain: Period,
    ruler: Ruler,
    rows: Builder<Id>,
}

impl<Id> SummariesBuilder<Id> {
    /// Creates an empty builder of what [`summaries`](super::Observed::summaries) returns for a log seen
    /// through this window under this policy.
    #[must_use]
    pub fn new(window: Window, policy: Policy, grain: Period, ruler: Ruler) -> Self {
        Self::with_capacity(window, policy, grain, ruler, 0)
    }

    /// Creates an empty builder with room for so many rows. The right number saves the memory that
    /// growing would waste.
    #[must_use]
    pub fn with_capacity(
        window: Window,
        policy: Policy,
        grain: Period,
        ruler: Ruler,
        rows: usize,
    ) -> Self {
        Self {
            #[cfg(feature = "serde")]
            version: Version,
            window,
            policy,
            grain,
            ruler,
            rows: Builder::with_capacity(rows),
        }
    }
}

impl<Id> crate::sealed::Sealed for SummariesBuilder<Id> {}

impl<Id: Ord + Hash + Clone> Accumulator for SummariesBuilder<Id> {
    type Row<'r> = Purchase<Id>;
    type Output = Summaries<Id>;

    fn fresh(&self) -> Self {
        Self::new(self.window, self.policy, self.grain, self.ruler)
    }

    fn rows(&self) -> u64 {
        self.rows.rows()
    }

    /// Adds one purchase.
    ///
    /// # Errors
    /// As a log's [`Builder`]; [`Error::Refused`] for a row that the policy refuses.
    #[inline(always)]
    fn push(&mut self, purchase: Purchase<Id>) -> Result<()> {
        check_row(self.policy, self.window, purchase.date, purchase.amount)
            .map_err(|error| error.at_row(self.rows()))?;
        self.rows.push(purchase)
    }

    fn extend<'r>(&mut self, rows: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        push_each(self, rows)
    }

    /// Adds all of these rows on the threads of the pool that it is called in.
    ///
    /// # Errors
    /// As [`extend`](Self::extend); without a position where the amounts of two threads cannot be brought
    /// to one scale.
    #[cfg(feature = "rayon")]
    fn par_extend<'r, I>(&mut self, rows: I) -> Result<()>
    where
        Self: Send + Sync,
        I: rayon::iter::IntoParallelIterator<
                Item = Self::Row<'r>,
                Iter: rayon::iter::IndexedParallelIterator,
            >,
    {
        let (window, policy, grain, ruler) = (self.window, self.policy, self.grain, self.ruler);
        let part = |rows| Self {
            rows,
            ..Self::new(window, policy, grain, ruler)
        };
        let empty = |rows| part(Builder::waiting(rows));
        par_shares(rows.into_par_iter(), empty, |part: Self, added| {
            let before = self.rows();
            self.rows.join(part.rows)?;
            after(before, added)
        })?;
        let parts = self.rows.divide().into_iter().map(part).collect();
        let settled = threads::map(parts, |mut part: Self| {
            part.rows.settle();
            part
        });
        self.rows
            .put_back(settled.into_iter().map(|part| part.rows));
        Ok(())
    }

    /// Adds the rows of another part.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if windows, policies, grains or rulers differ; otherwise as a log's
    /// [`Builder`]. The builder is then as it was before.
    fn merge(&mut self, other: Self) -> Result<()> {
        if self.window != other.window {
            return Err(Error::mismatch("windows", self.window, other.window));
        }
        same("policies", &self.policy, &other.policy)?;
        same("grains", &self.grain, &other.grain)?;
        same("rulers", &self.ruler, &other.ruler)?;
        self.rows.merge(other.rows)
    }

    /// Returns the summaries of all customers with a purchase in the window.
    ///
    /// # Errors
    /// [`Error::Empty`] without a row; otherwise as
    /// [`Observed::summaries`](super::Observed::summaries), without a position.
    fn finish(self) -> Result<Summaries<Id>> {
        if self.rows.rows() == 0 {
            return Err(Error::empty("purchase"));
        }
        let choices = (self.window, self.policy, self.grain, self.ruler);
        let (customers, order, parts) = self.rows.into_parts();
        let summarised = |columns: Columns| summarised(columns, choices);
        let parts: Result<Vec<(Counts, Vec<Option<Summary>>)>> =
            threads::map(parts, summarised).into_iter().collect();
        let parts = parts.map_err(Error::without_position)?;
        let mut counts = Counts::default();
        parts.iter().for_each(|(part, _)| counts.add(*part));
        let by_code: Vec<Option<Summary>> = parts.into_iter().flat_map(|(_, part)| part).collect();
        let of = |code: u32| by_code.get(code as usize).copied().flatten();
        let rows = customers.into_iter().zip(order);
        let rows = rows.filter_map(|(customer, code)| Some(CustomerRow::new(customer, of(code)?)));
        Ok(Summaries {
            rows: Keyed::from_sorted(rows.collect()),
            grain: self.grain,
            ruler: self.ruler,
            window: self.window,
            policy: self.policy,
            counts,
            without_purchase: counts.refund_only_customers + counts.customers_outside,
        })
    }
}

/// The summaries of customers by code, and what was counted.
fn summarised(
    columns: Columns,
    (window, policy, grain, ruler): (Window, Policy, Period, Ruler),
) -> Result<(Counts, Vec<Option<Summary>>)> {
    let customers = columns.customers();
    let mut summaries = vec![None; customers as usize];
    if customers > 0 {
        let log = PurchaseLog::of_columns((0..customers).collect(), columns)?;
        let observed = log.observe(window, policy)?;
        for row in observed.summaries(grain, ruler)?.rows {
            if let Some(place) = summaries.get_mut(row.customer as usize) {
                *place = Some(row.result);
            }
        }
        return Ok((observed.counts(), summaries));
    }
    Ok((Counts::default(), summaries))
}
