//! Money that is in no other figure: of rows that name nobody, of customers with refunds only.

use std::collections::BTreeMap;

use retention::period::Window;
use retention::purchases::Purchase;
use rust_decimal::Decimal;

use crate::kit::lines::sum;
use crate::purchases::figures::RefundOnly;

/// The sum of rows that were set apart, and how many of them lie outside the window.
pub fn apart(rows: &[Purchase<String>], window: Window) -> (Option<Decimal>, usize) {
    let outside = rows.iter().filter(|row| !window.contains(row.date));
    (sum(rows.iter().map(|row| row.amount)), outside.count())
}

/// The refunds in the window of those who bought nothing there; `None` where nobody is so.
pub fn refund_only(rows: &[Purchase<String>], window: Window) -> Option<RefundOnly> {
    let inside = || rows.iter().filter(|row| window.contains(row.date));
    // Whether a customer with refunds bought too.
    let refunds = inside().filter(|row| row.amount < Decimal::ZERO);
    let mut bought: BTreeMap<&str, bool> = refunds.map(|row| (&*row.customer, false)).collect();
    if bought.is_empty() {
        return None;
    }
    for row in inside().filter(|row| row.amount >= Decimal::ZERO) {
        if let Some(bought) = bought.get_mut(&*row.customer) {
            *bought = true;
        }
    }
    let theirs = || inside().filter(|row| bought.get(&*row.customer) == Some(&false));
    (theirs().count() > 0).then(|| RefundOnly {
        refunds: theirs().count() as u64,
        amount: sum(theirs().map(|row| row.amount)),
    })
}
