use chrono::NaiveDate;
use rust_decimal::Decimal;

/// What a customer pays from a day on. See the [example](crate::subscriptions::Account).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Recurring {
    /// The first day of it; it lasts until the day before the next.
    pub from: NaiveDate,
    /// The recurring amount, by month unless [`Spread::per`](super::Spread::per) says otherwise; 0 for
    /// who is no customer.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub amount: Decimal,
    /// Whether they are a customer.
    pub customer: bool,
}

/// One customer over time: from which day on a customer, at what recurring amount.
///
/// The state of a day is that at its end. Whoever leaves with 31 January as the last day is a customer on
/// that day and gone on 1 February; whoever begins on 1 February has no amount on 31 January. A stock at
/// the start of a month is therefore that of the day before.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::period::Window;
/// use retention::subscriptions::{Options, Subscription, SubscriptionLog};
/// use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// let log = SubscriptionLog::from_rows([
///     Subscription::monthly("Ann", date(1, 15), Some(date(4, 30)), dec!(20)),
///     Subscription::monthly("Ann", date(3, 1), Some(date(6, 30)), dec!(5)),
/// ])?;
/// let accounts = log.accounts(Window::new(date(1, 1), date(12, 31))?, Options::default())?;
/// let ann = accounts.get("Ann").unwrap();
/// let levels: Vec<_> = ann.levels().iter().map(|it| (it.from, it.amount, it.customer)).collect();
/// assert_eq!(levels, [
///     (date(1, 15), dec!(20), true),
///     (date(3, 1), dec!(25), true),
///     (date(5, 1), dec!(5), true),
///     (date(7, 1), dec!(0), false),
/// ]);
/// assert_eq!((ann.at(date(4, 30)), ann.at(date(7, 1))), (Some(dec!(25)), None));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Account {
    pub(super) levels: Vec<Recurring>,
    pub(super) as_of: NaiveDate,
}

impl Account {
    pub(super) const fn new(as_of: NaiveDate) -> Self {
        Self {
            levels: Vec::new(),
            as_of,
        }
    }

    /// Returns what the customer pays in the order of time, from the first day as a customer of all days
    /// in the log up to the as-of date. Two neighbours differ. It is empty for whoever was no customer yet.
    #[must_use]
    pub fn levels(&self) -> &[Recurring] {
        &self.levels
    }

    /// Returns the recurring amount at the end of a day. `None` says that they are no customer then, or
    /// that the day is after the as-of date.
    #[must_use]
    pub fn at(&self, day: NaiveDate) -> Option<Decimal> {
        let after = self.levels.partition_point(|level| level.from <= day);
        let level = self.levels.get(after.checked_sub(1)?)?;
        (level.customer && day <= self.as_of).then_some(level.amount)
    }

    /// Returns the as-of date: what comes after it is not known.
    #[must_use]
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }
}
