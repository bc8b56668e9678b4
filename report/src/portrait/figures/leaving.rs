//! Who is leaving, and why others left.

use std::collections::BTreeSet;

use retention::Result;
use retention::churn::Reason;
use retention::estimate::Proportion;
use retention::portrait::{LeavingCount, LeavingCustomers, LeavingRow, LeavingSign};
use rust_decimal::Decimal;
use serde::Serialize;

use super::Everybody;

/// Customers who are leaving, and who left.
#[derive(Debug, Serialize)]
pub struct Leaving {
    /// Who is leaving and has not left.
    pub customers: u64,
    pub have_left: u64,
    /// What those who have left would have brought.
    #[serde(serialize_with = "super::text::serialize")]
    pub value_of_left: Decimal,
    /// Of how many of them that is known.
    pub left_with_value: u64,
    pub by_sign: Vec<LeavingCount<LeavingSign>>,
    pub by_reason: Vec<LeavingCount<Reason>>,
    /// Reasons that the business could have done something about, of those given.
    pub controllable: Proportion,
    /// Those with the most at risk who have not left.
    pub rows: Vec<LeavingRow<String>>,
}

/// Whether the sign says that somebody has left.
pub(super) const fn is_past(sign: LeavingSign) -> bool {
    matches!(sign, LeavingSign::Ended | LeavingSign::ContractEnded)
}

/// Who has left, of customers with signs of leaving.
pub(super) fn who_left<'r>(
    rows: impl IntoIterator<Item = &'r LeavingRow<String>>,
) -> BTreeSet<&'r str> {
    let past = rows.into_iter().filter(|row| is_past(row.sign));
    past.map(|row| row.customer.as_str()).collect()
}

pub(super) fn leaving(everybody: &Everybody<'_>, top: usize) -> Result<Leaving> {
    let all = LeavingCustomers::of(everybody.portraits)?;
    let have_left = all.rows.iter().filter(|row| is_past(row.sign)).count();
    let customers = all.rows.len() - have_left;
    let of_left = all.rows.iter().filter(|row| is_past(row.sign));
    let of_left = of_left.map(|row| row.value_at_risk);
    let left_with_value = of_left.clone().flatten().count() as u64;
    let value_of_left = super::sum(of_left);
    let rows = all.rows.into_iter().filter(|row| !is_past(row.sign));
    Ok(Leaving {
        customers: customers as u64,
        have_left: have_left as u64,
        value_of_left,
        left_with_value,
        by_sign: some(all.by_sign),
        by_reason: {
            let mut reasons = some(all.by_reason);
            reasons.sort_by_key(|row| std::cmp::Reverse(row.customers));
            reasons
        },
        controllable: all.controllable,
        rows: rows.take(top).collect(),
    })
}

fn some<C>(counts: Vec<LeavingCount<C>>) -> Vec<LeavingCount<C>> {
    counts.into_iter().filter(|row| row.customers > 0).collect()
}
