use super::super::shared::{same_length, same_scale};
use super::options::{shares, unweighted, weighted};
use super::{Dimension, Form, Options, Rater};
use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted, sealed};
use crate::error::{Place, same};
use crate::macros::checked_state;
use crate::scale::{Answers, Averaged, ItemSet, Scale, Summary, Weights, respondent_weight};

/// The scores of one item of a [`Servqual`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ItemScores {
    /// The dimension it asks about.
    pub dimension: Dimension,
    /// How it is perceived, over all who answered.
    pub perception: Summary,
    /// What is expected, over all who answered; `None` in SERVPERF.
    pub expectation: Option<Summary>,
    /// Its score, over all who gave the answers needed.
    pub score: Summary,
}

/// How a service compares with what its customers expect: item by item, in five dimensions, and
/// overall.
///
/// ```text
/// gap of an item      = perception − expectation       (SERVPERF: the perception)
/// of a dimension      = a respondent's mean over the items answered, then the mean of those
/// unweighted          = a respondent's mean of the five, then the mean of those
/// weighted            = a respondent's Σ weight · gap / Σ weight, then the mean of those
/// ```
///
/// A gap below 0 says that the service falls short of what is expected. Every figure comes with its
/// standard error, which accounts for the dependence between dimensions. The overall figures use the
/// respondents with a score on all five dimensions, so with missing answers they need not be the mean
/// of the dimensions' figures.
///
/// Gaps are less reliable than the answers they are computed from; [SERVPERF](Form::Perception)
/// leaves expectations out.
///
/// Source: Parasuraman, A., Zeithaml, V. A. and Berry, L. L. (1988), *Journal of Retailing* 64(1):
/// 12–40; Cronin, J. J. and Taylor, S. A. (1992), *Journal of Marketing* 56(3): 55–68.
///
/// ```
/// use retention::satisfaction::servqual;
/// use retention::scale::{ItemSet, Scale};
///
/// // One question a dimension, two respondents.
/// let options = servqual::Options::default().items(servqual::Dimension::ALL.to_vec());
/// let scale = Scale::ONE_TO_SEVEN;
/// let columns = [[5.0, 4.0], [6.0, 5.0], [6.0, 6.0], [5.0, 7.0], [4.0, 5.0]];
/// let perceptions: Result<Vec<_>, _> = columns.iter().map(|c| scale.full_answers(c)).collect();
/// let perceptions = ItemSet::new(perceptions?)?;
/// let wanted = [6.0, 6.0];
/// let expectations = ItemSet::new([scale.full_answers(&wanted)?; 5])?;
///
/// let service = servqual::Servqual::of(&perceptions, Some(&expectations), None, &options)?;
/// assert_eq!(service.dimensions.reliability.mean, Some(-1.5));
/// assert_eq!(format!("{:.2}", service.unweighted.mean.unwrap()), "-0.70");
/// assert_eq!(format!("{:.3}", service.weighted.estimate().unwrap().standard_error()), "0.015");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "SERVQUAL")]
#[doc(alias = "SERVPERF")]
#[doc(alias = "RATER")]
#[doc(alias = "满意度指标体系")]
pub struct Servqual {
    /// The items, and how answers became scores.
    pub options: Options,
    /// The weight of each dimension, as a share of 1.
    pub shares: Rater<f64>,
    /// Respondents, whatever they answered.
    pub respondents: u64,
    /// Each item, in the order asked.
    pub items: Vec<ItemScores>,
    /// The score of each dimension.
    pub dimensions: Rater<Summary>,
    /// The mean of the five dimensions, over respondents who have all five.
    pub unweighted: Summary,
    /// The weighted mean of the five dimensions, over the same respondents.
    pub weighted: Summary,
}

impl Servqual {
    /// Computes the result from the columns of the items, in the order of the [options](Options::items), answered
    /// by the same respondents; no expectations for [SERVPERF](Form::Perception).
    ///
    /// # Errors
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) where there are more or fewer items than
    /// the options have, or where items or weights differ in length;
    /// [`Error::Mismatch`](crate::Error::Mismatch) where items are read on another scale than that of
    /// the options; as [`Builder::new`].
    pub fn of(
        perceptions: &ItemSet<'_>,
        expectations: Option<&ItemSet<'_>>,
        weights: Option<&Weights>,
        options: &Options,
    ) -> Result<Self> {
        let mut builder = Builder::new(options.clone())?;
        let wanted = expectations.map_or(&[][..], ItemSet::items);
        let perceived = perceptions.items();
        builder.check_lengths(perceived.len(), wanted.len())?;
        let respondents = perceptions.respondents();
        same_scale(perceptions.scale(), options.scale)?;
        if let Some(expectations) = expectations {
            same_length("expectations", expectations.respondents(), respondents)?;
            same_scale(expectations.scale(), options.scale)?;
        }
        let (mut perceived, mut wanted) = (columns(perceived), columns(wanted));
        let (mut perception, mut expectation) = (Vec::new(), Vec::new());
        for weight in Weights::or_equal(weights, respondents)? {
            perception.clear();
            perception.extend(perceived.iter_mut().map(|column| column.next().flatten()));
            expectation.clear();
            expectation.extend(wanted.iter_mut().map(|column| column.next().flatten()));
            builder.add(&perception, &expectation, weight);
        }
        builder.finish()
    }
}

/// The answers of each item, to be read side by side.
fn columns<'a>(items: &[Answers<'a>]) -> Vec<impl Iterator<Item = Option<f64>> + use<'a>> {
    items.iter().map(Answers::iter).collect()
}

/// The answers of one respondent to the items of a service questionnaire, in the order asked.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Respondent<'a> {
    /// How each item is perceived.
    pub perceptions: &'a [Option<f64>],
    /// What is expected of each item; empty for [SERVPERF](Form::Perception).
    pub expectations: &'a [Option<f64>],
}

/// Computes a [`Servqual`] respondent by respondent.
///
/// ```
/// use retention::Accumulator;
/// use retention::satisfaction::servqual::{Builder, Dimension, Form, Options, Respondent};
///
/// let options = Options::default()
///     .items(Dimension::ALL.to_vec())
///     .form(Form::Perception);
/// let mut builder = Builder::new(options)?;
/// builder.push(Respondent {
///     perceptions: &[Some(5.0), Some(6.0), Some(6.0), Some(5.0), Some(4.0)],
///     expectations: &[],
/// })?;
/// builder.push(Respondent {
///     perceptions: &[Some(7.0), None, Some(6.0), Some(5.0), Some(4.0)],
///     expectations: &[],
/// })?;
/// let service = builder.finish()?;
/// assert_eq!(service.dimensions.reliability.mean, Some(6.0));
/// assert_eq!((service.unweighted.answered, service.unweighted.missing), (1, 1));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self")
)]
pub struct Builder {
    #[cfg_attr(
        not(feature = "serde"),
        expect(dead_code, reason = "written with the state")
    )]
    version: Version,
    options: Options,
    shares: Rater<f64>,
    /// How many items of each dimension must have a score.
    least: Rater<usize>,
    /// The scores there can be.
    scores: Scale,
    items: Vec<Item>,
    dimensions: Rater<Averaged>,
    unweighted: Averaged,
    weighted: Averaged,
}

checked_state!(Builder);

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Item {
    dimension: Dimension,
    perception: Averaged,
    expectation: Averaged,
    score: Averaged,
}

impl Builder {
    /// Creates an empty accumulator.
    ///
    /// # Errors
    /// [`Error::Empty`](crate::Error::Empty) for a dimension without items; [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for weights that are not finite, negative, or all 0, and for a rule that
    /// asks for no item, or for more than a dimension has.
    pub fn new(options: Options) -> Result<Self> {
        let item = |&dimension| Item {
            dimension,
            perception: Averaged::new(),
            expectation: Averaged::new(),
            score: Averaged::new(),
        };
        Ok(Self {
            version: Version,
            shares: shares(&options.weights)?,
            least: least(&options)?,
            scores: options.scores()?,
            items: options.items.iter().map(item).collect(),
            dimensions: Rater::from_fn(|_| Averaged::new()),
            unweighted: Averaged::new(),
            weighted: Averaged::new(),
            options,
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        same("shares", &self.shares, &shares(&self.options.weights)?)?;
        same("numbers of answers", &self.least, &least(&self.options)?)?;
        same("scales", &self.scores, &self.options.scores()?)?;
        let dimensions: Vec<Dimension> = self.items.iter().map(|item| item.dimension).collect();
        same("items", &dimensions, &self.options.items)?;
        let of_items = |item: &Item| match self.options.form {
            Form::Gap => vec![item.perception, item.expectation, item.score],
            Form::Perception => vec![item.perception, item.score],
        };
        let items = self.items.iter().flat_map(of_items);
        let dimensions = self.dimensions.iter().map(|(_, mean)| *mean);
        for mean in items
            .chain(dimensions)
            .chain([self.unweighted, self.weighted])
        {
            mean.check()?;
            same("numbers of rows", &mean.respondents(), &self.rows())?;
        }
        Ok(self)
    }

    fn check_lengths(&self, perceptions: usize, expectations: usize) -> Result<()> {
        let items = self.items.len();
        same_length("perceptions", perceptions, items)?;
        same_length(
            "expectations",
            expectations,
            self.options.expectations(items),
        )
    }

    fn push_checked(&mut self, answers: Respondent<'_>, weight: f64) -> Result<()> {
        let Respondent {
            perceptions,
            expectations,
        } = answers;
        let weight = respondent_weight(weight)?;
        self.check_lengths(perceptions.len(), expectations.len())?;
        for answers in [perceptions, expectations] {
            for (item, answer) in answers.iter().enumerate() {
                if let Some(answer) = answer {
                    let answer = self.options.scale.check(*answer);
                    answer.map_err(|error| error.at_place(Place::Item(item.into())))?;
                }
            }
        }
        self.add(perceptions, expectations, weight);
        Ok(())
    }

    /// Adds checked answers.
    fn add(&mut self, perceptions: &[Option<f64>], expectations: &[Option<f64>], weight: f64) {
        let mut sums = Rater::<(f64, usize)>::default();
        let expected = expectations.iter().copied().chain(std::iter::repeat(None));
        for ((item, &perception), expectation) in
            self.items.iter_mut().zip(perceptions).zip(expected)
        {
            let score = match self.options.form {
                Form::Gap => {
                    item.expectation.push(expectation, weight);
                    perception
                        .zip(expectation)
                        .map(|(found, hoped)| found - hoped)
                }
                Form::Perception => perception,
            };
            item.perception.push(perception, weight);
            item.score.push(score, weight);
            if let Some(score) = score {
                let (sum, scored) = sums.get_mut(item.dimension);
                *sum += score;
                *scored += 1;
            }
        }
        let mut all = Some(Rater::<f64>::default());
        for &dimension in Dimension::ALL {
            let (sum, scored) = *sums.get(dimension);
            let enough = scored >= *self.least.get(dimension);
            let score = enough.then(|| self.scores.clamp(sum / scored as f64));
            self.dimensions.get_mut(dimension).push(score, weight);
            all = all.zip(score).map(|(mut scores, score)| {
                *scores.get_mut(dimension) = score;
                scores
            });
        }
        self.unweighted.push(all.as_ref().map(unweighted), weight);
        self.weighted
            .push(all.map(|scores| weighted(&scores, &self.shares)), weight);
    }
}

fn least(options: &Options) -> Result<Rater<usize>> {
    let counts = options.counts()?;
    let mut least = counts;
    for &dimension in Dimension::ALL {
        *least.get_mut(dimension) = options.missing.least(*counts.get(dimension))?;
    }
    Ok(least)
}

impl sealed::Sealed for Builder {}

impl Accumulator for Builder {
    type Row<'r> = Respondent<'r>;
    type Output = Servqual;

    fn rows(&self) -> u64 {
        self.unweighted.respondents()
    }

    /// Adds one respondent.
    ///
    /// # Errors
    /// At the respondent, [`Error::LengthMismatch`](crate::Error::LengthMismatch) if there are more or fewer answers than items; at
    /// the item too, [`Error::NotFinite`](crate::Error::NotFinite) and [`Error::OutOfRange`](crate::Error::OutOfRange) for what is not an answer on the
    /// scale.
    fn push(&mut self, answers: Respondent<'_>) -> Result<()> {
        self.push_weighted(answers, 1.0)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        same("options", &self.options, &other.options)?;
        // The first is the one that could overflow: all have the same respondents.
        self.unweighted.merge(&other.unweighted)?;
        self.weighted.merge(&other.weighted)?;
        for (item, other) in self.items.iter_mut().zip(&other.items) {
            item.perception.merge(&other.perception)?;
            item.expectation.merge(&other.expectation)?;
            item.score.merge(&other.score)?;
        }
        for (dimension, other) in other.dimensions.iter() {
            self.dimensions.get_mut(dimension).merge(other)?;
        }
        Ok(())
    }

    /// Returns the figures of all respondents added. It never fails.
    fn finish(self) -> Result<Servqual> {
        let scale = self.options.scale;
        let of_scores = |mean: &Averaged| mean.summary(Some(self.scores));
        let item = |item: &Item| ItemScores {
            dimension: item.dimension,
            perception: item.perception.summary(Some(scale)),
            expectation: match self.options.form {
                Form::Gap => Some(item.expectation.summary(Some(scale))),
                Form::Perception => None,
            },
            score: of_scores(&item.score),
        };
        Ok(Servqual {
            shares: self.shares,
            respondents: self.unweighted.respondents(),
            items: self.items.iter().map(item).collect(),
            dimensions: Rater::from_fn(|dimension| of_scores(self.dimensions.get(dimension))),
            unweighted: of_scores(&self.unweighted),
            weighted: of_scores(&self.weighted),
            options: self.options,
        })
    }
}

impl Weighted for Builder {
    fn push_weighted(&mut self, answers: Respondent<'_>, weight: f64) -> Result<()> {
        let row = self.rows();
        self.push_checked(answers, weight)
            .map_err(|error| error.at_row(row))
    }
}
