//! Calendar periods, windows of time, and the unit in which time is measured.
//!
//! Three choices that other packages fold into one are apart here:
//!
//! * [`Period`]: the calendar grain. Two purchases in one period are one purchase event.
//! * [`Ruler`]: the unit in which time between events is written. The lifetime-value literature
//!   records CDNOW by the day and measures it in weeks of seven days.
//! * [`Window`]: from which day to which day one looks; [`Span`] is a number of periods that makes
//!   windows of a stated length.
//!
//! A month is a calendar month counted from its anchor, never thirty days: one month after 31
//! January is the last day of February, two months after it 31 March. Nothing here asks what day
//! it is.

mod calendar;
mod ruler;
mod window;

pub use calendar::{Period, Span};
pub use ruler::Ruler;
pub use window::Window;

use chrono::{Datelike, NaiveDate};

/// Days from one date to another, negative where the second is earlier.
pub(crate) fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    // Faster than the difference as a duration, which also counts seconds.
    i64::from(to.num_days_from_ce()) - i64::from(from.num_days_from_ce())
}
