//! How to conduct a relationship, by its stage and type.

use super::super::super::Dimension as D;
use super::super::{Action, Approach};
use super::{Entry, GRIEVANCES, WARNING};
use crate::lifecycle::Strategy;

const STAGES: &str =
    "relationship-marketing practice by lifecycle stage; no primary source is known";
const BY_TYPE: &str = "relationship-marketing practice by lifecycle stage; no primary source is \
     known; which of it for which relationship is a proposal of this library";
const BUTTERFLIES: &str = "relationship-marketing practice by lifecycle stage; no primary source is \
     known; without what courts loyalty, by Reinartz and Kumar (2002), Harvard Business Review 80(7): \
     86–94";
const DISSATISFIED: &str = "relationship-marketing practice by lifecycle stage; no primary source is \
     known; without barriers that would hold the dissatisfied, by Jones and Sasser (1995), Harvard \
     Business Review 73(6): 88–99";
const BARNACLES: &str = "relationship-marketing practice by lifecycle stage; no primary source is \
     known; without what costs much, by Reinartz and Kumar (2002), Harvard Business Review 80(7): 86–94";
const UNPROFITABLE: &str = "relationship-marketing practice by lifecycle stage, and \
     differential-marketing practice, which rewards those who bring profit; no primary source is known";
const SATISFACTION_FIRST: &str = "relationship-marketing practice by lifecycle stage, by which \
     satisfaction comes before loyalty; no primary source is known";
const WORSE_VALUE: &str = "relationship-marketing practice by lifecycle stage, and customer-retention \
     practice, by which value comes before barriers; no primary source is known";
const PYRAMID: &str = "Curry and Curry (2000), The Customer Marketing Method, Free Press, whose pyramid tells \
     prospects and suspects from customers, as commonly reported";

/// Not a customer, or not yet.
const BEFORE: &[&str] = &["unknown", "acquisition"];
const BUYING: &[&str] = &["growth", "maturity", "established"];

const SATISFY: Action = Action::Strategy(Strategy::SatisfactionMarketing);
const REWARD: Action = Action::Strategy(Strategy::LoyaltyMarketing);
const PARTNER: Action = Action::Strategy(Strategy::ConvertToPartners);
const CONVERT: Action = Action::Strategy(Strategy::ConvertCasualBuyers);
const WORTH: Action = Action::Strategy(Strategy::WorthTheMoney);
const SETTLE: Action = Action::Strategy(Strategy::DissatisfiedCustomerManagement);
const PREVENT: Action = Action::Strategy(Strategy::CancellationPrevention);

pub(super) const RELATIONSHIP: &[Entry] = &[
    Entry {
        name: "rest_of_the_world",
        when: &[
            (D::Status, &["rest_of_world"]),
            (D::Stage, &["unknown"]),
            (D::Portfolio, &["unknown"]),
        ],
        then: &[Action::Strategy(Strategy::InvestNothing)],
        settles: true,
        source: PYRAMID,
    },
    Entry {
        name: "suspect",
        when: &[(D::Status, &["suspect"]), (D::Stage, BEFORE)],
        then: &[Action::Contact(Approach::Introduction)],
        settles: false,
        source: PYRAMID,
    },
    Entry {
        name: "prospect",
        when: &[(D::Status, &["prospect"]), (D::Stage, BEFORE)],
        then: &[Action::Strategy(Strategy::Attract), WORTH],
        settles: false,
        source: STAGES,
    },
    Entry {
        name: "acquisition_dissatisfied",
        when: &[(D::Stage, &["acquisition"]), (D::Satisfaction, &["low"])],
        then: &[SETTLE, WORTH],
        settles: false,
        source: SATISFACTION_FIRST,
    },
    Entry {
        name: "acquisition_with_a_grievance",
        when: &[(D::Stage, &["acquisition"]), (D::ChurnReason, GRIEVANCES)],
        then: &[SETTLE, WORTH],
        settles: false,
        source: SATISFACTION_FIRST,
    },
    Entry {
        name: "acquisition_warning",
        when: &[(D::Stage, &["acquisition"]), (D::Voice, WARNING)],
        then: &[SETTLE, WORTH],
        settles: false,
        source: SATISFACTION_FIRST,
    },
    Entry {
        name: "acquisition_butterfly",
        when: &[(D::Stage, &["acquisition"]), (D::Portfolio, &["butterfly"])],
        then: &[WORTH],
        settles: false,
        source: BUTTERFLIES,
    },
    Entry {
        name: "acquisition_closer",
        when: &[
            (D::Stage, &["acquisition"]),
            (
                D::Relationship,
                &["product_centred", "need_centred", "value_centred"],
            ),
        ],
        then: &[WORTH, SATISFY],
        settles: false,
        source: BY_TYPE,
    },
    Entry {
        name: "acquisition",
        when: &[(D::Stage, &["acquisition"])],
        then: &[CONVERT, WORTH],
        settles: false,
        source: STAGES,
    },
    Entry {
        name: "buying_dissatisfied",
        when: &[(D::Stage, BUYING), (D::Satisfaction, &["low"])],
        then: &[SETTLE, SATISFY],
        settles: false,
        source: SATISFACTION_FIRST,
    },
    Entry {
        name: "buying_with_a_grievance",
        when: &[(D::Stage, BUYING), (D::ChurnReason, GRIEVANCES)],
        then: &[SETTLE, SATISFY],
        settles: false,
        source: SATISFACTION_FIRST,
    },
    Entry {
        name: "buying_warning",
        when: &[(D::Stage, BUYING), (D::Voice, WARNING)],
        then: &[SETTLE, SATISFY],
        settles: false,
        source: SATISFACTION_FIRST,
    },
    Entry {
        name: "buying_butterfly",
        when: &[(D::Stage, BUYING), (D::Portfolio, &["butterfly"])],
        then: &[SATISFY],
        settles: false,
        source: BUTTERFLIES,
    },
    Entry {
        name: "buying_barnacle",
        when: &[(D::Stage, BUYING), (D::Portfolio, &["barnacle"])],
        then: &[SATISFY],
        settles: false,
        source: BARNACLES,
    },
    Entry {
        name: "buying_unprofitable",
        when: &[(D::Stage, BUYING), (D::ProfitGroup, &["no_profit"])],
        then: &[SATISFY],
        settles: false,
        source: UNPROFITABLE,
    },
    Entry {
        name: "buying_partner",
        when: &[(D::Stage, BUYING), (D::Relationship, &["value_centred"])],
        then: &[SATISFY, REWARD],
        settles: false,
        source: BY_TYPE,
    },
    Entry {
        name: "buying_casually",
        when: &[(D::Stage, BUYING), (D::Relationship, &["price_centred"])],
        then: &[CONVERT, SATISFY, REWARD],
        settles: false,
        source: BY_TYPE,
    },
    Entry {
        name: "buying",
        when: &[(D::Stage, BUYING)],
        then: &[SATISFY, REWARD, PARTNER],
        settles: false,
        source: STAGES,
    },
    Entry {
        name: "decline_butterfly",
        when: &[(D::Stage, &["decline"]), (D::Portfolio, &["butterfly"])],
        then: &[SETTLE],
        settles: false,
        source: BUTTERFLIES,
    },
    Entry {
        name: "decline_barnacle",
        when: &[(D::Stage, &["decline"]), (D::Portfolio, &["barnacle"])],
        then: &[SETTLE],
        settles: false,
        source: BARNACLES,
    },
    Entry {
        name: "decline_dissatisfied",
        when: &[(D::Stage, &["decline"]), (D::Satisfaction, &["low"])],
        then: &[SETTLE, PREVENT],
        settles: false,
        source: DISSATISFIED,
    },
    Entry {
        name: "decline_with_a_grievance",
        when: &[(D::Stage, &["decline"]), (D::ChurnReason, GRIEVANCES)],
        then: &[SETTLE, PREVENT],
        settles: false,
        source: DISSATISFIED,
    },
    Entry {
        name: "decline_warning",
        when: &[(D::Stage, &["decline"]), (D::Voice, WARNING)],
        then: &[SETTLE, PREVENT],
        settles: false,
        source: DISSATISFIED,
    },
    Entry {
        name: "decline_worse_value",
        when: &[(D::Stage, &["decline"]), (D::Value, &["worse"])],
        then: &[SETTLE, PREVENT],
        settles: false,
        source: WORSE_VALUE,
    },
    Entry {
        name: "decline",
        when: &[(D::Stage, &["decline"])],
        then: &[
            SETTLE,
            PREVENT,
            Action::Strategy(Strategy::RaiseExitBarriers),
        ],
        settles: false,
        source: STAGES,
    },
    Entry {
        name: "termination",
        when: &[(D::Stage, &["termination"])],
        then: &[
            Action::Strategy(Strategy::RecordExitReason),
            Action::Strategy(Strategy::LearnFromExits),
        ],
        settles: false,
        source: super::super::words::EXIT,
    },
];
