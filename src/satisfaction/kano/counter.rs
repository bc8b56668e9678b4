use std::ops::Range;

use super::super::shared::same_length;
use super::{Answer, Category, Kano, Options, Pair};
use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted, extend_by_blocks};
use crate::counted::Tally;
use crate::error::{Error, same};
use crate::macros::checked_state;
use crate::scale::{Weights, blocks, respondent_weight};

/// How many answers there are.
const ANSWERS: usize = Answer::ALL.len();
/// How many pairs of them.
const PAIRS: usize = ANSWERS * ANSWERS;
/// A place for each pair, and one for those without an answer.
const PLACES: usize = PAIRS + 1;
/// How many categories.
pub(super) const CATEGORIES: usize = Category::ALL.len();

/// Counts the pairs of answers about one feature, respondent by respondent.
///
/// It holds the 25 cells of the evaluation table, however many respondents it has seen.
///
/// ```
/// use retention::Accumulator;
/// use retention::satisfaction::kano::{Answer, Category, Counter, Options, Pair};
///
/// let mut counter = Counter::new(Options::default())?;
/// for (functional, dysfunctional) in [(1, 5), (1, 5), (3, 5)] {
///     counter.push(Pair {
///         functional: Some(Answer::from_code(functional)?),
///         dysfunctional: Some(Answer::from_code(dysfunctional)?),
///     })?;
/// }
/// counter.push(Pair { functional: None, dysfunctional: None })?;
/// let kano = counter.finish()?;
/// assert_eq!(kano.category, Some(Category::OneDimensional));
/// assert_eq!((kano.answered, kano.missing), (3, 1));
/// assert_eq!(kano.distinct_category, None); // two against one is too few to tell
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct Counter {
    version: Version,
    options: Options,
    pairs: Tally,
}

checked_state!(Counter);

/// The position of a pair in the table, row by row.
const fn position(pair: Pair) -> usize {
    pair.functional as usize * ANSWERS + pair.dysfunctional as usize
}

/// The position of a respondent's pair; the one after the last where an answer is missing.
#[inline]
const fn cell(answers: Pair<Option<Answer>>) -> usize {
    match (answers.functional, answers.dysfunctional) {
        (Some(functional), Some(dysfunctional)) => position(Pair {
            functional,
            dysfunctional,
        }),
        _ => PAIRS,
    }
}

/// Counts the cells of the respondents in these rows.
fn count_part(
    mut cells: impl Iterator<Item = usize>,
    weights: Option<&Weights>,
    part: Range<usize>,
) -> Result<Tally> {
    let mut tally = Tally::new(PAIRS);
    let Some(weights) = weights else {
        tally.add_each::<PLACES>(cells.map(Ok))?;
        return Ok(tally);
    };
    let mut room = Vec::new();
    for rows in blocks(part) {
        let weights = weights.block(rows, &mut room).iter();
        for (&weight, cell) in weights.zip(cells.by_ref()) {
            tally.add(Some(cell).filter(|&cell| cell < PAIRS), 1, weight)?;
        }
    }
    Ok(tally)
}

/// The pair at a position.
fn pair_at(position: usize) -> Option<Pair> {
    Some(Pair {
        functional: *Answer::ALL.get(position / ANSWERS)?,
        dysfunctional: *Answer::ALL.get(position % ANSWERS)?,
    })
}

impl Counter {
    /// Creates an empty counter.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for options that are not finite or out of their
    /// range.
    pub fn new(options: Options) -> Result<Self> {
        Ok(Self {
            version: Version,
            options: options.checked()?,
            pairs: Tally::new(PAIRS),
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        self.options.checked()?;
        self.pairs.check(PAIRS)?;
        Ok(self)
    }

    /// Adds this many respondents who gave the same two answers.
    ///
    /// # Errors
    /// [`Error::Overflow`] beyond 2⁶⁴ − 1 respondents.
    pub fn add_cell(&mut self, answers: Pair, count: u64) -> Result<()> {
        self.pairs.add(Some(position(answers)), count, 1.0)
    }

    /// Returns how many respondents gave these two answers, without weights: one cell of the table.
    #[must_use]
    pub fn cell(&self, answers: Pair) -> u64 {
        self.pairs.count(position(answers))
    }

    fn add(&mut self, answers: Pair<Option<Answer>>, weight: f64) -> Result<()> {
        let pair = Some(cell(answers)).filter(|&cell| cell < PAIRS);
        self.pairs.add(pair, 1, weight)
    }

    pub(super) fn of(
        columns: Pair<&[Option<Answer>]>,
        weights: Option<&Weights>,
        options: Options,
    ) -> Result<Self> {
        let Pair {
            functional,
            dysfunctional,
        } = columns;
        if functional.is_empty() {
            return Err(Error::empty("answer"));
        }
        same_length("dysfunctional", dysfunctional.len(), functional.len())?;
        let mut counter = Self::new(options)?;
        Weights::check(weights, functional.len())?;
        counter.pairs = Tally::of_parts(functional.len(), |part| {
            let there = functional.get(part.clone()).unwrap_or(&[]);
            let absent = dysfunctional.get(part.clone()).unwrap_or(&[]);
            let pairs = there.iter().zip(absent);
            let cells = pairs.map(|(&functional, &dysfunctional)| {
                cell(Pair {
                    functional,
                    dysfunctional,
                })
            });
            count_part(cells, weights, part)
        })?;
        Ok(counter)
    }
}

impl crate::sealed::Sealed for Counter {}

impl Accumulator for Counter {
    type Row<'r> = Pair<Option<Answer>>;
    type Output = Kano;

    fn fresh(&self) -> Self {
        Self {
            version: Version,
            options: self.options,
            pairs: Tally::new(PAIRS),
        }
    }

    fn rows(&self) -> u64 {
        self.pairs.respondents()
    }

    /// Adds one respondent's two answers, `None` for a missing one.
    ///
    /// # Errors
    /// [`Error::Overflow`] beyond 2⁶⁴ − 1 respondents.
    fn push(&mut self, answers: Pair<Option<Answer>>) -> Result<()> {
        self.add(answers, 1.0)
    }

    #[inline]
    fn extend<'r>(&mut self, pairs: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        if !self.pairs.is_whole() {
            return extend_by_blocks(self, pairs.into_iter());
        }
        let cells = pairs.into_iter().map(|answers| Ok(cell(answers)));
        self.pairs.add_each::<PLACES>(cells)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        same("options", &self.options, &other.options)?;
        self.pairs.merge(&other.pairs)
    }

    /// Returns what the feature is to all respondents added. It never fails.
    fn finish(self) -> Result<Kano> {
        let category = |at| {
            // Every position is that of a pair.
            pair_at(at).map_or(CATEGORIES, |pair| {
                self.options.table.classify(pair) as usize
            })
        };
        let score = |of: fn(Pair) -> f64| self.pairs.score(|at| pair_at(at).map_or(0.0, of));
        let scores = Pair {
            functional: score(|pair| pair.functional.functional_score()),
            dysfunctional: score(|pair| pair.dysfunctional.dysfunctional_score()),
        };
        Ok(Kano::new(
            self.options,
            &self.pairs.regroup(CATEGORIES, category),
            Some(scores),
        ))
    }
}

impl Weighted for Counter {
    fn push_weighted(&mut self, answers: Pair<Option<Answer>>, weight: f64) -> Result<()> {
        let weight = respondent_weight(weight).map_err(|error| error.at_row(self.rows()))?;
        self.add(answers, weight)
    }
}
