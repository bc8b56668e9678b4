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
        /// Loyal to information: this is better, or costs less, than what else there is.
        #[doc(alias = "认知忠诚")]
        #[doc(alias = "认知性忠诚")]
        Cognitive = "cognitive",
        /// Loyal to a liking: satisfaction, time after time, has become preference.
        #[doc(alias = "情感忠诚")]
        #[doc(alias = "情感性忠诚")]
        Affective = "affective",
        /// Loyal to an intention: means to buy again.
        #[doc(alias = "意向忠诚")]
        #[doc(alias = "意向性忠诚")]
        Conative = "conative",
        /// Loyal in action: ready to buy again, and overcomes what stands in the way.
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
    /// What can end loyalty at a [`Phase`]: [`Phase::vulnerabilities`].
    ///
    /// Source: Oliver (1999), as commonly reported.
    #[non_exhaustive]
    pub enum Vulnerability {
        /// A competitor's features or price are better, whether so or only said to be.
        BetterCompetitor = "better_competitor",
        /// What is delivered gets worse.
        Deterioration = "deterioration",
        /// The wish for something else for its own sake.
        VarietySeeking = "variety_seeking",
        /// Trying another of one's own accord.
        Trial = "trial",
        /// Dissatisfaction that new information brings about.
        Dissatisfaction = "dissatisfaction",
        /// Coming to like a competitor.
        LikingForCompetitors = "liking_for_competitors",
        /// Competitors' arguments against the intention.
        CounterArguments = "counter_arguments",
        /// Trying another because of its coupons, samples or promotions.
        InducedTrial = "induced_trial",
        /// A competitor sees to it that the product is not to be had.
        InducedUnavailability = "induced_unavailability",
        /// What stands in the way has grown too large.
        IncreasedObstacles = "increased_obstacles",
    }
}
