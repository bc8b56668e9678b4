use crate::macros::named_enum;

named_enum! {
    /// A lesson of Curry and Curry, by its number in the book.
    ///
    /// Each variant says how [`check`](super::check) reads it. What the lessons quote in per cent is
    /// published, as commonly reported; the readings are not.
    ///
    /// ```
    /// use retention::pyramid::laws::Law;
    ///
    /// assert_eq!((Law::ALL.len(), Law::SmallMigrationPays.number()), (10, 10));
    /// // The second lesson is missing in the report of the talk.
    /// assert_eq!(Law::TopBringsProfit.item_of_the_talk(), None);
    /// ```
    #[doc(alias = "八大规律")]
    #[doc(alias = "lesson")]
    pub enum Law {
        /// 1: the top 20 % of customers deliver 80 % of revenue.
        ///
        /// Holds where the share of the top 20 % reaches 80 %, less the
        /// [tolerance](super::Rules::tolerance), or, by choice, lies [about](super::Reading::About)
        /// it.
        #[doc(alias = "80/20")]
        #[doc(alias = "二八定律")]
        TopBringsRevenue = "top_brings_revenue",
        /// 2: the top 20 % of customers deliver more than 100 % of profit; the others, together, lose
        /// some of it.
        ///
        /// Holds where the share of profit is above 1, without tolerance. The book ranks customers by
        /// revenue; ranked by profit, as a concentration is, the share can only be larger, so that
        /// where even this does not exceed 1 the law does not hold either way, and where it does, it
        /// need not for the top by revenue. The finding says which was measured.
        TopBringsProfit = "top_brings_profit",
        /// 3: existing customers deliver up to 90 % of revenue.
        ///
        /// The talk has it that they bring *more than* 90 %. [`ExistingShare`](super::ExistingShare)
        /// says which of the two is meant and how each is read.
        ExistingBringRevenue = "existing_bring_revenue",
        /// 4: the bulk of the marketing budget is often spent on non-customers.
        ///
        /// Holds where more than [so much](super::Rules::bulk) of the budget is: half, unless said
        /// otherwise. Often means of many businesses; here it is asked of one.
        BudgetOnNonCustomers = "budget_on_non_customers",
        /// 5: between 5 % and 30 % of customers have the potential to move up.
        ///
        /// Holds where Wilson's interval of the rate lies within the two, does not where it lies
        /// outside, and is undecided where it reaches across one of them.
        #[doc(alias = "升级潜力")]
        UpgradePotential = "upgrade_potential",
        /// 6: satisfaction is critical for moving up.
        ///
        /// Holds where those who moved up are more satisfied than the others: where the interval of the
        /// difference lies above [so much](super::Rules::difference), zero unless said otherwise. That
        /// is an association: who moved up may be satisfied for having been served better since.
        SatisfactionMovesUp = "satisfaction_moves_up",
        /// 7: reasonably satisfied customers often defect.
        ///
        /// Holds where Wilson's interval of the rate of defectors among them lies at or above
        /// what is [often](super::Rules::often): one in ten, unless said otherwise.
        SatisfiedDefect = "satisfied_defect",
        /// 8: marketing and sales are responsible for influencing customers' behaviour.
        ///
        /// Says who is responsible, which no data show. Never testable.
        MarketingIsResponsible = "marketing_is_responsible",
        /// 9: other departments influence customers' behaviour too.
        ///
        /// Says who has influence, which data on customers do not show. Never testable.
        OthersInfluence = "others_influence",
        /// 10: an upward migration of 2 % in the pyramid can mean 10 % more revenue and 50 % more
        /// profit.
        ///
        /// Holds where a [what-if](super::super::WhatIf) of 2 % comes to so much of both, less the
        /// tolerance, or, by choice, to about as much. That is what the arithmetic says of this
        /// pyramid, not that customers can be moved. The talk prints "50 % more customers"; see
        /// [`Benchmark`].
        #[doc(alias = "金字塔升级")]
        SmallMigrationPays = "small_migration_pays",
    }
}

impl Law {
    /// Its number in the book, from 1 to 10.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// What it claims, as the book has it.
    #[must_use]
    pub const fn claim(self) -> &'static str {
        match self {
            Self::TopBringsRevenue => "the top 20 % of customers deliver 80 % of revenue",
            Self::TopBringsProfit => "the top 20 % of customers deliver more than 100 % of profit",
            Self::ExistingBringRevenue => "existing customers deliver up to 90 % of revenue",
            Self::BudgetOnNonCustomers => {
                "the bulk of the marketing budget is often spent on non-customers"
            }
            Self::UpgradePotential => {
                "between 5 % and 30 % of customers have the potential to move up"
            }
            Self::SatisfactionMovesUp => "satisfaction is critical for moving up",
            Self::SatisfiedDefect => "reasonably satisfied customers often defect",
            Self::MarketingIsResponsible => {
                "marketing and sales are responsible for influencing customers' behaviour"
            }
            Self::OthersInfluence => "other departments influence customers' behaviour too",
            Self::SmallMigrationPays => {
                "an upward migration of 2 % can mean 10 % more revenue and 50 % more profit"
            }
        }
    }

    /// Where it was published.
    #[must_use]
    pub const fn source(self) -> &'static str {
        "Curry, J. and Curry, A. (2000), The Customer Marketing Method, Free Press, as commonly reported"
    }

    /// Which of the eight laws of the talk in Shenzhen it is, from 1 to 8, as a newspaper printed
    /// them; `None` for the second lesson, which is missing there. The eighth of the talk is two
    /// lessons, the ninth and the tenth.
    #[must_use]
    pub const fn item_of_the_talk(self) -> Option<u8> {
        match self.number() {
            1 => Some(1),
            2 => None,
            10 => Some(8),
            number => Some(number - 1),
        }
    }
}

/// The figures of the tenth lesson, to set beside a [`WhatIf`](super::super::WhatIf).
///
/// A record of what was published, not a formula: how the figures came about is not known, nor of
/// which business they are. Revenue and profit can differ like that only where costs do not rise in the
/// same proportion as revenue: with margins alike in all tiers and no fixed costs both change in the same proportion.
///
/// The report of the talk prints that 2 % means 50 % more *customers*; it is 50 % more profit, and
/// 10 % more revenue.
///
/// ```
/// use retention::pyramid::laws::Benchmark;
///
/// let lesson = Benchmark::CURRY;
/// assert_eq!((lesson.upward, lesson.revenue, lesson.profit), (0.02, 0.10, 0.50));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Benchmark {
    /// The share of customers who move up.
    pub upward: f64,
    /// The relative change of revenue.
    pub revenue: f64,
    /// The relative change of profit.
    pub profit: f64,
    /// Where the figures were published.
    pub source: &'static str,
}

impl Benchmark {
    /// The figures of the book.
    pub const CURRY: Self = Self {
        upward: 0.02,
        revenue: 0.10,
        profit: 0.50,
        source: Law::SmallMigrationPays.source(),
    };
}
