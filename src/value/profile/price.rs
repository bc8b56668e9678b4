use crate::error::finite;
use crate::estimate::Estimate;
use crate::scale::Scale;
use crate::{Error, Result};

use super::attributes::{Errors, Profile};
use super::{Aggregation, AttributeRatio, Options, RatedAttribute};

/// Market-perceived price: how satisfied customers are with each part of the price, against the
/// competitors.
///
/// ```text
/// price competitiveness = Σ weight · our rating / mean of the competitors' ratings
/// relative price        = 1 / price competitiveness
/// ```
///
/// Ratings are of satisfaction with the price, so a higher rating means cheaper. If the prices paid
/// are known, use [`relative_price`](crate::value::relative_price) instead.
///
/// Source: Gale, B. T. with Wood, R. C. (1994), *Managing Customer Value*, Free Press.
///
/// ```
/// use retention::scale::Scale;
/// use retention::value::profile::{Options, PriceProfile, RatedAttribute};
///
/// let profile = PriceProfile::new(
///     Scale::ONE_TO_TEN,
///     [
///         RatedAttribute::new("purchase price", 80.0, 6.0, [8.0]),
///         RatedAttribute::new("finance rate", 20.0, 8.0, [8.0]),
///     ],
///     Options::default(),
/// )?;
/// assert_eq!(format!("{:.2}", profile.price_competitiveness()), "0.80");
/// assert_eq!(format!("{:.2}", profile.relative_price()), "1.25");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(into = "Written"))]
#[doc(alias = "市场认知价格")]
#[doc(alias = "relative price")]
pub struct PriceProfile(Profile);

/// How a [`PriceProfile`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Written {
    scale: Scale,
    options: Options,
    attributes: Vec<AttributeRatio>,
    price_competitiveness: f64,
    price_competitiveness_error: Option<f64>,
    relative_price: f64,
    relative_price_error: Option<f64>,
}

#[cfg(feature = "serde")]
impl From<PriceProfile> for Written {
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
    /// Creates the profile of attributes of the price. Satisfaction with each was rated on `scale`.
    ///
    /// # Errors
    /// As [`QualityProfile::new`](super::QualityProfile::new); and [`Error::OutOfRange`] if all our
    /// ratings with weight are zero, so that the relative price has no bound.
    pub fn new(
        scale: Scale,
        attributes: impl IntoIterator<Item = RatedAttribute>,
        options: Options,
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

    /// Returns our score and the competitors'.
    pub(in crate::value) const fn scores(&self) -> (f64, f64) {
        (self.0.score, self.0.competitors_score)
    }

    pub(in crate::value) fn with_errors(self, errors: Errors) -> Self {
        Self(self.0.with_errors(errors))
    }

    /// Returns the attributes, in the order given.
    #[must_use]
    pub fn attributes(&self) -> &[AttributeRatio] {
        &self.0.attributes
    }

    /// Returns the weighted mean of the ratios. Above 1 customers find us cheaper than the
    /// competitors.
    #[must_use]
    pub const fn price_competitiveness(&self) -> f64 {
        self.0.weighted_ratio
    }

    /// Returns the price competitiveness with its standard error, by the delta method. `None` if the
    /// profile was not made from respondents, or if an attribute with weight has fewer than two
    /// answers for any supplier.
    #[must_use]
    pub fn competitiveness_estimate(&self) -> Option<Estimate> {
        self.0.estimate(Aggregation::WeightedRatio)
    }

    /// Returns the relative price, 1 over the price competitiveness. Above 1 customers find us dearer
    /// than the competitors.
    #[must_use]
    pub fn relative_price(&self) -> f64 {
        1.0 / self.0.weighted_ratio
    }

    /// Returns the relative price with its standard error, by the delta method. `None` in the same
    /// cases as [`competitiveness_estimate`](Self::competitiveness_estimate).
    #[must_use]
    pub fn relative_price_estimate(&self) -> Option<Estimate> {
        let error = self.0.error(Aggregation::WeightedRatio)?;
        let price = self.relative_price();
        Estimate::new(price, price * price * error).ok()
    }

    /// Returns the scale of the ratings.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.0.scale
    }

    /// Returns how weights and ratings were read.
    #[must_use]
    pub const fn options(&self) -> Options {
        self.0.options
    }
}
