use crate::macros::named_enum;

named_enum! {
    /// What becomes of the money of an unusual row: a refund (negative amount) or a zero amount.
    ///
    /// It touches money only, never timing: whether the row's day is a purchase day is decided
    /// apart from it.
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
        /// The amount counts as it stands.
        ///
        /// A refund in a period without a purchase reduces the purchase before it (the first
        /// purchase, where it stands before all of them). The default.
        #[default]
        Net = "net",
        /// The row is left out of sums and means. An event all of whose rows are left out has no
        /// value and does not count in a mean.
        Drop = "drop",
        /// The row is an error.
        Refuse = "refuse",
    }
}

named_enum! {
    /// Whether a period with refunds only is a purchase event.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum RefundOnly {
        /// It is not: nothing was bought. The default.
        #[default]
        NotAPurchase = "not_a_purchase",
        /// It is: any row is a sign of life.
        Purchase = "purchase",
    }
}

named_enum! {
    /// What becomes of rows outside the window.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Outside {
        /// They are left out and counted. The default.
        #[default]
        Count = "count",
        /// One is an error.
        Refuse = "refuse",
    }
}

/// How a log is read: the choices that packages make in silence.
///
/// The default nets refunds, keeps zero amounts, takes a period with refunds only for no purchase,
/// and counts what lies outside the window. [`Counts`](super::Counts) says how many rows each
/// choice touched.
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
/// As JSON, in which what is missing is the default:
///
/// ```text
/// {"refunds": "net", "zeros": "drop", "refund_only": "not_a_purchase", "outside": "count"}
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Policy {
    /// Rows with a negative amount.
    pub refunds: Treatment,
    /// Rows with an amount of zero; they are purchases, whatever becomes of their money.
    pub zeros: Treatment,
    /// Periods with refunds only.
    pub refund_only: RefundOnly,
    /// Rows outside the window.
    pub outside: Outside,
}

impl Policy {
    /// Sets what becomes of negative amounts.
    #[must_use]
    pub const fn refunds(mut self, refunds: Treatment) -> Self {
        self.refunds = refunds;
        self
    }

    /// Sets what becomes of zero amounts.
    #[must_use]
    pub const fn zeros(mut self, zeros: Treatment) -> Self {
        self.zeros = zeros;
        self
    }

    /// Sets whether a period with refunds only is a purchase.
    #[must_use]
    pub const fn refund_only(mut self, refund_only: RefundOnly) -> Self {
        self.refund_only = refund_only;
        self
    }

    /// Sets what becomes of rows outside the window.
    #[must_use]
    pub const fn outside(mut self, outside: Outside) -> Self {
        self.outside = outside;
        self
    }

    /// What the policy makes of a row with an amount of this sign.
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

/// The name of a refused row, by its sign.
pub(crate) fn kind(mantissa: i128) -> &'static str {
    if mantissa < 0 {
        "refund"
    } else {
        "purchase of zero"
    }
}
