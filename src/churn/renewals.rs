//! When the subscriptions of a customer are up for renewal.

use chrono::NaiveDate;

use super::bridge_sums::OfPeriod;
use crate::Result;
use crate::period::Calendar;
use crate::subscriptions::{Account, Subscription, Terms};

/// Adds the renewals of a customer to the periods in which they are due.
///
/// The first day of each further billing period is one, also where it is the day after the last day in
/// force. An end in the middle of a billing period is none.
pub(super) fn add(
    rows: &[Subscription<()>],
    account: &Account,
    calendar: &Calendar,
    days: &mut Vec<NaiveDate>,
    periods: &mut [OfPeriod],
) -> Result<()> {
    days.clear();
    for row in rows.iter().filter(|row| row.terms == Terms::Paid) {
        due(row, calendar, days)?;
    }
    days.sort_unstable();
    for of_period in days.chunk_by(|a, b| calendar.find(*a) == calendar.find(*b)) {
        let ends = of_period.first().zip(of_period.last());
        let Some((first, last)) = ends else { continue };
        let period = calendar.find(*first).and_then(|at| periods.get_mut(at));
        let before = first.pred_opt().and_then(|day| account.at(day));
        if let Some((period, before)) = period.zip(before) {
            period.up_for_renewal.add(before)?;
            if let Some(after) = account.at(*last) {
                period.renewed.add(after)?;
            }
        }
    }
    Ok(())
}

/// Gathers the days within the window on which a row is due for renewal.
fn due(row: &Subscription<()>, calendar: &Calendar, days: &mut Vec<NaiveDate>) -> Result<()> {
    let (period, count) = (row.billed.period(), row.billed.count());
    let (from, as_of) = (calendar.window.from(), calendar.window.to());
    let last = row.to.and_then(|to| to.succ_opt()).unwrap_or(as_of);
    let last = last.min(as_of);
    // The billing periods that are over before the window begins.
    let over = match row.from < from {
        true => period.whole_between(row.from, from)? / count,
        false => 0,
    };
    for time in over.max(1).. {
        let day = time
            .checked_mul(count)
            .map(|periods| period.after(row.from, periods));
        match day {
            Some(Ok(day)) if day <= last => days.extend((day >= from).then_some(day)),
            _ => return Ok(()),
        }
    }
    Ok(())
}
