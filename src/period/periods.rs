//! The calendar periods of a window, and which of them a date falls in.

use chrono::NaiveDate;

use super::{Period, Window, days_between};
use crate::{Error, Result};

/// Tables by two periods grow with the square: with so many they have eight million cells.
const MOST: usize = 4096;

/// Returns the calendar periods that a window touches, in order.
pub(crate) fn periods(window: Window, period: Period) -> Result<Vec<Window>> {
    let periods: Vec<Window> = period.over(window)?.take(MOST + 1).collect();
    if periods.len() > MOST {
        let value = format_args!("{window} by {period}").to_string();
        let error = Error::out_of_range("periods", value, format_args!("at most {MOST}"));
        return Err(error.with_cure("take a longer period or a shorter window"));
    }
    Ok(periods)
}

/// The calendar periods that a window touches, in order.
#[derive(Debug)]
pub(crate) struct Calendar {
    pub(crate) periods: Vec<Window>,
    pub(crate) window: Window,
    /// The period of each day of the window.
    days: Vec<u16>,
}

impl Calendar {
    pub(crate) fn new(window: Window, period: Period) -> Result<Self> {
        let periods = periods(window, period)?;
        let mut days = Vec::new();
        for (index, period) in periods.iter().enumerate() {
            let inside = period.intersection(window);
            let length = inside.map_or(0, |inside| usize::try_from(inside.days()).unwrap_or(0));
            let index = u16::try_from(index).unwrap_or(u16::MAX);
            days.resize(days.len() + length, index);
        }
        Ok(Self {
            periods,
            window,
            days,
        })
    }

    /// The window itself as the only period.
    pub(crate) fn whole(window: Window) -> Self {
        Self {
            periods: vec![window],
            window,
            // A day that is not in the table is of the first period.
            days: Vec::new(),
        }
    }

    /// Returns the period of a date of the window. An event may begin before the window, and belongs to
    /// the first period then.
    #[inline]
    pub(crate) fn index(&self, date: NaiveDate) -> usize {
        let day = usize::try_from(days_between(self.window.from(), date)).unwrap_or(0);
        self.days.get(day).copied().map_or(0, usize::from)
    }

    /// Returns the period of any date; `None` before the first period and after the window.
    pub(crate) fn find(&self, date: NaiveDate) -> Option<usize> {
        if date > self.window.to() {
            return None;
        }
        let next = self.periods.partition_point(|period| period.from() <= date);
        let index = next.checked_sub(1)?;
        let period = self.periods.get(index)?;
        (date <= period.to()).then_some(index)
    }

    /// Whether the window holds a period whole.
    pub(crate) fn is_complete(&self, period: Window) -> bool {
        self.window.contains(period.from()) && self.window.contains(period.to())
    }
}
