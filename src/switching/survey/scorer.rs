use std::ops::Range;

use crate::error::Place;
use crate::scale::{Answers, FacetSum, Instrument, ItemSet, Orientation, Sheet, blocks};
use crate::switching::Facet;
use crate::switching::facets::{ByFacet, ByType};
use crate::{Error, Result};

use super::blocks::{Block, Columns};
use super::{Options, Scores};

/// Scores one respondent's answers, without allocating.
///
/// ```
/// use retention::scale::{Instrument, Item, Missing, Scale};
/// use retention::switching::survey::{Options, Scorer};
/// use retention::switching::{CostType, Facet};
///
/// let items = [
///     Item::as_asked(Facet::SetUp),
///     Item::as_asked(Facet::Learning),
///     Item::reversed(Facet::Learning),
///     Item::as_asked(Facet::BenefitLoss),
/// ];
/// let instrument = Instrument::new(Scale::ONE_TO_FIVE, items, Missing::default())?;
/// let scorer = Scorer::new(instrument, Options::default())?;
///
/// let scores = scorer.score(&[Some(5.0), Some(4.0), Some(1.0), Some(2.0)])?;
/// assert_eq!(scores.facet(Facet::Learning), Some(4.5)); // 4, and 6 − 1
/// assert_eq!(scores.cost_type(CostType::Procedural), Some(4.75));
/// assert_eq!(scores.overall(), Some(3.375)); // half procedural, half financial
///
/// // Nothing is filled in: without the second type there is no overall score.
/// let scores = scorer.score(&[Some(5.0), Some(4.0), None, None])?;
/// assert_eq!(scores.cost_type(CostType::Procedural), Some(4.5));
/// assert_eq!((scores.facet(Facet::BenefitLoss), scores.overall()), (None, None));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Written", into = "Written"))]
pub struct Scorer {
    instrument: Instrument<Facet>,
    options: Options,
    /// How many facets of each type are asked about.
    asked: ByType<usize>,
    /// How many of them must have a score.
    least_facets: ByType<usize>,
    /// How many types with a weight must have a score.
    least_types: usize,
    /// The weights of the types asked about, as shares of the largest.
    weights: ByType<f64>,
}

/// How a [`Scorer`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    instrument: Instrument<Facet>,
    options: Options,
}

#[cfg(feature = "serde")]
impl TryFrom<Written> for Scorer {
    type Error = Error;

    fn try_from(written: Written) -> Result<Self> {
        Self::new(written.instrument, written.options)
    }
}

#[cfg(feature = "serde")]
impl From<Scorer> for Written {
    fn from(scorer: Scorer) -> Self {
        Self {
            instrument: scorer.instrument,
            options: scorer.options,
        }
    }
}

impl Scorer {
    /// Creates a scorer for answers to this questionnaire.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a weight that is NaN, infinite or negative;
    /// [`Error::OutOfRange`] if every type asked about has weight 0, or if the options need more
    /// facets or types than were asked about.
    pub fn new(instrument: Instrument<Facet>, options: Options) -> Result<Self> {
        let mut asked = ByType::<usize>::default();
        for facet in instrument.facets() {
            if let Some(count) = asked.get_mut(facet.cost_type()) {
                *count += 1;
            }
        }
        let mut least_facets = ByType::default();
        for (cost_type, facets) in asked.iter().filter(|&(_, facets)| facets > 0) {
            if let Some(least) = least_facets.get_mut(cost_type) {
                *least = options.least_facets(facets)?;
            }
        }
        let weights = options.weights(&asked)?;
        let weighted = weights.iter().filter(|&(_, weight)| weight > 0.0).count();
        Ok(Self {
            least_types: options.least_types(weighted)?,
            instrument,
            options,
            asked,
            least_facets,
            weights,
        })
    }

    /// Returns the questionnaire.
    #[must_use]
    pub const fn instrument(&self) -> &Instrument<Facet> {
        &self.instrument
    }

    /// Returns how scores of facets become scores of types and an overall score.
    #[must_use]
    pub const fn options(&self) -> Options {
        self.options
    }

    /// How many facets of each type and how many types must have a score, and the weights of the types.
    pub(super) const fn rules(&self) -> (&ByType<usize>, usize, &ByType<f64>) {
        (&self.least_facets, self.least_types, &self.weights)
    }

    /// How many facets of each type are asked about.
    pub(super) const fn asked(&self) -> &ByType<usize> {
        &self.asked
    }

    /// Computes one respondent's scores from the answers as given: one place for each item of the
    /// questionnaire, `None` for a missing answer. Reversed items are reversed here.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer places than items; at the item,
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for what is not an answer on the scale.
    pub fn score(&self, answers: &[Option<f64>]) -> Result<Scores> {
        let mut sums = [FacetSum::default(); Facet::COUNT];
        let mut means = [None; Facet::COUNT];
        self.instrument
            .score_into(answers, |answer| *answer, &mut sums, &mut means)?;
        Ok(self.of_means(means))
    }

    /// Computes the scores from the mean of each facet of the instrument.
    fn of_means(&self, means: [Option<f64>; Facet::COUNT]) -> Scores {
        let mut facets = ByFacet::default();
        for (&facet, mean) in self.instrument.facets().iter().zip(means) {
            if let Some(place) = facets.get_mut(facet) {
                *place = mean;
            }
        }
        self.combine(facets)
    }

    /// Computes the scores of everyone on a sheet, one at a time: a column for each item of the
    /// questionnaire, in its order and as asked.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer columns than items; at the column,
    /// [`Error::Mismatch`] for one on another scale, and [`Error::OutOfRange`] for one that is reversed
    /// already. For each respondent, as [`score`](Self::score).
    ///
    /// ```
    /// use retention::scale::{Instrument, Item, Missing, Scale, Sheet};
    /// use retention::switching::Facet;
    /// use retention::switching::survey::{Options, Scorer};
    ///
    /// let scale = Scale::ONE_TO_SEVEN;
    /// let items = [Item::as_asked(Facet::Learning), Item::reversed(Facet::Learning)];
    /// let scorer = Scorer::new(
    ///     Instrument::new(scale, items, Missing::default())?,
    ///     Options::default(),
    /// )?;
    /// let takes_time = scale.full_answers(&[6.0, 3.0])?;
    /// let is_easy = scale.answers(&[Some(3.0), None])?;
    /// let sheet = Sheet::new([takes_time, is_easy])?;
    /// let scores = scorer.scores(&sheet)?.collect::<Result<Vec<_>, _>>()?;
    /// assert_eq!(scores[0].facet(Facet::Learning), Some(5.5));
    /// assert_eq!(scores[1].facet(Facet::Learning), Some(3.0));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn scores(&self, sheet: &Sheet<'_>) -> Result<impl Iterator<Item = Result<Scores>>> {
        self.check(sheet)?;
        Ok(Each {
            scorer: self,
            was_checked: self.check_answers(sheet).is_ok(),
            by_facet: Columns::new(self, sheet),
            columns: sheet.columns().to_vec(),
            left: 0..sheet.respondents(),
            block: Block::new(self),
            scored: 0..0,
        })
    }

    /// Refuses the first respondent with an answer that the questionnaire does not allow: a column on a
    /// scale with the same ends may have answers between the steps of this one.
    pub(super) fn check_answers(&self, sheet: &Sheet<'_>) -> Result<()> {
        let scale = self.instrument.scale();
        let columns = sheet.columns().iter().enumerate();
        let others = columns.filter(|(_, column)| column.scale() != scale);
        let refused = others.filter_map(|(item, column)| {
            let error = column.check_on(scale).err()?;
            Some(error.at_place(Place::Item(item.into())))
        });
        // Of several items of one respondent, the first.
        refused.min_by_key(Error::row).map_or(Ok(()), Err)
    }

    /// Returns the items of a facet, reversed ones turned round, to see how well they
    /// [measure one thing](ItemSet::reliability); `None` if the facet was not asked about.
    ///
    /// # Errors
    /// As [`scores`](Self::scores) for the whole sheet.
    ///
    /// ```
    /// use retention::scale::{Instrument, Item, Missing, Scale, Sheet};
    /// use retention::switching::Facet;
    /// use retention::switching::survey::{Options, Scorer};
    ///
    /// let scale = Scale::ONE_TO_FIVE;
    /// let items = [Item::as_asked(Facet::SetUp), Item::reversed(Facet::SetUp)];
    /// let scorer = Scorer::new(
    ///     Instrument::new(scale, items, Missing::default())?,
    ///     Options::default(),
    /// )?;
    /// let takes_time = scale.full_answers(&[4.0, 2.0, 5.0])?;
    /// let is_easy = scale.full_answers(&[1.0, 4.0, 3.0])?;
    /// let sheet = Sheet::new([takes_time, is_easy])?;
    /// let set_up = scorer.items(&sheet, Facet::SetUp)?.unwrap();
    /// let alpha = set_up.reliability(None)?.alpha.unwrap();
    /// assert_eq!(format!("{:.3}", alpha.value()), "0.667");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn items<'a>(&self, sheet: &Sheet<'a>, facet: Facet) -> Result<Option<ItemSet<'a>>> {
        self.check(sheet)?;
        let items = self.instrument.items().iter().zip(sheet.columns());
        let items = items.filter(|(item, _)| item.facet == facet);
        let mut read = items
            .map(|(item, column)| match item.orientation {
                Orientation::AsAsked => *column,
                Orientation::Reversed => column.reversed(),
            })
            .peekable();
        match read.peek() {
            Some(_) => ItemSet::new(read).map(Some),
            None => Ok(None),
        }
    }

    /// Refuses a sheet that does not hold the questionnaire's items as asked.
    pub(super) fn check(&self, sheet: &Sheet<'_>) -> Result<()> {
        let (found, expected) = (sheet.columns().len(), self.instrument.items().len());
        if found != expected {
            return Err(Error::length("columns", found, expected));
        }
        for (position, column) in sheet.columns().iter().enumerate() {
            let checked = self.check_column(column);
            checked.map_err(|error| error.at_place(Place::Column(position.into())))?;
        }
        Ok(())
    }

    fn check_column(&self, column: &Answers<'_>) -> Result<()> {
        let (ours, theirs) = (self.instrument.scale(), column.scale());
        if !theirs.same_ends(ours) {
            let argument = "scales of the items";
            return Err(Error::mismatch(
                argument,
                ours.continuous(),
                theirs.continuous(),
            ));
        }
        if column.orientation() == Orientation::Reversed {
            let allowed = "as_asked, because the questionnaire says which items to reverse";
            let found = column.orientation();
            return Err(Error::out_of_range("orientation", found, allowed));
        }
        Ok(())
    }

    /// The scores of types and the overall score from those of facets.
    fn combine(&self, facets: ByFacet<Option<f64>>) -> Scores {
        let mut means = ByType([Mean::default(); 3]);
        for (facet, score) in facets.iter() {
            if let (Some(score), Some(mean)) = (score, means.get_mut(facet.cost_type())) {
                mean.add(score, 1.0);
            }
        }
        let mut types = ByType([None; 3]);
        let mut overall = Mean::default();
        let places = types.0.iter_mut().zip(means.0);
        for (((place, mean), least), weight) in places.zip(self.least_facets.0).zip(self.weights.0)
        {
            *place = self.value(mean, least);
            if let Some(score) = place.filter(|_| weight > 0.0) {
                overall.add(score, weight);
            }
        }
        Scores {
            facets,
            types,
            overall: self.value(overall, self.least_types),
        }
    }

    /// The mean of its parts if there are enough of them, at least one.
    fn value(&self, mean: Mean, least: usize) -> Option<f64> {
        let enough = mean.parts > 0 && mean.parts >= least;
        enough.then(|| self.instrument.scale().clamp(mean.sum / mean.weight))
    }
}

/// A weighted mean in the making.
#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    sum: f64,
    weight: f64,
    parts: usize,
}

impl Mean {
    fn add(&mut self, value: f64, weight: f64) {
        self.sum += weight * value;
        self.weight += weight;
        self.parts += 1;
    }
}

/// The scores of everyone on a sheet, computed a block at a time.
struct Each<'s, 'a> {
    scorer: &'s Scorer,
    /// Whether all answers are known to be ones.
    was_checked: bool,
    by_facet: Columns<'a>,
    columns: Vec<Answers<'a>>,
    /// The rows that are not scored yet.
    left: Range<usize>,
    block: Block,
    /// The places of the block whose scores are still to come.
    scored: Range<usize>,
}

impl Each<'_, '_> {
    fn score_more(&mut self) {
        if let Some(rows) = blocks(self.left.clone()).next() {
            self.left.start = rows.end;
            self.block.score(self.scorer, &self.by_facet, &rows);
            self.scored = 0..rows.len();
        }
    }

    /// The scores of the next respondent, one of whose answers may not be one.
    #[cold]
    fn score_one(&mut self) -> Option<Result<Scores>> {
        let row = self.left.next()?;
        let columns = self.columns.iter();
        let answers: Vec<Option<f64>> = columns.map(|column| column.get(row)).collect();
        let scores = self.scorer.score(&answers);
        Some(scores.map_err(|error| error.at_row(row)))
    }
}

impl Iterator for Each<'_, '_> {
    type Item = Result<Scores>;

    #[inline]
    fn next(&mut self) -> Option<Result<Scores>> {
        if !self.was_checked {
            return self.score_one();
        }
        if self.scored.is_empty() {
            self.score_more();
        }
        let place = self.scored.next()?;
        Some(Ok(self.block.get(self.scorer, place)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.scored.len() + self.left.len();
        (left, Some(left))
    }
}
