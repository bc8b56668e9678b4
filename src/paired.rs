//! Two lists sorted by key, walked together.

use std::cmp::Ordering;

/// What each list has of a key that either has, by key; a key stands once in a list.
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
