use crate::error::finite;
use crate::estimate::Estimate;
use crate::scale::Scale;
use crate::value::RelativeTo;
use crate::value::ratio::student;
use crate::{Error, Result};

use super::attributes::{Row, Table};
use super::{AttributeRatio, Options, RatedAttribute};

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
/// assert_eq!(format!("{:.2}", profile.price_competitiveness), "0.80");
/// assert_eq!(format!("{:.2}", profile.relative_price), "1.25");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "市场认知价格")]
#[doc(alias = "relative price")]
pub struct PriceProfile {
    /// The scale of the ratings.
    pub scale: Scale,
    /// How weights and ratings were read.
    pub options: Options,
    /// Whom we are compared with.
    pub relative_to: RelativeTo,
    /// The attributes, in the order given.
    pub attributes: Vec<AttributeRatio>,
    /// The weighted mean of the ratios. Above 1 customers find us cheaper than the competitors.
    pub price_competitiveness: f64,
    /// The standard error of the price competitiveness, by the delta method. `None` if the profile was
    /// not made from respondents, or if an attribute with weight has fewer than two answers for any
    /// supplier.
    pub price_competitiveness_error: Option<f64>,
    /// 1 over the price competitiveness. Above 1 customers find us dearer than the competitors.
    pub relative_price: f64,
    /// The standard error of the relative price, by the delta method. `None` in the same cases.
    pub relative_price_error: Option<f64>,
    /// The degrees of freedom of the standard errors.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(in crate::value) degrees: Option<f64>,
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
        Self::of_rows(scale, attributes, RelativeTo::default(), options)
    }

    /// Creates the profile of attributes that were compared with whoever.
    pub(in crate::value) fn of_rows(
        scale: Scale,
        attributes: impl IntoIterator<Item = impl Into<Row>>,
        relative_to: RelativeTo,
        options: Options,
    ) -> Result<Self> {
        let table = Table::new(scale, attributes, options)?;
        let competitiveness = table.weighted_ratio;
        if competitiveness <= 0.0 {
            return Err(Error::out_of_range(
                "price competitiveness",
                competitiveness,
                "above 0",
            ));
        }
        Ok(Self {
            scale,
            options,
            relative_to,
            attributes: table.attributes,
            price_competitiveness: competitiveness,
            price_competitiveness_error: None,
            relative_price: finite("relative price", 1.0 / competitiveness)?,
            relative_price_error: None,
            degrees: None,
        })
    }

    /// Returns the price competitiveness with its standard error, if that is known.
    #[must_use]
    pub fn competitiveness_estimate(&self) -> Option<Estimate> {
        let error = self.price_competitiveness_error?;
        student(self.price_competitiveness, error, self.degrees)
    }

    /// Returns the relative price with its standard error, if that is known.
    #[must_use]
    pub fn relative_price_estimate(&self) -> Option<Estimate> {
        student(
            self.relative_price,
            self.relative_price_error?,
            self.degrees,
        )
    }
}
