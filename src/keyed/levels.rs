use std::collections::BTreeSet;

use crate::{Error, Result};

/// The levels of a category but the reference, in order of their names: each becomes a column of 1 and 0.
///
/// # Errors
/// [`Error::Empty`] without labels; [`Error::UnknownName`] if no label is the reference;
/// [`Error::Insufficient`] if all are.
pub(crate) fn levels_but<'a, L: AsRef<str>>(
    labels: &'a [L],
    reference: &str,
) -> Result<BTreeSet<&'a str>> {
    let mut levels: BTreeSet<&str> = labels.iter().map(AsRef::as_ref).collect();
    if levels.is_empty() {
        return Err(Error::empty("label"));
    }
    if !levels.remove(reference) {
        return Err(unknown_level("reference", reference, levels));
    }
    if levels.is_empty() {
        return Err(Error::insufficient("levels", 1, 2));
    }
    Ok(levels)
}

pub(crate) fn unknown_level<'a>(
    argument: &'static str,
    found: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Error {
    Error::UnknownName {
        argument,
        value: found.to_owned(),
        allowed: known.into_iter().collect::<Vec<_>>().join(", "),
    }
}
