//! Whether to win back or to let go.

use super::super::super::Dimension as D;
use super::super::words::EXIT;
use super::super::{Action, Improvement};
use super::{COURTED, Entry, NOT_CORE, NOT_UNPROFITABLE, WARNING};
use crate::lifecycle::Strategy;

/// Reasons that the business could have done something about, other than a failed payment.
const CONTROLLABLE: &[&str] = &[
    "price",
    "inconvenience",
    "inferior_product",
    "unattractive_product",
    "supplier_problem",
    "poor_service",
    "unresolved_complaint",
    "better_product_elsewhere",
    "unethical_conduct",
];
const LEAVING: &[&str] = &["decline", "termination"];

const INACTIVE: &str = "Curry and Curry (2000), The Customer Marketing Method, Free Press, whose pyramid tells \
     inactive customers from others, as commonly reported; to win them back is exit-management practice";
const LEAD: &str = "Zeithaml, Rust and Lemon (2001), California Management Review 43(4): 118–142, on \
     customers who cost money, as commonly reported; to hold it against customers who leave is a \
     proposal of this library";
const SECOND_VALUE: &str = "Stauss and Friege (1999), Journal of Service Research 1(4): 347–361, who \
     choose whom to win back by value, as commonly reported";
const CORE: &str = "Reichheld (1996), Harvard Business Review 74(2): 56–69, on the defection of core \
     customers, as commonly reported; to win them back whatever their portfolio is a proposal of this \
     library";
const STRANGERS: &str = "Reinartz and Kumar (2002), Harvard Business Review 80(7): 86–94, on \
     strangers; to hold it against customers who leave is a proposal of this library";

const WARNERS: &str = "word-of-mouth practice, by which the dissatisfied put others off; no primary source \
     is known; to let go those who do not pay, and to settle their complaint all the same, is a proposal of \
     this library";

/// Spends nothing on keeping those who warn others, and settles what they tell.
const WITH_COMPLAINT: &[Action] = &[
    Action::LetGo,
    Action::Improve(Improvement::Complaint),
    Action::Strategy(Strategy::LearnFromExits),
];

pub(super) const RETURN: &[Entry] = &[
    Entry {
        name: "beyond_control",
        when: &[(D::ChurnReason, &["moved_away", "changed_trade", "bankrupt"])],
        then: &[Action::LetGo, Action::Strategy(Strategy::RecordExitReason)],
        settles: true,
        source: EXIT,
    },
    Entry {
        name: "payment_failed",
        when: &[(D::ChurnReason, &["payment_failed"])],
        then: &[Action::Improve(Improvement::Payment)],
        settles: false,
        source: super::super::words::PROPOSAL,
    },
    Entry {
        name: "stranger_leaves_warning",
        when: &[
            (D::Stage, LEAVING),
            (D::Portfolio, &["stranger"]),
            (D::Core, NOT_CORE),
            (D::Voice, WARNING),
        ],
        then: WITH_COMPLAINT,
        settles: true,
        source: WARNERS,
    },
    Entry {
        name: "stranger_leaves",
        when: &[
            (D::Stage, LEAVING),
            (D::Portfolio, &["stranger"]),
            (D::Core, NOT_CORE),
        ],
        then: &[Action::LetGo, Action::Strategy(Strategy::LearnFromExits)],
        settles: true,
        source: STRANGERS,
    },
    Entry {
        name: "unprofitable_leaves_warning",
        when: &[
            (D::Stage, LEAVING),
            (D::ProfitGroup, &["no_profit"]),
            (D::Core, NOT_CORE),
            (D::Voice, WARNING),
        ],
        then: WITH_COMPLAINT,
        settles: true,
        source: WARNERS,
    },
    Entry {
        name: "unprofitable_leaves",
        when: &[
            (D::Stage, LEAVING),
            (D::ProfitGroup, &["no_profit"]),
            (D::Core, NOT_CORE),
        ],
        then: &[Action::LetGo, Action::Strategy(Strategy::LearnFromExits)],
        settles: true,
        source: LEAD,
    },
    Entry {
        name: "worthless_leaves_warning",
        when: &[
            (D::Stage, LEAVING),
            (D::ExpectedValue, &["without"]),
            (D::Core, NOT_CORE),
            (D::Voice, WARNING),
        ],
        then: WITH_COMPLAINT,
        settles: true,
        source: WARNERS,
    },
    Entry {
        name: "worthless_leaves",
        when: &[
            (D::Stage, LEAVING),
            (D::ExpectedValue, &["without"]),
            (D::Core, NOT_CORE),
        ],
        then: &[Action::LetGo, Action::Strategy(Strategy::LearnFromExits)],
        settles: true,
        source: SECOND_VALUE,
    },
    Entry {
        name: "core_gone_for_a_cause",
        when: &[
            (D::Stage, &["termination"]),
            (D::ChurnReason, CONTROLLABLE),
            (D::Core, &["core"]),
        ],
        then: &[
            Action::Improve(Improvement::Cause),
            Action::Strategy(Strategy::WinBack),
        ],
        settles: false,
        source: CORE,
    },
    Entry {
        name: "core_gone",
        when: &[(D::Stage, &["termination"]), (D::Core, &["core"])],
        then: &[Action::Strategy(Strategy::WinBack)],
        settles: false,
        source: CORE,
    },
    Entry {
        name: "gone_for_a_cause",
        when: &[
            (D::Stage, &["termination"]),
            (D::ChurnReason, CONTROLLABLE),
            (D::Portfolio, COURTED),
        ],
        then: &[
            Action::Improve(Improvement::Cause),
            Action::Strategy(Strategy::WinBack),
        ],
        settles: false,
        source: EXIT,
    },
    Entry {
        name: "gone",
        when: &[(D::Stage, &["termination"]), (D::Portfolio, COURTED)],
        then: &[Action::Strategy(Strategy::WinBack)],
        settles: false,
        source: EXIT,
    },
    Entry {
        name: "leaves_for_a_cause",
        when: &[(D::ChurnReason, CONTROLLABLE)],
        then: &[Action::Improve(Improvement::Cause)],
        settles: false,
        source: EXIT,
    },
    Entry {
        name: "contract_ended",
        when: &[
            (D::Contract, &["ended"]),
            (D::Stage, &["unknown"]),
            (D::Status, &["unknown", "active", "inactive"]),
            (D::ProfitGroup, NOT_UNPROFITABLE),
            (D::Portfolio, COURTED),
        ],
        then: &[Action::Strategy(Strategy::WinBack)],
        settles: false,
        source: EXIT,
    },
    Entry {
        name: "inactive",
        when: &[
            (D::Status, &["inactive"]),
            (D::Stage, &["unknown"]),
            (D::ProfitGroup, NOT_UNPROFITABLE),
            (D::Portfolio, COURTED),
        ],
        then: &[Action::Strategy(Strategy::WinBack)],
        settles: false,
        source: INACTIVE,
    },
];
