use crate::macros::named_enum;

use super::Phase;

named_enum! {
    /// Two phases out of order: the later one is attained, the earlier one is not.
    ///
    /// Not every customer follows the chain in which loyalty grows. Each inversion asks for another
    /// action than the next phase of the chain does. The names are this crate's.
    ///
    /// ```
    /// use retention::loyalty::phases::{Inversion, Phase};
    ///
    /// assert_eq!((Inversion::Inertia.high(), Inversion::Inertia.low()), (Phase::Action, Phase::Affective));
    /// ```
    pub enum Inversion {
        /// Likes the offer without thinking it better.
        LikingWithoutBelief = "liking_without_belief",
        /// Means to buy again without thinking the offer better.
        IntentionWithoutBelief = "intention_without_belief",
        /// Means to buy again without liking: a calculation.
        #[doc(alias = "calculative commitment")]
        IntentionWithoutLiking = "intention_without_liking",
        /// Acts without thinking the offer better.
        ActionWithoutBelief = "action_without_belief",
        /// Acts without liking: inertia, which looks like loyalty until a better offer comes.
        #[doc(alias = "spurious loyalty")]
        #[doc(alias = "虚假忠诚")]
        Inertia = "inertia",
        /// Acts without an intention: habit.
        Habit = "habit",
    }
}

impl Inversion {
    /// Returns the later phase, which is attained.
    #[must_use]
    pub const fn high(self) -> Phase {
        match self {
            Self::LikingWithoutBelief => Phase::Affective,
            Self::IntentionWithoutBelief | Self::IntentionWithoutLiking => Phase::Conative,
            Self::ActionWithoutBelief | Self::Inertia | Self::Habit => Phase::Action,
        }
    }

    /// Returns the earlier phase, which is not attained.
    #[must_use]
    pub const fn low(self) -> Phase {
        match self {
            Self::LikingWithoutBelief
            | Self::IntentionWithoutBelief
            | Self::ActionWithoutBelief => Phase::Cognitive,
            Self::IntentionWithoutLiking | Self::Inertia => Phase::Affective,
            Self::Habit => Phase::Conative,
        }
    }

    /// Whether phases are out of order in this way, by sides of a threshold from cognitive to action;
    /// a phase without a score has none.
    pub(super) fn holds(self, high: [Option<bool>; 4]) -> bool {
        self.high().pick(&high) == Some(true) && self.low().pick(&high) == Some(false)
    }
}
