use super::super::tally::{Tally, same_definition, same_length};
use super::result::KanoScores;
use super::{Kano, KanoAnswer, KanoCategory, KanoOptions, KanoPair};
use crate::Result;
use crate::error::Error;
use crate::scale::{Weights, respondent_weight};

/// How many answers there are.
const ANSWERS: usize = KanoAnswer::ALL.len();
/// How many pairs of them.
const PAIRS: usize = ANSWERS * ANSWERS;
/// How many categories.
pub(super) const CATEGORIES: usize = KanoCategory::ALL.len();

/// Counts the pairs of answers about one feature, respondent by respondent; parts made apart merge.
///
/// It holds the 25 cells of the evaluation table, however many respondents it has seen.
///
/// ```
/// use retention::satisfaction::{KanoAnswer, KanoCategory, KanoCounts, KanoOptions, KanoPair};
///
/// let mut counts = KanoCounts::new(KanoOptions::default())?;
/// for (functional, dysfunctional) in [(1, 5), (1, 5), (3, 5)] {
///     counts.push(KanoPair {
///         functional: Some(KanoAnswer::from_code(functional)?),
///         dysfunctional: Some(KanoAnswer::from_code(dysfunctional)?),
///     })?;
/// }
/// counts.push(KanoPair { functional: None, dysfunctional: None })?;
/// let kano = counts.finish();
/// assert_eq!(kano.category, Some(KanoCategory::OneDimensional));
/// assert_eq!((kano.answered, kano.missing), (3, 1));
/// assert_eq!(kano.distinct_category(), None); // two against one is nothing
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct KanoCounts {
    options: KanoOptions,
    pairs: Tally,
}

/// The position of a pair in the table, row by row.
const fn position(pair: KanoPair) -> usize {
    pair.functional as usize * ANSWERS + pair.dysfunctional as usize
}

/// The pair at a position.
fn pair_at(position: usize) -> Option<KanoPair> {
    Some(KanoPair {
        functional: *KanoAnswer::ALL.get(position / ANSWERS)?,
        dysfunctional: *KanoAnswer::ALL.get(position % ANSWERS)?,
    })
}

impl KanoCounts {
    /// Counts of nobody.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for options that are not finite or out of
    /// their range.
    pub fn new(options: KanoOptions) -> Result<Self> {
        Ok(Self {
            options: options.checked()?,
            pairs: Tally::new(PAIRS),
        })
    }

    /// Adds one respondent's two answers. One who left out either counts as missing. An error leaves
    /// the counts as they were.
    ///
    /// # Errors
    /// [`Error::Overflow`] where respondents exceed 64 bits.
    #[inline]
    pub fn push(&mut self, answers: KanoPair<Option<KanoAnswer>>) -> Result<()> {
        self.add(answers, 1.0)
    }

    /// Adds one respondent who counts for `weight`.
    ///
    /// # Errors
    /// As [`push`](Self::push); [`Error::NotFinite`] and [`Error::OutOfRange`] for a weight that is
    /// not 0 or from 10⁻¹⁰⁰ to 10¹⁰⁰.
    pub fn push_weighted(
        &mut self,
        answers: KanoPair<Option<KanoAnswer>>,
        weight: f64,
    ) -> Result<()> {
        self.add(answers, respondent_weight(weight)?)
    }

    /// Adds so many respondents who gave the same two answers.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn add_cell(&mut self, answers: KanoPair, count: u64) -> Result<()> {
        self.pairs.add(Some(position(answers)), count, 1.0)
    }

    fn add(&mut self, answers: KanoPair<Option<KanoAnswer>>, weight: f64) -> Result<()> {
        let both = answers.functional.zip(answers.dysfunctional);
        let pair = both.map(|(functional, dysfunctional)| {
            position(KanoPair {
                functional,
                dysfunctional,
            })
        });
        self.pairs.add(pair, 1, weight)
    }

    /// How many gave these two answers, weights left aside: one cell of the table.
    #[must_use]
    pub fn cell(&self, answers: KanoPair) -> u64 {
        self.pairs.count(position(answers))
    }

    /// Adds all these respondents.
    ///
    /// # Errors
    /// As [`push`](Self::push). The respondents before the one at fault are then added, the rest
    /// not.
    pub fn extend(
        &mut self,
        respondents: impl IntoIterator<Item = KanoPair<Option<KanoAnswer>>>,
    ) -> Result<()> {
        respondents
            .into_iter()
            .try_for_each(|answers| self.push(answers))
    }

    /// Adds the respondents of another part, none of whom is in this one.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where it was made with other options; [`Error::Overflow`] where
    /// respondents exceed 64 bits.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        same_definition(&self.options, &other.options)?;
        self.pairs.merge(&other.pairs)
    }

    /// What the feature is to all respondents added.
    #[must_use]
    pub fn finish(self) -> Kano {
        let category = |at| {
            // Every position is that of a pair.
            pair_at(at).map_or(CATEGORIES, |pair| {
                self.options.table.category(pair) as usize
            })
        };
        let score = |of: fn(KanoPair) -> f64| self.pairs.score(|at| pair_at(at).map_or(0.0, of));
        let scores = KanoScores {
            functional: score(|pair| pair.functional.functional_score()),
            dysfunctional: score(|pair| pair.dysfunctional.dysfunctional_score()),
        };
        Kano::new(
            self.options,
            &self.pairs.regroup(CATEGORIES, category),
            Some(scores),
        )
    }

    pub(super) fn of(
        columns: KanoPair<&[Option<KanoAnswer>]>,
        weights: Option<&Weights>,
        options: KanoOptions,
    ) -> Result<Self> {
        let KanoPair {
            functional,
            dysfunctional,
        } = columns;
        if functional.is_empty() {
            return Err(Error::empty("answer"));
        }
        same_length("dysfunctional", dysfunctional.len(), functional.len())?;
        let mut counts = Self::new(options)?;
        let weights = Weights::or_equal(weights, functional.len())?;
        for ((&functional, &dysfunctional), weight) in
            functional.iter().zip(dysfunctional).zip(weights)
        {
            let pair = KanoPair {
                functional,
                dysfunctional,
            };
            counts.add(pair, weight)?;
        }
        Ok(counts)
    }
}

/// Counts the categories of one feature, where pairs of answers were turned into categories
/// elsewhere, such as in a published table; parts made apart merge.
///
/// ```
/// use retention::satisfaction::{KanoCategory, KanoCategoryCounts, KanoOptions};
///
/// let mut counts = KanoCategoryCounts::new(KanoOptions::default())?;
/// counts.add(KanoCategory::Attractive, 60)?;
/// counts.add(KanoCategory::Indifferent, 40)?;
/// let kano = counts.finish();
/// let coefficients = kano.coefficients.unwrap();
/// assert_eq!((coefficients.better_value(), coefficients.worse_value()), (0.6, 0.0));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct KanoCategoryCounts {
    options: KanoOptions,
    categories: Tally,
}

impl KanoCategoryCounts {
    /// Counts of nobody. The options' table is not used.
    ///
    /// # Errors
    /// As [`KanoCounts::new`].
    pub fn new(options: KanoOptions) -> Result<Self> {
        Ok(Self {
            options: options.checked()?,
            categories: Tally::new(CATEGORIES),
        })
    }

    /// Adds one respondent, `None` for one without a category. An error leaves the counts as they
    /// were.
    ///
    /// # Errors
    /// [`Error::Overflow`] where respondents exceed 64 bits.
    pub fn push(&mut self, category: Option<KanoCategory>) -> Result<()> {
        self.push_weighted(category, 1.0)
    }

    /// Adds one respondent who counts for `weight`.
    ///
    /// # Errors
    /// As [`push`](Self::push); [`Error::NotFinite`] and [`Error::OutOfRange`] for a weight that is
    /// not 0 or from 10⁻¹⁰⁰ to 10¹⁰⁰.
    pub fn push_weighted(&mut self, category: Option<KanoCategory>, weight: f64) -> Result<()> {
        let category = category.map(|category| category as usize);
        self.categories.add(category, 1, respondent_weight(weight)?)
    }

    /// Adds so many respondents of a category.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn add(&mut self, category: KanoCategory, count: u64) -> Result<()> {
        self.categories.add(Some(category as usize), count, 1.0)
    }

    /// Adds all these respondents.
    ///
    /// # Errors
    /// As [`push`](Self::push). The respondents before the one at fault are then added, the rest
    /// not.
    pub fn extend(
        &mut self,
        categories: impl IntoIterator<Item = Option<KanoCategory>>,
    ) -> Result<()> {
        categories
            .into_iter()
            .try_for_each(|category| self.push(category))
    }

    /// Adds the respondents of another part, none of whom is in this one.
    ///
    /// # Errors
    /// As [`KanoCounts::merge`].
    pub fn merge(&mut self, other: Self) -> Result<()> {
        same_definition(&self.options, &other.options)?;
        self.categories.merge(&other.categories)
    }

    /// What the feature is to all respondents added. It has no [scores](Kano::scores), which need
    /// the answers themselves.
    #[must_use]
    pub fn finish(self) -> Kano {
        Kano::new(self.options, &self.categories, None)
    }
}
