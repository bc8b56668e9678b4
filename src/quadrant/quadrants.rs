use crate::macros::named_enum;

named_enum! {
    /// Where an attribute lies: important or not, well rated or not.
    ///
    /// Source: Martilla, J. A. and James, J. C. (1977), *Journal of Marketing* 41(1): 77–79.
    ///
    /// ```
    /// use retention::quadrant::{Quadrant, Terms};
    ///
    /// let quadrant = Quadrant::ConcentrateHere;
    /// assert_eq!(quadrant.label(Terms::MartillaJames), "Concentrate Here");
    /// assert_eq!(quadrant.label(Terms::Telecom), "Churn area");
    /// assert_eq!(quadrant.to_string(), "concentrate_here");
    /// ```
    #[doc(alias = "IPA")]
    #[doc(alias = "重要性–满意度象限")]
    pub enum Quadrant {
        /// Important and poorly rated.
        #[doc(alias = "流失区")]
        ConcentrateHere = "concentrate_here",
        /// Important and well rated.
        #[doc(alias = "Keep Up the Good Work")]
        KeepUp = "keep_up",
        /// Unimportant and poorly rated.
        #[doc(alias = "潜在流失区")]
        LowPriority = "low_priority",
        /// Unimportant and well rated.
        #[doc(alias = "客户满意区")]
        PossibleOverkill = "possible_overkill",
    }
}

named_enum! {
    /// Whose names and advice for the quadrants.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Terms {
        /// Martilla and James (1977). The default.
        #[default]
        MartillaJames = "martilla_james",
        /// Those of a study of loyalty among telecom customers, which reads the quadrants by what
        /// they mean for churn; as commonly reported.
        Telecom = "telecom",
    }
}

impl Quadrant {
    /// What a chart calls it.
    #[must_use]
    pub const fn label(self, terms: Terms) -> &'static str {
        match (terms, self) {
            (Terms::MartillaJames, Self::ConcentrateHere) => "Concentrate Here",
            (Terms::MartillaJames, Self::KeepUp) => "Keep Up the Good Work",
            (Terms::MartillaJames, Self::LowPriority) => "Low Priority",
            (Terms::MartillaJames, Self::PossibleOverkill) => "Possible Overkill",
            (Terms::Telecom, Self::ConcentrateHere) => "Churn area",
            (Terms::Telecom, Self::KeepUp) => "Key to loyalty",
            (Terms::Telecom, Self::LowPriority) => "Potential churn area",
            (Terms::Telecom, Self::PossibleOverkill) => "Satisfaction area",
        }
    }

    /// What the literature recommends for attributes in it. No figure of this module says what
    /// would come of it.
    #[must_use]
    pub const fn recommended(self, terms: Terms) -> &'static str {
        match (terms, self) {
            (Terms::MartillaJames, Self::ConcentrateHere) => "improve these first",
            (Terms::MartillaJames, Self::KeepUp) => "keep the rating where it is",
            (Terms::MartillaJames, Self::LowPriority) => "spend no more on these",
            (Terms::MartillaJames, Self::PossibleOverkill) => {
                "ask whether the effort would do more elsewhere"
            }
            (Terms::Telecom, Self::ConcentrateHere) => {
                "improve these to win customers: they are taken for the cause of churn"
            }
            (Terms::Telecom, Self::KeepUp) => {
                "manage these first: loyalty rests on them, and rivals attack them"
            }
            (Terms::Telecom, Self::LowPriority) => "adjust these before customers leave over them",
            (Terms::Telecom, Self::PossibleOverkill) => "hold the lead that rivals care less about",
        }
    }

    /// Of the four, the one with this importance and this satisfaction.
    pub(super) const fn at(importance: Level, satisfaction: Level) -> Self {
        match (importance, satisfaction) {
            (Level::High, Level::Low) => Self::ConcentrateHere,
            (Level::High, Level::High) => Self::KeepUp,
            (Level::Low, Level::Low) => Self::LowPriority,
            (Level::Low, Level::High) => Self::PossibleOverkill,
        }
    }
}

/// On which side of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    High,
    Low,
}
