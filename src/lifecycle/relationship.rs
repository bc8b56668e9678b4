use super::Strategy;
use crate::macros::named_enum;

named_enum! {
    /// What a customer's relationship with the business turns on, from the loosest to the closest.
    ///
    /// | centred on | who that is | the relationship |
    /// |---|---|---|
    /// | price | casual buyer | ends with the purchase |
    /// | product | customer | some acquaintance; products made to order |
    /// | need | client | personal service, dialogue, products designed together |
    /// | value | partner | close co-operation; value created together |
    ///
    /// ```
    /// use retention::lifecycle::{RelationshipType, Sign};
    ///
    /// let found = RelationshipType::of([Sign::MadeToOrder, Sign::Dialogue]);
    /// assert_eq!((found, found.party()), (RelationshipType::NeedCentred, "client"));
    /// assert_eq!(found.next(), Some(RelationshipType::ValueCentred));
    /// assert_eq!(RelationshipType::of([]), RelationshipType::PriceCentred);
    /// ```
    ///
    /// The four are a reading of relationship marketing; compare the ladder of loyalty of Payne,
    /// A. (1994), *Relationship Marketing*, as commonly reported. No rule is published that tells
    /// them apart: [`of`](RelationshipType::of) takes the closest that any [`Sign`] speaks for.
    #[doc(alias = "客户关系类型")]
    pub enum RelationshipType {
        /// Buys where the price is right.
        #[doc(alias = "散客")]
        #[doc(alias = "一般顾客")]
        PriceCentred = "price_centred",
        /// Buys for the product.
        #[doc(alias = "顾客")]
        ProductCentred = "product_centred",
        /// Has needs that the business knows.
        #[doc(alias = "客户")]
        NeedCentred = "need_centred",
        /// Creates value with the business.
        #[doc(alias = "合作伙伴")]
        ValueCentred = "value_centred",
    }
}

named_enum! {
    /// Something that shows how close a relationship is.
    #[non_exhaustive]
    pub enum Sign {
        /// There is contact beyond the purchase, and the two know of each other.
        Contact = "contact",
        /// Products or services are made to the customer's order.
        MadeToOrder = "made_to_order",
        /// The customer is served personally.
        PersonalService = "personal_service",
        /// The two are in dialogue.
        Dialogue = "dialogue",
        /// They design products or services together.
        JointDesign = "joint_design",
        /// They create value together, in close co-operation.
        CoCreation = "co_creation",
    }
}

impl Sign {
    /// The type of relationship that it speaks for.
    #[must_use]
    pub const fn of(self) -> RelationshipType {
        match self {
            Self::Contact | Self::MadeToOrder => RelationshipType::ProductCentred,
            Self::PersonalService | Self::Dialogue | Self::JointDesign => {
                RelationshipType::NeedCentred
            }
            Self::CoCreation => RelationshipType::ValueCentred,
        }
    }
}

impl RelationshipType {
    /// The closest type that any of the signs speaks for; price-centred without one.
    #[must_use]
    pub fn of(signs: impl IntoIterator<Item = Sign>) -> Self {
        let types = signs.into_iter().map(Sign::of);
        types.max().unwrap_or(Self::PriceCentred)
    }

    /// What such a customer is called.
    #[must_use]
    pub const fn party(self) -> &'static str {
        match self {
            Self::PriceCentred => "casual buyer",
            Self::ProductCentred => "customer",
            Self::NeedCentred => "client",
            Self::ValueCentred => "partner",
        }
    }

    /// The next closer type, as one to aim for; `None` for partners. That closer is better is ours to
    /// say: it follows the order of the types, and no source compares what the steps bring.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::PriceCentred => Some(Self::ProductCentred),
            Self::ProductCentred => Some(Self::NeedCentred),
            Self::NeedCentred => Some(Self::ValueCentred),
            Self::ValueCentred => None,
        }
    }

    /// What is commonly recommended for such customers. The strategies are those of the stages of a
    /// [lifecycle](super::Stage::strategies); which of them go with which type is ours.
    #[must_use]
    pub const fn strategies(self) -> &'static [Strategy] {
        match self {
            Self::PriceCentred => &[Strategy::ConvertCasualBuyers, Strategy::WorthTheMoney],
            Self::ProductCentred | Self::NeedCentred => &[
                Strategy::SatisfactionMarketing,
                Strategy::LoyaltyMarketing,
                Strategy::ConvertToPartners,
            ],
            Self::ValueCentred => &[Strategy::LoyaltyMarketing],
        }
    }
}
