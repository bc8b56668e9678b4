use super::Stage;
use crate::macros::named_enum;

/// The sources of the strategies.
const LIFECYCLE: &str =
    "relationship-marketing practice by lifecycle stage; no primary source is known";
const EXIT: &str = "exit-management practice; no primary source is known";
const PORTFOLIO: &str = "Reinartz and Kumar (2002), Harvard Business Review 80(7): 86–94";

named_enum! {
    /// A commonly recommended strategy, as a value that a program can act on, with its
    /// [source](Strategy::source) if there is one. It is advice for a group, not a promise of an effect.
    ///
    /// ```
    /// use retention::lifecycle::{Stage, Strategy};
    ///
    /// let advice: Vec<&str> = Stage::Decline.strategies().iter().map(|s| s.advice()).collect();
    /// assert_eq!(advice.len(), 3);
    /// assert!(Stage::Decline.strategies().contains(&Strategy::RaiseExitBarriers));
    /// ```
    #[non_exhaustive]
    #[doc(alias = "StageStrategy")]
    pub enum Strategy {
        /// Attract and win new customers.
        Attract = "attract",
        /// Turn casual buyers into customers.
        #[doc(alias = "散客")]
        ConvertCasualBuyers = "convert_casual_buyers",
        /// Let the first purchases be worth the money or more, by a low price or outstanding
        /// quality.
        #[doc(alias = "物超所值")]
        WorthTheMoney = "worth_the_money",
        /// Satisfaction marketing: make customers satisfied with what they buy.
        #[doc(alias = "满意营销")]
        SatisfactionMarketing = "satisfaction_marketing",
        /// Loyalty marketing: make satisfied customers loyal.
        #[doc(alias = "忠诚营销")]
        LoyaltyMarketing = "loyalty_marketing",
        /// Turn customers into clients and clients into partners.
        #[doc(alias = "合作伙伴")]
        ConvertToPartners = "convert_to_partners",
        /// Handle dissatisfied customers.
        #[doc(alias = "不满意顾客管理")]
        DissatisfiedCustomerManagement = "dissatisfied_customer_management",
        /// Prevention of contract cancellations.
        #[doc(alias = "预防解约管理")]
        CancellationPrevention = "cancellation_prevention",
        /// Raise the barriers to leaving.
        #[doc(alias = "退出障碍")]
        RaiseExitBarriers = "raise_exit_barriers",
        /// Exit management: record why the customer left.
        #[doc(alias = "退出管理")]
        RecordExitReason = "record_exit_reason",
        /// Learn from those who left.
        LearnFromExits = "learn_from_exits",
        /// Win lost customers back.
        #[doc(alias = "赢回")]
        WinBack = "win_back",
        /// Aim for satisfaction with each transaction, not for an attitude of loyalty.
        TransactionalSatisfaction = "transactional_satisfaction",
        /// Earn while they are active.
        EarnWhileActive = "earn_while_active",
        /// Stop investing soon enough.
        StopInvestingInTime = "stop_investing_in_time",
        /// Invest nothing in the relationship.
        InvestNothing = "invest_nothing",
        /// Make a profit on every transaction.
        ProfitOnEveryTransaction = "profit_on_every_transaction",
        /// Measure the size of the wallet and the share of it.
        MeasureWallet = "measure_wallet",
        /// Sell more and other things to those who give a small share of their wallet.
        CrossSell = "cross_sell",
        /// Control costs strictly for those whose wallet is small.
        ControlCosts = "control_costs",
        /// Communicate consistently, but not too often.
        CommunicateNotTooOften = "communicate_not_too_often",
        /// Build loyalty in attitude and in behaviour.
        BuildLoyalty = "build_loyalty",
        /// Delight, nurture and defend them.
        DelightAndDefend = "delight_and_defend",
    }
}

impl Strategy {
    /// Returns the recommendation in words.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Attract => "attract and win new customers",
            Self::ConvertCasualBuyers => "turn casual buyers into customers",
            Self::WorthTheMoney => {
                "make the first purchases worth the money or more, by price or by quality"
            }
            Self::SatisfactionMarketing => "keep customers satisfied: satisfaction marketing",
            Self::LoyaltyMarketing => "reward and deepen loyalty: loyalty marketing",
            Self::ConvertToPartners => "turn customers into clients, and clients into partners",
            Self::DissatisfiedCustomerManagement => {
                "find the dissatisfied and settle what is wrong"
            }
            Self::CancellationPrevention => "approach customers before they cancel",
            Self::RaiseExitBarriers => "raise the barriers to leaving",
            Self::RecordExitReason => "record why the customer left",
            Self::LearnFromExits => "learn from those who left",
            Self::WinBack => "win back those who can be won back",
            Self::TransactionalSatisfaction => {
                "satisfy with each transaction; do not court loyalty"
            }
            Self::EarnWhileActive => "earn while they are active",
            Self::StopInvestingInTime => "stop investing soon enough",
            Self::InvestNothing => "invest nothing in the relationship",
            Self::ProfitOnEveryTransaction => "make a profit on every transaction",
            Self::MeasureWallet => "measure the size of the wallet and the share of it",
            Self::CrossSell => "where the share of wallet is low, sell more and other things",
            Self::ControlCosts => "where the wallet is small, control costs strictly",
            Self::CommunicateNotTooOften => "communicate consistently, but not too often",
            Self::BuildLoyalty => "build loyalty in attitude and in behaviour",
            Self::DelightAndDefend => "delight, nurture and defend them",
        }
    }

    /// Returns who recommends it: a publication, or practice without a primary source.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::Attract
            | Self::ConvertCasualBuyers
            | Self::WorthTheMoney
            | Self::SatisfactionMarketing
            | Self::LoyaltyMarketing
            | Self::ConvertToPartners
            | Self::DissatisfiedCustomerManagement
            | Self::CancellationPrevention
            | Self::RaiseExitBarriers => LIFECYCLE,
            Self::RecordExitReason | Self::LearnFromExits | Self::WinBack => EXIT,
            Self::TransactionalSatisfaction
            | Self::EarnWhileActive
            | Self::StopInvestingInTime
            | Self::InvestNothing
            | Self::ProfitOnEveryTransaction
            | Self::MeasureWallet
            | Self::CrossSell
            | Self::ControlCosts
            | Self::CommunicateNotTooOften
            | Self::BuildLoyalty
            | Self::DelightAndDefend => PORTFOLIO,
        }
    }
}

impl Stage {
    /// Returns what is commonly recommended in this stage.
    #[must_use]
    pub const fn strategies(self) -> &'static [Strategy] {
        match self {
            Self::Acquisition => &[
                Strategy::Attract,
                Strategy::ConvertCasualBuyers,
                Strategy::WorthTheMoney,
            ],
            Self::Growth | Self::Maturity | Self::Established => &[
                Strategy::SatisfactionMarketing,
                Strategy::LoyaltyMarketing,
                Strategy::ConvertToPartners,
            ],
            Self::Decline => &[
                Strategy::DissatisfiedCustomerManagement,
                Strategy::CancellationPrevention,
                Strategy::RaiseExitBarriers,
            ],
            Self::Termination => &[
                Strategy::RecordExitReason,
                Strategy::LearnFromExits,
                Strategy::WinBack,
            ],
        }
    }
}
