use super::gaps::{ItemScores, Servqual};
use super::options::read;
use super::overall::{Overall, POINTS, WEIGHTS, weighted};
use super::{Dimension, Form, Options, Rater};
use crate::accumulate::{Accumulator, Version, Weighted, more_rows};
use crate::error::{Place, same};
use crate::estimate::Estimate;
use crate::macros::checked_state;
use crate::scale::{Averaged, FacetSum, Instrument, Linearised, Scale, respondent_weight};
use crate::{Error, Result};

/// What one respondent answered, in the order of the items.
///
/// ```
/// use retention::Accumulator;
/// use retention::satisfaction::servqual::{Builder, Dimension, Options, Rater, Respondent};
/// use retention::scale::Item;
///
/// // One question a dimension. Each of two customers is disappointed by what matters most to them.
/// let items = Dimension::ALL.iter().copied().map(Item::as_asked).collect();
/// let mut builder = Builder::new(&Options::default().items(items))?;
/// let most = |dimension| Rater::from_fn(|of| if of == dimension { 60.0 } else { 10.0 });
/// let expected = [Some(7.0); 5];
/// let (mut first, mut second) = (expected, expected);
/// (first[0], second[1]) = (Some(4.0), Some(4.0));
/// builder.push(Respondent::new(&first, &expected).points(most(Dimension::Reliability)))?;
/// builder.push(Respondent::new(&second, &expected).points(most(Dimension::Assurance)))?;
///
/// let service = builder.finish()?;
/// assert_eq!(format!("{:.2}", service.own_weighted.mean.unwrap()), "-1.80");
/// assert_eq!(format!("{:.2}", service.mean_weighted.unwrap().value()), "-1.05");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Respondent<'r> {
    /// What is perceived of each item, as asked.
    pub perceived: &'r [Option<f64>],
    /// What is expected of each item, as asked; empty for [SERVPERF](Form::Perception).
    pub expected: &'r [Option<f64>],
    /// How much each dimension matters to the respondent, commonly 100 points in all; only proportions
    /// matter. `None` if not asked or not answered.
    pub points: Option<Rater<f64>>,
}

impl<'r> Respondent<'r> {
    /// Creates a respondent who gave no points.
    #[must_use]
    pub const fn new(perceived: &'r [Option<f64>], expected: &'r [Option<f64>]) -> Self {
        Self {
            perceived,
            expected,
            points: None,
        }
    }

    /// Sets the points that the respondent gave the dimensions. Default: none.
    #[must_use]
    pub const fn points(mut self, points: Rater<f64>) -> Self {
        self.points = Some(points);
        self
    }
}

/// Computes a [`Servqual`] respondent by respondent.
///
/// ```
/// use retention::Accumulator;
/// use retention::satisfaction::servqual::{Builder, Dimension, Form, Options, Respondent};
/// use retention::scale::Item;
///
/// let items = Dimension::ALL.iter().copied().map(Item::as_asked);
/// let options = Options::default().items(items.collect()).form(Form::Perception);
/// let mut builder = Builder::new(&options)?;
/// let first = [Some(5.0), Some(6.0), Some(6.0), Some(5.0), Some(4.0)];
/// builder.push(Respondent::new(&first, &[]))?;
/// let second = [Some(7.0), None, Some(6.0), Some(5.0), Some(4.0)];
/// builder.push(Respondent::new(&second, &[]))?;
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
    own_weighted: Averaged,
    own_shares: Rater<Averaged>,
    /// Scores, as shares of their range, and then shares of the overall dimensions.
    mean_weighted: Linearised,
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
    facets: [Option<f64>; FACETS],
    both: Vec<f64>,
}

const FACETS: usize = Dimension::ALL.len();

impl Room {
    fn new() -> Self {
        Self {
            both: Vec::with_capacity(2 * FACETS),
            ..Self::default()
        }
    }
}

/// What was left of the last respondent is no part of the state.
impl PartialEq for Room {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Builder {
    /// Creates an empty accumulator.
    ///
    /// # Errors
    /// [`Error::Empty`](crate::Error::Empty) without dimensions, or for one of them without items;
    /// [`Error::Duplicate`](crate::Error::Duplicate) for a dimension named twice;
    /// [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for weights that are not finite, negative, or
    /// all 0, and for a rule that asks for no item, or for more than a dimension has.
    pub fn new(options: &Options) -> Result<Self> {
        let overall = options.overall()?;
        Ok(Self {
            version: Version,
            shares: overall.shares(&options.weights, WEIGHTS)?,
            instrument: options.instrument()?,
            items: vec![Judged::default(); options.items.len()],
            dimensions: Rater::default(),
            unweighted: Averaged::new(),
            weighted: Averaged::new(),
            own_weighted: Averaged::new(),
            own_shares: Rater::default(),
            mean_weighted: Linearised::new(2 * overall.len()),
            room: Room::new(),
            options: options.clone(),
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        let overall = self.options.overall()?;
        let shares = overall.shares(&self.options.weights, WEIGHTS)?;
        same("shares", &self.shares, &shares)?;
        same("instruments", &self.instrument, &self.options.instrument()?)?;
        let items = (self.items.len(), self.options.items.len());
        same("numbers of items", &items.0, &items.1)?;
        if self.options.form == Form::Perception {
            for item in &self.items {
                same("expectations", &item.expectation, &Averaged::default())?;
            }
        }
        for (dimension, mean) in self.dimensions.iter().chain(self.own_shares.iter()) {
            let is_asked = self.instrument.facets().contains(&dimension);
            if !is_asked && !overall.has(dimension) {
                same("scores", mean, &Averaged::default())?;
            }
        }
        for mean in self.averages(&overall) {
            mean.check()?;
            same("numbers of rows", &mean.respondents(), &self.rows())?;
        }
        self.mean_weighted.check(2 * overall.len())?;
        if self.mean_weighted.rows() > self.rows() {
            let most = format_args!("at most the respondents, {}", self.rows());
            let found = self.mean_weighted.rows();
            return Err(Error::out_of_range("respondents with points", found, most));
        }
        Ok(self)
    }

    /// What every respondent was added to.
    #[cfg(feature = "serde")]
    fn averages(&self, overall: &Overall) -> Vec<Averaged> {
        let mut all = Vec::new();
        for item in &self.items {
            all.extend([item.perception, item.score]);
            if self.options.form == Form::Gap {
                all.push(item.expectation);
            }
        }
        for &dimension in self.instrument.facets() {
            all.push(*self.dimensions.get(dimension));
        }
        all.extend(overall.iter().map(|of| *self.own_shares.get(of)));
        all.extend([self.unweighted, self.weighted, self.own_weighted]);
        all
    }

    fn push_checked(&mut self, respondent: Respondent<'_>, weight: f64) -> Result<()> {
        let weight = respondent_weight(weight)?;
        let (perceived, expected) = (respondent.perceived, respondent.expected);
        self.options.same_lengths(perceived.len(), expected.len())?;
        for answers in [perceived, expected] {
            for (item, answer) in answers.iter().enumerate() {
                if let Some(answer) = answer {
                    let answer = self.options.scale.check(*answer);
                    answer.map_err(|error| error.at_place(Place::Item(item.into())))?;
                }
            }
        }
        self.add(respondent, weight)
    }

    /// Adds checked answers.
    pub(super) fn add(&mut self, respondent: Respondent<'_>, weight: f64) -> Result<()> {
        more_rows(self.rows(), 1)?;
        let scored = self.scored(respondent)?;
        let expected = respondent.expected.iter().copied();
        let mut expected = expected.chain(std::iter::repeat(None));
        for ((item, &perceived), &score) in self
            .items
            .iter_mut()
            .zip(respondent.perceived)
            .zip(&self.room.items)
        {
            if let (Form::Gap, Some(expected)) = (self.options.form, expected.next()) {
                item.expectation.push(expected, weight);
            }
            item.perception.push(perceived, weight);
            item.score.push(score, weight);
        }
        for &dimension in self.instrument.facets() {
            let score = *scored.dimensions.get(dimension);
            self.dimensions.get_mut(dimension).push(score, weight);
        }
        self.unweighted.push(scored.unweighted, weight);
        self.weighted.push(scored.weighted, weight);
        self.own_weighted.push(scored.own_weighted, weight);
        self.add_points(&scored, weight)
    }

    /// Adds the points of a respondent, if there are any.
    fn add_points(&mut self, scored: &Scored, weight: f64) -> Result<()> {
        let overall = self.options.overall()?;
        for dimension in overall.iter() {
            let share = scored.own.as_ref().map(|own| *own.get(dimension));
            self.own_shares.get_mut(dimension).push(share, weight);
        }
        if let Some((scores, own)) = &scored.both {
            let range = self.instrument.scale();
            let both = &mut self.room.both;
            both.clear();
            both.extend(overall.iter().map(|of| along(*scores.get(of), range)));
            both.extend(overall.iter().map(|of| *own.get(of)));
            self.mean_weighted.push(both, weight);
        }
        Ok(())
    }

    /// Computes everything that one respondent says, from checked answers.
    pub(super) fn scored(&mut self, respondent: Respondent<'_>) -> Result<Scored> {
        let overall = self.options.overall()?;
        let own = respondent
            .points
            .map(|points| own_shares(&points, &overall));
        let own = own.transpose()?.flatten();
        self.score(respondent)?;
        let mut dimensions = Rater::default();
        for (&dimension, score) in self.instrument.facets().iter().zip(self.room.facets) {
            *dimensions.get_mut(dimension) = score;
        }
        let scores = all_of(&dimensions, &overall);
        let both = scores.zip(own);
        Ok(Scored {
            dimensions,
            unweighted: scores.as_ref().map(|scores| overall.unweighted(scores)),
            weighted: scores.as_ref().map(|scores| weighted(scores, &self.shares)),
            own_weighted: both.as_ref().map(|(scores, own)| weighted(scores, own)),
            own,
            both,
        })
    }

    /// The score of an item by the respondent who was scored last.
    pub(super) fn item_score(&self, item: usize) -> Option<f64> {
        self.room.items.get(item).copied().flatten()
    }

    /// Computes the scores of one respondent's items and dimensions.
    fn score(&mut self, respondent: Respondent<'_>) -> Result<()> {
        let (room, form) = (&mut self.room, self.options.form);
        let scores = self.instrument.scale();
        let expected = respondent.expected.iter().copied();
        let expected = expected.chain(std::iter::repeat(None));
        let items = respondent.perceived.iter().zip(expected);
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
            &mut room.facets,
        )
    }

    /// The gap by the mean of the points, with its standard error.
    fn by_mean_points(&self) -> Option<Estimate> {
        let means = self.mean_weighted.means()?;
        let (scores, shares) = means.split_at_checked(means.len() / 2)?;
        let range = self.instrument.scale();
        let products = scores.iter().zip(shares);
        let value: f64 = products.map(|(score, share)| score * share).sum();
        // The slope along a score is its share, and along a share its score.
        let slopes: Vec<f64> = shares.iter().chain(scores).copied().collect();
        let error = self.mean_weighted.variance(&slopes)?.sqrt();
        let value = range.clamp(range.centre() + value * half(range));
        Estimate::new(value, error * half(range)).ok()
    }
}

/// What one respondent says of the dimensions and of all of them.
pub(super) struct Scored {
    pub(super) dimensions: Rater<Option<f64>>,
    pub(super) unweighted: Option<f64>,
    pub(super) weighted: Option<f64>,
    pub(super) own_weighted: Option<f64>,
    /// The shares of the respondent's own points.
    own: Option<Rater<f64>>,
    /// The scores of the overall dimensions and those shares, if there are both.
    pub(super) both: Option<(Rater<f64>, Rater<f64>)>,
}

/// The points of a respondent as shares of 1; `None` if none of them went to these dimensions.
fn own_shares(points: &Rater<f64>, overall: &Overall) -> Result<Option<Rater<f64>>> {
    if points.iter().all(|(_, &points)| points == 0.0) {
        return Err(Error::out_of_range(POINTS.1, 0.0, "above 0"));
    }
    overall.some_shares(points, POINTS)
}

/// The scores of the overall dimensions; `None` if one of them has none.
fn all_of(scores: &Rater<Option<f64>>, overall: &Overall) -> Option<Rater<f64>> {
    let mut all = Rater::default();
    for dimension in overall.iter() {
        *all.get_mut(dimension) = (*scores.get(dimension))?;
    }
    Some(all)
}

fn half(range: Scale) -> f64 {
    0.5 * range.width()
}

/// How far a score lies from the centre of its range, from −1 to 1.
fn along(score: f64, range: Scale) -> f64 {
    (score - range.centre()) / half(range)
}

impl crate::sealed::Sealed for Builder {}

impl Accumulator for Builder {
    type Row<'r> = Respondent<'r>;
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
            own_weighted: Averaged::new(),
            own_shares: Rater::default(),
            mean_weighted: self.mean_weighted.fresh(),
            room: Room::new(),
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
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for what is not an answer on the scale; the same
    /// for points that are not finite, negative, or all 0.
    fn push(&mut self, respondent: Respondent<'_>) -> Result<()> {
        self.push_weighted(respondent, 1.0)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        same("options", &self.options, &other.options)?;
        // The first is the one that could overflow: all have the same respondents.
        self.unweighted.merge(&other.unweighted)?;
        self.weighted.merge(&other.weighted)?;
        self.own_weighted.merge(&other.own_weighted)?;
        self.mean_weighted.merge(&other.mean_weighted);
        for (item, other) in self.items.iter_mut().zip(&other.items) {
            item.perception.merge(&other.perception)?;
            item.expectation.merge(&other.expectation)?;
            item.score.merge(&other.score)?;
        }
        for (dimension, other) in other.dimensions.iter() {
            self.dimensions.get_mut(dimension).merge(other)?;
        }
        for (dimension, other) in other.own_shares.iter() {
            self.own_shares.get_mut(dimension).merge(other)?;
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
            own_weighted: of_scores(&self.own_weighted),
            mean_weighted: self.by_mean_points(),
            own_shares: Rater::from_fn(|of| self.own_shares.get(of).summary(None)),
            options: self.options,
        })
    }
}

impl Weighted for Builder {
    fn push_weighted(&mut self, respondent: Respondent<'_>, weight: f64) -> Result<()> {
        let row = self.rows();
        self.push_checked(respondent, weight)
            .map_err(|error| error.at_row(row))
    }
}
