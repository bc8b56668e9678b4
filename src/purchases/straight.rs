use std::hash::Hash;

use super::arrange::Arranged;
use super::policy::check_row;
use super::{Builder, Counts, Policy, Purchase, PurchaseLog, Summaries, Summary};
#[cfg(feature = "serde")]
use crate::accumulate::Version;
use crate::accumulate::{Accumulator, push_each};
#[cfg(feature = "rayon")]
use crate::accumulate::{Parted, parted};
use crate::error::same;
use crate::keyed::{CustomerRow, Keyed};
use crate::period::{Period, Ruler, Window};
use crate::{Error, Result, threads};

/// Computes the summaries of a population straight from rows, where no log is needed.
///
/// It takes less time than a [`PurchaseLog`] and its [`summaries`](super::Observed::summaries), and its
/// result is the same. A customer may stand in several
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
#[cfg_attr(
    feature = "serde",
    serde(
        try_from = "State<Id>",
        bound(
            serialize = "Id: Ord + Hash + Clone + serde::Serialize",
            deserialize = "Id: Ord + Hash + Clone + serde::Deserialize<'de>"
        )
    )
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
    /// [`Observed::summaries`](super::Observed::summaries), without a position; if several customers are
    /// at fault, any of them is told.
    fn finish(self) -> Result<Summaries<Id>> {
        if self.rows.rows() == 0 {
            return Err(Error::empty("purchase"));
        }
        let choices = (self.window, self.policy, self.grain, self.ruler);
        let (customers, order, parts) = self.rows.into_parts();
        let summarised = |columns: Arranged| summarised(columns, choices);
        let parts: Result<Vec<(Counts, Vec<Option<Summary>>)>> =
            threads::map(parts, summarised).into_iter().collect();
        let parts = parts.map_err(Error::without_position)?;
        let counts = parts.iter().map(|(counts, _)| *counts);
        let counts = counts.fold(Counts::default(), Counts::and);
        // The first code of each part.
        let firsts = parts.iter().scan(0, |next, (_, part)| {
            let first = *next;
            *next += part.len();
            Some(first)
        });
        let firsts: Vec<usize> = firsts.collect();
        let of = |code: usize| {
            let part = firsts
                .partition_point(|&first| first <= code)
                .checked_sub(1)?;
            let place = code.checked_sub(*firsts.get(part)?)?;
            parts.get(part)?.1.get(place).copied().flatten()
        };
        let mut rows = Vec::with_capacity(usize::try_from(counts.customers).unwrap_or_default());
        rows.extend(
            customers
                .into_iter()
                .zip(order)
                .filter_map(|(customer, code)| {
                    Some(CustomerRow::new(customer, of(code as usize)?))
                }),
        );
        Ok(Summaries {
            rows: Keyed::from_sorted(rows),
            grain: self.grain,
            ruler: self.ruler,
            window: self.window,
            policy: self.policy,
            counts,
            without_purchase: counts.refund_only_customers + counts.customers_outside,
        })
    }
}

#[cfg(feature = "rayon")]
impl<Id> SummariesBuilder<Id> {
    /// Other rows under the same choices.
    fn of(&self, rows: Builder<Id>) -> Self {
        Self {
            #[cfg(feature = "serde")]
            version: Version,
            window: self.window,
            policy: self.policy,
            grain: self.grain,
            ruler: self.ruler,
            rows,
        }
    }
}

#[cfg(feature = "rayon")]
impl<Id: Ord + Hash + Clone> Parted for SummariesBuilder<Id> {
    fn share(rows: usize) -> usize {
        Builder::<Id>::share(rows)
    }

    fn for_share(&self, rows: usize) -> Self {
        self.of(self.rows.for_share(rows))
    }

    fn join(&mut self, other: Self) -> Result<()> {
        self.rows.join(other.rows)
    }

    fn divide(&mut self) -> Vec<Self> {
        let parts = self.rows.divide();
        parts.into_iter().map(|rows| self.of(rows)).collect()
    }

    fn settle(&mut self) {
        self.rows.settle();
    }

    fn put_back(&mut self, parts: Vec<Self>) {
        let parts = parts.into_iter().map(|part| part.rows);
        self.rows.put_back(parts.collect());
    }
}

/// The state of a builder, as it is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(
    deny_unknown_fields,
    bound(deserialize = "Id: Ord + Hash + Clone + serde::Deserialize<'de>")
)]
struct State<Id> {
    version: Version,
    window: Window,
    policy: Policy,
    grain: Period,
    ruler: Ruler,
    rows: Builder<Id>,
}

#[cfg(feature = "serde")]
impl<Id: Ord + Hash + Clone> TryFrom<State<Id>> for SummariesBuilder<Id> {
    type Error = Error;

    /// Refuses rows that the policy would have refused.
    fn try_from(state: State<Id>) -> Result<Self> {
        let State {
            version,
            window,
            policy,
            grain,
            ruler,
            rows,
        } = state;
        if !policy.refuses_nothing() && rows.rows() > 0 {
            rows.clone().finish()?.observe(window, policy)?;
        }
        Ok(Self {
            version,
            window,
            policy,
            grain,
            ruler,
            rows,
        })
    }
}

/// The summaries of customers by code, and what was counted.
fn summarised(
    columns: Arranged,
    (window, policy, grain, ruler): (Window, Policy, Period, Ruler),
) -> Result<(Counts, Vec<Option<Summary>>)> {
    let customers = columns.customers();
    let mut summaries = vec![None; customers as usize];
    if customers > 0 {
        let log = PurchaseLog::of_arranged((0..customers).collect(), columns)?;
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
