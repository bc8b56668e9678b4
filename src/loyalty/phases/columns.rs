use std::ops::Range;

use crate::Result;
use crate::error::Error;
use crate::scale::{BlockMeans, ItemSet, Missing, Scale, blocks};

use super::{Phase, Profile};

/// Computes each respondent's profile from the columns of a survey: the items of each phase that was
/// asked about.
///
/// All items are answered by the same respondents in the same order, on one scale. Profiles come one
/// by one, in the order of the respondents, and none of them allocates. To count a population,
/// [`Levels::of`](super::Levels::of) is faster.
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
    let columns = Columns::new(asked, missing)?;
    Ok(Profiles {
        left: 0..columns.respondents,
        columns,
        block: Block::default(),
        scored: 0..0,
    })
}

/// The items of each phase, to be scored block by block.
#[derive(Debug, Clone)]
pub(super) struct Columns<'a> {
    /// The items of each phase that was asked about, and how many must be answered.
    sets: [Option<(ItemSet<'a>, usize)>; 4],
    pub(super) scale: Scale,
    pub(super) respondents: usize,
}

/// The scores of a block of respondents on each phase; NaN for none.
#[derive(Debug, Default)]
pub(super) struct Block {
    scores: [Vec<f64>; 4],
    room: BlockMeans,
}

impl Block {
    /// Returns the scores on each phase, in order; nothing for one that was not asked about.
    pub(super) fn scores(&self) -> [&[f64]; 4] {
        self.scores.each_ref().map(Vec::as_slice)
    }
}

impl<'a> Columns<'a> {
    pub(super) fn new(asked: &[(Phase, ItemSet<'a>)], missing: Missing) -> Result<Self> {
        let (_, first) = asked.first().ok_or(Error::empty("phase"))?;
        let (scale, respondents) = (first.scale(), first.respondents());
        let mut sets = [const { None }; 4];
        for (phase, set) in asked {
            check(set, scale, respondents)?;
            let least = missing.least(set.items().len())?;
            if phase
                .pick_mut(&mut sets)
                .replace((set.clone(), least))
                .is_some()
            {
                return Err(Error::duplicate("phase", phase));
            }
        }
        Ok(Self {
            sets,
            scale,
            respondents,
        })
    }

    /// Scores the respondents in these rows.
    pub(super) fn score(&self, rows: &Range<usize>, block: &mut Block) {
        let Block { scores, room } = block;
        for (set, scores) in self.sets.iter().zip(scores) {
            if let Some((set, least)) = set {
                set.score_block(rows.clone(), *least, room, scores);
            }
        }
    }
}

/// The profiles of all respondents, scored a block at a time.
struct Profiles<'a> {
    columns: Columns<'a>,
    /// The rows that are not scored yet.
    left: Range<usize>,
    block: Block,
    /// The places of the block whose profiles are still to come.
    scored: Range<usize>,
}

impl Profiles<'_> {
    fn score_more(&mut self) {
        if let Some(rows) = blocks(self.left.clone()).next() {
            self.left.start = rows.end;
            self.columns.score(&rows, &mut self.block);
            self.scored = 0..rows.len();
        }
    }
}

impl Iterator for Profiles<'_> {
    type Item = Profile;

    #[inline]
    fn next(&mut self) -> Option<Profile> {
        if self.scored.is_empty() {
            self.score_more();
        }
        let place = self.scored.next()?;
        let scores = self.block.scores.each_ref().map(|scores| {
            let score = scores.get(place).copied();
            score.filter(|score| !score.is_nan())
        });
        Some(Profile::of_means(self.columns.scale, scores))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.scored.len() + self.left.len();
        (left, Some(left))
    }
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
