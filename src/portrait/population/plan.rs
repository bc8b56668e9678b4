use std::cmp::Ordering;
use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

#[cfg(feature = "serde")]
use super::leaving_customers::as_text;
use super::left_out::{LeftOut, LeftOutCount, LeftOutRow, counted};
use super::{PortraitRow, Portraits};
use crate::keyed::Keyed;
use crate::macros::{named_enum, options};
use crate::numeric::money::{self, MoneySum};
use crate::portrait::{Action, Dimension, StrategyTable};
use crate::{Error, Result};

/// What is recommended for one customer.
///
/// See the example of [`RetentionPlan`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum PlanStep<A> {
    /// To act.
    Act {
        /// What to do.
        action: A,
        /// What it costs for this customer, 0 or more.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        cost: Decimal,
    },
    /// To let the customer go.
    LetGo,
    /// Nothing.
    Nothing,
}

named_enum! {
    /// What a plan does with customers whose relationship has ended.
    ///
    /// See the example of [`RetentionPlan`].
    #[derive(Default)]
    pub enum EndedCustomers {
        /// They are left out. The default: they are to be won back, and not to be kept.
        #[default]
        LeaveOut = "leave_out",
        /// They are planned for as the others are.
        Include = "include",
    }
}

options! {
    /// For whom a retention plan is made, and what it may cost.
    ///
    /// See the example of [`RetentionPlan`].
    #[derive(Copy, Eq, Hash)]
    pub struct PlanOptions {
        /// What the plan may cost, 0 or more; `None` for as much as it takes. Default: none.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
        pub budget: Option<Decimal> = None,
        /// What it does with customers whose relationship or contract has ended. Default: it leaves them out.
        pub ended: EndedCustomers = EndedCustomers::LeaveOut,
    }
}

/// A customer of a [`RetentionPlan`]: who, what, at which cost, and what is at stake.
///
/// It is written flat, the action as its text, such as `contact: thanks`.
///
/// See the example of [`RetentionPlan`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(bound(serialize = "Id: serde::Serialize, A: std::fmt::Display"))
)]
#[non_exhaustive]
pub struct PlanRow<Id, A> {
    /// The customer.
    pub customer: Id,
    /// What to do.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_text"))]
    pub action: A,
    /// The value at risk with this customer.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value_at_stake: Decimal,
    /// What the action costs.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub cost: Decimal,
    /// What the plan costs up to this customer.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub cost_so_far: Decimal,
    /// The value at stake up to this customer.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value_so_far: Decimal,
}

/// One action of a [`RetentionPlan`]. It is written flat, the action as its text.
///
/// See the example of [`RetentionPlan`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(bound(serialize = "A: std::fmt::Display"))
)]
#[non_exhaustive]
pub struct ActionTotal<A> {
    /// What to do.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_text"))]
    pub action: A,
    /// With how many customers.
    pub customers: u64,
    /// What that costs.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub cost: Decimal,
    /// What is at stake with them.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value_at_stake: Decimal,
}

/// Whom to act on, how, at which cost, and what is at stake, within a budget.
///
/// Customers are taken by the value at stake for each unit of cost, the highest first; whoever no longer
/// fits the budget is left out, and cheaper ones after them are still taken. Equal ones stand by value, then
/// by key.
///
/// ```text
/// value at stake = value at risk = expected value · (1 − chance of a return)
/// ```
///
/// # How good it is
///
/// Where all actions cost the same, no other choice within the budget has more at stake. Otherwise the best
/// choice may have more, but never more than [`best_at_most`](Self::best_at_most): what it would be if a part
/// of the first customer who does not fit could be taken. That is less than one customer's value more than
/// the plan has (Dantzig, G. B. (1957), "Discrete-variable extremum problems", *Operations Research* 5(2):
/// 266–277).
///
/// # What it can say
///
/// Value at stake is not value saved. How many of these customers an action keeps, only a
/// [campaign](crate::economics::Campaign) with a group left alone can show; [`arms`](Self::arms) draws the group.
/// Customers who are as good as lost have most of their value at stake, and few of them answer: let them go by
/// [`PlanStep::LetGo`].
///
/// A plan holds what is done customer by customer. What is done once for all, such as improving an attribute of
/// the product, has no cost for one of them and is not in it, however many customers it is recommended for:
/// [`Advice`](crate::portrait::Advice) names it.
///
/// ```
/// use retention::lifecycle::Stage;
/// use retention::portrait::{
///     PlanStep, Dimension, Evidence, LeftOut, Options, PlanOptions, Portraits, RetentionPlan,
/// };
/// use rust_decimal::{Decimal, dec};
///
/// let known = |stage, chance, value: i64| Evidence::default()
///     .stage(Some(stage))
///     .chance_of_return(Some(chance))
///     .expected_value(Some(Decimal::from(value)));
/// let portraits = Portraits::of(
///     [
///         ("Ann", known(Stage::Decline, 0.4, 500)),
///         ("Ben", known(Stage::Decline, 0.5, 100)),
///         ("Cem", known(Stage::Maturity, 0.8, 400)),
///         ("Dee", known(Stage::Termination, 0.02, 900)),
///         ("Eve", Evidence::default().stage(Some(Stage::Decline))),
///     ],
///     &Options::default(),
/// )?;
/// let step = |row: &retention::portrait::PortraitRow<&str>| match row.portrait.levels.of(Dimension::Stage) {
///     "decline" => PlanStep::Act { action: "call", cost: dec!(20) },
///     _ => PlanStep::Act { action: "letter", cost: dec!(2) },
/// };
/// let options = PlanOptions::default().budget(Some(dec!(25)));
/// let plan = RetentionPlan::of(&portraits, step, options)?;
/// let rows: Vec<_> = plan.rows.iter().map(|row| (row.customer, row.action, row.value_at_stake)).collect();
/// assert_eq!(rows, [("Cem", "letter", dec!(80.00)), ("Ann", "call", dec!(300.00))]);
/// assert_eq!((plan.cost, plan.value_at_stake), (dec!(22), dec!(380.00)));
/// assert_eq!(plan.left_out.get("Ben").unwrap().because, LeftOut::Budget);
/// assert_eq!(plan.left_out.get("Dee").unwrap().because, LeftOut::Ended);
/// assert_eq!(plan.left_out.get("Eve").unwrap().because, LeftOut::ValueNotKnown);
/// // With a part of Ben it would be 387.50, and no choice has more.
/// assert_eq!(plan.best_at_most, dec!(387.50));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(bound(serialize = "Id: serde::Serialize, A: std::fmt::Display"))
)]
#[non_exhaustive]
#[doc(alias = "挽留计划")]
pub struct RetentionPlan<Id, A> {
    /// The customers to act on, with the most at stake for each unit of cost first.
    pub rows: Vec<PlanRow<Id, A>>,
    /// What the plan costs.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub cost: Decimal,
    /// What is at stake with its customers.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value_at_stake: Decimal,
    /// What is at stake with the best choice within the budget, at most. It is what the plan has where all
    /// actions cost the same.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub best_at_most: Decimal,
    /// What is done how often, in the order of the actions.
    pub actions: Vec<ActionTotal<A>>,
    /// The other customers, and why they are not in it, by key.
    pub left_out: Keyed<LeftOutRow<Id>>,
    /// How many are left out for each reason.
    pub left_out_counts: Vec<LeftOutCount>,
    /// The budget, and for whom the plan was made.
    pub options: PlanOptions,
}

/// A customer who may be taken.
struct Candidate<'a, Id, A> {
    row: &'a PortraitRow<Id>,
    action: A,
    cost: Decimal,
    value: Decimal,
    /// Value over cost; infinite where it costs nothing.
    ratio: f64,
}

impl<Id: Ord, A> Candidate<'_, Id, A> {
    fn order(&self, other: &Self) -> Ordering {
        let by_ratio = other.ratio.total_cmp(&self.ratio);
        let by_value = by_ratio.then_with(|| other.value.cmp(&self.value));
        by_value.then_with(|| self.row.customer.cmp(&other.row.customer))
    }
}

/// What is chosen so far.
struct Chosen<Id, A> {
    rows: Vec<PlanRow<Id, A>>,
    cost: MoneySum,
    value: MoneySum,
    /// The bound of the best choice, known from the first customer who does not fit; `None` where the choice
    /// is the best.
    best_at_most: Option<Decimal>,
}

impl<Id: Ord + Clone, A: Ord + Clone> RetentionPlan<Id, A> {
    /// Makes the plan. `step` says what to do with a customer, and what that costs.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a budget below 0, and, with the position of the customer, for a cost below
    /// 0; [`Error::Overflow`] if a sum of money exceeds what a decimal holds: of those in the plan, or of those
    /// left out for one reason.
    pub fn of(
        portraits: &Portraits<Id>,
        mut step: impl FnMut(&PortraitRow<Id>) -> PlanStep<A>,
        options: PlanOptions,
    ) -> Result<Self> {
        if let Some(budget) = options.budget {
            not_negative("budget", budget)?;
        }
        let (mut candidates, mut left_out) = (Vec::new(), Vec::new());
        for (position, row) in portraits.rows().iter().enumerate() {
            let judged = judged(row, step(row), options.ended);
            match judged.map_err(|error| error.at_row(position))? {
                Ok(candidate) => candidates.push(candidate),
                Err(because) => left_out.push(LeftOutRow::new(row, because)),
            }
        }
        candidates.sort_unstable_by(Candidate::order);
        let chosen = Chosen::of(candidates, options.budget, &mut left_out)?;
        let value_at_stake = chosen.value.finish()?;
        Ok(Self {
            cost: chosen.cost.finish()?,
            value_at_stake,
            best_at_most: chosen
                .best_at_most
                .unwrap_or(value_at_stake)
                .max(value_at_stake),
            actions: totals(&chosen.rows)?,
            rows: chosen.rows,
            left_out_counts: counted(&left_out)?,
            left_out: Keyed::from_unsorted(left_out)?,
            options,
        })
    }
}

impl<Id: Ord + Clone> RetentionPlan<Id, Action> {
    /// Makes the plan by a table of rules. Each customer gets the first recommended action that
    /// has a cost: `cost` says what an action costs for one customer, or `None` for one that is not taken
    /// customer by customer, such as improving a product, which is then never in the plan. Customers are let go
    /// whom the table lets go.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    ///
    /// ```
    /// use retention::lifecycle::Stage;
    /// use retention::portrait::{
    ///     Action, Approach, Contract, Evidence, Options, PlanOptions, Portraits, RetentionPlan, StrategyTable,
    /// };
    /// use rust_decimal::dec;
    ///
    /// let evidence = Evidence::default()
    ///     .contract(Some(Contract::EndsSoon))
    ///     .chance_of_return(Some(0.5))
    ///     .expected_value(Some(dec!(300)));
    /// let portraits = Portraits::of([("Ann", evidence)], &Options::default())?;
    /// let cost = |action| match action {
    ///     Action::Contact(_) => Some(dec!(15)),
    ///     _ => None,
    /// };
    /// let table = StrategyTable::literature();
    /// let plan = RetentionPlan::by_table(&portraits, &table, cost, PlanOptions::default())?;
    /// assert_eq!(plan.rows[0].action, Action::Contact(Approach::ContractTalk));
    /// assert_eq!(plan.rows[0].value_at_stake, dec!(150.00));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn by_table(
        portraits: &Portraits<Id>,
        table: &StrategyTable,
        cost: impl Fn(Action) -> Option<Decimal>,
        options: PlanOptions,
    ) -> Result<Self> {
        let step = |row: &PortraitRow<Id>| {
            let advice = table.advise(&row.portrait, &row.evidence);
            if advice.contains(Action::LetGo) {
                return PlanStep::LetGo;
            }
            let mut priced = advice
                .actions()
                .filter_map(|action| Some((action, cost(action)?)));
            priced
                .next()
                .map_or(PlanStep::Nothing, |(action, cost)| PlanStep::Act {
                    action,
                    cost,
                })
        };
        Self::of(portraits, step, options)
    }
}

/// Says what a customer costs and what is at stake, or why they are left out.
fn judged<Id, A>(
    row: &PortraitRow<Id>,
    step: PlanStep<A>,
    ended: EndedCustomers,
) -> Result<Result<Candidate<'_, Id, A>, LeftOut>> {
    let (action, cost) = match step {
        PlanStep::Act { action, cost } => (action, cost),
        PlanStep::LetGo => return Ok(Err(LeftOut::LetGo)),
        PlanStep::Nothing => return Ok(Err(LeftOut::NoAction)),
    };
    not_negative("cost of an action", cost)?;
    if ended == EndedCustomers::LeaveOut && has_ended(row) {
        return Ok(Err(LeftOut::Ended));
    }
    let Some(value) = row.portrait.value_at_risk else {
        return Ok(Err(LeftOut::ValueNotKnown));
    };
    if value.is_zero() || value < cost {
        return Ok(Err(LeftOut::CostsMore));
    }
    Ok(Ok(Candidate {
        row,
        action,
        cost,
        value,
        ratio: money::ratio(value, cost).unwrap_or(f64::INFINITY),
    }))
}

fn has_ended<Id>(row: &PortraitRow<Id>) -> bool {
    let levels = &row.portrait.levels;
    levels.of(Dimension::Stage) == "termination" || levels.of(Dimension::Contract) == "ended"
}

fn not_negative(argument: &'static str, amount: Decimal) -> Result<()> {
    if amount < Decimal::ZERO {
        return Err(Error::out_of_range(argument, amount, "0 or more"));
    }
    Ok(())
}

impl<Id: Ord + Clone, A> Chosen<Id, A> {
    fn of(
        candidates: Vec<Candidate<'_, Id, A>>,
        budget: Option<Decimal>,
        left_out: &mut Vec<LeftOutRow<Id>>,
    ) -> Result<Self> {
        let mut chosen = Self {
            rows: Vec::with_capacity(candidates.len()),
            cost: MoneySum::default(),
            value: MoneySum::default(),
            best_at_most: None,
        };
        let first = candidates.first().map(|candidate| candidate.cost);
        let costs_differ = candidates.iter().any(|it| Some(it.cost) != first);
        for candidate in candidates {
            let mut cost = chosen.cost;
            cost.add(candidate.cost)?;
            let cost_so_far = cost.finish()?;
            if let Some(budget) = budget.filter(|&budget| cost_so_far > budget) {
                if costs_differ {
                    chosen.bound(&candidate, budget)?;
                }
                left_out.push(LeftOutRow::new(candidate.row, LeftOut::Budget));
                continue;
            }
            chosen.cost = cost;
            chosen.value.add(candidate.value)?;
            chosen.rows.push(PlanRow {
                customer: candidate.row.customer.clone(),
                action: candidate.action,
                value_at_stake: candidate.value,
                cost: candidate.cost,
                cost_so_far,
                value_so_far: chosen.value.finish()?,
            });
        }
        chosen.rows.shrink_to_fit();
        Ok(chosen)
    }

    /// Notes what a choice may have at most, at the first customer who does not fit.
    fn bound(&mut self, first: &Candidate<'_, Id, A>, budget: Decimal) -> Result<()> {
        if self.best_at_most.is_none() {
            let left = money::subtract(budget, self.cost.finish()?)?;
            let part = part(first.value, left, first.cost);
            self.best_at_most = Some(money::add(self.value.finish()?, part)?);
        }
        Ok(())
    }
}

/// The part of a value that so much of its cost pays for, rounded up to the value's own decimal places, or the
/// whole of it where digits do not suffice.
fn part(value: Decimal, paid: Decimal, cost: Decimal) -> Decimal {
    let part = value
        .checked_mul(paid)
        .and_then(|product| product.checked_div(cost));
    let up = RoundingStrategy::ToPositiveInfinity;
    part.map_or(value, |part| {
        part.round_dp_with_strategy(value.scale(), up).min(value)
    })
}

/// What is done how often.
fn totals<Id, A: Ord + Clone>(rows: &[PlanRow<Id, A>]) -> Result<Vec<ActionTotal<A>>> {
    let mut sums: BTreeMap<&A, (u64, MoneySum, MoneySum)> = BTreeMap::new();
    for row in rows {
        let (customers, cost, value) = sums.entry(&row.action).or_default();
        *customers += 1;
        cost.add(row.cost)?;
        value.add(row.value_at_stake)?;
    }
    let totals = sums.into_iter().map(|(action, (customers, cost, value))| {
        Ok(ActionTotal {
            action: action.clone(),
            customers,
            cost: cost.finish()?,
            value_at_stake: value.finish()?,
        })
    });
    totals.collect()
}
