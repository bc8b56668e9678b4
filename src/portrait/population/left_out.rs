use rust_decimal::Decimal;

use super::PortraitRow;
use crate::Result;
use crate::keyed::keyed_row;
use crate::macros::named_enum;
use crate::numeric::money::MoneySum;

named_enum! {
    /// Why a customer is not in a [`RetentionPlan`](super::RetentionPlan). The first that holds is named.
    ///
    /// See the example of [`RetentionPlan`](super::RetentionPlan).
    #[non_exhaustive]
    pub enum LeftOut {
        /// Nothing is recommended.
        NoAction = "no_action",
        /// To let the customer go is recommended.
        LetGo = "let_go",
        /// The relationship or the contract has ended.
        Ended = "ended",
        /// What is at stake is not known: the expected value or the chance of a return is missing.
        ValueNotKnown = "value_not_known",
        /// Nothing is at stake, or less than the action costs: even if it kept the customer for sure, it
        /// would not pay.
        CostsMore = "costs_more",
        /// The budget does not suffice.
        Budget = "budget",
    }
}

/// A customer who is not in a [`RetentionPlan`](super::RetentionPlan).
///
/// See the example of [`RetentionPlan`](super::RetentionPlan).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LeftOutRow<Id> {
    /// The customer.
    pub customer: Id,
    /// Why the customer is left out.
    pub because: LeftOut,
    /// The value at risk with this customer; `None` where it is not known.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub value_at_risk: Option<Decimal>,
}

keyed_row!(LeftOutRow);

impl<Id: Clone> LeftOutRow<Id> {
    pub(super) fn new(row: &PortraitRow<Id>, because: LeftOut) -> Self {
        Self {
            customer: row.customer.clone(),
            because,
            value_at_risk: row.portrait.value_at_risk,
        }
    }
}

/// How many customers a [`RetentionPlan`](super::RetentionPlan) leaves out for one reason.
///
/// See the example of [`RetentionPlan`](super::RetentionPlan).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LeftOutCount {
    /// Why they are left out.
    pub because: LeftOut,
    /// How many.
    pub customers: u64,
    /// The value at risk with them, as far as it is known.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value_at_risk: Decimal,
}

/// Counts them by reason, every reason in order.
pub(super) fn counted<Id>(rows: &[LeftOutRow<Id>]) -> Result<Vec<LeftOutCount>> {
    let reasons = LeftOut::ALL.iter();
    let counts = reasons.map(|&because| {
        let (mut customers, mut value) = (0, MoneySum::default());
        for row in rows.iter().filter(|row| row.because == because) {
            customers += 1;
            if let Some(amount) = row.value_at_risk {
                value.add(amount)?;
            }
        }
        Ok(LeftOutCount {
            because,
            customers,
            value_at_risk: value.finish()?,
        })
    });
    counts.collect()
}
