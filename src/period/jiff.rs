//! Dates of the crate `jiff`, with the feature `jiff`.
//!
//! The date type of this crate is chrono's [`NaiveDate`]. These functions convert where rows come in
//! and where dates go out; [`Purchase::from_civil`](crate::purchases::Purchase::from_civil) and
//! [`Window::from_civil`](super::Window::from_civil) call them. The shop's day of a moment is
//! `moment.in_tz("Europe/Berlin")?.date()` in jiff.
//!
//! ```
//! use retention::period::jiff::{from_civil, to_civil};
//!
//! let date = from_civil(::jiff::civil::date(2024, 2, 29))?;
//! assert_eq!(date.to_string(), "2024-02-29");
//! assert_eq!(to_civil(date)?, ::jiff::civil::date(2024, 2, 29));
//! # Ok::<(), retention::Error>(())
//! ```

use ::jiff::civil::Date;
use chrono::{Datelike, NaiveDate};

use super::Window;
use crate::{Error, Result};

/// Converts a date of `jiff` to one of chrono.
///
/// # Errors
/// [`Error::Overflow`] if the date is beyond chrono's calendar, which no date of today's `jiff` is.
pub fn from_civil(date: Date) -> Result<NaiveDate> {
    let (year, month, day) = (date.year().into(), date.month(), date.day());
    let parts = u32::try_from(month).ok().zip(u32::try_from(day).ok());
    parts
        .and_then(|(month, day)| NaiveDate::from_ymd_opt(year, month, day))
        .ok_or_else(|| Error::overflow("the calendar", date))
}

/// Converts a date of chrono to one of `jiff`.
///
/// # Errors
/// [`Error::Overflow`] for a year outside −9999 to 9999, the calendar of `jiff`.
pub fn to_civil(date: NaiveDate) -> Result<Date> {
    let civil = || {
        let (month, day) = (date.month().try_into().ok()?, date.day().try_into().ok()?);
        Date::new(date.year().try_into().ok()?, month, day).ok()
    };
    civil().ok_or_else(|| Error::overflow("the calendar of jiff", date))
}

#[cfg_attr(docsrs, doc(cfg(feature = "jiff")))]
impl Window {
    /// Creates a window from dates of `jiff`, both included.
    ///
    /// # Errors
    /// As [`Window::new`].
    pub fn from_civil(from: Date, to: Date) -> Result<Self> {
        Self::new(from_civil(from)?, from_civil(to)?)
    }

    /// Returns the first and the last day as dates of `jiff`.
    ///
    /// # Errors
    /// As [`to_civil`].
    pub fn to_civil(self) -> Result<(Date, Date)> {
        Ok((to_civil(self.from())?, to_civil(self.to())?))
    }
}

#[cfg(test)]
mod tests {
    use ::jiff::civil::date;

    use super::*;

    #[test]
    fn dates_go_there_and_back() {
        for day in [date(1997, 1, 1), date(2024, 2, 29), Date::MIN, Date::MAX] {
            assert_eq!(to_civil(from_civil(day).unwrap()), Ok(day));
        }
        let window = Window::from_civil(date(2024, 1, 1), date(2024, 6, 30)).unwrap();
        assert_eq!(window.to_string(), "2024-01-01 to 2024-06-30");
        assert_eq!(window.to_civil(), Ok((date(2024, 1, 1), date(2024, 6, 30))));
        assert!(Window::from_civil(date(2024, 1, 2), date(2024, 1, 1)).is_err());
    }

    #[test]
    fn a_year_that_jiff_does_not_know_is_an_error() {
        for day in [NaiveDate::MIN, NaiveDate::MAX] {
            let error = to_civil(day).unwrap_err();
            assert!(matches!(error, Error::Overflow { .. }), "{error}");
        }
    }
}
