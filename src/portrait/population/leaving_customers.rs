use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::{PortraitRow, Portraits};
use crate::Result;
use crate::churn::Reason;
use crate::counted::Class;
use crate::estimate::Proportion;
use crate::lifecycle::Stage;
use crate::macros::named_enum;
use crate::numeric::money::MoneySum;
use crate::portrait::{Contract, Contradictions, Dimension, Levels};

named_enum! {
    /// By what a customer counts as leaving, or as having left. The first that holds is named.
    ///
    /// See the example of [`LeavingCustomers`].
    #[non_exhaustive]
    pub enum LeavingSign {
        /// The relationship has ended: the stage is termination.
        Ended = "ended",
        /// The contract has ended.
        ContractEnded = "contract_ended",
        /// The customer gave a reason for leaving.
        ReasonGiven = "reason_given",
        /// The relationship declines.
        Declining = "declining",
        /// The contract can be left soon.
        ContractEndsSoon = "contract_ends_soon",
        /// The chance of a return is low.
        LowChance = "low_chance",
    }
}

impl LeavingSign {
    fn holds(self, levels: &Levels) -> bool {
        match self {
            Self::Ended => levels.of(Dimension::Stage) == "termination",
            Self::ContractEnded => levels.of(Dimension::Contract) == "ended",
            Self::ReasonGiven => levels.is_known(Dimension::ChurnReason),
            Self::Declining => levels.of(Dimension::Stage) == "decline",
            Self::ContractEndsSoon => levels.of(Dimension::Contract) == "ends_soon",
            Self::LowChance => levels.of(Dimension::ChanceOfReturn) == "low",
        }
    }
}

/// The class behind a level; `None` where it is not known.
pub(super) fn class<C: Class>(levels: &Levels, dimension: Dimension) -> Option<C> {
    let place = usize::from(levels.position(dimension)).checked_sub(1)?;
    C::CLASSES.get(place).copied()
}

/// A customer of [`LeavingCustomers`]. It is written flat; the contradictions are text.
///
/// See the example of [`LeavingCustomers`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LeavingRow<Id> {
    /// The customer.
    pub customer: Id,
    /// By what the customer counts as leaving.
    pub sign: LeavingSign,
    /// The stage of the relationship; `None` where it is not known.
    pub stage: Option<Stage>,
    /// Where the contract stands; `None` where it is not known.
    pub contract: Option<Contract>,
    /// The chance of a return, 0 to 1; `None` where it is not known.
    pub chance_of_return: Option<f64>,
    /// Why the customer leaves; `None` where it is not known.
    pub reason: Option<Reason>,
    /// Whether the business could have done something about that reason.
    pub is_controllable: Option<bool>,
    /// The leaving index, 0 to 1; `None` where nothing that weighs is known.
    pub leaving: Option<f64>,
    /// The value at risk; `None` where it is not known.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub value_at_risk: Option<Decimal>,
    /// What contradicts, such as satisfied and leaving.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_text"))]
    pub contradictions: Contradictions,
}

/// A field whose own form a writer of CSV does not take, or cuts short.
#[cfg(feature = "serde")]
pub(super) fn as_text<T: std::fmt::Display, S: serde::Serializer>(
    field: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(field)
}

/// How many leaving customers there are of one kind, and what is at risk with them.
///
/// See the example of [`LeavingCustomers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LeavingCount<C> {
    /// The sign or the reason.
    pub kind: C,
    /// How many customers.
    pub customers: u64,
    /// The value at risk with them, as far as it is known.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value_at_risk: Decimal,
}

/// The customers who are leaving or have left, with why, where they stand, and what is at risk.
///
/// A customer is listed whose relationship declines or has ended, whose contract ends soon or has ended, who
/// gave a reason for leaving, or whose chance of a return is low. Those with the most at risk come first,
/// those of whom it is not known last; equal ones stand by key.
///
/// Reasons are known of those who were asked and answered, and tallies of them speak of these.
///
/// ```
/// use retention::churn::Reason;
/// use retention::lifecycle::Stage;
/// use retention::portrait::{Contract, Evidence, LeavingCustomers, LeavingSign, Options, Portraits};
/// use rust_decimal::dec;
///
/// let worth = Evidence::default().expected_value(Some(dec!(100)));
/// let portraits = Portraits::of(
///     [
///         ("Ann", worth.stage(Some(Stage::Growth)).chance_of_return(Some(0.9))),
///         ("Ben", worth.stage(Some(Stage::Decline)).chance_of_return(Some(0.3))),
///         ("Cem", worth.contract(Some(Contract::Ended)).churn_reason(Some(Reason::MovedAway))),
///     ],
///     &Options::default(),
/// )?;
/// let leaving = LeavingCustomers::of(&portraits)?;
/// let rows: Vec<_> = leaving.rows.iter().map(|row| (row.customer, row.sign)).collect();
/// assert_eq!(rows, [("Ben", LeavingSign::Declining), ("Cem", LeavingSign::ContractEnded)]);
/// assert_eq!(leaving.rows[1].is_controllable, Some(false));
/// assert_eq!((leaving.value_at_risk, leaving.value_not_known), (dec!(70.00), 1));
/// assert_eq!(leaving.controllable.to_string(), "0 of 1");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "流失顾客")]
pub struct LeavingCustomers<Id> {
    /// The customers, with the most at risk first.
    pub rows: Vec<LeavingRow<Id>>,
    /// How many are leaving, of all customers.
    pub share: Proportion,
    /// How many are listed by each sign, every sign in order.
    pub by_sign: Vec<LeavingCount<LeavingSign>>,
    /// How many leave for each reason, every reason in order.
    pub by_reason: Vec<LeavingCount<Reason>>,
    /// Those who leave for a reason that the business could have done something about, of those whose reason
    /// is known.
    pub controllable: Proportion,
    /// What is at risk with all of them, as far as it is known, those included who have left; `by_sign` parts
    /// them.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value_at_risk: Decimal,
    /// Of how many it is not known.
    pub value_not_known: u64,
}

impl<Id: Clone> LeavingCustomers<Id> {
    /// Returns the list of customers who are leaving or have left.
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow) if a sum of money exceeds what a decimal holds.
    pub fn of(portraits: &Portraits<Id>) -> Result<Self> {
        let customers = portraits.rows().iter();
        let mut rows: Vec<_> = customers.filter_map(listed).collect();
        // Stable: equal ones stay in the order of their keys. `None` is below every amount.
        rows.sort_by_key(|row| Reverse(row.value_at_risk));
        let controllable = |is: bool| {
            let found = rows.iter().filter(|row| row.is_controllable == Some(is));
            found.count() as u64
        };
        let (all, leaving) = (portraits.rows().len(), rows.len());
        Ok(Self {
            share: Proportion::of_parts(leaving as u64, all.saturating_sub(leaving) as u64),
            by_sign: counted(&rows, |row| Some(row.sign))?,
            by_reason: counted(&rows, |row| row.reason)?,
            controllable: Proportion::of_parts(controllable(true), controllable(false)),
            value_at_risk: at_risk(&rows)?,
            value_not_known: rows
                .iter()
                .filter(|row| row.value_at_risk.is_none())
                .count() as u64,
            rows,
        })
    }
}

fn listed<Id: Clone>(row: &PortraitRow<Id>) -> Option<LeavingRow<Id>> {
    let levels = &row.portrait.levels;
    let mut signs = LeavingSign::ALL.iter().copied();
    let sign = signs.find(|sign| sign.holds(levels))?;
    let reason: Option<Reason> = class(levels, Dimension::ChurnReason);
    Some(LeavingRow {
        customer: row.customer.clone(),
        sign,
        stage: class(levels, Dimension::Stage),
        contract: class(levels, Dimension::Contract),
        chance_of_return: row.evidence.chance_of_return,
        reason,
        is_controllable: reason.map(Reason::is_controllable),
        leaving: row.portrait.leaving.map(|index| index.value),
        value_at_risk: row.portrait.value_at_risk,
        contradictions: row.portrait.contradictions,
    })
}

fn at_risk<'a, Id: 'a>(rows: impl IntoIterator<Item = &'a LeavingRow<Id>>) -> Result<Decimal> {
    let mut sum = MoneySum::default();
    for amount in rows.into_iter().filter_map(|row| row.value_at_risk) {
        sum.add(amount)?;
    }
    sum.finish()
}

/// Counts customers by kind, every kind in order.
fn counted<Id, C: Class>(
    rows: &[LeavingRow<Id>],
    kind_of: impl Fn(&LeavingRow<Id>) -> Option<C>,
) -> Result<Vec<LeavingCount<C>>> {
    let counts = C::CLASSES.iter().map(|&kind| {
        let own = || rows.iter().filter(|row| kind_of(row) == Some(kind));
        Ok(LeavingCount {
            kind,
            customers: own().count() as u64,
            value_at_risk: at_risk(own())?,
        })
    });
    counts.collect()
}
