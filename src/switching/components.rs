use crate::macros::named_enum;

use super::Facet;

named_enum! {
    /// One part of what a change of provider costs, as far as money can express it.
    ///
    /// Parts up to [`PsychologicalRisk`](Self::PsychologicalRisk) are costs of a person (单个客户), the
    /// others of an organisation (机构购买者). Texts on loyalty name search, forgone discounts, changed
    /// habits and three risks for a person, retraining and replacement for an organisation. This crate
    /// adds [`SetUp`](Self::SetUp), [`Learning`](Self::Learning), [`Fees`](Self::Fees) and
    /// [`ParallelRunning`](Self::ParallelRunning), so that every facet with a price has a part.
    ///
    /// ```
    /// use retention::switching::{Component, Facet};
    ///
    /// assert_eq!(Component::Search.facets(), [Facet::Evaluation, Facet::SetUp]);
    /// ```
    #[non_exhaustive]
    pub enum Component {
        /// Time and effort to find other providers, compare them and get in touch.
        Search = "search",
        /// Time for the formal steps of the change.
        SetUp = "set_up",
        /// Time to learn how the new product works.
        Learning = "learning",
        /// Time lost to old habits until new ones have formed.
        #[doc(alias = "改变使用习惯")]
        Habits = "habits",
        /// Discounts that end with the relationship.
        #[doc(alias = "放弃折扣优惠")]
        ForgoneDiscounts = "forgone_discounts",
        /// Fees and deposits due at once, for leaving and for starting elsewhere.
        Fees = "fees",
        /// The risk that the new provider is worse, or dearer than expected.
        #[doc(alias = "经济风险")]
        EconomicRisk = "economic_risk",
        /// The risk of disapproval by others, and of losing people one knows.
        #[doc(alias = "社会风险")]
        SocialRisk = "social_risk",
        /// The discomfort of leaving.
        #[doc(alias = "精神风险")]
        PsychologicalRisk = "psychological_risk",
        /// Training staff to work with the new product.
        #[doc(alias = "人员再培训")]
        Retraining = "retraining",
        /// New equipment, less what the old equipment is sold for.
        #[doc(alias = "产品重置")]
        Replacement = "replacement",
        /// Running the old and the new product side by side for a time.
        ParallelRunning = "parallel_running",
    }
}

impl Component {
    /// Returns the facets this cost belongs to; the first is the one it is counted under.
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
