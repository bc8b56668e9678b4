use std::borrow::Borrow;
use std::ops::Range;

use rust_decimal::Decimal;

use super::curves::StepWaits;
use super::latency::Sums;
use super::policy::{refused, refused_outside};
use super::returns::{Made, Purchases, checked_step};
use super::unkeyed::{Found, Unkeyed};
use super::{
    Counts, History, Intervals, Latency, Outside, Policy, PurchaseLog, RefundOnly, ReturnCurve,
    ReturnCurves, Steps, Summaries, Summary, Treatment, Wait, Waits,
};
use crate::keyed::{CustomerRow, Keyed};
use crate::numeric::money::to_decimal;
use crate::period::{Period, Ruler, Window};
use crate::threads;
use crate::{Error, Result};

/// A [`PurchaseLog`] seen through a window under a policy: a borrowed view that also counts what
/// lies outside it.
///
/// To compare two half-years, or to hold out a period, take two views of one log.
///
/// ```
/// # use chrono::NaiveDate;
/// # use retention::period::Window;
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
/// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let log = PurchaseLog::from_rows([
/// #     Purchase { customer: 1, date: date(1, 5), amount: dec!(10) },
/// #     Purchase { customer: 1, date: date(2, 5), amount: dec!(-4) },
/// #     Purchase { customer: 2, date: date(7, 1), amount: dec!(30) },
/// # ])?;
/// let first_half = log.observe(Window::new(date(1, 1), date(6, 30))?, Policy::default())?;
/// let counts = first_half.counts();
/// assert_eq!((counts.rows, counts.after, counts.refunds), (2, 1, 1));
/// assert_eq!((counts.customers, counts.customers_outside), (1, 1));
/// assert_eq!(first_half.revenue()?, dec!(6));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed<'a, Id> {
    log: &'a PurchaseLog<Id>,
    window: Window,
    policy: Policy,
    counts: Counts,
}

impl<'a, Id> Observed<'a, Id> {
    pub(super) fn new(log: &'a PurchaseLog<Id>, window: Window, policy: Policy) -> Result<Self> {
        let mut view = Self {
            log,
            window,
            policy,
            counts: Counts::default(),
        };
        view.counts = if window.contains(log.window().from()) && window.contains(log.window().to())
        {
            view.count_all()
        } else {
            view.count_inside()
        };
        view.refuse()?;
        Ok(view)
    }

    fn unkeyed(&self) -> Unkeyed<'a> {
        Unkeyed {
            offsets: self.log.offsets(),
            dates: self.log.dates(),
            amounts: self.log.amounts().all(),
            scale: self.log.amounts().scale(),
            window: self.window,
            policy: self.policy,
        }
    }

    /// Counts where every row lies in the window.
    fn count_all(&self) -> Counts {
        let (refunds, zeros) = self.log.amounts().all().negatives_and_zeros();
        let all = self.log.customers().len() as u64;
        // Without a refund every customer has a purchase.
        let customers = if refunds == 0 || self.policy.refund_only == RefundOnly::Purchase {
            all
        } else {
            let columns = self.unkeyed();
            let buyers = |customers| {
                let placed = columns.placed(customers);
                placed
                    .filter(|(_, _, history)| history.has_purchase())
                    .count() as u64
            };
            threads::map(columns.blocks(), buyers).into_iter().sum()
        };
        Counts {
            rows: self.log.row_count() as u64,
            refunds,
            zeros,
            customers,
            refund_only_customers: all - customers,
            ..Counts::default()
        }
    }

    /// Counts where some rows may lie outside the window.
    fn count_inside(&self) -> Counts {
        let columns = self.unkeyed();
        let counts = threads::map(columns.blocks(), |customers| columns.count(customers));
        counts.into_iter().fold(Counts::default(), Counts::and)
    }

    /// Returns an error for the first row that the policy refuses. It searches only if the counts say
    /// that there is one.
    fn refuse(&self) -> Result<()> {
        let counts = &self.counts;
        let refuses = self.policy.outside == Outside::Refuse && counts.before + counts.after > 0
            || self.policy.refunds == Treatment::Refuse && counts.refunds > 0
            || self.policy.zeros == Treatment::Refuse && counts.zeros > 0;
        if !refuses {
            return Ok(());
        }
        let rows = self.log.dates().iter().zip(self.log.amounts().all().iter());
        for (row, (&date, mantissa)) in rows.enumerate() {
            if !self.window.contains(date) {
                if self.policy.outside == Outside::Refuse {
                    let value = format!("{date}, outside {}, in the sorted log", self.window);
                    return Err(refused_outside(value).at_row(row));
                }
            } else if self.policy.reading(mantissa).refused {
                let amount = to_decimal(mantissa, self.log.amounts().scale())?;
                let value = format_args!("{amount} on {date}, in the sorted log");
                return Err(refused(mantissa, value).at_row(row));
            }
        }
        Ok(())
    }

    /// Returns the log behind the view.
    #[must_use]
    pub fn log(&self) -> &'a PurchaseLog<Id> {
        self.log
    }

    /// Returns the window.
    #[must_use]
    pub fn window(&self) -> Window {
        self.window
    }

    /// Returns the policy.
    #[must_use]
    pub fn policy(&self) -> Policy {
        self.policy
    }

    /// Returns what the view holds and what it leaves out.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Iterates over the history of each customer with rows in the window, by key.
    pub fn histories(&self) -> impl Iterator<Item = (&'a Id, History<'a>)> {
        let columns = self.unkeyed();
        let customers = self.log.customers();
        customers
            .iter()
            .zip(self.log.ranges())
            .filter_map(move |(id, range)| {
                let inside = columns.inside(range);
                (!inside.is_empty()).then(|| (id, columns.history_of(inside)))
            })
    }

    /// Returns the history of one customer; `None` without a row in the window.
    #[must_use]
    pub fn history<Q: Ord + ?Sized>(&self, customer: &Q) -> Option<History<'a>>
    where
        Id: Borrow<Q>,
    {
        let customers = self.log.customers();
        let position = customers
            .binary_search_by(|id| id.borrow().cmp(customer))
            .ok()?;
        let columns = self.unkeyed();
        let inside = columns.inside(self.log.range(position)?);
        (!inside.is_empty()).then(|| columns.history_of(inside))
    }

    /// Returns the revenue of each customer with a purchase in the window, by key: pairs as
    /// [`Pyramid::new`](crate::pyramid::Pyramid::new) takes them.
    ///
    /// # Errors
    /// [`Error::Overflow`], with the position of the customer's first row for [`PurchaseLog::get`], if
    /// the sum exceeds what a decimal holds.
    pub fn revenues(&self) -> Result<Vec<(&'a Id, Decimal)>> {
        let mut revenues = Vec::with_capacity(self.customers());
        self.for_each(
            |history| {
                history
                    .has_purchase()
                    .then(|| history.revenue())
                    .transpose()
            },
            |id, revenue| revenues.push((id, revenue)),
        )?;
        Ok(revenues)
    }

    /// Returns the revenue of all customers with a purchase in the window together.
    ///
    /// A refund counts if its customer also bought in the window. What others were paid back is
    /// [`refund_only_amount`](Self::refund_only_amount). The revenues of months therefore do not
    /// add up to that of their year, but both amounts together do. Under
    /// [`RefundOnly::Purchase`](super::RefundOnly::Purchase) every refund counts here.
    ///
    /// # Errors
    /// [`Error::Overflow`] if it exceeds what a decimal holds.
    pub fn revenue(&self) -> Result<Decimal> {
        self.money(|history| history.has_purchase())
    }

    /// Returns the money of customers with refunds only, 0 or less: the part of the money in the window
    /// that [`revenue`](Self::revenue) leaves out.
    ///
    /// # Errors
    /// [`Error::Overflow`] if it exceeds what a decimal holds.
    pub fn refund_only_amount(&self) -> Result<Decimal> {
        self.money(|history| !history.has_purchase())
    }

    fn money(&self, of: impl Fn(&History<'_>) -> bool + Send + Sync) -> Result<Decimal> {
        let mut total = 0_i128;
        let revenue = |history: &History<'a>| {
            let counts = of(history);
            counts.then(|| history.revenue_mantissa()).transpose()
        };
        self.for_each_block(revenue, |found| {
            for (customer, revenue) in found {
                total = revenue.checked_add(total).ok_or_else(|| {
                    let error = Error::overflow("the revenue of all customers", self.window);
                    self.at_first_row(customer, error)
                })?;
            }
            Ok(())
        })?;
        to_decimal(total, self.log.amounts().scale())
    }

    /// Hands what `of` says of customers to `then`, block by block in the order of their keys. An error
    /// of `of` is that of the first customer who has one, with the position of their first row.
    fn for_each_block<T: Send>(
        &self,
        of: impl Fn(&History<'a>) -> Result<Option<T>> + Send + Sync,
        mut then: impl FnMut(Found<T>) -> Result<()>,
    ) -> Result<()> {
        self.for_each_block_with(|| (), |history, ()| of(history), |found, ()| then(found))
    }

    /// Hands what `of` says of customers to `then`, block by block in the order of their keys, with what
    /// it has gathered of the block beside. For errors see [`for_each_block`](Self::for_each_block).
    pub(crate) fn for_each_block_with<T: Send, S: Send>(
        &self,
        fresh: impl Fn() -> S + Send + Sync,
        of: impl Fn(&History<'a>, &mut S) -> Result<Option<T>> + Send + Sync,
        mut then: impl FnMut(Found<T>, S) -> Result<()>,
    ) -> Result<()> {
        let columns = self.unkeyed();
        let found = |customers: Range<usize>| {
            let (mut found, mut beside) = (Vec::with_capacity(customers.len()), fresh());
            let of_one = |history: &History<'a>| of(history, &mut beside);
            columns.each(customers, of_one, |one| found.push(one))?;
            Ok((found, beside))
        };
        threads::in_order(columns.blocks(), found, |block: Result<_>| {
            let (found, beside) = block?;
            then(found, beside)
        })
    }

    /// Hands each customer of whom `of` says something to `then`, with what it says, in the order of
    /// the keys. For errors see [`for_each_block`](Self::for_each_block).
    pub(crate) fn for_each<T: Send>(
        &self,
        of: impl Fn(&History<'a>) -> Result<Option<T>> + Send + Sync,
        mut then: impl FnMut(&'a Id, T),
    ) -> Result<()> {
        let (columns, customers) = (self.unkeyed(), self.log.customers());
        threads::one_by_one(
            columns.blocks(),
            |block, found| columns.each(block, &of, found),
            |(customer, result)| {
                if let Some(id) = customers.get(customer) {
                    then(id, result);
                }
            },
        )
    }

    /// Puts an error at the first row of the customer at a position of the log's customers.
    pub(crate) fn at_first_row(&self, customer: usize, error: Error) -> Error {
        self.unkeyed().at_first_row(customer, error)
    }

    /// Returns a row for each customer of whom `of` says something; an error has the position of the
    /// customer's first row.
    fn each<T: Send>(
        &self,
        of: impl Fn(&History<'a>) -> Result<Option<T>> + Send + Sync,
    ) -> Result<Keyed<CustomerRow<Id, T>>>
    where
        Id: Clone,
    {
        let mut rows = Vec::with_capacity(self.customers());
        self.for_each(of, |id, result| {
            rows.push(CustomerRow::new(id.clone(), result))
        })?;
        Ok(Keyed::from_sorted(rows))
    }

    /// Returns how many customers have a purchase in the window, which memory has room for.
    pub(crate) fn customers(&self) -> usize {
        usize::try_from(self.counts.customers).unwrap_or_default()
    }

    /// Returns the customers of the log without a purchase in the window.
    pub(crate) const fn without_purchase(&self) -> u64 {
        self.counts.refund_only_customers + self.counts.customers_outside
    }

    /// Returns the summary of each customer with a purchase in the window.
    ///
    /// The first purchase is the first *in the window*. Models of lifetime value need the first of
    /// all: let the window begin where the records do.
    ///
    /// # Errors
    /// [`Error::Overflow`], with the position of the customer's first row, if money exceeds what a
    /// decimal holds, or a period reaches beyond the calendar.
    pub fn summaries(&self, grain: Period, ruler: Ruler) -> Result<Summaries<Id>>
    where
        Id: Clone,
    {
        Ok(Summaries {
            rows: self.each(|history| Summary::of(history, grain, ruler))?,
            grain,
            ruler,
            window: self.window,
            policy: self.policy,
            counts: self.counts,
            without_purchase: self.without_purchase(),
        })
    }

    /// Returns the rhythm of each customer with a purchase in the window: the number, the mean and the
    /// spread of the times between purchases.
    ///
    /// # Errors
    /// As [`summaries`](Self::summaries).
    pub fn rhythms(&self, grain: Period, ruler: Ruler) -> Result<Keyed<CustomerRow<Id, Intervals>>>
    where
        Id: Clone,
    {
        self.each(|history| {
            let bought = history.has_purchase();
            bought.then(|| history.rhythm(grain, ruler)).transpose()
        })
    }

    /// Returns how long customers take from purchase to purchase, step by step; customers who have not
    /// taken a step are counted too. The first purchase is the first *in the window*, and those who
    /// wait have waited to its end.
    ///
    /// # Errors
    /// As [`summaries`](Self::summaries).
    pub fn latency(&self, grain: Period, ruler: Ruler) -> Result<Latency> {
        let columns = self.unkeyed();
        let end = grain.start_of(self.window.to())?;
        let mut sums = Sums::default();
        let of_block = |customers| {
            let mut sums = Sums::default();
            for (_, row, history) in columns.placed(customers) {
                history
                    .for_each_wait(grain, ruler, end, |before, wait| sums.add(before, wait))
                    .map_err(|error| error.at_row(row))?;
            }
            Ok(sums)
        };
        threads::in_order(columns.blocks(), of_block, |of_block: Result<Sums>| {
            sums.merge(&of_block?);
            Ok::<_, Error>(())
        })?;
        Ok(sums.latency((grain, ruler), self.window, self.policy))
    }

    /// Returns how long each customer took for one step, or has waited for it: with `purchases` 1, the
    /// step from the first to the second purchase *in the window*.
    ///
    /// # Errors
    /// As [`summaries`](Self::summaries), and [`Error::OutOfRange`] for 0 purchases.
    pub fn waits(
        &self,
        grain: Period,
        ruler: Ruler,
        purchases: u32,
    ) -> Result<Keyed<CustomerRow<Id, Wait>>>
    where
        Id: Clone,
    {
        let purchases = checked_step(purchases)?;
        let mut waits = Vec::new();
        self.for_each_wait(grain, ruler, purchases, |id, wait| {
            waits.push(CustomerRow::new(id.clone(), wait));
        })?;
        Ok(Keyed::from_sorted(waits))
    }

    /// Returns how customers come back after one of their purchases *in the window*, day by day: with
    /// `purchases` 1, after the first. Customers who have not come back are counted too.
    ///
    /// # Errors
    /// As [`waits`](Self::waits).
    pub fn return_curve(&self, grain: Period, purchases: u32) -> Result<ReturnCurve> {
        let purchases = checked_step(purchases)?;
        let mut waits = Waits::default();
        self.for_each_wait(grain, Ruler::Days, purchases, |_, wait| {
            // A whole number of days, and no two dates are further apart than this holds.
            waits.push(wait.time as u32, wait.taken);
        })?;
        let made = Made {
            grain,
            window: self.window,
            policy: self.policy,
        };
        Ok(waits.curve(Purchases::only(purchases), made))
    }

    /// Returns how customers come back after each of their purchases *in the window*, in one walk over
    /// the log: a curve for each bin of steps. Customers who have not come back are counted too.
    ///
    /// # Errors
    /// As [`summaries`](Self::summaries).
    pub fn return_curves(&self, grain: Period, steps: Steps) -> Result<ReturnCurves> {
        let columns = self.unkeyed();
        let end = grain.start_of(self.window.to())?;
        let mut waits = StepWaits::new(steps);
        let of_block = |customers| {
            let mut waits = StepWaits::new(steps);
            for (_, row, history) in columns.placed(customers) {
                history
                    .for_each_wait(grain, Ruler::Days, end, |before, wait| {
                        waits.push(before, wait.time as u32, wait.taken);
                    })
                    .map_err(|error| error.at_row(row))?;
            }
            Ok(waits)
        };
        threads::in_order(columns.blocks(), of_block, |block: Result<StepWaits>| {
            waits.merge(block?);
            Ok::<_, Error>(())
        })?;
        Ok(waits.curves(grain, self.window, self.policy))
    }

    /// Calls `f` with each customer who made so many purchases, and the wait after the last of these.
    fn for_each_wait(
        &self,
        grain: Period,
        ruler: Ruler,
        purchases: u32,
        f: impl FnMut(&'a Id, Wait),
    ) -> Result<()> {
        let end = grain.start_of(self.window.to())?;
        let of_one = |history: &History<'a>| {
            let mut found = None;
            history.for_each_wait(grain, ruler, end, |before, wait| {
                if before == purchases {
                    found = Some(wait);
                }
            })?;
            Ok(found)
        };
        self.for_each(of_one, f)
    }
}
