use rust_decimal::Decimal;

use crate::macros::named_enum;

named_enum! {
    /// Which changes of a customer within a period are movements.
    ///
    /// See the [example](crate::churn::Bridge::of).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Movements {
        /// The difference between the start and the end of the period. The default.
        ///
        /// Whoever joins and leaves within the period is in no movement, and whoever leaves and comes back
        /// within it has not left. ProfitWell counts like this.
        #[default]
        AtEnds = "at_ends",
        /// Every change within the period.
        ///
        /// Whoever joins and leaves within the period is new and lost; whoever leaves and comes back is lost
        /// and reactivated. Stripe counts like this.
        EveryChange = "every_change",
    }
}

named_enum! {
    /// What a change of a customer's recurring amount is.
    ///
    /// See the [example](crate::churn::Bridge::of).
    pub enum Movement {
        /// The first time that they are a customer.
        New = "new",
        /// A customer again, after having left.
        Reactivation = "reactivation",
        /// A customer who pays more than before.
        Expansion = "expansion",
        /// A customer who pays less than before, and is still one.
        Contraction = "contraction",
        /// A customer no longer.
        Churn = "churn",
    }
}

impl Movement {
    /// Returns what leads from one recurring amount to another; `None` is no customer.
    pub(super) fn between(
        before: Option<Decimal>,
        after: Option<Decimal>,
        customer_before: bool,
    ) -> Option<Self> {
        match (before, after) {
            (None, None) => None,
            (None, Some(_)) if customer_before => Some(Self::Reactivation),
            (None, Some(_)) => Some(Self::New),
            (Some(_), None) => Some(Self::Churn),
            (Some(before), Some(after)) if after > before => Some(Self::Expansion),
            (Some(before), Some(after)) if after < before => Some(Self::Contraction),
            (Some(_), Some(_)) => None,
        }
    }
}
