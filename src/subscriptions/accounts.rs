use std::borrow::Borrow;
use std::ops::Range;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::sweep::{Ends, Rows};
use super::{Account, Options, Subscription, SubscriptionLog};
use crate::numeric::money::{Column, Mantissas, MoneySum, to_decimal};
use crate::period::{Window, days_between};
use crate::threads;
use crate::{Error, Result};

/// So many customers are a block.
const BLOCK: usize = 4096;

/// A log of subscriptions as seen on a day under options: who was a customer when, and at what recurring
/// amount.
///
/// The last day of the window is the as-of date: what begins after it is left out, and what ends after it
/// is still in force. Accounts reach back before the window, to the first row of the log; otherwise somebody
/// who returns would look new.
///
/// With a [`gap`](Options::gap) the last days may still change: whoever left so few days before the as-of
/// date counts as gone, but will not have been if they return in time. [`open_gaps`](Self::open_gaps)
/// counts them.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::period::Window;
/// use retention::subscriptions::{Options, Subscription, SubscriptionLog};
/// use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// let log = SubscriptionLog::from_rows([
///     Subscription::monthly("Ann", date(1, 1), Some(date(1, 31)), dec!(20)),
///     Subscription::monthly("Ann", date(2, 3), None, dec!(20)), // paid two days late
///     Subscription::monthly("Ben", date(1, 10), Some(date(3, 30)), dec!(8)),
/// ])?;
/// let quarter = Window::new(date(1, 1), date(3, 31))?;
/// let strict = log.accounts(quarter, Options::default())?;
/// assert_eq!(strict.active_on(date(2, 1))?, (1, dec!(8)));
/// let tolerant = log.accounts(quarter, Options::default().gap(7))?;
/// assert_eq!(tolerant.active_on(date(2, 1))?, (2, dec!(28)));
/// assert_eq!(tolerant.active_on(date(3, 31))?, (1, dec!(20)));
/// assert_eq!(tolerant.open_gaps(), 1); // Ben may be back within a week
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Accounts<'a, Id> {
    log: &'a SubscriptionLog<Id>,
    /// The recurring amount of each row.
    recurring: Column,
    window: Window,
    options: Options,
}

impl<'a, Id> Accounts<'a, Id> {
    pub(super) fn new(
        log: &'a SubscriptionLog<Id>,
        window: Window,
        options: Options,
    ) -> Result<Self> {
        let (spread, rounding) = (options.spread, options.spread.checked()?);
        let mut recurring = Column::with_capacity(log.row_count());
        for (row, it) in log.columns().iter().enumerate() {
            let amount = spread.spread(rounding, it.amount, it.billed);
            let pushed = amount.and_then(|amount| recurring.push(amount));
            pushed.map_err(|error| error.at_row(row))?;
        }
        let accounts = Self {
            log,
            recurring,
            window,
            options,
        };
        accounts.check_sums()?;
        Ok(accounts)
    }

    /// Refuses a customer whose rows together exceed what a decimal holds.
    fn check_sums(&self) -> Result<()> {
        for range in self.log.ranges() {
            let row = range.start;
            let amounts = self.recurring.all().slice(range);
            let sum = amounts.iter().try_fold(0_i128, i128::checked_add);
            let fits = sum.filter(|&sum| to_decimal(sum, self.recurring.scale()).is_ok());
            if fits.is_none() {
                let largest = format_args!("the rows of a customer from row {row} on").to_string();
                return Err(Error::overflow("adding up amounts", largest).at_row(row));
            }
        }
        Ok(())
    }

    /// Returns the log behind the view.
    #[must_use]
    pub const fn log(&self) -> &'a SubscriptionLog<Id> {
        self.log
    }

    /// Returns the customers of the log, each once, in order.
    #[must_use]
    pub fn customers(&self) -> &'a [Id] {
        self.log.customers()
    }

    /// Returns the window; its last day is the as-of date.
    #[must_use]
    pub const fn window(&self) -> Window {
        self.window
    }

    /// Returns the options.
    #[must_use]
    pub const fn options(&self) -> Options {
        self.options
    }

    /// Returns the account of a customer; `None` without a row in the log.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, customer: &Q) -> Option<Account>
    where
        Id: Borrow<Q>,
    {
        let customers = self.customers();
        let found = customers.binary_search_by(|id| id.borrow().cmp(customer));
        let mut account = Account::new(self.window.to());
        let rows = self.unkeyed().rows(self.log.range(found.ok()?)?);
        rows.sweep(&mut Ends::new(), &mut account);
        Some(account)
    }

    /// Returns how many rows begin after the as-of date and are left out.
    #[must_use]
    pub fn not_begun(&self) -> u64 {
        let as_of = self.window.to();
        let rows = self.log.columns().iter();
        rows.filter(|row| row.from > as_of).count() as u64
    }

    /// Iterates over the customers of the log with their accounts, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&'a Id, Account)> {
        let unkeyed = self.unkeyed();
        let mut ends = Ends::new();
        let ranges = self.customers().iter().zip(self.log.ranges());
        ranges.map(move |(id, range)| {
            let mut account = Account::new(unkeyed.as_of);
            unkeyed.rows(range).sweep(&mut ends, &mut account);
            (id, account)
        })
    }

    /// Returns the number of customers at the end of a day, and their recurring amounts together.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a day after the as-of date; [`Error::Overflow`] if the sum exceeds what a
    /// decimal holds.
    pub fn active_on(&self, day: NaiveDate) -> Result<(u64, Decimal)> {
        let as_of = self.window.to();
        if day > as_of {
            let allowed = format_args!("{as_of} or earlier, the as-of date");
            return Err(Error::out_of_range("day", day, allowed));
        }
        let (mut customers, mut total) = (0_u64, MoneySum::default());
        self.for_each(
            |account| Ok(account.at(day)),
            |_, amount| {
                customers = customers.saturating_add(1);
                total.add(amount)
            },
        )?;
        Ok((customers, total.finish()?))
    }

    /// Returns how many customers had gone by the as-of date for no longer than [`Options::gap`] days: if
    /// they return in time they will not have been gone.
    #[must_use]
    pub fn open_gaps(&self) -> u64 {
        let mut open = 0_u64;
        let gap = i64::from(self.options.gap);
        let of = |account: &Account| {
            let last = account.levels().last();
            let gone = last.filter(|last| !last.customer);
            let days = gone.map(|gone| days_between(gone.from, account.as_of()).saturating_add(1));
            Ok(days.filter(|&days| days <= gap))
        };
        // It cannot fail.
        let _ = self.for_each(of, |_, _| {
            open = open.saturating_add(1);
            Ok(())
        });
        open
    }

    /// Hands what `of` says of each customer to `then`, in the order of the keys, if it says something. An
    /// error of `of` has the position of the customer's first row.
    pub(crate) fn for_each<T: Send>(
        &self,
        of: impl Fn(&Account) -> Result<Option<T>> + Send + Sync,
        mut then: impl FnMut(&'a Id, T) -> Result<()>,
    ) -> Result<()> {
        let customers = self.customers();
        self.fold_blocks(
            Vec::new,
            |position, account, found| {
                found.extend(of(account)?.map(|it| (position, it)));
                Ok(())
            },
            |found| {
                for (position, it) in found {
                    if let Some(id) = customers.get(position) {
                        then(id, it)?;
                    }
                }
                Ok(())
            },
        )
    }

    /// Gathers what `of` finds in the accounts of a block of customers, each given by their position, and
    /// hands it to `then`, block by block in the order of the keys. Blocks do not depend on threads. An
    /// error of `of` has the position of the customer's first row.
    pub(crate) fn fold_blocks<S: Send>(
        &self,
        fresh: impl Fn() -> S + Send + Sync,
        of: impl Fn(usize, &Account, &mut S) -> Result<()> + Send + Sync,
        mut then: impl FnMut(S) -> Result<()>,
    ) -> Result<()> {
        let unkeyed = self.unkeyed();
        let work = |block: Range<usize>| {
            let (mut ends, mut account) = (Ends::new(), Account::new(unkeyed.as_of));
            let mut gathered = fresh();
            for (position, range) in unkeyed.ranges(block) {
                let row = range.start;
                unkeyed.rows(range).sweep(&mut ends, &mut account);
                let done = of(position, &account, &mut gathered);
                done.map_err(|error| error.at_row(row))?;
            }
            Ok(gathered)
        };
        let blocks = threads::blocks(self.customers().len(), BLOCK);
        threads::in_order(blocks, work, |gathered: Result<S>| then(gathered?))
    }

    fn unkeyed(&self) -> Unkeyed<'_> {
        Unkeyed {
            offsets: self.log.offsets(),
            rows: self.log.columns(),
            amounts: self.recurring.all(),
            scale: self.recurring.scale(),
            options: &self.options,
            as_of: self.window.to(),
        }
    }
}

/// A view without the customers' keys, which threads need not be able to share.
#[derive(Clone, Copy)]
struct Unkeyed<'a> {
    offsets: &'a [u32],
    rows: &'a [Subscription<()>],
    amounts: Mantissas<'a>,
    scale: u32,
    options: &'a Options,
    as_of: NaiveDate,
}

impl<'a> Unkeyed<'a> {
    fn rows(&self, range: Range<usize>) -> Rows<'a> {
        Rows {
            rows: self.rows.get(range.clone()).unwrap_or_default(),
            amounts: self.amounts.slice(range),
            scale: self.scale,
            options: self.options,
        }
    }

    /// The rows of some customers, each given by their position.
    fn ranges(&self, customers: Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
        let starts = self.offsets.get(customers.clone()).unwrap_or_default();
        let next = customers.start.saturating_add(1);
        let ends = self.offsets.get(next..).unwrap_or_default();
        let rows = starts.iter().zip(ends);
        customers
            .zip(rows)
            .map(|(customer, (&start, &end))| (customer, start as usize..end as usize))
    }
}
