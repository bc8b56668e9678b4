use crate::error::{Place, non_negative};
use crate::estimate::Ratio;
use crate::keyed::check_unique;
use crate::value::customer_value;
use crate::{Error, Result};

use super::Options;

/// One attribute whose ratio is known without ratings: its weight, and ours over theirs.
///
/// ```
/// use retention::value::profile::GivenRatio;
///
/// // Two weeks instead of six: less is better, so theirs over ours.
/// let ratio = GivenRatio::new("weeks of recovery", 40.0, 6.0 / 2.0);
/// assert_eq!(ratio.contribution(), 120.0);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct GivenRatio {
    /// The name, different from that of every other attribute of the profile.
    pub name: String,
    /// The weight, 0 or more. In a [`RatioProfile`] it is the share of all weights, 0 to 1.
    pub weight: f64,
    /// How many times as good we are, 0 or more. If less is better, as with days or defects, this is the
    /// competitors' figure over ours.
    pub ratio: f64,
}

impl GivenRatio {
    /// Creates an attribute from its weight and its ratio.
    #[must_use]
    pub fn new(name: impl Into<String>, weight: f64, ratio: f64) -> Self {
        Self {
            name: name.into(),
            weight,
            ratio,
        }
    }

    /// Returns weight times ratio, what the attribute adds to the quality ratio.
    #[must_use]
    pub fn contribution(&self) -> f64 {
        self.weight * self.ratio
    }
}

/// A quality profile of ratios as given, without ratings: days, inches or defects, which were measured
/// and not asked about.
///
/// ```text
/// quality ratio = Σ weight · ratio
/// ```
///
/// It has no scores, since nothing was rated, and no standard error.
///
/// Source: *Design for Six Sigma for Service* (2005), McGraw-Hill, table 5.3, after Gale.
///
/// ```
/// use retention::value::profile::{GivenRatio, Options, RatioProfile};
///
/// let profile = RatioProfile::new(
///     [
///         GivenRatio::new("weeks of recovery", 60.0, 3.0),
///         GivenRatio::new("days in hospital", 40.0, 2.0),
///     ],
///     Options::default(),
/// )?;
/// assert_eq!(format!("{:.2}", profile.quality_ratio), "2.60");
/// assert_eq!(format!("{:.2}", profile.attributes[0].weight), "0.60");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct RatioProfile {
    /// How weights were read.
    pub options: Options,
    /// The attributes, in the order given, weights as shares.
    pub attributes: Vec<GivenRatio>,
    /// The weighted mean of the ratios. Above 1 we are better than the competitors.
    pub quality_ratio: f64,
}

impl RatioProfile {
    /// Creates the profile of attributes whose ratios are known.
    ///
    /// # Errors
    /// [`Error::Empty`] without attributes; at the attribute, [`Error::NotFinite`] and
    /// [`Error::OutOfRange`] for a weight or a ratio that is not a number of 0 or more, and
    /// [`Error::Duplicate`] for a name that occurs twice; [`Error::DoesNotAddUp`] for weights that miss
    /// what the options ask for; [`Error::OutOfRange`] if all weights are zero; [`Error::Overflow`] for
    /// a sum that is too large.
    pub fn new(attributes: impl IntoIterator<Item = GivenRatio>, options: Options) -> Result<Self> {
        let mut attributes: Vec<GivenRatio> = attributes.into_iter().collect();
        if attributes.is_empty() {
            return Err(Error::empty("attribute"));
        }
        let weights = attributes.iter().map(|a| (a.name.as_str(), a.weight));
        let (relative, sum) = options.relative(weights)?;
        check_unique("attribute", attributes.iter().map(|a| a.name.as_str()))
            .map_err(|(error, at)| error.at_place(Place::Attribute(at.into())))?;
        let mut quality_ratio = 0.0;
        for (attribute, relative) in attributes.iter_mut().zip(relative) {
            let name = || Place::Attribute(attribute.name.as_str().into());
            non_negative("ratio", attribute.ratio).map_err(|error| error.at_place(name()))?;
            attribute.weight = relative / sum;
            quality_ratio += attribute.contribution();
        }
        if !quality_ratio.is_finite() {
            return Err(Error::overflow("a quality ratio", quality_ratio));
        }
        Ok(Self {
            options,
            attributes,
            quality_ratio,
        })
    }

    /// Computes customer value: the quality ratio over a relative price.
    ///
    /// # Errors
    /// As [`customer_value`].
    pub fn customer_value(&self, relative_price: f64) -> Result<Ratio> {
        customer_value(self.quality_ratio, relative_price)
    }
}
