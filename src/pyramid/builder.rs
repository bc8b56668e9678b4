use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;

use super::{Cuts, Pyramid};
use crate::numeric::money::{Column, rescale};
use crate::period::Window;
use crate::purchases::{Counts, Outside, Policy, Purchase};
use crate::{Error, Result};

/// Makes the pyramid of those who bought in a window straight from rows, without a log.
///
/// It keeps one sum for each customer, and its result is that of
/// [`Pyramid::of`] a log of the same rows. Builders made apart, on chunks or on threads, merge; a
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
    totals: Totals<Id>,
    counts: Counts,
}

type Map<Id, M> = HashMap<Id, Total<M>, RandomState>;

/// One sum for each customer: wide only where one does not fit in 64 bits.
#[derive(Debug, Clone)]
enum Totals<Id> {
    Narrow(Map<Id, i64>),
    Wide(Map<Id, i128>),
}

#[derive(Debug, Clone, Copy, Default)]
struct Total<M> {
    sum: M,
    /// A row lies in the window.
    inside: bool,
    /// One of them is a purchase.
    bought: bool,
}

impl<M> Total<M> {
    fn with<N>(self, sum: N) -> Total<N> {
        Total {
            sum,
            inside: self.inside,
            bought: self.bought,
        }
    }
}

impl<Id: Ord + Hash + Clone> Builder<Id> {
    /// A builder for purchases in `window`, read under `policy`.
    #[must_use]
    pub fn new(window: Window, policy: Policy) -> Self {
        Self {
            window,
            policy,
            scale: 0,
            totals: Totals::Narrow(HashMap::default()),
            counts: Counts::default(),
        }
    }

    /// Adds a purchase.
    ///
    /// # Errors
    /// With the number of the push: [`Error::Refused`] for a row that the policy refuses, and
    /// [`Error::Overflow`] where a customer's sum cannot be held at one scale with the others. The
    /// builder's sums are then as they were, and it may go on.
    #[inline]
    pub fn push(&mut self, purchase: Purchase<Id>) -> Result<()> {
        let Purchase {
            customer,
            date,
            amount,
        } = purchase;
        let mantissa = amount.mantissa();
        let inside = self.window.contains(date);
        let reading = self.policy.reading(mantissa);
        if !inside && self.policy.outside == Outside::Refuse || inside && reading.refused {
            return Err(Error::Refused {
                argument: if inside {
                    crate::purchases::kind(mantissa)
                } else {
                    "purchase outside the window"
                },
                value: format!("{amount} on {date}"),
                row: Some(self.rows()),
            });
        }
        let counted = inside && reading.money && mantissa != 0;
        let seen = Total {
            sum: if counted { mantissa } else { 0 },
            inside,
            bought: inside && reading.purchase,
        };
        let scale = if counted { amount.scale() } else { self.scale };
        if !self.add_narrow(&customer, seen, scale) {
            self.add(customer, seen, scale)
                .ok_or_else(|| Error::overflow("the revenue of a customer", amount))
                .map_err(|error| error.at_row(self.rows()))?;
        }
        if inside {
            self.counts.rows += 1;
            self.counts.refunds += usize::from(mantissa < 0);
            self.counts.zeros += usize::from(mantissa == 0);
        } else if date < self.window.from() {
            self.counts.before += 1;
        } else {
            self.counts.after += 1;
        }
        Ok(())
    }

    /// How many rows were pushed.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.counts.before + self.counts.rows + self.counts.after
    }

    /// Adds to a known customer at the scale and width of the totals; whether that could be done.
    #[inline]
    fn add_narrow(&mut self, customer: &Id, seen: Total<i128>, scale: u32) -> bool {
        let Totals::Narrow(totals) = &mut self.totals else {
            return false;
        };
        if scale == self.scale
            && let Ok(amount) = i64::try_from(seen.sum)
            && let Some(total) = totals.get_mut(customer)
            && let Some(sum) = total.sum.checked_add(amount)
        {
            total.sum = sum;
            total.inside |= seen.inside;
            total.bought |= seen.bought;
            return true;
        }
        false
    }

    /// Adds to any customer; `None`, with the sums as they were, where a sum does not fit.
    fn add(&mut self, customer: Id, seen: Total<i128>, scale: u32) -> Option<()> {
        if scale > self.scale {
            self.raise(scale)?;
        }
        let amount = rescale(seen.sum, scale, self.scale)?;
        if let Totals::Narrow(totals) = &mut self.totals {
            let sum = totals.get(&customer).map_or(0, |total| total.sum);
            if let Some(sum) = i64::try_from(amount)
                .ok()
                .and_then(|amount| sum.checked_add(amount))
            {
                merge(totals, customer, seen.with(sum));
                return Some(());
            }
            self.totals = Totals::Wide(
                std::mem::take(totals)
                    .into_iter()
                    .map(|(customer, total)| (customer, total.with(i128::from(total.sum))))
                    .collect(),
            );
        }
        if let Totals::Wide(totals) = &mut self.totals {
            let sum = totals.get(&customer).map_or(0, |total| total.sum);
            merge(totals, customer, seen.with(sum.checked_add(amount)?));
        }
        Some(())
    }

    /// Rewrites the totals at a larger scale; `None`, and nothing changed, where that overflows.
    fn raise(&mut self, scale: u32) -> Option<()> {
        let wider = match &self.totals {
            Totals::Narrow(totals) => totals
                .iter()
                .map(|(id, total)| {
                    let sum = rescale(i128::from(total.sum), self.scale, scale)?;
                    Some((id, total.with(sum)))
                })
                .collect::<Option<Vec<_>>>(),
            Totals::Wide(totals) => totals
                .iter()
                .map(|(id, total)| Some((id, total.with(rescale(total.sum, self.scale, scale)?))))
                .collect(),
        }?;
        let narrow = wider
            .iter()
            .map(|&(id, total)| Some((id.clone(), total.with(i64::try_from(total.sum).ok()?))))
            .collect::<Option<Map<Id, i64>>>();
        self.totals = match narrow {
            Some(narrow) => Totals::Narrow(narrow),
            None => Totals::Wide(
                wider
                    .into_iter()
                    .map(|(id, total)| (id.clone(), total))
                    .collect(),
            ),
        };
        self.scale = scale;
        Some(())
    }

    /// Adds everything that another builder with the same window and policy has seen.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where windows or policies differ; [`Error::Overflow`] where a
    /// customer's sum cannot be held. Both builders are then lost.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        if self.window != other.window {
            return Err(Error::Mismatch {
                argument: "windows",
                left: self.window.to_string(),
                right: other.window.to_string(),
            });
        }
        if self.policy != other.policy {
            return Err(Error::Mismatch {
                argument: "policies",
                left: format!("{:?}", self.policy),
                right: format!("{:?}", other.policy),
            });
        }
        let scale = other.scale;
        for (customer, total) in other.totals.into_wide() {
            self.add(customer, total, scale)
                .ok_or_else(|| Error::overflow("the revenue of a customer", total.sum))?;
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
        let mut counts = self.counts;
        let mut bought = Vec::new();
        for (customer, total) in self.totals.into_wide() {
            if total.bought {
                bought.push((customer, total.sum));
            } else if total.inside {
                counts.refund_only_customers += 1;
            } else {
                counts.customers_outside += 1;
            }
        }
        counts.customers = bought.len();
        bought.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let (customers, sums) = bought.into_iter().unzip();
        let amounts = Column::from_mantissas(self.scale, sums);
        Ok(Pyramid::cut(customers, &amounts, cuts)?
            .over(self.window)
            .with_counts(counts))
    }
}

impl<Id: Hash + Eq> Totals<Id> {
    fn into_wide(self) -> impl Iterator<Item = (Id, Total<i128>)> {
        let (narrow, wide) = match self {
            Self::Narrow(totals) => (totals, Map::default()),
            Self::Wide(totals) => (Map::default(), totals),
        };
        narrow
            .into_iter()
            .map(|(id, total)| (id, total.with(i128::from(total.sum))))
            .chain(wide)
    }
}

/// Sets a customer's sum and adds what was seen.
fn merge<Id: Hash + Eq, M: Copy + Default>(totals: &mut Map<Id, M>, customer: Id, seen: Total<M>) {
    let total = totals.entry(customer).or_default();
    total.sum = seen.sum;
    total.inside |= seen.inside;
    total.bought |= seen.bought;
}
