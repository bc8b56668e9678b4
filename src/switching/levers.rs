use crate::macros::named_enum;

use super::Facet;

/// An encyclopaedia article on customer retention.
pub(super) const RETENTION: &str =
    "MBA智库百科, 顾客维系, after 申卓, 沃尔玛(北京)客户维系系统调查";
/// An article for practitioners.
const KEEPING: &str = "企业维护好老客户的有效途径和方法 (2019)";
/// Both.
const BOTH: &str = "MBA智库百科, 顾客维系, after 申卓, 沃尔玛(北京)客户维系系统调查; \
                    企业维护好老客户的有效途径和方法 (2019)";

named_enum! {
    /// What the literature recommends to raise the barriers to leaving.
    ///
    /// The literature recommends; it does not measure what each brings. What keeps customers who
    /// would rather leave is loyalty in appearance only.
    ///
    /// ```
    /// use retention::switching::{Facet, Lever};
    ///
    /// assert_eq!(Lever::RewardPoints.raises(), [Facet::BenefitLoss]);
    /// let for_learning: Vec<_> = Lever::raising(Facet::Learning).collect();
    /// assert_eq!(for_learning, [Lever::Habit, Lever::IntegratedSystems]);
    /// ```
    #[non_exhaustive]
    #[doc(alias = "退出障碍")]
    #[doc(alias = "exit barrier")]
    pub enum Lever {
        /// Be worth more than competitors, and let customers see it: what every other barrier
        /// rests on.
        SuperiorValue = "superior_value",
        /// Points and other rewards for buying, which are lost by leaving.
        #[doc(alias = "里程积分")]
        #[doc(alias = "常客奖励")]
        RewardPoints = "reward_points",
        /// Discounts for those who come regularly.
        RegularDiscounts = "regular_discounts",
        /// Talk with customers, let them take part, be close to them.
        PersonalCloseness = "personal_closeness",
        /// An image and values that customers make their own.
        Identification = "identification",
        /// Products that customers are used to and rely on.
        Habit = "habit",
        /// Equipment, networks and methods made for the customer, which others cannot soon match.
        IntegratedSystems = "integrated_systems",
    }
}

impl Lever {
    /// The facets of switching costs that it raises; none where it raises the difference in
    /// delivered value instead. Which facets is our reading of the source.
    #[must_use]
    pub const fn raises(self) -> &'static [Facet] {
        match self {
            Self::SuperiorValue => &[],
            Self::RewardPoints | Self::RegularDiscounts => &[Facet::BenefitLoss],
            Self::PersonalCloseness => &[Facet::PersonalRelationshipLoss],
            Self::Identification => &[Facet::BrandRelationshipLoss],
            Self::Habit => &[Facet::Learning],
            Self::IntegratedSystems => &[Facet::Learning, Facet::MonetaryLoss],
        }
    }

    /// The levers that raise a facet.
    pub fn raising(facet: Facet) -> impl Iterator<Item = Self> {
        let raises = move |lever: &Self| lever.raises().contains(&facet);
        Self::ALL.iter().copied().filter(raises)
    }

    /// Who recommends it.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::SuperiorValue | Self::RewardPoints | Self::RegularDiscounts => RETENTION,
            Self::Identification | Self::Habit => KEEPING,
            Self::PersonalCloseness | Self::IntegratedSystems => BOTH,
        }
    }
}
