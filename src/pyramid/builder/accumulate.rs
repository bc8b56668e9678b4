use std::hash::Hash;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::sums::{Sums, room};
use crate::accumulate::{Accumulator, more_rows};
use crate::error::same;
use crate::keyed::{BATCH, Interner};
use crate::numeric::money::{CURRENCY, narrow, rescale, trimmed};
use crate::period::Window;
use crate::purchases::{Counts, Outside, Policy, Purchase, refused, refused_outside};
use crate::pyramid::tiers::nobody_bought;
use crate::pyramid::{Cuts, Pyramid};
use crate::{Error, Result};

/// Computes the pyramid of customers who bought in a window straight from rows, without a log.
///
/// It keeps one sum for each customer. Its result is that of [`Pyramid::of`] a log of the same rows,
/// though amounts may print with fewer decimal places. Builders filled on chunks or on threads merge;
/// a customer may occur in several of them. With the feature `serde` its state can be
/// serialised and deserialised.
/// Strangers must not choose the keys: see [`purchases::Builder`](crate::purchases::Builder).
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
    pub(super) customers: Interner<Id>,
    /// How far each customer has been seen, by code.
    pub(super) seen: Vec<Seen>,
    pub(super) sums: Sums,
    pub(super) rows: Rows,
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
            customers: Interner::default(),
            seen: Vec::new(),
            sums: Sums::default(),
            rows: Rows::default(),
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
    #[inline]
    fn push(&mut self, purchase: Purchase<Id>) -> Result<()> {
        match self.plain(&purchase) {
            Some(plain) => self.add_plain(purchase.customer, plain),
            None => self.add(purchase),
        }
    }

    /// Adds all of these purchases.
    ///
    /// # Errors
    /// As [`push`](Self::push), at the first row at fault. The rows before it are then added, the
    /// others are not.
    fn extend<'r>(&mut self, rows: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        let mut waiting = Waiting::default();
        let mut rows = rows.into_iter();
        let added = rows.try_for_each(|purchase| self.add_soon(purchase, &mut waiting));
        self.settle(&mut waiting);
        added
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
        let rows = self.rows.and(other.rows)?;
        let needed = self.sums.room_for(other.sums.volume, other.sums.scale);
        let room = room(needed, format_args!("{} decimal places", other.sums.scale))?;
        room_for_customers(self.customers.len().saturating_add(other.customers.len()))?;
        self.sums.take(room);
        let codes = self.customers.merge(other.customers);
        self.seen.resize(self.customers.len(), Seen::Outside);
        self.sums.resize(self.customers.len());
        for ((&code, sum), seen) in codes.iter().zip(other.sums.iter()).zip(other.seen) {
            let sum = rescale(sum, other.sums.scale, self.sums.scale);
            self.sums.add_any(code, sum.unwrap_or_default());
            if let Some(known) = self.seen.get_mut(code as usize) {
                *known = seen.max(*known);
            }
        }
        self.rows = rows;
        Ok(())
    }

    /// Returns the pyramid.
    ///
    /// # Errors
    /// As [`Pyramid::of`]; [`Error::Empty`] if nobody bought in the window.
    fn finish(self) -> Result<Pyramid<Id>> {
        let count = |seen| self.seen.iter().filter(|&&found| found == seen).count();
        let (refunded, outside) = (count(Seen::Refunded), count(Seen::Outside));
        let bought = |code: u32| self.seen.get(code as usize) == Some(&Seen::Bought);
        let sorted = self.customers.into_sorted().into_iter();
        let (customers, codes): (Vec<Id>, Vec<u32>) =
            sorted.filter(|&(_, code)| bought(code)).unzip();
        if customers.is_empty() {
            return Err(nobody_bought());
        }
        let amounts = self.sums.column(&codes);
        let counts = counts(self.rows, [customers.len(), refunded, outside]);
        Ok(Pyramid::cut(customers, &amounts, &self.cuts)?
            .over(self.window)
            .read(self.policy, counts))
    }
}

impl<Id: Ord + Hash> Builder<Id> {
    /// What a row adds if it is as almost all rows are: a positive amount in the window, at the scale
    /// of the sums, for which there is room.
    #[inline]
    fn plain(&self, purchase: &Purchase<Id>) -> Option<Plain> {
        let scale = purchase.amount.scale();
        let amount = narrow(purchase.amount).filter(|&amount| amount > 0)?;
        let plain = scale == self.sums.scale && scale <= CURRENCY;
        let counts = more_rows(self.rows.all(), 1).is_ok();
        if !plain || !counts || !self.window.contains(purchase.date) {
            return None;
        }
        Some(Plain {
            amount,
            volume: self.sums.volume.checked_add(amount.into())?,
        })
    }

    #[inline]
    fn add_plain(&mut self, customer: Id, plain: Plain) -> Result<()> {
        let code = self.code(customer)?;
        self.admit(&plain);
        self.book(code, plain.amount);
        Ok(())
    }

    /// Counts a plain row, whose amount is yet to be added.
    #[inline]
    fn admit(&mut self, plain: &Plain) {
        self.sums.volume = plain.volume;
        self.rows.inside += 1;
    }

    /// Adds the amount of a plain row.
    #[inline]
    fn book(&mut self, code: u32, amount: i64) {
        self.sums.add(code, amount);
        if let Some(seen) = self.seen.get_mut(code as usize) {
            *seen = Seen::Bought;
        }
    }

    /// Adds a row, but lets its customer wait for those of other rows, to be looked up together.
    #[inline]
    fn add_soon(&mut self, purchase: Purchase<Id>, waiting: &mut Waiting<Id>) -> Result<()> {
        if waiting.customers.len() == BATCH {
            self.settle(waiting);
        }
        let plain = self.plain(&purchase);
        // Each of those who wait may be new.
        let room = room_for_customers(self.seen.len().saturating_add(BATCH)).is_ok();
        let Some(plain) = plain.filter(|_| room) else {
            self.settle(waiting);
            return self.push(purchase);
        };
        self.admit(&plain);
        waiting.customers.push(purchase.customer);
        waiting.amounts.push(plain.amount);
        Ok(())
    }

    fn settle(&mut self, waiting: &mut Waiting<Id>) {
        self.customers
            .append_codes(&mut waiting.customers, &mut waiting.codes);
        self.seen.resize(self.customers.len(), Seen::Outside);
        self.sums.resize(self.customers.len());
        for (code, amount) in waiting.codes.drain(..).zip(waiting.amounts.drain(..)) {
            self.book(code, amount);
        }
    }

    /// Adds any purchase.
    fn add(&mut self, purchase: Purchase<Id>) -> Result<()> {
        let Purchase {
            customer,
            date,
            amount,
        } = purchase;
        let amount = trimmed(amount);
        let mantissa = amount.mantissa();
        let inside = self.window.contains(date);
        let reading = self.policy.reading(mantissa);
        let refused = if inside {
            reading.refused
        } else {
            self.policy.outside == Outside::Refuse
        };
        if refused {
            return Err(refusal(inside, date, amount).at_row(self.rows()));
        }
        more_rows(self.rows.all(), 1)?;
        let counted = inside && reading.money && mantissa != 0;
        let room = if counted {
            let needed = self.sums.room_for(mantissa.abs(), amount.scale());
            Some(room(needed, amount).map_err(|error| error.at_row(self.rows()))?)
        } else {
            None
        };
        let code = self.code(customer)?;
        if let Some(room) = room {
            self.sums.take(room);
            self.sums
                .add_any(code, rescaled(mantissa, amount, self.sums.scale));
        }
        let seen = match (inside, reading.purchase) {
            (false, _) => Seen::Outside,
            (true, false) => Seen::Refunded,
            (true, true) => Seen::Bought,
        };
        if let Some(known) = self.seen.get_mut(code as usize)
            && *known < seen
        {
            *known = seen;
        }
        self.count(inside, date, mantissa);
        Ok(())
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

    /// The code of a customer who may be new.
    #[inline]
    fn code(&mut self, customer: Id) -> Result<u32> {
        if let Err(full) = room_for_customers(self.seen.len().saturating_add(1)) {
            return self.customers.get(&customer).ok_or(full);
        }
        let code = self.customers.code(customer);
        if code as usize == self.seen.len() {
            self.seen.push(Seen::Outside);
            self.sums.grow();
        }
        Ok(code)
    }
}

/// Plain rows whose customers are yet to be looked up.
struct Waiting<Id> {
    customers: Vec<Id>,
    amounts: Vec<i64>,
    codes: Vec<u32>,
}

impl<Id> Default for Waiting<Id> {
    fn default() -> Self {
        Self {
            customers: Vec::with_capacity(BATCH),
            amounts: Vec::with_capacity(BATCH),
            codes: Vec::with_capacity(BATCH),
        }
    }
}

/// What a plain row adds.
struct Plain {
    amount: i64,
    /// All amounts with it.
    volume: i128,
}

#[inline]
fn rescaled(mantissa: i128, amount: Decimal, scale: u32) -> i128 {
    rescale(mantissa, amount.scale(), scale).unwrap_or_default()
}

#[cold]
fn refusal(inside: bool, date: NaiveDate, amount: Decimal) -> Error {
    let value = format_args!("{amount} on {date}");
    if inside {
        refused(amount.mantissa(), value)
    } else {
        refused_outside(value)
    }
}

#[inline]
fn room_for_customers(customers: usize) -> Result<()> {
    crate::pyramid::tiers::index(customers).map(drop)
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
