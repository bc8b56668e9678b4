use crate::macros::named_enum;

named_enum! {
    /// Where an attribute lies: important or not, well rated or not.
    ///
    /// Names and advice are those of Martilla and James (1977), or those of a study of loyalty among
    /// telecom customers, which reads the quadrants by what they mean for churn. No figure of this
    /// module says what would come of following the advice.
    ///
    /// Source: Martilla, J. A. and James, J. C. (1977), *Journal of Marketing* 41(1): 77–79; the
    /// telecom study as commonly reported.
    ///
    /// ```
    /// use retention::quadrant::Quadrant;
    ///
    /// let quadrant = Quadrant::ConcentrateHere;
    /// assert_eq!(quadrant.label(), "Concentrate Here");
    /// assert_eq!(quadrant.telecom_label(), "Churn area");
    /// assert_eq!(quadrant.to_string(), "concentrate_here");
    /// ```
    #[doc(alias = "IPA")]
    #[doc(alias = "重要性–满意度象限")]
    pub enum Quadrant {
        /// Important and poorly rated.
        #[doc(alias = "流失区")]
        ConcentrateHere = "concentrate_here",
        /// Important and well rated. An attribute that goes *against* satisfaction may lie here by its
        /// relative weight, which is never negative: see
        /// [`Placed::correlation`](super::Placed::correlation).
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

impl Quadrant {
    /// Returns the name that Martilla and James (1977) give the quadrant.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ConcentrateHere => "Concentrate Here",
            Self::KeepUp => "Keep Up the Good Work",
            Self::LowPriority => "Low Priority",
            Self::PossibleOverkill => "Possible Overkill",
        }
    }

    /// Returns the name that the telecom study gives the quadrant.
    #[must_use]
    pub const fn telecom_label(self) -> &'static str {
        match self {
            Self::ConcentrateHere => "Churn area",
            Self::KeepUp => "Key to loyalty",
            Self::LowPriority => "Potential churn area",
            Self::PossibleOverkill => "Satisfaction area",
        }
    }

    /// Returns what Martilla and James (1977) recommend for its attributes.
    #[must_use]
    pub const fn recommended(self) -> &'static str {
        match self {
            Self::ConcentrateHere => "improve these first",
            Self::KeepUp => "keep the rating where it is",
            Self::LowPriority => "spend no more on these",
            Self::PossibleOverkill => "ask whether the effort would do more elsewhere",
        }
    }

    /// Returns what the telecom study recommends for its attributes.
    #[must_use]
    pub const fn telecom_recommended(self) -> &'static str {
        match self {
            Self::ConcentrateHere => {
                "improve these to win customers: they are taken for the cause of churn"
            }
            Self::KeepUp => "manage these first: loyalty rests on them, and rivals attack them",
            Self::LowPriority => "adjust these before customers leave over them",
            Self::PossibleOverkill => "hold the lead that rivals care less about",
        }
    }

    /// Returns the quadrant of this importance and this satisfaction.
    pub(super) const fn of(importance: Level, satisfaction: Level) -> Self {
        match (importance, satisfaction) {
            (Level::High, Level::Low) => Self::ConcentrateHere,
            (Level::High, Level::High) => Self::KeepUp,
            (Level::Low, Level::Low) => Self::LowPriority,
            (Level::Low, Level::High) => Self::PossibleOverkill,
        }
    }
}

/// A side of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    High,
    Low,
}
