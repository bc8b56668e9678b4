use super::super::shared::asked_on;
use super::{Group, NetPromoterScore, Options};
use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted, extend_by_blocks, is_nearly_full};
use crate::counted::{ByCuts, Tally};
use crate::error::same;
use crate::macros::checked_state;
use crate::scale::{Answers, Weights, blocks, respondent_weight};

/// Computes a [`NetPromoterScore`] answer by answer, or from groups that were counted elsewhere.
///
/// ```
/// use retention::Accumulator;
/// use retention::satisfaction::nps::{Counter, Group, Options};
///
/// let mut counter = Counter::new(Options::default())?;
/// counter.extend([Some(10.0), Some(9.0), None, Some(3.0)])?;
/// // Groups counted elsewhere.
/// let mut published = Counter::new(Options::default())?;
/// published.add(Group::Promoter, 5)?;
/// published.add(Group::Detractor, 2)?;
/// counter.merge(published)?;
/// let score = counter.finish()?;
/// assert_eq!((score.answered, score.missing), (10, 1));
/// assert_eq!(score.score, Some(40.0));
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
    tally: Tally,
}

checked_state!(Counter);

impl Counter {
    /// Creates an empty counter.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for cuts that are not on the scale, or not in
    /// order.
    pub fn new(options: Options) -> Result<Self> {
        Ok(Self {
            version: Version,
            options: options.checked()?,
            tally: Tally::new(Group::ALL.len()),
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        self.options.checked()?;
        self.tally.check(Group::ALL.len())?;
        Ok(self)
    }

    /// Adds this many respondents of a group that were counted elsewhere.
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow) beyond 2⁶⁴ − 1 respondents.
    pub fn add(&mut self, group: Group, count: u64) -> Result<()> {
        self.tally.add(Some(group as usize), count, 1.0)
    }

    #[inline]
    fn add_answer(&mut self, answer: Option<f64>, weight: f64) -> Result<()> {
        let group = answer.map(|answer| self.options.group(answer)).transpose();
        let group = group.map_err(|error| error.at_row(self.tally.respondents()))?;
        self.tally.add(group.map(|group| group as usize), 1, weight)
    }

    pub(super) fn of(
        answers: &Answers<'_>,
        weights: Option<&Weights>,
        options: Options,
    ) -> Result<Self> {
        let mut counter = Self::new(options)?;
        asked_on(answers, options.question.scale())?;
        Weights::check(weights, answers.len())?;
        let is_full = answers.missing() == 0;
        counter.tally = Tally::of_parts(answers.len(), |part| {
            let mut tally = Tally::new(Group::ALL.len());
            let (mut buffer, mut room) = (Vec::new(), Vec::new());
            for rows in blocks(part) {
                let values = answers.values(rows.clone(), &mut buffer);
                options.check_block(values, is_full, rows.start)?;
                match weights {
                    None => tally.add_counts(&options.count(values, is_full))?,
                    Some(weights) => {
                        let weights = weights.block(rows, &mut room);
                        options.add_block(&mut tally, values, weights)?;
                    }
                }
            }
            Ok(tally)
        })?;
        Ok(counter)
    }
}

impl crate::sealed::Sealed for Counter {}

impl Accumulator for Counter {
    type Row<'r> = Option<f64>;
    type Output = NetPromoterScore;

    fn fresh(&self) -> Self {
        Self {
            version: Version,
            options: self.options,
            tally: Tally::new(Group::ALL.len()),
        }
    }

    fn rows(&self) -> u64 {
        self.tally.respondents()
    }

    /// Adds one respondent's answer, `None` for a missing one.
    ///
    /// # Errors
    /// At the respondent, [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for what is not an answer on the scale, and for
    /// an answer between whole steps unless [`allow_decimals`](Options::allow_decimals) is set.
    #[inline]
    fn push(&mut self, answer: Option<f64>) -> Result<()> {
        self.add_answer(answer, 1.0)
    }

    #[inline]
    fn extend<'r>(&mut self, answers: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        let answers = answers.into_iter();
        if is_nearly_full(self.rows()) || !self.tally.is_whole() {
            return extend_by_blocks(self, answers);
        }
        let options = self.options;
        let scale = options.question.scale();
        let (promoters, passives) = options.question.cuts();
        let (counted, read) = ByCuts::count(
            answers,
            |answer| scale.is_within(answer) & scale.is_exactly_whole(answer),
            |answer| options.group(answer).map(|_| ()),
            (passives, promoters),
        );
        let groups = [counted.from_second, counted.between, counted.below_both];
        self.tally.add_counts(&groups)?;
        self.tally.add(None, counted.missing, 1.0)?;
        read.map_err(|error| error.at_row(self.rows()))
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        same("options", &self.options, &other.options)?;
        self.tally.merge(&other.tally)
    }

    /// Returns the score of all respondents added. It never fails.
    fn finish(self) -> Result<NetPromoterScore> {
        Ok(NetPromoterScore::new(self.options, &self.tally))
    }
}

impl Weighted for Counter {
    fn push_weighted(&mut self, answer: Option<f64>, weight: f64) -> Result<()> {
        let weight = respondent_weight(weight).map_err(|error| error.at_row(self.rows()))?;
        self.add_answer(answer, weight)
    }
}
