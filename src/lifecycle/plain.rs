//! The facts of a customer without refunds: the rows of three spans, one after the other.

use chrono::{Datelike, NaiveDate};

use super::facts::{Day, Facts};
use super::trend::Judged;
use crate::Result;
use crate::period::Period;

impl Facts {
    /// Gathers the facts as [`of`](Self::of) does, where each row is a purchase on its own day.
    pub(super) fn of_plain(
        (dates, amounts): (&[NaiveDate], &[i64]),
        scale: u32,
        day: &Day,
        interval: impl FnMut(u32, u32),
    ) -> Result<Option<Self>> {
        let (Some(&first_day), Some(&last_day)) = (dates.first(), dates.last()) else {
            return Ok(None);
        };
        let mut count = Count::new(day.grain, first_day, interval)?;
        let first = count.last;
        let first_number = count.number;
        let (earlier, dates) = split(dates, day.before.from());
        let (before, recent) = split(dates, day.recent.from());
        let (earlier_money, amounts) = amounts.split_at_checked(earlier.len()).unwrap_or_default();
        let (before_money, recent_money) =
            amounts.split_at_checked(before.len()).unwrap_or_default();

        count.add(earlier)?;
        let known = count.purchases;
        // The first period of the compared ones counts there, though it may have begun earlier.
        let shared = count.shares(before.first().or(recent.first()));
        count.add(before)?;
        let known_before = count.purchases;
        count.add(recent)?;
        let in_spans = (
            known_before.saturating_sub(known),
            count.purchases.saturating_sub(known_before),
        );
        let (purchases_before, purchases_recent) = if before.is_empty() {
            (in_spans.0, in_spans.1.saturating_add(shared))
        } else {
            (in_spans.0.saturating_add(shared), in_spans.1)
        };
        let (before, recent) = (sum(before_money), sum(recent_money));
        let end = day.end.num_days_from_ce();
        let mut facts = Self {
            purchases: count.purchases,
            first,
            last: count.last,
            first_day,
            last_day,
            purchases_before,
            purchases_recent,
            before,
            recent,
            // Not more terms than memory holds, so they fit.
            revenue: sum(earlier_money) + before + recent,
            scale,
            silence: end.saturating_sub(count.number).unsigned_abs(),
            tenure: end.saturating_sub(first_number).unsigned_abs(),
            trend: Judged::UNTOLD,
        };
        facts.judge(day, count.squares, None);
        Ok(Some(facts))
    }
}

/// Splits dates in order at the first that is not before another.
#[inline]
fn split(dates: &[NaiveDate], at: NaiveDate) -> (&[NaiveDate], &[NaiveDate]) {
    let before = dates.partition_point(|&date| date < at);
    dates.split_at_checked(before).unwrap_or_default()
}

#[inline]
fn sum(amounts: &[i64]) -> i128 {
    amounts.iter().map(|&amount| i128::from(amount)).sum()
}

/// The purchases up to some date.
struct Count<F> {
    grain: Period,
    /// The last day with a purchase, and the first of its period.
    day: NaiveDate,
    last: NaiveDate,
    /// The number of `last` among all days.
    number: i32,
    purchases: u32,
    /// The sum of the squares of the intervals: exact for all but the longest calendars.
    squares: f64,
    interval: F,
}

impl<F: FnMut(u32, u32)> Count<F> {
    fn new(grain: Period, day: NaiveDate, interval: F) -> Result<Self> {
        let start = grain.start_of(day)?;
        Ok(Self {
            grain,
            day,
            last: start,
            number: start.num_days_from_ce(),
            purchases: 1,
            squares: 0.0,
            interval,
        })
    }

    /// Adds days with purchases, none before the last.
    #[inline]
    fn add(&mut self, dates: &[NaiveDate]) -> Result<()> {
        for &day in dates {
            if day == self.day {
                continue;
            }
            self.day = day;
            let start = self.grain.start_of(day)?;
            if start == self.last {
                continue;
            }
            let number = start.num_days_from_ce();
            let waited = number.saturating_sub(self.number).unsigned_abs();
            (self.interval)(self.purchases, waited);
            self.squares += f64::from(waited) * f64::from(waited);
            (self.last, self.number) = (start, number);
            self.purchases = self.purchases.saturating_add(1);
        }
        Ok(())
    }

    /// Returns 1 for a day in the last period, and 0 for a later one.
    #[inline]
    fn shares(&self, day: Option<&NaiveDate>) -> u32 {
        day.is_some_and(|&day| self.grain.is_same(day, self.last))
            .into()
    }
}
