//! What the bridge of each period adds up.

use rust_decimal::Decimal;

use super::passage::{Passage, passages};
use super::{BridgePeriod, Customers, Movement, Movements, renewals};
use crate::numeric::money::{MoneySum, add, subtract, sum};
use crate::period::{Calendar, Window};
use crate::subscriptions::{Account, Subscription};
use crate::{Error, Result};

/// Customers, or changes, with their amounts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    count: u64,
    amount: MoneySum,
}

impl Sum {
    pub(super) fn add(&mut self, amount: Decimal) -> Result<()> {
        self.count = self.count.saturating_add(1);
        self.amount.add(amount)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        self.count = self.count.saturating_add(other.count);
        self.amount.add(other.amount.finish()?)
    }

    fn finish(self) -> Result<Customers> {
        Ok(Customers {
            count: self.count,
            amount: self.amount.finish()?,
        })
    }
}

/// What happens in one period.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct OfPeriod {
    movements: [Sum; Movement::ALL.len()],
    /// Of those there at the start: who is gone at the end, what the others pay less, and what more.
    lost: Sum,
    less: Sum,
    more: Sum,
    joined: u64,
    joined_lost: u64,
    pub(super) up_for_renewal: Sum,
    pub(super) renewed: Sum,
}

/// The difference of two amounts that a customer pays.
fn difference(before: Option<Decimal>, after: Option<Decimal>) -> Result<Decimal> {
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    subtract(before.max(after), before.min(after))
}

impl OfPeriod {
    fn add(&mut self, passage: &Passage<'_>, movements: Movements) -> Result<()> {
        let mut added = Ok(());
        passage.each(movements, |movement, before, after| {
            if let Some(sum) = self.movements.get_mut(movement as usize)
                && added.is_ok()
            {
                added = difference(before, after).and_then(|amount| sum.add(amount));
            }
        });
        added?;
        let (start, end) = (passage.start, passage.end());
        let by_ends = match passage.net() {
            Some(Movement::Churn) => Some(&mut self.lost),
            Some(Movement::Contraction) => Some(&mut self.less),
            Some(Movement::Expansion) => Some(&mut self.more),
            _ => None,
        };
        if let Some(sum) = by_ends {
            sum.add(difference(start, end)?)?;
        }
        if passage.joined() {
            self.joined = self.joined.saturating_add(1);
            self.joined_lost += u64::from(end.is_none());
        }
        Ok(())
    }

    fn merge(&mut self, other: &Self) -> Result<()> {
        for (ours, theirs) in self.movements.iter_mut().zip(other.movements) {
            ours.merge(theirs)?;
        }
        self.lost.merge(other.lost)?;
        self.less.merge(other.less)?;
        self.more.merge(other.more)?;
        self.joined = self.joined.saturating_add(other.joined);
        self.joined_lost = self.joined_lost.saturating_add(other.joined_lost);
        self.up_for_renewal.merge(other.up_for_renewal)?;
        self.renewed.merge(other.renewed)
    }
}

/// The bridges of some customers as they are added up.
#[derive(Debug)]
pub(super) struct Sums {
    start: Sum,
    periods: Vec<OfPeriod>,
    due: Vec<chrono::NaiveDate>,
}

impl Sums {
    pub(super) fn new(calendar: &Calendar) -> Self {
        Self {
            start: Sum::default(),
            periods: vec![OfPeriod::default(); calendar.periods.len()],
            due: Vec::new(),
        }
    }

    pub(super) fn add(
        &mut self,
        rows: &[Subscription<()>],
        account: &Account,
        calendar: &Calendar,
        movements: Movements,
    ) -> Result<()> {
        let (at_start, passages) = passages(account, calendar);
        if let Some(amount) = at_start {
            self.start.add(amount)?;
        }
        for passage in passages {
            if let Some(period) = self.periods.get_mut(passage.period) {
                period.add(&passage, movements)?;
            }
        }
        renewals::add(rows, account, calendar, &mut self.due, &mut self.periods)
    }

    pub(super) fn merge(&mut self, other: &Self) -> Result<()> {
        self.start.merge(other.start)?;
        for (ours, theirs) in self.periods.iter_mut().zip(&other.periods) {
            ours.merge(theirs)?;
        }
        Ok(())
    }

    pub(super) fn finish(self, calendar: &Calendar) -> Result<Vec<BridgePeriod>> {
        let mut start = self.start.finish()?;
        let mut made = Vec::with_capacity(self.periods.len());
        for (of_period, &period) in self.periods.into_iter().zip(&calendar.periods) {
            let bridge = finished(of_period, start, period, calendar)?;
            start = bridge.end;
            made.push(bridge);
        }
        Ok(made)
    }
}

fn finished(
    sums: OfPeriod,
    start: Customers,
    period: Window,
    calendar: &Calendar,
) -> Result<BridgePeriod> {
    let [new, reactivation, expansion, contraction, churn] = sums.movements;
    let [new, reactivation] = [new.finish()?, reactivation.finish()?];
    let (expansion, contraction, churn) =
        (expansion.finish()?, contraction.finish()?, churn.finish()?);
    let gained = sum([
        start.amount,
        new.amount,
        reactivation.amount,
        expansion.amount,
    ])?;
    let end = subtract(gained, add(contraction.amount, churn.amount)?)?;
    let count = (start.count + new.count + reactivation.count).checked_sub(churn.count);
    let lost = sums.lost.finish()?;
    let kept = subtract(start.amount, lost.amount)?;
    let kept = subtract(kept, sums.less.finish()?.amount)?;
    Ok(BridgePeriod {
        period,
        complete: calendar.is_complete(period),
        start,
        new,
        reactivation,
        expansion,
        contraction,
        churn,
        end: Customers {
            count: count.ok_or_else(|| Error::overflow("the customers of a bridge", period))?,
            amount: end,
        },
        lost: lost.count,
        joined: sums.joined,
        joined_and_lost: sums.joined_lost,
        kept,
        kept_and_expanded: add(kept, sums.more.finish()?.amount)?,
        up_for_renewal: sums.up_for_renewal.finish()?,
        renewed: sums.renewed.finish()?,
    })
}
