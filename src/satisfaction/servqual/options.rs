use super::super::disconfirmation::Experience;
use super::super::shared::same_length;
use super::{Dimension, Rater};
use crate::Result;
use crate::error::{Error, Place, non_negative};
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
    ///
    /// let options = Options::default().form(Form::Perception);
    /// assert_eq!(options.items.len(), 22);
    /// // As in 1988: tangibles first, items 5 to 9 about reliability.
    /// assert!(options.items[4..9].iter().all(|item| item.facet == Dimension::Reliability));
    /// ```
    pub struct Options {
        /// The score of an item: gap or perception. Default: gap.
        pub form: Form = Form::Gap,
        /// The scale of all items. Default: 1 to 7.
        pub scale: Scale = Scale::ONE_TO_SEVEN,
        /// The dimension of each item, in the order asked, and which way round it was asked; each
        /// dimension has an item. Default: the 22 items in the order of 1988, all worded positively.
        pub items: Vec<Item<Dimension>> = items_of_1988(),
        /// The weight of each dimension; only proportions matter. Default: those of
        /// [1990](Rater::ZEITHAML_1990).
        pub weights: Rater<f64> = Rater::ZEITHAML_1990,
        /// How many items of a dimension a respondent must have answered. Default: at least half.
        pub missing: Missing = Missing::AtLeastHalf,
    }
}

fn items_of_1988() -> Vec<Item<Dimension>> {
    use Dimension::{Assurance, Empathy, Reliability, Responsiveness, Tangibles};
    let order = [Tangibles, Reliability, Responsiveness, Assurance, Empathy];
    order
        .into_iter()
        .flat_map(|dimension| std::iter::repeat_n(Item::as_asked(dimension), dimension.items()))
        .collect()
}

impl Options {
    /// Returns the questionnaire in the wording of 1988, in which items 10 to 13 about responsiveness
    /// and 18 to 22 about empathy are negative: agreement means worse service.
    ///
    /// The refined wording of 1991 is positive throughout, as in the default.
    ///
    /// Source: Parasuraman, A., Zeithaml, V. A. and Berry, L. L. (1988), *Journal of Retailing* 64(1):
    /// 12–40, as commonly reported.
    ///
    /// ```
    /// use retention::Accumulator;
    /// use retention::satisfaction::disconfirmation::Experience;
    /// use retention::satisfaction::servqual::{Builder, Options};
    ///
    /// // A respondent who finds every item one point short: 6 wanted and 5 found where the wording is
    /// // positive, 2 wanted and 3 found where it is negative.
    /// let negative = |item: usize| (10..=13).contains(&item) || (18..=22).contains(&item);
    /// let answers = |positive, otherwise| -> Vec<Option<f64>> {
    ///     (1..=22).map(|item| Some(if negative(item) { otherwise } else { positive })).collect()
    /// };
    /// let mut builder = Builder::new(&Options::wording_1988())?;
    /// builder.push(Experience { perceived: &answers(5.0, 3.0), expected: &answers(6.0, 2.0) })?;
    /// assert_eq!(builder.finish()?.unweighted.mean, Some(-1.0));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn wording_1988() -> Self {
        let mut options = Self::default();
        for item in &mut options.items {
            if matches!(item.facet, Dimension::Responsiveness | Dimension::Empathy) {
                item.orientation = Orientation::Reversed;
            }
        }
        options
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
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer means than items; at the item,
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a mean that is not on the scale;
    /// [`Error::Empty`] for a dimension without items.
    pub fn score(&self, means: Experience<&[f64]>) -> Result<Rater<f64>> {
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
            sums.get(dimension) / *counts.get(dimension) as f64
        }))
    }

    /// Computes the mean of the scores of the five dimensions.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a score that the scale does not allow.
    ///
    /// ```
    /// use retention::satisfaction::servqual::{Options, Rater};
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
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn unweighted(&self, scores: Rater<f64>) -> Result<f64> {
        self.check_scores(&scores)?;
        Ok(unweighted(&scores))
    }

    /// Computes the mean of the scores of the five dimensions by their weights.
    ///
    /// ```text
    /// Σ weight · score / Σ weight
    /// ```
    ///
    /// # Errors
    /// As [`unweighted`](Self::unweighted), and for weights that are not finite, negative, or all 0.
    pub fn weighted(&self, scores: Rater<f64>) -> Result<f64> {
        self.check_scores(&scores)?;
        Ok(weighted(&scores, &shares(&self.weights)?))
    }

    fn check_scores(&self, scores: &Rater<f64>) -> Result<()> {
        let allowed = self.scores()?;
        scores
            .iter()
            .try_for_each(|(_, &score)| allowed.check(score).map(|_| ()))
    }

    /// How many items each dimension has.
    fn counts(&self) -> Result<Rater<usize>> {
        let mut counts = Rater::default();
        for item in &self.items {
            *counts.get_mut(item.facet) += 1;
        }
        for (dimension, &count) in counts.iter() {
            if count == 0 {
                return Err(Error::empty(match dimension {
                    Dimension::Reliability => "item about reliability",
                    Dimension::Assurance => "item about assurance",
                    Dimension::Tangibles => "item about tangibles",
                    Dimension::Empathy => "item about empathy",
                    Dimension::Responsiveness => "item about responsiveness",
                }));
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

/// The weights of the dimensions as shares of 1.
pub(super) fn shares(weights: &Rater<f64>) -> Result<Rater<f64>> {
    let mut largest = 0.0_f64;
    for (_, &weight) in weights.iter() {
        largest = largest.max(non_negative("weight of a dimension", weight)?);
    }
    if largest == 0.0 {
        return Err(Error::out_of_range(
            "sum of the weights of the dimensions",
            0.0,
            "above 0",
        ));
    }
    // Weights that add up already are shares to the last digit: 32 of 100 is 0.32.
    let sum: f64 = weights.iter().map(|(_, &weight)| weight).sum();
    let unit = if sum.is_finite() { 1.0 } else { largest };
    let sum: f64 = weights.iter().map(|(_, &weight)| weight / unit).sum();
    Ok(Rater::from_fn(|dimension| {
        weights.get(dimension) / unit / sum
    }))
}

/// The mean of the five, each as much as the others.
pub(super) fn unweighted(dimensions: &Rater<f64>) -> f64 {
    let sum: f64 = dimensions.iter().map(|(_, &score)| score).sum();
    sum / Dimension::ALL.len() as f64
}

/// The mean of the five by their shares.
pub(super) fn weighted(dimensions: &Rater<f64>, shares: &Rater<f64>) -> f64 {
    let products = dimensions.iter().zip(shares.iter());
    products.map(|((_, score), (_, share))| score * share).sum()
}
