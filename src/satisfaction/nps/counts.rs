use super::super::tally::{Tally, asked_on, same_definition};
use super::{NetPromoterScore, NpsGroup, NpsOptions};
use crate::Result;
use crate::scale::{Answers, Weights, respondent_weight};

/// Counts promoters, passives and detractors, answer by answer; parts made apart merge.
///
/// It holds a few numbers, however many answers it has seen.
///
/// ```
/// use retention::satisfaction::{NpsCounts, NpsGroup, NpsOptions};
///
/// let mut counts = NpsCounts::new(NpsOptions::default())?;
/// for answer in [Some(10.0), Some(9.0), None, Some(3.0)] {
///     counts.push(answer)?;
/// }
/// // Groups counted elsewhere.
/// let mut published = NpsCounts::new(NpsOptions::default())?;
/// published.add(NpsGroup::Promoter, 5)?;
/// published.add(NpsGroup::Detractor, 2)?;
/// counts.merge(published)?;
/// let score = counts.finish();
/// assert_eq!((score.answered, score.missing), (10, 1));
/// assert_eq!(score.score, Some(40.0));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct NpsCounts {
    options: NpsOptions,
    tally: Tally,
}

impl NpsCounts {
    /// Counts of nobody.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for cuts that are not on the scale, or not in
    /// order.
    pub fn new(options: NpsOptions) -> Result<Self> {
        Ok(Self {
            options: options.checked()?,
            tally: Tally::new(3),
        })
    }

    /// Adds one respondent's answer, `None` where there is none. An error leaves the counts as they
    /// were.
    ///
    /// # Errors
    /// With the number of respondents taken before as its row,
    /// [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for what is not an answer on the scale, and
    /// [`Error::Refused`](crate::Error::Refused) for one between whole steps, unless the options
    /// allow it.
    #[inline]
    pub fn push(&mut self, answer: Option<f64>) -> Result<()> {
        self.add_answer(answer, 1.0)
    }

    /// Adds one respondent who counts for `weight`.
    ///
    /// # Errors
    /// As [`push`](Self::push); [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a weight that is not 0 or from 10⁻¹⁰⁰ to
    /// 10¹⁰⁰.
    pub fn push_weighted(&mut self, answer: Option<f64>, weight: f64) -> Result<()> {
        self.add_answer(answer, respondent_weight(weight)?)
    }

    fn add_answer(&mut self, answer: Option<f64>, weight: f64) -> Result<()> {
        let group = match answer {
            Some(answer) => {
                let group = self.options.classify(answer);
                let row = self.tally.respondents() as usize;
                Some(group.map_err(|error| error.at_row(row))?)
            }
            None => None,
        };
        self.tally.add(group.map(|group| group as usize), 1, weight)
    }

    /// Adds all these answers.
    ///
    /// # Errors
    /// As [`push`](Self::push). The answers before the one at fault are then counted, the rest not.
    pub fn extend(&mut self, answers: impl IntoIterator<Item = Option<f64>>) -> Result<()> {
        answers.into_iter().try_for_each(|answer| self.push(answer))
    }

    /// Adds so many respondents of a group, counted elsewhere.
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow) where respondents exceed 64 bits.
    pub fn add(&mut self, group: NpsGroup, count: u64) -> Result<()> {
        self.tally.add(Some(group as usize), count, 1.0)
    }

    /// Adds the respondents of another part, none of whom is in this one.
    ///
    /// # Errors
    /// [`Error::Mismatch`](crate::Error::Mismatch) where it was made with other options;
    /// [`Error::Overflow`](crate::Error::Overflow) where respondents exceed 64 bits.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        same_definition(&self.options, &other.options)?;
        self.tally.merge(&other.tally)
    }

    /// The score of all respondents added.
    #[must_use]
    pub fn finish(self) -> NetPromoterScore {
        NetPromoterScore::new(self.options, &self.tally)
    }

    pub(super) fn of(
        answers: &Answers<'_>,
        weights: Option<&Weights>,
        options: NpsOptions,
    ) -> Result<Self> {
        let mut counts = Self::new(options)?;
        asked_on(answers, options.question.scale())?;
        for (answer, weight) in answers
            .iter()
            .zip(Weights::or_equal(weights, answers.len())?)
        {
            counts.add_answer(answer, weight)?;
        }
        Ok(counts)
    }
}
