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
/// For a company's own reasons see [`ReasonCodes`](crate::churn::ReasonCodes).
///
/// It is a flat row, as the `csv` crate takes it: its reasons are written as one text with `;` between
/// them, such as `price;poor_service`. They are read from such a text, or from a list.
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
    #[cfg_attr(feature = "serde", serde(default, with = "written"))]
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

/// How reasons are written: as one text, so that an exit is a row of a file. A format that is not for
/// readers has them as a list.
#[cfg(feature = "serde")]
mod written {
    use std::fmt;

    use serde::de::{self, Deserializer, SeqAccess, Visitor};
    use serde::ser::{Serialize, Serializer};

    use super::Reason;

    pub(super) fn serialize<S: Serializer>(
        reasons: &[Reason],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return reasons.serialize(serializer);
        }
        let names: Vec<&str> = reasons.iter().map(|reason| reason.name()).collect();
        serializer.serialize_str(&names.join(";"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Reason>, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(Reasons)
        } else {
            deserializer.deserialize_seq(Reasons)
        }
    }

    struct Reasons;

    impl<'de> Visitor<'de> for Reasons {
        type Value = Vec<Reason>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("reasons, as a text with `;` between them or as a list")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<Reason>, E> {
            let names = text.split(';').map(str::trim);
            let names = names.filter(|_| !text.trim().is_empty());
            names.map(|name| name.parse().map_err(E::custom)).collect()
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Reason>, A::Error> {
            let mut reasons = Vec::new();
            while let Some(reason) = list.next_element()? {
                reasons.push(reason);
            }
            Ok(reasons)
        }
    }
}
