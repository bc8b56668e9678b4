//! Suppliers checked and put in order, and the arithmetic between two of them.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use crate::numeric::parts::WHOLE;
use crate::{Error, Result};

use super::implied::Position;
use super::share::MarketShare;

/// A supplier while the market is computed.
pub(super) struct Entry<Id> {
    pub(super) supplier: Id,
    share: MarketShare,
    pub(super) units: u64,
    /// The price or the cost, whichever is known.
    pub(super) amount: Decimal,
    row: usize,
}

impl<Id: Clone> Entry<Id> {
    pub(super) fn position(&self, price: Decimal, cost: Decimal, feared: &Self) -> Position<Id> {
        Position {
            supplier: self.supplier.clone(),
            share: self.share,
            price,
            cost,
            fears: feared.supplier.clone(),
        }
    }

    pub(super) fn overflow(&self, operation: &'static str) -> Error {
        Error::overflow(operation, self.amount).at_row(self.row)
    }
}

/// Checked suppliers, the largest first.
pub(super) struct Field<Id> {
    pub(super) entries: Vec<Entry<Id>>,
}

impl<Id: Ord + Clone> Field<Id> {
    pub(super) fn new(
        rows: impl Iterator<Item = Result<(Id, MarketShare, Decimal)>>,
    ) -> Result<Self> {
        let mut entries: Vec<Entry<Id>> = Vec::new();
        let mut total = 0_u128;
        for (row, found) in rows.enumerate() {
            let at = |error: Error| error.at_row(row);
            let (supplier, share, amount) = found.map_err(at)?;
            if let Some(first) = entries.first()
                && first.share.kind() != share.kind()
            {
                return Err(Error::mismatch(
                    "kinds of market shares",
                    first.share.kind(),
                    share.kind(),
                ));
            }
            let units = share.units().map_err(at)?;
            total += u128::from(units);
            entries.push(Entry {
                supplier,
                share,
                units,
                amount,
                row,
            });
        }
        // Each fraction was rounded by up to half a part.
        if let Some(MarketShare::Fraction(_)) = entries.first().map(|entry| entry.share)
            && total > WHOLE + entries.len() as u128
        {
            return Err(Error::does_not_add_up(
                "market shares",
                total as f64 / WHOLE as f64,
                "at most 1",
            ));
        }
        match entries.len() {
            0 => {
                return Err(Error::empty("supplier"));
            }
            1 => {
                return Err(Error::out_of_range("number of suppliers", 1, "2 or more"));
            }
            _ => {}
        }
        entries.sort_by(|a, b| a.supplier.cmp(&b.supplier));
        let twice = pairs(&entries).find(|(a, b)| a.supplier == b.supplier);
        if let Some((a, b)) = twice {
            return Err(same("supplier", a, b, ""));
        }
        // By key where the shares are equal.
        entries.sort_by_key(|entry| Reverse(entry.units));
        let field = Self { entries };
        if field.entries.len() > 2 {
            let equal = |(a, b): &(&Entry<Id>, &Entry<Id>)| a.units == b.units;
            if let Some((a, b)) = pairs(&field.entries).last().filter(equal) {
                return Err(same("smallest market share", a, b, share_of(a)));
            }
            if let Some((a, b)) = pairs(&field.entries).next().filter(equal) {
                return Err(same("largest market share", a, b, share_of(a)));
            }
        }
        Ok(field)
    }

    pub(super) fn largest(&self) -> Result<&Entry<Id>> {
        self.entries.first().ok_or(Error::empty("supplier"))
    }

    pub(super) fn smallest(&self) -> Result<&Entry<Id>> {
        self.entries.last().ok_or(Error::empty("supplier"))
    }

    /// Whom the supplier at a place fears.
    pub(super) fn feared(&self, place: usize) -> Result<&Entry<Id>> {
        if place + 1 == self.entries.len() {
            self.largest()
        } else {
            self.smallest()
        }
    }
}

fn pairs<Id>(entries: &[Entry<Id>]) -> impl DoubleEndedIterator<Item = (&Entry<Id>, &Entry<Id>)> {
    entries.windows(2).filter_map(|pair| match pair {
        [a, b] => Some((a, b)),
        _ => None,
    })
}

fn share_of<Id>(entry: &Entry<Id>) -> String {
    match entry.share {
        MarketShare::Customers(customers) => format!("{customers} customers, "),
        MarketShare::Fraction(fraction) => format!("{fraction}, "),
    }
}

/// The same key or share in two rows.
fn same<Id>(
    argument: &'static str,
    a: &Entry<Id>,
    b: &Entry<Id>,
    value: impl std::fmt::Display,
) -> Error {
    let (first, second) = (a.row.min(b.row), a.row.max(b.row));
    Error::duplicate(argument, format_args!("{value}rows {first} and {second}")).at_row(second)
}

/// The prices of the largest and the smallest supplier from their costs.
pub(super) fn ends<Id>(first: &Entry<Id>, last: &Entry<Id>) -> Option<(Decimal, Decimal)> {
    let large = part_of(Decimal::ONE, first.units, last.units)?;
    let small = part_of(Decimal::ONE, last.units, first.units)?;
    // Between 3/4 and 1.
    let rest = Decimal::ONE.checked_sub(large.checked_mul(small)?)?;
    let above = first
        .amount
        .checked_add(part_of(last.amount, last.units, first.units)?)?;
    let first_price = above.checked_div(rest)?;
    let gained = part_of(first_price, first.units, last.units)?;
    let last_price = last.amount.checked_add(gained)?;
    Some((first_price, last_price))
}

/// `amount · own / (own + other)`; `None` where that overflows.
pub(super) fn part_of(amount: Decimal, own: u64, other: u64) -> Option<Decimal> {
    let both = u128::from(own) + u128::from(other);
    // In lowest terms, so that the product has as few digits as it can.
    let divisor = greatest_common_divisor(own.into(), both);
    let decimal = |units: u128| {
        let units = i128::try_from(units.checked_div(divisor)?).ok()?;
        Decimal::try_from_i128_with_scale(units, 0).ok()
    };
    let product = amount.checked_mul(decimal(own.into())?)?;
    product.checked_div(decimal(both)?)
}

fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
