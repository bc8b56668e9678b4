use rust_decimal::{Decimal, RoundingStrategy};

use super::cuts::tier;
use super::{Pyramid, Rounding, Tier, TierSummary};
use crate::error::finite;
use crate::estimate::{Proportion, Share};
use crate::numeric::money::{self, to_decimal, trimmed};
use crate::numeric::parts::Parts;
use crate::numeric::rounding::{Mean, Rounding as MoneyRounding, product};
use crate::period::Window;
use crate::{Error, Result};

/// Effect on revenue and profit if a share of the customers moved one tier up.
///
/// This is arithmetic on the pyramid, not a forecast. It does not say that anything brings such a move
/// about, what that would cost, or that customers who move would spend like those already there. It
/// helps to judge whether an upgrading campaign could pay.
///
/// # Who moves
///
/// The share of *all* customers, with halves rounded up, moves out of the tiers that have one above, in
/// proportion to their customers. Each tier gives the whole part of its quota; the rest goes one by one
/// to the largest remainders, and among equal ones to the lower tier. So the movers add up exactly, and
/// no tier gives more customers than it has.
///
/// A tier without customers has no mean revenue and is passed over: its movers come to the next tier
/// above that has customers.
///
/// # What they bring
///
/// Each mover brings the mean revenue of the tier moved to, instead of that of the tier left. Both are
/// means before the move. Profit changes likewise.
///
/// ```text
/// k = round(share · n)                                      over all n customers
/// change in revenue = Σ movers · (mean of the tier above − mean of the tier left)
/// ```
///
/// The change of each move is exact and rounded once; the total is the exact sum of these. Profit by
/// margins is rounded tier by tier if its exact amount is too long for the arithmetic, and so is the
/// profit before the move. For a pyramid of profit, read profit for revenue.
///
/// Source: the question is lesson ten of Curry, J. and Curry, A. (2000), *The Customer Marketing
/// Method*, Free Press (see [`laws`](super::laws)); how to compute it is not published.
///
/// ```
/// use retention::pyramid::{Assumptions, Cuts, Pyramid, WhatIf};
/// use rust_decimal::{Decimal, RoundingStrategy, dec};
///
/// // Of a hundred customers, ten bring 400 each and ninety 50.
/// let rows = (0..100_u32).map(|id| (id, Decimal::from(if id < 10 { 400 } else { 50 })));
/// let cuts = Cuts::by_customers([("Key", 0.1), ("Other", 0.9)])?;
/// let pyramid = Pyramid::new(rows, &cuts)?;
///
/// // The margin is 35 % on key accounts and 20 % on others; rent is 1800.
/// let assumptions = Assumptions::default().margins([0.35, 0.2]).fixed_costs(dec!(1800));
/// let what_if =
///     WhatIf::new(&pyramid, 0.02, &assumptions, 2, RoundingStrategy::MidpointNearestEven)?;
/// // Two of the ninety bring 350 more each.
/// assert_eq!(what_if.moved.numerator(), 2);
/// assert_eq!(what_if.revenue.change, dec!(700));
/// // Each leaves 140 in place of 10.
/// let profit = what_if.profit.unwrap();
/// assert_eq!((profit.before, profit.after), (dec!(500), dec!(760)));
/// assert_eq!(profit.relative(), Some(0.52));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "金字塔升级")]
#[doc(alias = "upgrading")]
pub struct WhatIf {
    /// Share of customers that was to move.
    pub share: f64,
    /// Share of all customers who move.
    pub moved: Proportion,
    /// Moves by the tier left, from the top down.
    pub upgrades: Vec<Upgrade>,
    /// Revenue of all customers.
    pub revenue: MoneyChange,
    /// Profit; `None` if the assumptions say nothing about margins or costs.
    pub profit: Option<MoneyChange>,
    /// The assumptions.
    pub assumptions: Assumptions,
    /// Window of the pyramid, if it has one. Revenue and profit are those of this window.
    pub window: Option<Window>,
    /// Decimal places to which changes were rounded.
    pub places: u32,
    /// How they were rounded.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::serde_money::strategy::serialize")
    )]
    pub strategy: RoundingStrategy,
}

/// The customers of one tier who move up, in a [`WhatIf`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Upgrade {
    /// The tier left.
    pub from: Tier,
    /// The tier moved to: the next above that has customers.
    pub to: Tier,
    /// Share of the tier's customers who move.
    pub movers: Proportion,
    /// Change of revenue. It is never negative, because tiers are in order of amounts.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub revenue: Decimal,
    /// Change of profit; `None` if the assumptions say nothing about margins or costs.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub profit: Option<Decimal>,
}

/// An amount of money before and after a change, in a [`WhatIf`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct MoneyChange {
    /// The amount as it is.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub before: Decimal,
    /// The amount as it would be.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub after: Decimal,
    /// `after` less `before`.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub change: Decimal,
}

impl MoneyChange {
    /// Returns the change as a share of the amount before: 0.1 for ten per cent more. `None` if the
    /// amount before is zero or negative.
    #[must_use]
    pub fn relative(&self) -> Option<f64> {
        Share::new(self.change, self.before).value()
    }
}

/// Costs, as a [`WhatIf`] assumes them.
///
/// The default assumes nothing about costs, and there is then no profit: it is not guessed. State
/// either margins or costs per customer. Between two tiers revenue and profit change in different
/// proportions: a customer further up may cost no more to serve, or be given a discount.
///
/// ```
/// use retention::pyramid::Assumptions;
/// use rust_decimal::dec;
///
/// // Cost of serving one customer of Top, Big, Medium and Small for a year.
/// let assumptions = Assumptions::default()
///     .costs_per_customer([dec!(9000), dec!(2500), dec!(700), dec!(160)])
///     .fixed_costs(dec!(120000));
/// assert_eq!(assumptions.margins, None);
/// ```
///
/// As JSON, where a missing field takes its default:
///
/// ```text
/// {"margins": [0.3, 0.25, 0.2, -0.05], "fixed_costs": "120000"}
/// {"costs_per_customer": ["9000", "2500", "700", "160"]}
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Assumptions {
    /// Profit of each tier from the top down, as a fraction of its revenue: at most 1, negative for
    /// a tier that costs more than it brings. Kept to twelve decimal places. Default: unknown.
    pub margins: Option<Vec<f64>>,
    /// Average cost of one customer of each tier from the top down, in the window of the pyramid,
    /// with the goods. Default: unknown.
    #[cfg_attr(
        feature = "serde",
        serde(with = "crate::serde_money::optional_sequence")
    )]
    pub costs_per_customer: Option<Vec<Decimal>>,
    /// Costs in the window of the pyramid that do not depend on the tiers, 0 or more. Default: 0.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub fixed_costs: Decimal,
}

impl Assumptions {
    /// Sets `margins`, in place of costs per customer.
    #[must_use]
    pub fn margins(mut self, margins: impl Into<Vec<f64>>) -> Self {
        self.margins = Some(margins.into());
        self.costs_per_customer = None;
        self
    }

    /// Sets `costs_per_customer`, in place of margins.
    #[must_use]
    pub fn costs_per_customer(mut self, costs: impl Into<Vec<Decimal>>) -> Self {
        self.costs_per_customer = Some(costs.into());
        self.margins = None;
        self
    }

    /// Sets `fixed_costs`.
    #[must_use]
    pub const fn fixed_costs(mut self, costs: Decimal) -> Self {
        self.fixed_costs = costs;
        self
    }

    /// What each tier leaves before fixed costs, if that is known.
    fn profits(
        &self,
        tiers: &[TierSummary],
        product: impl Fn(Decimal, f64) -> Result<Decimal>,
    ) -> Result<Option<Vec<Decimal>>> {
        if self.fixed_costs < Decimal::ZERO {
            return Err(negative("fixed costs", self.fixed_costs));
        }
        match (&self.margins, &self.costs_per_customer) {
            (None, None) => Ok(None),
            (Some(_), Some(_)) => {
                Err(Error::unsupported("costs per customer", "margins")
                    .with_cure("state one of them"))
            }
            (Some(margins), None) => {
                const MARGIN: &str = "margin";
                let of = |(summary, &margin): (&TierSummary, &f64)| {
                    if finite(MARGIN, margin)? > 1.0 {
                        return Err(Error::out_of_range(MARGIN, margin, "at most 1"));
                    }
                    product(summary.revenue, margin)
                };
                each("margins", tiers, margins, of).map(Some)
            }
            (None, Some(costs)) => {
                let of = |(summary, &cost): (&TierSummary, &Decimal)| {
                    if cost < Decimal::ZERO {
                        return Err(negative("cost per customer", cost));
                    }
                    money::sum([summary.revenue, times(cost, summary.customers)?])
                };
                each("costs per customer", tiers, costs, of).map(Some)
            }
        }
    }
}

/// One figure a tier, or an error with the tier's position.
fn each<T>(
    argument: &'static str,
    tiers: &[TierSummary],
    figures: &[T],
    of: impl Fn((&TierSummary, &T)) -> Result<Decimal>,
) -> Result<Vec<Decimal>> {
    if figures.len() != tiers.len() {
        return Err(Error::length(argument, figures.len(), tiers.len()));
    }
    tiers
        .iter()
        .zip(figures)
        .enumerate()
        .map(|(position, pair)| of(pair).map_err(|error| error.at_place(tier(position))))
        .collect()
}

fn negative(argument: &'static str, value: Decimal) -> Error {
    Error::out_of_range(argument, value, "0 or more")
}

/// What so many customers cost, as a negative amount.
fn times(cost: Decimal, customers: u64) -> Result<Decimal> {
    let cost = trimmed(cost);
    let product = cost.mantissa().checked_mul(-i128::from(customers));
    let overflow = || Error::overflow("the cost of a tier", cost);
    to_decimal(product.ok_or_else(overflow)?, cost.scale())
}

impl WhatIf {
    /// Computes the effect of moving a share of the customers, 0 to 1, one tier up. Changes in money are
    /// rounded to `places` decimal places, 0 to 26.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a share outside 0 to 1, and
    /// [`Error::OutOfRange`] where so many customers do not have a tier above; the same, with the
    /// tier's position, for a margin that is not finite or above 1 and for a cost below zero;
    /// [`Error::LengthMismatch`] where there is not one for each tier; [`Error::OutOfRange`] for
    /// fixed costs below zero and for more than 26 decimal places; [`Error::Overflow`] where an
    /// amount exceeds what a decimal holds.
    pub fn new<Id>(
        pyramid: &Pyramid<Id>,
        share: f64,
        assumptions: &Assumptions,
        places: u32,
        strategy: RoundingStrategy,
    ) -> Result<Self> {
        const SHARE: &str = "share of customers moved up";
        let rounded = MoneyRounding::new(places, strategy)?;
        let tiers = pyramid.tiers();
        let profits = assumptions.profits(tiers, |amount, rate| rounded.product(amount, rate))?;
        // Moves are valued by what the margins leave exactly: over many movers what rounding a tier
        // takes would add up.
        let exact_profits = assumptions.profits(tiers, |amount, rate| {
            product(amount, rate).or_else(|_| rounded.product(amount, rate))
        })?;

        let customers = pyramid.rows().len() as u64;
        let moved = Rounding::Nearest.count(Parts::new(SHARE, share)?.of(customers));
        let peopled: Vec<&TierSummary> = tiers.iter().filter(|tier| tier.customers > 0).collect();
        let below_top = peopled.get(1..).unwrap_or_default();
        let heads: Vec<u64> = below_top.iter().map(|tier| tier.customers).collect();
        let movable: u64 = heads.iter().sum();
        if moved > movable {
            let allowed =
                format_args!("at most {movable} of {customers}, who have a tier above them");
            return Err(Error::out_of_range(SHARE, share, allowed));
        }

        let mut upgrades = Vec::with_capacity(heads.len());
        for ((to, from), movers) in peopled.iter().zip(below_top).zip(shared_out(moved, &heads)) {
            let change = |of_to: Decimal, of_from: Decimal| {
                let mean = |total, tier: &TierSummary| Mean {
                    total,
                    of: tier.customers,
                };
                rounded.times_difference(movers, mean(of_to, to), mean(of_from, from))
            };
            let of_both = |profits: &Option<Vec<Decimal>>| {
                let profits = profits.as_ref()?;
                let of = |tier: &TierSummary| profits.get(tier.tier.index()).copied();
                of(to).zip(of(from))
            };
            let change_of = |both: Option<(Decimal, Decimal)>| {
                both.map(|(of_to, of_from)| change(of_to, of_from))
                    .transpose()
            };
            // Amounts too large to be kept exactly are taken as rounded.
            let profit =
                change_of(of_both(&exact_profits)).or_else(|_| change_of(of_both(&profits)))?;
            upgrades.push(Upgrade {
                from: from.tier,
                to: to.tier,
                movers: Proportion::new(movers, from.customers)?,
                revenue: change(to.revenue, from.revenue)?,
                profit,
            });
        }

        let profit = match profits {
            Some(profits) => {
                let mut before = profits;
                let fixed_costs = trimmed(assumptions.fixed_costs);
                before.push(to_decimal(-fixed_costs.mantissa(), fixed_costs.scale())?);
                let changes = upgrades.iter().filter_map(|upgrade| upgrade.profit);
                Some(changed(money::sum(before)?, changes)?)
            }
            None => None,
        };
        Ok(Self {
            share,
            moved: Proportion::new(moved, customers)?,
            revenue: changed(
                pyramid.total(),
                upgrades.iter().map(|upgrade| upgrade.revenue),
            )?,
            profit,
            upgrades,
            assumptions: assumptions.clone(),
            window: pyramid.window(),
            places,
            strategy,
        })
    }
}

fn changed(before: Decimal, changes: impl Iterator<Item = Decimal>) -> Result<MoneyChange> {
    let change = money::sum(changes)?;
    Ok(MoneyChange {
        before,
        after: money::add(before, change)?,
        change,
    })
}

/// So many movers among tiers of these heads, by the largest remainders. There are no more movers
/// than heads.
fn shared_out(movers: u64, heads: &[u64]) -> Vec<u64> {
    let all: u128 = heads.iter().map(|&heads| u128::from(heads)).sum();
    // Whole parts and remainders of movers · heads / all.
    let quotas = heads.iter().map(|&heads| {
        let product = u128::from(movers) * u128::from(heads);
        let whole = product.checked_div(all).unwrap_or_default();
        (whole as u64, product - whole * all)
    });
    let (mut shares, remainders): (Vec<u64>, Vec<u128>) = quotas.unzip();
    let left = movers - shares.iter().sum::<u64>();
    let mut order: Vec<usize> = (0..heads.len()).rev().collect();
    // A stable sort: equal remainders stay in the order from the lowest tier up.
    order.sort_by_key(|&at| std::cmp::Reverse(remainders.get(at).copied()));
    for at in order.into_iter().take(left as usize) {
        if let Some(share) = shares.get_mut(at) {
            *share += 1;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn movers_are_shared_out_by_the_largest_remainders() {
        assert_eq!(shared_out(20, &[40, 150, 800]), [1, 3, 16]);
        assert_eq!(shared_out(0, &[40, 150]), [0, 0]);
        assert_eq!(shared_out(190, &[40, 150]), [40, 150]);
        // All remainders are equal, so the lowest tiers are first.
        assert_eq!(shared_out(2, &[5, 5, 5]), [0, 1, 1]);
        assert_eq!(shared_out(0, &[]), [0; 0]);
    }
}
