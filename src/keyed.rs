//! Results by customer: rows sorted by key, with look-up.
//!
//! ```
//! use retention::pyramid::{Cuts, Pyramid};
//! use rust_decimal::dec;
//!
//! let pyramid = Pyramid::new([("Ben", dec!(8)), ("Ann", dec!(120))], &Cuts::curry())?;
//! let rows = pyramid.rows();
//! assert_eq!(rows.as_slice()[0].customer, "Ann");
//! assert_eq!(rows.get("Ben").unwrap().amount, dec!(8));
//! assert!(rows.get("Zoe").is_none());
//! # Ok::<(), retention::Error>(())
//! ```

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::HashSet;

use crate::{Error, Result};

mod customer;
mod grouped;
mod interner;
mod levels;

pub use customer::CustomerRow;
pub(crate) use grouped::{Grouped, Kept};
pub(crate) use levels::{levels_but, unknown_level};

/// A row that belongs to one customer, or to one supplier of a market. Sealed: only the crate implements
/// it.
///
/// See the [example](crate::keyed::Keyed).
pub trait Row: crate::sealed::Sealed {
    /// The customer's key.
    type Id: Ord;

    /// Returns the customer's key.
    fn customer(&self) -> &Self::Id;
}

/// Makes structs with a field `customer: Id`, or with another that is named, rows of a [`Keyed`] table.
macro_rules! keyed_row {
    ($name:ident by $key:ident) => {
        impl<Id: Ord> $crate::sealed::Sealed for $name<Id> {}
        impl<Id: Ord> $crate::keyed::Row for $name<Id> {
            type Id = Id;

            fn customer(&self) -> &Id {
                &self.$key
            }
        }
    };
    ($($name:ident),+ $(,)?) => {
        $( $crate::keyed::keyed_row!($name by customer); )+
    };
}
pub(crate) use keyed_row;

/// Rows sorted by customer, each customer once; in a market, rows sorted by supplier.
///
/// Iterate over it like a slice; [`get`](Self::get) finds a customer by binary search. Rows are plain
/// structs that serialise to CSV and JSON.
///
/// ```
/// use retention::pyramid::{Cuts, Pyramid};
/// use rust_decimal::dec;
///
/// let revenues = [("Cem", dec!(20)), ("Ann", dec!(5)), ("Ben", dec!(80))];
/// let pyramid = Pyramid::new(revenues, &Cuts::curry())?;
/// let customers = pyramid.rows();
/// assert_eq!(customers.len(), 3);
/// assert_eq!(customers.position("Ben"), Some(1));
/// assert_eq!(customers.get("Ben").map(|row| row.amount), Some(dec!(80)));
/// assert!(customers.iter().map(|row| row.customer).eq(["Ann", "Ben", "Cem"]));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct Keyed<R> {
    rows: Vec<R>,
}

impl<R> Keyed<R> {
    /// Returns the rows in the order of their keys.
    #[must_use]
    pub fn as_slice(&self) -> &[R] {
        &self.rows
    }

    /// Returns the rows in the order of their keys, owned.
    #[must_use]
    pub fn into_vec(self) -> Vec<R> {
        self.rows
    }

    /// Iterates over the rows in the order of their keys.
    pub fn iter(&self) -> std::slice::Iter<'_, R> {
        self.rows.iter()
    }

    /// Returns how many customers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether there is no customer.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Takes rows that are in the order of their keys, each key once.
    pub(crate) const fn from_sorted(rows: Vec<R>) -> Self {
        Self { rows }
    }
}

impl<R: Row> Keyed<R> {
    /// Takes rows in any order.
    ///
    /// # Errors
    /// [`Error::Duplicate`], at the row of the second, for a customer who stands twice.
    pub(crate) fn from_unsorted(rows: impl IntoIterator<Item = R>) -> Result<Self> {
        let mut rows: Vec<(R, usize)> = rows.into_iter().zip(0..).collect();
        rows.sort_unstable_by(|(a, i), (b, j)| a.customer().cmp(b.customer()).then(i.cmp(j)));
        check_sorted_keys(
            rows.iter()
                .map(|(row, position)| (row.customer(), *position)),
        )?;
        Ok(Self::from_sorted(
            rows.into_iter().map(|(row, _)| row).collect(),
        ))
    }

    /// Returns the row of a customer, if there is one.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, customer: &Q) -> Option<&R>
    where
        R::Id: Borrow<Q>,
    {
        self.rows.get(self.position(customer)?)
    }

    /// Returns the position of a customer among the sorted rows, if there is one.
    #[must_use]
    pub fn position<Q: Ord + ?Sized>(&self, customer: &Q) -> Option<usize>
    where
        R::Id: Borrow<Q>,
    {
        self.rows
            .binary_search_by(|row| row.customer().borrow().cmp(customer))
            .ok()
    }

    /// Walks through two tables together: for each customer of either, what both have.
    pub(crate) fn paired<'a, 'b, S: Row<Id = R::Id>>(
        &'a self,
        other: &'b Keyed<S>,
    ) -> impl Iterator<Item = (Option<&'a R>, Option<&'b S>)> {
        paired(&self.rows, &other.rows, |a, b| {
            a.customer().cmp(b.customer())
        })
    }
}

impl<R> IntoIterator for Keyed<R> {
    type Item = R;
    type IntoIter = std::vec::IntoIter<R>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl<'a, R> IntoIterator for &'a Keyed<R> {
    type Item = &'a R;
    type IntoIter = std::slice::Iter<'a, R>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter()
    }
}

/// Refuses a key that stands twice among sorted keys, each with the row it came from.
pub(crate) fn check_sorted_keys<'a, Id: Ord + 'a>(
    keys: impl IntoIterator<Item = (&'a Id, usize)>,
) -> Result<()> {
    let refused =
        |error: Error| error.with_cure("give each customer one row, such as the sum of theirs");
    find_twice(keys).map_err(refused)
}

/// Refuses a state in which a customer stands twice.
#[cfg(feature = "serde")]
pub(crate) fn check_each_once<'a, Id: Ord + 'a>(
    customers: impl IntoIterator<Item = &'a Id>,
) -> Result<()> {
    let mut keys: Vec<(&Id, usize)> = customers.into_iter().zip(0..).collect();
    keys.sort_unstable();
    find_twice(keys)
}

fn find_twice<'a, Id: Ord + 'a>(keys: impl IntoIterator<Item = (&'a Id, usize)>) -> Result<()> {
    let mut previous: Option<(&Id, usize)> = None;
    for (key, row) in keys {
        if let Some((_, first)) = previous.replace((key, row)).filter(|(id, _)| *id == key) {
            let rows = format_args!("rows {first} and {row}").to_string();
            return Err(Error::duplicate("customer", rows).at_row(row));
        }
    }
    Ok(())
}

/// Refuses a name that stands twice, with the position of the second.
///
/// # Errors
/// [`Error::Duplicate`].
pub(crate) fn check_unique<'a>(
    argument: &'static str,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<(), (Error, usize)> {
    let mut seen = HashSet::new();
    for (position, name) in names.into_iter().enumerate() {
        if !seen.insert(name) {
            return Err((Error::duplicate(argument, name), position));
        }
    }
    Ok(())
}

/// What each of two lists has of a key that either has, by key; a key stands once in a list.
pub(crate) fn paired<'a, 'b, A, B>(
    left: &'a [A],
    right: &'b [B],
    order: impl Fn(&A, &B) -> Ordering,
) -> impl Iterator<Item = (Option<&'a A>, Option<&'b B>)> {
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    std::iter::from_fn(move || {
        let order = match (left.peek(), right.peek()) {
            (Some(ours), Some(theirs)) => order(ours, theirs),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return None,
        };
        let ours = if order.is_le() { left.next() } else { None };
        let theirs = if order.is_ge() { right.next() } else { None };
        Some((ours, theirs))
    })
}
