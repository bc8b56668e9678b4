use super::{Dimension, Rater};
use crate::Result;
use crate::error::{Error, non_negative};

/// What the weights of dimensions are called in an error: one of them, and their sum.
pub(super) type Argument = (&'static str, &'static str);

pub(super) const WEIGHTS: Argument = (
    "weight of a dimension",
    "sum of the weights of the dimensions",
);
pub(super) const POINTS: Argument = (
    "points of a dimension",
    "sum of the points of the dimensions",
);

/// The dimensions that make up the overall figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Overall(Rater<bool>);

impl Overall {
    pub(super) fn new(dimensions: &[Dimension]) -> Result<Self> {
        if dimensions.is_empty() {
            return Err(Error::empty("dimension"));
        }
        let mut taken = Rater::default();
        for &dimension in dimensions {
            if std::mem::replace(taken.get_mut(dimension), true) {
                return Err(Error::duplicate("dimension", dimension));
            }
        }
        Ok(Self(taken))
    }

    pub(super) fn has(&self, dimension: Dimension) -> bool {
        *self.0.get(dimension)
    }

    /// The dimensions, in the order that spells RATER.
    pub(super) fn iter(&self) -> impl Iterator<Item = Dimension> + '_ {
        let all = Dimension::ALL.iter().copied();
        all.filter(|&dimension| self.has(dimension))
    }

    /// How many they are.
    pub(super) fn len(&self) -> usize {
        self.iter().count()
    }

    /// The weights as shares of 1, those of other dimensions 0.
    pub(super) fn shares(&self, weights: &Rater<f64>, argument: Argument) -> Result<Rater<f64>> {
        match self.some_shares(weights, argument)? {
            Some(shares) => Ok(shares),
            None => Err(Error::out_of_range(argument.1, 0.0, "above 0")),
        }
    }

    /// The same; `None` if the weights of all the dimensions are 0.
    pub(super) fn some_shares(
        &self,
        weights: &Rater<f64>,
        argument: Argument,
    ) -> Result<Option<Rater<f64>>> {
        let mut largest = 0.0_f64;
        for (dimension, &weight) in weights.iter() {
            let weight = non_negative(argument.0, weight)?;
            if self.has(dimension) {
                largest = largest.max(weight);
            }
        }
        if largest == 0.0 {
            return Ok(None);
        }
        // Weights that add up already are shares to the last digit: 32 of 100 is 0.32.
        let sum: f64 = self.iter().map(|dimension| weights.get(dimension)).sum();
        let unit = if sum.is_finite() { 1.0 } else { largest };
        let sum: f64 = self.iter().map(|of| weights.get(of) / unit).sum();
        Ok(Some(Rater::from_fn(|dimension| {
            if self.has(dimension) {
                weights.get(dimension) / unit / sum
            } else {
                0.0
            }
        })))
    }

    /// The mean of the scores, each dimension as much as the others.
    pub(super) fn unweighted(&self, scores: &Rater<f64>) -> f64 {
        let sum: f64 = self.iter().map(|dimension| scores.get(dimension)).sum();
        sum / self.len() as f64
    }
}

/// The mean of the scores by their shares.
pub(super) fn weighted(scores: &Rater<f64>, shares: &Rater<f64>) -> f64 {
    let products = scores.iter().zip(shares.iter());
    products.map(|((_, score), (_, share))| score * share).sum()
}

pub(super) const fn item_about(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Reliability => "item about reliability",
        Dimension::Assurance => "item about assurance",
        Dimension::Tangibles => "item about tangibles",
        Dimension::Empathy => "item about empathy",
        Dimension::Responsiveness => "item about responsiveness",
    }
}

pub(super) const fn score_of(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Reliability => "score of reliability",
        Dimension::Assurance => "score of assurance",
        Dimension::Tangibles => "score of tangibles",
        Dimension::Empathy => "score of empathy",
        Dimension::Responsiveness => "score of responsiveness",
    }
}
