use super::{Dimension, Rater};
use crate::Result;
use crate::error::{Error, non_negative};
use crate::macros::{named_enum, options};
use crate::scale::{Missing, Scale};

named_enum! {
    /// How the answers to an item become its score.
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
    /// assert_eq!(options.items[4..9], [Dimension::Reliability; 5]);
    /// ```
    pub struct Options {
        /// The score of an item: gap or perception. Default: gap.
        pub form: Form = Form::Gap,
        /// The scale of all items. Default: 1 to 7.
        pub scale: Scale = Scale::ONE_TO_SEVEN,
        /// The dimension of each item, in the order asked; each dimension has an item. Default: the 22
        /// items of 1988.
        pub items: Vec<Dimension> = items_of_1988(),
        /// The weight of each dimension; only proportions matter. Default: those of
        /// [1990](Rater::ZEITHAML_1990).
        pub weights: Rater<f64> = Rater::ZEITHAML_1990,
        /// How many items of a dimension a respondent must have answered. Default: at least half.
        pub missing: Missing = Missing::AtLeastHalf,
    }
}

fn items_of_1988() -> Vec<Dimension> {
    use Dimension::{Assurance, Empathy, Reliability, Responsiveness, Tangibles};
    let order = [Tangibles, Reliability, Responsiveness, Assurance, Empathy];
    order
        .into_iter()
        .flat_map(|dimension| std::iter::repeat_n(dimension, dimension.items()))
        .collect()
}

impl Options {
    /// How many items each dimension has.
    pub(super) fn counts(&self) -> Result<Rater<usize>> {
        let mut counts = Rater::default();
        for &dimension in &self.items {
            *counts.get_mut(dimension) += 1;
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

    /// How many expectations belong to so many perceptions.
    pub(super) const fn expectations(&self, perceptions: usize) -> usize {
        match self.form {
            Form::Gap => perceptions,
            Form::Perception => 0,
        }
    }

    /// The scores that there can be, of an item and of what is made of items.
    pub(super) fn scores(&self) -> Result<Scale> {
        match self.form {
            Form::Gap => Scale::new(-self.scale.width(), self.scale.width()),
            Form::Perception => Ok(self.scale.continuous()),
        }
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
