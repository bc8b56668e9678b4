use crate::macros::named_enum;

use super::Facet;

named_enum! {
    /// Who would have to change.
    ///
    /// See the [example](crate::switching::Component).
    pub enum Customer {
        /// A person.
        #[doc(alias = "单个客户")]
        Individual = "individual",
        /// A firm or another organisation.
        #[doc(alias = "机构购买者")]
        Organisation = "organisation",
    }
}

named_enum! {
    /// What a change of provider costs, as far as it can be put in money.
    ///
    /// Texts on loyalty name search, forgone discounts, changed habits and three risks for a
    /// person, and retraining and replacement for an organisation. [Set-up](Self::SetUp),
    /// [learning](Self::Learning), [fees](Self::Fees) and [parallel
    /// running](Self::ParallelRunning) are ours, so that each facet that can be put in money has a
    /// place.
    ///
    /// ```
    /// use retention::switching::{Component, Customer, Facet};
    ///
    /// assert_eq!(Component::Retraining.customer(), Customer::Organisation);
    /// assert_eq!(Component::Search.facets(), [Facet::Evaluation, Facet::SetUp]);
    /// ```
    #[non_exhaustive]
    pub enum Component {
        /// Time and effort to find others and to know and approach them.
        Search = "search",
        /// Time for the steps of the change.
        SetUp = "set_up",
        /// Time until another's product is understood.
        Learning = "learning",
        /// Time that old habits cost until there are new ones.
        #[doc(alias = "改变使用习惯")]
        Habits = "habits",
        /// Discounts that come to an end.
        #[doc(alias = "放弃折扣优惠")]
        ForgoneDiscounts = "forgone_discounts",
        /// What has to be paid at once: for leaving, and for starting anew.
        Fees = "fees",
        /// That another may be worse, or may cost more than expected.
        #[doc(alias = "经济风险")]
        EconomicRisk = "economic_risk",
        /// What others may think of the change, and whom one may lose by it.
        #[doc(alias = "社会风险")]
        SocialRisk = "social_risk",
        /// The discomfort of leaving.
        #[doc(alias = "精神风险")]
        PsychologicalRisk = "psychological_risk",
        /// Teaching the staff to work with another product.
        #[doc(alias = "人员再培训")]
        Retraining = "retraining",
        /// Other equipment, less what the old is sold for.
        #[doc(alias = "产品重置")]
        Replacement = "replacement",
        /// Running the old and the new side by side for a time.
        ParallelRunning = "parallel_running",
    }
}

impl Component {
    /// Returns who bears this cost.
    #[must_use]
    pub const fn customer(self) -> Customer {
        match self {
            Self::Search
            | Self::SetUp
            | Self::Learning
            | Self::Habits
            | Self::ForgoneDiscounts
            | Self::Fees
            | Self::EconomicRisk
            | Self::SocialRisk
            | Self::PsychologicalRisk => Customer::Individual,
            Self::Retraining | Self::Replacement | Self::ParallelRunning => Customer::Organisation,
        }
    }

    /// Returns the facets it is part of, the one it is counted under first.
    #[must_use]
    pub const fn facets(self) -> &'static [Facet] {
        match self {
            Self::Search => &[Facet::Evaluation, Facet::SetUp],
            Self::SetUp | Self::ParallelRunning => &[Facet::SetUp],
            Self::Learning | Self::Habits | Self::Retraining => &[Facet::Learning],
            Self::ForgoneDiscounts => &[Facet::BenefitLoss],
            Self::Fees | Self::Replacement => &[Facet::MonetaryLoss],
            Self::EconomicRisk => &[Facet::EconomicRisk],
            Self::SocialRisk => &[
                Facet::BrandRelationshipLoss,
                Facet::PersonalRelationshipLoss,
            ],
            Self::PsychologicalRisk => &[
                Facet::PersonalRelationshipLoss,
                Facet::BrandRelationshipLoss,
            ],
        }
    }
}
