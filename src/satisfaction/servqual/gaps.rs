use super::super::disconfirmation::Experience;
use super::super::shared::{same_length, same_scale};
use super::options::{read, shares, unweighted, weighted};
use super::{Dimension, Form, Options, Rater};
use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted, more_rows};
use crate::error::{Place, same};
use crate::macros::checked_state;
use crate::scale::{
    Answers, Averaged, FacetSum, Instrument, ItemSet, Summary, Weights, respondent_weight,
};

/// The scores of one item of a [`Servqual`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ItemScores {
    /// The dimension it asks about.
    pub dimension: Dimension,
    /// How it is perceived, as asked, over all who answered.
    pub perception: Summary,
    /// What is expected, as asked, over all who answered; `None` in SERVPERF.
    pub expectation: Option<Summary>,
    /// Its score, over all who gave the answers needed; turned round if the item was asked the other
    /// way round, so that below 0 always means that the service falls short.
    pub score: Summary,
}

/// How a service compares with what its customers expect: item by item, in five dimensions, and
/// overall.
///
/// ```text
/// gap of an item      = perception − expectation        (SERVPERF: the perception)
/// gap of a dimension  = mean over the items answered     (for each respondent)
/// unweighted gap      = mean of the five dimensions      (for each respondent)
/// weighted gap        = Σ weight · gap / Σ weight        (for each respondent)
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
/// use retention::scale::{Item, ItemSet, Scale};
///
/// // One question a dimension, two respondents.
/// let items = servqual::Dimension::ALL.iter().copied().map(Item::as_asked);
/// let options = servqual::Options::default().items(items.collect());
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
    /// Computes the result from the columns of the items, answered by the same respondents and in the
    /// order of the [options](Options::items); no expectations for [SERVPERF](Form::Perception).
    ///
    /// The options say which items were asked the other way round: give their columns as asked.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) if there are more or fewer items than
    /// the options have, or if items or weights differ in length;
    /// [`Error::Mismatch`](crate::Error::Mismatch) if items are read on another scale than that of the
    /// options; as [`Builder::new`].
    pub fn of(
        perceptions: &ItemSet<'_>,
        expectations: Option<&ItemSet<'_>>,
        weights: Option<&Weights>,
        options: &Options,
    ) -> Result<Self> {
        let mut builder = Builder::new(options)?;
        let wanted = expectations.map_or(&[][..], ItemSet::items);
        let perceived = perceptions.items();
        options.same_lengths(perceived.len(), wanted.len())?;
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
            let answers = Experience {
                perceived: &perception[..],
                expected: &expectation[..],
            };
            builder.add(answers, weight)?;
        }
        builder.finish()
    }
}

/// The answers of each item, to be read side by side.
fn columns<'a>(items: &[Answers<'a>]) -> Vec<impl Iterator<Item = Option<f64>> + use<'a>> {
    items.iter().map(Answers::iter).collect()
}

/// Computes a [`Servqual`] respondent by respondent.
///
/// A row has what one respondent perceives of each item and what is expected of it, in the order
/// asked; nothing expected for [SERVPERF](Form::Perception).
///
/// ```
/// use retention::Accumulator;
/// use retention::satisfaction::disconfirmation::Experience;
/// use retention::satisfaction::servqual::{Builder, Dimension, Form, Options};
/// use retention::scale::Item;
///
/// let items = Dimension::ALL.iter().copied().map(Item::as_asked);
/// let options = Options::default().items(items.collect()).form(Form::Perception);
/// let mut builder = Builder::new(&options)?;
/// builder.push(Experience {
///     perceived: &[Some(5.0), Some(6.0), Some(6.0), Some(5.0), Some(4.0)],
///     expected: &[],
/// })?;
/// builder.push(Experience {
///     perceived: &[Some(7.0), None, Some(6.0), Some(5.0), Some(4.0)],
///     expected: &[],
/// })?;
/// let service = builder.finish()?;
/// assert_eq!(service.dimensions.reliability.mean, Some(6.0));
/// assert_eq!((service.unweighted.answered, service.unweighted.missing), (1, 1));
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
    shares: Rater<f64>,
    /// What makes the scores of the dimensions.
    instrument: Instrument<Dimension>,
    items: Vec<Judged>,
    dimensions: Rater<Averaged>,
    unweighted: Averaged,
    weighted: Averaged,
    #[cfg_attr(feature = "serde", serde(skip))]
    room: Room,
}

checked_state!(Builder);

/// What all respondents say of an item.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Judged {
    perception: Averaged,
    expectation: Averaged,
    score: Averaged,
}

/// Room for the scores of one respondent, so that a row allocates nothing.
#[derive(Debug, Clone, Default)]
struct Room {
    items: Vec<Option<f64>>,
    sums: [FacetSum; FACETS],
    dimensions: [Option<f64>; FACETS],
}

const FACETS: usize = Dimension::ALL.len();

/// What was left of the last respondent is no part of the state.
impl PartialEq for Room {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Room {
    /// The score of each dimension, in order; `None` if one has no score.
    fn scores(&self) -> Option<Rater<f64>> {
        let mut all = Rater::default();
        for (&dimension, score) in Dimension::ALL.iter().zip(self.dimensions) {
            *all.get_mut(dimension) = score?;
        }
        Some(all)
    }
}

impl Builder {
    /// Creates an empty accumulator.
    ///
    /// # Errors
    /// [`Error::Empty`](crate::Error::Empty) for a dimension without items;
    /// [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for weights that are not finite, negative, or
    /// all 0, and for a rule that asks for no item, or for more than a dimension has.
    pub fn new(options: &Options) -> Result<Self> {
        Ok(Self {
            version: Version,
            shares: shares(&options.weights)?,
            instrument: options.instrument()?,
            items: vec![Judged::default(); options.items.len()],
            dimensions: Rater::default(),
            unweighted: Averaged::new(),
            weighted: Averaged::new(),
            room: Room::default(),
            options: options.clone(),
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        same("shares", &self.shares, &shares(&self.options.weights)?)?;
        same("instruments", &self.instrument, &self.options.instrument()?)?;
        same(
            "numbers of items",
            &self.items.len(),
            &self.options.items.len(),
        )?;
        let of_items = |item: &Judged| match self.options.form {
            Form::Gap => vec![item.perception, item.expectation, item.score],
            Form::Perception => vec![item.perception, item.score],
        };
        let unasked = self
            .items
            .iter()
            .filter(|_| self.options.form == Form::Perception);
        for item in unasked {
            same("expectations", &item.expectation, &Averaged::default())?;
        }
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

    fn push_checked(&mut self, answers: Experience<&[Option<f64>]>, weight: f64) -> Result<()> {
        let weight = respondent_weight(weight)?;
        let Experience {
            perceived,
            expected,
        } = answers;
        self.options.same_lengths(perceived.len(), expected.len())?;
        for answers in [perceived, expected] {
            for (item, answer) in answers.iter().enumerate() {
                if let Some(answer) = answer {
                    let answer = self.options.scale.check(*answer);
                    answer.map_err(|error| error.at_place(Place::Item(item.into())))?;
                }
            }
        }
        self.add(answers, weight)
    }

    /// Adds checked answers.
    fn add(&mut self, answers: Experience<&[Option<f64>]>, weight: f64) -> Result<()> {
        more_rows(self.rows(), 1)?;
        self.score(answers)?;
        let expected = answers.expected.iter().copied();
        let mut expected = expected.chain(std::iter::repeat(None));
        for ((item, &perceived), &score) in self
            .items
            .iter_mut()
            .zip(answers.perceived)
            .zip(&self.room.items)
        {
            if let (Form::Gap, Some(expected)) = (self.options.form, expected.next()) {
                item.expectation.push(expected, weight);
            }
            item.perception.push(perceived, weight);
            item.score.push(score, weight);
        }
        for (&dimension, score) in Dimension::ALL.iter().zip(self.room.dimensions) {
            self.dimensions.get_mut(dimension).push(score, weight);
        }
        let all = self.room.scores();
        self.unweighted.push(all.as_ref().map(unweighted), weight);
        self.weighted
            .push(all.map(|scores| weighted(&scores, &self.shares)), weight);
        Ok(())
    }

    /// Computes the scores of one respondent's items and dimensions.
    fn score(&mut self, answers: Experience<&[Option<f64>]>) -> Result<()> {
        let (room, form) = (&mut self.room, self.options.form);
        let scores = self.instrument.scale();
        let expected = answers.expected.iter().copied();
        let expected = expected.chain(std::iter::repeat(None));
        let items = answers.perceived.iter().zip(expected);
        room.items.clear();
        room.items.extend(
            items
                .zip(&self.options.items)
                .map(|((&perceived, expected), item)| {
                    let score = match form {
                        Form::Gap => perceived.zip(expected).map(|(found, hoped)| found - hoped),
                        Form::Perception => perceived,
                    };
                    score.map(|score| read(score, item.orientation, scores))
                }),
        );
        self.instrument.score_into(
            &room.items,
            |score| *score,
            &mut room.sums,
            &mut room.dimensions,
        )
    }
}

impl crate::sealed::Sealed for Builder {}

impl Accumulator for Builder {
    type Row<'r> = Experience<&'r [Option<f64>]>;
    type Output = Servqual;

    fn fresh(&self) -> Self {
        Self {
            version: Version,
            options: self.options.clone(),
            shares: self.shares,
            instrument: self.instrument.clone(),
            items: vec![Judged::default(); self.items.len()],
            dimensions: Rater::default(),
            unweighted: Averaged::new(),
            weighted: Averaged::new(),
            room: Room::default(),
        }
    }

    fn rows(&self) -> u64 {
        self.unweighted.respondents()
    }

    /// Adds one respondent.
    ///
    /// # Errors
    /// At the respondent, [`Error::LengthMismatch`](crate::Error::LengthMismatch) if there are more or
    /// fewer answers than items; at the item too, [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for what is not an answer on the scale.
    fn push(&mut self, answers: Experience<&[Option<f64>]>) -> Result<()> {
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
        let (scale, scores) = (self.options.scale, self.instrument.scale());
        let of_scores = |mean: &Averaged| mean.summary(Some(scores));
        let item = |(item, dimension): (&Judged, Dimension)| ItemScores {
            dimension,
            perception: item.perception.summary(Some(scale)),
            expectation: match self.options.form {
                Form::Gap => Some(item.expectation.summary(Some(scale))),
                Form::Perception => None,
            },
            score: of_scores(&item.score),
        };
        let dimensions = self.options.items.iter().map(|item| item.facet);
        Ok(Servqual {
            shares: self.shares,
            respondents: self.rows(),
            items: self.items.iter().zip(dimensions).map(item).collect(),
            dimensions: Rater::from_fn(|dimension| of_scores(self.dimensions.get(dimension))),
            unweighted: of_scores(&self.unweighted),
            weighted: of_scores(&self.weighted),
            options: self.options,
        })
    }
}

impl Weighted for Builder {
    fn push_weighted(&mut self, answers: Experience<&[Option<f64>]>, weight: f64) -> Result<()> {
        let row = self.rows();
        self.push_checked(answers, weight)
            .map_err(|error| error.at_row(row))
    }
}
