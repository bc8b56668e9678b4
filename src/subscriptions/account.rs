use chrono::NaiveDate;
use rust_decimal::Decimal;

/// What a customer pays from a day on.
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

    /// Returns the levels in the order of time, from the first day as a customer up to the as-of date. Two
    /// neighbours differ. It is empty for whoever was never a customer.
    #[must_use]
    pub fn levels(&self) -> &[Recurring] {
        &self.levels
    }

    /// Returns the recurring amount at the end of a day; `None` for no customer, and after the as-of date.
    #[must_use]
    pub fn at(&self, day: NaiveDate) -> Option<Decimal> {
        let after = self.levels.partition_point(|level| level.from <= day);
        let level = self.levels.get(after.checked_sub(1)?)?;
        (level.customer && day <= self.as_of).then_some(level.amount)
    }

    /// Returns the last day on which something is known of the customer.
    #[must_use]
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }
}
