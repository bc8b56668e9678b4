//! Customers one by one: what is known of them, in levels and in words, and what to do.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use retention::portrait::{
    Action, Contradiction, Dimension, LeavingIndex, LoyalBy, PortraitRow, Topic,
};
use rust_decimal::Decimal;
use serde::Serialize;

use super::plan::Planned;
use super::{Everybody, maybe_text};
use crate::portrait::words::{because, explanation, what};

/// So many customers are told in full.
const IN_FULL: usize = 3;

/// One customer.
#[derive(Debug, Clone, Serialize)]
pub struct Shown {
    pub customer: String,
    /// Why just this one, of those that are told in full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen: Option<&'static str>,
    /// What is known, by dimension.
    pub levels: BTreeMap<Dimension, &'static str>,
    pub contradictions: Vec<Contradiction>,
    pub leaving: Option<LeavingIndex>,
    #[serde(serialize_with = "maybe_text::serialize")]
    pub profit: Option<Decimal>,
    pub chance_of_return: Option<f64>,
    #[serde(serialize_with = "maybe_text::serialize")]
    pub expected_value: Option<Decimal>,
    #[serde(serialize_with = "maybe_text::serialize")]
    pub value_at_risk: Option<Decimal>,
    pub strategy: Vec<Step>,
    /// The portrait as a paragraph.
    pub explanation: String,
}

/// What is recommended, on what evidence, and by whom.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    pub topic: Topic,
    pub action: Action,
    pub what: String,
    pub because: String,
    pub source: String,
}

fn shown(
    everybody: &Everybody<'_>,
    row: &PortraitRow<String>,
    chosen: Option<&'static str>,
) -> Shown {
    let evidence = everybody.evidence_of(&row.customer);
    let portrait = &row.portrait;
    let advice = everybody.table.advise(portrait, &evidence);
    let item = everybody.item(evidence.item_to_fix);
    let steps = advice.iter().flat_map(|fired| {
        let because = because(&fired);
        let actions = fired.actions().iter();
        actions.map(move |action| Step {
            topic: fired.topic(),
            action: *action,
            what: what(*action, item),
            because: because.clone(),
            source: action.source().to_owned(),
        })
    });
    Shown {
        customer: row.customer.clone(),
        chosen,
        levels: portrait.levels.known().collect(),
        contradictions: portrait.contradictions.iter().collect(),
        leaving: portrait.leaving,
        profit: row.evidence.profit,
        chance_of_return: row.evidence.chance_of_return,
        expected_value: row.evidence.expected_value,
        value_at_risk: portrait.value_at_risk,
        strategy: steps.collect(),
        explanation: explanation(&row.customer, &evidence, portrait, item),
    }
}

/// The customers with the most at risk; of whom nothing is known to be, those with the most known.
pub(super) fn most_at_risk(everybody: &Everybody<'_>, top: usize) -> Vec<Shown> {
    let mut rows: Vec<&PortraitRow<String>> = everybody.portraits.rows().iter().collect();
    rows.sort_by_key(|row| Reverse((row.portrait.value_at_risk, known(row))));
    let rows = rows.into_iter().take(top);
    rows.map(|row| shown(everybody, row, None)).collect()
}

fn known(row: &PortraitRow<String>) -> usize {
    row.portrait.levels.known().count()
}

/// A few who show what a portrait can say: the first of the plan, one with contradictions, a loyal one.
pub(super) fn in_full(everybody: &Everybody<'_>, plan: &[Planned]) -> Vec<Shown> {
    let rows = everybody.portraits.rows();
    // Of the planned, one of whom much is known.
    let planned = plan
        .iter()
        .take(20)
        .filter_map(|row| rows.get(&row.customer));
    let planned = planned.max_by_key(|row| (known(row), row.portrait.value_at_risk));
    let contradicted = rows.iter().max_by_key(|row| {
        let contradictions = row.portrait.contradictions.iter().count();
        (contradictions, known(row), row.portrait.value_at_risk)
    });
    let is_gone =
        |row: &PortraitRow<String>| row.portrait.levels.of(Dimension::Stage) == "termination";
    let loyal = rows.iter().filter(|row| is_loyal(row) && !is_gone(row));
    let loyal = loyal.max_by_key(|row| (known(row), row.evidence.profit));
    let fullest = rows.iter().max_by_key(|row| known(row));
    let found = [
        (planned, "one of the first of the plan"),
        (
            contradicted.filter(|row| !row.portrait.contradictions.is_empty()),
            "the one with the most that does not fit together",
        ),
        (loyal, "a loyal one"),
        (fullest, "one of whom much is known"),
        (rows.iter().next(), "the first by key"),
        (rows.iter().last(), "the last by key"),
    ];
    let mut all: Vec<Shown> = Vec::new();
    for (row, why) in found {
        let Some(row) = row else { continue };
        let is_new = all.iter().all(|known| known.customer != row.customer);
        if is_new && all.len() < IN_FULL {
            all.push(shown(everybody, row, Some(why)));
        }
    }
    all
}

/// Whether a customer is loyal by the first measure that tells.
fn is_loyal(row: &PortraitRow<String>) -> bool {
    let levels = &row.portrait.levels;
    let by = |dimension: Dimension, loyal: &[&str]| {
        levels
            .is_known(dimension)
            .then(|| loyal.contains(&levels.of(dimension)))
    };
    // In the order of `LoyalBy::FirstKnown`.
    debug_assert_eq!(LoyalBy::default(), LoyalBy::FirstKnown);
    by(Dimension::LoyaltyCondition, &["loyalty"])
        .or_else(|| by(Dimension::CustomerType, &["loyalist", "apostle"]))
        .or_else(|| by(Dimension::Loyalty, &["high"]))
        .unwrap_or(false)
}
