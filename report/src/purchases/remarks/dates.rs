//! Dates far from all others, and an as-of date long after the last.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::remark::{Edge, Remark};
use crate::kit::lines::sum;

/// An as-of date is long after the last purchase from so many days on, and only if it is longer than any
/// time without a purchase before. Nobody published such a limit: a month is the pause of a shop that
/// closes for its holidays.
const LONG: i64 = 31;

/// A date is far from the others if it is at least this many times further than any of them from its
/// neighbour.
const TIMES: i64 = 5;

/// With fewer different dates, nothing is known of how far apart they are.
const FEWEST: usize = 10;

/// At most this share of the rows is far away; more of them are a shop that paused.
const FEW: f64 = 0.01;

/// A day on which there were rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    pub date: NaiveDate,
    pub rows: usize,
}

/// The days of rows, in their order.
pub fn days(dates: impl Iterator<Item = NaiveDate>) -> Vec<Day> {
    let mut dates: Vec<NaiveDate> = dates.collect();
    dates.sort_unstable();
    let days = dates.chunk_by(|one, other| one == other);
    days.filter_map(|day| {
        Some(Day {
            date: *day.first()?,
            rows: day.len(),
        })
    })
    .collect()
}

fn gaps(days: &[Day]) -> Vec<i64> {
    let pairs = days.windows(2);
    pairs
        .map(|pair| (pair[1].date - pair[0].date).num_days())
        .collect()
}

/// That the as-of date is long after the last of the days.
pub fn long_after(days: &[Day], as_of: NaiveDate) -> Option<Remark> {
    let last = days.last()?.date;
    let silent = (as_of - last).num_days();
    let longest_gap = gaps(days).into_iter().max().unwrap_or(0);
    (silent >= LONG && silent > longest_gap).then_some(Remark::LongAfter {
        as_of,
        last,
        days: silent,
        longest_gap,
    })
}

/// That a few of the first or of the last days are far from all others.
pub fn far_away(days: &[Day], edge: Edge) -> Option<Remark> {
    let inward: Vec<Day> = match edge {
        Edge::First => days.to_vec(),
        Edge::Last => days.iter().rev().copied().collect(),
    };
    let gaps: Vec<i64> = gaps(&inward).into_iter().map(i64::abs).collect();
    let all: usize = days.iter().map(|day| day.rows).sum();
    // The longest gap further in, from each place on.
    let mut further_in = vec![0; gaps.len() + 1];
    for at in (0..gaps.len()).rev() {
        further_in[at] = gaps[at].max(further_in[at + 1]);
    }
    let mut rows = 0;
    let mut found = None;
    for (at, day) in inward.iter().enumerate() {
        rows += day.rows;
        if rows as f64 > FEW * all as f64 && at > 0 || inward.len() - at <= FEWEST {
            break;
        }
        let gap = gaps[at];
        if gap >= LONG && gap > TIMES * further_in[at + 1] {
            found = Some((inward[at + 1].date, gap, rows));
        }
    }
    let (others, days, rows) = found?;
    Some(Remark::FarAway {
        edge,
        date: inward.first()?.date,
        others,
        days,
        rows,
    })
}

/// What was bought beyond a date.
pub fn beyond(
    edge: Edge,
    others: NaiveDate,
    rows: impl Iterator<Item = (NaiveDate, Decimal)>,
) -> Option<Decimal> {
    let is_beyond = |date: NaiveDate| match edge {
        Edge::First => date < others,
        Edge::Last => date > others,
    };
    sum(rows
        .filter(|(date, _)| is_beyond(*date))
        .map(|(_, amount)| amount))
}

#[cfg(test)]
mod tests {
    use chrono::{Days, NaiveDate};

    use super::{Edge, Remark, days, far_away, long_after};

    fn day(at: u64) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        first.checked_add_days(Days::new(at)).unwrap()
    }

    fn dates(days: impl IntoIterator<Item = u64>) -> Vec<super::Day> {
        super::days(days.into_iter().map(day))
    }

    #[test]
    fn a_slip_in_the_year() {
        let every_third: Vec<u64> = (0..100).map(|at| 400 + at * 3).collect();
        let with = |other: u64| dates(every_third.iter().copied().chain([other]));
        assert_eq!(
            far_away(&with(1060), Edge::Last),
            Some(Remark::FarAway {
                edge: Edge::Last,
                date: day(1060),
                others: day(697),
                days: 363,
                rows: 1,
            })
        );
        assert_eq!(far_away(&with(1060), Edge::First), None);
        assert!(matches!(
            far_away(&with(34), Edge::First),
            Some(Remark::FarAway {
                days: 366,
                rows: 1,
                ..
            })
        ));
        // A month is no distance.
        assert_eq!(far_away(&with(727), Edge::Last), None);
        assert!(far_away(&with(728), Edge::Last).is_some());
        // Two rows of a hundred and two are more than a few.
        let two = dates(every_third.iter().copied().chain([1060, 1061]));
        assert_eq!(far_away(&two, Edge::Last), None);
        // Of two that are few, both.
        let many = dates((0..1000).map(|at| at / 2).chain([1060, 1200]));
        assert!(matches!(
            far_away(&many, Edge::Last),
            Some(Remark::FarAway {
                rows: 2,
                days: 561,
                ..
            })
        ));
    }

    #[test]
    fn few_dates_tell_nothing() {
        assert_eq!(far_away(&dates([]), Edge::Last), None);
        assert_eq!(far_away(&dates([0, 1, 2, 900]), Edge::Last), None);
        assert_eq!(far_away(&dates([0; 50]), Edge::First), None);
    }

    #[test]
    fn long_silence() {
        let shop = dates((0..50).map(|at| at * 2));
        assert_eq!(long_after(&shop, day(98)), None);
        assert_eq!(long_after(&shop, day(128)), None);
        assert!(matches!(
            long_after(&shop, day(129)),
            Some(Remark::LongAfter {
                days: 31,
                longest_gap: 2,
                ..
            })
        ));
        // Where there were such pauses before, there may be another.
        let seldom = dates([0, 60, 120]);
        assert_eq!(long_after(&seldom, day(180)), None);
        assert!(long_after(&seldom, day(181)).is_some());
        assert_eq!(long_after(&[], day(1)), None);
        assert_eq!(days(std::iter::empty()), []);
    }
}
