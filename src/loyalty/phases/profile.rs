use crate::Result;
use crate::error::Place;
use crate::scale::{FacetSum, Instrument, Scale};

use super::Phase;

/// One customer's scores on the four phases, all on one scale.
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
    /// Creates a profile from the scores of cognitive to action, which may lie between whole answers.
    ///
    /// # Errors
    /// At the phase, counted from 0: [`Error::NotFinite`](crate::Error::NotFinite) for NaN and infinities,
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a score beyond an end of the scale.
    pub fn new(scale: Scale, scores: [Option<f64>; 4]) -> Result<Self> {
        let scale = scale.continuous();
        for (phase, score) in Phase::CHAIN.into_iter().zip(scores) {
            if let Some(score) = score {
                let place = |error: crate::Error| error.at_place(Place::Item(phase.name().into()));
                scale.check(score).map_err(place)?;
            }
        }
        Ok(Self { scores, scale })
    }

    /// Computes a profile from one respondent's answers, one place for each item.
    ///
    /// A phase scores the mean of its items answered, reversed ones read from the other end. A phase has
    /// no score if it was not asked about, or if too few of its items were answered. The function
    /// allocates nothing.
    ///
    /// ```
    /// use retention::loyalty::phases::{Phase, Profile};
    /// use retention::scale::{Instrument, Item, Missing, Scale};
    ///
    /// let instrument = Instrument::new(
    ///     Scale::ONE_TO_SEVEN,
    ///     [
    ///         Item::as_asked(Phase::Cognitive),
    ///         Item::reversed(Phase::Cognitive),
    ///         Item::as_asked(Phase::Affective),
    ///     ],
    ///     Missing::Listwise,
    /// )?;
    /// let profile = Profile::of(&instrument, &[Some(6.0), Some(1.0), None])?;
    /// assert_eq!(profile.scores(), [Some(6.5), None, None, None]);
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) if there are more or fewer places than
    /// items; at the item, [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for what is not an answer on the scale.
    pub fn of(instrument: &Instrument<Phase>, answers: &[Option<f64>]) -> Result<Self> {
        Self::scored(instrument, answers, |answer| *answer)
    }

    /// Computes the profile of a respondent who answered every item.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub fn of_full(instrument: &Instrument<Phase>, answers: &[f64]) -> Result<Self> {
        Self::scored(instrument, answers, |answer| Some(*answer))
    }

    fn scored<A>(
        instrument: &Instrument<Phase>,
        answers: &[A],
        read: impl Fn(&A) -> Option<f64>,
    ) -> Result<Self> {
        let (mut sums, mut found) = ([FacetSum::default(); 4], [None; 4]);
        // There are four phases, so no instrument asks about more.
        instrument.score_into(answers, read, &mut sums, &mut found)?;
        let asked = instrument.facets();
        let mut scores = found;
        // Facets are in order and each is there once, so four are all.
        if asked.len() < found.len() {
            scores = [None; 4];
            for (phase, score) in asked.iter().zip(found) {
                *phase.pick_mut(&mut scores) = score;
            }
        }
        Ok(Self::of_means(instrument.scale(), scores))
    }

    /// Scores that are known to lie on the scale.
    pub(super) const fn of_means(scale: Scale, scores: [Option<f64>; 4]) -> Self {
        Self {
            scores,
            scale: scale.continuous(),
        }
    }

    /// Returns the score of a phase; `None` if it has none.
    #[must_use]
    pub fn get(&self, phase: Phase) -> Option<f64> {
        phase.pick(&self.scores)
    }

    /// Returns the scores from cognitive to action.
    #[must_use]
    pub const fn scores(&self) -> [Option<f64>; 4] {
        self.scores
    }

    /// Returns the scale.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// Returns the phases without a score, in order.
    pub fn missing(&self) -> impl Iterator<Item = Phase> + use<> {
        let scores = self.scores;
        Phase::CHAIN
            .into_iter()
            .filter(move |phase| phase.pick(&scores).is_none())
    }
}
