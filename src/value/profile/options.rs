use crate::error::{Place, non_negative};
use crate::macros::{named_enum, options};
use crate::scale::Scale;
use crate::{Error, Result};

named_enum! {
    /// Whether a scale that starts at zero is accepted.
    ///
    /// A ratio of ratings says something only if twice the rating is twice as good, and it depends
    /// on where the scale starts. Ratings that were normalised to 0–1, or counted from the low end of
    /// their scale, have lost that. A scale that starts at zero is what they look like.
    ///
    /// See the [example](crate::value::profile::Options).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum LowEnd {
        /// The scale must start above zero, as 1 to 10 does. The default.
        #[default]
        AboveZero = "above_zero",
        /// The scale may start at zero: customers were asked so, and zero means "nothing of it".
        Zero = "zero",
    }
}

named_enum! {
    /// How the attributes make one quality ratio.
    ///
    /// The two ways differ: for Gale's chicken they give 1.26 and 1.24.
    ///
    /// See the [example](crate::value::profile::QualityProfile).
    #[derive(Default)]
    #[non_exhaustive]
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

options! {
    /// How the weights and ratings of a [`QualityProfile`](super::QualityProfile) or a
    /// [`PriceProfile`](super::PriceProfile) are read.
    ///
    /// ```
    /// use retention::scale::Scale;
    /// use retention::value::profile::{Options, QualityProfile, RatedAttribute};
    ///
    /// let attributes = [
    ///     RatedAttribute::new("fresh", 2.0, 9.0, [6.0]),
    ///     RatedAttribute::new("near", 1.0, 8.0, [8.0]),
    /// ];
    /// let options = Options::default();
    /// let refused = QualityProfile::new(Scale::ONE_TO_TEN, attributes.clone(), options);
    /// assert_eq!(refused.unwrap_err().to_string(), "weights must add up to 100, got 3");
    ///
    /// let options = options.add_up_to(None);
    /// let profile = QualityProfile::new(Scale::ONE_TO_TEN, attributes, options)?;
    /// assert_eq!(format!("{:.4}", profile.quality_ratio), "1.3333");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// What the weights must add up to: `Some(100.0)` for percentages, `Some(1.0)` for shares,
        /// `None` if only their proportions matter. Default: 100.
        pub add_up_to: Option<f64> = Some(100.0),
        /// By how much of the whole the sum of the weights may miss it. With 0.01 the sum may be 99
        /// to 101, which weights rounded to whole percents may need. Weights within the tolerance are
        /// divided by their own sum. Default: 0.000001, which allows rounding only.
        pub tolerance: f64 = 1e-6,
        /// Whether the scale may start at zero. Default: it must start above zero.
        pub low_end: LowEnd = LowEnd::AboveZero,
    }
}

impl Options {
    /// Refuses options that are not numbers.
    pub(in crate::value) fn check(self) -> Result<()> {
        non_negative("tolerance of the weights", self.tolerance)?;
        if let Some(whole) = self.add_up_to
            && non_negative("sum that the weights must have", whole)? == 0.0
        {
            return Err(Error::out_of_range(
                "sum that the weights must have",
                whole,
                "above 0",
            ));
        }
        Ok(())
    }

    /// Returns the weights as shares of the largest, and the sum of these.
    pub(super) fn relative<'a>(
        self,
        weights: impl Iterator<Item = (&'a str, f64)> + Clone,
    ) -> Result<(Vec<f64>, f64)> {
        self.check()?;
        let (mut sum, mut largest) = (0.0, 0.0_f64);
        for (name, weight) in weights.clone() {
            sum += non_negative("weight", weight)
                .map_err(|error| error.at_place(Place::Attribute(name.into())))?;
            largest = largest.max(weight);
        }
        if sum == f64::INFINITY {
            return Err(Error::overflow("the sum of the weights", sum));
        }
        if largest == 0.0 {
            return Err(Error::out_of_range("sum of the weights", sum, "above 0"));
        }
        if let Some(whole) = self.add_up_to
            && (sum - whole).abs() > self.tolerance * whole
        {
            return Err(Error::does_not_add_up("weights", sum, whole));
        }
        let relative: Vec<f64> = weights.map(|(_, weight)| weight / largest).collect();
        let sum = relative.iter().sum();
        Ok((relative, sum))
    }
}

impl LowEnd {
    /// Returns the scale that means of ratings lie on, if ratios of them mean something.
    pub(in crate::value) fn check(self, scale: Scale) -> Result<Scale> {
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
