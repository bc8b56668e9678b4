use chrono::{Datelike, Month, NaiveDate, Weekday};

use crate::macros::named_enum;

named_enum! {
    /// Three calendar months that make a season, named by the months: June to August is summer in the
    /// north and winter in the south.
    ///
    /// ```
    /// use chrono::{Datelike, Month, NaiveDate, Weekday};
    /// use retention::purchases::Season;
    ///
    /// assert_eq!(Season::of(Month::January), Season::DecemberToFebruary);
    /// assert_eq!(Season::JuneToAugust.to_string(), "june_to_august");
    /// ```
    pub enum Season {
        /// March, April and May.
        MarchToMay = "march_to_may",
        /// June, July and August.
        JuneToAugust = "june_to_august",
        /// September, October and November.
        SeptemberToNovember = "september_to_november",
        /// December, January and February.
        DecemberToFebruary = "december_to_february",
    }
}

impl Season {
    /// Returns the season of a calendar month.
    #[must_use]
    pub const fn of(month: Month) -> Self {
        match month {
            Month::March | Month::April | Month::May => Self::MarchToMay,
            Month::June | Month::July | Month::August => Self::JuneToAugust,
            Month::September | Month::October | Month::November => Self::SeptemberToNovember,
            Month::December | Month::January | Month::February => Self::DecemberToFebruary,
        }
    }
}

/// How many seasons a year has.
pub(super) const SEASONS: usize = Season::ALL.len();

/// Returns the year of a date's season, in which December counts to the next one, and the position of the
/// season among all.
pub(super) fn season_of(date: NaiveDate) -> (i32, usize) {
    let month = date.month0();
    let season = Season::of(
        MONTHS
            .get(month as usize)
            .copied()
            .unwrap_or(Month::January),
    );
    (date.year() + i32::from(month == 11), season as usize)
}

/// The months of a year, in order.
pub(super) const MONTHS: [Month; 12] = [
    Month::January,
    Month::February,
    Month::March,
    Month::April,
    Month::May,
    Month::June,
    Month::July,
    Month::August,
    Month::September,
    Month::October,
    Month::November,
    Month::December,
];

/// The days of a week, Monday first.
pub(super) const WEEKDAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];
