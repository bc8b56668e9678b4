use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::macros::named_enum;
use crate::period::{Period, Span};
use crate::{Error, Result};

named_enum! {
    /// What a subscription is while it runs.
    ///
    /// [`Options`](super::Options) say which of them make a customer, and at what amount.
    ///
    /// See the [example](crate::subscriptions::Options).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Terms {
        /// The customer pays the amount. The default.
        #[default]
        Paid = "paid",
        /// The customer tries it before the first payment.
        Trial = "trial",
        /// Nothing is asked of the customer: a free month, or, without a last day, a plan without a price.
        Free = "free",
        /// The subscription rests, and goes on later.
        Paused = "paused",
        /// A payment failed, and the customer is asked for it: the row begins on the day after the paid
        /// time.
        PastDue = "past_due",
    }
}

/// One row of a log of subscriptions: a customer, the first and the last day in force, and the price.
///
/// A change of plan or of price is the end of one row, and a new row from the next day. A customer may
/// have several rows at once, for several products: their amounts add up, so that the end of one of them
/// is a contraction. Equal rows are two products at one price, and all of them count.
///
/// The customer may be any key: a number, a `String`, a `&str`. All amounts are in one currency. With the
/// feature `serde` the amount is written as a string, and a row that is read needs no more than
/// `customer`, `from` and `amount`. Amounts in other shapes:
/// [`amount_from_f64`](crate::purchases::amount_from_f64),
/// [`amount_from_minor`](crate::purchases::amount_from_minor).
///
/// ```
/// use chrono::NaiveDate;
/// use retention::period::{Period, Span};
/// use retention::subscriptions::{Subscription, Terms};
/// use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// // A free month, then 240 a year; notice was given on 1 December.
/// let free = Subscription {
///     terms: Terms::Free,
///     ..Subscription::monthly("Ann", date(1, 1), Some(date(1, 31)), dec!(20))
/// };
/// let yearly = Subscription {
///     billed: Span::new(1, Period::Year)?,
///     cancelled: Some(date(12, 1)),
///     ..Subscription::monthly("Ann", date(2, 1), Some(date(12, 31)), dec!(240))
/// };
/// assert_eq!((free.billed.to_string().as_str(), yearly.terms), ("1 month", Terms::Paid));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Subscription<Id> {
    /// Who pays.
    pub customer: Id,
    /// The first day in force.
    pub from: NaiveDate,
    /// The last day in force, not before the first; `None` while no end is known.
    #[cfg_attr(feature = "serde", serde(default))]
    pub to: Option<NaiveDate>,
    /// The day on which the customer gave notice, where that is recorded; not before the first day in
    /// force. A change of plan is no notice. Default: `None`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub cancelled: Option<NaiveDate>,
    /// The price of one billing period, 0 or more. For a trial, a free month or a pause it is the price
    /// that the plan has otherwise.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub amount: Decimal,
    /// The billing period: one month, three months, one year. Default: one month.
    #[cfg_attr(feature = "serde", serde(default = "one_month"))]
    pub billed: Span,
    /// What it is: paid, a trial, free, paused or past due. Default: paid.
    #[cfg_attr(feature = "serde", serde(default))]
    pub terms: Terms,
}

#[cfg(feature = "serde")]
const fn one_month() -> Span {
    Span::of_months(1)
}

impl<Id> Subscription<Id> {
    /// Creates a subscription that is paid monthly. For any other, set what differs by struct update.
    ///
    /// See the [example](crate::subscriptions::Subscription).
    #[must_use]
    pub const fn monthly(
        customer: Id,
        from: NaiveDate,
        to: Option<NaiveDate>,
        amount: Decimal,
    ) -> Self {
        Self {
            customer,
            from,
            to,
            cancelled: None,
            amount,
            billed: Span::of_months(1),
            terms: Terms::Paid,
        }
    }

    /// Returns the same subscription of another customer.
    pub(super) fn of<Other>(self, customer: Other) -> (Id, Subscription<Other>) {
        let of_other = Subscription {
            customer,
            from: self.from,
            to: self.to,
            cancelled: self.cancelled,
            amount: self.amount,
            billed: self.billed,
            terms: self.terms,
        };
        (self.customer, of_other)
    }

    /// Refuses a row that cannot be.
    pub(super) fn check(&self) -> Result<()> {
        let not_before_first = |argument, day| {
            let allowed = format_args!("{} or later, the first day in force", self.from);
            Err(Error::out_of_range(argument, day, allowed))
        };
        if let Some(to) = self.to.filter(|&to| to < self.from) {
            return not_before_first("last day in force", to);
        }
        if let Some(day) = self.cancelled.filter(|&day| day < self.from) {
            return not_before_first("day of notice", day);
        }
        if self.amount.is_sign_negative() && !self.amount.is_zero() {
            let error = Error::out_of_range("amount", self.amount, "0 or more");
            return Err(error.with_cure("record a discount as a lower amount"));
        }
        Ok(())
    }
}

impl<Id: Clone> Subscription<&Id> {
    /// Returns the same subscription with a key of its own.
    pub(crate) fn cloned(self) -> Subscription<Id> {
        let (customer, row) = self.of(());
        row.of(customer.clone()).1
    }
}

/// What rows of one customer are sorted by: everything that tells two of them apart.
type Key = (
    NaiveDate,
    (bool, Option<NaiveDate>),
    Terms,
    Decimal,
    (u8, u32, u32),
    Option<NaiveDate>,
);

impl Subscription<()> {
    pub(super) fn key(&self) -> Key {
        let period = match self.billed.period() {
            Period::Day => (0, 0),
            Period::Week(first) => (1, first.num_days_from_monday()),
            Period::Month => (2, 0),
            Period::Quarter => (3, 0),
            Period::Year => (4, 0),
            Period::FiscalQuarter(first) => (5, first.number_from_month()),
            Period::FiscalYear(first) => (6, first.number_from_month()),
        };
        (
            self.from,
            (self.to.is_none(), self.to),
            self.terms,
            self.amount,
            (period.0, period.1, self.billed.count()),
            self.cancelled,
        )
    }
}
