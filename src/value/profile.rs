use std::collections::BTreeSet;

use crate::error::finite;
use crate::estimate::{Estimate, Ratio};
use crate::numeric::moments::Centre;
use crate::scale::Scale;
use crate::{Error, Result};

use super::{Aggregation, ProfileOptions, customer_value};

/// One attribute of an offer: how much it weighs in the purchase, how we are rated on it, and how
/// the competitors are.
///
/// ```
/// use retention::value::Attribute;
///
/// let fresh = Attribute::new("fresh", 15.0, 8.0, [8.0, 7.0]);
/// assert_eq!(fresh.competitors, [8.0, 7.0]);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Attribute {
    /// Its name, unlike that of any other attribute of the profile.
    pub name: String,
    /// Its weight, 0 or more; what the weights add up to is stated by
    /// [`Weighting`](super::Weighting).
    pub weight: f64,
    /// Our rating: an answer, or a mean of answers, on the profile's scale.
    pub ours: f64,
    /// The ratings of one or several competitors, of which the mean counts.
    pub competitors: Vec<f64>,
}

impl Attribute {
    /// An attribute.
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

/// One attribute of a [`QualityProfile`] or a [`PriceProfile`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct AttributeRatio {
    /// Its name.
    pub name: String,
    /// Its share of all weights, from 0 to 1.
    pub weight: f64,
    /// Our rating.
    pub ours: f64,
    /// The mean of the competitors' ratings.
    pub competitors: f64,
    /// Ours over theirs: above 1 we are rated better.
    pub ratio: f64,
    /// The standard error of the ratio; `None` where the ratings are not known to come from
    /// respondents, or from too few.
    pub ratio_error: Option<f64>,
    /// Weight times ratio; these add up to the weighted ratio.
    pub contribution: f64,
}

/// The standard errors of a profile made from respondents.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ProfileErrors {
    pub(super) ratios: Vec<Option<f64>>,
    pub(super) weighted_ratio: Option<f64>,
    pub(super) ratio_of_scores: Option<f64>,
}

/// What a quality profile and a price profile share.
#[derive(Debug, Clone, PartialEq)]
struct Profile {
    scale: Scale,
    options: ProfileOptions,
    attributes: Vec<AttributeRatio>,
    weighted_ratio: f64,
    score: f64,
    competitors_score: f64,
    weighted_ratio_error: Option<f64>,
    ratio_of_scores_error: Option<f64>,
}

impl Profile {
    fn new(
        scale: Scale,
        attributes: impl IntoIterator<Item = Attribute>,
        options: &ProfileOptions,
    ) -> Result<Self> {
        let attributes: Vec<Attribute> = attributes.into_iter().collect();
        let means = options.low_end.check(scale)?;
        let weights: Vec<f64> = attributes.iter().map(|a| a.weight).collect();
        let (relative, sum) = options.relative(&weights)?;
        let mut names = BTreeSet::new();
        let mut rows = Vec::with_capacity(attributes.len());
        let (mut ratios, mut ours, mut theirs) = (0.0, 0.0, 0.0);
        for (row, (attribute, relative)) in attributes.iter().zip(relative).enumerate() {
            if !names.insert(attribute.name.as_str()) {
                return Err(Error::duplicate("attribute", attribute.name.clone()).at_row(row));
            }
            let at_row = |error: Error| error.at_row(row);
            let our = means.check(attribute.ours).map_err(at_row)?;
            let their = mean(means, &attribute.competitors).map_err(at_row)?;
            let ratio = our / their;
            if ratio.is_infinite() {
                return Err(Error::overflow("a ratio of ratings", our).at_row(row));
            }
            ratios += relative * ratio;
            ours += relative * our;
            theirs += relative * their;
            rows.push(AttributeRatio {
                name: attribute.name.clone(),
                weight: relative / sum,
                ours: our,
                competitors: their,
                ratio,
                ratio_error: None,
                contribution: relative / sum * ratio,
            });
        }
        let (score, competitors_score) = (means.clamp(ours / sum), means.clamp(theirs / sum));
        // The weights are at least 1 together, so no mean exceeds what it is the mean of.
        let weighted_ratio = ratios / sum;
        let of_scores = score / competitors_score;
        if !(weighted_ratio.is_finite() && of_scores.is_finite()) {
            return Err(Error::overflow("a ratio of ratings", score));
        }
        Ok(Self {
            scale,
            options: *options,
            attributes: rows,
            weighted_ratio,
            score,
            competitors_score,
            weighted_ratio_error: None,
            ratio_of_scores_error: None,
        })
    }

    fn with_errors(mut self, errors: ProfileErrors) -> Self {
        for (row, error) in self.attributes.iter_mut().zip(errors.ratios) {
            row.ratio_error = error;
        }
        self.weighted_ratio_error = errors.weighted_ratio;
        self.ratio_of_scores_error = errors.ratio_of_scores;
        self
    }

    fn ratio(&self, aggregation: Aggregation) -> f64 {
        match aggregation {
            Aggregation::WeightedRatio => self.weighted_ratio,
            Aggregation::RatioOfScores => self.score / self.competitors_score,
        }
    }

    fn error(&self, aggregation: Aggregation) -> Option<f64> {
        match aggregation {
            Aggregation::WeightedRatio => self.weighted_ratio_error,
            Aggregation::RatioOfScores => self.ratio_of_scores_error,
        }
    }
}

/// The mean of the competitors' ratings, above zero.
fn mean(scale: Scale, ratings: &[f64]) -> Result<f64> {
    for &rating in ratings {
        scale.check(rating)?;
    }
    let mean = Centre::of(ratings.iter().map(|&rating| (rating, 1.0))).mean;
    let mean = scale.clamp(mean.ok_or(Error::empty("competitor's rating"))?);
    if mean <= 0.0 {
        return Err(Error::out_of_range(
            "competitors' mean rating",
            mean,
            "above 0",
        ));
    }
    Ok(mean)
}

/// Market-perceived quality: how customers rate us on what decides their purchase, price apart,
/// against how they rate the competitors.
///
/// ```text
/// ratio              = our rating / mean of the competitors' ratings
/// quality ratio      = Σ weight · ratio                   (Gale's MPQR)
/// quality score      = Σ weight · our rating              (and the same of theirs)
/// ratio of scores    = our score / their score
/// ```
///
/// with weights as shares of their sum. The quality ratio is *not* the ratio of the scores: each of
/// Gale's ratios counts by its weight alone, whereas in the scores an attribute on which everybody is
/// rated high counts for more. Read the table row by row: the largest contributions above and below
/// an attribute's weight are where we win and lose.
///
/// Our own customers' ratings alone are not a served market: whoever found us worse is no longer
/// among them.
///
/// Source: Gale, B. T. with Wood, R. C. (1994), *Managing Customer Value*, Free Press.
///
/// ```
/// use retention::scale::Scale;
/// use retention::value::{Attribute, QualityProfile};
///
/// let profile = QualityProfile::new(
///     Scale::ONE_TO_TEN,
///     [
///         Attribute::new("meat-to-bone", 60.0, 9.0, [7.5]),
///         Attribute::new("fresh", 40.0, 8.0, [8.0]),
///     ],
///     &Default::default(),
/// )?;
/// assert_eq!(format!("{:.4}", profile.quality_ratio()), "1.1200");
/// assert_eq!(format!("{:.4}", profile.ratio_of_scores()), "1.1169");
/// assert_eq!(format!("{:.2}", profile.quality_score()), "8.60");
/// assert_eq!(profile.attributes()[0].ratio, 1.2);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(into = "WrittenQuality"))]
#[doc(alias = "MPQR")]
#[doc(alias = "MPQ")]
#[doc(alias = "市场认知质量")]
#[doc(alias = "市場認知質量")]
pub struct QualityProfile(Profile);

/// How a [`QualityProfile`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct WrittenQuality {
    scale: Scale,
    options: ProfileOptions,
    attributes: Vec<AttributeRatio>,
    quality_ratio: f64,
    quality_ratio_error: Option<f64>,
    ratio_of_scores: f64,
    ratio_of_scores_error: Option<f64>,
    quality_score: f64,
    competitors_score: f64,
}

#[cfg(feature = "serde")]
impl From<QualityProfile> for WrittenQuality {
    fn from(QualityProfile(profile): QualityProfile) -> Self {
        Self {
            quality_ratio: profile.weighted_ratio,
            quality_ratio_error: profile.weighted_ratio_error,
            ratio_of_scores: profile.ratio(Aggregation::RatioOfScores),
            ratio_of_scores_error: profile.ratio_of_scores_error,
            quality_score: profile.score,
            competitors_score: profile.competitors_score,
            scale: profile.scale,
            options: profile.options,
            attributes: profile.attributes,
        }
    }
}

impl QualityProfile {
    /// The profile of attributes rated on `scale`, the price not among them.
    ///
    /// # Errors
    /// [`Error::Empty`] without attributes, or for one without a competitor's rating;
    /// [`Error::DoesNotAddUp`] for weights that miss what the options ask of them;
    /// [`Error::OutOfRange`] where all are zero, and, with its row, for a negative one;
    /// [`Error::Duplicate`] for a name that occurs twice; with the attribute's row,
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a rating that is not on the scale and for a
    /// competitors' mean of zero; [`Error::OutOfRange`] for a scale that starts where the options do
    /// not allow; [`Error::Overflow`] where a sum or a ratio is too large for a number.
    pub fn new(
        scale: Scale,
        attributes: impl IntoIterator<Item = Attribute>,
        options: &ProfileOptions,
    ) -> Result<Self> {
        Profile::new(scale, attributes, options).map(Self)
    }

    pub(super) fn with_errors(self, errors: ProfileErrors) -> Self {
        Self(self.0.with_errors(errors))
    }

    /// The attributes, in the order given.
    #[must_use]
    pub fn attributes(&self) -> &[AttributeRatio] {
        &self.0.attributes
    }

    /// The weighted mean of the ratios, Gale's market-perceived quality ratio: above 1 we are
    /// perceived better than the competitors.
    #[must_use]
    #[doc(alias = "MPQR")]
    pub const fn quality_ratio(&self) -> f64 {
        self.0.weighted_ratio
    }

    /// The ratio of the weighted scores, which is not Gale's.
    #[must_use]
    pub fn ratio_of_scores(&self) -> f64 {
        self.ratio(Aggregation::RatioOfScores)
    }

    /// One of the two.
    #[must_use]
    pub fn ratio(&self, aggregation: Aggregation) -> f64 {
        self.0.ratio(aggregation)
    }

    /// The same with its standard error, by the delta method; `None` where the profile was not made
    /// from respondents, or an attribute with weight has fewer than two answers of somebody.
    #[must_use]
    pub fn estimate(&self, aggregation: Aggregation) -> Option<Estimate> {
        Estimate::new(self.ratio(aggregation), self.0.error(aggregation)?).ok()
    }

    /// The weighted mean of our ratings, on the scale.
    #[must_use]
    pub const fn quality_score(&self) -> f64 {
        self.0.score
    }

    /// The weighted mean of the competitors' mean ratings, on the scale.
    #[must_use]
    pub const fn competitors_score(&self) -> f64 {
        self.0.competitors_score
    }

    /// The [quality ratio](Self::quality_ratio), the weighted mean of the ratios, over a relative
    /// price: from a [`PriceProfile`], from
    /// [`relative_price`](super::relative_price), or any other. For
    /// the other aggregation pass [`ratio`](Self::ratio) to [`customer_value`].
    ///
    /// # Errors
    /// As [`customer_value`].
    pub fn customer_value(&self, relative_price: f64) -> Result<Ratio> {
        customer_value(self.quality_ratio(), relative_price)
    }

    /// The scale of the ratings.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.0.scale
    }

    /// How weights and ratings were read.
    #[must_use]
    pub const fn options(&self) -> &ProfileOptions {
        &self.0.options
    }
}

/// Market-perceived price: how satisfied customers are with each part of what we ask them to pay,
/// against the competitors.
///
/// ```text
/// price competitiveness = Σ weight · our rating / mean of the competitors' ratings
/// relative price        = 1 / price competitiveness
/// ```
///
/// Ratings are of satisfaction with the price, so that more is cheaper. Where the prices paid are
/// known, [`relative_price`](super::relative_price) takes those.
///
/// Source: Gale, B. T. with Wood, R. C. (1994), *Managing Customer Value*, Free Press.
///
/// ```
/// use retention::scale::Scale;
/// use retention::value::{Attribute, PriceProfile};
///
/// let profile = PriceProfile::new(
///     Scale::ONE_TO_TEN,
///     [
///         Attribute::new("purchase price", 80.0, 6.0, [8.0]),
///         Attribute::new("finance rate", 20.0, 8.0, [8.0]),
///     ],
///     &Default::default(),
/// )?;
/// assert_eq!(format!("{:.2}", profile.price_competitiveness()), "0.80");
/// assert_eq!(format!("{:.2}", profile.relative_price()), "1.25");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(into = "WrittenPrice"))]
#[doc(alias = "市场认知价格")]
#[doc(alias = "relative price")]
pub struct PriceProfile(Profile);

/// How a [`PriceProfile`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct WrittenPrice {
    scale: Scale,
    options: ProfileOptions,
    attributes: Vec<AttributeRatio>,
    price_competitiveness: f64,
    price_competitiveness_error: Option<f64>,
    relative_price: f64,
    relative_price_error: Option<f64>,
}

#[cfg(feature = "serde")]
impl From<PriceProfile> for WrittenPrice {
    fn from(profile: PriceProfile) -> Self {
        let error = |estimate: Option<Estimate>| estimate.map(|found| found.standard_error());
        Self {
            price_competitiveness: profile.price_competitiveness(),
            price_competitiveness_error: error(profile.competitiveness_estimate()),
            relative_price: profile.relative_price(),
            relative_price_error: error(profile.relative_price_estimate()),
            scale: profile.0.scale,
            options: profile.0.options,
            attributes: profile.0.attributes,
        }
    }
}

impl PriceProfile {
    /// The profile of attributes of the price, satisfaction with each rated on `scale`.
    ///
    /// # Errors
    /// As [`QualityProfile::new`]; and [`Error::OutOfRange`] where all our ratings are zero, so that
    /// no price is high enough.
    pub fn new(
        scale: Scale,
        attributes: impl IntoIterator<Item = Attribute>,
        options: &ProfileOptions,
    ) -> Result<Self> {
        let profile = Profile::new(scale, attributes, options)?;
        let competitiveness = profile.weighted_ratio;
        if competitiveness <= 0.0 {
            return Err(Error::out_of_range(
                "price competitiveness",
                competitiveness,
                "above 0",
            ));
        }
        finite("relative price", 1.0 / competitiveness)?;
        Ok(Self(profile))
    }

    /// Our score and the competitors'.
    pub(super) const fn scores(&self) -> (f64, f64) {
        (self.0.score, self.0.competitors_score)
    }

    pub(super) fn with_errors(self, errors: ProfileErrors) -> Self {
        Self(self.0.with_errors(errors))
    }

    /// The attributes, in the order given.
    #[must_use]
    pub fn attributes(&self) -> &[AttributeRatio] {
        &self.0.attributes
    }

    /// The weighted mean of the ratios: above 1 we seem cheaper than the competitors.
    #[must_use]
    pub const fn price_competitiveness(&self) -> f64 {
        self.0.weighted_ratio
    }

    /// The same with its standard error, by the delta method; `None` where the profile was not made
    /// from respondents, or from too few.
    #[must_use]
    pub fn competitiveness_estimate(&self) -> Option<Estimate> {
        let error = self.0.error(Aggregation::WeightedRatio)?;
        Estimate::new(self.price_competitiveness(), error).ok()
    }

    /// One over the price competitiveness: above 1 we seem dearer.
    #[must_use]
    pub fn relative_price(&self) -> f64 {
        1.0 / self.0.weighted_ratio
    }

    /// The same with its standard error, by the delta method; `None` as before.
    #[must_use]
    pub fn relative_price_estimate(&self) -> Option<Estimate> {
        let error = self.0.error(Aggregation::WeightedRatio)?;
        let price = self.relative_price();
        Estimate::new(price, price * price * error).ok()
    }

    /// The scale of the ratings.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.0.scale
    }

    /// How weights and ratings were read.
    #[must_use]
    pub const fn options(&self) -> &ProfileOptions {
        &self.0.options
    }
}
