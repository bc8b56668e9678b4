use crate::Result;
use crate::error::Error;
use crate::estimate::Confidence;
use crate::macros::options;

/// More draws would say no more.
const MOST_DRAWS: u32 = 1_000_000;

options! {
    /// How respondents are resampled.
    ///
    /// ```
    /// use retention::quadrant::bootstrap::Options;
    ///
    /// let options = Options::default().draws(200).seed(7);
    /// assert_eq!((options.draws, options.confidence.level()), (200, 0.95));
    /// ```
    ///
    /// As JSON, where a missing field takes its default:
    ///
    /// ```text
    /// {"draws": 1000, "seed": 0, "confidence": 0.95}
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// The number of resamples, 1 to 1,000,000. Default: 1,000.
        pub draws: u32 = 1000,
        /// The seed of the random numbers; the same seed gives the same figures. Default: 0.
        pub seed: u64 = 0,
        /// The confidence level of the intervals. Default: 95 %.
        pub confidence: Confidence = Confidence::default(),
    }
}

impl Options {
    pub(super) fn check(self) -> Result<()> {
        if (1..=MOST_DRAWS).contains(&self.draws) {
            return Ok(());
        }
        let allowed = format_args!("1 to {MOST_DRAWS}");
        Err(Error::out_of_range("draws", self.draws, allowed))
    }
}
