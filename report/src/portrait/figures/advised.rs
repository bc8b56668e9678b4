//! What is recommended, over all customers.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use retention::portrait::{Action, Improvement};
use rust_decimal::Decimal;
use serde::Serialize;

use super::{Everybody, text};
use crate::portrait::words::what;

/// An action, and for how many it is recommended.
#[derive(Debug, Clone, Serialize)]
pub struct Advised {
    pub action: Action,
    pub what: String,
    pub source: String,
    pub customers: u64,
    /// As far as it is known.
    #[serde(serialize_with = "text::serialize")]
    pub value_at_risk: Decimal,
}

/// Whether what is done differs by the attribute to fix.
const fn is_named(action: Action) -> bool {
    matches!(action, Action::Improve(Improvement::Attribute))
}

/// From the action with the most at risk.
pub(super) fn advised(everybody: &Everybody<'_>) -> Vec<Advised> {
    let mut sums: BTreeMap<(Action, Option<u32>), (u64, Decimal)> = BTreeMap::new();
    let rows = everybody.portraits.rows().iter();
    for (row, (_, evidence)) in rows.zip(everybody.evidence) {
        let advice = everybody.table.advise(&row.portrait, evidence);
        for action in advice.actions() {
            let item = advice.item_to_fix().filter(|_| is_named(action));
            let (customers, at_risk) = sums.entry((action, item)).or_default();
            *customers += 1;
            let more = row.portrait.value_at_risk.unwrap_or_default();
            *at_risk = at_risk.saturating_add(more);
        }
    }
    let rows = sums.into_iter();
    let mut rows: Vec<Advised> = rows
        .map(|((action, item), (customers, value_at_risk))| Advised {
            action,
            what: what(action, everybody.item(item)),
            source: action.source().to_owned(),
            customers,
            value_at_risk,
        })
        .collect();
    rows.sort_by_key(|row| Reverse((row.value_at_risk, row.customers)));
    rows
}
