//! Columns that may not be what was meant.

use retention::period::Window;
use rust_decimal::Decimal;

use super::find::Found;
use super::remark::{Labelled, Remark};
use crate::kit::beside::Labels;
use crate::kit::csv::{ColumnNames, Sheet};
use crate::kit::currency::is_one;
use crate::kit::lines::sum;

/// Where more of the rows could not be read, the report is on a part of the file. Nobody published such a
/// limit.
const MANY: f64 = 0.05;

/// Words for orders that brought no money, or not all of it, in small letters and without what is no letter.
const NOT_PAID: &[&str] = &[
    "abandoned",
    "abgebrochen",
    "abgelehnt",
    "annullato",
    "annulliert",
    "annulé",
    "annulée",
    "anulado",
    "ausstehend",
    "awaitingpayment",
    "cancelada",
    "cancelado",
    "canceled",
    "canceledreversal",
    "cancelled",
    "cancelé",
    "cancelée",
    "chargeback",
    "chargedback",
    "declined",
    "denied",
    "devuelta",
    "devuelto",
    "disputed",
    "draft",
    "enattente",
    "enattentedepaiement",
    "erstattet",
    "expired",
    "fail",
    "failed",
    "fehlgeschlagen",
    "geannuleerd",
    "geretourneerd",
    "gutgeschrieben",
    "inattesa",
    "incomplete",
    "nichtbezahlt",
    "nopaid",
    "notpaid",
    "offen",
    "onhold",
    "open",
    "openstaand",
    "partiallyrefunded",
    "partialrefund",
    "pendiente",
    "pendientedepago",
    "pending",
    "pendingpayment",
    "rechazada",
    "rechazado",
    "reembolsada",
    "reembolsado",
    "refund",
    "refunded",
    "refundedpartially",
    "rejected",
    "remboursé",
    "remboursée",
    "requirespaymentmethod",
    "restituito",
    "retoure",
    "retourniert",
    "return",
    "returned",
    "reversed",
    "rifiutato",
    "rimborsato",
    "rückerstattet",
    "storniert",
    "stornierung",
    "storno",
    "teilweiseerstattet",
    "teilweiserückerstattet",
    "terugbetaald",
    "trash",
    "unavailable",
    "unbezahlt",
    "uncaptured",
    "unpaid",
    "void",
    "voided",
    "zurückgegeben",
    "zurückgesendet",
    "キャンセル",
    "キャンセル済み",
    "交易关闭",
    "交易取消",
    "全额退款",
    "取消",
    "取消訂單",
    "已关闭",
    "已取消",
    "已拒收",
    "已退款",
    "已退貨",
    "已退货",
    "待付款",
    "待支付",
    "拒收",
    "未付款",
    "未入金",
    "未払い",
    "未支付",
    "等待买家付款",
    "返品",
    "返金",
    "返金済み",
    "退款",
    "退款中",
    "退款成功",
    "退货",
    "部分退款",
    "반품",
    "취소",
    "취소완료",
    "환불",
];

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

/// That a good part of the rows could not be read and was left out.
pub fn skipped(sheet: &Sheet) -> Option<Remark> {
    let (rows, of) = (sheet.bad.len(), sheet.rows());
    (rows as f64 > MANY * of as f64).then_some(Remark::ManySkipped { rows, of })
}

/// That money was given back in a column that was not read.
pub fn refund(sheet: &Sheet) -> Found {
    let refund = sheet.beside.refund.as_ref()?;
    let remark = Remark::RefundUnread {
        refund: refund.column.clone(),
        rows: refund.rows,
    };
    Some((remark, refund.amount))
}

/// That more was given back than was paid.
pub fn over_refunded(sheet: &Sheet) -> Found {
    let over = sheet.over_refunded.as_ref()?;
    let remark = Remark::OverRefunded {
        refund: sheet.columns.refund.clone()?,
        rows: over.rows,
    };
    Some((remark, over.amount))
}

/// That the amounts are in several currencies.
pub fn currencies(sheet: &Sheet, window: Window) -> Option<Remark> {
    let column = sheet.beside.currency.as_ref()?;
    let mut currencies: Vec<Labelled> = Vec::new();
    for one in labelled(sheet, column, window) {
        if one.label.is_empty() {
            continue;
        }
        match currencies
            .iter_mut()
            .find(|known| is_one([&*known.label, &*one.label]))
        {
            Some(known) => known.add(&one),
            None => currencies.push(one),
        }
    }
    (currencies.len() > 1).then(|| Remark::SeveralCurrencies {
        column: column.column.clone(),
        currencies,
    })
}

/// That orders count which were not paid, or not kept, as columns say; and their money.
pub fn statuses(sheet: &Sheet, window: Window) -> Vec<(Remark, Option<Decimal>)> {
    let remarks = sheet.beside.statuses.iter().filter_map(|column| {
        let all = labelled(sheet, column, window).into_iter();
        let statuses: Vec<Labelled> = all.filter(|one| is_not_paid(&one.label)).collect();
        let amounts: Option<Vec<Decimal>> = statuses.iter().map(|one| one.amount).collect();
        let remark = Remark::NotPaid {
            column: column.column.clone(),
            statuses,
        };
        let is_any = matches!(&remark, Remark::NotPaid { statuses, .. } if !statuses.is_empty());
        is_any.then(|| (remark, amounts.and_then(sum)))
    });
    remarks.collect()
}

fn is_not_paid(status: &str) -> bool {
    let plain: String = status
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    // As one shop system writes its own.
    let own = status.to_lowercase().starts_with("wc-");
    let plain = plain.strip_prefix("wc").filter(|_| own).unwrap_or(&plain);
    NOT_PAID.contains(&plain)
}

/// The rows in the window by their label, most rows first.
fn labelled(sheet: &Sheet, column: &Labels, window: Window) -> Vec<Labelled> {
    let mut found: Vec<(usize, Vec<Decimal>)> = vec![(0, Vec::new()); column.labels.len()];
    for (row, label) in sheet.purchases.iter().zip(&column.of) {
        if let Some((rows, amounts)) = found
            .get_mut(*label as usize)
            .filter(|_| window.contains(row.date))
        {
            *rows += 1;
            amounts.push(row.amount);
        }
    }
    let found = column.labels.iter().zip(found);
    let mut found: Vec<Labelled> = found
        .filter(|(_, (rows, _))| *rows > 0)
        .map(|(label, (rows, amounts))| Labelled {
            label: label.clone(),
            rows,
            amount: sum(amounts),
        })
        .collect();
    found.sort_by_key(|one| std::cmp::Reverse(one.rows));
    found
}
