use chrono::Month;

use crate::macros::named_enum;

named_enum! {
    /// Three calendar months that make a season, named by the months: June to August is summer in the
    /// north and winter in the south.
    ///
    /// ```
    /// use chrono::Month;
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
