use crate::macros::named_enum;

/// How many dimensions there are.
pub(super) const DIMENSIONS: usize = Dimension::ALL.len();

named_enum! {
    /// One of the things that a portrait says about a customer, each in a few levels.
    ///
    /// The first level of each is `unknown`. Numbers become levels by [`Bands`](super::Bands).
    ///
    /// ```
    /// use retention::portrait::Dimension;
    ///
    /// assert_eq!(Dimension::Satisfaction.levels(), ["unknown", "low", "medium", "high"]);
    /// assert!(Dimension::CustomerType.is_inferred());
    /// ```
    #[non_exhaustive]
    pub enum Dimension {
        /// Active, inactive, prospect, suspect.
        Status = "status",
        /// The upper tiers of the pyramid, or the others.
        Tier = "tier",
        /// The group by profit.
        ProfitGroup = "profit_group",
        /// The stage of the relationship.
        Stage = "stage",
        /// Butterfly, true friend, stranger, barnacle. Inferred where it is not given.
        Portfolio = "portfolio",
        /// What the relationship is centred on.
        Relationship = "relationship",
        /// Where the contract stands.
        Contract = "contract",
        /// Why the customer left.
        ChurnReason = "churn_reason",
        /// Whether the customer is a core customer. Inferred where it is not given.
        Core = "core",
        /// Whether the next purchase is overdue.
        Rhythm = "rhythm",
        /// Satisfaction.
        Satisfaction = "satisfaction",
        /// Loyalty as a score.
        Loyalty = "loyalty",
        /// Trust.
        Trust = "trust",
        /// What switching would cost.
        SwitchingCost = "switching_cost",
        /// Whether the customer recommends, warns, or both.
        Voice = "voice",
        /// Customer value relative to competitors.
        Value = "value",
        /// Where that value is going.
        ValueChange = "value_change",
        /// Whether an attribute to fix is named.
        Item = "item",
        /// Whether the cost of leaving keeps the customer.
        Barrier = "barrier",
        /// The most durable bond.
        Bond = "bond",
        /// The chance of a return.
        ChanceOfReturn = "chance_of_return",
        /// What the customer is worth if they stay.
        ExpectedValue = "expected_value",
        /// The type by satisfaction and loyalty: loyalist, hostage, mercenary and so on. Inferred.
        CustomerType = "customer_type",
        /// Attitude and patronage: loyalty, latent, spurious, none. Inferred.
        LoyaltyCondition = "loyalty_condition",
    }
}

/// The position of the level `unknown`.
pub(super) const UNKNOWN: u8 = 0;

impl Dimension {
    /// Returns the names of the levels, `unknown` first.
    #[must_use]
    pub const fn levels(self) -> &'static [&'static str] {
        match self {
            Self::Status => &[
                "unknown",
                "active",
                "inactive",
                "prospect",
                "suspect",
                "rest_of_world",
            ],
            Self::Tier => &["unknown", "upper", "lower"],
            Self::ProfitGroup => &["unknown", "high", "medium", "low", "no_profit"],
            Self::Stage => &[
                "unknown",
                "acquisition",
                "growth",
                "maturity",
                "established",
                "decline",
                "termination",
            ],
            Self::Portfolio => &[
                "unknown",
                "butterfly",
                "true_friend",
                "stranger",
                "barnacle",
            ],
            Self::Relationship => &[
                "unknown",
                "price_centred",
                "product_centred",
                "need_centred",
                "value_centred",
            ],
            Self::Contract => &["unknown", "without", "running", "ends_soon", "ended"],
            Self::ChurnReason => &[
                "unknown",
                "price",
                "inconvenience",
                "inferior_product",
                "unattractive_product",
                "supplier_problem",
                "poor_service",
                "unresolved_complaint",
                "better_product_elsewhere",
                "unethical_conduct",
                "payment_failed",
                "moved_away",
                "changed_trade",
                "bankrupt",
            ],
            Self::Core => &["unknown", "core", "not_core"],
            Self::Rhythm => &["unknown", "in_time", "overdue"],
            Self::Satisfaction | Self::Loyalty | Self::Trust | Self::SwitchingCost => {
                &["unknown", "low", "medium", "high"]
            }
            Self::Voice => &["unknown", "recommends", "warns", "both", "neither"],
            Self::Value => &["unknown", "worse", "at_parity", "better"],
            Self::ValueChange => &["unknown", "falling", "steady", "rising"],
            Self::Item => &["unknown", "named"],
            Self::Barrier => &["unknown", "stays", "leaves"],
            Self::Bond => &["unknown", "without", "financial", "social", "structural"],
            Self::ChanceOfReturn => &["unknown", "low", "middle", "high"],
            Self::ExpectedValue => &["unknown", "without", "some", "high"],
            Self::CustomerType => &[
                "unknown",
                "loyalist",
                "apostle",
                "defector",
                "terrorist",
                "mercenary",
                "hostage",
                "in_between",
            ],
            Self::LoyaltyCondition => &["unknown", "loyalty", "latent", "spurious", "none"],
        }
    }

    /// Returns whether the library infers it from other evidence.
    ///
    /// The type of portfolio and core customers are inferred only where they are not given; then
    /// [`Levels::is_inferred`](super::Levels::is_inferred) says so.
    #[must_use]
    pub const fn is_inferred(self) -> bool {
        matches!(self, Self::CustomerType | Self::LoyaltyCondition)
    }

    /// Whether it is inferred where it is not given.
    #[cfg(feature = "serde")]
    pub(super) const fn may_be_inferred(self) -> bool {
        matches!(self, Self::Portfolio | Self::Core)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::churn::Reason;
    use crate::counted::Class;
    use crate::lifecycle::{PortfolioType, RelationshipType, Stage};
    use crate::loyalty::conditions::Condition;
    use crate::loyalty::types::CustomerType;
    use crate::portrait::{Contract, ProfitGroup};
    use crate::pyramid::Status;

    fn names<C: Class>(dimension: Dimension) {
        let names: Vec<String> = C::CLASSES.iter().map(C::to_string).collect();
        assert_eq!(dimension.levels()[1..], names, "{dimension}");
    }

    #[test]
    fn levels_are_named_as_their_classes() {
        names::<Status>(Dimension::Status);
        names::<ProfitGroup>(Dimension::ProfitGroup);
        names::<Stage>(Dimension::Stage);
        names::<PortfolioType>(Dimension::Portfolio);
        names::<RelationshipType>(Dimension::Relationship);
        names::<Contract>(Dimension::Contract);
        names::<Reason>(Dimension::ChurnReason);
        names::<CustomerType>(Dimension::CustomerType);
        names::<Condition>(Dimension::LoyaltyCondition);
    }

    #[test]
    fn a_mask_of_sixteen_bits_holds_every_level() {
        for dimension in Dimension::ALL {
            let levels = dimension.levels();
            assert!(levels.len() <= 16 && levels[0] == "unknown", "{dimension}");
        }
    }
}
