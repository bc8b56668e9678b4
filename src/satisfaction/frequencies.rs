//! The frequency table of one question: how many gave each answer, the median, and top boxes less
//! bottom boxes.
//!
//! ```
//! use retention::satisfaction::frequencies::{Frequencies, Options};
//! use retention::scale::Scale;
//!
//! let answers = Scale::ONE_TO_FIVE.full_answers(&[5.0, 4.0, 4.0, 2.0, 5.0, 1.0, 4.0, 3.0])?;
//! let table = Frequencies::of(&answers, None, Options::default())?;
//! let counts: Vec<u64> = table.answers.iter().map(|row| row.respondents).collect();
//! assert_eq!(counts, [1, 1, 1, 3, 2]);
//! assert_eq!((table.median, table.mean.mean), (Some(4.0), Some(3.5)));
//! // 5 of 8 in the top two boxes, 2 of 8 in the bottom two.
//! assert_eq!(format!("{:.3}", table.net.unwrap()), "0.375 ± 0.303");
//! # Ok::<(), retention::Error>(())
//! ```

use super::shared::{asked_on, same_scale};
use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted};
use crate::counted::Tally;
use crate::error::{Error, same};
use crate::estimate::{Estimate, Influence, WeightedProportion};
use crate::macros::{checked_state, options};
use crate::scale::{Answers, Scale, Summary, Weights, respondent_weight};

/// The most answers that a table has a row for.
const MOST: f64 = 1001.0;
/// Weighted sums that are equal on paper differ by rounding.
const ROUNDING: f64 = 1e-9;

options! {
    /// Which answers a frequency table has, and which count as its top and its bottom.
    ///
    /// See the [example](crate::satisfaction::frequencies::Frequencies).
    #[derive(Copy)]
    pub struct Options {
        /// The scale of the question, in whole steps. Default: 1 to 5.
        pub scale: Scale = Scale::ONE_TO_FIVE,
        /// How many of the highest answers are the top. Default: 2.
        pub top: u32 = 2,
        /// How many of the lowest answers are the bottom. Default: 2.
        pub bottom: u32 = 2,
    }
}

impl Options {
    /// The scale in whole steps, and how many there are.
    fn checked(self) -> Result<(Scale, usize)> {
        let scale = self.scale.whole()?;
        let steps = scale.width() + 1.0;
        if steps > MOST {
            let allowed = format_args!("at most {MOST}");
            return Err(Error::out_of_range("steps of the scale", steps, allowed));
        }
        for (argument, boxes) in [("top boxes", self.top), ("bottom boxes", self.bottom)] {
            if boxes == 0 {
                return Err(Error::out_of_range(argument, boxes, "at least 1"));
            }
        }
        let together = f64::from(self.top) + f64::from(self.bottom);
        if together > steps {
            let allowed = format_args!("at most the {steps} steps of the scale");
            let error = Error::out_of_range("top and bottom boxes together", together, allowed);
            return Err(error.with_cure("set `Options::top` and `Options::bottom`"));
        }
        Ok((scale, steps as usize))
    }

    /// 1 for an answer in the top boxes, −1 for one in the bottom boxes, by its position.
    fn net(self, steps: usize, position: usize) -> f64 {
        if position < self.bottom as usize {
            -1.0
        } else if position + self.top as usize >= steps {
            1.0
        } else {
            0.0
        }
    }
}

/// How many respondents gave each answer to one question, with what is read off the table.
///
/// Two means may be equal where one question divides customers and the other leaves them cold: the
/// table shows it. Each share, and top less bottom, has a standard error and can be compared between
/// segments or waves.
///
/// ```
/// use retention::estimate::Confidence;
/// use retention::satisfaction::frequencies::{Frequencies, Options};
/// use retention::scale::{Scale, Weights};
///
/// let answers = Scale::ONE_TO_FIVE.answers(&[Some(5.0), Some(1.0), None, Some(4.0)])?;
/// let weights = Weights::new([1.0, 2.0, 1.0, 1.0])?;
/// let table = Frequencies::of(&answers, Some(&weights), Options::default().top(1).bottom(1))?;
/// assert_eq!((table.answered, table.missing), (3, 1));
/// let first = table.answers[0];
/// assert_eq!((first.answer, first.respondents, first.share.value()), (1.0, 1, Some(0.5)));
/// assert!(first.share.wilson(Confidence::default()).is_some());
/// assert_eq!((table.top.value(), table.bottom.value()), (Some(0.25), Some(0.5)));
/// assert_eq!(table.median, Some(2.5)); // half of the weight lies on either side
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "top-line")]
#[doc(alias = "net")]
pub struct Frequencies {
    /// The scale and the boxes.
    pub options: Options,
    /// Respondents with an answer.
    pub answered: u64,
    /// Respondents without an answer.
    pub missing: u64,
    /// Every answer from the lowest to the highest, those that nobody gave included.
    pub answers: Vec<Frequency>,
    /// The answer that has half of the weight on either side; where that lies between two answers, their
    /// mean. `None` if nobody with weight answered.
    pub median: Option<f64>,
    /// Mean and variance of the answers.
    pub mean: Summary,
    /// The share of the top boxes.
    pub top: WeightedProportion,
    /// The share of the bottom boxes.
    pub bottom: WeightedProportion,
    /// The share of the top boxes minus that of the bottom boxes, from −1 to 1, with its linearised
    /// standard error. That error divides by n and is 0 where all answers are in the same boxes;
    /// [`net_influence`](Self::net_influence) divides by n − 1, as survey packages do, which is 5 %
    /// larger with ten answers. `None` if nobody with weight answered.
    pub net: Option<Estimate>,
}

/// One answer of a [`Frequencies`].
///
/// See the [example](crate::satisfaction::frequencies::Frequencies).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Frequency {
    /// The answer.
    pub answer: f64,
    /// How many gave it, without weights.
    pub respondents: u64,
    /// Their share of those who answered, by weight.
    pub share: WeightedProportion,
}

impl Frequencies {
    /// Computes the table of one column of answers.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if the answers were asked or are read on another scale than that of the
    /// options; [`Error::OutOfRange`], at its row, for an answer between whole steps;
    /// [`Error::LengthMismatch`] if there are more or fewer weights than respondents; as
    /// [`Counter::new`].
    pub fn of(answers: &Answers<'_>, weights: Option<&Weights>, options: Options) -> Result<Self> {
        let mut counter = Counter::new(options)?;
        asked_on(answers, options.scale)?;
        let weights = Weights::or_equal(weights, answers.len())?;
        for (answer, weight) in answers.iter().zip(weights) {
            counter.add(answer, weight)?;
        }
        counter.finish()
    }

    /// Computes the share of the top boxes minus that of the bottom boxes with what each respondent
    /// contributes to it, for comparing it with other figures of the same respondents or with another
    /// wave of a panel; `None` if nobody with weight answered.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    ///
    /// ```
    /// use retention::estimate::Design;
    /// use retention::satisfaction::frequencies::{Frequencies, Options};
    /// use retention::scale::Scale;
    ///
    /// let answers = Scale::ONE_TO_FIVE.full_answers(&[5.0, 4.0, 4.0, 2.0, 3.0])?;
    /// let net = Frequencies::net_influence(&answers, None, Options::default())?.unwrap();
    /// assert_eq!(format!("{:.1}", net.estimate(&Design::default())?), "0.4 ± 0.4");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn net_influence(
        answers: &Answers<'_>,
        weights: Option<&Weights>,
        options: Options,
    ) -> Result<Option<Influence>> {
        let counter = Counter::new(options)?;
        asked_on(answers, options.scale)?;
        let mut scores = Vec::with_capacity(answers.len());
        for (row, answer) in answers.iter().enumerate() {
            let position = answer.map(|answer| counter.position(answer)).transpose();
            let position = position.map_err(|error| error.at_row(row))?;
            scores.push(position.map(|position| options.net(counter.steps, position)));
        }
        Influence::of_mean(scores, weights)
    }
}

/// Counts the answers to one question, respondent by respondent.
///
/// ```
/// use retention::Accumulator;
/// use retention::satisfaction::frequencies::{Counter, Options};
///
/// let mut counter = Counter::new(Options::default())?;
/// counter.extend([Some(5.0), None, Some(2.0)])?;
/// let table = counter.finish()?;
/// assert_eq!((table.answered, table.missing, table.median), (2, 1, Some(3.5)));
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
    answers: Scale,
    steps: usize,
    tally: Tally,
}

checked_state!(Counter);

impl Counter {
    /// Creates an empty counter.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a scale whose ends are no whole numbers or that has more than 1,001
    /// steps, for no box, and for more top and bottom boxes than the scale has steps.
    pub fn new(options: Options) -> Result<Self> {
        let (answers, steps) = options.checked()?;
        Ok(Self {
            version: Version,
            options,
            answers,
            steps,
            tally: Tally::new(steps),
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        let (answers, steps) = self.options.checked()?;
        same("scales", &self.answers, &answers)?;
        same("numbers of steps", &self.steps, &steps)?;
        self.tally.check(steps)?;
        Ok(self)
    }

    /// The position of an answer among the steps.
    fn position(&self, answer: f64) -> Result<usize> {
        let answer = self.answers.check(answer)?;
        Ok((answer - self.answers.low()).round() as usize)
    }

    fn add(&mut self, answer: Option<f64>, weight: f64) -> Result<()> {
        let position = answer.map(|answer| self.position(answer)).transpose();
        let position = position.map_err(|error| error.at_row(self.rows()))?;
        self.tally.add(position, 1, weight)
    }

    fn answer(&self, position: usize) -> f64 {
        self.answers.low() + position as f64
    }

    fn median(&self) -> Option<f64> {
        let weights = (0..self.steps).map(|at| (at, self.tally.weight(at)));
        let mut given = weights.filter(|(_, weight)| *weight > 0.0);
        let all = self.tally.total();
        let (half, slack) = (all / 2.0, ROUNDING * all);
        let mut below = 0.0;
        let (at, _) = given.find(|(_, weight)| {
            below += weight;
            below >= half - slack
        })?;
        // Half of the weight, and no more, lies at or below it.
        let next = given.next().filter(|_| below <= half + slack);
        let next = next.map_or(at, |(next, _)| next);
        Some((self.answer(at) + self.answer(next)) / 2.0)
    }
}

impl crate::sealed::Sealed for Counter {}

impl Accumulator for Counter {
    type Row<'r> = Option<f64>;
    type Output = Frequencies;

    fn fresh(&self) -> Self {
        Self {
            tally: Tally::new(self.steps),
            ..*self
        }
    }

    fn rows(&self) -> u64 {
        self.tally.respondents()
    }

    /// Adds one respondent's answer, `None` for a missing one.
    ///
    /// # Errors
    /// At the respondent, [`Error::NotFinite`] and [`Error::OutOfRange`] for what is no whole step of the
    /// scale.
    fn push(&mut self, answer: Option<f64>) -> Result<()> {
        self.add(answer, 1.0)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        same_scale(other.options.scale, self.options.scale)?;
        same("options", &self.options, &other.options)?;
        self.tally.merge(&other.tally)
    }

    /// Returns the table of all respondents added. It never fails.
    fn finish(self) -> Result<Frequencies> {
        let (tally, steps) = (&self.tally, self.steps);
        let net = |at: usize| self.options.net(steps, at);
        let share = |of: f64| tally.share_of(|_| true, |at| net(at) == of);
        let answers = (0..steps).map(|at| Frequency {
            answer: self.answer(at),
            respondents: tally.count(at),
            share: tally.share(at),
        });
        Ok(Frequencies {
            options: self.options,
            answered: tally.answered(),
            missing: tally.missing(),
            answers: answers.collect(),
            median: self.median(),
            mean: tally.score(|at| self.answer(at)),
            top: share(1.0),
            bottom: share(-1.0),
            net: tally
                .linearised(net)
                .and_then(|(mean, variance)| Estimate::new(mean, variance.sqrt()).ok()),
        })
    }
}

impl Weighted for Counter {
    fn push_weighted(&mut self, answer: Option<f64>, weight: f64) -> Result<()> {
        let weight = respondent_weight(weight).map_err(|error| error.at_row(self.rows()))?;
        self.add(answer, weight)
    }
}
