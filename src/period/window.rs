use std::fmt;

use chrono::NaiveDate;

use super::days_between;
use crate::{Error, Result};

/// A range of days from a first to a last, both included.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::period::Window;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(1997, month, day).unwrap();
/// let calibration = Window::new(date(1, 1), date(9, 30))?;
/// assert_eq!(calibration.days(), 273);
/// assert!(calibration.contains(date(9, 30)));
/// assert!(Window::new(date(9, 30), date(1, 1)).is_err());
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawWindow"))]
pub struct Window {
    from: NaiveDate,
    to: NaiveDate,
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWindow {
    from: NaiveDate,
    to: NaiveDate,
}

#[cfg(feature = "serde")]
impl TryFrom<RawWindow> for Window {
    type Error = Error;

    fn try_from(raw: RawWindow) -> Result<Self> {
        Self::new(raw.from, raw.to)
    }
}

impl Window {
    /// Creates a window from `from` to `to`, both included.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if `to` is before `from`.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Self> {
        if to < from {
            return Err(Error::out_of_range(
                "end of the window",
                to,
                format_args!("{from} or later, where the window starts"),
            ));
        }
        Ok(Self { from, to })
    }

    /// Returns the first day.
    #[must_use]
    pub const fn from(self) -> NaiveDate {
        self.from
    }

    /// Returns the last day.
    #[must_use]
    pub const fn to(self) -> NaiveDate {
        self.to
    }

    /// Returns the number of its days, at least 1.
    #[must_use]
    pub fn days(self) -> i64 {
        days_between(self.from, self.to) + 1
    }

    /// Returns whether `date` falls within it.
    #[must_use]
    #[inline]
    pub fn contains(self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.to
    }

    /// Returns the days that both windows have in common; `None` if there are none.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.to.min(other.to)).ok()
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.from, self.to)
    }
}
