use std::borrow::Borrow;

use rust_decimal::Decimal;

use super::cuts::{Limits, Tier};
use super::ranked::Ranked;
use super::{Concentration, Cuts};
use crate::estimate::{Proportion, Share};
use crate::keyed::{Keyed, check_sorted_keys, keyed_row};
use crate::numeric::money::{Column, Mantissas, to_decimal, with_room};
use crate::period::Window;
use crate::purchases::{Counts, Observed, Policy};
use crate::{Error, Result};

/// Customers ranked by an amount, most often revenue, and cut into tiers.
///
/// Every customer is in exactly one tier, and customers and revenue of the tiers add up to the
/// whole exactly. An amount never ranks below a smaller one.
///
/// ```
/// use retention::pyramid::{Cuts, Pyramid};
/// use rust_decimal::dec;
///
/// let revenue = [("Ann", dec!(120.50)), ("Ben", dec!(8)), ("Cem", dec!(40)), ("Dea", dec!(8))];
/// let cuts = Cuts::by_revenue([("A", 0.8), ("B", 0.15), ("C", 0.05)])?;
/// let pyramid = Pyramid::new(revenue, &cuts)?;
///
/// let a = &pyramid.tiers()[0];
/// assert_eq!((a.customers, a.revenue), (2, dec!(160.50)));
/// assert_eq!(pyramid.total(), dec!(176.50));
/// // Ben and Dea bring the same, so the cut between B and C does not part them.
/// assert_eq!(pyramid.tier_of(&"Ben"), pyramid.tier_of(&"Dea"));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "客户金字塔")]
pub struct Pyramid<Id> {
    cuts: Cuts,
    window: Option<Window>,
    policy: Option<Policy>,
    counts: Option<Counts>,
    tiers: Vec<TierSummary>,
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    total: Decimal,
    rows: Keyed<Placed<Id>>,
    /// Positions of `rows`, the largest amount first.
    #[cfg_attr(feature = "serde", serde(skip))]
    ranking: Vec<u32>,
}

/// One customer of a [`Pyramid`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Placed<Id> {
    /// The customer's key.
    pub customer: Id,
    /// The amount that ranks the customer.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub amount: Decimal,
    /// The customer's tier.
    pub tier: Tier,
}

keyed_row!(Placed);

/// One tier of a [`Pyramid`]. Its two shares are written as numbers, so that it makes a row of CSV.
///
/// ```
/// use retention::pyramid::{Cuts, Pyramid};
/// use rust_decimal::dec;
///
/// let amounts = [("Ann", dec!(80)), ("Ben", dec!(15)), ("Cem", dec!(5))];
/// let pyramid = Pyramid::new(amounts, &Cuts::curry())?;
/// let small = &pyramid.tiers()[3];
/// assert_eq!((small.name.as_str(), small.customers, small.cut), ("Small", 2, Some(dec!(5))));
/// assert_eq!((small.mean, small.share.value()), (Some(dec!(10)), Some(0.2)));
/// // Three customers are too few for a Big tier.
/// assert_eq!((pyramid.tiers()[1].customers, pyramid.tiers()[1].cut), (0, None));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct TierSummary {
    /// Its rank.
    pub tier: Tier,
    /// Its name.
    pub name: String,
    /// Number of customers; a tier may have none.
    pub customers: u64,
    /// Share of all customers who are in the tier.
    #[cfg_attr(feature = "serde", serde(serialize_with = "number::of_customers"))]
    pub share_of_customers: Proportion,
    /// Sum of their amounts.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub revenue: Decimal,
    /// Revenue of the tier, as a share of the total.
    #[cfg_attr(feature = "serde", serde(serialize_with = "number::of_revenue"))]
    pub share: Share,
    /// Mean amount of the tier's customers, to the 28 digits of a decimal. `None` without
    /// customers.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub mean: Option<Decimal>,
    /// The amount that marks the cut: the smallest amount of the tier's customers. `None` without
    /// customers.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub cut: Option<Decimal>,
}

/// Shares as numbers.
#[cfg(feature = "serde")]
mod number {
    use serde::{Serialize, Serializer};

    use crate::estimate::{Proportion, Share};

    pub(super) fn of_customers<S: Serializer>(share: &Proportion, s: S) -> Result<S::Ok, S::Error> {
        share.value().serialize(s)
    }

    pub(super) fn of_revenue<S: Serializer>(share: &Share, s: S) -> Result<S::Ok, S::Error> {
        share.value().serialize(s)
    }
}

impl<Id: Ord> Pyramid<Id> {
    /// Groups customers into tiers: ranks them by their amounts, and cuts the ranking.
    ///
    /// # Errors
    /// [`Error::Empty`] without customers; [`Error::Duplicate`], with the row of the second, for a
    /// customer who stands twice; [`Error::Overflow`] if a sum exceeds what a decimal holds, or
    /// beyond 4,294,967,295 customers; [`Error::OutOfRange`] for cuts by shares of revenue if
    /// the total is not positive.
    pub fn new(rows: impl IntoIterator<Item = (Id, Decimal)>, cuts: &Cuts) -> Result<Self> {
        let rows = rows.into_iter();
        let mut customers: Vec<Id> = with_room(rows.size_hint().0);
        let mut amounts = Column::with_capacity(rows.size_hint().0);
        let mut in_order = true;
        for (row, (customer, amount)) in rows.enumerate() {
            amounts.push(amount).map_err(|error| error.at_row(row))?;
            index(row)?;
            in_order &= customers.last().is_none_or(|last| *last < customer);
            customers.push(customer);
        }
        if !in_order {
            customers = sorted(customers, &mut amounts)?;
        }
        Self::cut(customers, &amounts, cuts)
    }

    /// Takes unique customers in order.
    pub(super) fn cut(customers: Vec<Id>, amounts: &Column, cuts: &Cuts) -> Result<Self> {
        if customers.is_empty() {
            return Err(Error::empty("customer"));
        }
        let ranked = Ranked::new(amounts)?;
        let scale = amounts.scale();
        let ends = ranked.ends(cuts)?;

        let mut tiers = Vec::with_capacity(ends.len());
        let mut places = vec![Tier::at(0); customers.len()];
        let mut start = 0;
        let total = to_decimal(ranked.sum(0..customers.len())?, scale)?;
        for (position, (name, end)) in (0..=u8::MAX).zip(cuts.names().zip(ends)) {
            let tier = Tier::at(position);
            let members = ranked.ranking.get(start..end).unwrap_or_default();
            for &member in members {
                if let Some(place) = places.get_mut(member as usize) {
                    *place = tier;
                }
            }
            let revenue = to_decimal(ranked.sum(start..end)?, scale)?;
            let heads = members.len() as u64;
            let cut = match members {
                [] => None,
                _ => ranked.amounts.get(end.saturating_sub(1)),
            };
            tiers.push(TierSummary {
                tier,
                name: name.to_owned(),
                customers: heads,
                share_of_customers: Proportion::new(heads, customers.len() as u64)?,
                revenue,
                share: Share::new(revenue, total),
                mean: revenue.checked_div(Decimal::from(heads)),
                cut: cut
                    .map(|mantissa| to_decimal(mantissa, scale))
                    .transpose()?,
            });
            start = end;
        }
        let rows = match amounts.all() {
            Mantissas::Narrow(narrow) => placed(customers, narrow, scale, &places)?,
            Mantissas::Wide(wide) => placed(customers, wide, scale, &places)?,
        };
        Ok(Self {
            cuts: cuts.clone(),
            window: None,
            policy: None,
            counts: None,
            tiers,
            total,
            rows: Keyed::from_sorted(rows),
            ranking: ranked.ranking,
        })
    }

    /// Returns a customer's row, if the customer is in the pyramid.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, customer: &Q) -> Option<&Placed<Id>>
    where
        Id: Borrow<Q>,
    {
        self.rows.get(customer)
    }

    /// Returns a customer's tier, if the customer is in the pyramid.
    #[must_use]
    pub fn tier_of<Q: Ord + ?Sized>(&self, customer: &Q) -> Option<Tier>
    where
        Id: Borrow<Q>,
    {
        self.get(customer).map(|row| row.tier)
    }
}

impl<Id: Ord + Clone> Pyramid<Id> {
    /// Computes the pyramid of customers who bought in a view of a log, by revenue.
    ///
    /// Curry ranks active customers. The window of the view should therefore be the time in which an
    /// active customer has bought, such as the last twelve months.
    ///
    /// # Errors
    /// As [`new`](Self::new), and [`Error::Empty`] if nobody bought.
    pub fn of(observed: &Observed<'_, Id>, cuts: &Cuts) -> Result<Self> {
        if observed.counts().customers == 0 {
            return Err(nobody_bought());
        }
        let revenues = observed.revenues()?;
        let mut customers = Vec::with_capacity(revenues.len());
        let mut amounts = Column::with_capacity(revenues.len());
        for (customer, revenue) in revenues {
            amounts.push(revenue)?;
            customers.push(customer.clone());
        }
        Ok(Self::cut(customers, &amounts, cuts)?
            .over(observed.window())
            .read(observed.policy(), observed.counts()))
    }
}

impl<Id> Pyramid<Id> {
    /// Sets the window of the amounts.
    #[must_use]
    pub fn over(mut self, window: Window) -> Self {
        self.window = Some(window);
        self
    }

    pub(super) fn read(mut self, policy: Policy, counts: Counts) -> Self {
        self.policy = Some(policy);
        self.counts = Some(counts);
        self
    }

    /// Returns the tiers from the top down.
    #[must_use]
    pub fn tiers(&self) -> &[TierSummary] {
        &self.tiers
    }

    /// Returns every customer, sorted by key.
    #[must_use]
    pub fn rows(&self) -> &Keyed<Placed<Id>> {
        &self.rows
    }

    /// Iterates over the customers, the largest amount first. Equal amounts are sorted by key, whatever
    /// the rule for ties at a cut.
    pub fn ranking(&self) -> impl Iterator<Item = &Placed<Id>> {
        self.at(&self.ranking)
    }

    fn at<'a>(&'a self, positions: &'a [u32]) -> impl Iterator<Item = &'a Placed<Id>> {
        let rows = self.rows.as_slice();
        positions
            .iter()
            .filter_map(|&position| rows.get(position as usize))
    }

    /// Returns the tier that an amount would fall into: the highest tier whose smallest amount it
    /// reaches. With cuts by amount the least amounts are the stated limits; otherwise they are those
    /// of this pyramid's customers.
    ///
    /// A customer of this pyramid may be one tier lower, if [`Ties::ByKey`](super::Ties::ByKey) or
    /// [`Ties::TogetherDown`](super::Ties::TogetherDown) put equal amounts there.
    ///
    /// ```
    /// use retention::pyramid::{Cuts, Pyramid};
    /// use rust_decimal::dec;
    ///
    /// let cuts = Cuts::by_customers([("Top", 0.5), ("Rest", 0.5)])?;
    /// let pyramid = Pyramid::new([("Ann", dec!(90)), ("Ben", dec!(10))], &cuts)?;
    /// assert_eq!(pyramid.tier_for(dec!(95)).rank(), 1);
    /// assert_eq!(pyramid.tier_for(dec!(89)).rank(), 2);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn tier_for(&self, amount: Decimal) -> Tier {
        self.ladder().tier_for(amount)
    }

    /// The least amounts of the tiers, to look up tiers for many amounts.
    pub(super) fn ladder(&self) -> Ladder {
        let (no_profit, tiers) = match self.tiers.split_last() {
            Some((last, above)) if self.cuts.sets_no_profit_apart() => (Some(last.tier), above),
            _ => (None, &*self.tiers),
        };
        let steps = tiers
            .iter()
            .filter_map(|summary| Some((self.least(summary)?, summary.tier)));
        Ladder {
            steps: steps.collect(),
            lowest: tiers.last().map_or(Tier::at(0), |summary| summary.tier),
            no_profit,
        }
    }

    /// The least amount that belongs to a tier, by a stated limit or by its customers; `None` for a
    /// tier without either.
    pub(super) fn least(&self, summary: &TierSummary) -> Option<Decimal> {
        match &self.cuts.limits {
            Limits::Amount(limits) => limits.get(summary.tier.index()).copied(),
            Limits::Customers(_) | Limits::Revenue(_) => summary.cut,
        }
    }

    /// Iterates over the customers of a tier, the largest amount first.
    pub fn members(&self, tier: Tier) -> impl Iterator<Item = &Placed<Id>> {
        // A tier is a run of the ranking.
        let above = self.tiers.iter().take(tier.index());
        let start = above.map(|summary| summary.customers as usize).sum();
        let summary = self.tiers.get(tier.index());
        let customers = summary.map_or(0, |summary| summary.customers as usize);
        let members = start..customers.saturating_add(start);
        self.at(self.ranking.get(members).unwrap_or_default())
    }

    /// Returns the sum of all amounts.
    #[must_use]
    pub fn total(&self) -> Decimal {
        self.total
    }

    /// Returns the name of a tier; empty for a tier that these cuts do not have.
    #[must_use]
    pub fn tier_name(&self, tier: Tier) -> &str {
        self.tiers
            .get(tier.index())
            .map_or("", |summary| summary.name.as_str())
    }

    /// Returns the cuts of the pyramid.
    #[must_use]
    pub fn cuts(&self) -> &Cuts {
        &self.cuts
    }

    /// Returns the window of the amounts, if it was recorded.
    #[must_use]
    pub fn window(&self) -> Option<Window> {
        self.window
    }

    /// Returns the policy under which purchases were read, if the pyramid comes from purchases.
    #[must_use]
    pub fn policy(&self) -> Option<Policy> {
        self.policy
    }

    /// Returns how many rows and customers were read and left out, if the pyramid comes from purchases.
    #[must_use]
    pub fn counts(&self) -> Option<Counts> {
        self.counts
    }

    /// Computes how concentrated the amounts are.
    ///
    /// # Errors
    /// As [`Concentration::new`].
    pub fn concentration(&self) -> Result<Concentration> {
        let concentration = Concentration::new(self.rows.iter().map(|row| row.amount))?;
        Ok(match self.window {
            Some(window) => concentration.over(window),
            None => concentration,
        })
    }
}

fn placed<Id, M: Copy + Into<i128>>(
    customers: Vec<Id>,
    mantissas: &[M],
    scale: u32,
    tiers: &[Tier],
) -> Result<Vec<Placed<Id>>> {
    let mut rows = Vec::with_capacity(customers.len());
    for ((customer, &mantissa), &tier) in customers.into_iter().zip(mantissas).zip(tiers) {
        rows.push(Placed {
            customer,
            amount: to_decimal(mantissa.into(), scale)?,
            tier,
        });
    }
    Ok(rows)
}

/// The least amounts of tiers from the top down, without tiers that have none.
pub(super) struct Ladder {
    steps: Vec<(Decimal, Tier)>,
    lowest: Tier,
    no_profit: Option<Tier>,
}

impl Ladder {
    /// Returns the highest tier whose least amount is reached.
    pub(super) fn tier_for(&self, amount: Decimal) -> Tier {
        match self.no_profit {
            Some(no_profit) if amount <= Decimal::ZERO => no_profit,
            _ => {
                let above = self.steps.partition_point(|&(least, _)| amount < least);
                self.steps.get(above).map_or(self.lowest, |&(_, tier)| tier)
            }
        }
    }
}

/// Sorts customers, and brings their amounts into the same order.
fn sorted<Id: Ord>(customers: Vec<Id>, amounts: &mut Column) -> Result<Vec<Id>> {
    let mut rows: Vec<(Id, u32)> = customers.into_iter().zip(0..).collect();
    rows.sort_unstable_by(|(a, i), (b, j)| a.cmp(b).then(i.cmp(j)));
    check_sorted_keys(rows.iter().map(|(id, row)| (id, *row as usize)))?;
    amounts.gather(rows.iter().map(|&(_, row)| row));
    Ok(rows.into_iter().map(|(customer, _)| customer).collect())
}

pub(super) fn nobody_bought() -> Error {
    Error::empty("purchase in the window").with_cure("compare it with `PurchaseLog::window`")
}

#[inline]
pub(super) fn index(count: usize) -> Result<u32> {
    u32::try_from(count).map_err(|_| Error::overflow("the number of customers", count))
}
