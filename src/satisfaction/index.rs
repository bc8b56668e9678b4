//! A satisfaction index from three questions, in the form of the ACSI.

use super::shared::{same_length, same_scale};
use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted, more_rows};
use crate::error::{Error, Place, non_negative, same};
use crate::estimate::{Confidence, Estimate, Influence, Interval};
use crate::macros::{checked_state, options};
use crate::scale::{Answers, Averaged, Missing, Scale, Summary, Weights, respondent_weight};

/// One value for each of the three questions of a [`SatisfactionIndex`]: an answer, a column, a mean, a
/// weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Items<T = f64> {
    /// Satisfied overall.
    pub overall: T,
    /// Better or worse than was expected.
    pub expectations: T,
    /// How near to the ideal.
    pub ideal: T,
}

impl<T> Items<T> {
    fn each(self) -> [T; 3] {
        [self.overall, self.expectations, self.ideal]
    }

    fn from_each([overall, expectations, ideal]: [T; 3]) -> Self {
        Self {
            overall,
            expectations,
            ideal,
        }
    }
}

options! {
    /// How the answers to three questions become an index.
    ///
    /// ```
    /// use retention::satisfaction::index::{Items, Options};
    ///
    /// let means = Items { overall: 8.0, expectations: 7.0, ideal: 7.5 };
    /// let index = Options::default().score(means)?;
    /// assert_eq!(format!("{index:.4}"), "72.2222");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// The scale of the three questions. Default: 1 to 10.
        pub scale: Scale = Scale::ONE_TO_TEN,
        /// The weight of each question; only proportions matter. Default: equal.
        pub weights: Items<f64> = Items::from_each([1.0; 3]),
        /// How many of the three questions a respondent must have answered. The index is then made of
        /// the questions answered. Default: all three.
        pub missing: Missing = Missing::Listwise,
    }
}

impl Options {
    /// Computes the index from the three means.
    ///
    /// ```text
    /// Σ wᵢ (x̄ᵢ − low) / (high − low) · 100,   Σ wᵢ = 1
    /// ```
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a mean that is not on the scale, for
    /// weights that are not finite, negative, or all 0.
    pub fn score(&self, means: Items<f64>) -> Result<f64> {
        let shares = self.shares()?;
        // A mean of whole answers need not be whole.
        let scale = self.scale.continuous();
        let mut sum = 0.0;
        for (mean, share) in means.each().into_iter().zip(shares) {
            sum += share * (scale.check(mean)? - scale.low());
        }
        Ok(as_index(sum, scale))
    }

    /// The weights as shares.
    fn shares(&self) -> Result<[f64; 3]> {
        let weights = self.weights.each();
        let mut largest = 0.0_f64;
        for weight in weights {
            largest = largest.max(non_negative("weight of a question", weight)?);
        }
        if largest == 0.0 {
            return Err(Error::out_of_range(
                "sum of the weights of the questions",
                0.0,
                "above 0",
            ));
        }
        // As shares of the largest first, so that their sum stays a number.
        let sum: f64 = weights.iter().map(|weight| weight / largest).sum();
        Ok(weights.map(|weight| weight / largest / sum))
    }
}

/// How many respondents the columns have.
fn checked_columns(columns: &[Answers<'_>; 3], options: Options) -> Result<usize> {
    let respondents = columns.first().map_or(0, Answers::len);
    for column in columns {
        same_length("item", column.len(), respondents)?;
        same_scale(column.scale(), options.scale)?;
    }
    Ok(respondents)
}

fn as_index(above_low: f64, scale: Scale) -> f64 {
    (100.0 * above_low / scale.width()).clamp(0.0, 100.0)
}

/// Satisfaction as one figure from 0 to 100, made of three questions: satisfied overall, against
/// expectations, against the ideal.
///
/// ```text
/// index of a respondent = Σ wᵢ (xᵢ − 1) / 9 · 100        on 1 to 10, Σ wᵢ = 1
/// index                 = mean over respondents
/// ```
///
/// It has the form of the American Customer Satisfaction Index, but is not an ACSI: that index is
/// estimated with a path model whose weights are proprietary. Compare this index over time and between
/// your groups, not with published scores.
///
/// Source: Fornell, C., Johnson, M. D., Anderson, E. W., Cha, J. and Bryant, B. E. (1996), *Journal
/// of Marketing* 60(4): 7–18, for the form.
///
/// ```
/// use retention::estimate::Confidence;
/// use retention::satisfaction::index;
/// use retention::scale::Scale;
///
/// let scale = Scale::ONE_TO_TEN;
/// let columns = index::Items {
///     overall: scale.full_answers(&[8.0, 10.0, 6.0])?,
///     expectations: scale.full_answers(&[7.0, 9.0, 5.0])?,
///     ideal: scale.answers(&[Some(6.0), Some(8.0), None])?,
/// };
/// let index = index::SatisfactionIndex::of(columns, None, index::Options::default())?;
/// assert_eq!((index.answered(), index.missing()), (2, 1));
/// assert_eq!(format!("{:.2}", index.value().unwrap()), "77.78");
/// assert_eq!(index.items.overall.mean, Some(8.0)); // of all three who answered it
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "ACSI")]
#[doc(alias = "ECSI")]
#[doc(alias = "顾客满意度指数")]
pub struct SatisfactionIndex {
    /// The scale, the weights and who has an index.
    pub options: Options,
    /// The weight of each question, as a share of 1.
    pub shares: Items<f64>,
    /// The index, from 0 to 100: mean, variance, standard error, and how many have one.
    pub index: Summary,
    /// The answers to each question, on their scale, of all who answered it.
    pub items: Items<Summary>,
}

impl SatisfactionIndex {
    /// Computes the index from the columns of the three questions, answered by the same respondents.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if columns or weights differ in length; [`Error::Mismatch`] if a
    /// column is read on another scale than that of the options; as [`Builder::new`].
    pub fn of(
        columns: Items<Answers<'_>>,
        weights: Option<&Weights>,
        options: Options,
    ) -> Result<Self> {
        let mut builder = Builder::new(options)?;
        let columns = columns.each();
        let respondents = checked_columns(&columns, options)?;
        let mut columns = columns.map(|column| column.iter());
        for weight in Weights::or_equal(weights, respondents)? {
            let answers = columns.each_mut().map(|column| column.next().flatten());
            builder.add(answers, weight);
        }
        builder.finish()
    }

    /// Computes the index with what each respondent contributes to it, for comparing it with other
    /// figures of the same respondents, with another wave of a panel, or under a design; `None` if
    /// nobody with weight has an index.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    ///
    /// ```
    /// use retention::estimate::Design;
    /// use retention::satisfaction::index::{Items, Options, SatisfactionIndex};
    /// use retention::scale::Scale;
    ///
    /// let scale = Scale::ONE_TO_TEN;
    /// let columns = Items {
    ///     overall: scale.full_answers(&[8.0, 10.0, 6.0])?,
    ///     expectations: scale.full_answers(&[7.0, 9.0, 5.0])?,
    ///     ideal: scale.full_answers(&[6.0, 8.0, 4.0])?,
    /// };
    /// let index = SatisfactionIndex::influence(columns, None, Options::default())?.unwrap();
    /// let estimate = index.estimate(&Design::default())?;
    /// assert_eq!(format!("{estimate:.1}"), "66.7 ± 12.8");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn influence(
        columns: Items<Answers<'_>>,
        weights: Option<&Weights>,
        options: Options,
    ) -> Result<Option<Influence>> {
        let builder = Builder::new(options)?;
        let columns = columns.each();
        let respondents = checked_columns(&columns, options)?;
        let mut columns = columns.map(|column| column.iter());
        let indices = (0..respondents)
            .map(|_| builder.index_of(columns.each_mut().map(|column| column.next().flatten())));
        Influence::of_mean(indices, weights)
    }

    /// Returns the index, from 0 to 100; `None` if nobody with weight has one.
    #[must_use]
    pub const fn value(&self) -> Option<f64> {
        self.index.mean
    }

    /// Returns the number of respondents with an index.
    #[must_use]
    pub const fn answered(&self) -> u64 {
        self.index.answered
    }

    /// Returns the number of respondents who answered too few of the three questions.
    #[must_use]
    pub const fn missing(&self) -> u64 {
        self.index.missing
    }

    /// Computes the index with its standard error; `None` with fewer than two respondents with weight.
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        self.index.estimate()
    }

    /// Computes Student's interval of the index; `None` with fewer than two respondents with weight.
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Option<Interval> {
        self.index.interval(confidence)
    }
}

/// Computes a [`SatisfactionIndex`] respondent by respondent.
///
/// ```
/// use retention::Accumulator;
/// use retention::satisfaction::index::{Builder, Items, Options};
///
/// let mut builder = Builder::new(Options::default())?;
/// builder.push(Items { overall: Some(10.0), expectations: Some(10.0), ideal: Some(10.0) })?;
/// builder.push(Items { overall: Some(1.0), expectations: Some(1.0), ideal: Some(1.0) })?;
/// assert_eq!(builder.finish()?.value(), Some(50.0));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct Builder {
    version: Version<2>,
    options: Options,
    shares: [f64; 3],
    least: usize,
    index: Averaged,
    items: [Averaged; 3],
}

checked_state!(Builder);

impl Builder {
    /// Creates an empty accumulator.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for weights that are not finite, negative, or
    /// all 0, and for a rule that asks for no answer or for more than three.
    pub fn new(options: Options) -> Result<Self> {
        Ok(Self {
            version: Version,
            options,
            shares: options.shares()?,
            least: options.missing.least(3)?,
            index: Averaged::new(),
            items: [Averaged::new(); 3],
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        same(
            "shares of the questions",
            &self.shares,
            &self.options.shares()?,
        )?;
        same(
            "numbers of answers",
            &self.least,
            &self.options.missing.least(3)?,
        )?;
        self.index.check()?;
        for item in &self.items {
            item.check()?;
            same("numbers of rows", &item.respondents(), &self.rows())?;
        }
        Ok(self)
    }

    fn push_checked(&mut self, answers: Items<Option<f64>>, weight: f64) -> Result<()> {
        let weight = respondent_weight(weight)?;
        for (name, answer) in ["overall", "expectations", "ideal"]
            .into_iter()
            .zip(answers.each())
        {
            if let Some(answer) = answer {
                let answer = self.options.scale.check(answer);
                answer.map_err(|error| error.at_place(Place::Item(name.into())))?;
            }
        }
        more_rows(self.rows(), 1)?;
        self.add(answers.each(), weight);
        Ok(())
    }

    /// Adds checked answers.
    fn add(&mut self, answers: [Option<f64>; 3], weight: f64) {
        for (answer, item) in answers.into_iter().zip(&mut self.items) {
            item.push(answer, weight);
        }
        self.index.push(self.index_of(answers), weight);
    }

    /// The index of one respondent.
    fn index_of(&self, answers: [Option<f64>; 3]) -> Option<f64> {
        let scale = self.options.scale;
        let (mut sum, mut share, mut answered) = (0.0, 0.0, 0_usize);
        for (answer, part) in answers.iter().zip(self.shares) {
            if let Some(answer) = answer {
                sum += part * (answer - scale.low());
                share += part;
                answered += 1;
            }
        }
        // All shares are one, but for rounding; without an answer that counts there is no index.
        let whole = if answered == answers.len() {
            1.0
        } else {
            share
        };
        let enough = answered >= self.least && whole > 0.0;
        enough.then(|| as_index(sum / whole, scale))
    }
}

impl crate::sealed::Sealed for Builder {}

impl Accumulator for Builder {
    type Row<'r> = Items<Option<f64>>;
    type Output = SatisfactionIndex;

    fn fresh(&self) -> Self {
        Self {
            index: Averaged::new(),
            items: [Averaged::new(); 3],
            ..*self
        }
    }

    fn rows(&self) -> u64 {
        self.index.respondents()
    }

    /// Adds one respondent.
    ///
    /// # Errors
    /// At the respondent and the question, [`Error::NotFinite`] and [`Error::OutOfRange`] for what
    /// is not an answer on the scale.
    fn push(&mut self, answers: Items<Option<f64>>) -> Result<()> {
        self.push_weighted(answers, 1.0)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        same("options", &self.options, &other.options)?;
        self.index.merge(&other.index)?;
        for (item, other) in self.items.iter_mut().zip(&other.items) {
            item.merge(other)?;
        }
        Ok(())
    }

    /// Returns the index of all respondents added. It never fails.
    fn finish(self) -> Result<SatisfactionIndex> {
        let scale = self.options.scale;
        let mut index = self.index.summary(None);
        index.mean = index.mean.map(|mean| mean.clamp(0.0, 100.0));
        Ok(SatisfactionIndex {
            options: self.options,
            shares: Items::from_each(self.shares),
            index,
            items: Items::from_each(self.items.map(|item| item.summary(Some(scale)))),
        })
    }
}

impl Weighted for Builder {
    fn push_weighted(&mut self, answers: Items<Option<f64>>, weight: f64) -> Result<()> {
        let row = self.rows();
        self.push_checked(answers, weight)
            .map_err(|error| error.at_row(row))
    }
}
