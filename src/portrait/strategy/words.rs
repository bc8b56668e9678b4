//! What actions say, and who says it.

use super::super::Dimension;
use super::{Action, Approach, Improvement};
use crate::switching::{Bond, CostType};

/// Where the literature does not say it.
pub(super) const PROPOSAL: &str = "a proposal of this library";
pub(super) const CARE: &str = "customer-care practice; no primary source is known";
pub(super) const CALLS: &str = "Curry, as told in a talk in Shenzhen, who recommends to call and visit customers; \
     that it keeps them was not shown";
pub(super) const CONTRACTS: &str = "cancellation-prevention practice; no primary source is known";
pub(super) const DIFFERENTIAL: &str = "differential-marketing practice; no primary source is known";
pub(super) const EXIT: &str = "exit-management practice; no primary source is known";
pub(super) const BARRIERS: &str = "customer-retention practice; the types of cost are those of \
     Burnham, Frels and Mahajan (2003), Journal of the Academy of Marketing Science 31(2): 109–126";
pub(super) const BONDS: &str = "Berry and Parasuraman (1991), Marketing Services, Free Press; Berry \
     (1995), Journal of the Academy of Marketing Science 23(4): 236–245; as commonly reported";
pub(super) const DICK_BASU: &str = "Dick and Basu (1994), Journal of the Academy of Marketing Science \
     22(2): 99–113, as commonly reported";
pub(super) const GALE: &str =
    "Gale (1994), Managing Customer Value, Free Press, as commonly reported";
pub(super) const JONES_SASSER: &str =
    "Jones and Sasser (1995), Harvard Business Review 73(6): 88–99, as commonly reported";
pub(super) const MARTILLA_JAMES: &str =
    "Martilla and James (1977), Journal of Marketing 41(1): 77–79";

impl Improvement {
    const fn advice(self) -> &'static str {
        match self {
            Self::Attribute => {
                "improve the attribute that is important to customers and that this one rates low"
            }
            Self::Value => "raise the value relative to competitors, by quality or by price",
            Self::Cause => "remove the cause that the customer names",
            Self::Complaint => "hear the complaint, settle it, and say what was done",
            Self::BeforeCompetition => {
                "satisfy the customer who is held, before competition lets them go"
            }
            Self::Attitude => "give the customer a reason to prefer the business to others",
            Self::Obstacle => "find what keeps the customer from buying, and remove it",
            Self::Trust => "keep every promise: trust comes before loyalty",
            Self::Payment => "collect the payment once more, or by other means",
        }
    }

    const fn source(self) -> &'static str {
        match self {
            Self::Attribute => MARTILLA_JAMES,
            Self::Value => GALE,
            Self::Cause => EXIT,
            Self::BeforeCompetition => JONES_SASSER,
            Self::Attitude | Self::Obstacle => DICK_BASU,
            Self::Complaint | Self::Trust => CARE,
            Self::Payment => PROPOSAL,
        }
    }
}

impl Approach {
    const fn advice(self) -> &'static str {
        match self {
            Self::CareCall => "call or visit, and ask how the customer is served",
            Self::ContractTalk => "talk about the contract before it can be left",
            Self::Thanks => "thank the customer",
            Self::Introduction => "make contact for the first time",
        }
    }

    const fn source(self) -> &'static str {
        match self {
            Self::CareCall => CALLS,
            Self::ContractTalk => CONTRACTS,
            Self::Thanks | Self::Introduction => CARE,
        }
    }
}

const fn find_out(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Status => "find out whether this is a customer, or may become one",
        Dimension::Tier => "place the customer in the pyramid",
        Dimension::ProfitGroup => "find out what profit the customer brings",
        Dimension::Stage => "find out the stage of the relationship, from purchases or contracts",
        Dimension::Portfolio => {
            "find out how long the customer is likely to stay, and at what profit"
        }
        Dimension::Relationship => "find out what the relationship is centred on",
        Dimension::Contract => "find out where the contract stands",
        Dimension::ChurnReason => "ask why the customer left, or wants to leave",
        Dimension::Core => "find out whether this is a core customer",
        Dimension::Rhythm => "find out how often the customer usually buys",
        Dimension::Satisfaction => "ask how satisfied the customer is",
        Dimension::Loyalty => "ask how loyal the customer is",
        Dimension::Trust => "ask how far the customer trusts the business",
        Dimension::SwitchingCost => "ask what it would cost the customer to switch",
        Dimension::Voice => "ask whether the customer recommends or warns",
        Dimension::Value => "ask for value relative to competitors: quality and price",
        Dimension::ValueChange => "ask again for value relative to competitors, and compare",
        Dimension::Item => "ask which attribute is important and falls short",
        Dimension::Barrier => "find out whether leaving would pay for the customer",
        Dimension::Bond => "find out what ties the customer to the business",
        Dimension::ChanceOfReturn => "estimate the chance that the customer buys again",
        Dimension::ExpectedValue => "estimate what the customer is worth if they stay",
        Dimension::CustomerType => "ask for satisfaction and loyalty together",
        Dimension::LoyaltyCondition => "ask for attitude, and measure how often the customer buys",
    }
}

impl Action {
    /// Returns the recommendation in words.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Strategy(strategy) => strategy.advice(),
            Self::Improve(improvement) => improvement.advice(),
            Self::BuildBond(Bond::Financial) => "tie a financial bond: discounts and rewards",
            Self::BuildBond(Bond::Social) => "tie a social bond: be known, and serve in person",
            Self::BuildBond(Bond::Structural) => {
                "tie a structural bond: a system that does part of the customer's work"
            }
            Self::RaiseBarrier(CostType::Procedural) => {
                "raise what switching takes in time and effort: adapt the product to the customer"
            }
            Self::RaiseBarrier(CostType::Financial) => {
                "raise what switching loses in money: benefits that grow with time"
            }
            Self::RaiseBarrier(CostType::Relational) => {
                "raise what switching breaks off: a personal relationship, a brand to belong to"
            }
            Self::LetGo => "let the customer go: spend nothing on keeping or winning back",
            Self::ServeFirst => "serve this customer before others",
            Self::Contact(approach) => approach.advice(),
            Self::FindOut(dimension) => find_out(dimension),
        }
    }

    /// Returns who recommends it: a publication, practice without a primary source, or this library.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::Strategy(strategy) => strategy.source(),
            Self::Improve(improvement) => improvement.source(),
            Self::BuildBond(_) => BONDS,
            Self::RaiseBarrier(_) => BARRIERS,
            Self::LetGo => EXIT,
            Self::ServeFirst => DIFFERENTIAL,
            Self::Contact(approach) => approach.source(),
            Self::FindOut(_) => PROPOSAL,
        }
    }
}
