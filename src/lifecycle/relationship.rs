use super::Strategy;
use crate::macros::named_enum;

named_enum! {
    /// What a customer's relationship with the business is centred on, from the loosest to the closest.
    ///
    /// | centred on | who that is | the relationship |
    /// |---|---|---|
    /// | price | casual buyer | ends with the purchase |
    /// | product | customer | some acquaintance; products made to order |
    /// | need | client | personal service, dialogue, products designed together |
    /// | value | partner | close co-operation; value created together |
    ///
    /// ```
    /// use retention::lifecycle::{RelationshipType, RelationshipSign};
    ///
    /// let signs = [RelationshipSign::MadeToOrder, RelationshipSign::Dialogue];
    /// let found = RelationshipType::classify(signs);
    /// assert_eq!((found, found.party()), (RelationshipType::NeedCentred, "client"));
    /// assert_eq!(found.next(), Some(RelationshipType::ValueCentred));
    /// assert_eq!(RelationshipType::classify([]), RelationshipType::PriceCentred);
    /// ```
    ///
    /// The four are a reading of relationship marketing; compare the ladder of loyalty of Payne,
    /// A. (1994), *Relationship Marketing*, as commonly reported. No rule is published that tells
    /// them apart: [`classify`](RelationshipType::classify) takes the closest that any sign shows.
    /// [`Relationships`](super::Relationships) classifies all customers of a log.
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
    /// Something that shows how close a relationship is. See the example of [`RelationshipType`].
    ///
    /// A log of purchases shows none of them: it holds dates and amounts, and says only who came back.
    /// [`record`](RelationshipSign::record) says where to look for each.
    #[non_exhaustive]
    pub enum RelationshipSign {
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

impl RelationshipSign {
    /// Returns the relationship type that this sign indicates.
    #[must_use]
    pub const fn shows(self) -> RelationshipType {
        match self {
            Self::Contact | Self::MadeToOrder => RelationshipType::ProductCentred,
            Self::PersonalService | Self::Dialogue | Self::JointDesign => {
                RelationshipType::NeedCentred
            }
            Self::CoCreation => RelationshipType::ValueCentred,
        }
    }
}

impl RelationshipSign {
    /// Returns the records of a business that show this sign.
    ///
    /// ```
    /// use retention::lifecycle::RelationshipSign;
    ///
    /// assert_eq!(RelationshipSign::MadeToOrder.record(), "order lines with a specification");
    /// ```
    #[must_use]
    pub const fn record(self) -> &'static str {
        match self {
            Self::Contact => "visits, calls and letters by customer, or an account with a name",
            Self::MadeToOrder => "order lines with a specification",
            Self::PersonalService => "an assigned contact person, or service tickets by name",
            Self::Dialogue => "messages by customer in both directions",
            Self::JointDesign => "design projects by customer",
            Self::CoCreation => "joint projects or a partnership agreement",
        }
    }
}

impl RelationshipType {
    /// Returns the closest type that any of the signs shows; price-centred without a sign.
    #[must_use]
    pub fn classify(signs: impl IntoIterator<Item = RelationshipSign>) -> Self {
        let types = signs.into_iter().map(RelationshipSign::shows);
        types.max().unwrap_or(Self::PriceCentred)
    }

    /// Returns the word for such a customer: casual buyer, customer, client or partner.
    #[must_use]
    pub const fn party(self) -> &'static str {
        match self {
            Self::PriceCentred => "casual buyer",
            Self::ProductCentred => "customer",
            Self::NeedCentred => "client",
            Self::ValueCentred => "partner",
        }
    }

    /// Returns the next closer type; `None` for partners. No source shows that a closer type brings
    /// more.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::PriceCentred => Some(Self::ProductCentred),
            Self::ProductCentred => Some(Self::NeedCentred),
            Self::NeedCentred => Some(Self::ValueCentred),
            Self::ValueCentred => None,
        }
    }

    /// Returns what is commonly recommended for such customers. The strategies are those of the stages of
    /// a [lifecycle](super::Stage::strategies); this library assigned them to the types.
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
