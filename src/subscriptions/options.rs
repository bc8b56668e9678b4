use super::Spread;
use crate::macros::{named_enum, options};

named_enum! {
    /// What a row counts as while it is in force.
    #[non_exhaustive]
    pub enum CountsAs {
        /// Nothing: the row alone makes nobody a customer.
        NotACustomer = "not_a_customer",
        /// A customer at an amount of 0.
        AtZero = "at_zero",
        /// A customer at the amount that the row replaces: what the customer stops paying on the day on
        /// which the row begins, less what begins that day.
        AtAmountBefore = "at_amount_before",
        /// A customer at the price that the row states, as if it were paid.
        AtPrice = "at_price",
    }
}

named_enum! {
    /// The day on which a subscription stops counting.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Recognised {
        /// The day after the last day in force. The default.
        #[default]
        LastDay = "last_day",
        /// The day of notice, where it is recorded and earlier.
        Notice = "notice",
    }
}

options! {
    /// Who is a customer, from when to when, and at what recurring amount. Results record them.
    #[derive(Copy, Eq)]
    pub struct Options {
        /// The most days without a subscription that are no interruption: the customer counts as staying,
        /// at the amount before. Default: 0.
        pub gap: u32 = 0,
        /// What a trial counts as. Default: not a customer.
        pub trials: CountsAs = CountsAs::NotACustomer,
        /// What a free row counts as. Default: a customer at the amount before.
        pub free: CountsAs = CountsAs::AtAmountBefore,
        /// What a pause counts as. Default: a customer at 0.
        pub pauses: CountsAs = CountsAs::AtZero,
        /// What a paid row with an amount of 0 counts as. Default: a customer at 0.
        pub zeros: CountsAs = CountsAs::AtZero,
        /// When a subscription stops counting. Default: after its last day in force.
        pub recognised: Recognised = Recognised::LastDay,
        /// How the price of a billing period becomes a recurring amount. Default: by month, to the cent.
        pub spread: Spread = Spread::default(),
    }
}
