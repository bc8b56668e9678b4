use crate::Result;
use crate::counted::Class;
use crate::estimate::Influence;
use crate::scale::Weights;

/// Computes the share of customers of a class, such as a type, a zone, a condition or a rung of the
/// ladder, with what each customer contributes, so that segments and waves can be compared; `None` if
/// nobody with weight has a class.
///
/// The value is that of [`Counted::share`](crate::counted::Counted::share). Customers come in the order
/// of the survey, and those without a class take no part.
///
/// ```
/// use retention::estimate::Design;
/// use retention::loyalty::zones::{Rules, Zone};
/// use retention::loyalty::{Evidence, Score, share_influence};
/// use retention::scale::Scale;
///
/// let affection = |answers: [f64; 5]| {
///     let zones = answers.map(|answer| {
///         let score = Score::new(Scale::ONE_TO_FIVE, answer)?;
///         Rules::default().classify(&Evidence::default().satisfaction(Some(score)))
///     });
///     let zones = zones.into_iter().collect::<retention::Result<Vec<_>>>()?;
///     let classes = zones.iter().map(|zone| zone.class().copied());
///     let share = share_influence(classes, Zone::Affection, None)?.unwrap();
///     share.estimate(&Design::default())
/// };
/// let north = affection([5.0, 5.0, 4.0, 5.0, 3.0])?;
/// let south = affection([2.0, 4.0, 4.0, 5.0, 1.0])?;
/// let difference = north.minus(&south)?;
/// assert_eq!(format!("{difference:.2}"), "0.40 ± 0.32");
/// # Ok::<(), retention::Error>(())
/// ```
///
/// # Errors
/// [`Error::LengthMismatch`](crate::Error::LengthMismatch) if there are more or fewer weights than
/// customers.
pub fn share_influence<C: Class>(
    classes: impl IntoIterator<Item = Option<C>>,
    class: C,
    weights: Option<&Weights>,
) -> Result<Option<Influence>> {
    let wanted = class.position();
    let is_of = |found: C| f64::from(u8::from(found.position() == wanted));
    Influence::of_mean(classes.into_iter().map(|found| found.map(is_of)), weights)
}

/// The mean of an index over customers, each row checked.
pub(super) fn mean_influence(
    values: impl Iterator<Item = Result<Option<f64>>>,
    weights: Option<&Weights>,
) -> Result<Option<Influence>> {
    let mut column = Vec::new();
    for (row, value) in values.enumerate() {
        column.push(value.map_err(|error| error.at_row(row))?);
    }
    Influence::of_mean(column, weights)
}
