use crate::Result;
use crate::error::inner_fraction;
use crate::macros::{named_enum, options};

named_enum! {
    /// What is said of the rhythm of a customer with one purchase, who has no interval yet.
    ///
    /// See the [example](HabitOptions).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum SinglePurchase {
        /// Nothing: the interval and the next purchase are not known. The default.
        #[default]
        Unknown = "unknown",
        /// The typical interval of the shop.
        Shop = "shop",
    }
}

options! {
    /// How much evidence makes a habit.
    ///
    /// ```
    /// use retention::purchases::{HabitOptions, SinglePurchase};
    ///
    /// let strict = HabitOptions::default().rate(0.01).single(SinglePurchase::Shop);
    /// assert_eq!((strict.rate, strict.minimum), (0.01, 3));
    /// ```
    #[derive(Copy)]
    pub struct HabitOptions {
        /// Share of customers without a preference who are given a usual weekday by chance, at most;
        /// the same for the month and for the season. Strictly between 0 and 1. Default: 0.05.
        pub rate: f64 = 0.05,
        /// Minimum number of purchases for a usual weekday, month or season. Default: 3, the fewest
        /// that can pass the test at the default rate.
        pub minimum: u32 = 3,
        /// Share of the customers who still buy whose silence is called overdue by mistake, about.
        /// Strictly between 0 and 0.5. Default: 0.05.
        pub false_alarm: f64 = 0.05,
        /// What is said of the rhythm of a customer with one purchase. Default: unknown.
        pub single: SinglePurchase = SinglePurchase::Unknown,
    }
}

impl HabitOptions {
    /// Refuses rates that are none.
    pub(super) fn check(&self) -> Result<()> {
        inner_fraction("rate", self.rate)?;
        let false_alarm = inner_fraction("false_alarm", self.false_alarm)?;
        if false_alarm >= 0.5 {
            let allowed = "more than 0 and less than 0.5";
            return Err(crate::Error::out_of_range(
                "false_alarm",
                false_alarm,
                allowed,
            ));
        }
        Ok(())
    }
}
