use crate::macros::named_enum;

named_enum! {
    /// A trait of a loyal customer.
    ///
    /// Source: a Chinese study of telecom customers.
    #[doc(alias = "trait")]
    #[doc(alias = "特征")]
    pub enum LoyalTrait {
        /// Buys again, and often.
        RepeatsOften = "repeats_often",
        /// Tries new products and services.
        TriesNew = "tries_new",
        /// Gives advice, and may be referred to.
        GivesAdvice = "gives_advice",
        /// Recommends to others.
        Recommends = "recommends",
        /// Rejects what competitors offer.
        RejectsCompetitors = "rejects_competitors",
    }
}

/// Which of the five traits of a loyal customer someone shows; `None` is not known.
///
/// ```
/// use retention::loyalty::{LoyalTrait, LoyalTraits};
///
/// let traits = LoyalTraits {
///     repeats_often: Some(true),
///     recommends: Some(true),
///     tries_new: Some(false),
///     ..LoyalTraits::default()
/// };
/// let shown = traits.shown();
/// assert_eq!((shown.count(), shown.at_most()), (2, 4));
/// assert_eq!(shown.absent, [LoyalTrait::TriesNew]);
/// assert_eq!(shown.unknown, [LoyalTrait::GivesAdvice, LoyalTrait::RejectsCompetitors]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct LoyalTraits {
    /// Buys again, and often.
    pub repeats_often: Option<bool>,
    /// Tries new products and services.
    pub tries_new: Option<bool>,
    /// Gives advice, and may be referred to.
    pub gives_advice: Option<bool>,
    /// Recommends to others.
    pub recommends: Option<bool>,
    /// Rejects what competitors offer.
    pub rejects_competitors: Option<bool>,
}

impl LoyalTraits {
    /// Whether one is shown; `None` is not known.
    #[must_use]
    pub const fn get(&self, of: LoyalTrait) -> Option<bool> {
        match of {
            LoyalTrait::RepeatsOften => self.repeats_often,
            LoyalTrait::TriesNew => self.tries_new,
            LoyalTrait::GivesAdvice => self.gives_advice,
            LoyalTrait::Recommends => self.recommends,
            LoyalTrait::RejectsCompetitors => self.rejects_competitors,
        }
    }

    /// Those shown, absent, and unknown. How many make a customer loyal is published nowhere.
    #[must_use]
    pub fn shown(&self) -> TraitsShown {
        let with = |is: Option<bool>| {
            let all = LoyalTrait::ALL.iter().copied();
            all.filter(|&of| self.get(of) == is).collect()
        };
        TraitsShown {
            shown: with(Some(true)),
            absent: with(Some(false)),
            unknown: with(None),
        }
    }
}

/// The traits of a loyal customer that someone shows: [`LoyalTraits::shown`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct TraitsShown {
    /// Those shown.
    pub shown: Vec<LoyalTrait>,
    /// Those known to be absent.
    pub absent: Vec<LoyalTrait>,
    /// Those of which nothing is known.
    pub unknown: Vec<LoyalTrait>,
}

impl TraitsShown {
    /// How many are shown, of five.
    #[must_use]
    pub fn count(&self) -> usize {
        self.shown.len()
    }

    /// How many it would be if all unknown ones were shown.
    #[must_use]
    pub fn at_most(&self) -> usize {
        self.shown.len() + self.unknown.len()
    }
}
