//! Calendar periods, windows of time, and the unit in which time is measured.
//!
//! Three choices are separate:
//!
//! * [`Period`] is the calendar grain: two purchases in one period are one purchase event.
//! * [`Ruler`] is the unit in which time between events is measured. The lifetime-value literature
//!   records the shop CDNOW by the day and measures it in weeks of seven days.
//! * [`Window`] is a range of days, both ends included. [`Span`] is a length, such as three months; it
//!   makes windows.
//!
//! A month is a calendar month counted from its anchor, never thirty days: one month after 31
//! January is the last day of February, two months after it 31 March. Nothing here asks what day
//! it is: the day of a moment is [`day_of`] the shop's time zone. Dates of the crate `jiff` convert
//! with the feature `jiff`.

mod calendar;
mod day;
#[cfg(feature = "jiff")]
#[cfg_attr(docsrs, doc(cfg(feature = "jiff")))]
pub mod jiff;
mod periods;
mod ruler;
mod window;

pub(crate) use calendar::SpanLength;
pub use calendar::{Period, Span};
pub use day::day_of;
pub(crate) use periods::{Calendar, periods};
pub use ruler::Ruler;
pub use window::Window;

use chrono::{Datelike, NaiveDate};

/// Returns the number of a date among all days: that of chrono, where the compiler can see it.
#[inline]
pub(crate) fn day_number(date: NaiveDate) -> i32 {
    let year = date.year() - 1;
    if year < 0 {
        return date.num_days_from_ce();
    }
    let centuries = year / 100;
    year * 365 + year / 4 - centuries + centuries / 4 + date.ordinal().cast_signed()
}

/// Returns the days from one date to another, negative if the second is earlier.
#[inline]
pub(crate) fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    // Faster than the difference as a duration, which also counts seconds.
    i64::from(to.num_days_from_ce()) - i64::from(from.num_days_from_ce())
}
