use chrono::NaiveDate;

use super::Rules;
use super::plain::Spent;
use super::trend::{Evidence, Judged, Trial};
use crate::period::{Period, Window, days_between};
use crate::purchases::History;
use crate::{Error, Result};

/// What the rules need to know of a customer, gathered in one walk over their purchases.
///
/// The walk is by day whatever the grain. A period counts as a purchase if one of its days does, but
/// money stays at its own day: by period, the money of three months that end in the middle of a month
/// would be that of two and a half.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    pub(super) purchases: u32,
    /// The first days of the periods.
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    /// The days themselves.
    pub(super) first_day: NaiveDate,
    pub(super) last_day: NaiveDate,
    /// Purchases in the periods that are compared.
    pub(super) purchases_before: u32,
    pub(super) purchases_recent: u32,
    pub(super) before: i128,
    pub(super) recent: i128,
    pub(super) revenue: i128,
    pub(super) scale: u32,
    /// Days since the last purchase.
    pub(super) silence: u32,
    /// Days since the first.
    pub(super) tenure: u32,
    pub(super) trend: Judged,
}

impl Facts {
    /// Gathers the facts; `None` without a purchase. It calls `interval` with the number of purchases
    /// before each interval, and its days.
    #[inline]
    pub(super) fn of(
        history: &History<'_>,
        day: &Day,
        interval: impl FnMut(u32, u32),
    ) -> Result<Option<Self>> {
        if day.trial.only_counts()
            && let Some((dates, amounts)) = history.narrow_rows()
            && let Some(spent) = Spent::of(dates, amounts, day)
        {
            return Self::of_plain(dates, &spent, history.scale(), day, interval);
        }
        Self::of_events(history, day, interval)
    }

    /// Gathers the facts where refunds may reduce the purchases before them, or each purchase is
    /// compared by its money.
    pub(super) fn of_events(
        history: &History<'_>,
        day: &Day,
        mut interval: impl FnMut(u32, u32),
    ) -> Result<Option<Self>> {
        let mut facts: Option<Self> = None;
        let mut failed = None;
        // The last period that counts among those compared, and the span that it began in.
        let mut compared = None;
        // Days never overflow, and a sum of their squares is exact for all but the longest calendars.
        let mut squares = 0.0;
        let mut amounts = day.trial.amounts();
        history.for_each_event(Period::Day, |event| {
            let start = match day.grain.start_of(event.start) {
                Ok(start) => start,
                Err(error) => {
                    failed = Some(error);
                    return;
                }
            };
            let facts = facts.get_or_insert(Self {
                purchases: 0,
                first: start,
                last: start,
                first_day: event.start,
                last_day: event.start,
                purchases_before: 0,
                purchases_recent: 0,
                before: 0,
                recent: 0,
                revenue: 0,
                scale: history.scale(),
                silence: 0,
                tenure: 0,
                trend: Judged::UNTOLD,
            });
            facts.last_day = event.start;
            if facts.purchases == 0 {
                facts.purchases = 1;
            } else if facts.last != start {
                let waited = days(facts.last, start);
                interval(facts.purchases, waited);
                squares += f64::from(waited) * f64::from(waited);
                facts.last = start;
                facts.purchases = facts.purchases.saturating_add(1);
            }
            if facts.spend(event.start, event.money, day).is_none() {
                let window = history.window();
                failed = Some(Error::overflow("the spending of a customer", window));
            }
            if event.start >= day.before.from() {
                let recent = event.start >= day.recent.from();
                let last = compared.replace((start, recent));
                facts.count(recent, last.is_none_or(|(last, _)| last != start));
                if let Some(amounts) = &mut amounts {
                    amounts.add(event.money, recent, last != Some((start, recent)));
                }
            }
        })?;
        if let Some(facts) = &mut facts {
            facts.silence = days(facts.last, day.end);
            facts.tenure = days(facts.first, day.end);
            if facts.first_day <= day.before.from() {
                let evidence = facts.evidence(squares);
                facts.trend = evidence.judge(&day.trial, amounts.as_ref());
            }
        }
        failed.map_or(Ok(facts), Err)
    }

    /// Adds money that was spent on a date, which is not after the last periods; `None` if a sum
    /// overflows.
    #[inline]
    fn spend(&mut self, date: NaiveDate, money: i128, day: &Day) -> Option<()> {
        self.revenue = self.revenue.checked_add(money)?;
        if date >= day.recent.from() {
            self.recent = self.recent.checked_add(money)?;
        } else if date >= day.before.from() {
            self.before = self.before.checked_add(money)?;
        }
        Some(())
    }

    /// Counts a purchase in one of the spans compared, if it is a new one.
    #[inline]
    const fn count(&mut self, recent: bool, new: bool) {
        let purchases = if recent {
            &mut self.purchases_recent
        } else {
            &mut self.purchases_before
        };
        *purchases = purchases.saturating_add(new as u32);
    }

    #[inline]
    fn evidence(&self, squares: f64) -> Evidence {
        let intervals = self.purchases.saturating_sub(1);
        Evidence {
            before: self.purchases_before,
            recent: self.purchases_recent,
            spent: (self.before, self.recent),
            intervals: (intervals, self.tenure.saturating_sub(self.silence), squares),
        }
    }
}

/// Returns the days from one date to a later one.
#[inline]
pub(super) fn days(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from(days_between(from, to)).unwrap_or(0)
}

/// The as-of date, and what the rules make of the calendar there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Day {
    pub(super) grain: Period,
    pub(super) as_of: NaiveDate,
    /// The first day of the period that the as-of date is in: what silence is measured to.
    pub(super) end: NaiveDate,
    pub(super) before: Window,
    pub(super) recent: Window,
    pub(super) trial: Trial,
}

impl Day {
    pub(super) fn new(rules: &Rules, as_of: NaiveDate) -> Result<Self> {
        let (before, recent) = rules.checked_windows(as_of)?;
        Ok(Self {
            grain: rules.grain,
            as_of,
            end: rules.grain.start_of(as_of)?,
            before,
            recent,
            trial: Trial::new(rules, before, recent)?,
        })
    }
}
