use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::macros::{named_enum, options};
use crate::period::Window;
use crate::{Error, Result};

named_enum! {
    /// What happens to the money of a refund (a negative amount) or to a zero amount.
    ///
    /// It concerns money only, never timing. [`RefundOnly`] says whether a day with refunds only is a
    /// purchase day.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use retention::period::Window;
    /// use retention::purchases::{History, Policy, Treatment};
    /// use rust_decimal::dec;
    ///
    /// # let date = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
    /// # let (dates, window) = ([date(2), date(9)], Window::new(date(1), date(31))?);
    /// // Bought for 20 on 2 May, gave back 4.50 on the 9th.
    /// let history = History::new(&dates, &[dec!(20), dec!(-4.50)], window)?;
    /// assert_eq!(history.revenue()?, dec!(15.50));
    /// let dropped = history.clone().with_policy(Policy::default().refunds(Treatment::Drop))?;
    /// assert_eq!(dropped.revenue()?, dec!(20));
    /// assert!(history.with_policy(Policy::default().refunds(Treatment::Refuse)).is_err());
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Treatment {
        /// The amount counts as it stands. The default.
        ///
        /// A refund in a period without a purchase reduces the purchase before it; a refund before all
        /// purchases reduces the first one.
        #[default]
        Net = "net",
        /// The row is left out of sums and means. A purchase event that loses all of its rows has no
        /// value and does not count in a mean.
        Drop = "drop",
        /// The row is an error.
        Refuse = "refuse",
    }
}

named_enum! {
    /// Whether a period with refunds only is a purchase event. See the example of [`Policy`].
    #[derive(Default)]
    #[non_exhaustive]
    pub enum RefundOnly {
        /// It is not: nothing was bought. The default.
        #[default]
        NotAPurchase = "not_a_purchase",
        /// It is: any row shows that the customer is still there.
        Purchase = "purchase",
    }
}

named_enum! {
    /// What becomes of rows outside the window. See [`Policy::outside`].
    ///
    /// See the [example](crate::purchases::Policy).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Outside {
        /// They are left out and counted. The default.
        #[default]
        Count = "count",
        /// A row outside the window is an error.
        Refuse = "refuse",
    }
}

options! {
    /// How the rows of a log are read: refunds, zero amounts and rows outside the window.
    ///
    /// [`Counts`](super::Counts) says how many rows each choice touched.
    ///
    /// ```
    /// use retention::purchases::{Policy, RefundOnly, Treatment};
    ///
    /// let policy = Policy::default()
    ///     .refunds(Treatment::Drop)
    ///     .refund_only(RefundOnly::Purchase);
    /// assert_eq!(policy.zeros, Treatment::Net);
    /// ```
    ///
    /// As JSON, in which a missing field has its default:
    ///
    /// ```text
    /// {"refunds": "net", "zeros": "drop", "refund_only": "not_a_purchase", "outside": "count"}
    /// ```
    #[derive(Copy, Eq, Hash)]
    pub struct Policy {
        /// What becomes of the money of refunds, rows with a negative amount. Default: net.
        pub refunds: Treatment = Treatment::Net,
        /// What becomes of rows with an amount of 0. They are purchases either way. Default: net.
        pub zeros: Treatment = Treatment::Net,
        /// Whether a period with refunds only is a purchase. Default: it is not.
        pub refund_only: RefundOnly = RefundOnly::NotAPurchase,
        /// What becomes of rows outside the window. Default: they are left out and counted.
        pub outside: Outside = Outside::Count,
    }
}

impl Policy {
    /// Returns the same policy for rows in the window, whatever becomes of those outside.
    pub(crate) fn within(self) -> Self {
        self.outside(Outside::default())
    }

    /// Returns whether every row is taken.
    #[inline]
    pub(super) const fn refuses_nothing(self) -> bool {
        !(matches!(self.refunds, Treatment::Refuse)
            || matches!(self.zeros, Treatment::Refuse)
            || matches!(self.outside, Outside::Refuse))
    }

    /// Returns what the policy makes of a row with an amount of this sign.
    #[inline]
    pub(crate) fn reading(self, mantissa: i128) -> Reading {
        let treatment = match mantissa.signum() {
            -1 => self.refunds,
            0 => self.zeros,
            _ => Treatment::Net,
        };
        Reading {
            purchase: mantissa >= 0 || self.refund_only == RefundOnly::Purchase,
            money: treatment == Treatment::Net,
            refused: treatment == Treatment::Refuse,
        }
    }
}

/// Refuses what a policy refuses of a row, before there is a log.
#[inline]
pub(crate) fn check_row(
    policy: Policy,
    window: Window,
    date: NaiveDate,
    amount: Decimal,
) -> Result<()> {
    if policy.refuses_nothing() {
        return Ok(());
    }
    find_refusal(policy, window, date, amount)
}

#[inline(never)]
fn find_refusal(policy: Policy, window: Window, date: NaiveDate, amount: Decimal) -> Result<()> {
    let inside = window.contains(date);
    let refused = if inside {
        policy.reading(amount.mantissa()).refused
    } else {
        policy.outside == Outside::Refuse
    };
    if refused {
        return Err(refusal(inside, date, amount));
    }
    Ok(())
}

#[cold]
fn refusal(inside: bool, date: NaiveDate, amount: Decimal) -> Error {
    let value = format_args!("{amount} on {date}");
    if inside {
        refused(amount.mantissa(), value)
    } else {
        refused_outside(value)
    }
}

/// One row under a policy.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    /// It makes its period a purchase event.
    pub(crate) purchase: bool,
    /// Its amount counts.
    pub(crate) money: bool,
    /// It is an error.
    pub(crate) refused: bool,
}

/// Returns an error for a row in the window that the policy refuses, by its sign.
pub(crate) fn refused(mantissa: i128, value: impl std::fmt::Display) -> Error {
    if mantissa < 0 {
        Error::refused("refund", value).with_cure("`Policy::refunds` can accept it")
    } else {
        Error::refused("purchase of zero", value).with_cure("`Policy::zeros` can accept it")
    }
}

/// Returns an error for a row outside the window.
pub(crate) fn refused_outside(value: impl std::fmt::Display) -> Error {
    Error::refused("purchase outside the window", value)
        .with_cure("widen the window, or set `Policy::outside` to count it")
}
