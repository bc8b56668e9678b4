use crate::macros::named_enum;
use crate::scale::Orientation;

named_enum! {
    /// What keeps customers of services who could leave: three barriers.
    ///
    /// In the survey they come from they went with the intention to stay where satisfaction was
    /// low, and hardly where it was high.
    ///
    /// Source: Jones, M. A., Mothersbaugh, D. L. and Beatty, S. E. (2000), *Journal of Retailing*
    /// 76(2): 259–274, as commonly reported. No correspondence with the [facets](super::Facet) is
    /// published, so none is given.
    ///
    /// ```
    /// use retention::scale::Orientation;
    /// use retention::switching::Jones2000;
    ///
    /// let attractiveness = Jones2000::AttractivenessOfAlternatives;
    /// assert_eq!(attractiveness.orientation(), Orientation::Reversed);
    /// ```
    pub enum Jones2000 {
        /// The personal bonds between the customer and the people of the provider.
        InterpersonalRelationships = "interpersonal_relationships",
        /// The time, money and effort that a change would take, as perceived.
        SwitchingCosts = "switching_costs",
        /// How good the others look; the less, the higher the barrier.
        AttractivenessOfAlternatives = "attractiveness_of_alternatives",
    }
}

impl Jones2000 {
    /// Whether more of it is a higher barrier, or less.
    #[must_use]
    pub const fn orientation(self) -> Orientation {
        match self {
            Self::InterpersonalRelationships | Self::SwitchingCosts => Orientation::AsAsked,
            Self::AttractivenessOfAlternatives => Orientation::Reversed,
        }
    }
}

named_enum! {
    /// Six dimensions of switching costs in services.
    ///
    /// Source: Jones, M. A., Mothersbaugh, D. L. and Beatty, S. E. (2002), *Journal of Business
    /// Research* 55: 441–450, as commonly reported. No correspondence with the
    /// [facets](super::Facet) is published, so none is given.
    ///
    /// ```
    /// use retention::switching::Jones2002;
    ///
    /// assert_eq!(Jones2002::ALL.len(), 6);
    /// assert_eq!("sunk".parse::<Jones2002>()?, Jones2002::Sunk);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub enum Jones2002 {
        /// Benefits and privileges that leaving gives up.
        LostPerformance = "lost_performance",
        /// That another may perform worse.
        Uncertainty = "uncertainty",
        /// Searching for others and judging them, before a change.
        PreSwitchingSearchAndEvaluation = "pre_switching_search_and_evaluation",
        /// Learning another's ways, after a change.
        PostSwitchingBehaviouralAndCognitive = "post_switching_behavioural_and_cognitive",
        /// Telling another provider one's needs and facts.
        SetUp = "set_up",
        /// What went into the relationship and does not come back.
        Sunk = "sunk",
    }
}

named_enum! {
    /// What makes a switching cost, in economics.
    ///
    /// Where customers are locked in, sellers bid low for new ones and charge the old ones more.
    ///
    /// Source: Klemperer, P. (1987), *Quarterly Journal of Economics* 102: 375–394; (1995), *Review
    /// of Economic Studies* 62: 515–539; as commonly reported.
    ///
    /// ```
    /// use retention::switching::Klemperer;
    ///
    /// let names: Vec<_> = Klemperer::ALL.iter().map(|kind| kind.name()).collect();
    /// assert_eq!(names, ["transaction", "learning", "artificial"]);
    /// ```
    pub enum Klemperer {
        /// The change itself takes effort or money, as closing one account and opening another.
        Transaction = "transaction",
        /// Using another has to be learnt.
        Learning = "learning",
        /// Made by the seller: contracts, rewards for coming back.
        #[doc(alias = "contractual")]
        Artificial = "artificial",
    }
}
