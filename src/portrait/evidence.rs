use rust_decimal::Decimal;

use crate::churn::Reason;
use crate::lifecycle::{PortfolioType, RelationshipType, Stage};
use crate::loyalty::Score;
use crate::macros::{named_enum, options};
use crate::purchases::Habits;
use crate::pyramid::{Status, Tier};
use crate::switching::{Bonds, Verdict};

named_enum! {
    /// Where a customer's contract stands.
    ///
    /// ```
    /// use retention::portrait::Contract;
    ///
    /// assert_eq!("ends_soon".parse::<Contract>()?, Contract::EndsSoon);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub enum Contract {
        /// The customer buys without a contract.
        Without = "without",
        /// The contract runs, and its end is far.
        Running = "running",
        /// The contract can be left soon: it ends, or its notice is due.
        EndsSoon = "ends_soon",
        /// The contract has ended.
        Ended = "ended",
    }
}

named_enum! {
    /// The group of a customer by profit, as differential marketing divides them.
    ///
    /// [`Cuts::differential`](crate::pyramid::Cuts::differential) makes them from profits: a third of the
    /// profitable customers each, and those who bring none.
    ///
    /// ```
    /// use retention::portrait::ProfitGroup;
    /// use retention::pyramid::Tier;
    ///
    /// assert_eq!(ProfitGroup::of(Tier::new(1)?), Some(ProfitGroup::High));
    /// assert_eq!(ProfitGroup::of(Tier::new(4)?), Some(ProfitGroup::NoProfit));
    /// assert_eq!(ProfitGroup::of(Tier::new(5)?), None);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "区别营销")]
    #[doc(alias = "differential marketing")]
    pub enum ProfitGroup {
        /// High profit.
        High = "high",
        /// Medium profit.
        Medium = "medium",
        /// Low profit.
        Low = "low",
        /// No profit, or a loss.
        NoProfit = "no_profit",
    }
}

impl ProfitGroup {
    /// Returns the group of a tier that [`Cuts::differential`](crate::pyramid::Cuts::differential) made;
    /// `None` for a tier below the fourth, which those cuts do not make.
    #[must_use]
    pub fn of(tier: Tier) -> Option<Self> {
        Self::ALL.get(tier.index()).copied()
    }
}

options! {
    /// What is known of one customer, from what they say, from what they do, and from models; `None` is
    /// not known, and is never filled in.
    ///
    /// Each piece comes from a module of its own, or from elsewhere: give what you have. Amounts are in
    /// one currency, and over one period for all customers. For many customers,
    /// [`EvidenceTable`](super::EvidenceTable) joins what the modules return.
    ///
    /// ```
    /// use retention::lifecycle::Stage;
    /// use retention::loyalty::Score;
    /// use retention::portrait::Evidence;
    /// use retention::scale::Scale;
    /// use rust_decimal::dec;
    ///
    /// let evidence = Evidence::default()
    ///     .stage(Some(Stage::Decline))
    ///     .satisfaction(Some(Score::new(Scale::ONE_TO_SEVEN, 6.5)?))
    ///     .chance_of_return(Some(0.3))
    ///     .expected_value(Some(dec!(120)));
    /// assert_eq!(evidence.trust, None);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Evidence {
        /// Whether the customer is active: see [`statuses`](crate::pyramid::statuses()). Default: not known.
        pub status: Option<Status> = None,
        /// The tier in the customer pyramid. Default: not known.
        pub tier: Option<Tier> = None,
        /// The group by profit. Default: not known.
        pub profit_group: Option<ProfitGroup> = None,
        /// What the customer contributed to profit in the period; negative for a loss. Default: not known.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
        pub profit: Option<Decimal> = None,
        /// The stage of the relationship. Default: not known.
        pub stage: Option<Stage> = None,
        /// Butterfly, true friend, stranger or barnacle. Default: not known; then
        /// [inferred](super::Bands) from the group by profit and the chance of a return, where both are
        /// known.
        pub portfolio: Option<PortfolioType> = None,
        /// What the relationship is centred on. Default: not known.
        pub relationship: Option<RelationshipType> = None,
        /// Where the contract stands. Default: not known.
        pub contract: Option<Contract> = None,
        /// Why the customer left, or says to leave. Default: not known.
        pub churn_reason: Option<Reason> = None,
        /// Whether the customer is a [core customer](crate::loyalty::core_customers). Default: not known; then
        /// [inferred](super::Bands) from profit, loyalty, share of wallet and value to a rival, as far as they
        /// tell.
        pub is_core: Option<bool> = None,
        /// Share of the customer's spending in the category that is with us, 0 to 1. Default: not known.
        pub share_of_wallet: Option<f64> = None,
        /// What the customer is, or would be, worth to the competitor to whom they are worth most, over the
        /// horizon of `expected_value`. Default: not known.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
        pub value_to_rival: Option<Decimal> = None,
        /// The habits of buying: rhythm, basket, weekday, season, next expected purchase. Default: not known.
        pub habits: Option<Habits> = None,
        /// Whether the next purchase is overdue. Default: not known; then read from the habits.
        pub is_overdue: Option<bool> = None,
        /// Satisfaction. Default: not known.
        pub satisfaction: Option<Score> = None,
        /// Loyalty as a score of its own. Default: not known.
        pub loyalty: Option<Score> = None,
        /// Trust. Default: not known.
        pub trust: Option<Score> = None,
        /// What switching would cost, as the customer rates it. Default: not known.
        pub switching_cost: Option<Score> = None,
        /// Attitude relative to competitors. Default: not known.
        pub relative_attitude: Option<Score> = None,
        /// Repeat buying: what the customer says, or a [rate](Score::rate). Default: not known.
        pub patronage: Option<Score> = None,
        /// Whether the customer recommends to others. Default: not known.
        pub recommends: Option<bool> = None,
        /// Whether the customer tells others of a bad experience. Default: not known.
        pub warns: Option<bool> = None,
        /// Customer value V = Q/P relative to competitors: 1 is as good as theirs. Default: not known.
        pub value: Option<f64> = None,
        /// By how much that value has changed since it was last measured. Default: not known.
        pub value_change: Option<f64> = None,
        /// The number of the attribute to fix first: one that is important and poorly rated
        /// ([`Quadrant::ConcentrateHere`](crate::quadrant::Quadrant::ConcentrateHere)) and that this
        /// customer rates low. It is the caller's number. Default: not known.
        pub item_to_fix: Option<u32> = None,
        /// Whether the cost of leaving keeps the customer, judged by money. Default: not known.
        pub barrier: Option<Verdict> = None,
        /// What ties the customer to the business. Default: not known.
        pub bonds: Option<Bonds> = None,
        /// The chance of buying again within a stated horizon, or of renewing, 0 to 1. Default: not known.
        pub chance_of_return: Option<f64> = None,
        /// What the customer is worth over the horizon if they stay. A lifetime value is less already for who
        /// may have left: see [`lifetime_values`](super::EvidenceTable::lifetime_values). Default: not known.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
        pub expected_value: Option<Decimal> = None,
    }
}
