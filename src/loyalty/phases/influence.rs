use crate::Result;
use crate::estimate::Influence;
use crate::scale::{ItemSet, Missing, Weights};

use super::columns::Columns;
use super::population::has_attained;
use super::{Phase, Rules, profiles};

/// Computes the share of customers who have attained a phase or a later one, with what each customer
/// contributes, so that segments and waves can be compared; `None` if it is known of nobody with
/// weight.
///
/// The value is that of [`Levels::at_least`](super::Levels::at_least): customers whose chain stops at a
/// missing score before the phase take no part.
///
/// ```
/// use retention::estimate::Design;
/// use retention::loyalty::phases::{Phase, Rules, influence};
/// use retention::scale::{ItemSet, Missing, Scale};
///
/// let scale = Scale::ONE_TO_SEVEN;
/// let believes = scale.full_answers(&[7.0, 6.0, 2.0, 5.0, 6.0])?;
/// let asked = [(Phase::Cognitive, ItemSet::new([believes])?)];
/// let share = influence(&asked, Missing::default(), None, Rules::default(), Phase::Cognitive)?;
/// let estimate = share.unwrap().estimate(&Design::default())?;
/// assert_eq!(format!("{estimate:.2}"), "0.80 ± 0.20");
/// # Ok::<(), retention::Error>(())
/// ```
///
/// # Errors
/// As [`Levels::of`](super::Levels::of).
pub fn influence(
    asked: &[(Phase, ItemSet<'_>)],
    missing: Missing,
    weights: Option<&Weights>,
    rules: Rules,
    phase: Phase,
) -> Result<Option<Influence>> {
    let bars = rules.on(Columns::new(asked, missing)?.scale)?;
    let attained = profiles(asked, missing)?.map(|profile| {
        let attained = has_attained(bars.sides(profile.scores()), phase);
        attained.map(|attained| f64::from(u8::from(attained)))
    });
    Influence::of_mean(attained, weights)
}
