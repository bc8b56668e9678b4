use rust_decimal::Decimal;

use super::{Spread, Terms};
use crate::macros::{named_enum, options};

named_enum! {
    /// What a row counts as while it is in force.
    ///
    /// See the [example](crate::subscriptions::Options).
    #[non_exhaustive]
    pub enum CountsAs {
        /// Nothing: the row alone makes nobody a customer.
        NotACustomer = "not_a_customer",
        /// A customer at an amount of 0.
        AtZero = "at_zero",
        /// A customer at the amount that the row replaces: what the customer stops paying on the day on
        /// which the row begins, less what begins that day.
        ///
        /// Nobody records which product a free month or a pause replaces, so this amount is one for the
        /// customer. It falls by what begins on the day on which such a row ends, and it is gone with the
        /// last of them. A free row without a last day keeps nothing. Where a customer pauses several products, [`AtPrice`](Self::AtPrice) is exact.
        AtAmountBefore = "at_amount_before",
        /// A customer at the price that the row states, as if it were paid.
        AtPrice = "at_price",
    }
}

named_enum! {
    /// The day on which a subscription stops counting.
    ///
    /// Services differ: some count churn when the customer cancels, others when the paid time is over.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::period::Window;
    /// use retention::subscriptions::{Options, Recognised, Subscription, SubscriptionLog};
    /// use rust_decimal::dec;
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// let log = SubscriptionLog::from_rows([Subscription {
    ///     cancelled: Some(date(3, 5)),
    ///     ..Subscription::monthly("Ann", date(1, 1), Some(date(3, 31)), dec!(20))
    /// }])?;
    /// let year = Window::new(date(1, 1), date(12, 31))?;
    /// let gone = |recognised| {
    ///     let accounts = log.accounts(year, Options::default().recognised(recognised))?;
    ///     Ok::<_, retention::Error>(accounts.get("Ann").unwrap().levels()[1].from)
    /// };
    /// assert_eq!(gone(Recognised::LastDay)?, date(4, 1));
    /// assert_eq!(gone(Recognised::Notice)?, date(3, 5));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Recognised {
        /// The day after the last day in force. The default.
        #[default]
        LastDay = "last_day",
        /// The day of notice, where one is recorded that is earlier. A subscription that is cancelled on
        /// its first day then never counts.
        Notice = "notice",
    }
}

options! {
    /// Who is a customer, from when to when, and at what recurring amount. Results record them.
    ///
    /// Respectable sources differ on each of these choices. A free month that counts as 0, for example, shows a
    /// contraction and an expansion where nothing happened.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::period::Window;
    /// use retention::subscriptions::{CountsAs, Options, Subscription, SubscriptionLog, Terms};
    /// use rust_decimal::dec;
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// let log = SubscriptionLog::from_rows([
    ///     Subscription::monthly("Ann", date(1, 1), Some(date(3, 31)), dec!(20)),
    ///     Subscription {
    ///         terms: Terms::Paused,
    ///         ..Subscription::monthly("Ann", date(4, 1), Some(date(4, 30)), dec!(25))
    ///     },
    ///     Subscription::monthly("Ann", date(5, 1), None, dec!(25)),
    /// ])?;
    /// let year = Window::new(date(1, 1), date(12, 31))?;
    /// let in_april = |pauses| {
    ///     let accounts = log.accounts(year, Options::default().pauses(pauses))?;
    ///     Ok::<_, retention::Error>(accounts.get("Ann").unwrap().at(date(4, 30)))
    /// };
    /// assert_eq!(in_april(CountsAs::NotACustomer)?, None);
    /// assert_eq!(in_april(CountsAs::AtZero)?, Some(dec!(0)));
    /// assert_eq!(in_april(CountsAs::AtAmountBefore)?, Some(dec!(20)));
    /// assert_eq!(in_april(CountsAs::AtPrice)?, Some(dec!(25)));
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// A payment that failed:
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use retention::period::Window;
    /// # use retention::subscriptions::{Options, Subscription, SubscriptionLog, Terms};
    /// # use rust_decimal::dec;
    /// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// # let year = Window::new(date(1, 1), date(12, 31))?;
    /// let log = SubscriptionLog::from_rows([
    ///     Subscription::monthly("Ben", date(1, 1), Some(date(3, 31)), dec!(20)),
    ///     Subscription {
    ///         terms: Terms::PastDue,
    ///         ..Subscription::monthly("Ben", date(4, 1), Some(date(6, 30)), dec!(20))
    ///     },
    /// ])?;
    /// let gone = |grace| {
    ///     let accounts = log.accounts(year, Options::default().grace(grace))?;
    ///     Ok::<_, retention::Error>(accounts.get("Ben").unwrap().levels()[1].from)
    /// };
    /// assert_eq!(gone(None)?, date(7, 1));
    /// assert_eq!(gone(Some(30))?, date(5, 1));
    /// assert_eq!(gone(Some(0))?, date(4, 1));
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// As JSON, in which a missing field has its default:
    ///
    /// ```text
    /// {"gap": 3, "trials": "at_zero", "pauses": "not_a_customer", "recognised": "notice"}
    /// ```
    #[derive(Copy, Eq)]
    pub struct Options {
        /// The most days of absence that are no interruption: whoever is back in time counts as having
        /// stayed, at the amount before. It concerns the customer as a whole, not each product. Default: 0.
        pub gap: u32 = 0,
        /// What a trial counts as. Default: not a customer.
        ///
        /// The customer then begins on the first day after the trial.
        pub trials: CountsAs = CountsAs::NotACustomer,
        /// What a free row counts as. Default: a customer at the amount before.
        ///
        /// Whoever pays nothing before it is a customer at 0. So is whoever moves to a free row without a
        /// last day: that is a plan without a price, and what was paid before it does not come back.
        pub free: CountsAs = CountsAs::AtAmountBefore,
        /// What a pause counts as. Default: a customer at 0.
        ///
        /// At 0 it is a contraction and later an expansion; where the row makes no customer it is churn and
        /// reactivation; at the amount before or at its price nothing happens.
        pub pauses: CountsAs = CountsAs::AtZero,
        /// What a paid row with an amount of 0 counts as. Default: a customer at 0.
        pub zeros: CountsAs = CountsAs::AtZero,
        /// How many days a subscription that is past due still counts, at its price. `None` is as long as
        /// its row is in force, as ProfitWell and Stripe have it; Baremetrics takes 30. With 0 days it never
        /// counts. Default: `None`.
        ///
        /// Who pays in time goes on in a paid row. Who does not is gone on the day after the last of these
        /// days, and has churned then.
        pub grace: Option<u32> = None,
        /// When a subscription stops counting. Default: after its last day in force.
        pub recognised: Recognised = Recognised::LastDay,
        /// How the price of a billing period becomes a recurring amount. Default: by month, to the cent.
        pub spread: Spread = Spread::default(),
    }
}

impl Options {
    /// What a row of these terms and this amount counts as.
    pub(crate) fn counts_as(&self, terms: Terms, amount: Decimal) -> CountsAs {
        match terms {
            Terms::Paid if amount.is_zero() => self.zeros,
            Terms::Paid | Terms::PastDue => CountsAs::AtPrice,
            Terms::Trial => self.trials,
            Terms::Free => self.free,
            Terms::Paused => self.pauses,
        }
    }
}
