use crate::macros::{named_enum, options};
use crate::period::Period;

named_enum! {
    /// When a customer counts as retained at an age.
    ///
    /// See the [example](crate::cohort::Options).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Retained {
        /// If the customer bought in that period. The default.
        ///
        /// Customers who skip a period come back into the figure later.
        #[default]
        On = "on",
        /// If the customer bought in that period or in any later one: not lost yet.
        ///
        /// It never rises with age. At the last ages it is low because what follows has not been
        /// observed, so compare cohorts at the same distance from the end of the records.
        OnOrAfter = "on_or_after",
    }
}

options! {
    /// The choices of a cohort table. Results record them.
    ///
    /// ```
    /// use chrono::Weekday;
    /// use retention::cohort::{Options, Retained};
    /// use retention::period::Period;
    ///
    /// let weekly = Options::default()
    ///     .period(Period::Week(Weekday::Sun))
    ///     .retained(Retained::OnOrAfter);
    /// assert_eq!(weekly.grain, Period::Day);
    /// ```
    #[derive(Copy, Eq, Hash)]
    pub struct Options {
        /// The calendar period of cohorts and of ages. Default: a month.
        pub period: Period = Period::Month,
        /// When a customer counts as retained. Default: on a purchase in the period itself.
        pub retained: Retained = Retained::On,
        /// Calendar period of a purchase: all rows of a customer in one period count as one purchase,
        /// on the first day of that period. Default: a day.
        pub grain: Period = Period::Day,
    }
}
