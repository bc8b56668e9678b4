//! What the items of the survey stand for in this report, and what they cannot stand for.

use serde::Serialize;

use crate::loyalty::survey::{AFFECTIVE, COGNITIVE, CONATIVE, LOYALTY, SATISFACTION, SWITCHING};

/// What is computed from which items.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Mapped {
    pub what: &'static str,
    /// Empty where the survey asks nothing about it.
    pub items: &'static [&'static str],
    pub why: &'static str,
}

pub const MAPPING: [Mapped; 7] = [
    Mapped {
        what: "cognitive",
        items: &COGNITIVE,
        why: "what the customer thinks of the offer: quality, value for money among it",
    },
    Mapped {
        what: "affective",
        items: &AFFECTIVE,
        why: "what the customer feels: likeability, and satisfaction",
    },
    Mapped {
        what: "conative",
        items: &CONATIVE,
        why: "what the customer means to do: choose again, stay",
    },
    Mapped {
        what: "action",
        items: &[],
        why: "not asked: unknown, and never filled in",
    },
    Mapped {
        what: "satisfaction",
        items: &SATISFACTION,
        why: "the one question about it",
    },
    Mapped {
        what: "loyalty",
        items: &LOYALTY,
        why: "recommend, choose again, stay: intentions all",
    },
    Mapped {
        what: "switching_cost",
        items: &SWITCHING,
        why: "asked on 1 to 5, as the customer sees it",
    },
];

/// What the report does not say, and why.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct NotMeasured {
    pub what: &'static str,
    pub why: &'static str,
}

pub const NOT_MEASURED: [NotMeasured; 9] = [
    NotMeasured {
        what: "Action loyalty",
        why: "nobody was asked what they did against obstacles, and no purchases are joined",
    },
    NotMeasured {
        what: "Attitude × patronage (Dick and Basu)",
        why: "patronage is behaviour: no share of purchases, no repeat rate; an intention is no \
              substitute",
    },
    NotMeasured {
        what: "The ladder beyond its second rung (Aaker)",
        why: "commitment, repeat buying and attitude relative to competitors were not asked; only \
              bounds can be given",
    },
    NotMeasured {
        what: "Retention and defection by zone of satisfaction",
        why: "who left is not in the survey: all who answered are customers still",
    },
    NotMeasured {
        what: "Apostles and terrorists",
        why: "nobody was asked what they told others; to be ready to recommend is not to have done \
              it",
    },
    NotMeasured {
        what: "Switching costs in money",
        why: "there are no prices, fees or hours; the answers are opinions on 1 to 5",
    },
    NotMeasured {
        what: "Costs of losing relationships and benefits",
        why: "four items on time, effort and learning do not ask about them",
    },
    NotMeasured {
        what: "Loyalty to one provider against loyalty to another",
        why: "everybody rates their own provider only, and which one they chose is no accident",
    },
    NotMeasured {
        what: "Which group has contracts and which prepays",
        why: "the file does not document the coding; they stay group 1 and group 2",
    },
];
