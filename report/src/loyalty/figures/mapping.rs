//! What the items of the survey stand for in this report, and what they cannot stand for.

use serde::Serialize;

use crate::loyalty::survey::Survey;

/// What is computed from which items.
#[derive(Debug, Clone, Serialize)]
pub struct Mapped {
    pub what: &'static str,
    /// Empty where the survey asks nothing about it.
    pub items: Vec<String>,
    pub why: String,
}

/// What each score is computed from.
pub fn mapped(survey: &Survey) -> Vec<Mapped> {
    let asked = &survey.asked;
    let loyalty = survey.answers.mapping.loyalty.as_ref();
    let mapped = |what: &'static str, items: &[String], otherwise: &str| Mapped {
        what,
        items: items.to_vec(),
        why: loyalty
            .and_then(|loyalty| loyalty.why.get(what))
            .map_or_else(|| otherwise.to_owned(), Clone::clone),
    };
    let switching = asked.switching();
    let costs = match switching.is_empty() {
        true => "not asked: who is held is unknown".to_owned(),
        false => format!("asked on {}, as the customer sees it", survey.costs),
    };
    vec![
        mapped(
            "cognitive",
            &asked.cognitive,
            "what the customer thinks of the offer",
        ),
        mapped("affective", &asked.affective, "what the customer feels"),
        mapped("conative", &asked.conative, "what the customer means to do"),
        mapped("action", &[], "not asked: unknown, and never filled in"),
        mapped(
            "satisfaction",
            &asked.satisfaction,
            "how satisfied the customer is",
        ),
        mapped(
            "loyalty",
            &asked.loyalty,
            "how loyal the customer means to be",
        ),
        mapped("switching_cost", &switching, &costs),
    ]
}

/// What the report does not say, and why.
#[derive(Debug, Clone, Serialize)]
pub struct NotMeasured {
    pub what: String,
    pub why: String,
}

/// What no survey of this kind can tell.
const NEVER: [(&str, &str); 5] = [
    (
        "Action loyalty",
        "nobody was asked what they did against obstacles, and no purchases are joined",
    ),
    (
        "Attitude × patronage (Dick and Basu)",
        "patronage is behaviour: no share of purchases, no repeat rate; an intention is no substitute",
    ),
    (
        "The ladder beyond its second rung (Aaker)",
        "commitment, repeat buying and attitude relative to competitors were not asked; only bounds can \
         be given",
    ),
    (
        "Retention and defection by zone of satisfaction",
        "who left is not in the survey: all who answered are customers still",
    ),
    (
        "Apostles and terrorists",
        "nobody was asked what they told others; to be ready to recommend is not to have done it",
    ),
];

/// What this survey cannot tell.
pub fn not_measured(survey: &Survey) -> Vec<NotMeasured> {
    let row = |(what, why): (&str, &str)| NotMeasured {
        what: what.to_owned(),
        why: why.to_owned(),
    };
    let mut rows: Vec<NotMeasured> = NEVER.into_iter().map(row).collect();
    let opinions = format!(
        "there are no prices, fees or hours; the answers are opinions on {}",
        survey.costs,
    );
    rows.push(match survey.asked.facets.is_empty() {
        true => row(("Switching costs", "nothing asks what leaving would cost")),
        false => row(("Switching costs in money", &opinions)),
    });
    if survey.answers.mapping.weight.is_some() {
        rows.push(row((
            "Customers by their weight",
            "every respondent counts the same in this report, whatever the weight",
        )));
    }
    let loyalty = survey.answers.mapping.loyalty.iter();
    let own = loyalty.flat_map(|loyalty| &loyalty.not_measured);
    rows.extend(own.map(|untold| row((&untold.what, &untold.why))));
    rows
}
