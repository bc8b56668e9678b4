//! Whom to contact, and what to find out.

use super::super::super::Dimension as D;
use super::super::words::{CONTRACTS, DIFFERENTIAL, EXIT, PROPOSAL};
use super::super::{Action, Approach};
use super::{COURTED, Entry, NO_GRIEVANCE, NOT_DISSATISFIED, NOT_UNPROFITABLE, THERE};

const CORE: &str = "Reichheld (1996), Harvard Business Review 74(2): 56–69, on core customers, as \
     commonly reported; to serve them first is a proposal of this library";
const THANKS: &str = "customer-care practice, which thanks those who recommend; no primary source is \
     known";
const LEAVING: &str = "Curry, as told in a talk in Shenzhen, who recommends to call and visit customers; \
     that it keeps them was not shown; not for those in whom Reinartz and Kumar (2002), Harvard Business \
     Review 80(7): 86–94, advise to stop investing";
const OVERDUE: &str = "customer-care practice; no primary source is known; the occasion, and whom not to \
     call, are proposals of this library";
const SERVICE_FIRST: &str = "cancellation-prevention practice; no primary source is known; to ask how \
     the customer is served before the contract is talked of is a proposal of this library";
const AT_RISK: &str = "a proposal of this library: high value at risk, unless Reinartz and Kumar (2002) \
     advise against investing";
const UPPER: &str =
    "Curry and Curry (2000), The Customer Marketing Method, Free Press, as commonly reported";
const DECIDES: &str = "a proposal of this library: Jones and Sasser (1995), Harvard Business Review \
     73(6): 88–99, tell hostages by what holds them";
const COMPARED: &str = "Gale (1994), Managing Customer Value, Free Press, who asks for quality and \
     price relative to competitors, as commonly reported";
const QUADRANTS: &str = "Martilla and James (1977), Journal of Marketing 41(1): 77–79, who ask for \
     importance and performance; whom to ask is a proposal of this library";

/// Stages but decline, in which whoever is worth following is called.
const STAYING: &[&str] = &[
    "unknown",
    "acquisition",
    "growth",
    "maturity",
    "established",
];
const CALL: Action = Action::Contact(Approach::CareCall);
const TALK: Action = Action::Contact(Approach::ContractTalk);

pub(super) const CONTACT: &[Entry] = &[
    Entry {
        name: "core_dissatisfied_contract_ends",
        when: &[
            (D::Contract, &["ends_soon"]),
            (D::Core, &["core"]),
            (D::Satisfaction, &["low"]),
            (D::Stage, THERE),
        ],
        then: &[Action::ServeFirst, CALL, TALK],
        settles: false,
        source: CORE,
    },
    Entry {
        name: "core_contract_ends",
        when: &[
            (D::Contract, &["ends_soon"]),
            (D::Core, &["core"]),
            (D::Stage, THERE),
        ],
        then: &[Action::ServeFirst, TALK],
        settles: false,
        source: CORE,
    },
    Entry {
        name: "dissatisfied_contract_ends",
        when: &[
            (D::Contract, &["ends_soon"]),
            (D::Satisfaction, &["low"]),
            (D::Stage, THERE),
        ],
        then: &[CALL, TALK],
        settles: false,
        source: SERVICE_FIRST,
    },
    Entry {
        name: "contract_ends",
        when: &[(D::Contract, &["ends_soon"]), (D::Stage, THERE)],
        then: &[TALK],
        settles: false,
        source: CONTRACTS,
    },
    Entry {
        name: "core_leaving",
        when: &[(D::Stage, &["decline"]), (D::Core, &["core"])],
        then: &[Action::ServeFirst, CALL],
        settles: false,
        source: CORE,
    },
    Entry {
        name: "much_at_risk",
        when: &[
            (D::ExpectedValue, &["high"]),
            (D::ChanceOfReturn, &["low"]),
            (D::Portfolio, COURTED),
            (D::Stage, THERE),
        ],
        then: &[Action::ServeFirst, CALL],
        settles: false,
        source: AT_RISK,
    },
    Entry {
        name: "leaving",
        when: &[(D::Stage, &["decline"]), (D::Portfolio, COURTED)],
        then: &[CALL],
        settles: false,
        source: LEAVING,
    },
    Entry {
        name: "core_overdue",
        when: &[
            (D::Rhythm, &["overdue"]),
            (D::Core, &["core"]),
            (D::Stage, THERE),
        ],
        then: &[Action::ServeFirst, CALL],
        settles: false,
        source: CORE,
    },
    Entry {
        name: "overdue",
        when: &[
            (D::Rhythm, &["overdue"]),
            (D::Portfolio, COURTED),
            (D::ProfitGroup, NOT_UNPROFITABLE),
            (D::Stage, THERE),
        ],
        then: &[CALL],
        settles: false,
        source: OVERDUE,
    },
    Entry {
        name: "core",
        when: &[(D::Core, &["core"]), (D::Stage, THERE)],
        then: &[Action::ServeFirst],
        settles: false,
        source: CORE,
    },
    Entry {
        name: "high_profit",
        when: &[(D::ProfitGroup, &["high"]), (D::Stage, STAYING)],
        then: &[Action::ServeFirst],
        settles: false,
        source: DIFFERENTIAL,
    },
    Entry {
        name: "upper_tier",
        when: &[
            (D::Tier, &["upper"]),
            (D::ProfitGroup, &["unknown", "medium"]),
            (D::Stage, STAYING),
        ],
        then: &[Action::ServeFirst],
        settles: false,
        source: UPPER,
    },
    Entry {
        name: "recommends",
        when: &[
            (D::Voice, &["recommends"]),
            (D::Satisfaction, NOT_DISSATISFIED),
            (D::ChurnReason, NO_GRIEVANCE),
            (D::Stage, THERE),
        ],
        then: &[Action::Contact(Approach::Thanks)],
        settles: false,
        source: THANKS,
    },
];

pub(super) const KNOWLEDGE: &[Entry] = &[
    Entry {
        name: "nothing_asked",
        when: &[(D::Stage, &["unknown"]), (D::Satisfaction, &["unknown"])],
        then: &[Action::FindOut(D::Stage), Action::FindOut(D::Satisfaction)],
        settles: false,
        source: PROPOSAL,
    },
    Entry {
        name: "reason_of_the_lost",
        when: &[(D::Stage, &["termination"]), (D::ChurnReason, &["unknown"])],
        then: &[Action::FindOut(D::ChurnReason)],
        settles: false,
        source: EXIT,
    },
    Entry {
        name: "reason_of_the_leaving",
        when: &[
            (D::Stage, &["decline"]),
            (D::ChurnReason, &["unknown"]),
            (D::Satisfaction, &["unknown"]),
        ],
        then: &[
            Action::FindOut(D::Satisfaction),
            Action::FindOut(D::ChurnReason),
        ],
        settles: false,
        source: EXIT,
    },
    Entry {
        name: "held_or_not",
        when: &[
            (D::Satisfaction, &["low"]),
            (D::Loyalty, &["high"]),
            (D::SwitchingCost, &["unknown"]),
        ],
        then: &[Action::FindOut(D::SwitchingCost)],
        settles: false,
        source: DECIDES,
    },
    Entry {
        name: "dissatisfied_with_what",
        when: &[(D::Satisfaction, &["low"]), (D::Item, &["unknown"])],
        then: &[Action::FindOut(D::Item)],
        settles: false,
        source: QUADRANTS,
    },
    Entry {
        name: "satisfaction",
        when: &[(D::Satisfaction, &["unknown"]), (D::Stage, THERE)],
        then: &[Action::FindOut(D::Satisfaction)],
        settles: false,
        source: PROPOSAL,
    },
    Entry {
        name: "stage",
        when: &[(D::Stage, &["unknown"])],
        then: &[Action::FindOut(D::Stage)],
        settles: false,
        source: PROPOSAL,
    },
    Entry {
        name: "value",
        when: &[(D::Value, &["unknown"]), (D::Stage, THERE)],
        then: &[Action::FindOut(D::Value)],
        settles: false,
        source: COMPARED,
    },
    Entry {
        name: "profit",
        when: &[(D::ProfitGroup, &["unknown"])],
        then: &[Action::FindOut(D::ProfitGroup)],
        settles: false,
        source: DIFFERENTIAL,
    },
];
