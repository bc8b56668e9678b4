use crate::Result;
use crate::estimate::{Estimate, Ratio};
use crate::numeric::linear::Matrix;
use crate::scale::Scale;
use crate::value::ratio::student;
use crate::value::{RelativeTo, customer_value};

use super::attributes::{Row, Table};
use super::{AttributeRatio, Options, RatedAttribute};

/// Market-perceived quality: how customers rate us on what decides their purchase, apart from the
/// price, against how they rate the competitors.
///
/// ```text
/// ratio              = our rating / mean of the competitors' ratings
/// quality ratio      = Σ weight · ratio                   (Gale's MPQR)
/// quality score      = Σ weight · our rating              (likewise for the competitors)
/// ratio of scores    = our score / competitors' score
/// ```
///
/// The weights are shares of their sum. The quality ratio is *not* the ratio of the scores: for Gale's
/// chicken they are 1.26 and 1.24. In the scores an attribute with high ratings all round counts for
/// more; in the quality ratio each counts by its weight alone. Read the table row by row: we win on
/// attributes whose contribution is above their weight, and lose where it is below.
///
/// Ratings by our own customers alone are not those of the market we serve: customers who found us
/// worse have left.
///
/// Source: Gale, B. T. with Wood, R. C. (1994), *Managing Customer Value*, Free Press.
///
/// ```
/// use retention::scale::Scale;
/// use retention::value::profile::{Options, QualityProfile, RatedAttribute};
///
/// let profile = QualityProfile::new(
///     Scale::ONE_TO_TEN,
///     [
///         RatedAttribute::new("meat-to-bone", 60.0, 9.0, [7.5]),
///         RatedAttribute::new("fresh", 40.0, 8.0, [8.0]),
///     ],
///     Options::default(),
/// )?;
/// assert_eq!(format!("{:.4}", profile.quality_ratio), "1.1200");
/// assert_eq!(format!("{:.4}", profile.ratio_of_scores), "1.1169");
/// assert_eq!(format!("{:.2}", profile.quality_score), "8.60");
/// assert_eq!(profile.attributes[0].ratio, 1.2);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "MPQR")]
#[doc(alias = "MPQ")]
#[doc(alias = "市场认知质量")]
#[doc(alias = "市場認知質量")]
pub struct QualityProfile {
    /// The scale of the ratings.
    pub scale: Scale,
    /// How weights and ratings were read.
    pub options: Options,
    /// Whom we are compared with.
    pub relative_to: RelativeTo,
    /// The attributes, in the order given.
    pub attributes: Vec<AttributeRatio>,
    /// The weighted mean of the ratios, Gale's market-perceived quality ratio. Above 1 customers find
    /// us better than the competitors.
    #[doc(alias = "MPQR")]
    pub quality_ratio: f64,
    /// The standard error of the quality ratio, by the delta method. `None` if the profile was not made
    /// from respondents, or if an attribute with weight has fewer than two answers for any supplier.
    pub quality_ratio_error: Option<f64>,
    /// The ratio of the weighted scores, which is not Gale's.
    pub ratio_of_scores: f64,
    /// The standard error of the ratio of scores. `None` in the same cases.
    pub ratio_of_scores_error: Option<f64>,
    /// The weighted mean of our ratings, on the scale.
    pub quality_score: f64,
    /// The weighted mean of the ratings that ours are compared with, on the scale.
    pub competitors_score: f64,
    /// How the ratings behind it vary together, if they come from respondents.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(in crate::value) covariances: Option<Matrix>,
    /// The degrees of freedom of the standard error of the quality ratio.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(in crate::value) ratio_degrees: Option<f64>,
    /// The degrees of freedom of the standard error of the ratio of scores.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(in crate::value) scores_degrees: Option<f64>,
}

impl QualityProfile {
    /// Creates the profile of attributes that were rated on `scale`. Leave the price out of them.
    ///
    /// # Errors
    /// At the attribute, [`Error::OutOfRange`](crate::Error::OutOfRange) and
    /// [`Error::NotFinite`](crate::Error::NotFinite) for a negative weight, a rating that is not on the
    /// scale and a competitors' mean of zero, [`Error::Empty`](crate::Error::Empty) without a
    /// competitor's rating, and [`Error::Duplicate`](crate::Error::Duplicate) for a name that occurs
    /// twice. [`Error::Empty`](crate::Error::Empty) without attributes;
    /// [`Error::DoesNotAddUp`](crate::Error::DoesNotAddUp) for weights that miss what the options ask
    /// for; [`Error::OutOfRange`](crate::Error::OutOfRange) if all weights are zero or the scale starts
    /// where the options do not allow; [`Error::Overflow`](crate::Error::Overflow) for a sum or a ratio
    /// that is too large.
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
        Ok(Self {
            scale,
            options,
            relative_to,
            attributes: table.attributes,
            quality_ratio: table.weighted_ratio,
            quality_ratio_error: None,
            ratio_of_scores: table.score / table.competitors_score,
            ratio_of_scores_error: None,
            quality_score: table.score,
            competitors_score: table.competitors_score,
            covariances: None,
            ratio_degrees: None,
            scores_degrees: None,
        })
    }

    /// Returns the quality ratio with its standard error, if that is known. Its intervals are
    /// Student's, with the degrees of freedom of Welch and Satterthwaite.
    #[must_use]
    pub fn quality_ratio_estimate(&self) -> Option<Estimate> {
        student(
            self.quality_ratio,
            self.quality_ratio_error?,
            self.ratio_degrees,
        )
    }

    /// Returns the ratio of the scores with its standard error, if that is known.
    #[must_use]
    pub fn ratio_of_scores_estimate(&self) -> Option<Estimate> {
        student(
            self.ratio_of_scores,
            self.ratio_of_scores_error?,
            self.scores_degrees,
        )
    }

    /// Computes customer value: the quality ratio over a relative price.
    ///
    /// The price comes from a [`PriceProfile`](super::PriceProfile) or from
    /// [`relative_price`](crate::value::relative_price). To use the
    /// [ratio of the scores](Self::ratio_of_scores) instead, pass it to [`customer_value`].
    ///
    /// # Errors
    /// As [`customer_value`].
    pub fn customer_value(&self, relative_price: f64) -> Result<Ratio> {
        customer_value(self.quality_ratio, relative_price)
    }
}
