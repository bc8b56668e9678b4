use crate::Result;
use crate::error::Error;
use crate::loyalty::score::{Bar, Threshold};
use crate::macros::options;
use crate::scale::Scale;

use super::{Inversion, Phase, Profile, Vulnerability};

options! {
    /// Where each phase begins.
    ///
    /// ```text
    /// attained = the highest phase such that it and every phase before it score ≥ threshold
    /// ```
    ///
    /// No cut is published. The default is [two thirds of the scale](Threshold), 5 on 1 to 7.
    ///
    /// ```
    /// use retention::loyalty::Threshold;
    /// use retention::loyalty::phases::{Phase, Profile, Rules};
    /// use retention::scale::Scale;
    ///
    /// let profile = Profile::new(Scale::ONE_TO_SEVEN, [Some(6.0), Some(5.5), Some(4.0), Some(6.5)])?;
    /// let found = Rules::default().classify(&profile)?;
    /// assert_eq!(found.attained, Some(Phase::Affective));
    /// assert_eq!((found.failing(), found.distance()), (Some(Phase::Conative), Some(1.0)));
    ///
    /// let lenient = Rules::default().conative(Threshold::Value(4.0));
    /// assert_eq!(lenient.classify(&profile)?.attained, Some(Phase::Action));
    ///
    /// // A score that is missing stops the chain; nothing stands in for it.
    /// let gap = Profile::new(Scale::ONE_TO_SEVEN, [Some(6.0), None, Some(6.0), Some(6.0)])?;
    /// let found = Rules::default().classify(&gap)?;
    /// assert_eq!(found.attained, Some(Phase::Cognitive));
    /// assert_eq!((found.stop, found.is_final()), (Some(Phase::Affective), false));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Rules {
        /// Score from which cognitive loyalty is attained. Default: two thirds of the scale.
        pub cognitive: Threshold = Threshold::default(),
        /// Score from which affective loyalty is attained. Default: two thirds of the scale.
        pub affective: Threshold = Threshold::default(),
        /// Score from which conative loyalty is attained. Default: two thirds of the scale.
        pub conative: Threshold = Threshold::default(),
        /// Score from which action loyalty is attained. Default: two thirds of the scale.
        pub action: Threshold = Threshold::default(),
        /// Whether a score exactly at a cut counts as high. Default: true; no source says.
        pub inclusive: bool = true,
    }
}

impl Rules {
    /// Sets one threshold for every phase.
    #[must_use]
    pub const fn threshold(mut self, threshold: Threshold) -> Self {
        self.cognitive = threshold;
        self.affective = threshold;
        self.conative = threshold;
        self.action = threshold;
        self
    }

    /// Sets the threshold of one phase.
    #[must_use]
    pub const fn phase(mut self, phase: Phase, threshold: Threshold) -> Self {
        match phase {
            Phase::Cognitive => self.cognitive = threshold,
            Phase::Affective => self.affective = threshold,
            Phase::Conative => self.conative = threshold,
            Phase::Action => self.action = threshold,
        }
        self
    }

    /// Returns the phase that a customer has attained.
    ///
    /// # Errors
    /// As [`Threshold::on`].
    pub fn classify(&self, profile: &Profile) -> Result<Attainment> {
        Ok(self.on(profile.scale())?.infer(profile))
    }

    pub(super) fn on(&self, scale: Scale) -> Result<Bars> {
        let bar = |field, threshold: Threshold| {
            Bar::new(threshold.checked(field)?, self.inclusive, scale)
        };
        Ok(Bars([
            bar("cognitive", self.cognitive)?,
            bar("affective", self.affective)?,
            bar("conative", self.conative)?,
            bar("action", self.action)?,
        ]))
    }
}

/// The thresholds on a known scale.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Bars([Bar; 4]);

impl Bars {
    pub(super) fn cuts(&self) -> [f64; 4] {
        self.0.map(|bar| bar.cut)
    }

    /// Which side each score is on.
    #[inline]
    pub(super) fn sides(&self, scores: [Option<f64>; 4]) -> [Option<bool>; 4] {
        let [a, b, c, d] = self.0;
        let [x, y, z, w] = scores;
        let side = |bar: Bar, score: Option<f64>| score.map(|score| bar.is_high(score));
        [side(a, x), side(b, y), side(c, z), side(d, w)]
    }

    fn infer(&self, profile: &Profile) -> Attainment {
        let sides = self.sides(profile.scores());
        let first = stop(sides);
        Attainment {
            attained: match first {
                Some(phase) => phase.previous(),
                None => Some(Phase::Action),
            },
            stop: first,
            inversions: Inversion::ALL
                .iter()
                .copied()
                .filter(|inversion| inversion.holds(sides))
                .collect(),
            profile: *profile,
            thresholds: self.cuts(),
        }
    }
}

/// The phase at which the chain stops.
pub(super) fn stop(sides: [Option<bool>; 4]) -> Option<Phase> {
    Phase::CHAIN
        .into_iter()
        .find(|phase| phase.pick(&sides) != Some(true))
}

/// How far one customer's loyalty has got.
///
/// See the [example](crate::loyalty::phases::Rules).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Attainment {
    /// The phase attained; `None` if not even the cognitive one is.
    pub attained: Option<Phase>,
    /// The phase at which the chain stops: it scores too low, or has no score. `None` if every phase is
    /// attained.
    pub stop: Option<Phase>,
    /// Phases out of order; pairs with a missing score are not among them.
    pub inversions: Vec<Inversion>,
    /// The scores it was inferred from.
    pub profile: Profile,
    /// The thresholds used, from cognitive to action, on the scale of the profile.
    pub thresholds: [f64; 4],
}

impl Attainment {
    /// Returns whether the customer is known to have got no further: the chain does not stop at a
    /// missing score.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.stop.is_none() || self.failing().is_some()
    }

    /// Returns the first phase that scores too low; `None` if none does, or if a missing score comes
    /// first.
    #[must_use]
    pub fn failing(&self) -> Option<Phase> {
        self.stop.filter(|&phase| self.profile.get(phase).is_some())
    }

    /// Returns how much the failing phase lacks, as threshold − score; `None` if no phase fails.
    ///
    /// It is 0 if a score at the threshold [counts as low](Rules::inclusive).
    #[must_use]
    pub fn distance(&self) -> Option<f64> {
        let phase = self.stop?;
        let score = self.profile.get(phase)?;
        Some((phase.pick(&self.thresholds) - score).max(0.0))
    }

    /// Returns what can end the loyalty attained; nothing if no phase is attained.
    #[must_use]
    pub const fn vulnerabilities(&self) -> &'static [Vulnerability] {
        match self.attained {
            Some(phase) => phase.vulnerabilities(),
            None => &[],
        }
    }

    /// Returns the phase attained, if no missing score leaves it open.
    ///
    /// # Errors
    /// [`Error::Empty`] if the chain stops at a phase without a score.
    pub fn decided(&self) -> Result<Option<Phase>> {
        if self.is_final() {
            Ok(self.attained)
        } else {
            Err(Error::empty("score of the phase at which the chain stops"))
        }
    }
}
