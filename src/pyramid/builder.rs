use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;

use super::tiers::nobody_bought;
use super::{Cuts, Pyramid};
use crate::numeric::money::{Column, rescale, trimmed};
use crate::period::Window;
use crate::purchases::{Counts, Outside, Policy, Purchase, kind};
use crate::{Error, Result};

/// Makes the pyramid of those who bought in a window straight from rows, without a log.
///
/// It keeps one sum for each customer, and its result is that of
/// [`Pyramid::of`] a log of the same rows, if perhaps written with fewer decimal places. Builders made apart, on chunks or on threads, merge; a
/// customer may stand in several of them.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::period::Window;
/// use retention::purchases::{Policy, Purchase};
/// use retention::pyramid::{Builder, Cuts};
/// use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// let mut builder = Builder::new(Window::new(date(1, 1), date(6, 30))?, Policy::default());
/// for (customer, month, amount) in [(7, 2, dec!(30)), (9, 3, dec!(12.50)), (7, 8, dec!(99))] {
///     builder.push(Purchase { customer, date: date(month, 1), amount })?;
/// }
/// let pyramid = builder.finish(&Cuts::curry())?;
/// assert_eq!(pyramid.total(), dec!(42.50));
/// assert_eq!(pyramid.counts().unwrap().after, 1);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Builder<Id> {
    window: Window,
    policy: Policy,
    scale: u32,
    /// Of those who bought in the window. It holds a sum and nothing else, so that the sums of a
    /// million customers stay near the processor.
    bought: Sums<Id>,
    /// Of those seen who have not bought in the window so far.
    waiting: HashMap<Id, Waiting, RandomState>,
    counts: Counts,
}

/// One sum for each customer: wide only where one does not fit in 64 bits.
#[derive(Debug, Clone)]
enum Sums<Id> {
    Narrow(HashMap<Id, i64, RandomState>),
    Wide(HashMap<Id, i128, RandomState>),
}

/// Someone with refunds only, or with rows outside the window only.
#[derive(Debug, Clone, Copy, Default)]
struct Waiting {
    sum: i128,
    /// A row lies in the window.
    inside: bool,
}

/// What one row says of its customer.
#[derive(Debug, Clone, Copy)]
struct Seen {
    mantissa: i128,
    scale: u32,
    inside: bool,
    purchase: bool,
}

/// How many customers are looked up together.
const BATCH: usize = 256;

impl<Id: Ord + Hash + Clone> Builder<Id> {
    /// A builder for purchases in `window`, read under `policy`.
    #[must_use]
    pub fn new(window: Window, policy: Policy) -> Self {
        Self {
            window,
            policy,
            scale: 0,
            bought: Sums::Narrow(HashMap::default()),
            waiting: HashMap::default(),
            counts: Counts::default(),
        }
    }

    /// Adds a purchase.
    ///
    /// # Errors
    /// With the number of rows taken before: [`Error::Refused`] for a row that the policy refuses,
    /// and [`Error::Overflow`] where a customer's sum cannot be held at one scale with the others.
    /// The sums and counts are then as they were, and the builder may go on.
    #[inline]
    pub fn push(&mut self, purchase: Purchase<Id>) -> Result<()> {
        let Purchase {
            customer,
            date,
            amount,
        } = purchase;
        let amount = trimmed(amount);
        let mantissa = amount.mantissa();
        let inside = self.window.contains(date);
        let reading = self.policy.reading(mantissa);
        if !inside && self.policy.outside == Outside::Refuse || inside && reading.refused {
            return Err(Error::refused(
                if inside {
                    kind(mantissa)
                } else {
                    "purchase outside the window"
                },
                format_args!("{amount} on {date}"),
            )
            .at_row(self.rows()));
        }
        let counted = inside && reading.money && mantissa != 0;
        let seen = Seen {
            mantissa: if counted { mantissa } else { 0 },
            scale: if counted { amount.scale() } else { self.scale },
            inside,
            purchase: inside && reading.purchase,
        };
        if !self.add_known(&customer, seen) {
            self.add(customer, seen)
                .ok_or_else(|| Error::overflow("the revenue of a customer", amount))
                .map_err(|error| error.at_row(self.rows()))?;
        }
        if inside {
            self.counts.rows += 1;
            self.counts.refunds += u64::from(mantissa < 0);
            self.counts.zeros += u64::from(mantissa == 0);
        } else if date < self.window.from() {
            self.counts.before += 1;
        } else {
            self.counts.after += 1;
        }
        Ok(())
    }

    /// Adds all of these purchases, faster than one by one.
    ///
    /// # Errors
    /// As [`push`](Self::push). The rows before the one at fault are then added, the rest not.
    pub fn extend(&mut self, rows: impl IntoIterator<Item = Purchase<Id>>) -> Result<()> {
        let mut rows = rows.into_iter();
        let mut batch: Vec<Purchase<Id>> = Vec::with_capacity(BATCH);
        loop {
            batch.extend(rows.by_ref().take(BATCH));
            if batch.is_empty() {
                return Ok(());
            }
            // A loop of nothing but look-ups keeps many of them waiting for memory at once; the
            // additions then find their customers in the cache.
            let known = self.bought.count_known(&batch);
            self.bought.reserve(batch.len().saturating_sub(known));
            for purchase in batch.drain(..) {
                self.push(purchase)?;
            }
        }
    }

    /// How many rows were taken.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.counts.before + self.counts.rows + self.counts.after
    }

    /// Adds to a customer who bought, at the scale and width of the sums; whether that could be
    /// done.
    #[inline]
    fn add_known(&mut self, customer: &Id, seen: Seen) -> bool {
        if let Sums::Narrow(sums) = &mut self.bought
            && seen.scale == self.scale
            && let Ok(amount) = i64::try_from(seen.mantissa)
            && let Some(sum) = sums.get_mut(customer)
            && let Some(added) = sum.checked_add(amount)
        {
            *sum = added;
            return true;
        }
        false
    }

    /// Adds to any customer; `None`, with the sums as they were, where a sum does not fit.
    fn add(&mut self, customer: Id, seen: Seen) -> Option<()> {
        let sum = self.sum_with(&customer, seen)?;
        if seen.scale > self.scale {
            self.raise(seen.scale)?;
        }
        if seen.purchase || self.bought.get(&customer).is_some() {
            // Whoever has bought waits no longer.
            self.waiting.remove(&customer);
            self.bought.set(customer, sum);
        } else {
            let waiting = self.waiting.entry(customer).or_default();
            waiting.sum = sum;
            waiting.inside |= seen.inside;
        }
        Some(())
    }

    /// What a customer's sum would become, at the larger of the two scales; `None` where it does
    /// not fit.
    fn sum_with(&self, customer: &Id, seen: Seen) -> Option<i128> {
        let bought = self.bought.get(customer).unwrap_or_default();
        let waited = self.waiting.get(customer).map_or(0, |seen| seen.sum);
        let scale = self.scale.max(seen.scale);
        let sum = rescale(bought.checked_add(waited)?, self.scale, scale)?;
        sum.checked_add(rescale(seen.mantissa, seen.scale, scale)?)
    }

    /// Everyone seen, each with all that was seen of them.
    fn customers(&self) -> impl Iterator<Item = (&Id, Seen)> {
        let seen = |mantissa, inside, purchase| Seen {
            mantissa,
            scale: self.scale,
            inside,
            purchase,
        };
        let bought = self
            .bought
            .iter()
            .map(move |(customer, sum)| (customer, seen(sum, true, true)));
        let waiting = self
            .waiting
            .iter()
            .map(move |(customer, waiting)| (customer, seen(waiting.sum, waiting.inside, false)));
        bought.chain(waiting)
    }

    /// Rewrites the sums at a larger scale; `None`, and nothing changed, where that overflows.
    fn raise(&mut self, scale: u32) -> Option<()> {
        let raised = |sum: i128| rescale(sum, self.scale, scale);
        let mut waiting = self.waiting.clone();
        for customer in waiting.values_mut() {
            customer.sum = raised(customer.sum)?;
        }
        self.bought = self.bought.try_map(raised)?;
        self.waiting = waiting;
        self.scale = scale;
        Some(())
    }

    /// Adds everything that another builder with the same window and policy has seen.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where windows or policies differ; [`Error::Overflow`] where a
    /// customer's sum cannot be held. The builder is then as it was.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        if self.window != other.window {
            return Err(Error::mismatch("windows", self.window, other.window));
        }
        if self.policy != other.policy {
            return Err(Error::mismatch(
                "policies",
                format_args!("{:?}", self.policy),
                format_args!("{:?}", other.policy),
            ));
        }
        // First everything that can fail, so that a failed merge leaves the sums as they were.
        let overflow = |sum: i128| Error::overflow("the revenue of a customer", sum);
        if other.scale > self.scale {
            self.raise(other.scale).ok_or_else(|| {
                let places = format_args!("{} decimal places", other.scale).to_string();
                Error::overflow("the revenue of a customer", places)
            })?;
        }
        for (customer, seen) in other.customers() {
            self.sum_with(customer, seen)
                .ok_or_else(|| overflow(seen.mantissa))?;
        }
        for (customer, seen) in other.customers() {
            self.add(customer.clone(), seen)
                .ok_or_else(|| overflow(seen.mantissa))?;
        }
        self.counts.rows += other.counts.rows;
        self.counts.before += other.counts.before;
        self.counts.after += other.counts.after;
        self.counts.refunds += other.counts.refunds;
        self.counts.zeros += other.counts.zeros;
        Ok(())
    }

    /// The pyramid.
    ///
    /// # Errors
    /// As [`Pyramid::of`]; [`Error::Empty`] where nobody bought in the window.
    pub fn finish(self, cuts: &Cuts) -> Result<Pyramid<Id>> {
        let refund_only_customers = self.waiting.values().filter(|seen| seen.inside).count();
        let customers_outside = self.waiting.len() - refund_only_customers;
        drop(self.waiting);
        let (customers, amounts) = match self.bought {
            Sums::Narrow(sums) => {
                let (customers, sums) = sorted(sums);
                (customers, Column::narrow(self.scale, sums))
            }
            Sums::Wide(sums) => {
                let (customers, sums) = sorted(sums);
                (customers, Column::wide(self.scale, sums))
            }
        };
        if customers.is_empty() {
            return Err(nobody_bought());
        }
        let counts = Counts {
            customers: customers.len() as u64,
            refund_only_customers: refund_only_customers as u64,
            customers_outside: customers_outside as u64,
            ..self.counts
        };
        Ok(Pyramid::cut(customers, &amounts, cuts)?
            .over(self.window)
            .read(self.policy, counts))
    }
}

/// Customers by key, and their sums.
fn sorted<Id: Ord, M>(sums: HashMap<Id, M, RandomState>) -> (Vec<Id>, Vec<M>) {
    let mut pairs: Vec<(Id, M)> = sums.into_iter().collect();
    pairs.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    pairs.into_iter().unzip()
}

impl<Id: Hash + Eq + Clone> Sums<Id> {
    fn get(&self, customer: &Id) -> Option<i128> {
        match self {
            Self::Narrow(sums) => sums.get(customer).map(|&sum| sum.into()),
            Self::Wide(sums) => sums.get(customer).copied(),
        }
    }

    fn count_known(&self, batch: &[Purchase<Id>]) -> usize {
        let customers = batch.iter().map(|purchase| &purchase.customer);
        match self {
            Self::Narrow(sums) => customers.filter(|id| sums.contains_key(id)).count(),
            Self::Wide(sums) => customers.filter(|id| sums.contains_key(id)).count(),
        }
    }

    fn reserve(&mut self, customers: usize) {
        match self {
            Self::Narrow(sums) => sums.reserve(customers),
            Self::Wide(sums) => sums.reserve(customers),
        }
    }

    /// Sets a sum, widening all where it must.
    fn set(&mut self, customer: Id, sum: i128) {
        if let Self::Narrow(sums) = self {
            if let Ok(sum) = i64::try_from(sum) {
                sums.insert(customer, sum);
                return;
            }
            let narrow = std::mem::take(sums).into_iter();
            *self = Self::Wide(narrow.map(|(id, sum)| (id, i128::from(sum))).collect());
        }
        if let Self::Wide(sums) = self {
            sums.insert(customer, sum);
        }
    }

    fn iter(&self) -> impl Iterator<Item = (&Id, i128)> {
        let (narrow, wide) = match self {
            Self::Narrow(sums) => (Some(sums), None),
            Self::Wide(sums) => (None, Some(sums)),
        };
        let narrow = narrow.into_iter().flatten();
        let wide = wide.into_iter().flatten();
        narrow
            .map(|(id, &sum)| (id, i128::from(sum)))
            .chain(wide.map(|(id, &sum)| (id, sum)))
    }

    /// The sums changed by `f`, as narrow as they fit; `None` where one fails.
    fn try_map(&self, f: impl Fn(i128) -> Option<i128>) -> Option<Self> {
        let mut mapped = Self::Narrow(HashMap::default());
        for (customer, sum) in self.iter() {
            mapped.set(customer.clone(), f(sum)?);
        }
        Some(mapped)
    }
}
