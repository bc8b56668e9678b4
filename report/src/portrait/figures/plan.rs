//! Whom to keep first, by what, within a budget.

use std::collections::BTreeMap;

use retention::Result;
use retention::portrait::{
    Action, ActionTotal, Advice, Evidence, LeftOutCount, PlanOptions, PlanStep, PortraitRow,
    RetentionPlan,
};
use rust_decimal::Decimal;
use serde::Serialize;

use super::{Everybody, Question};
use crate::portrait::words::because;

/// A customer of the plan.
#[derive(Debug, Clone, Serialize)]
pub struct Planned {
    pub customer: String,
    pub action: Action,
    /// What to do, in words.
    pub what: String,
    /// What in the evidence calls for it.
    pub because: String,
    /// Who recommends it.
    pub source: String,
    #[serde(serialize_with = "super::text::serialize")]
    pub value_at_stake: Decimal,
    #[serde(serialize_with = "super::text::serialize")]
    pub cost: Decimal,
    #[serde(serialize_with = "super::text::serialize")]
    pub value_so_far: Decimal,
    #[serde(serialize_with = "super::text::serialize")]
    pub cost_so_far: Decimal,
}

/// The plan as a whole.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    #[serde(serialize_with = "super::text::serialize")]
    pub budget: Decimal,
    #[serde(serialize_with = "super::text::serialize")]
    pub cost_of_an_action: Decimal,
    pub customers: u64,
    #[serde(serialize_with = "super::text::serialize")]
    pub cost: Decimal,
    #[serde(serialize_with = "super::text::serialize")]
    pub value_at_stake: Decimal,
    /// No plan within the budget has more at stake.
    #[serde(serialize_with = "super::text::serialize")]
    pub best_at_most: Decimal,
    pub actions: Vec<ActionTotal<Action>>,
    pub left_out: Vec<LeftOutCount>,
}

/// Makes the plan.
pub(super) fn make(everybody: &Everybody<'_>, question: &Question) -> Result<(Vec<Planned>, Plan)> {
    let evidence: BTreeMap<&str, Evidence> = everybody
        .evidence
        .iter()
        .map(|(customer, evidence)| (customer.as_str(), *evidence))
        .collect();
    let advice = |row: &PortraitRow<String>| {
        let known = evidence.get(row.customer.as_str()).copied();
        let advice = everybody
            .table
            .advise(&row.portrait, &known.unwrap_or_default());
        chosen(&advice, question.cost)
    };
    let options = PlanOptions::default().budget(Some(question.budget));
    let plan = RetentionPlan::of(everybody.portraits, advice, options)?;
    let rows = plan.rows.iter().map(|row| {
        let customer = everybody.portraits.rows().get(&row.customer);
        let fired = customer.and_then(|found| {
            let known = evidence.get(row.customer.as_str()).copied();
            let advice = everybody
                .table
                .advise(&found.portrait, &known.unwrap_or_default());
            advice
                .iter()
                .find(|rule| rule.actions().contains(&row.action))
        });
        Planned {
            customer: row.customer.clone(),
            action: row.action,
            what: row.action.advice().to_owned(),
            because: fired.as_ref().map(because).unwrap_or_default(),
            source: row.action.source().to_owned(),
            value_at_stake: row.value_at_stake,
            cost: row.cost,
            value_so_far: row.value_so_far,
            cost_so_far: row.cost_so_far,
        }
    });
    let summary = Plan {
        budget: question.budget,
        cost_of_an_action: question.cost,
        customers: plan.rows.len() as u64,
        cost: plan.cost,
        value_at_stake: plan.value_at_stake,
        best_at_most: plan.best_at_most,
        actions: plan.actions.clone(),
        left_out: plan.left_out_counts.clone(),
    };
    Ok((rows.collect(), summary))
}

/// What is done first for a customer: the first action that is done for this one customer.
fn chosen(advice: &Advice<'_>, cost: Decimal) -> PlanStep<Action> {
    if advice.contains(Action::LetGo) {
        return PlanStep::LetGo;
    }
    let is_for_one = |action: &Action| {
        matches!(
            action,
            Action::Contact(_)
                | Action::BuildBond(_)
                | Action::RaiseBarrier(_)
                | Action::ServeFirst
                | Action::Strategy(_)
        ) && action.contradicts(Action::LetGo)
    };
    let first = advice.actions().find(is_for_one);
    first.map_or(PlanStep::Nothing, |action| PlanStep::Act { action, cost })
}
