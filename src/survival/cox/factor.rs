use std::collections::BTreeSet;

use crate::{Error, Result};

/// Converts a category, such as the plan or the channel, into columns of 1 and 0 for a [`Cox`](super::Cox)
/// regression.
///
/// There is one column for each level but the reference, in order of their names. Their hazard ratios are
/// against the reference.
///
/// # Errors
/// [`Error::Empty`] without labels; [`Error::UnknownName`] if no label is the reference;
/// [`Error::Insufficient`] if all are.
///
/// ```
/// use retention::survival::cox::indicators;
///
/// let columns = indicators(&["monthly", "yearly", "trial", "monthly"], "monthly")?;
/// assert_eq!(columns[0], ("trial".to_owned(), vec![0.0, 0.0, 1.0, 0.0]));
/// assert_eq!(columns[1], ("yearly".to_owned(), vec![0.0, 1.0, 0.0, 0.0]));
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "dummy coding")]
pub fn indicators<L: AsRef<str>>(labels: &[L], reference: &str) -> Result<Vec<(String, Vec<f64>)>> {
    let levels: BTreeSet<&str> = labels.iter().map(AsRef::as_ref).collect();
    if levels.is_empty() {
        return Err(Error::empty("label"));
    }
    if !levels.contains(reference) {
        return Err(Error::UnknownName {
            argument: "reference",
            value: reference.to_owned(),
            allowed: levels.into_iter().collect::<Vec<_>>().join(", "),
        });
    }
    if levels.len() < 2 {
        return Err(Error::insufficient("levels", 1, 2));
    }
    let others = levels.into_iter().filter(|&level| level != reference);
    let column = |level: &str| {
        let marks = labels.iter().map(|label| label.as_ref() == level);
        (level.to_owned(), marks.map(f64::from).collect())
    };
    Ok(others.map(column).collect())
}
