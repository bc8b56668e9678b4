//! One walk over a customer's purchases.

use std::cmp::Ordering;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::season::{SEASONS, season_of};
use crate::numeric::median::middle;
use crate::numeric::moments::One;
use crate::numeric::money::{add, to_decimal};
use crate::period::{Period, days_between};
use crate::purchases::History;
use crate::{Error, Result};

/// What a customer's purchases show.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gathered {
    pub(super) purchases: u32,
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    /// The natural logarithms of the intervals in days.
    pub(super) logs: One,
    /// The intervals in days.
    pub(super) days: One,
    /// Purchases by day of the week, Monday first.
    pub(super) weekdays: [u32; 7],
    /// In how many years a month had a purchase after the first one, January first.
    pub(super) months: [u32; 12],
    /// In how many years a season had one.
    pub(super) seasons: [u32; SEASONS],
}

impl Gathered {
    fn starting(first: NaiveDate) -> Self {
        Self {
            purchases: 0,
            first,
            last: first,
            logs: One::default(),
            days: One::default(),
            weekdays: [0; 7],
            months: [0; 12],
            seasons: [0; SEASONS],
        }
    }

    /// Walks over the purchases and puts the money of each into `values`; `None` without a purchase.
    pub(super) fn of(
        history: &History<'_>,
        grain: Period,
        values: &mut Vec<i128>,
    ) -> Result<Option<Self>> {
        values.clear();
        let mut gathered: Option<Self> = None;
        let (mut month, mut season) = (None, None);
        history.for_each_event(grain, |event| {
            if event.valued {
                values.push(event.money);
            }
            let date = event.start;
            let so_far = gathered.get_or_insert_with(|| Self::starting(date));
            count(
                &mut so_far.weekdays,
                date.weekday().num_days_from_monday() as usize,
            );
            if so_far.purchases > 0 {
                // A day at least, so that the logarithm is finite.
                let days = days_between(so_far.last, date) as f64;
                so_far.days.push(days, 1.0);
                so_far.logs.push(libm::log(days), 1.0);
                if month.replace((date.year(), date.month())) != Some((date.year(), date.month())) {
                    count(&mut so_far.months, date.month0() as usize);
                }
                let of_date = season_of(date);
                if season.replace(of_date) != Some(of_date) {
                    count(&mut so_far.seasons, of_date.1);
                }
            }
            so_far.purchases = so_far.purchases.saturating_add(1);
            so_far.last = date;
        })?;
        Ok(gathered)
    }
}

fn count(counts: &mut [u32], place: usize) {
    if let Some(count) = counts.get_mut(place) {
        *count = count.saturating_add(1);
    }
}

/// Returns the median of amounts of one scale; `None` without any. It is the mean of the middle two where
/// their number is even.
pub(super) fn median_amount(values: &mut [i128], scale: u32) -> Result<Option<Decimal>> {
    values.sort_unstable();
    let Some((low, high)) = middle(values) else {
        return Ok(None);
    };
    if low == high {
        // Their sum may be more than a decimal holds.
        return to_decimal(low, scale).map(Some);
    }
    let low = to_decimal(low, scale)?;
    let sum = add(low, to_decimal(high, scale)?)?;
    let half = sum.checked_div(Decimal::TWO);
    let overflow = || Error::overflow("the median of a customer's purchases", sum);
    half.map(Some).ok_or_else(overflow)
}

/// Returns the days after `from`, up to and with `to`, in each month of the year, January first.
pub(super) fn days_by_month(from: NaiveDate, to: NaiveDate) -> [u32; 12] {
    let (before, until) = (days_until(from), days_until(to));
    let mut days = [0; 12];
    for (days, (before, until)) in days.iter_mut().zip(before.into_iter().zip(until)) {
        *days = u32::try_from(until - before).unwrap_or_default();
    }
    days
}

const DAYS: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Returns the days in each month of the year from the first day of year 1 to a date.
fn days_until(date: NaiveDate) -> [i64; 12] {
    let years = i64::from(date.year()) - 1;
    let leaps = years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400);
    let mut days = DAYS;
    for (month, days) in (0..).zip(&mut days) {
        let this_year = match date.month0().cmp(&month) {
            Ordering::Less => 0,
            Ordering::Equal => i64::from(date.day()),
            Ordering::Greater => *days + i64::from(month == 1 && date.leap_year()),
        };
        *days = *days * years + this_year + if month == 1 { leaps } else { 0 };
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_each_month_are_those_of_the_calendar() {
        let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        for to in [date(2021, 3, 9), date(2024, 2, 29)] {
            for first in date(2019, 11, 20).iter_days().take_while(|&day| day <= to) {
                let mut expected = [0; 12];
                for day in first.iter_days().skip(1).take_while(|&day| day <= to) {
                    expected[day.month0() as usize] += 1;
                }
                assert_eq!(days_by_month(first, to), expected, "{first}");
            }
        }
        // Four centuries, across the year 0.
        let days = days_by_month(date(-200, 12, 31), date(200, 12, 31));
        assert_eq!((days[0], days[1]), (12_400, 11_297));
    }
}
