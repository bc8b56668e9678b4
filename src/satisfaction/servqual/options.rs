use super::super::disconfirmation::Experience;
use super::super::shared::same_length;
use super::overall::{Overall, WEIGHTS, item_about, score_of, weighted};
use super::{Dimension, Rater, Wording};
use crate::Result;
use crate::error::{Error, Place};
use crate::macros::{named_enum, options};
use crate::scale::{Instrument, Item, Missing, Orientation, Scale};

named_enum! {
    /// How the answers to an item become its score.
    ///
    /// See the [example](crate::satisfaction::servqual::Options).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Form {
        /// Perception minus expectation: SERVQUAL. The default.
        ///
        /// Source: Parasuraman, Zeithaml and Berry (1988).
        #[default]
        #[doc(alias = "SERVQUAL")]
        Gap = "gap",
        /// Perception alone: SERVPERF.
        ///
        /// Source: Cronin, J. J. and Taylor, S. A. (1992), *Journal of Marketing* 56(3): 55–68.
        #[doc(alias = "SERVPERF")]
        Perception = "perception",
    }
}

options! {
    /// The items of a service questionnaire, and how answers become scores.
    ///
    /// ```
    /// use retention::satisfaction::servqual::{Dimension, Form, Options};
    /// use retention::scale::Orientation;
    ///
    /// let options = Options::default().form(Form::Perception);
    /// assert_eq!(options.items.len(), 22);
    /// // As in 1988: tangibles first, items 5 to 9 about reliability, item 10 worded negatively.
    /// assert!(options.items[4..9].iter().all(|item| item.facet == Dimension::Reliability));
    /// assert_eq!(options.items[9].orientation, Orientation::Reversed);
    /// ```
    pub struct Options {
        /// The score of an item: gap or perception. Default: gap.
        pub form: Form = Form::Gap,
        /// The scale of all items. Default: 1 to 7.
        pub scale: Scale = Scale::ONE_TO_SEVEN,
        /// The dimension of each item, in the order asked, and which way round it was asked. Default:
        /// the 22 items in the [wording](Wording) of 1988, nine of them negative.
        pub items: Vec<Item<Dimension>> = Wording::default().items(),
        /// The dimensions that make up the overall figures, each of which has an item. Default: all
        /// five.
        pub dimensions: Vec<Dimension> = Dimension::ALL.to_vec(),
        /// The weight of each dimension; only proportions matter. Default: those of
        /// [1990](Rater::ZEITHAML_1990).
        pub weights: Rater<f64> = Rater::ZEITHAML_1990,
        /// How many items of a dimension a respondent must have answered. Default: at least half.
        pub missing: Missing = Missing::AtLeastHalf,
    }
}

impl Options {
    /// Sets [`items`](Self::items) to the 22 items in this wording.
    ///
    /// ```
    /// use retention::satisfaction::servqual::{Options, Wording};
    /// use retention::scale::Item;
    ///
    /// let options = Options::default().wording(Wording::Positive);
    /// assert!(options.items.iter().all(|item| *item == Item::as_asked(item.facet)));
    /// ```
    #[must_use]
    pub fn wording(self, wording: Wording) -> Self {
        self.items(wording.items())
    }

    /// Computes the score of each dimension from published or precomputed means of the items.
    ///
    /// ```text
    /// gap of an item      = perceived − expected       (SERVPERF: perceived)
    /// gap of a dimension  = mean of its items' gaps
    /// ```
    ///
    /// The means are in the order of the [items](Self::items); there are no expected ones for
    /// [SERVPERF](Form::Perception).
    ///
    /// A dimension without items has no score.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer means than items; at the item,
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a mean that is not on the scale;
    /// [`Error::Empty`] for one of the [dimensions](Self::dimensions) without items.
    pub fn score(&self, means: Experience<&[f64]>) -> Result<Rater<Option<f64>>> {
        self.same_lengths(means.perceived.len(), means.expected.len())?;
        let counts = self.counts()?;
        // A mean of whole answers need not be whole.
        let scale = self.scale.continuous();
        let check = |position: usize, mean: f64| {
            let checked = scale.check(mean);
            checked.map_err(|error| error.at_place(Place::Item(position.into())))
        };
        let scores = self.scores()?;
        let mut sums = Rater::<f64>::default();
        for (position, (item, &perceived)) in self.items.iter().zip(means.perceived).enumerate() {
            let mut score = check(position, perceived)?;
            if let Some(&expected) = means.expected.get(position) {
                score -= check(position, expected)?;
            }
            *sums.get_mut(item.facet) += read(score, item.orientation, scores);
        }
        Ok(Rater::from_fn(|dimension| {
            let count = *counts.get(dimension);
            (count > 0).then(|| sums.get(dimension) / count as f64)
        }))
    }

    /// Computes the mean of the scores of the [dimensions](Self::dimensions).
    ///
    /// Scores of other dimensions do not count.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a score that the scale does not allow;
    /// [`Error::Empty`] for one of the dimensions without a score, or without dimensions;
    /// [`Error::Duplicate`] for a dimension named twice.
    ///
    /// ```
    /// use retention::satisfaction::servqual::{Dimension, Options, Rater};
    ///
    /// let gaps = Rater {
    ///     reliability: -1.0,
    ///     assurance: -0.2,
    ///     tangibles: 0.1,
    ///     empathy: -0.3,
    ///     responsiveness: -0.5,
    /// };
    /// assert_eq!(format!("{:.3}", Options::default().unweighted(gaps)?), "-0.380");
    /// assert_eq!(format!("{:.3}", Options::default().weighted(gaps)?), "-0.505");
    /// let two = vec![Dimension::Reliability, Dimension::Assurance];
    /// assert_eq!(format!("{:.1}", Options::default().dimensions(two).unweighted(gaps)?), "-0.6");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn unweighted(&self, scores: impl Into<Rater<Option<f64>>>) -> Result<f64> {
        let overall = self.overall()?;
        Ok(overall.unweighted(&self.scores_of(&overall, &scores.into())?))
    }

    /// Computes the mean of the scores of the [dimensions](Self::dimensions) by their weights.
    ///
    /// ```text
    /// Σ weight · score / Σ weight
    /// ```
    ///
    /// # Errors
    /// As [`unweighted`](Self::unweighted), and for weights that are not finite, negative, or all 0.
    pub fn weighted(&self, scores: impl Into<Rater<Option<f64>>>) -> Result<f64> {
        let overall = self.overall()?;
        let scores = self.scores_of(&overall, &scores.into())?;
        Ok(weighted(&scores, &overall.shares(&self.weights, WEIGHTS)?))
    }

    /// The scores of the overall dimensions, 0 for the others.
    fn scores_of(&self, overall: &Overall, given: &Rater<Option<f64>>) -> Result<Rater<f64>> {
        let allowed = self.scores()?;
        let mut scores = Rater::default();
        for (dimension, &score) in given.iter().filter(|(of, _)| overall.has(*of)) {
            let score = score.ok_or(Error::empty(score_of(dimension)))?;
            *scores.get_mut(dimension) = allowed.check(score)?;
        }
        Ok(scores)
    }

    /// The dimensions that make up the overall figures.
    pub(super) fn overall(&self) -> Result<Overall> {
        Overall::new(&self.dimensions)
    }

    /// How many items each dimension has.
    fn counts(&self) -> Result<Rater<usize>> {
        let overall = self.overall()?;
        let mut counts = Rater::default();
        for item in &self.items {
            *counts.get_mut(item.facet) += 1;
        }
        for (dimension, &count) in counts.iter() {
            if count == 0 && overall.has(dimension) {
                let error = Error::empty(item_about(dimension));
                return Err(error.with_cure("set `dimensions` to those that have items"));
            }
        }
        Ok(counts)
    }

    /// What makes the scores of the dimensions from the scores of the items.
    pub(super) fn instrument(&self) -> Result<Instrument<Dimension>> {
        self.counts()?;
        // The scores of the items are turned round before.
        let items = self.items.iter().map(|item| Item::as_asked(item.facet));
        Instrument::new(self.scores()?, items, self.missing)
    }

    /// Refuses another number of answers than there are items.
    pub(super) fn same_lengths(&self, perceived: usize, expected: usize) -> Result<()> {
        let items = self.items.len();
        same_length("perceptions", perceived, items)?;
        let wanted = match self.form {
            Form::Gap => items,
            Form::Perception => 0,
        };
        same_length("expectations", expected, wanted)
    }

    /// The scores that there can be, of an item and of what is made of items.
    pub(super) fn scores(&self) -> Result<Scale> {
        match self.form {
            Form::Gap => Scale::new(-self.scale.width(), self.scale.width()),
            Form::Perception => Ok(self.scale.continuous()),
        }
    }
}

/// The score of an item, turned round if the item was.
pub(super) const fn read(score: f64, orientation: Orientation, scores: Scale) -> f64 {
    match orientation {
        Orientation::AsAsked => score,
        Orientation::Reversed => scores.clamp(scores.low() + scores.high() - score),
    }
}
