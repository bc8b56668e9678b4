use super::super::tally::{Mean, same_definition, same_length, same_scale};
use super::options::{shares, unweighted, weighted};
use super::{Rater, RaterDimension, ServqualForm, ServqualOptions};
use crate::Result;
use crate::scale::{Answers, ItemSet, Scale, Summary, Weights, respondent_weight};

/// One item of a [`Servqual`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ServqualItem {
    /// What it asks about.
    pub dimension: RaterDimension,
    /// How it is perceived, by all who said so.
    pub perception: Summary,
    /// What is expected, by all who said so; `None` in SERVPERF.
    pub expectation: Option<Summary>,
    /// The score, of all who gave what it is made of.
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
/// standard error, in which the dimensions' dependence on each other is contained. The overall
/// figures are of those who have a score on all five dimensions, so where answers are missing they
/// need not be the mean of the dimensions' figures.
///
/// Gaps are less reliable than the answers they are made of; [SERVPERF](ServqualForm::Perception)
/// leaves expectations out.
///
/// Source: Parasuraman, A., Zeithaml, V. A. and Berry, L. L. (1988), *Journal of Retailing* 64(1):
/// 12–40; Cronin, J. J. and Taylor, S. A. (1992), *Journal of Marketing* 56(3): 55–68.
///
/// ```
/// use retention::satisfaction::{RaterDimension, Servqual, ServqualOptions};
/// use retention::scale::{ItemSet, Scale};
///
/// // One question a dimension, two respondents.
/// let options = ServqualOptions::default().items(RaterDimension::ALL);
/// let scale = Scale::ONE_TO_SEVEN;
/// let columns = [[5.0, 4.0], [6.0, 5.0], [6.0, 6.0], [5.0, 7.0], [4.0, 5.0]];
/// let perceptions: Result<Vec<_>, _> = columns.iter().map(|c| scale.full_answers(c)).collect();
/// let perceptions = ItemSet::new(perceptions?)?;
/// let wanted = [6.0, 6.0];
/// let expectations = ItemSet::new([scale.full_answers(&wanted)?; 5])?;
///
/// let service = Servqual::of(&perceptions, Some(&expectations), None, &options)?;
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
    /// What was asked, and how it became a score.
    pub options: ServqualOptions,
    /// What each dimension counted for, as shares of 1.
    pub shares: Rater<f64>,
    /// Respondents, whatever they answered.
    pub respondents: usize,
    /// Each item, in the order asked.
    pub items: Vec<ServqualItem>,
    /// The score of each dimension.
    pub dimensions: Rater<Summary>,
    /// The mean of the five, of those who have all of them.
    pub unweighted: Summary,
    /// The mean of the five by their weights, of the same.
    pub weighted: Summary,
}

impl Servqual {
    /// From the columns of the items, in the order of the [options](ServqualOptions::items), answered
    /// by the same respondents; no expectations for [SERVPERF](ServqualForm::Perception).
    ///
    /// # Errors
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) where there are more or fewer items than
    /// the options have, or where items or weights differ in length;
    /// [`Error::Mismatch`](crate::Error::Mismatch) where items are read on another scale than that of
    /// the options; as [`ServqualBuilder::new`].
    pub fn of(
        perceptions: &ItemSet<'_>,
        expectations: Option<&ItemSet<'_>>,
        weights: Option<&Weights>,
        options: &ServqualOptions,
    ) -> Result<Self> {
        let mut builder = ServqualBuilder::new(options.clone())?;
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
        Ok(builder.finish())
    }
}

/// The answers of each item, to be read side by side.
fn columns<'a>(items: &[Answers<'a>]) -> Vec<impl Iterator<Item = Option<f64>> + use<'a>> {
    items.iter().map(Answers::iter).collect()
}

/// Makes a [`Servqual`] respondent by respondent; parts made apart merge.
///
/// ```
/// use retention::satisfaction::{RaterDimension, ServqualBuilder, ServqualForm, ServqualOptions};
///
/// let options = ServqualOptions::default()
///     .items(RaterDimension::ALL)
///     .form(ServqualForm::Perception);
/// let mut builder = ServqualBuilder::new(options)?;
/// builder.push(&[Some(5.0), Some(6.0), Some(6.0), Some(5.0), Some(4.0)], &[])?;
/// builder.push(&[Some(7.0), None, Some(6.0), Some(5.0), Some(4.0)], &[])?;
/// let service = builder.finish();
/// assert_eq!(service.dimensions.reliability.mean, Some(6.0));
/// assert_eq!((service.unweighted.answered, service.unweighted.missing), (1, 1));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct ServqualBuilder {
    options: ServqualOptions,
    shares: Rater<f64>,
    /// How many items of each dimension must have a score.
    least: Rater<usize>,
    /// The scores there can be.
    scores: Scale,
    items: Vec<Item>,
    dimensions: Rater<Mean>,
    unweighted: Mean,
    weighted: Mean,
}

#[derive(Debug, Clone)]
struct Item {
    dimension: RaterDimension,
    perception: Mean,
    expectation: Mean,
    score: Mean,
}

impl ServqualBuilder {
    /// A service that nobody has judged.
    ///
    /// # Errors
    /// [`Error::Empty`](crate::Error::Empty) for a dimension without items;
    /// [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for weights that are not finite, negative, or
    /// all 0, and for a rule that asks for no item, or for more than a dimension has.
    pub fn new(options: ServqualOptions) -> Result<Self> {
        let counts = options.counts()?;
        let mut least = counts;
        for &dimension in RaterDimension::ALL {
            *least.get_mut(dimension) = options.missing.least(*counts.get(dimension))?;
        }
        let item = |&dimension| Item {
            dimension,
            perception: Mean::new(),
            expectation: Mean::new(),
            score: Mean::new(),
        };
        Ok(Self {
            shares: shares(&options.weights)?,
            least,
            scores: options.scores()?,
            items: options.items.iter().map(item).collect(),
            dimensions: Rater::from_fn(|_| Mean::new()),
            unweighted: Mean::new(),
            weighted: Mean::new(),
            options,
        })
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

    /// Adds one respondent: how each item is perceived, and what is expected of it, both in the order
    /// asked; no expectations for [SERVPERF](ServqualForm::Perception). An error leaves the builder as
    /// it was.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) where there are more or fewer answers
    /// than items; [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange), with the position of the item as the row, for
    /// what is not an answer on the scale.
    pub fn push(
        &mut self,
        perceptions: &[Option<f64>],
        expectations: &[Option<f64>],
    ) -> Result<()> {
        self.push_weighted(perceptions, expectations, 1.0)
    }

    /// Adds one respondent who counts for `weight`.
    ///
    /// # Errors
    /// As [`push`](Self::push); [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a weight that is not 0 or from 10⁻¹⁰⁰ to
    /// 10¹⁰⁰.
    pub fn push_weighted(
        &mut self,
        perceptions: &[Option<f64>],
        expectations: &[Option<f64>],
        weight: f64,
    ) -> Result<()> {
        let weight = respondent_weight(weight)?;
        self.check_lengths(perceptions.len(), expectations.len())?;
        for answers in [perceptions, expectations] {
            for (row, answer) in answers.iter().enumerate() {
                if let Some(answer) = answer {
                    let answer = self.options.scale.check(*answer);
                    answer.map_err(|error| error.at_row(row))?;
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
                ServqualForm::Gap => {
                    item.expectation.push(expectation, weight);
                    perception
                        .zip(expectation)
                        .map(|(found, hoped)| found - hoped)
                }
                ServqualForm::Perception => perception,
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
        for &dimension in RaterDimension::ALL {
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

    /// Adds all these respondents, each with perceptions and expectations.
    ///
    /// # Errors
    /// As [`push`](Self::push). The respondents before the one at fault are then added, the rest
    /// not.
    pub fn extend<P, E>(&mut self, respondents: impl IntoIterator<Item = (P, E)>) -> Result<()>
    where
        P: AsRef<[Option<f64>]>,
        E: AsRef<[Option<f64>]>,
    {
        respondents
            .into_iter()
            .try_for_each(|(perceptions, expectations)| {
                self.push(perceptions.as_ref(), expectations.as_ref())
            })
    }

    /// Adds the respondents of another part, none of whom is in this one.
    ///
    /// # Errors
    /// [`Error::Mismatch`](crate::Error::Mismatch) where it was made with other options.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        same_definition(&self.options, &other.options)?;
        for (item, other) in self.items.iter_mut().zip(&other.items) {
            item.perception.merge(&other.perception);
            item.expectation.merge(&other.expectation);
            item.score.merge(&other.score);
        }
        for (dimension, other) in other.dimensions.iter() {
            self.dimensions.get_mut(dimension).merge(other);
        }
        self.unweighted.merge(&other.unweighted);
        self.weighted.merge(&other.weighted);
        Ok(())
    }

    /// The figures of all respondents added.
    #[must_use]
    pub fn finish(self) -> Servqual {
        let scale = self.options.scale;
        let of_scores = |mean: &Mean| mean.summary(Some(self.scores));
        let item = |item: &Item| ServqualItem {
            dimension: item.dimension,
            perception: item.perception.summary(Some(scale)),
            expectation: match self.options.form {
                ServqualForm::Gap => Some(item.expectation.summary(Some(scale))),
                ServqualForm::Perception => None,
            },
            score: of_scores(&item.score),
        };
        Servqual {
            shares: self.shares,
            respondents: self.unweighted.respondents() as usize,
            items: self.items.iter().map(item).collect(),
            dimensions: Rater::from_fn(|dimension| of_scores(self.dimensions.get(dimension))),
            unweighted: of_scores(&self.unweighted),
            weighted: of_scores(&self.weighted),
            options: self.options,
        }
    }
}
