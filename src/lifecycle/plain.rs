//! The facts of a customer without refunds, row by row. Histories are short, so that the end of each loop
//! costs as much as some rows: there are two loops, and few branches in them.

use chrono::NaiveDate;

use super::facts::{Day, Facts};
use super::trend::{Evidence, Judged};
use crate::Result;
use crate::period::day_number;

/// The money of a customer whose every row is a purchase, on its own day. Whether the policy keeps rows
/// without money makes no difference.
pub(super) struct Spent {
    all: i128,
    before: i128,
    recent: i128,
}

impl Spent {
    /// Adds up the amounts; `None` if one takes money back.
    #[inline]
    pub(super) fn of(dates: &[NaiveDate], amounts: &[i64], day: &Day) -> Option<Self> {
        // The sums have not more terms than memory holds, so they fit.
        let (mut signs, mut all, mut compared, mut recent) = (0, 0_i128, 0_i128, 0_i128);
        for (&date, &amount) in dates.iter().zip(amounts) {
            let from = |start| if date >= start { amount } else { 0 };
            signs |= amount;
            all += i128::from(amount);
            compared += i128::from(from(day.before.from()));
            recent += i128::from(from(day.recent.from()));
        }
        let before = compared - recent;
        let money = Self {
            all,
            before,
            recent,
        };
        (signs >= 0).then_some(money)
    }
}

impl Facts {
    /// Gathers the facts as [`of`](Self::of) does.
    #[inline]
    pub(super) fn of_plain(
        dates: &[NaiveDate],
        spent: &Spent,
        scale: u32,
        day: &Day,
        mut interval: impl FnMut(u32, u32),
    ) -> Result<Option<Self>> {
        let (Some((&first_day, later)), Some(&last_day)) = (dates.split_first(), dates.last())
        else {
            return Ok(None);
        };
        let (before, recent) = (day.before.from(), day.recent.from());
        let first = day.grain.start_of(first_day)?;
        let first_number = day_number(first);
        let (mut row, mut last, mut number) = (first_day, first, first_number);
        let mut purchases = 1_u32;
        let mut compared = u32::from(first_day >= before);
        let mut in_recent = u32::from(first_day >= recent);
        // Exact for all but the longest calendars.
        let mut squares = 0.0;
        for &date in later {
            if date == row {
                continue;
            }
            row = date;
            let start = day.grain.start_of(date)?;
            if start == last {
                // A period that began before the spans counts in them all the same.
                if compared == 0 && date >= before {
                    compared = 1;
                    in_recent = u32::from(date >= recent);
                }
                continue;
            }
            let today = day_number(start);
            let waited = today.saturating_sub(number).unsigned_abs();
            interval(purchases, waited);
            squares += f64::from(waited) * f64::from(waited);
            (last, number) = (start, today);
            purchases = purchases.saturating_add(1);
            compared = compared.saturating_add((date >= before).into());
            in_recent = in_recent.saturating_add((date >= recent).into());
        }
        let end = day_number(day.end);
        let silence = end.saturating_sub(number).unsigned_abs();
        let tenure = end.saturating_sub(first_number).unsigned_abs();
        let in_before = compared.saturating_sub(in_recent);
        // Before the facts are put together, so that they are written once.
        let trend = if first_day <= before {
            let evidence = Evidence {
                before: in_before,
                recent: in_recent,
                spent: (spent.before, spent.recent),
                intervals: (
                    purchases.saturating_sub(1),
                    tenure.saturating_sub(silence),
                    squares,
                ),
            };
            evidence.judge(&day.trial, None)
        } else {
            Judged::UNTOLD
        };
        Ok(Some(Self {
            purchases,
            first,
            last,
            first_day,
            last_day,
            purchases_before: in_before,
            purchases_recent: in_recent,
            before: spent.before,
            recent: spent.recent,
            revenue: spent.all,
            scale,
            silence,
            tenure,
            trend,
        }))
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Days, Month, Weekday};
    use rust_decimal::Decimal;

    use super::*;
    use crate::lifecycle::Rules;
    use crate::period::{Period, Window};
    use crate::purchases::History;

    /// Both ways to the facts of a customer, as text, each with the intervals that it calls for.
    fn both(history: &History<'_>, day: &Day) -> [String; 2] {
        let (mut plain, mut events) = (Vec::new(), Vec::new());
        let of = Facts::of(history, day, |before, days| plain.push((before, days))).unwrap();
        let by = Facts::of_events(history, day, |before, days| events.push((before, days)));
        [
            format!("{of:?} {plain:?}"),
            format!("{:?} {events:?}", by.unwrap()),
        ]
    }

    #[test]
    fn rows_and_events_give_the_same_facts() {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut next = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) % below
        };
        let first = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
        let as_of = first + Days::new(500);
        let window = Window::new(first, as_of).unwrap();
        let grains = [
            Period::Day,
            Period::Week(Weekday::Wed),
            Period::Month,
            Period::Quarter,
            Period::FiscalYear(Month::May),
        ];
        for round in 0..400_usize {
            let span = [3, 60, 501][round % 3];
            let from = next(502 - span);
            let mut dates: Vec<_> = (0..next(14))
                .map(|_| first + Days::new(from + next(span)))
                .collect();
            dates.sort();
            let amounts: Vec<_> = (dates.iter())
                .map(|_| Decimal::new(next(3_000) as i64, 2))
                .collect();
            let history = History::new(&dates, &amounts, window).unwrap();
            for grain in grains {
                let day = Day::new(&Rules::default().grain(grain), as_of).unwrap();
                let [plain, events] = both(&history, &day);
                assert_eq!(plain, events, "{grain}: {dates:?}");
            }
        }
    }
}
