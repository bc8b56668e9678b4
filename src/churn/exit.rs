use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Reason;
use crate::macros::named_enum;
use crate::{Error, Result};

named_enum! {
    /// What came of an attempt to talk to a customer who left.
    ///
    /// See the [example](crate::churn::Exits).
    #[non_exhaustive]
    pub enum ContactOutcome {
        /// The customer could not be reached.
        NotReached = "not_reached",
        /// The customer has not decided.
        Undecided = "undecided",
        /// The customer refused to come back.
        Refused = "refused",
        /// The customer agreed to come back.
        Agreed = "agreed",
    }
}

/// A customer who left: when, why, what they were worth, and what was done about it.
///
/// It holds what a display of leaving customers shows. Create it by [`Exit::new`] and set the other fields.
/// For a company's own reasons see [`ReasonCodes`](crate::churn::ReasonCodes). The list of reasons goes into
/// JSON, and not into a row of the `csv` crate.
///
/// See the [example](crate::churn::Exits).
#[doc(alias = "客户流失显示系统")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Exit<Id> {
    /// The customer.
    pub customer: Id,
    /// The first day as a customer no longer.
    pub date: NaiveDate,
    /// The reasons, the most important one first; empty if none is known.
    #[cfg_attr(feature = "serde", serde(default))]
    pub reasons: Vec<Reason>,
    /// What the customer was worth, such as a year's revenue or margin: the same measure for everyone. It
    /// may be negative. `None` if it is not known.
    #[cfg_attr(feature = "serde", serde(default, with = "crate::serde_money::option"))]
    pub value: Option<Decimal>,
    /// The first day as a customer, if it is known.
    #[cfg_attr(feature = "serde", serde(default))]
    pub joined: Option<NaiveDate>,
    /// The day on which somebody first tried to talk to them about it; `None` if nobody did.
    #[cfg_attr(feature = "serde", serde(default))]
    pub contacted: Option<NaiveDate>,
    /// What came of the contact, if something did.
    #[cfg_attr(feature = "serde", serde(default))]
    pub outcome: Option<ContactOutcome>,
    /// The day on which they became a customer again, if they did.
    #[cfg_attr(feature = "serde", serde(default))]
    pub returned: Option<NaiveDate>,
}

impl<Id> Exit<Id> {
    /// Creates an exit of which nothing is known but the customer, the day and the reasons.
    pub fn new(customer: Id, date: NaiveDate, reasons: impl IntoIterator<Item = Reason>) -> Self {
        Self {
            customer,
            date,
            reasons: reasons.into_iter().collect(),
            value: None,
            joined: None,
            contacted: None,
            outcome: None,
            returned: None,
        }
    }

    /// Returns the days that the customer stayed; `None` if the first day is not known.
    #[must_use]
    pub fn tenure_days(&self) -> Option<u32> {
        let days = crate::period::days_between(self.joined?, self.date);
        u32::try_from(days).ok()
    }

    /// Returns whether the business could have prevented the exit: `Some(false)` if one of the reasons is
    /// beyond its control, because the customer would have left anyway; `None` without a reason.
    #[must_use]
    pub fn is_controllable(&self) -> Option<bool> {
        let all = self.reasons.iter().all(|reason| reason.is_controllable());
        (!self.reasons.is_empty()).then_some(all)
    }

    /// Returns whether the customer wanted to leave: `Some(false)` if one of the reasons is involuntary;
    /// `None` without a reason.
    #[must_use]
    pub fn is_voluntary(&self) -> Option<bool> {
        let all = self.reasons.iter().all(|reason| reason.is_voluntary());
        (!self.reasons.is_empty()).then_some(all)
    }

    pub(super) fn check(&self) -> Result<()> {
        let date = self.date;
        if let Some(joined) = self.joined.filter(|&joined| joined > date) {
            let allowed = format_args!("{date} or earlier, the day of the exit");
            return Err(Error::out_of_range("first day", joined, allowed));
        }
        if let Some(returned) = self.returned.filter(|&returned| returned <= date) {
            let allowed = format_args!("after {date}, the day of the exit");
            return Err(Error::out_of_range("day of the return", returned, allowed));
        }
        if let Some(outcome) = self.outcome.filter(|_| self.contacted.is_none()) {
            let error = Error::refused("outcome", outcome);
            return Err(error.with_cure("set the day of the contact too"));
        }
        for (place, reason) in self.reasons.iter().enumerate() {
            if self.reasons.iter().take(place).any(|it| it == reason) {
                return Err(Error::duplicate("reason", reason));
            }
        }
        Ok(())
    }
}
