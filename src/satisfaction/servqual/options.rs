use super::{Rater, RaterDimension};
use crate::Result;
use crate::error::{Error, non_negative};
use crate::macros::named_enum;
use crate::scale::{Missing, Scale};

named_enum! {
    /// What the score of an item is.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum ServqualForm {
        /// Perception less expectation: SERVQUAL. The default.
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

/// What was asked about a service, and how it becomes a score.
///
/// ```
/// use retention::satisfaction::{RaterDimension, ServqualForm, ServqualOptions};
///
/// let options = ServqualOptions::default().form(ServqualForm::Perception);
/// assert_eq!(options.items.len(), 22);
/// // As in 1988: tangibles first, items 5 to 9 about reliability.
/// assert_eq!(options.items[4..9], [RaterDimension::Reliability; 5]);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct ServqualOptions {
    /// What the score of an item is.
    pub form: ServqualForm,
    /// The scale of all items; 1 to 7 unless set.
    pub scale: Scale,
    /// The dimension of each item, in the order asked; the 22 of 1988 unless set. Each dimension has
    /// an item.
    pub items: Vec<RaterDimension>,
    /// What each dimension counts for; those of [1990](Rater::ZEITHAML_1990) unless set. Only their
    /// proportions matter.
    pub weights: Rater<f64>,
    /// Which respondents have a score on a dimension; those who answered half its items unless set.
    pub missing: Missing,
}

impl Default for ServqualOptions {
    fn default() -> Self {
        use RaterDimension::{Assurance, Empathy, Reliability, Responsiveness, Tangibles};
        let order = [Tangibles, Reliability, Responsiveness, Assurance, Empathy];
        let items = order
            .into_iter()
            .flat_map(|dimension| std::iter::repeat_n(dimension, dimension.items()));
        Self {
            form: ServqualForm::default(),
            scale: Scale::ONE_TO_SEVEN,
            items: items.collect(),
            weights: Rater::ZEITHAML_1990,
            missing: Missing::default(),
        }
    }
}

impl ServqualOptions {
    /// Sets what the score of an item is.
    #[must_use]
    pub const fn form(mut self, form: ServqualForm) -> Self {
        self.form = form;
        self
    }

    /// Sets the scale of all items.
    #[must_use]
    pub const fn scale(mut self, scale: Scale) -> Self {
        self.scale = scale;
        self
    }

    /// Sets the dimension of each item, in the order asked.
    #[must_use]
    pub fn items(mut self, items: impl Into<Vec<RaterDimension>>) -> Self {
        self.items = items.into();
        self
    }

    /// Sets what each dimension counts for.
    #[must_use]
    pub const fn weights(mut self, weights: Rater<f64>) -> Self {
        self.weights = weights;
        self
    }

    /// Sets which respondents have a score on a dimension.
    #[must_use]
    pub const fn missing(mut self, missing: Missing) -> Self {
        self.missing = missing;
        self
    }

    /// How many items each dimension has.
    pub(super) fn counts(&self) -> Result<Rater<usize>> {
        let mut counts = Rater::default();
        for &dimension in &self.items {
            *counts.get_mut(dimension) += 1;
        }
        for (dimension, &count) in counts.iter() {
            if count == 0 {
                return Err(Error::empty(match dimension {
                    RaterDimension::Reliability => "item about reliability",
                    RaterDimension::Assurance => "item about assurance",
                    RaterDimension::Tangibles => "item about tangibles",
                    RaterDimension::Empathy => "item about empathy",
                    RaterDimension::Responsiveness => "item about responsiveness",
                }));
            }
        }
        Ok(counts)
    }

    /// How many expectations belong to so many perceptions.
    pub(super) const fn expectations(&self, perceptions: usize) -> usize {
        match self.form {
            ServqualForm::Gap => perceptions,
            ServqualForm::Perception => 0,
        }
    }

    /// The scores that there can be, of an item and of what is made of items.
    pub(super) fn scores(&self) -> Result<Scale> {
        match self.form {
            ServqualForm::Gap => Scale::new(-self.scale.width(), self.scale.width()),
            ServqualForm::Perception => Ok(self.scale.continuous()),
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
    sum / RaterDimension::ALL.len() as f64
}

/// The mean of the five by their shares.
pub(super) fn weighted(dimensions: &Rater<f64>, shares: &Rater<f64>) -> f64 {
    let products = dimensions.iter().zip(shares.iter());
    products.map(|((_, score), (_, share))| score * share).sum()
}
