//! What to improve, in the offer and in the attitude towards it.

use super::super::super::Dimension as D;
use super::super::words::{DICK_BASU, GALE, JONES_SASSER, MARTILLA_JAMES};
use super::super::{Action, Improvement};
use super::{Entry, WARNING};
use crate::lifecycle::Strategy;

const VALUE_FIRST: &str = "Gale (1994), Managing Customer Value, Free Press, and Martilla and James \
     (1977), Journal of Marketing 41(1): 77–79; to name the value first is a proposal of this library";
const TRUST_FIRST: &str =
    "loyalty practice, by which trust comes before loyalty; no primary source is known";
const DEFECTORS: &str = "Jones and Sasser (1995), Harvard Business Review 73(6): 88–99, as commonly \
     reported; to begin with the complaint is a proposal of this library";
const DISSATISFIED: &str = "loyalty practice, by which satisfaction comes before loyalty; no primary \
     source is known; to begin with the complaint is a proposal of this library";
const MERCENARIES: &str = "Jones and Sasser (1995), Harvard Business Review 73(6): 88–99, on \
     customers who are satisfied and leave for a price, as commonly reported; the advice is that of \
     Reinartz and Kumar (2002) for customers who stay a short time";

const VALUE: Action = Action::Improve(Improvement::Value);
const ATTRIBUTE: Action = Action::Improve(Improvement::Attribute);

pub(super) const QUALITY: &[Entry] = &[
    Entry {
        name: "value_falls_with_an_attribute",
        when: &[(D::ValueChange, &["falling"]), (D::Item, &["named"])],
        then: &[VALUE, ATTRIBUTE],
        settles: false,
        source: VALUE_FIRST,
    },
    Entry {
        name: "satisfied_value_falls",
        when: &[(D::Satisfaction, &["high"]), (D::ValueChange, &["falling"])],
        then: &[VALUE],
        settles: false,
        source: "Gale (1994), Managing Customer Value, Free Press, on satisfied customers who are lost \
                 to better value, as commonly reported",
    },
    Entry {
        name: "value_falls",
        when: &[(D::ValueChange, &["falling"])],
        then: &[VALUE],
        settles: false,
        source: GALE,
    },
    Entry {
        name: "worse_value_with_an_attribute",
        when: &[(D::Value, &["worse"]), (D::Item, &["named"])],
        then: &[VALUE, ATTRIBUTE],
        settles: false,
        source: VALUE_FIRST,
    },
    Entry {
        name: "worse_value",
        when: &[(D::Value, &["worse"])],
        then: &[VALUE],
        settles: false,
        source: GALE,
    },
    Entry {
        name: "attribute",
        when: &[(D::Item, &["named"])],
        then: &[ATTRIBUTE],
        settles: false,
        source: MARTILLA_JAMES,
    },
];

/// Portfolios but butterflies, whose loyalty is not to be courted.
const NO_BUTTERFLY: &[&str] = &["unknown", "true_friend", "stranger", "barnacle"];

pub(super) const LOYALTY: &[Entry] = &[
    Entry {
        name: "terrorist",
        when: &[(D::CustomerType, &["terrorist"])],
        then: &[Action::Improve(Improvement::Complaint)],
        settles: false,
        source: JONES_SASSER,
    },
    Entry {
        name: "hostage",
        when: &[(D::CustomerType, &["hostage"])],
        then: &[Action::Improve(Improvement::BeforeCompetition)],
        settles: false,
        source: JONES_SASSER,
    },
    Entry {
        name: "defector",
        when: &[(D::CustomerType, &["defector"])],
        then: &[Action::Improve(Improvement::Complaint)],
        settles: false,
        source: DEFECTORS,
    },
    Entry {
        name: "dissatisfied",
        when: &[(D::Satisfaction, &["low"])],
        then: &[Action::Improve(Improvement::Complaint)],
        settles: false,
        source: DISSATISFIED,
    },
    Entry {
        name: "warns",
        when: &[(D::Voice, WARNING)],
        then: &[Action::Improve(Improvement::Complaint)],
        settles: false,
        source: DISSATISFIED,
    },
    Entry {
        name: "spurious_loyalty",
        when: &[
            (D::LoyaltyCondition, &["spurious"]),
            (D::Portfolio, NO_BUTTERFLY),
        ],
        then: &[Action::Improve(Improvement::Attitude)],
        settles: false,
        source: DICK_BASU,
    },
    Entry {
        name: "latent_loyalty",
        when: &[(D::LoyaltyCondition, &["latent"])],
        then: &[Action::Improve(Improvement::Obstacle)],
        settles: false,
        source: DICK_BASU,
    },
    Entry {
        name: "distrust",
        when: &[(D::Trust, &["low"])],
        then: &[Action::Improve(Improvement::Trust)],
        settles: false,
        source: TRUST_FIRST,
    },
    Entry {
        name: "mercenary",
        when: &[
            (D::CustomerType, &["mercenary"]),
            (D::Portfolio, &["unknown", "barnacle"]),
        ],
        then: &[Action::Strategy(Strategy::ProfitOnEveryTransaction)],
        settles: false,
        source: MERCENARIES,
    },
];
