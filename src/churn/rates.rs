use crate::macros::named_enum;

named_enum! {
    /// What the churn rate of customers is divided by, and who counts as lost.
    ///
    /// See the [table](crate::churn#churn-of-customers) of who uses which.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum CustomerBase {
        /// Customers of the start who are none at the end, of the customers of the start. The default.
        #[default]
        AtStart = "at_start",
        /// All who were customers and are none at the end, of the customers of the start and those who
        /// joined.
        AtStartAndJoined = "at_start_and_joined",
        /// Customers who did not renew, of those who were up for renewal.
        ///
        /// Whoever leaves in the middle of a billing period is not up for renewal and is not counted. If
        /// churn counts at [notice](crate::subscriptions::Recognised::Notice), those who gave it are gone
        /// before they are up, so that nearly everybody renews: take the last day for this rate.
        UpForRenewal = "up_for_renewal",
        /// All who were customers and are none at the end, by the customers of the start. It may exceed 1.
        AllLossesByStart = "all_losses_by_start",
        /// Customers of the start who are none at the end, by the mean of the numbers at both ends. It may
        /// exceed 1.
        Average = "average",
    }
}

named_enum! {
    /// A rate of recurring revenue.
    ///
    /// Retention is told of the customers of the start, by what they pay at the end. Churn adds up the
    /// movements. With [`Movements::AtEnds`](super::Movements::AtEnds) the two add up to 1. With
    /// [`Movements::EveryChange`](super::Movements::EveryChange) churn may exceed 1, because it counts what was
    /// gained and lost again within the period.
    ///
    /// See the [table](crate::churn#churn-and-retention-of-revenue) of who uses which.
    #[non_exhaustive]
    pub enum RevenueRate {
        /// What the customers of the start still pay, without what some pay more: never above 1.
        #[doc(alias = "GRR")]
        GrossRetention = "gross_retention",
        /// What the customers of the start pay at the end: above 1 where expansion exceeds the losses.
        #[doc(alias = "NRR")]
        #[doc(alias = "NDR")]
        NetRetention = "net_retention",
        /// Net retention and what customers who came back pay.
        NetRetentionWithReactivation = "net_retention_with_reactivation",
        /// What customers who were up for renewal pay after it, of what they paid before.
        RenewalRetention = "renewal_retention",
        /// What customers who left had paid.
        Cancellations = "cancellations",
        /// Churn and contraction.
        GrossChurn = "gross_churn",
        /// Churn and contraction less expansion: below 0 where expansion exceeds the losses.
        NetChurn = "net_churn",
        /// Churn and contraction less expansion and reactivation.
        NetChurnWithReactivation = "net_churn_with_reactivation",
        /// What was gained by what was lost: new, reactivated and expanded by churned and contracted.
        #[doc(alias = "SaaS quick ratio")]
        QuickRatio = "quick_ratio",
        /// The quick ratio without customers who came back.
        QuickRatioWithoutReactivation = "quick_ratio_without_reactivation",
    }
}

named_enum! {
    /// Which rate of single periods, such as days, is added up.
    ///
    /// See the [example](crate::churn::Bridge::sum_of_rates).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum SummedRate {
        /// Customers: those lost less those who came back, by the customers of the start. The default.
        #[default]
        Customers = "customers",
        /// Recurring revenue: [`RevenueRate::NetChurnWithReactivation`].
        Revenue = "revenue",
    }
}
