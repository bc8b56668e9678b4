use std::hash::Hash;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::sums::{Mantissas, Sums, Volume};
use crate::accumulate::{Accumulator, more_rows};
#[cfg(feature = "rayon")]
use crate::accumulate::{Parted, parted};
use crate::error::same;
use crate::keyed::Grouped;
use crate::numeric::money::{CURRENCY, Column, InRegisters, narrow, rescale, trimmed};
use crate::period::Window;
use crate::purchases::{Counts, Policy, Purchase, check_row};
use crate::pyramid::tiers::nobody_bought;
use crate::pyramid::{Cuts, Pyramid};
#[cfg(feature = "rayon")]
use crate::threads;
use crate::{Error, Result};

/// Computes the pyramid of customers who bought in a window straight from rows, without a log.
///
/// It keeps one sum for each customer, and some rows that are yet to be added: about 65,536, or as many as
/// there are customers, up to a million. Its result is that of [`Pyramid::of`] a log of the same rows,
/// though amounts may print with fewer decimal places. Builders filled on chunks or on threads merge;
/// a customer may occur in several of them. With the feature `serde` its state can be
/// serialised and deserialised.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::Accumulator;
/// use retention::period::Window;
/// use retention::purchases::{Policy, Purchase};
/// use retention::pyramid::{Builder, Cuts};
/// use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// let window = Window::new(date(1, 1), date(6, 30))?;
/// let mut builder = Builder::new(window, Policy::default(), &Cuts::curry());
/// for (customer, month, amount) in [(7, 2, dec!(30)), (9, 3, dec!(12.50)), (7, 8, dec!(99))] {
///     builder.push(Purchase { customer, date: date(month, 1), amount })?;
/// }
/// let pyramid = builder.finish()?;
/// assert_eq!(pyramid.total(), dec!(42.50));
/// assert_eq!(pyramid.counts().unwrap().after, 1);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Builder<Id> {
    pub(super) window: Window,
    pub(super) policy: Policy,
    pub(super) cuts: Cuts,
    pub(super) rows: Rows,
    pub(super) volume: Volume,
    pub(super) customers: Grouped<Id, Sums>,
}

/// The most that the rows of a customer are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub(super) enum Seen {
    /// Outside the window.
    Outside,
    /// Refunds in the window.
    Refunded,
    /// Purchases in the window.
    Bought,
}

/// Rows by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(super) struct Rows {
    pub(super) inside: u64,
    pub(super) before: u64,
    pub(super) after: u64,
    pub(super) refunds: u64,
    pub(super) zeros: u64,
}

impl Rows {
    /// All rows; there are never more than a count holds.
    pub(super) const fn all(self) -> u64 {
        self.inside
            .saturating_add(self.before)
            .saturating_add(self.after)
    }

    pub(super) fn and(self, other: Self) -> Result<Self> {
        more_rows(self.all(), other.all())?;
        Ok(Self {
            inside: self.inside + other.inside,
            before: self.before + other.before,
            after: self.after + other.after,
            refunds: self.refunds.saturating_add(other.refunds),
            zeros: self.zeros.saturating_add(other.zeros),
        })
    }
}

impl<Id> Builder<Id> {
    /// Creates an empty builder for purchases in `window`, read under `policy`, to be cut by `cuts`.
    #[must_use]
    pub fn new(window: Window, policy: Policy, cuts: &Cuts) -> Self {
        Self {
            window,
            policy,
            cuts: cuts.clone(),
            rows: Rows::default(),
            volume: Volume::default(),
            customers: Grouped::with_capacity(0),
        }
    }
}

impl<Id> crate::sealed::Sealed for Builder<Id> {}

impl<Id: Ord + Hash> Accumulator for Builder<Id> {
    type Row<'r> = Purchase<Id>;
    type Output = Pyramid<Id>;

    fn fresh(&self) -> Self {
        Self::new(self.window, self.policy, &self.cuts)
    }

    fn rows(&self) -> u64 {
        self.rows.all()
    }

    /// Adds a purchase.
    ///
    /// # Errors
    /// Each error names the row. [`Error::Refused`] for a row that the policy refuses.
    /// [`Error::Overflow`] if the amounts have too many digits for an exact sum: all of them without
    /// their signs, at the largest number of decimal places among them, must stay below 1.7 · 10³⁸. The
    /// builder stays usable.
    #[inline(always)]
    fn push(&mut self, purchase: Purchase<Id>) -> Result<()> {
        let Purchase {
            customer,
            date,
            amount,
        } = purchase;
        match self.plain(date, amount) {
            Some((amount, volume)) => {
                self.volume.amount = volume;
                self.rows.inside += 1;
                self.customers.push(customer, amount);
                Ok(())
            }
            None => self.add(customer, date, InRegisters::of(amount)),
        }
    }

    fn extend<'r>(&mut self, rows: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        let mut rows = rows.into_iter();
        self.customers.reserve(rows.size_hint().0);
        rows.try_for_each(|row| self.push(row))
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

    /// Adds all purchases of another builder.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if windows, policies or cuts differ; [`Error::Overflow`] if the amounts or
    /// rows of both are too many, as for [`push`](Self::push). The builder is then as it was.
    fn merge(&mut self, other: Self) -> Result<()> {
        if self.window != other.window {
            return Err(Error::mismatch("windows", self.window, other.window));
        }
        same("policies", &self.policy, &other.policy)?;
        same("cuts", &self.cuts, &other.cuts)?;
        let other = self.at_one_scale(other)?;
        self.customers.merge(other.customers);
        self.customers.settle_many();
        Ok(())
    }

    /// Returns the pyramid.
    ///
    /// # Errors
    /// As [`Pyramid::of`]; [`Error::Empty`] if nobody bought in the window.
    fn finish(self) -> Result<Pyramid<Id>> {
        let Sorted {
            customers,
            order,
            sums,
            seen,
        } = sorted(self.customers);
        let count = |kind| seen.iter().filter(|&&seen| seen == kind).count();
        let (refunded, outside) = (count(Seen::Refunded), count(Seen::Outside));
        let bought = |code: u32| seen.get(code as usize) == Some(&Seen::Bought);
        let (customers, order): (Vec<Id>, Vec<u32>) = if refunded + outside == 0 {
            (customers, order)
        } else {
            let all = customers.into_iter().zip(order);
            all.filter(|&(_, code)| bought(code)).unzip()
        };
        if customers.is_empty() {
            return Err(nobody_bought());
        }
        let amounts = column(&sums, &order, self.volume.scale);
        let counts = counts(self.rows, [customers.len(), refunded, outside]);
        Ok(Pyramid::cut(customers, &amounts, &self.cuts)?
            .over(self.window)
            .read(self.policy, counts))
    }
}

impl<Id: Ord + Hash> Builder<Id> {
    /// Counts the rows of another builder of the same options, and brings the sums of both to one scale.
    fn at_one_scale(&mut self, mut other: Self) -> Result<Self> {
        let rows = self.rows.and(other.rows)?;
        let places = format_args!("{} decimal places", other.volume.scale).to_string();
        let volume = self.volume.and(other.volume, places)?;
        self.take(volume);
        rescale_all(&mut other.customers, other.volume.scale, volume.scale);
        self.rows = rows;
        Ok(other)
    }

    /// What a row adds if it is as almost all rows are: a positive amount in the window, at the scale of
    /// the sums, and all amounts with it.
    #[inline(always)]
    fn plain(&self, date: NaiveDate, amount: Decimal) -> Option<(i64, i128)> {
        let scale = amount.scale();
        let amount = narrow(amount).filter(|&amount| amount > 0)?;
        let plain = scale == self.volume.scale && scale <= CURRENCY;
        let counts = self.rows.all() < u64::MAX;
        if !plain || !counts || !self.window.contains(date) {
            return None;
        }
        Some((amount, self.volume.amount.checked_add(amount.into())?))
    }

    /// Adds any purchase.
    #[inline(never)]
    fn add(&mut self, customer: Id, date: NaiveDate, amount: InRegisters) -> Result<()> {
        let amount = trimmed(amount.amount());
        let mantissa = amount.mantissa();
        let inside = self.window.contains(date);
        let reading = self.policy.reading(mantissa);
        check_row(self.policy, self.window, date, amount)
            .map_err(|error| error.at_row(self.rows()))?;
        more_rows(self.rows.all(), 1)?;
        let mut counted = 0;
        if inside && reading.money && mantissa != 0 {
            let more = Volume {
                scale: amount.scale(),
                amount: mantissa.abs(),
            };
            let volume = self.volume.and(more, amount);
            self.take(volume.map_err(|error| error.at_row(self.rows()))?);
            counted = rescale(mantissa, amount.scale(), self.volume.scale).unwrap_or_default();
        }
        let seen = match (inside, reading.purchase) {
            (false, _) => Seen::Outside,
            (true, false) => Seen::Refunded,
            (true, true) => Seen::Bought,
        };
        self.customers
            .with(customer, |sums, code| sums.book(code, counted, seen));
        self.count(inside, date, mantissa);
        Ok(())
    }

    /// Takes a volume, whose decimal places the sums have from then on.
    fn take(&mut self, volume: Volume) {
        rescale_all(&mut self.customers, self.volume.scale, volume.scale);
        self.volume = volume;
    }

    /// Counts a row; there are not more than a count holds.
    #[inline]
    fn count(&mut self, inside: bool, date: NaiveDate, mantissa: i128) {
        if inside {
            self.rows.inside += 1;
            self.rows.refunds += u64::from(mantissa < 0);
            self.rows.zeros += u64::from(mantissa == 0);
        } else if date < self.window.from() {
            self.rows.before += 1;
        } else {
            self.rows.after += 1;
        }
    }
}

#[cfg(feature = "rayon")]
impl<Id> Builder<Id> {
    /// Other customers under the same choices.
    fn of(&self, customers: Grouped<Id, Sums>) -> Self {
        Self {
            window: self.window,
            policy: self.policy,
            cuts: self.cuts.clone(),
            rows: Rows::default(),
            volume: Volume::default(),
            customers,
        }
    }
}

#[cfg(feature = "rayon")]
impl<Id: Ord + Hash> Parted for Builder<Id>
where
    Self: Send,
{
    fn share(rows: usize) -> usize {
        // All at once: what is kept of a share is small.
        rows.div_ceil(rayon::current_num_threads().max(1))
    }

    fn for_share(&self, rows: usize) -> Self {
        self.of(Grouped::with_capacity(rows))
    }

    fn join(&mut self, other: Self) -> Result<()> {
        let mut other = self.at_one_scale(other)?;
        let pairs = self.divide().into_iter().zip(other.divide()).collect();
        let joined = threads::map(pairs, |(mut ours, theirs): (Self, Self)| {
            ours.customers.merge(theirs.customers);
            ours
        });
        self.put_back(joined);
        Ok(())
    }

    fn divide(&mut self) -> Vec<Self> {
        let parts: Vec<_> = self.customers.divide().collect();
        parts.into_iter().map(|part| self.of(part)).collect()
    }

    fn settle(&mut self) {
        self.customers.settle();
    }

    fn put_back(&mut self, parts: Vec<Self>) {
        for part in parts {
            self.customers.put_back(part.customers);
        }
    }
}

/// Rewrites all sums with more decimal places.
fn rescale_all<Id: Ord + Hash>(customers: &mut Grouped<Id, Sums>, from: u32, to: u32) {
    if from != to {
        // What waits might not fit.
        customers.settle();
        customers.for_each(|sums| sums.rescale(from, to));
    }
}

/// All customers in order, with what is known of them by code.
pub(super) struct Sorted<Id> {
    pub(super) customers: Vec<Id>,
    /// The code of each customer.
    pub(super) order: Vec<u32>,
    pub(super) sums: Mantissas,
    pub(super) seen: Vec<Seen>,
}

pub(super) fn sorted<Id: Ord + Hash>(groups: Grouped<Id, Sums>) -> Sorted<Id> {
    let (customers, order, parts) = groups.into_sorted(|part| part);
    let (mut sums, mut seen) = (Mantissas::default(), Vec::new());
    for mut part in parts {
        sums.append(part.sums);
        seen.append(&mut part.seen);
    }
    Sorted {
        customers,
        order,
        sums,
        seen,
    }
}

/// The sums of these customers, in their order.
fn column(sums: &Mantissas, order: &[u32], scale: u32) -> Column {
    match sums {
        Mantissas::Narrow(sums) => Column::narrow(scale, picked(sums, order)),
        Mantissas::Wide(sums) => Column::wide(scale, picked(sums, order)),
    }
}

fn picked<M: Copy>(sums: &[M], codes: &[u32]) -> Vec<M> {
    let sums = codes.iter().filter_map(|&code| sums.get(code as usize));
    sums.copied().collect()
}

fn counts(rows: Rows, [customers, refund_only, outside]: [usize; 3]) -> Counts {
    Counts {
        rows: rows.inside as _,
        before: rows.before as _,
        after: rows.after as _,
        refunds: rows.refunds as _,
        zeros: rows.zeros as _,
        customers: customers as _,
        refund_only_customers: refund_only as _,
        customers_outside: outside as _,
    }
}
