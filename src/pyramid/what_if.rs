use rust_decimal::{Decimal, RoundingStrategy};

use super::{Pyramid, Rounding, Tier, TierSummary};
use crate::error::finite;
use crate::estimate::{Proportion, Share};
use crate::numeric::money::{self, to_decimal, trimmed};
use crate::numeric::parts::Parts;
use crate::numeric::rounding::{Mean, Rounding as MoneyRounding, product};
use crate::period::Window;
use crate::{Error, Result};

/// What it would amount to if a share of the customers moved one tier up.
///
/// This is arithmetic on the pyramid, not a forecast: it says what such a move would be worth, not
/// that anything brings it about, what that would cost, or that whoever moves would spend like those
/// who are there already. It puts a figure beside the question whether an upgrading campaign could
/// pay.
///
/// # Who moves
///
/// The share of *all* customers, halves rounded up, moves out of the tiers that have one above, in
/// proportion to their customers. Each gets the whole part of its quota, and the rest goes one by one
/// to the largest remainders, equal ones to the lower tier. So the movers add up to the number
/// exactly, and none of the tiers gives up more customers than it has.
///
/// A tier without customers has no mean revenue and is passed over: whoever would move into it moves
/// to the next above that has some.
///
/// # What they bring
///
/// Each mover brings the mean revenue of the tier moved to in place of that of the tier left, both as
/// they were before the move, and likewise its mean profit.
///
/// ```text
/// k = round(share · n)                                      over all n customers
/// change in revenue = Σ movers · (mean of the tier above − mean of the tier left)
/// ```
///
/// Each move's change is exact before it is rounded, once, as the arguments say; the total is the
/// exact sum of these. Profit by margins whose exact amount, or a product of it, is beyond what the
/// arithmetic holds is rounded tier by tier first, and so is the profit before the move. Of a pyramid of profit all this holds with profit in place of revenue.
///
/// Source: the question is lesson ten of Curry, J. and Curry, A. (2000), *The Customer Marketing
/// Method*, Free Press ([`laws::Benchmark`](super::laws::Benchmark)); how to compute it is not
/// published.
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
/// // A third of revenue is left of a key account's, a fifth of another's; rent is 1800.
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
    /// The share of customers that was to move.
    pub share: f64,
    /// How many that makes, of all customers.
    pub moved: Proportion,
    /// The moves, by the tier left, from the top down.
    pub upgrades: Vec<Upgrade>,
    /// What all customers bring.
    pub revenue: Change,
    /// What is left of it; `None` where the assumptions do not say what is.
    pub profit: Option<Change>,
    /// The assumptions.
    pub assumptions: Assumptions,
    /// The window of the pyramid, where it has one: revenue and profit are those of so long a time.
    pub window: Option<Window>,
    /// The decimal places that changes were rounded to.
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
    /// Those who move, of the tier's customers.
    pub movers: Proportion,
    /// By how much that changes revenue. Never negative: a pyramid's tiers are in order of amounts.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub revenue: Decimal,
    /// By how much that changes profit; `None` where the assumptions do not say what is left.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub profit: Option<Decimal>,
}

/// An amount before and after, in a [`WhatIf`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Change {
    /// As it is.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub before: Decimal,
    /// As it would be.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub after: Decimal,
    /// The one less the other.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub change: Decimal,
}

impl Change {
    /// The change as a share of the amount before: 0.1 for ten per cent more. `None` where that is
    /// zero or negative.
    #[must_use]
    pub fn relative(&self) -> Option<f64> {
        Share::new(self.change, self.before).value()
    }
}

/// What a customer leaves of the revenue, tier by tier, for a [`WhatIf`].
///
/// Between two tiers revenue and profit change in different proportions: a customer further up may
/// cost no more to serve than one further down, or be given a discount.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Margin {
    /// For each tier from the top down, what is left of its revenue, as a fraction of it: at most 1,
    /// negative for a tier that costs more than it brings. Kept to twelve decimal places.
    OfRevenue(Vec<f64>),
    /// For each tier from the top down, what one of its customers costs on average in the window of
    /// the pyramid, the goods among it.
    CostPerCustomer(
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::sequence"))] Vec<Decimal>,
    ),
}

/// What a [`WhatIf`] takes for granted about costs.
///
/// The default says nothing of them, and then there is no profit: it is not guessed.
///
/// ```
/// use retention::pyramid::Assumptions;
/// use rust_decimal::dec;
///
/// // What serving one customer of Top, Big, Medium and Small costs in a year.
/// let assumptions = Assumptions::default()
///     .costs_per_customer([dec!(9000), dec!(2500), dec!(700), dec!(160)])
///     .fixed_costs(dec!(120000));
/// assert!(assumptions.margin.is_some());
/// ```
///
/// As JSON, in which what is missing is the default:
///
/// ```text
/// {"margin": {"of_revenue": [0.3, 0.25, 0.2, -0.05]}, "fixed_costs": "120000"}
/// {"margin": {"cost_per_customer": ["9000", "2500", "700", "160"]}}
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Assumptions {
    /// What is left of revenue. `None`, nothing known, is the default.
    pub margin: Option<Margin>,
    /// Costs in the window of the pyramid that do not change with the customers' tiers, zero or more.
    /// Zero is the default.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub fixed_costs: Decimal,
}

impl Assumptions {
    /// Sets what is left of each tier's revenue, from the top down, as a fraction of it.
    #[must_use]
    pub fn margins(mut self, margins: impl Into<Vec<f64>>) -> Self {
        self.margin = Some(Margin::OfRevenue(margins.into()));
        self
    }

    /// Sets what one customer of each tier costs on average, from the top down.
    #[must_use]
    pub fn costs_per_customer(mut self, costs: impl Into<Vec<Decimal>>) -> Self {
        self.margin = Some(Margin::CostPerCustomer(costs.into()));
        self
    }

    /// Sets the costs that do not change with the customers' tiers.
    #[must_use]
    pub fn fixed_costs(mut self, costs: Decimal) -> Self {
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
        match &self.margin {
            None => Ok(None),
            Some(Margin::OfRevenue(margins)) => {
                const MARGIN: &str = "margin";
                let of = |(summary, &margin): (&TierSummary, &f64)| {
                    if finite(MARGIN, margin)? > 1.0 {
                        return Err(Error::out_of_range(MARGIN, margin, "at most 1"));
                    }
                    product(summary.revenue, margin)
                };
                each("margins", tiers, margins, of).map(Some)
            }
            Some(Margin::CostPerCustomer(costs)) => {
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
        .map(|(row, pair)| of(pair).map_err(|error| error.at_row(row)))
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
    /// Moves a share of the customers one tier up; changes in money are rounded to so many decimal
    /// places.
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

fn changed(before: Decimal, changes: impl Iterator<Item = Decimal>) -> Result<Change> {
    let change = money::sum(changes)?;
    Ok(Change {
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
