use crate::macros::named_enum;

named_enum! {
    /// The three types of switching costs that customers perceive.
    ///
    /// In the survey that found them, customers with higher costs of any type intended more strongly to
    /// stay. The three types together explained intentions better than satisfaction did. This is an
    /// association, not an effect.
    ///
    /// Source: Burnham, T. A., Frels, J. K. and Mahajan, V. (2003), *Journal of the Academy of
    /// Marketing Science* 31(2): 109–126.
    ///
    /// ```
    /// use retention::switching::{CostType, Facet};
    ///
    /// assert_eq!(CostType::Financial.facets(), [Facet::BenefitLoss, Facet::MonetaryLoss]);
    /// ```
    #[doc(alias = "转换成本")]
    pub enum CostType {
        /// Time and effort: searching, deciding, learning, setting up.
        #[doc(alias = "程序性转换成本")]
        Procedural = "procedural",
        /// Losses that can be counted in money.
        #[doc(alias = "财务性转换成本")]
        Financial = "financial",
        /// Discomfort: lost relationships and a lost sense of identity.
        #[doc(alias = "关系性转换成本")]
        Relational = "relational",
    }
}

impl CostType {
    /// Returns the facets of this type, in order.
    #[must_use]
    pub const fn facets(self) -> &'static [Facet] {
        match self {
            Self::Procedural => &[
                Facet::EconomicRisk,
                Facet::Evaluation,
                Facet::Learning,
                Facet::SetUp,
            ],
            Self::Financial => &[Facet::BenefitLoss, Facet::MonetaryLoss],
            Self::Relational => &[
                Facet::PersonalRelationshipLoss,
                Facet::BrandRelationshipLoss,
            ],
        }
    }
}

named_enum! {
    /// The eight facets of switching costs: the reasons for which customers avoid leaving.
    ///
    /// Source: Burnham, Frels and Mahajan (2003).
    ///
    /// ```
    /// use retention::switching::{CostType, Facet};
    ///
    /// assert_eq!(Facet::Learning.cost_type(), CostType::Procedural);
    /// assert_eq!(Facet::ALL.len(), 8);
    /// ```
    pub enum Facet {
        /// The risk that another provider turns out worse.
        #[doc(alias = "经济风险")]
        EconomicRisk = "economic_risk",
        /// Time and effort to find and compare other providers.
        Evaluation = "evaluation",
        /// Time and effort to learn how another provider's product works.
        Learning = "learning",
        /// Time and effort for the formal steps of a start with another provider.
        #[doc(alias = "setup")]
        SetUp = "set_up",
        /// Points, discounts and privileges that would be lost.
        BenefitLoss = "benefit_loss",
        /// Money to be paid once: fees, deposits, new equipment.
        MonetaryLoss = "monetary_loss",
        /// Loss of relationships with the provider's people.
        PersonalRelationshipLoss = "personal_relationship_loss",
        /// Loss of the tie to the provider's brand.
        BrandRelationshipLoss = "brand_relationship_loss",
    }
}

impl Facet {
    /// Number of facets.
    pub(super) const COUNT: usize = 8;

    /// Returns the type that the facet belongs to.
    #[must_use]
    pub const fn cost_type(self) -> CostType {
        match self {
            Self::EconomicRisk | Self::Evaluation | Self::Learning | Self::SetUp => {
                CostType::Procedural
            }
            Self::BenefitLoss | Self::MonetaryLoss => CostType::Financial,
            Self::PersonalRelationshipLoss | Self::BrandRelationshipLoss => CostType::Relational,
        }
    }
}

/// One place for each facet, found by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ByFacet<T>(pub(super) [T; Facet::COUNT]);

impl<T: Copy> ByFacet<T> {
    pub(super) fn get(&self, facet: Facet) -> Option<T> {
        self.0.get(facet as usize).copied()
    }

    pub(super) fn get_mut(&mut self, facet: Facet) -> Option<&mut T> {
        self.0.get_mut(facet as usize)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Facet, T)> {
        Facet::ALL.iter().copied().zip(self.0.iter().copied())
    }
}

/// One place for each type, found by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ByType<T>(pub(super) [T; 3]);

impl<T: Copy> ByType<T> {
    pub(super) fn get(&self, cost_type: CostType) -> Option<T> {
        self.0.get(cost_type as usize).copied()
    }

    pub(super) fn get_mut(&mut self, cost_type: CostType) -> Option<&mut T> {
        self.0.get_mut(cost_type as usize)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (CostType, T)> {
        CostType::ALL.iter().copied().zip(self.0.iter().copied())
    }
}

impl ByType<Vec<f64>> {
    /// Returns the column of a type.
    pub(super) fn column(&self, cost_type: CostType) -> &[f64] {
        self.0.get(cost_type as usize).map_or(&[], Vec::as_slice)
    }
}
