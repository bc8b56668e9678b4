//! Who moved between plans.

use std::collections::BTreeMap;
use std::hash::Hash;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::counted::Cell;
use crate::keyed::Keyed;
use crate::numeric::money::MoneySum;
use crate::period::Window;
use crate::segment::Segment;
use crate::subscriptions::{Account, Options, SubscriptionLog};
use crate::{Error, Result};

/// How many customers moved from one plan to another over a window, with their recurring amounts.
///
/// A customer of several plans stands in the one that they pay most for, and of equal ones in the first.
/// The amount is that of the customer with all plans. So each customer counts once, and the table agrees
/// with the bridge over the same window, [`BridgePeriod::of`](super::BridgePeriod::of), by movements at
/// the ends:
///
/// ```text
/// cells from a plan, before        add up to    start
/// cells to a plan, after                        end
/// cells from nowhere, after                     new + reactivation
/// cells to nowhere, before                      churn
/// the others, after − before                    expansion − contraction
/// ```
///
/// Who moves to a dearer plan may still pay less, where they drop another product.
///
/// See the [example](crate::churn::PlanTransfers::of).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PlanTransfers<S> {
    /// Each pair of plans with a customer, by the plan at the start, then by the plan at the end. `None`
    /// is for no customer, and comes last. Its cells go into a CSV file as they are.
    pub cells: Vec<Cell<S>>,
    /// Each plan in order, with its customers at the start and at the end.
    pub plans: Vec<PlanEnds<S>>,
    /// Customers with several plans at the start.
    pub several_at_start: u64,
    /// Customers with several plans at the end.
    pub several_at_end: u64,
    /// The window; its last day is the as-of date.
    pub window: Window,
    /// What says who is a customer, and at what amount.
    pub options: Options,
}

/// The customers of a plan at the start and at the end of a window, with their recurring amounts.
///
/// See the [example](crate::churn::PlanTransfers::of).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PlanEnds<S> {
    /// The plan.
    pub plan: S,
    /// Its customers at the end of the day before the window.
    pub start_customers: u64,
    /// Their recurring amounts together.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub start_amount: Decimal,
    /// Its customers at the end of the window.
    pub end_customers: u64,
    /// Their recurring amounts together.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub end_amount: Decimal,
}

impl<S: Ord + Clone> PlanTransfers<S> {
    /// Counts who moved from which plan to which over a window.
    ///
    /// The logs by plan are those of [`by_segment`](SubscriptionLog::by_segment), or of a
    /// [`BySegment`](crate::segment::BySegment) of builders. Anything that divides the rows is a plan, such
    /// as the billing period.
    ///
    /// # Errors
    /// [`Error::Empty`] without a subscription; [`Error::OutOfRange`] for more than 26 decimal places;
    /// [`Error::Overflow`] if money exceeds what a decimal holds.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::Accumulator;
    /// use retention::churn::PlanTransfers;
    /// use retention::period::Window;
    /// use retention::segment::BySegment;
    /// use retention::subscriptions::{Builder, Options, Subscription};
    /// use rust_decimal::dec;
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// let mut plans = BySegment::new(Builder::new());
    /// plans.extend([
    ///     ("basic", Subscription::monthly("Ann", date(1, 1), Some(date(2, 9)), dec!(8))),
    ///     ("pro", Subscription::monthly("Ann", date(2, 10), None, dec!(20))),
    ///     ("basic", Subscription::monthly("Ben", date(1, 1), Some(date(2, 20)), dec!(8))),
    ///     ("pro", Subscription::monthly("Cem", date(2, 5), None, dec!(20))),
    /// ])?;
    /// let february = Window::new(date(2, 1), date(2, 29))?;
    /// let moved = PlanTransfers::of(&plans.finish()?, february, Options::default())?;
    /// let upgraded = moved.get(Some(&"basic"), Some(&"pro")).ok_or("nobody")?;
    /// assert_eq!((upgraded.customers, upgraded.before, upgraded.after), (1, dec!(8), dec!(20)));
    /// assert_eq!(moved.count(Some(&"basic"), None), 1); // Ben left
    /// assert_eq!(moved.count(None, Some(&"pro")), 1); // Cem came
    /// assert_eq!((moved.plans[1].plan, moved.plans[1].end_amount), ("pro", dec!(40)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "upgrades and downgrades")]
    pub fn of<Id: Ord + Hash + Clone>(
        logs: &Keyed<Segment<S, SubscriptionLog<Id>>>,
        window: Window,
        options: Options,
    ) -> Result<Self> {
        let logs = logs
            .iter()
            .filter_map(|own| Some((&own.segment, own.output.as_ref()?)));
        let (plans, logs): (Vec<&S>, Vec<_>) = logs.unzip();
        let rows = logs.iter().flat_map(|log| log.rows());
        let all = SubscriptionLog::from_rows(rows.map(|row| row.cloned()))?;
        let ends = Ends::of(window);
        let mut places = vec![[Place::default(); 2]; all.customers().len()];
        for (plan, log) in logs.iter().enumerate() {
            for (id, account) in log.accounts(window, options)?.iter() {
                let found = all.customers().binary_search(id).ok();
                if let Some(places) = found.and_then(|at| places.get_mut(at)) {
                    ends.place(places, plan, &account);
                }
            }
        }
        let mut table = Table::default();
        let accounts = all.accounts(window, options);
        let accounts = accounts.map_err(Error::without_position)?;
        for ((_, account), places) in accounts.iter().zip(&places) {
            table.add(ends.amounts(&account), places, plans.len())?;
        }
        Ok(Self {
            cells: table.cells(&plans)?,
            plans: table.plans(&plans)?,
            several_at_start: table.several[0],
            several_at_end: table.several[1],
            window,
            options,
        })
    }

    /// Returns the customers who went from one plan to another; `None` is for no customer at that end.
    /// It is `None` if nobody did.
    ///
    /// See the [example](Self::of).
    #[must_use]
    pub fn get(&self, from: Option<&S>, to: Option<&S>) -> Option<&Cell<S>> {
        let mut cells = self.cells.iter();
        cells.find(|cell| cell.from.as_ref() == from && cell.to.as_ref() == to)
    }

    /// Returns how many customers went from one plan to another; `None` is for no customer at that end.
    ///
    /// See the [example](Self::of).
    #[must_use]
    pub fn count(&self, from: Option<&S>, to: Option<&S>) -> u64 {
        self.get(from, to).map_or(0, |cell| cell.customers)
    }
}

/// What is paid for a plan, or when it was over where nothing is in force.
type Rank = (Option<Decimal>, Option<NaiveDate>);

/// Where a customer stands on a day.
#[derive(Clone, Copy, Default)]
struct Place {
    /// The best rank of a plan so far, and its position.
    best: Option<(Rank, usize)>,
    /// How many plans are in force.
    plans: u32,
}

/// The day before a window, and its last.
struct Ends([Option<NaiveDate>; 2]);

impl Ends {
    fn of(window: Window) -> Self {
        Self([window.from().pred_opt(), Some(window.to())])
    }

    fn amounts(&self, account: &Account) -> [Option<Decimal>; 2] {
        self.0.map(|day| day.and_then(|day| account.at(day)))
    }

    /// Takes a plan of the customer. The first plan comes first.
    fn place(&self, places: &mut [Place; 2], plan: usize, account: &Account) {
        for (place, day) in places.iter_mut().zip(self.0) {
            let Some(day) = day else { continue };
            let amount = account.at(day);
            place.plans = place.plans.saturating_add(amount.is_some().into());
            // Within a short gap nothing is in force: the plan that was the last counts.
            let levels = account.levels().iter();
            let since = levels.rev().map(|level| level.from).find(|&it| it <= day);
            let rank = (amount, since.filter(|_| amount.is_none()));
            let known = place.best.map_or((None, None), |(rank, _)| rank);
            if rank > known {
                place.best = Some((rank, plan));
            }
        }
    }
}

/// Customers of a cell with their money.
#[derive(Clone, Copy, Default)]
struct Sums {
    customers: u64,
    amounts: [MoneySum; 2],
}

#[derive(Default)]
struct Table {
    /// By the positions of both plans; nowhere comes last.
    cells: BTreeMap<[usize; 2], Sums>,
    several: [u64; 2],
}

impl Table {
    fn add(
        &mut self,
        amounts: [Option<Decimal>; 2],
        places: &[Place; 2],
        nowhere: usize,
    ) -> Result<()> {
        if amounts == [None; 2] {
            return Ok(());
        }
        let mut at = [nowhere; 2];
        let ends = at.iter_mut().zip(&mut self.several);
        for ((at, several), (amount, place)) in ends.zip(amounts.iter().zip(places)) {
            if amount.is_some() {
                *at = place.best.map_or(nowhere, |(_, plan)| plan);
                *several = several.saturating_add((place.plans > 1).into());
            }
        }
        let cell = self.cells.entry(at).or_default();
        cell.customers = cell.customers.saturating_add(1);
        for (sum, amount) in cell.amounts.iter_mut().zip(amounts) {
            sum.add(amount.unwrap_or_default())?;
        }
        Ok(())
    }

    fn cells<S: Clone>(&self, plans: &[&S]) -> Result<Vec<Cell<S>>> {
        let plan = |at: usize| plans.get(at).map(|&plan| plan.clone());
        let cells = self.cells.iter().map(|(&[from, to], sums)| {
            Ok(Cell {
                from: plan(from),
                to: plan(to),
                customers: sums.customers,
                before: sums.amounts[0].finish()?,
                after: sums.amounts[1].finish()?,
            })
        });
        cells.collect()
    }

    fn plans<S: Clone>(&self, plans: &[&S]) -> Result<Vec<PlanEnds<S>>> {
        let plans = plans.iter().enumerate().map(|(at, &plan)| {
            let [start, end] = [self.of(at, 0)?, self.of(at, 1)?];
            Ok(PlanEnds {
                plan: plan.clone(),
                start_customers: start.0,
                start_amount: start.1,
                end_customers: end.0,
                end_amount: end.1,
            })
        });
        plans.collect()
    }

    /// The customers of a plan at one end.
    fn of(&self, plan: usize, end: usize) -> Result<(u64, Decimal)> {
        let (mut customers, mut amount) = (0_u64, MoneySum::default());
        for (at, sums) in &self.cells {
            if at.get(end) == Some(&plan) {
                customers = customers.saturating_add(sums.customers);
                if let Some(sum) = sums.amounts.get(end) {
                    amount.add(sum.finish()?)?;
                }
            }
        }
        Ok((customers, amount.finish()?))
    }
}
