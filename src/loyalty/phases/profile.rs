use crate::Result;
use crate::scale::Scale;

use super::Phase;

/// One customer's scores on the four phases: all on one scale, `None` where a phase has no score.
///
/// ```
/// use retention::loyalty::phases::{Phase, Profile};
/// use retention::scale::Scale;
///
/// let profile = Profile::new(Scale::ONE_TO_SEVEN, [Some(6.0), Some(5.5), None, Some(6.5)])?;
/// assert_eq!(profile.get(Phase::Affective), Some(5.5));
/// assert_eq!(profile.missing().collect::<Vec<_>>(), [Phase::Conative]);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawProfile", into = "RawProfile"))]
pub struct Profile {
    scores: [Option<f64>; 4],
    scale: Scale,
}

/// How a [`Profile`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct RawProfile {
    scale: Scale,
    #[serde(default)]
    cognitive: Option<f64>,
    #[serde(default)]
    affective: Option<f64>,
    #[serde(default)]
    conative: Option<f64>,
    #[serde(default)]
    action: Option<f64>,
}

#[cfg(feature = "serde")]
impl TryFrom<RawProfile> for Profile {
    type Error = crate::Error;

    fn try_from(raw: RawProfile) -> Result<Self> {
        Self::new(
            raw.scale,
            [raw.cognitive, raw.affective, raw.conative, raw.action],
        )
    }
}

#[cfg(feature = "serde")]
impl From<Profile> for RawProfile {
    fn from(profile: Profile) -> Self {
        let [cognitive, affective, conative, action] = profile.scores;
        Self {
            scale: profile.scale,
            cognitive,
            affective,
            conative,
            action,
        }
    }
}

impl Profile {
    /// The scores from cognitive to action. They may lie between whole answers, as means do.
    ///
    /// # Errors
    /// With the position of the phase, counted from 0, as the row:
    /// [`Error::NotFinite`](crate::Error::NotFinite) for NaN and infinities,
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a score beyond an end of the scale.
    pub fn new(scale: Scale, scores: [Option<f64>; 4]) -> Result<Self> {
        let scale = scale.continuous();
        for (row, score) in scores.iter().enumerate() {
            if let Some(score) = score {
                scale.check(*score).map_err(|error| error.at_row(row))?;
            }
        }
        Ok(Self { scores, scale })
    }

    /// Scores that are known to lie on the scale.
    pub(super) const fn of_means(scale: Scale, scores: [Option<f64>; 4]) -> Self {
        Self {
            scores,
            scale: scale.continuous(),
        }
    }

    /// The score of a phase; `None` where it has none.
    #[must_use]
    pub fn get(&self, phase: Phase) -> Option<f64> {
        phase.pick(&self.scores)
    }

    /// The scores from cognitive to action.
    #[must_use]
    pub const fn scores(&self) -> [Option<f64>; 4] {
        self.scores
    }

    /// The scale.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// The phases without a score, in order.
    pub fn missing(&self) -> impl Iterator<Item = Phase> + use<> {
        let scores = self.scores;
        Phase::CHAIN
            .into_iter()
            .filter(move |phase| phase.pick(&scores).is_none())
    }
}
