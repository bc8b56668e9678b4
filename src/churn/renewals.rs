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

/// Gathers the days within the window on which a row is due for renewal. Of each calendar period the first
/// and the last are enough.
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
    let mut time = over.max(1);
    let day = |time: u32| {
        let periods = time.checked_mul(count)?;
        let day = period.after(row.from, periods).ok();
        day.filter(|&day| day <= last)
    };
    while let Some(first) = day(time) {
        if first >= from {
            days.push(first);
            // Daily prices have many days in a calendar period: those between first and last add nothing.
            let within = calendar.find(first).and_then(|at| calendar.periods.get(at));
            let until = within.map_or(first, |within| within.to().min(last));
            let of_period = period.whole_between(row.from, until)? / count;
            if of_period > time {
                time = of_period;
                days.extend(day(time));
            }
        }
        time = time.saturating_add(1);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::period::{Period, Span, Window};

    /// A price by the day costs no more than a monthly one: at most two days of each calendar period.
    #[test]
    fn days_of_a_daily_price_are_two_in_each_period() {
        let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let decade = Window::new(day(2014), day(2024)).unwrap();
        let calendar = Calendar::new(decade, Period::Year).unwrap();
        let daily = Subscription {
            billed: Span::new(1, Period::Day).unwrap(),
            ..Subscription::monthly((), day(2000), None, Decimal::ONE)
        };
        let mut days = Vec::new();
        due(&daily, &calendar, &mut days).unwrap();
        assert_eq!(days.len(), 21);
        assert_eq!(
            (days[0], days[1]),
            (day(2014), day(2015).pred_opt().unwrap())
        );
        assert_eq!(days[20], day(2024));
        let monthly = Subscription::monthly((), day(2000), None, Decimal::ONE);
        days.clear();
        due(&monthly, &calendar, &mut days).unwrap();
        assert_eq!(days[1], NaiveDate::from_ymd_opt(2014, 12, 1).unwrap());
    }
}
