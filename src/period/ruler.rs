use chrono::NaiveDate;

use super::{Period, days_between};
use crate::macros::named_enum;
use crate::{Error, Result};

named_enum! {
    /// The unit in which the time between two dates is measured.
    ///
    /// Days and weeks are exact divisions. Months, quarters and years are whole calendar periods
    /// counted from the earlier date, plus the part of the next one that has passed.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::period::Ruler;
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(1997, month, day).unwrap();
    /// assert_eq!(Ruler::Weeks.measure(date(1, 1), date(9, 30))?, 272.0 / 7.0);
    /// assert_eq!(Ruler::Months.measure(date(1, 15), date(4, 30))?, 3.5);
    /// assert!(Ruler::Days.measure(date(2, 1), date(1, 1)).is_err());
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Ruler {
        /// Days. The default.
        #[default]
        Days = "days",
        /// Weeks of seven days.
        Weeks = "weeks",
        /// Calendar months.
        Months = "months",
        /// Three calendar months.
        Quarters = "quarters",
        /// Calendar years.
        Years = "years",
    }
}

impl Ruler {
    /// Returns the time from one date to another in this unit, 0 or more.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if the second date is before the first; [`Error::Overflow`] if the
    /// calendar period that holds it reaches beyond the calendar.
    pub fn measure(self, from: NaiveDate, to: NaiveDate) -> Result<f64> {
        let days = days_between(from, to);
        if days < 0 {
            return Err(Error::out_of_range(
                "date",
                to,
                format_args!("not before {from}"),
            ));
        }
        match self {
            Self::Days => Ok(days as f64),
            Self::Weeks => Ok(days as f64 / 7.0),
            Self::Months => calendar(Period::Month, from, to),
            Self::Quarters => calendar(Period::Quarter, from, to),
            Self::Years => calendar(Period::Year, from, to),
        }
    }
}

fn calendar(period: Period, from: NaiveDate, to: NaiveDate) -> Result<f64> {
    let whole = period.whole_between(from, to)?;
    let reached = period.after(from, whole)?;
    let next = period.after(from, whole.saturating_add(1))?;
    let part = days_between(reached, to) as f64 / days_between(reached, next) as f64;
    Ok(f64::from(whole) + part)
}
