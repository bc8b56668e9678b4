use super::Confidence;
use crate::Result;
use crate::error::Error;
use crate::macros::options;

/// More draws would say no more.
const MOST_DRAWS: u32 = 1_000_000;

options! {
    /// How respondents or customers are drawn again, for an interval by the bootstrap.
    ///
    /// Used by the bootstrap of [importances and quadrants](crate::quadrant::bootstrap) and of
    /// [reliability](crate::scale::ItemSet::bootstrap), and for the interval of the
    /// [Gini coefficient](crate::pyramid::gini_interval), of
    /// [contact](crate::economics::ContactComparison) and of
    /// [rates of revenue](crate::churn::RevenueIntervals).
    ///
    /// ```
    /// use retention::estimate::Resampling;
    ///
    /// let resampling = Resampling::default().draws(200).seed(7);
    /// assert_eq!((resampling.draws, resampling.confidence.level()), (200, 0.95));
    /// ```
    ///
    /// As JSON, where a missing field takes its default:
    ///
    /// ```text
    /// {"draws": 1000, "seed": 0, "confidence": 0.95}
    /// ```
    #[derive(Copy)]
    pub struct Resampling {
        /// The number of resamples, 1 to 1,000,000. Default: 1,000.
        pub draws: u32 = 1000,
        /// The seed of the random numbers; the same seed gives the same figures. Default: 0.
        pub seed: u64 = 0,
        /// The confidence level of the intervals. Default: 95 %.
        pub confidence: Confidence = Confidence::default(),
    }
}

impl Resampling {
    /// Refuses a number of resamples out of range.
    pub(crate) fn check(self) -> Result<()> {
        if (1..=MOST_DRAWS).contains(&self.draws) {
            return Ok(());
        }
        let allowed = format_args!("1 to {MOST_DRAWS}");
        Err(Error::out_of_range("draws", self.draws, allowed))
    }
}
