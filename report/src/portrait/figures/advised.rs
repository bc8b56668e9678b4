//! What is recommended, over all customers.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use retention::Result;
use retention::portrait::{Action, Improvement, LeavingCustomers};
use rust_decimal::Decimal;
use serde::Serialize;

use super::leaving::who_left;
use super::{Everybody, text};
use crate::portrait::words::what;

/// An action, and for how many it is recommended.
#[derive(Debug, Clone, Serialize)]
pub struct Advised {
    pub action: Action,
    pub what: String,
    pub source: String,
    pub customers: u64,
    /// Of them, who has left.
    pub have_left: u64,
    /// With those who have not left, as far as it is known.
    #[serde(serialize_with = "text::serialize")]
    pub still_at_risk: Decimal,
    /// What those who have left would have brought, as far as it is known.
    #[serde(serialize_with = "text::serialize")]
    pub value_of_left: Decimal,
}

impl Advised {
    /// For how many who have not left.
    pub const fn still_there(&self) -> u64 {
        self.customers.saturating_sub(self.have_left)
    }
}

/// Whether what is done differs by the attribute to fix.
const fn is_named(action: Action) -> bool {
    matches!(action, Action::Improve(Improvement::Attribute))
}

/// For how many, who has left of them, and what is at risk with the others and with these.
type Sums = (u64, u64, Decimal, Decimal);

/// From the action with the most at risk with those who have not left; of equal ones, from the one for the most of
/// these.
pub(super) fn advised(everybody: &Everybody<'_>) -> Result<Vec<Advised>> {
    let listed = LeavingCustomers::of(everybody.portraits)?;
    let left = who_left(&listed.rows);
    let mut sums: BTreeMap<(Action, Option<u32>), Sums> = BTreeMap::new();
    let rows = everybody.portraits.rows().iter();
    for (row, (_, evidence)) in rows.zip(everybody.evidence) {
        let advice = everybody.table.advise(&row.portrait, evidence);
        for action in advice.actions() {
            let item = advice.item_to_fix().filter(|_| is_named(action));
            let has_left = left.contains(row.customer.as_str());
            let (customers, have_left, still, lost) = sums.entry((action, item)).or_default();
            *customers += 1;
            *have_left += u64::from(has_left);
            let more = row.portrait.value_at_risk.unwrap_or_default();
            let sum = if has_left { lost } else { still };
            *sum = sum.saturating_add(more);
        }
    }
    let rows = sums.into_iter();
    let mut rows: Vec<Advised> = rows
        .map(|((action, item), sums)| {
            let (customers, have_left, still_at_risk, value_of_left) = sums;
            Advised {
                action,
                what: what(action, everybody.item(item)),
                source: action.source().to_owned(),
                customers,
                have_left,
                still_at_risk,
                value_of_left,
            }
        })
        .collect();
    rows.sort_by_key(|row| Reverse((row.still_at_risk, row.still_there(), row.customers)));
    Ok(rows)
}
