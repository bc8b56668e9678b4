use crate::Result;
use crate::error::Error;
use crate::scale::{ItemSet, Missing, Scale};

use super::{Phase, Profile};

/// The columns of a survey: the [`ItemSet`] of each phase.
///
/// [`profiles`](Self::profiles) scores respondent by respondent without allocating for each.
///
/// ```
/// use retention::loyalty::phases::{Columns, Phase};
/// use retention::scale::{ItemSet, Missing, Scale};
///
/// let scale = Scale::ONE_TO_SEVEN;
/// let best = scale.full_answers(&[7.0, 5.0])?;
/// let badly_suited = scale.full_answers(&[1.0, 4.0])?;
/// let likes = scale.answers(&[Some(6.0), None])?;
/// let columns = Columns::new(
///     [
///         (Phase::Cognitive, ItemSet::new([best, badly_suited.reversed()])?),
///         (Phase::Affective, ItemSet::new([likes])?),
///     ],
///     Missing::default(),
/// )?;
/// let profiles: Vec<_> = columns.profiles().collect();
/// assert_eq!(profiles[0].scores(), [Some(7.0), Some(6.0), None, None]);
/// assert_eq!(profiles[1].scores(), [Some(4.5), None, None, None]);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Columns<'a> {
    sets: [Option<ItemSet<'a>>; 4],
    /// How many items of each phase must be answered.
    least: [usize; 4],
    scale: Scale,
    respondents: usize,
}

impl<'a> Columns<'a> {
    /// Creates columns from the items of each phase that was asked about.
    ///
    /// All are answered by the same respondents in the same order, on one scale.
    ///
    /// # Errors
    /// [`Error::Empty`] without phases; [`Error::Duplicate`] for a phase given twice;
    /// [`Error::LengthMismatch`] if a phase has more or fewer respondents than the first;
    /// [`Error::Mismatch`] if one is on another scale; [`Error::OutOfRange`] if `missing`
    /// asks for more items than a phase has.
    pub fn new(
        phases: impl IntoIterator<Item = (Phase, ItemSet<'a>)>,
        missing: Missing,
    ) -> Result<Self> {
        let mut sets: [Option<ItemSet<'a>>; 4] = Default::default();
        let mut least = [1; 4];
        let mut first: Option<(Scale, usize)> = None;
        for (phase, set) in phases {
            let (scale, respondents) = *first.get_or_insert((set.scale(), set.respondents()));
            if set.respondents() != respondents {
                return Err(Error::length(
                    "items of a phase",
                    set.respondents(),
                    respondents,
                ));
            }
            if !set.scale().same_ends(scale) {
                return Err(Error::mismatch("scales of the phases", scale, set.scale()));
            }
            *phase.pick_mut(&mut least) = missing.least(set.items().len())?;
            if phase.pick_mut(&mut sets).replace(set).is_some() {
                return Err(Error::duplicate("phase", phase));
            }
        }
        let (scale, respondents) = first.ok_or(Error::empty("phase"))?;
        Ok(Self {
            sets,
            least,
            scale,
            respondents,
        })
    }

    /// Returns the scale of the scores.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// Returns the number of respondents.
    #[must_use]
    pub const fn respondents(&self) -> usize {
        self.respondents
    }

    /// Returns each respondent's scores, in order.
    pub fn profiles(&self) -> impl Iterator<Item = Profile> + '_ {
        let mut readers = self
            .sets
            .each_ref()
            .map(|set| set.as_ref().map(|set| (set, set.columns())));
        (0..self.respondents).map(move |_| {
            let mut scores = [None; 4];
            for ((reader, score), least) in readers.iter_mut().zip(&mut scores).zip(self.least) {
                if let Some((set, columns)) = reader {
                    *score = set.score(
                        columns.iter_mut().filter_map(|column| column.next()?),
                        least,
                    );
                }
            }
            Profile::of_means(self.scale, scores)
        })
    }
}
