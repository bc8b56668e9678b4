use super::super::shared::same_length;
use super::options::{shares, unweighted, weighted};
use super::{Form, Options, Rater};
use crate::Result;
use crate::error::Place;
use crate::scale::Scale;

/// SERVQUAL from published or precomputed means, without standard errors.
///
/// ```text
/// gap of an item      = perception − expectation       (SERVPERF: the perception)
/// gap of a dimension  = mean of its items' gaps
/// unweighted          = mean of the five
/// weighted            = Σ weight · gap / Σ weight
/// ```
///
/// A gap below 0 says that the service falls short of what is expected.
///
/// Source: Parasuraman, A., Zeithaml, V. A. and Berry, L. L. (1988), *Journal of Retailing* 64(1):
/// 12–40; for the weights, the same authors' book of 1990.
///
/// ```
/// use retention::satisfaction::servqual;
///
/// let gaps = servqual::Rater {
///     reliability: -1.0,
///     assurance: -0.2,
///     tangibles: 0.1,
///     empathy: -0.3,
///     responsiveness: -0.5,
/// };
/// let service = servqual::Means::of_dimensions(gaps, &servqual::Options::default())?;
/// assert_eq!(format!("{:.3}", service.unweighted), "-0.380");
/// assert_eq!(format!("{:.3}", service.weighted), "-0.505");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Means {
    /// How answers became the score of an item.
    pub form: Form,
    /// The scale of the items.
    pub scale: Scale,
    /// The score of each item, in the order asked; empty if dimensions were given.
    pub items: Vec<f64>,
    /// The score of each dimension.
    pub dimensions: Rater<f64>,
    /// The weight of each dimension, as a share of 1.
    pub shares: Rater<f64>,
    /// The mean of the five.
    pub unweighted: f64,
    /// The mean of the five by their weights.
    pub weighted: f64,
}

impl Means {
    /// Computes the result from the score of each dimension: gaps, or perceptions for
    /// [SERVPERF](Form::Perception).
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a score that the scale does not allow, and
    /// for weights that are not finite, negative, or all 0.
    pub fn of_dimensions(scores: Rater<f64>, options: &Options) -> Result<Self> {
        let allowed = options.scores()?;
        for (_, &score) in scores.iter() {
            allowed.check(score)?;
        }
        Self::of(Vec::new(), scores, options)
    }

    /// Computes the result from the mean perception and the mean expectation of each item, in the order of the
    /// [options](Options::items); no expectations for
    /// [SERVPERF](Form::Perception).
    ///
    /// # Errors
    /// As [`of_dimensions`](Self::of_dimensions), at the item;
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) if there are more or fewer means than
    /// items; [`Error::Empty`](crate::Error::Empty) for a dimension without items.
    pub fn of_items(perceptions: &[f64], expectations: &[f64], options: &Options) -> Result<Self> {
        let items = options.items.len();
        same_length("perceptions", perceptions.len(), items)?;
        same_length(
            "expectations",
            expectations.len(),
            options.expectations(items),
        )?;
        let counts = options.counts()?;
        // A mean of whole answers need not be whole.
        let scale = options.scale.continuous();
        let mut scores = Vec::with_capacity(items);
        let mut sums = Rater::default();
        let gaps = expectations.iter().map(Some).chain(std::iter::repeat(None));
        for (item, ((&perception, expectation), &dimension)) in
            perceptions.iter().zip(gaps).zip(&options.items).enumerate()
        {
            let check = |mean| {
                scale
                    .check(mean)
                    .map_err(|error| error.at_place(Place::Item(item.into())))
            };
            let mut score = check(perception)?;
            if let Some(&expectation) = expectation {
                score -= check(expectation)?;
            }
            scores.push(score);
            *sums.get_mut(dimension) += score;
        }
        let dimensions =
            Rater::from_fn(|dimension| sums.get(dimension) / *counts.get(dimension) as f64);
        Self::of(scores, dimensions, options)
    }

    fn of(items: Vec<f64>, dimensions: Rater<f64>, options: &Options) -> Result<Self> {
        let shares = shares(&options.weights)?;
        Ok(Self {
            form: options.form,
            scale: options.scale,
            items,
            dimensions,
            shares,
            unweighted: unweighted(&dimensions),
            weighted: weighted(&dimensions, &shares),
        })
    }
}
