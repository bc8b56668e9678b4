//! Suppliers checked and put in order, and the arithmetic between two of them.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use crate::error::Place;
use crate::numeric::parts::WHOLE;
use crate::{Error, Result};

use super::implied::Position;
use super::supplier::{MarketShare, Supplier, Ties};

/// A supplier while the market is computed.
pub(super) struct Entry<Id> {
    pub(super) supplier: Id,
    share: MarketShare,
    pub(super) units: u64,
    /// The price or the cost, whichever is known.
    pub(super) amount: Decimal,
    /// Where it stood in the list given.
    given: usize,
}

impl<Id: Clone> Entry<Id> {
    fn new(row: Supplier<Id>, given: usize) -> Result<Self> {
        let units = row.share.units();
        Ok(Self {
            supplier: row.supplier,
            share: row.share,
            units: units.map_err(|error| at(error, given))?,
            amount: row.amount,
            given,
        })
    }

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
        at(Error::overflow(operation, self.amount), self.given)
    }
}

/// Says which supplier of the list an error is about.
pub(super) fn at(error: Error, supplier: usize) -> Error {
    error.at_place(Place::Supplier(supplier.into()))
}

/// Checked suppliers, the largest first.
pub(super) struct Field<Id> {
    pub(super) entries: Vec<Entry<Id>>,
}

impl<Id: Ord + Clone> Field<Id> {
    pub(super) fn new(
        rows: impl Iterator<Item = Result<Supplier<Id>>>,
        ties: Ties,
    ) -> Result<Self> {
        let mut entries: Vec<Entry<Id>> = Vec::new();
        for (given, row) in rows.enumerate() {
            let row = row.map_err(|error| at(error, given))?;
            if let Some(first) = entries.first() {
                check_form(first.share, row.share, given)?;
            }
            entries.push(Entry::new(row, given)?);
        }
        check_whole(&entries)?;
        check_number(entries.len())?;
        entries.sort_by(|a, b| a.supplier.cmp(&b.supplier));
        if let Some((a, b)) = pairs(&entries).find(|(a, b)| a.supplier == b.supplier) {
            return Err(twice("supplier", a, b, ""));
        }
        // By key if the shares are equal.
        entries.sort_by_key(|entry| Reverse(entry.units));
        match ties {
            Ties::Refuse => check_ends(&entries)?,
            Ties::ByKey => {}
            Ties::Cheapest => cheapest_at_the_ends(&mut entries),
        }
        Ok(Self { entries })
    }

    pub(super) fn largest(&self) -> Result<&Entry<Id>> {
        self.entries.first().ok_or(Error::empty("supplier"))
    }

    pub(super) fn smallest(&self) -> Result<&Entry<Id>> {
        self.entries.last().ok_or(Error::empty("supplier"))
    }

    /// Returns the supplier by whom the one at a place fears to be undercut.
    pub(super) fn feared(&self, place: usize) -> Result<&Entry<Id>> {
        if place + 1 == self.entries.len() {
            self.largest()
        } else {
            self.smallest()
        }
    }
}

fn check_form(first: MarketShare, share: MarketShare, given: usize) -> Result<()> {
    if first.form() == share.form() {
        return Ok(());
    }
    let error = Error::mismatch("forms of market shares", first.form(), share.form());
    Err(at(error, given))
}

/// Refuses fractions of more than the market.
fn check_whole<Id>(entries: &[Entry<Id>]) -> Result<()> {
    let total: u128 = entries.iter().map(|entry| u128::from(entry.units)).sum();
    // Each fraction was rounded by up to half a part.
    let most = WHOLE + entries.len() as u128;
    match entries.first().map(|entry| entry.share) {
        Some(MarketShare::Fraction(_)) if total > most => Err(Error::does_not_add_up(
            "market shares",
            total as f64 / WHOLE as f64,
            "at most 1",
        )),
        _ => Ok(()),
    }
}

fn check_number(suppliers: usize) -> Result<()> {
    match suppliers {
        0 => Err(Error::empty("supplier")),
        1 => Err(Error::out_of_range("number of suppliers", 1, "2 or more")),
        _ => Ok(()),
    }
}

/// Moves to each end, of the suppliers of the same size, the one with the lowest amount; of three or
/// more that are all of one size, the two lowest, as neither end can have both.
fn cheapest_at_the_ends<Id>(entries: &mut [Entry<Id>]) {
    if entries.len() < 3 {
        return;
    }
    let size = |entry: Option<&Entry<Id>>| entry.map(|entry| entry.units);
    let (largest, smallest) = (size(entries.first()), size(entries.last()));
    let last = entries.len() - 1;
    // The others keep their order.
    let at = cheapest(entries, smallest);
    if let Some(tail) = at.and_then(|at| entries.get_mut(at..)) {
        tail.rotate_left(1);
    }
    let rest = entries.get_mut(..last).unwrap_or_default();
    let at = cheapest(rest, largest);
    if let Some(head) = at.and_then(|at| rest.get_mut(..=at)) {
        head.rotate_right(1);
    }
}

/// The place of the first of this size with the lowest amount.
fn cheapest<Id>(entries: &[Entry<Id>], units: Option<u64>) -> Option<usize> {
    let same = entries.iter().enumerate();
    let same = same.filter(|(_, entry)| Some(entry.units) == units);
    let lowest = same.min_by(|(_, a), (_, b)| a.amount.cmp(&b.amount));
    lowest.map(|(place, _)| place)
}

/// Refuses, among three or more, two that are the smallest or the largest.
fn check_ends<Id>(entries: &[Entry<Id>]) -> Result<()> {
    if entries.len() < 3 {
        return Ok(());
    }
    let equal = |(a, b): &(&Entry<Id>, &Entry<Id>)| a.units == b.units;
    if let Some((a, b)) = pairs(entries).last().filter(equal) {
        return Err(tied("smallest market share", a, b));
    }
    if let Some((a, b)) = pairs(entries).next().filter(equal) {
        return Err(tied("largest market share", a, b));
    }
    Ok(())
}

fn pairs<Id>(entries: &[Entry<Id>]) -> impl DoubleEndedIterator<Item = (&Entry<Id>, &Entry<Id>)> {
    entries.windows(2).filter_map(|pair| match pair {
        [a, b] => Some((a, b)),
        _ => None,
    })
}

fn tied<Id>(argument: &'static str, a: &Entry<Id>, b: &Entry<Id>) -> Error {
    twice(argument, a, b, share_of(a)).with_cure("choose another rule for ties")
}

fn share_of<Id>(entry: &Entry<Id>) -> String {
    match entry.share {
        MarketShare::Customers(customers) => format!("{customers} customers, "),
        MarketShare::Fraction(fraction) => format!("{fraction}, "),
    }
}

/// The same key or share of two suppliers.
fn twice<Id>(
    argument: &'static str,
    a: &Entry<Id>,
    b: &Entry<Id>,
    value: impl std::fmt::Display,
) -> Error {
    let (first, second) = (a.given.min(b.given), a.given.max(b.given));
    let value = format_args!("{value}suppliers {first} and {second}");
    at(Error::duplicate(argument, value), second)
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

/// `amount · own / (own + other)`, to all digits of a decimal; `None` if that overflows.
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
