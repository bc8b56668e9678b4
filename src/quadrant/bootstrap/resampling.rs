use crate::Result;
use crate::error::Error;
use crate::estimate::Confidence;

/// More draws would say no more.
const MOST_DRAWS: u32 = 1_000_000;

/// How respondents are resampled.
///
/// ```
/// use retention::quadrant::Resampling;
///
/// let resampling = Resampling::default().draws(200).seed(7);
/// assert_eq!((resampling.draws, resampling.confidence.level()), (200, 0.95));
/// ```
///
/// As JSON, in which what is missing is the default:
///
/// ```text
/// {"draws": 1000, "seed": 0, "confidence": 0.95}
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Resampling {
    /// How many resamples: 1 to a million, by default 1,000.
    pub draws: u32,
    /// What the random numbers start from, by default 0. The same seed gives the same figures.
    pub seed: u64,
    /// How sure the intervals are to be, by default 95 %.
    pub confidence: Confidence,
}

impl Default for Resampling {
    fn default() -> Self {
        Self {
            draws: 1000,
            seed: 0,
            confidence: Confidence::default(),
        }
    }
}

impl Resampling {
    /// Sets how many resamples.
    #[must_use]
    pub const fn draws(mut self, draws: u32) -> Self {
        self.draws = draws;
        self
    }

    /// Sets what the random numbers start from.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets how sure the intervals are to be.
    #[must_use]
    pub const fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    pub(super) fn check(self) -> Result<()> {
        if !(1..=MOST_DRAWS).contains(&self.draws) {
            return Err(Error::out_of_range(
                "draws",
                self.draws,
                format_args!("1 to {MOST_DRAWS}"),
            ));
        }
        Ok(())
    }
}
