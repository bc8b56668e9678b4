use chrono::NaiveDate;

use crate::macros::options;

options! {
    /// What the caller knows of one customer beside the purchases: that the contract ended, or a chance
    /// of return from a model.
    ///
    /// ```
    /// use retention::lifecycle::Given;
    ///
    /// let active = Given::default().chance(Some(0.85));
    /// assert_eq!((active.ended, active.chance), (None, Some(0.85)));
    /// ```
    #[derive(Copy)]
    pub struct Given {
        /// The day on which the customer's contract ended. It counts from that day on, unless a purchase
        /// came after it. Default: none.
        pub ended: Option<NaiveDate> = None,
        /// The probability of at least one purchase within the horizon of
        /// [`Silence::ChanceOfReturn`](super::Silence::ChanceOfReturn), 0 to 1, as a model gives it. It
        /// replaces the chance by the return curves. Default: none.
        pub chance: Option<f64> = None,
    }
}
