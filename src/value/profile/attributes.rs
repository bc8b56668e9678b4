use crate::error::Place;
use crate::keyed::check_unique;
use crate::numeric::moments::One;
use crate::scale::Scale;
use crate::{Error, Result};

use super::{Options, ratio_scale};

/// One attribute of an offer: its weight in the purchase, our rating, and the competitors' ratings.
///
/// ```
/// use retention::value::profile::RatedAttribute;
///
/// let fresh = RatedAttribute::new("fresh", 15.0, 8.0, [8.0, 7.0]);
/// assert_eq!(fresh.competitors, [8.0, 7.0]);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RatedAttribute {
    /// The name, different from that of every other attribute of the profile.
    pub name: String,
    /// The weight, 0 or more. [`Options::add_up_to`] says what the weights must add up to.
    pub weight: f64,
    /// Our rating on the profile's scale: an answer, or a mean of answers.
    pub ours: f64,
    /// The ratings of one or more competitors. Their mean counts. To compare with the whole market, with
    /// the leader, or by share, put the ratings into a [`Market`](crate::value::market::Market).
    pub competitors: Vec<f64>,
}

impl RatedAttribute {
    /// Creates an attribute from its weight, our rating and the competitors' ratings.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        weight: f64,
        ours: f64,
        competitors: impl Into<Vec<f64>>,
    ) -> Self {
        Self {
            name: name.into(),
            weight,
            ours,
            competitors: competitors.into(),
        }
    }
}

/// One attribute of a [`QualityProfile`](super::QualityProfile) or a
/// [`PriceProfile`](super::PriceProfile).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct AttributeRatio {
    /// The name of the attribute.
    pub name: String,
    /// Its share of all weights, 0 to 1.
    pub weight: f64,
    /// Our rating.
    pub ours: f64,
    /// The rating that ours is compared with: the mean of the competitors' ratings, unless the profile
    /// is [relative to](crate::value::RelativeTo) something else.
    pub competitors: f64,
    /// The part of our own rating in that, 0 to 1. It is 0 against the others, and 1 for the leader
    /// against itself.
    pub own_share: f64,
    /// Our rating over the rating that it is compared with. Above 1 we are rated better.
    pub ratio: f64,
    /// The standard error of the ratio. `None` if the ratings do not come from respondents, or come
    /// from fewer than two.
    pub ratio_error: Option<f64>,
    /// Weight times ratio. The contributions add up to the weighted ratio.
    pub contribution: f64,
}

/// An attribute as a profile reads it.
pub(in crate::value) struct Row {
    pub(in crate::value) name: String,
    pub(in crate::value) weight: f64,
    pub(in crate::value) ours: f64,
    /// The ratings that ours is compared with, and how each counts.
    pub(in crate::value) compared_with: Vec<(f64, f64)>,
    /// How much of that is our own rating.
    pub(in crate::value) own_share: f64,
}

impl From<RatedAttribute> for Row {
    fn from(attribute: RatedAttribute) -> Self {
        let ratings = attribute.competitors.into_iter();
        Self {
            name: attribute.name,
            weight: attribute.weight,
            ours: attribute.ours,
            compared_with: ratings.map(|rating| (rating, 1.0)).collect(),
            own_share: 0.0,
        }
    }
}

/// What a quality profile and a price profile share.
pub(super) struct Table {
    pub(super) attributes: Vec<AttributeRatio>,
    pub(super) weighted_ratio: f64,
    pub(super) score: f64,
    pub(super) competitors_score: f64,
}

impl Table {
    pub(super) fn new(
        scale: Scale,
        attributes: impl IntoIterator<Item = impl Into<Row>>,
        options: Options,
    ) -> Result<Self> {
        let attributes: Vec<Row> = attributes.into_iter().map(Into::into).collect();
        if attributes.is_empty() {
            return Err(Error::empty("attribute"));
        }
        let means = ratio_scale(scale, options.allow_zero)?;
        let weights = attributes.iter().map(|a| (a.name.as_str(), a.weight));
        let (relative, sum) = options.relative(weights)?;
        check_unique("attribute", attributes.iter().map(|a| a.name.as_str()))
            .map_err(|(error, at)| error.at_place(Place::Attribute(at.into())))?;
        let (mut ratios, mut ours, mut theirs) = (0.0, 0.0, 0.0);
        let mut rows = Vec::with_capacity(attributes.len());
        for (attribute, relative) in attributes.into_iter().zip(relative) {
            let row = AttributeRatio::new(attribute, relative / sum, means)?;
            ratios += relative * row.ratio;
            ours += relative * row.ours;
            theirs += relative * row.competitors;
            rows.push(row);
        }
        let (score, competitors_score) = (means.clamp(ours / sum), means.clamp(theirs / sum));
        // The weights are at least 1 together, so no mean exceeds what it is the mean of.
        let weighted_ratio = ratios / sum;
        if !(weighted_ratio.is_finite() && (score / competitors_score).is_finite()) {
            return Err(Error::overflow("a ratio of ratings", score));
        }
        Ok(Self {
            attributes: rows,
            weighted_ratio,
            score,
            competitors_score,
        })
    }
}

impl AttributeRatio {
    fn new(attribute: Row, weight: f64, scale: Scale) -> Result<Self> {
        let figures = scale.check(attribute.ours).and_then(|ours| {
            let competitors = mean(scale, &attribute.compared_with)?;
            let ratio = ours / competitors;
            if ratio.is_infinite() {
                return Err(Error::overflow("a ratio of ratings", ours));
            }
            Ok((ours, competitors, ratio))
        });
        let name = attribute.name;
        match figures {
            Ok((ours, competitors, ratio)) => Ok(Self {
                name,
                weight,
                ours,
                competitors,
                own_share: attribute.own_share,
                ratio,
                ratio_error: None,
                contribution: weight * ratio,
            }),
            Err(error) => Err(error.at_place(Place::Attribute(name.into()))),
        }
    }
}

/// Returns the mean of the ratings compared with, above zero.
fn mean(scale: Scale, ratings: &[(f64, f64)]) -> Result<f64> {
    let mut mean = One::default();
    for &(rating, weight) in ratings {
        mean.push(scale.check(rating)?, weight);
    }
    let mean = mean.mean().ok_or(Error::empty("competitor's rating"))?;
    let mean = scale.clamp(mean);
    if mean <= 0.0 {
        return Err(Error::out_of_range(
            "competitors' mean rating",
            mean,
            "above 0",
        ));
    }
    Ok(mean)
}
