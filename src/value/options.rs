use crate::error::non_negative;
use crate::macros::named_enum;
use crate::scale::Scale;
use crate::{Error, Result};

named_enum! {
    /// What the weights of attributes must add up to.
    #[derive(Default)]
    pub enum Weighting {
        /// To 100: percentages. The default.
        #[default]
        AddUpTo100 = "add_up_to_100",
        /// To 1: shares.
        AddUpTo1 = "add_up_to_1",
        /// To anything above zero: only their proportions matter.
        Normalise = "normalise",
    }
}

named_enum! {
    /// Whether a scale that starts at zero is accepted.
    ///
    /// A ratio of ratings says something only where twice the rating is twice as good, and depends
    /// on where the scale starts. Ratings normalised to 0–1, or counted from the low end of their
    /// scale, have lost that; a scale that starts at zero is what they look like.
    #[derive(Default)]
    pub enum LowEnd {
        /// The scale must start above zero, as 1 to 10 does. The default.
        #[default]
        AboveZero = "above_zero",
        /// It may start at zero: customers were asked so, and zero means nothing of it.
        Zero = "zero",
    }
}

named_enum! {
    /// How attributes make one quality ratio. The two must be equal, got 1.26 and 1.24 for Gale's chicken.
    #[derive(Default)]
    pub enum Aggregation {
        /// The weighted mean of the ratios, Gale's market-perceived quality ratio. The default.
        ///
        /// ```text
        /// Σ w · (ours / theirs) / Σ w
        /// ```
        #[default]
        #[doc(alias = "MPQR")]
        WeightedRatio = "weighted_ratio",
        /// The ratio of the weighted means.
        ///
        /// ```text
        /// Σ w · ours / Σ w · theirs
        /// ```
        RatioOfScores = "ratio_of_scores",
    }
}

/// How the weights and ratings of a [`QualityProfile`](super::QualityProfile) or a
/// [`PriceProfile`](super::PriceProfile) are read.
///
/// ```
/// use retention::scale::Scale;
/// use retention::value::{Attribute, ProfileOptions, QualityProfile, Weighting};
///
/// let attributes = [
///     Attribute::new("fresh", 2.0, 9.0, [6.0]),
///     Attribute::new("near", 1.0, 8.0, [8.0]),
/// ];
/// let refused = QualityProfile::new(Scale::ONE_TO_TEN, attributes.clone(), &Default::default());
/// assert_eq!(refused.unwrap_err().to_string(), "weights must add up to 100, got 3");
///
/// let options = ProfileOptions::default().weighting(Weighting::Normalise);
/// let profile = QualityProfile::new(Scale::ONE_TO_TEN, attributes, &options)?;
/// assert_eq!(format!("{:.4}", profile.quality_ratio()), "1.3333");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct ProfileOptions {
    /// What the weights must add up to; [`Weighting::AddUpTo100`] by default.
    pub weighting: Weighting,
    /// By how much of the whole their sum may miss it: 0.01 allows 99 to 101, which weights rounded
    /// to whole percents may need. One part in a million by default, so that nothing but rounding is
    /// allowed. Weights within it are divided by their own sum.
    pub tolerance: f64,
    /// Whether the scale may start at zero; [`LowEnd::AboveZero`] by default.
    pub low_end: LowEnd,
}

impl Default for ProfileOptions {
    fn default() -> Self {
        Self {
            weighting: Weighting::default(),
            tolerance: 1e-6,
            low_end: LowEnd::default(),
        }
    }
}

impl ProfileOptions {
    /// Sets what the weights must add up to.
    #[must_use]
    pub const fn weighting(mut self, weighting: Weighting) -> Self {
        self.weighting = weighting;
        self
    }

    /// Sets by how much of the whole their sum may miss it.
    #[must_use]
    pub const fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Sets whether the scale may start at zero.
    #[must_use]
    pub const fn low_end(mut self, low_end: LowEnd) -> Self {
        self.low_end = low_end;
        self
    }

    /// The weights as shares of the largest, and the sum of these.
    pub(super) fn relative(self, weights: &[f64]) -> Result<(Vec<f64>, f64)> {
        let tolerance = non_negative("tolerance of the weights", self.tolerance)?;
        if weights.is_empty() {
            return Err(Error::empty("attribute"));
        }
        let (mut sum, mut largest) = (0.0, 0.0_f64);
        for (row, &weight) in weights.iter().enumerate() {
            sum += non_negative("weight", weight).map_err(|error| error.at_row(row))?;
            largest = largest.max(weight);
        }
        if sum == f64::INFINITY {
            return Err(Error::overflow("the sum of the weights", sum));
        }
        if largest == 0.0 {
            return Err(Error::out_of_range("sum of the weights", sum, "above 0"));
        }
        let whole = match self.weighting {
            Weighting::AddUpTo100 => Some(100.0),
            Weighting::AddUpTo1 => Some(1.0),
            Weighting::Normalise => None,
        };
        if let Some(whole) = whole
            && (sum - whole).abs() > tolerance * whole
        {
            return Err(Error::does_not_add_up("weights", sum, whole));
        }
        let relative: Vec<f64> = weights.iter().map(|weight| weight / largest).collect();
        let sum = relative.iter().sum();
        Ok((relative, sum))
    }
}

impl LowEnd {
    /// Returns the scale that means of ratings lie on, if ratios of them mean something.
    pub(super) fn check(self, scale: Scale) -> Result<Scale> {
        let low = scale.low();
        let allowed = match self {
            Self::AboveZero if low <= 0.0 => {
                "above 0, because a ratio depends on where the scale starts"
            }
            Self::Zero if low < 0.0 => {
                "0 or more, because a ratio depends on where the scale starts"
            }
            _ => return Ok(scale.continuous()),
        };
        Err(Error::out_of_range("low end of the scale", low, allowed))
    }
}
