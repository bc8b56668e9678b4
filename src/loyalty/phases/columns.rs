use crate::Result;
use crate::error::Error;
use crate::scale::{ItemSet, Missing, Scale};

use super::{Phase, Profile};

/// Computes each respondent's profile from the columns of a survey: the items of each phase that was
/// asked about.
///
/// All items are answered by the same respondents in the same order, on one scale. Profiles come one
/// by one, in the order of the respondents, and none of them allocates.
///
/// ```
/// use retention::loyalty::phases::{Phase, profiles};
/// use retention::scale::{ItemSet, Missing, Scale};
///
/// let scale = Scale::ONE_TO_SEVEN;
/// let best = scale.full_answers(&[7.0, 5.0])?;
/// let badly_suited = scale.full_answers(&[1.0, 4.0])?;
/// let likes = scale.answers(&[Some(6.0), None])?;
/// let asked = [
///     (Phase::Cognitive, ItemSet::new([best, badly_suited.reversed()])?),
///     (Phase::Affective, ItemSet::new([likes])?),
/// ];
/// let found: Vec<_> = profiles(&asked, Missing::default())?.collect();
/// assert_eq!(found[0].scores(), [Some(7.0), Some(6.0), None, None]);
/// assert_eq!(found[1].scores(), [Some(4.5), None, None, None]);
/// # Ok::<(), retention::Error>(())
/// ```
///
/// # Errors
/// [`Error::Empty`] without phases; [`Error::Duplicate`] for a phase given twice;
/// [`Error::LengthMismatch`] if a phase has more or fewer respondents than the first;
/// [`Error::Mismatch`] if one is on another scale; [`Error::OutOfRange`] if `missing` asks for more
/// items than a phase has.
pub fn profiles<'a>(
    asked: &[(Phase, ItemSet<'a>)],
    missing: Missing,
) -> Result<impl Iterator<Item = Profile> + use<'a>> {
    let (_, first) = asked.first().ok_or(Error::empty("phase"))?;
    let (scale, respondents) = (first.scale(), first.respondents());
    let mut readers = [const { None }; 4];
    for (phase, set) in asked {
        check(set, scale, respondents)?;
        let least = missing.least(set.items().len())?;
        let reader = (set.clone(), set.columns(), least);
        if phase.pick_mut(&mut readers).replace(reader).is_some() {
            return Err(Error::duplicate("phase", phase));
        }
    }
    Ok((0..respondents).map(move |_| {
        let scores = readers.each_mut().map(|reader| {
            let (set, columns, least) = reader.as_mut()?;
            let answers = columns.iter_mut().filter_map(|column| column.next()?);
            set.score(answers, *least)
        });
        Profile::of_means(scale, scores)
    }))
}

/// Refuses items of other respondents, or on another scale, than those of the first phase.
fn check(set: &ItemSet<'_>, scale: Scale, respondents: usize) -> Result<()> {
    if set.respondents() != respondents {
        let argument = "items of a phase";
        return Err(Error::length(argument, set.respondents(), respondents));
    }
    if !set.scale().same_ends(scale) {
        return Err(Error::mismatch("scales of the phases", scale, set.scale()));
    }
    Ok(())
}
