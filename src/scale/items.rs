use std::ops::Range;

use crate::error::{Error, Place};
use crate::numeric::moments::Moments;
use crate::{Result, threads};

use super::reliability::{Contributions, Products};
use super::{Answers, BlockMeans, Reliability, Scale, Weights, blocks, parts_of};

/// How many items a respondent must have answered to have a score. Default: at least half.
///
/// The score is the mean of the items answered, which takes those left out as the mean of the others.
/// When more than half of the items of a scale were answered, that was the least biased and most precise
/// of seven methods compared by Fairclough, D. L. and Cella, D. F. (1996), *Quality of Life Research*
/// 5(3): 321–329. At least half is the usual form of this half rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Missing {
    /// All items.
    Listwise,
    /// At least this many items, from one to all.
    AtLeast(usize),
    /// At least half of the items, the half rule. The default.
    #[default]
    AtLeastHalf,
}

impl Missing {
    /// How many of so many items must be answered.
    pub(crate) fn least(self, items: usize) -> Result<usize> {
        self.least_of(items, "least number of items answered", "items")
    }

    /// How many of so many parts, such as facets, must be there.
    pub(crate) fn least_of(
        self,
        parts: usize,
        argument: &'static str,
        of: &'static str,
    ) -> Result<usize> {
        match self {
            Self::Listwise => Ok(parts),
            Self::AtLeastHalf => Ok(parts.div_ceil(2)),
            Self::AtLeast(least) if (1..=parts).contains(&least) => Ok(least),
            Self::AtLeast(least) => {
                let allowed = format_args!("1 to {parts}, the number of {of}");
                Err(Error::out_of_range(argument, least, allowed))
            }
        }
    }
}

/// Several items that ask the same respondents about one thing, all on one scale.
///
/// There is at least one item, and all columns have the same length.
///
/// ```
/// use retention::scale::{ItemSet, Missing, Scale};
///
/// let scale = Scale::ONE_TO_TEN;
/// let first = scale.answers(&[Some(8.0), Some(6.0), None])?;
/// let second = scale.answers(&[Some(9.0), None, None])?;
/// let items = ItemSet::new([first, second])?;
/// assert_eq!(items.scores(Missing::default())?, [Some(8.5), Some(6.0), None]);
/// assert_eq!(items.scores(Missing::Listwise)?, [Some(8.5), None, None]);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[doc(alias = "construct")]
pub struct ItemSet<'a> {
    items: Vec<Answers<'a>>,
    scale: Scale,
    respondents: usize,
}

impl<'a> ItemSet<'a> {
    /// Creates a set from items that were asked on one scale.
    ///
    /// Reverse those asked the other way round first, with [`Answers::reversed`].
    ///
    /// # Errors
    /// [`Error::Empty`] without items; at the item, [`Error::LengthMismatch`] if it has more or fewer
    /// respondents than the first; [`Error::Mismatch`] if it is on another scale than the first.
    pub fn new(items: impl IntoIterator<Item = Answers<'a>>) -> Result<Self> {
        Self::collect(items.into_iter().collect())
    }

    /// Creates a set from items that were asked on different scales, all read on `scale`, as
    /// [`Scale::convert`] does.
    ///
    /// # Errors
    /// [`Error::Empty`] without items; at the item, [`Error::LengthMismatch`] if it has more or fewer
    /// respondents than the first.
    pub fn on(scale: Scale, items: impl IntoIterator<Item = Answers<'a>>) -> Result<Self> {
        Self::collect(items.into_iter().map(|item| item.on(scale)).collect())
    }

    fn collect(items: Vec<Answers<'a>>) -> Result<Self> {
        let first = items.first().ok_or(Error::empty("item"))?;
        let (scale, respondents) = (first.scale().continuous(), first.len());
        for (position, item) in items.iter().enumerate() {
            if item.len() != respondents {
                let error = Error::length("item", item.len(), respondents);
                return Err(error.at_place(Place::Item(position.into())));
            }
            if !item.scale().same_ends(scale) {
                return Err(Error::mismatch(
                    "scales of the items",
                    scale,
                    item.scale().continuous(),
                ));
            }
        }
        Ok(Self {
            items,
            scale,
            respondents,
        })
    }

    /// Returns the items, in the order given.
    #[must_use]
    pub fn items(&self) -> &[Answers<'a>] {
        &self.items
    }

    /// Returns the scale of the items and of the scores.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// Returns how many respondents were asked, whether they answered or not.
    #[must_use]
    pub const fn respondents(&self) -> usize {
        self.respondents
    }

    /// Returns how many respondents answered every item.
    #[must_use]
    pub fn complete(&self) -> u64 {
        (0..self.respondents)
            .filter(|&row| self.items.iter().all(|item| item.get(row).is_some()))
            .count() as u64
    }

    /// Computes each respondent's score, the mean of the items answered; `None` for those who
    /// answered too few. Scores are on the [scale](Self::scale) of the items.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if `missing` asks for no item, or for more than there are.
    pub fn scores(&self, missing: Missing) -> Result<Vec<Option<f64>>> {
        let least = missing.least(self.items.len())?;
        let mut scores = vec![None; self.respondents];
        threads::map(parts_of(&mut scores), |(part, scores)| {
            let (mut room, mut means) = (BlockMeans::default(), Vec::new());
            let mut places = scores.iter_mut();
            for rows in blocks(part) {
                self.score_block(rows, least, &mut room, &mut means);
                for (&mean, place) in means.iter().zip(places.by_ref()) {
                    *place = (!mean.is_nan()).then_some(mean);
                }
            }
        });
        Ok(scores)
    }

    /// Computes the scores of the respondents in these rows, NaN for those who answered too few.
    pub(crate) fn score_block(
        &self,
        rows: Range<usize>,
        least: usize,
        room: &mut BlockMeans,
        means: &mut Vec<f64>,
    ) {
        room.clear(rows.len());
        for item in &self.items {
            room.add(item, rows.clone());
        }
        means.resize(rows.len(), 0.0);
        room.write(least, self.scale, means);
    }

    /// Computes the score of the respondent at `row`; `None` if too few items were answered, or if
    /// there is no such respondent.
    ///
    /// # Errors
    /// As [`scores`](Self::scores).
    pub fn score_of(&self, row: usize, missing: Missing) -> Result<Option<f64>> {
        let least = missing.least(self.items.len())?;
        Ok(self.score(self.items.iter().filter_map(|item| item.get(row)), least))
    }

    pub(crate) fn score(&self, answers: impl Iterator<Item = f64>, least: usize) -> Option<f64> {
        let (mut sum, mut answered) = (0.0, 0_usize);
        for answer in answers {
            sum += answer;
            answered += 1;
        }
        (answered >= least).then(|| self.scale.clamp(sum / answered as f64))
    }

    /// The answers of each item, to be read side by side.
    pub(crate) fn columns(&self) -> Vec<impl Iterator<Item = Option<f64>> + use<'a>> {
        self.items.iter().map(Answers::iter).collect()
    }

    /// Computes how well the items measure one thing, from the respondents who answered all of them.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer weights than respondents.
    pub fn reliability(&self, weights: Option<&Weights>) -> Result<Reliability> {
        let mut moments = Moments::new(self.items.len());
        let mut products = Products::new(self.items.len());
        let used = self.complete_rows(weights, |_, row, weight| {
            moments.push(row, weight);
            products.push(row, self.scale, weight);
        })?;
        let left_out = self.respondents as u64 - used;
        let variance = |of: &Contributions| products.variance(of, self.scale);
        Ok(Reliability::of(&moments, used, left_out, variance))
    }

    /// Visits the respondents who answered every item, in order, with their rows and their weights as shares of the
    /// largest, and returns how many they are.
    pub(super) fn complete_rows(
        &self,
        weights: Option<&Weights>,
        mut visit: impl FnMut(usize, &[f64], f64),
    ) -> Result<u64> {
        let weights = Weights::or_equal(weights, self.respondents)?;
        let mut row = Vec::with_capacity(self.items.len());
        let mut used = 0;
        let mut columns = self.columns();
        for (at, weight) in weights.enumerate() {
            row.clear();
            row.extend(columns.iter_mut().filter_map(|column| column.next()?));
            if row.len() == self.items.len() {
                visit(at, &row, weight);
                used += 1;
            }
        }
        Ok(used)
    }
}
