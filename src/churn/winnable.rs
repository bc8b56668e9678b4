use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{ContactOutcome, Exit, Exits, Reason};
use crate::Result;
use crate::macros::{named_enum, options};
use crate::numeric::money::MoneySum;
use crate::period::Span;

named_enum! {
    /// For which reasons an exit counts as one that may be undone.
    ///
    /// See the [example](crate::churn::Exits::winnable).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum WinnableReasons {
        /// The business could have prevented it, and the customer wanted it: none of the reasons is beyond
        /// control or involuntary. The default.
        #[default]
        ControllableAndVoluntary = "controllable_and_voluntary",
        /// The business could have prevented it: failed payments too, which need a reminder and no offer.
        Controllable = "controllable",
        /// Any reason, and also none.
        Any = "any",
    }
}

options! {
    /// Who could still be won back. No source publishes these thresholds.
    ///
    /// See the [example](crate::churn::Exits::winnable).
    #[derive(Copy, Eq, Hash)]
    pub struct WinnableRules {
        /// For which reasons. Default: controllable and voluntary.
        pub reasons: WinnableReasons = WinnableReasons::ControllableAndVoluntary,
        /// How long ago the exit may be: the as-of date lies within this span from the day of the exit.
        /// Default: 6 months.
        pub within: Span = Span::of_months(6),
        /// The least that a customer must be worth. Default: 0.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        pub least_value: Decimal = Decimal::ZERO,
    }
}

/// A customer who could still be won back.
///
/// See the [example](crate::churn::Exits::winnable).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct WinnableCustomer<Id> {
    /// The customer.
    pub customer: Id,
    /// The day of the exit.
    pub date: NaiveDate,
    /// The most important reason, if one is known.
    pub reason: Option<Reason>,
    /// What the customer was worth.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value: Decimal,
    /// The day of the first contact; `None` if nobody has tried by the as-of date.
    pub contacted: Option<NaiveDate>,
    /// What came of the contact.
    pub outcome: Option<ContactOutcome>,
}

/// Who could still be won back on a day, the most valuable first, and why the others could not.
///
/// Each exit is in `customers` or in one of the counts below, the first that holds. The value is what the
/// customers were worth. It is not what a campaign would bring: many will not come back, and some would
/// have come back by themselves.
///
/// See the [example](crate::churn::Exits::winnable).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Winnable<Id> {
    /// The customers by falling value; equal ones by key and day.
    pub customers: Vec<WinnableCustomer<Id>>,
    /// What they were worth together.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value: Decimal,
    /// The as-of date.
    pub as_of: NaiveDate,
    /// The rules.
    pub rules: WinnableRules,
    /// Exits after the as-of date.
    pub later: u64,
    /// Exits of customers who had returned by the as-of date, or who left again since.
    pub returned: u64,
    /// Exits too long ago.
    pub too_long_ago: u64,
    /// Exits of customers who refused to come back.
    pub refused: u64,
    /// Exits for reasons that cannot be undone.
    pub other_reasons: u64,
    /// Exits without a reason.
    pub without_reason: u64,
    /// Exits without a value.
    pub without_value: u64,
    /// Exits of customers who are worth less.
    pub too_little: u64,
}

/// Why an exit cannot be undone.
enum Not {
    Later,
    Returned,
    TooLongAgo,
    Refused,
    OtherReasons,
    WithoutReason,
    WithoutValue,
    TooLittle,
}

impl<Id: Ord + Clone> Exits<Id> {
    /// Returns the customers who could still be won back on a day, the most valuable first.
    ///
    /// They left recently, for a reason that can be undone, and are worth it: [`WinnableRules`].
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::churn::{Exit, Exits, Reason, WinnableRules};
    /// use rust_decimal::dec;
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// let left = |customer, month, reason, value| Exit {
    ///     value: Some(value),
    ///     ..Exit::new(customer, date(month, 9), [reason])
    /// };
    /// let exits = Exits::from_rows([
    ///     left("Ann", 5, Reason::Price, dec!(120)),
    ///     left("Ben", 5, Reason::MovedAway, dec!(900)),
    ///     left("Cem", 4, Reason::PoorService, dec!(480)),
    ///     left("Dea", 6, Reason::Price, dec!(15)),
    /// ])?;
    /// let rules = WinnableRules::default().least_value(dec!(50));
    /// let winnable = exits.winnable(date(6, 30), rules)?;
    /// let names: Vec<_> = winnable.customers.iter().map(|row| row.customer).collect();
    /// assert_eq!(names, ["Cem", "Ann"]);
    /// assert_eq!((winnable.value, winnable.other_reasons, winnable.too_little), (dec!(600), 1, 1));
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow) if the sum of money exceeds what a decimal holds or the
    /// span reaches beyond the calendar.
    pub fn winnable(&self, as_of: NaiveDate, rules: WinnableRules) -> Result<Winnable<Id>> {
        let mut found = Winnable {
            customers: Vec::new(),
            value: Decimal::ZERO,
            as_of,
            rules,
            later: 0,
            returned: 0,
            too_long_ago: 0,
            refused: 0,
            other_reasons: 0,
            without_reason: 0,
            without_value: 0,
            too_little: 0,
        };
        let mut total = MoneySum::default();
        for (row, exit) in self.rows().iter().enumerate() {
            let again = self.rows().get(row.saturating_add(1));
            let again = again.filter(|it| it.customer == exit.customer && it.date <= as_of);
            let value = match rules.value_of(exit, as_of, again.is_some()) {
                Ok(Ok(value)) => value,
                Ok(Err(not)) => {
                    let count = found.count(&not);
                    *count = count.saturating_add(1);
                    continue;
                }
                Err(error) => return Err(error.at_row(row)),
            };
            total.add(value).map_err(|error| error.at_row(row))?;
            let contacted = exit.contacted.filter(|&day| day <= as_of);
            found.customers.push(WinnableCustomer {
                customer: exit.customer.clone(),
                date: exit.date,
                reason: exit.reasons.first().copied(),
                value,
                contacted,
                outcome: exit.outcome.filter(|_| contacted.is_some()),
            });
        }
        // Rows of one value stay in the order of their keys.
        found
            .customers
            .sort_by_key(|row| std::cmp::Reverse(row.value));
        found.value = total.finish()?;
        Ok(found)
    }
}

impl<Id> Winnable<Id> {
    const fn count(&mut self, not: &Not) -> &mut u64 {
        match not {
            Not::Later => &mut self.later,
            Not::Returned => &mut self.returned,
            Not::TooLongAgo => &mut self.too_long_ago,
            Not::Refused => &mut self.refused,
            Not::OtherReasons => &mut self.other_reasons,
            Not::WithoutReason => &mut self.without_reason,
            Not::WithoutValue => &mut self.without_value,
            Not::TooLittle => &mut self.too_little,
        }
    }
}

impl WinnableRules {
    /// Returns what a customer is worth who could be won back, or why they could not.
    fn value_of<Id>(
        &self,
        exit: &Exit<Id>,
        as_of: NaiveDate,
        left_again: bool,
    ) -> Result<std::result::Result<Decimal, Not>> {
        let contacted = exit.contacted.is_some_and(|day| day <= as_of);
        Ok(if exit.date > as_of {
            Err(Not::Later)
        } else if left_again || exit.returned.is_some_and(|day| day <= as_of) {
            Err(Not::Returned)
        } else if !self.within.starting(exit.date)?.contains(as_of) {
            Err(Not::TooLongAgo)
        } else if contacted && exit.outcome == Some(ContactOutcome::Refused) {
            Err(Not::Refused)
        } else {
            match (self.admits(exit), exit.value) {
                (None, _) => Err(Not::WithoutReason),
                (Some(false), _) => Err(Not::OtherReasons),
                (_, None) => Err(Not::WithoutValue),
                (_, Some(value)) if value < self.least_value => Err(Not::TooLittle),
                (_, Some(value)) => Ok(value),
            }
        })
    }

    /// Returns whether the reasons can be undone; `None` if that needs a reason and there is none.
    fn admits<Id>(&self, exit: &Exit<Id>) -> Option<bool> {
        match self.reasons {
            WinnableReasons::Any => Some(true),
            WinnableReasons::Controllable => exit.is_controllable(),
            WinnableReasons::ControllableAndVoluntary => {
                Some(exit.is_controllable()? && exit.is_voluntary()?)
            }
        }
    }
}
