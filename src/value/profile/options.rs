use crate::error::{Place, non_negative};
use crate::macros::options;
use crate::scale::Scale;
use crate::{Error, Result};

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
        /// Whether the scale may start at zero, because customers were asked so and zero means
        /// "nothing of it". A ratio of ratings depends on where the scale starts. Ratings that were
        /// normalised to 0–1, or counted from the low end of their scale, have lost that, and look
        /// like a scale from zero. Default: no, it must start above zero.
        pub allow_zero: bool = false,
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

/// Returns the scale that means of ratings lie on, if ratios of them mean something.
pub(in crate::value) fn ratio_scale(scale: Scale, allow_zero: bool) -> Result<Scale> {
    let low = scale.low();
    if low > 0.0 || allow_zero && low == 0.0 {
        return Ok(scale.continuous());
    }
    let allowed = if allow_zero {
        "0 or more, because a ratio depends on where the scale starts"
    } else {
        "above 0, because a ratio depends on where the scale starts"
    };
    Err(Error::out_of_range("low end of the scale", low, allowed))
}
