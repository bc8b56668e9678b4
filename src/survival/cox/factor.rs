#[cfg(doc)]
use crate::Error;
use crate::Result;
use crate::keyed::levels_but;

/// Converts a category, such as the plan or the channel, into columns of 1 and 0 for a [`Cox`](super::Cox)
/// regression.
///
/// There is one column for each level but the reference, in order of their names. Their hazard ratios are
/// against the reference. [`CovariateLevels`](crate::clv::CovariateLevels) keeps the levels, to code new customers
/// by them.
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
    let column = |level: &str| {
        let marks = labels.iter().map(|label| label.as_ref() == level);
        (level.to_owned(), marks.map(f64::from).collect())
    };
    Ok(levels_but(labels, reference)?
        .into_iter()
        .map(column)
        .collect())
}
