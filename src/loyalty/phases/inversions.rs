use std::fmt;

use crate::macros::named_enum;

use super::Phase;

named_enum! {
    /// Two phases out of order: the later one is attained, the earlier one is not.
    ///
    /// The chain says how loyalty grows, and not every customer follows it. Each inversion asks for
    /// another action than the next step of the chain. The names are this crate's.
    ///
    /// ```
    /// use retention::loyalty::phases::{Inversion, Phase};
    ///
    /// assert_eq!((Inversion::Inertia.high(), Inversion::Inertia.low()), (Phase::Action, Phase::Affective));
    /// ```
    pub enum Inversion {
        /// Likes, without thinking the offer better.
        LikingWithoutBelief = "liking_without_belief",
        /// Means to buy again, without thinking the offer better.
        IntentionWithoutBelief = "intention_without_belief",
        /// Means to buy again, without liking: a calculation.
        #[doc(alias = "calculative commitment")]
        IntentionWithoutLiking = "intention_without_liking",
        /// Acts, without thinking the offer better.
        ActionWithoutBelief = "action_without_belief",
        /// Acts, without liking: inertia, which looks like loyalty until something better comes.
        #[doc(alias = "spurious loyalty")]
        #[doc(alias = "虚假忠诚")]
        Inertia = "inertia",
        /// Acts, without having meant to: habit.
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
}

/// A set of [`Inversion`]s.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Inversions(u8);

impl Inversions {
    /// Finds inversions from the sides of the thresholds, cognitive to action.
    pub(super) fn of(high: [Option<bool>; 4]) -> Self {
        let found = Inversion::ALL
            .iter()
            .filter(|i| i.high().pick(&high) == Some(true) && i.low().pick(&high) == Some(false));
        Self(found.fold(0, |set, i| set | bit(*i)))
    }

    /// Returns whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the number of inversions.
    #[must_use]
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Returns whether this inversion is in the set.
    #[must_use]
    pub const fn contains(self, inversion: Inversion) -> bool {
        self.0 & bit(inversion) != 0
    }

    /// Returns each inversion, in order.
    pub fn iter(self) -> impl Iterator<Item = Inversion> + Clone {
        Inversion::ALL
            .iter()
            .copied()
            .filter(move |&inversion| self.contains(inversion))
    }
}

const fn bit(inversion: Inversion) -> u8 {
    1 << inversion as u8
}

impl fmt::Debug for Inversions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// As a sequence of names.
#[cfg(feature = "serde")]
impl serde::Serialize for Inversions {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
