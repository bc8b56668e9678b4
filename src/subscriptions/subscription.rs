use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::macros::named_enum;
use crate::period::{Period, Span};
use crate::{Error, Result};

named_enum! {
    /// What a subscription is while it runs.
    ///
    /// [`Options`](super::Options) say who of them is a customer, and at what amount.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Terms {
        /// The customer pays the amount. The default.
        #[default]
        Paid = "paid",
        /// The customer tries it before the first payment.
        Trial = "trial",
        /// Nothing is asked of the customer for now: a free month, a plan without a price.
        Free = "free",
        /// The subscription rests, and goes on later.
        Paused = "paused",
    }
}

/// One row of a log of subscriptions: a customer, the first and the last day in force, and the price.
///
/// A change of plan or of price is the end of one row, and a new row from the next day. A customer may
/// have several rows at once, for several products: their amounts add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Subscription<Id> {
    /// Who pays.
    pub customer: Id,
    /// The first day in force.
    pub from: NaiveDate,
    /// The last day in force; `None` while no end is known.
    #[cfg_attr(feature = "serde", serde(default))]
    pub to: Option<NaiveDate>,
    /// The day on which the customer gave notice, where that is recorded.
    #[cfg_attr(feature = "serde", serde(default))]
    pub cancelled: Option<NaiveDate>,
    /// The price of one billing period, 0 or more.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub amount: Decimal,
    /// The billing period: one month, three months, one year.
    #[cfg_attr(feature = "serde", serde(default = "one_month"))]
    pub billed: Span,
    /// What it is: paid, a trial, free or paused.
    #[cfg_attr(feature = "serde", serde(default))]
    pub terms: Terms,
}

#[cfg(feature = "serde")]
const fn one_month() -> Span {
    Span::of_months(1)
}

impl<Id> Subscription<Id> {
    /// Creates a subscription that is paid monthly.
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
