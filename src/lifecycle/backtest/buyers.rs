use crate::macros::named_enum;

named_enum! {
    /// Which customers a figure of a back-test is about, by their purchases up to the past date.
    ///
    /// See the [example](crate::lifecycle::Backtest::ranking).
    #[derive(Default)]
    pub enum Buyers {
        /// Everybody. The default.
        #[default]
        All = "all",
        /// Customers with one purchase.
        OneTime = "one_time",
        /// Customers with two or more purchases.
        Repeat = "repeat",
    }
}

impl Buyers {
    /// Returns whether customers with so many purchases belong to them.
    pub(super) const fn hold(self, purchases: u32) -> bool {
        match self {
            Self::All => true,
            Self::OneTime => purchases <= 1,
            Self::Repeat => purchases > 1,
        }
    }
}
