//! How much to invest, and in which bonds and barriers.

use super::super::super::Dimension as D;
use super::super::words::DIFFERENTIAL;
use super::super::{Action, Improvement};
use super::{
    COURTED, Entry, GRIEVANCES, NO_GRIEVANCE, NOT_CORE, NOT_DISSATISFIED, NOT_UNPROFITABLE,
    NOT_WARNING, THERE, WARNING,
};
use crate::lifecycle::Strategy;
use crate::switching::{Bond, CostType};

const PORTFOLIOS: &str = "Reinartz and Kumar (2002), Harvard Business Review 80(7): 86–94";

const HELD_STRANGERS: &str = "Jones and Sasser (1995), Harvard Business Review 73(6): 88–99, on \
     hostages, and Reinartz and Kumar (2002), Harvard Business Review 80(7): 86–94, on strangers, as \
     commonly reported; the combination is a proposal of this library";
const COMPLAINTS: &str = "Reinartz and Kumar (2002), Harvard Business Review 80(7): 86–94; to settle \
     what is wrong, and to sell nothing before, is a proposal of this library";

/// For strangers with something to complain of.
const SETTLE_AND_STOP: &[Action] = &[
    Action::Improve(Improvement::Complaint),
    Action::Strategy(Strategy::InvestNothing),
    Action::Strategy(Strategy::ProfitOnEveryTransaction),
];
/// For barnacles with something to complain of.
const SELL_NOTHING: &[Action] = &[
    Action::Strategy(Strategy::MeasureWallet),
    Action::Strategy(Strategy::ControlCosts),
];

pub(super) const PORTFOLIO: &[Entry] = &[
    Entry {
        name: "stranger_held",
        when: &[
            (D::Portfolio, &["stranger"]),
            (D::CustomerType, &["hostage"]),
            (D::Core, NOT_CORE),
        ],
        then: &[
            Action::Improve(Improvement::BeforeCompetition),
            Action::Strategy(Strategy::ProfitOnEveryTransaction),
        ],
        settles: true,
        source: HELD_STRANGERS,
    },
    Entry {
        name: "stranger_dissatisfied",
        when: &[
            (D::Portfolio, &["stranger"]),
            (D::Satisfaction, &["low"]),
            (D::Core, NOT_CORE),
        ],
        then: SETTLE_AND_STOP,
        settles: true,
        source: COMPLAINTS,
    },
    Entry {
        name: "stranger_warning",
        when: &[
            (D::Portfolio, &["stranger"]),
            (D::Voice, WARNING),
            (D::Core, NOT_CORE),
        ],
        then: SETTLE_AND_STOP,
        settles: true,
        source: COMPLAINTS,
    },
    Entry {
        name: "stranger",
        when: &[(D::Portfolio, &["stranger"]), (D::Core, NOT_CORE)],
        then: &[
            Action::Strategy(Strategy::InvestNothing),
            Action::Strategy(Strategy::ProfitOnEveryTransaction),
        ],
        settles: true,
        source: PORTFOLIOS,
    },
    Entry {
        name: "butterfly",
        when: &[(D::Portfolio, &["butterfly"]), (D::Stage, THERE)],
        then: &[
            Action::Strategy(Strategy::TransactionalSatisfaction),
            Action::Strategy(Strategy::EarnWhileActive),
            Action::Strategy(Strategy::StopInvestingInTime),
        ],
        settles: false,
        source: PORTFOLIOS,
    },
    Entry {
        name: "barnacle_dissatisfied",
        when: &[
            (D::Portfolio, &["barnacle"]),
            (D::Satisfaction, &["low"]),
            (D::Stage, THERE),
        ],
        then: SELL_NOTHING,
        settles: false,
        source: COMPLAINTS,
    },
    Entry {
        name: "barnacle_defector",
        when: &[
            (D::Portfolio, &["barnacle"]),
            (D::CustomerType, &["defector"]),
            (D::Stage, THERE),
        ],
        then: SELL_NOTHING,
        settles: false,
        source: COMPLAINTS,
    },
    Entry {
        name: "barnacle_with_a_grievance",
        when: &[
            (D::Portfolio, &["barnacle"]),
            (D::ChurnReason, GRIEVANCES),
            (D::Stage, THERE),
        ],
        then: SELL_NOTHING,
        settles: false,
        source: COMPLAINTS,
    },
    Entry {
        name: "barnacle_warning",
        when: &[
            (D::Portfolio, &["barnacle"]),
            (D::Voice, WARNING),
            (D::Stage, THERE),
        ],
        then: SELL_NOTHING,
        settles: false,
        source: COMPLAINTS,
    },
    Entry {
        name: "barnacle",
        when: &[(D::Portfolio, &["barnacle"]), (D::Stage, THERE)],
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
        when: &[(D::Portfolio, &["true_friend"]), (D::Stage, THERE)],
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
        when: &[(D::ProfitGroup, &["no_profit"]), (D::Stage, THERE)],
        then: &[Action::Strategy(Strategy::ControlCosts)],
        settles: false,
        source: DIFFERENTIAL,
    },
];

const CUSTOMERS: &[&str] = &["unknown", "active", "inactive"];

/// Conditions of a bond, beside those that all bonds have: nobody is bound who complains, brings no profit
/// or is not courted.
macro_rules! bound {
    ($($own:expr),+) => {
        &[
            $($own,)+
            (D::Satisfaction, NOT_DISSATISFIED),
            (D::Voice, NOT_WARNING),
            (D::ChurnReason, NO_GRIEVANCE),
            (D::ProfitGroup, NOT_UNPROFITABLE),
            (D::Stage, THERE),
            (D::Portfolio, COURTED),
            (D::Status, CUSTOMERS),
        ]
    };
}

const NEXT_BOND: &str = "Berry and Parasuraman (1991), Marketing Services, Free Press; Berry (1995), \
     Journal of the Academy of Marketing Science 23(4): 236–245; as commonly reported; for whom, and \
     none for the dissatisfied, whom bonds hold without mending the service, is a proposal of this \
     library";

pub(super) const BOND: &[Entry] = &[
    Entry {
        name: "without_a_bond",
        when: bound![(D::Bond, &["without"])],
        then: &[Action::BuildBond(Bond::Financial)],
        settles: false,
        source: NEXT_BOND,
    },
    Entry {
        name: "financial_bond",
        when: bound![(D::Bond, &["financial"])],
        then: &[Action::BuildBond(Bond::Social)],
        settles: false,
        source: NEXT_BOND,
    },
    Entry {
        name: "social_bond",
        when: bound![(D::Bond, &["social"])],
        then: &[Action::BuildBond(Bond::Structural)],
        settles: false,
        source: NEXT_BOND,
    },
];

/// Value from which a customer may be held: a barrier around worse value makes a hostage.
const NO_WORSE_VALUE: &[&str] = &["unknown", "at_parity", "better"];

/// Conditions of a barrier, beside those that all barriers have: those of bonds, and no worse value than from
/// competitors.
macro_rules! held {
    ($($own:expr),+) => {
        bound![$($own),+, (D::Value, NO_WORSE_VALUE)]
    };
}

const PAYS: &str = "customer-retention practice, by which value comes before barriers; the types of \
     cost are those of Burnham, Frels and Mahajan (2003), Journal of the Academy of Marketing Science \
     31(2): 109–126; to raise none around the dissatisfied is a proposal of this library";
const KIND: &str = "customer-retention practice; the types of cost are those of Burnham, Frels and \
     Mahajan (2003), Journal of the Academy of Marketing Science 31(2): 109–126; which of them for \
     whom, and none for the dissatisfied, is a proposal of this library";

pub(super) const BARRIER: &[Entry] = &[
    Entry {
        name: "leaving_pays",
        when: held![(D::Barrier, &["leaves"])],
        then: &[Action::RaiseBarrier(CostType::Financial)],
        settles: false,
        source: PAYS,
    },
    Entry {
        name: "free_to_leave_a_relationship",
        when: held![
            (D::SwitchingCost, &["low"]),
            (D::Relationship, &["need_centred", "value_centred"])
        ],
        then: &[Action::RaiseBarrier(CostType::Relational)],
        settles: false,
        source: KIND,
    },
    Entry {
        name: "free_to_leave_a_product",
        when: held![
            (D::SwitchingCost, &["low"]),
            (D::Relationship, &["product_centred"])
        ],
        then: &[Action::RaiseBarrier(CostType::Procedural)],
        settles: false,
        source: KIND,
    },
    Entry {
        name: "free_to_leave",
        when: held![(D::SwitchingCost, &["low"])],
        then: &[Action::RaiseBarrier(CostType::Financial)],
        settles: false,
        source: KIND,
    },
];
