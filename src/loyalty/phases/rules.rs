use crate::Result;
use crate::loyalty::progress::Progress;
use crate::loyalty::score::{Bar, Threshold};
use crate::macros::options;
use crate::scale::Scale;

use super::{Inversion, Phase, Profile, Vulnerability};

options! {
    /// The scores from which each phase of loyalty is attained.
    ///
    /// ```text
    /// attained = the highest phase such that it and every phase before it score ≥ threshold
    /// ```
    ///
    /// Oliver gives no cut. The default is [two thirds of the scale](Threshold), 5 on 1 to 7.
    ///
    /// ```
    /// use retention::loyalty::Threshold;
    /// use retention::loyalty::phases::{Inversion, Phase, Profile, Rules};
    /// use retention::scale::Scale;
    ///
    /// let profile = Profile::new(Scale::ONE_TO_SEVEN, [Some(6.0), Some(5.5), Some(4.0), Some(6.5)])?;
    /// let found = Rules::default().classify(&profile)?;
    /// assert_eq!(found.reached, Some(Phase::Affective));
    /// assert_eq!((found.failing(), found.distance()), (Some(Phase::Conative), Some(1.0)));
    /// assert_eq!(found.inversions(), [Inversion::Habit]); // acts, without having meant to
    ///
    /// let lenient = Rules::default().conative(Threshold::Value(4.0));
    /// assert_eq!(lenient.classify(&profile)?.reached, Some(Phase::Action));
    ///
    /// // A score that is missing stops the chain; nothing stands in for it.
    /// let gap = Profile::new(Scale::ONE_TO_SEVEN, [Some(6.0), None, Some(6.0), Some(6.0)])?;
    /// let found = Rules::default().classify(&gap)?;
    /// assert_eq!(found.reached, Some(Phase::Cognitive));
    /// assert_eq!((found.next, found.is_final()), (Some(Phase::Affective), false));
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
        /// Whether a score exactly at a cut counts as high. Default: true, a proposal.
        pub cut_is_high: bool = true,
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

    /// Returns the phase that a customer has attained, and what the next one lacks.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) for a cut that is no number; otherwise as
    /// [`Threshold::on`].
    pub fn classify(&self, profile: &Profile) -> Result<Progress<Phase>> {
        Ok(self.on(profile.scale())?.infer(profile))
    }

    pub(super) fn on(&self, scale: Scale) -> Result<Bars> {
        let bar = |field, threshold: Threshold| {
            Bar::new(threshold.checked(field)?, self.cut_is_high, scale)
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

    pub(super) const fn each(&self) -> [Bar; 4] {
        self.0
    }

    fn infer(&self, profile: &Profile) -> Progress<Phase> {
        let sides = self.sides(profile.scores());
        let mut progress = Progress::new();
        for phase in Phase::CHAIN {
            let score = profile.get(phase);
            let scored = score.map(|score| (score, phase.pick(&self.cuts())));
            progress.add(phase, phase.pick(&sides), scored);
        }
        progress
    }
}

/// The phase at which the chain stops.
pub(super) fn stop(sides: [Option<bool>; 4]) -> Option<Phase> {
    Phase::CHAIN
        .into_iter()
        .find(|phase| phase.pick(&sides) != Some(true))
}

impl Progress<Phase> {
    /// Returns the pairs of phases that are out of order; a pair with a missing score is not among
    /// them.
    #[must_use]
    pub fn inversions(&self) -> Vec<Inversion> {
        let sides = Phase::CHAIN.map(|phase| self.side(phase));
        let all = Inversion::ALL.iter().copied();
        all.filter(|inversion| inversion.holds(sides)).collect()
    }

    /// Returns what can end the loyalty attained; nothing if no phase is attained.
    #[must_use]
    pub const fn vulnerabilities(&self) -> &'static [Vulnerability] {
        match self.reached {
            Some(phase) => phase.vulnerabilities(),
            None => &[],
        }
    }

    /// Whether a phase is attained, as far as it is known.
    fn side(&self, phase: Phase) -> Option<bool> {
        let is_known = !self.missing.contains(&phase);
        is_known.then(|| self.reached >= Some(phase) || self.ahead.contains(&phase))
    }
}
