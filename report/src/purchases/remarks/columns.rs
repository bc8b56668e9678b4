//! Columns that may not be what was meant.

use rust_decimal::Decimal;

use super::remark::Remark;
use crate::kit::csv::{ColumnNames, Sheet};

/// The remarks on the column of the amount; at most one is made.
pub fn amount(sheet: &Sheet) -> Option<Remark> {
    let ColumnNames {
        amount, quantity, ..
    } = &sheet.columns;
    if quantity.is_some() {
        return None;
    }
    let beside = &sheet.beside;
    match (&beside.quantity, &beside.price) {
        (Some(quantity), _) if beside.amount_is_price => Some(Remark::PriceOfOne {
            amount: amount.clone(),
            quantity: quantity.clone(),
        }),
        // With pieces in a column of their own, the amount is none of them.
        (None, Some(price)) if !beside.amount_is_price && are_whole(sheet) => {
            Some(Remark::WholeAmounts {
                amount: amount.clone(),
                price: price.clone(),
            })
        }
        _ => None,
    }
}

fn are_whole(sheet: &Sheet) -> bool {
    let mut amounts = sheet.purchases.iter().map(|purchase| purchase.amount);
    amounts.all(|amount: Decimal| amount.is_integer())
}
