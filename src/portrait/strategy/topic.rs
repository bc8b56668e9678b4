use crate::macros::named_enum;

named_enum! {
    /// What a rule of a [`StrategyTable`](super::StrategyTable) decides.
    ///
    /// Of the rules of one topic only the first that matches a customer fires. The topics are asked in
    /// this order, because a rule may settle a customer's case for all topics that follow: nobody who is
    /// let go is to be called.
    ///
    /// ```
    /// use retention::portrait::Topic;
    ///
    /// assert_eq!(Topic::ALL.first(), Some(&Topic::Return));
    /// assert!(Topic::Return < Topic::Contact);
    /// ```
    #[non_exhaustive]
    pub enum Topic {
        /// Whether to win a leaving customer back, or to let the customer go.
        #[doc(alias = "赢回")]
        Return = "return",
        /// What to improve in the offer.
        Quality = "quality",
        /// How much to invest, by how long the customer stays and what they bring.
        Portfolio = "portfolio",
        /// How to conduct the relationship, by its stage and type.
        Relationship = "relationship",
        /// What to do about attitude, trust and loyalty.
        Loyalty = "loyalty",
        /// Which bond to tie next.
        Bond = "bond",
        /// Which cost of leaving to raise.
        #[doc(alias = "退出障碍")]
        Barrier = "barrier",
        /// Whom to contact, and on what occasion.
        Contact = "contact",
        /// What to find out.
        Knowledge = "knowledge",
    }
}
