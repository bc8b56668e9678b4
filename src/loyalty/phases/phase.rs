use crate::macros::named_enum;

named_enum! {
    /// A phase of loyalty, from the first to the last of the chain.
    ///
    /// ```
    /// use retention::loyalty::phases::{Phase, Vulnerability};
    ///
    /// assert_eq!(Phase::Affective.next(), Some(Phase::Conative));
    /// assert!(Phase::Conative.vulnerabilities().contains(&Vulnerability::CounterArguments));
    /// ```
    ///
    /// Source: Oliver (1999), as commonly reported.
    #[doc(alias = "OliverStage")]
    pub enum Phase {
        /// Loyal to information: the offer is better or cheaper than its alternatives.
        #[doc(alias = "认知忠诚")]
        #[doc(alias = "认知性忠诚")]
        Cognitive = "cognitive",
        /// Loyal to a liking: repeated satisfaction has become preference.
        #[doc(alias = "情感忠诚")]
        #[doc(alias = "情感性忠诚")]
        Affective = "affective",
        /// Loyal to an intention: means to buy again.
        #[doc(alias = "意向忠诚")]
        #[doc(alias = "意向性忠诚")]
        Conative = "conative",
        /// Loyal in action: ready to buy again, and to overcome obstacles.
        #[doc(alias = "行为忠诚")]
        #[doc(alias = "行为性忠诚")]
        Action = "action",
    }
}

impl Phase {
    /// Returns the phase that follows; `None` after action.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Cognitive => Some(Self::Affective),
            Self::Affective => Some(Self::Conative),
            Self::Conative => Some(Self::Action),
            Self::Action => None,
        }
    }

    /// Returns the phase before; `None` before cognitive.
    #[must_use]
    pub const fn previous(self) -> Option<Self> {
        match self {
            Self::Cognitive => None,
            Self::Affective => Some(Self::Cognitive),
            Self::Conative => Some(Self::Affective),
            Self::Action => Some(Self::Conative),
        }
    }

    /// Returns what can end the loyalty of a customer in this phase.
    #[must_use]
    pub const fn vulnerabilities(self) -> &'static [Vulnerability] {
        use Vulnerability as V;
        match self {
            Self::Cognitive => &[
                V::BetterCompetitor,
                V::Deterioration,
                V::VarietySeeking,
                V::Trial,
            ],
            Self::Affective => &[
                V::Dissatisfaction,
                V::LikingForCompetitors,
                V::VarietySeeking,
                V::Deterioration,
            ],
            Self::Conative => &[V::CounterArguments, V::InducedTrial, V::Deterioration],
            Self::Action => &[
                V::InducedUnavailability,
                V::IncreasedObstacles,
                V::Deterioration,
            ],
        }
    }

    /// Returns where the chain and its vulnerabilities were published.
    #[must_use]
    pub const fn source(self) -> &'static str {
        "Oliver, R. L. (1999), Journal of Marketing 63 (special issue): 33–44, as commonly reported"
    }

    /// Its place of four.
    pub(super) fn pick<T: Copy>(self, of: &[T; 4]) -> T {
        let [cognitive, affective, conative, action] = *of;
        match self {
            Self::Cognitive => cognitive,
            Self::Affective => affective,
            Self::Conative => conative,
            Self::Action => action,
        }
    }

    /// Its place of four, to be written to.
    pub(super) fn pick_mut<T>(self, of: &mut [T; 4]) -> &mut T {
        let [cognitive, affective, conative, action] = of;
        match self {
            Self::Cognitive => cognitive,
            Self::Affective => affective,
            Self::Conative => conative,
            Self::Action => action,
        }
    }

    /// The phases in order.
    pub(super) const CHAIN: [Self; 4] = [
        Self::Cognitive,
        Self::Affective,
        Self::Conative,
        Self::Action,
    ];
}

named_enum! {
    /// A threat that can end loyalty at a [`Phase`]: see [`Phase::vulnerabilities`].
    ///
    /// Source: Oliver (1999), as commonly reported.
    #[non_exhaustive]
    pub enum Vulnerability {
        /// A competitor's features or price are better, or are said to be.
        BetterCompetitor = "better_competitor",
        /// The product or service gets worse.
        Deterioration = "deterioration",
        /// The customer wants variety.
        VarietySeeking = "variety_seeking",
        /// The customer tries a competitor unprompted.
        Trial = "trial",
        /// New information makes the customer dissatisfied.
        Dissatisfaction = "dissatisfaction",
        /// The customer comes to like a competitor.
        LikingForCompetitors = "liking_for_competitors",
        /// Competitors argue against the intention.
        CounterArguments = "counter_arguments",
        /// A competitor's coupons, samples or promotions lead to a trial.
        InducedTrial = "induced_trial",
        /// A competitor makes the product unavailable.
        InducedUnavailability = "induced_unavailability",
        /// The obstacles to buying have grown too large.
        IncreasedObstacles = "increased_obstacles",
    }
}
