use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Month, Months, NaiveDate, Weekday};

use super::{Window, days_between};
use crate::{Error, Result};

/// A calendar period: a day, a week, a month, a quarter or a year.
///
/// As JSON it is `"day"`, `{"week":"Mon"}`, `"month"`, `{"fiscal_year":"April"}` and so on; as text
/// `day`, `week from Mon`, `month`, `year from April` and so on.
///
/// ```
/// use chrono::{Month, NaiveDate, Weekday};
/// use retention::period::Period;
///
/// let date = NaiveDate::from_ymd_opt(1998, 2, 11).unwrap();
/// assert_eq!(Period::Quarter.containing(date)?.to_string(), "1998-01-01 to 1998-03-31");
/// // 11 February 1998 was a Wednesday.
/// assert_eq!(
///     Period::Week(Weekday::Sun).containing(date)?.to_string(),
///     "1998-02-08 to 1998-02-14",
/// );
/// assert_eq!("week from Sun".parse::<Period>()?, Period::Week(Weekday::Sun));
/// let fiscal = Period::FiscalYear(Month::April).containing(date)?;
/// assert_eq!(fiscal.to_string(), "1997-04-01 to 1998-03-31");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Period {
    /// One day. The default.
    #[default]
    Day,
    /// Seven days that begin on the stated day of the week.
    Week(Weekday),
    /// A calendar month.
    Month,
    /// Three calendar months from 1 January, April, July or October.
    Quarter,
    /// A calendar year.
    Year,
    /// Three calendar months of a fiscal year that begins with the stated month.
    FiscalQuarter(Month),
    /// Twelve calendar months that begin with the stated month.
    FiscalYear(Month),
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day => f.pad("day"),
            Self::Week(first) => f.pad(&format!("week from {first}")),
            Self::Month => f.pad("month"),
            Self::Quarter => f.pad("quarter"),
            Self::Year => f.pad("year"),
            Self::FiscalQuarter(first) => f.pad(&format!("quarter from {}", first.name())),
            Self::FiscalYear(first) => f.pad(&format!("year from {}", first.name())),
        }
    }
}

impl FromStr for Period {
    type Err = Error;

    /// Reads what `Display` writes.
    ///
    /// # Errors
    /// [`Error::UnknownName`] for any other text.
    fn from_str(text: &str) -> Result<Self> {
        let plain = match text {
            "day" => Some(Self::Day),
            "month" => Some(Self::Month),
            "quarter" => Some(Self::Quarter),
            "year" => Some(Self::Year),
            _ => None,
        };
        let from = || match text.split_once(" from ")? {
            ("week", first) => first.parse().ok().map(Self::Week),
            ("quarter", first) => first.parse().ok().map(Self::FiscalQuarter),
            ("year", first) => first.parse().ok().map(Self::FiscalYear),
            _ => None,
        };
        plain.or_else(from).ok_or_else(|| Error::UnknownName {
            argument: "Period",
            value: text.to_owned(),
            allowed: "day, week from Mon, month, quarter, year, quarter from April, \
                      year from April"
                .to_owned(),
        })
    }
}

fn beyond_calendar(date: NaiveDate) -> Error {
    Error::overflow("the calendar", date)
}

impl Period {
    /// Returns the first day of the period that `date` falls in.
    ///
    /// # Errors
    /// [`Error::Overflow`] if that day is before the first of the calendar.
    #[inline]
    pub fn start_of(self, date: NaiveDate) -> Result<NaiveDate> {
        // Almost always a day, which is its own start; that much is worth inlining.
        if self == Self::Day {
            return Ok(date);
        }
        self.start_of_longer(date)
    }

    fn start_of_longer(self, date: NaiveDate) -> Result<NaiveDate> {
        let start = match self {
            Self::Day => Some(date),
            Self::Week(first) => {
                let back = date.weekday().days_since(first);
                date.checked_sub_days(Days::new(u64::from(back)))
            }
            Self::Month => date.with_day(1),
            Self::Quarter => NaiveDate::from_ymd_opt(date.year(), date.month0() / 3 * 3 + 1, 1),
            Self::Year => NaiveDate::from_ymd_opt(date.year(), 1, 1),
            Self::FiscalQuarter(first) => month_start(date, first, 3),
            Self::FiscalYear(first) => month_start(date, first, 12),
        };
        start.ok_or_else(|| beyond_calendar(date))
    }

    /// Returns whether two dates fall in the same period.
    #[inline]
    pub(crate) fn is_same(self, a: NaiveDate, b: NaiveDate) -> bool {
        // Equal days need no calendar, and no other pair of days shares one.
        a == b || self != Self::Day && self.start_of(a).ok() == self.start_of(b).ok()
    }

    /// Returns the period that `date` falls in, from its first day to its last.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the period reaches beyond the calendar.
    pub fn containing(self, date: NaiveDate) -> Result<Window> {
        let start = self.start_of(date)?;
        // Not by way of the next period, which may begin after the last day of the calendar.
        let end = match self.length() {
            Length::Days(days) => start.checked_add_days(Days::new(u64::from(days) - 1)),
            Length::Months(months) => start
                .checked_add_months(Months::new(months - 1))
                .and_then(|last| (28..=31).rev().find_map(|day| last.with_day(day))),
        };
        Window::new(start, end.ok_or_else(|| beyond_calendar(start))?)
    }

    /// Returns the date `count` periods after `anchor`: the last day of the month if that is too short
    /// for the anchor's day.
    ///
    /// # Errors
    /// [`Error::Overflow`] beyond the calendar.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::period::Period;
    ///
    /// let anchor = NaiveDate::from_ymd_opt(2024, 1, 31).unwrap();
    /// assert_eq!(Period::Month.after(anchor, 1)?.to_string(), "2024-02-29");
    /// assert_eq!(Period::Month.after(anchor, 2)?.to_string(), "2024-03-31");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn after(self, anchor: NaiveDate, count: u32) -> Result<NaiveDate> {
        let date = match self.length() {
            Length::Days(days) => {
                anchor.checked_add_days(Days::new(u64::from(days) * u64::from(count)))
            }
            Length::Months(months) => months
                .checked_mul(count)
                .and_then(|months| anchor.checked_add_months(Months::new(months))),
        };
        date.ok_or_else(|| beyond_calendar(anchor))
    }

    /// Returns the date `count` periods before `anchor`: the last day of the month if that is too short
    /// for the anchor's day.
    ///
    /// # Errors
    /// [`Error::Overflow`] beyond the calendar.
    pub fn before(self, anchor: NaiveDate, count: u32) -> Result<NaiveDate> {
        let date = match self.length() {
            Length::Days(days) => {
                anchor.checked_sub_days(Days::new(u64::from(days) * u64::from(count)))
            }
            Length::Months(months) => months
                .checked_mul(count)
                .and_then(|months| anchor.checked_sub_months(Months::new(months))),
        };
        date.ok_or_else(|| beyond_calendar(anchor))
    }

    /// Returns the number of whole periods from `anchor` to `date`: the largest `n` for which
    /// [`after(anchor, n)`](Self::after) is not later than `date`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if `date` is before `anchor`.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::period::Period;
    ///
    /// let anchor = NaiveDate::from_ymd_opt(2023, 1, 31).unwrap();
    /// let date = |month, day| NaiveDate::from_ymd_opt(2023, month, day).unwrap();
    /// assert_eq!(Period::Month.whole_between(anchor, date(2, 27))?, 0);
    /// assert_eq!(Period::Month.whole_between(anchor, date(2, 28))?, 1);
    /// assert_eq!(Period::Month.whole_between(anchor, date(3, 30))?, 1);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn whole_between(self, anchor: NaiveDate, date: NaiveDate) -> Result<u32> {
        let days = u32::try_from(days_between(anchor, date))
            .map_err(|_| Error::out_of_range("date", date, format_args!("not before {anchor}")))?;
        match self.length() {
            Length::Days(length) => Ok(days / length),
            Length::Months(length) => {
                let months = (i64::from(date.year()) - i64::from(anchor.year())) * 12
                    + i64::from(date.month0())
                    - i64::from(anchor.month0());
                let months = u32::try_from(months).unwrap_or(0);
                // The day may not be reached yet in the last of these months.
                let reached = anchor
                    .checked_add_months(Months::new(months))
                    .is_some_and(|reached| reached <= date);
                Ok(months.saturating_sub(u32::from(!reached)) / length)
            }
        }
    }

    /// Iterates over the calendar periods that `window` touches, each whole: the first may begin before
    /// the window, and the last may end after it.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the first or the last reaches beyond the calendar.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::period::{Period, Window};
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(1997, month, day).unwrap();
    /// let quarters = Period::Quarter.over(Window::new(date(2, 1), date(9, 30))?)?;
    /// assert_eq!(quarters.count(), 3);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn over(self, window: Window) -> Result<impl Iterator<Item = Window>> {
        let first = self.containing(window.from())?;
        let last = self.containing(window.to())?;
        // Between two periods within the calendar there are only periods within it.
        Ok(std::iter::successors(Some(first), move |period| {
            let next = period.to().succ_opt()?;
            (next <= last.to()).then(|| self.containing(next).ok())?
        }))
    }

    /// The most days that a period has.
    pub(crate) const fn most_days(self) -> u32 {
        match self {
            Self::Day => 1,
            Self::Week(_) => 7,
            Self::Month => 31,
            Self::Quarter | Self::FiscalQuarter(_) => 92,
            Self::Year | Self::FiscalYear(_) => 366,
        }
    }

    fn length(self) -> Length {
        match self {
            Self::Day => Length::Days(1),
            Self::Week(_) => Length::Days(7),
            Self::Month => Length::Months(1),
            Self::Quarter | Self::FiscalQuarter(_) => Length::Months(3),
            Self::Year | Self::FiscalYear(_) => Length::Months(12),
        }
    }
}

/// The last first day of a month before `date` that is a multiple of `months` away from that of `first`.
fn month_start(date: NaiveDate, first: Month, months: u32) -> Option<NaiveDate> {
    let back = (date.month() + 12 - first.number_from_month()) % months;
    date.with_day(1)?.checked_sub_months(Months::new(back))
}

enum Length {
    Days(u32),
    Months(u32),
}

/// How long a [`Span`] is: days and weeks in days, all others in months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpanLength {
    Days(u64),
    Months(u64),
}

/// A number of periods, at least one: twelve months, thirty-nine weeks.
///
/// In a span, a week is seven days counted from its first day; the weekday of [`Period::Week`] is
/// ignored, and so is the month with which a fiscal year begins.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::period::{Period, Span};
///
/// let year = Span::new(12, Period::Month)?;
/// let as_of = NaiveDate::from_ymd_opt(1998, 6, 30).unwrap();
/// assert_eq!(year.ending(as_of)?.to_string(), "1997-07-01 to 1998-06-30");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawSpan"))]
pub struct Span {
    count: u32,
    period: Period,
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpan {
    count: u32,
    period: Period,
}

#[cfg(feature = "serde")]
impl TryFrom<RawSpan> for Span {
    type Error = Error;

    fn try_from(raw: RawSpan) -> Result<Self> {
        Self::new(raw.count, raw.period)
    }
}

impl Span {
    /// Creates a span of `count` periods.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for 0 periods.
    pub fn new(count: u32, period: Period) -> Result<Self> {
        if count == 0 {
            return Err(Error::out_of_range("span", count, "1 or more periods"));
        }
        Ok(Self { count, period })
    }

    /// Creates a span of so many months, at least one.
    pub(crate) const fn of_months(count: u32) -> Self {
        Self {
            count,
            period: Period::Month,
        }
    }

    /// Creates a span of so many days, at least one.
    pub(crate) const fn of_days(count: u32) -> Self {
        Self {
            count,
            period: Period::Day,
        }
    }

    /// Returns the number of periods.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.count
    }

    /// Returns the period that is counted.
    #[must_use]
    pub const fn period(self) -> Period {
        self.period
    }

    /// Returns its length in what it has a whole number of, whatever the day on which it begins.
    pub(crate) fn length(self) -> SpanLength {
        let count = u64::from(self.count);
        match self.period.length() {
            Length::Days(days) => SpanLength::Days(u64::from(days) * count),
            Length::Months(months) => SpanLength::Months(u64::from(months) * count),
        }
    }

    /// Returns the window of this length that begins on `first`.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the day after it is beyond the calendar.
    pub fn starting(self, first: NaiveDate) -> Result<Window> {
        let next = self.period.after(first, self.count)?;
        Window::new(first, next.pred_opt().ok_or_else(|| beyond_calendar(next))?)
    }

    /// Returns the window of this length that ends on `last`, which is included. Twelve months that end
    /// on 28 February 2024 begin on 1 March 2023: no day of the year is in them twice.
    ///
    /// # Errors
    /// [`Error::Overflow`] if its first day, or the day after it, is beyond the calendar.
    pub fn ending(self, last: NaiveDate) -> Result<Window> {
        let next = last.succ_opt().ok_or_else(|| beyond_calendar(last))?;
        let mut first = self.period.before(next, self.count)?;
        let months = matches!(self.period.length(), Length::Months(_));
        if months && first.day() != next.day() {
            // That day is missing in the month: without this the span would have one day twice.
            first = first.succ_opt().ok_or_else(|| beyond_calendar(first))?;
        }
        Window::new(first, last)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.period {
            Period::Day => "day",
            Period::Week(_) => "week",
            Period::Month => "month",
            Period::Quarter | Period::FiscalQuarter(_) => "quarter",
            Period::Year | Period::FiscalYear(_) => "year",
        };
        let plural = if self.count == 1 { "" } else { "s" };
        write!(f, "{} {unit}{plural}", self.count)
    }
}
