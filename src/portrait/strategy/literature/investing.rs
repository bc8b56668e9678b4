//! How much to invest, and in which bonds and barriers.

use super::super::super::Dimension as D;
use super::super::Action;
use super::super::words::{BARRIERS, BONDS, DIFFERENTIAL};
use super::Entry;
use crate::lifecycle::Strategy;
use crate::switching::{Bond, CostType};

const PORTFOLIOS: &str = "Reinartz and Kumar (2002), Harvard Business Review 80(7): 86–94";

pub(super) const PORTFOLIO: &[Entry] = &[
    Entry {
        name: "stranger",
        when: &[(D::Portfolio, &["stranger"])],
        then: &[
            Action::Strategy(Strategy::InvestNothing),
            Action::Strategy(Strategy::ProfitOnEveryTransaction),
        ],
        settles: true,
        source: PORTFOLIOS,
    },
    Entry {
        name: "butterfly",
        when: &[(D::Portfolio, &["butterfly"])],
        then: &[
            Action::Strategy(Strategy::TransactionalSatisfaction),
            Action::Strategy(Strategy::EarnWhileActive),
            Action::Strategy(Strategy::StopInvestingInTime),
        ],
        settles: false,
        source: PORTFOLIOS,
    },
    Entry {
        name: "barnacle",
        when: &[(D::Portfolio, &["barnacle"])],
        then: &[
            Action::Strategy(Strategy::MeasureWallet),
            Action::Strategy(Strategy::CrossSell),
            Action::Strategy(Strategy::ControlCosts),
        ],
        settles: false,
        source: PORTFOLIOS,
    },
    Entry {
        name: "true_friend",
        when: &[(D::Portfolio, &["true_friend"])],
        then: &[
            Action::Strategy(Strategy::CommunicateNotTooOften),
            Action::Strategy(Strategy::BuildLoyalty),
            Action::Strategy(Strategy::DelightAndDefend),
        ],
        settles: false,
        source: PORTFOLIOS,
    },
    Entry {
        name: "unprofitable",
        when: &[(D::ProfitGroup, &["no_profit"])],
        then: &[Action::Strategy(Strategy::ControlCosts)],
        settles: false,
        source: DIFFERENTIAL,
    },
];

/// Portfolios whose loyalty is worth courting; strangers are settled before.
const COURTED: &[&str] = &["unknown", "true_friend", "barnacle"];
/// Stages in which there is a relationship to bind.
const BOUND: &[&str] = &[
    "unknown",
    "acquisition",
    "growth",
    "maturity",
    "established",
    "decline",
];
const CUSTOMERS: &[&str] = &["unknown", "active", "inactive"];

pub(super) const BOND: &[Entry] = &[
    Entry {
        name: "without_a_bond",
        when: &[
            (D::Bond, &["without"]),
            (D::Stage, BOUND),
            (D::Portfolio, COURTED),
            (D::Status, CUSTOMERS),
        ],
        then: &[Action::BuildBond(Bond::Financial)],
        settles: false,
        source: BONDS,
    },
    Entry {
        name: "financial_bond",
        when: &[
            (D::Bond, &["financial"]),
            (D::Stage, BOUND),
            (D::Portfolio, COURTED),
            (D::Status, CUSTOMERS),
        ],
        then: &[Action::BuildBond(Bond::Social)],
        settles: false,
        source: BONDS,
    },
    Entry {
        name: "social_bond",
        when: &[
            (D::Bond, &["social"]),
            (D::Stage, BOUND),
            (D::Portfolio, COURTED),
            (D::Status, CUSTOMERS),
        ],
        then: &[Action::BuildBond(Bond::Structural)],
        settles: false,
        source: BONDS,
    },
];

/// Raising barriers around the dissatisfied makes hostages of them.
const NOT_DISSATISFIED: &[&str] = &["unknown", "medium", "high"];

const KIND: &str = "customer-retention practice; the types of cost are those of Burnham, Frels and \
     Mahajan (2003), Journal of the Academy of Marketing Science 31(2): 109–126; which of them for \
     whom, and none for the dissatisfied, is a proposal of this library";

pub(super) const BARRIER: &[Entry] = &[
    Entry {
        name: "leaving_pays",
        when: &[
            (D::Barrier, &["leaves"]),
            (D::Satisfaction, NOT_DISSATISFIED),
            (D::Stage, BOUND),
            (D::Portfolio, COURTED),
            (D::Status, CUSTOMERS),
        ],
        then: &[Action::RaiseBarrier(CostType::Financial)],
        settles: false,
        source: BARRIERS,
    },
    Entry {
        name: "free_to_leave_a_relationship",
        when: &[
            (D::SwitchingCost, &["low"]),
            (D::Relationship, &["need_centred", "value_centred"]),
            (D::Satisfaction, NOT_DISSATISFIED),
            (D::Stage, BOUND),
            (D::Portfolio, COURTED),
            (D::Status, CUSTOMERS),
        ],
        then: &[Action::RaiseBarrier(CostType::Relational)],
        settles: false,
        source: KIND,
    },
    Entry {
        name: "free_to_leave_a_product",
        when: &[
            (D::SwitchingCost, &["low"]),
            (D::Relationship, &["product_centred"]),
            (D::Satisfaction, NOT_DISSATISFIED),
            (D::Stage, BOUND),
            (D::Portfolio, COURTED),
            (D::Status, CUSTOMERS),
        ],
        then: &[Action::RaiseBarrier(CostType::Procedural)],
        settles: false,
        source: KIND,
    },
    Entry {
        name: "free_to_leave",
        when: &[
            (D::SwitchingCost, &["low"]),
            (D::Satisfaction, NOT_DISSATISFIED),
            (D::Stage, BOUND),
            (D::Portfolio, COURTED),
            (D::Status, CUSTOMERS),
        ],
        then: &[Action::RaiseBarrier(CostType::Financial)],
        settles: false,
        source: KIND,
    },
];
