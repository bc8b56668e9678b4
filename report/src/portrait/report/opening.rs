//! What the report opens with: how many, how loyal, what is at risk, and whom to keep first.

use retention::portrait::{Change, Dimension, LoyalShare};
use rust_decimal::prelude::ToPrimitive;

use super::{customers, share};
use crate::kit::format::{capitalised, count, counted, money, number, percent};
use crate::kit::opening::{Action, Opening};
use crate::portrait::figures::Figures;

pub(super) fn opening(figures: &Figures) -> Opening {
    let sentences = [
        super::head::apart(figures),
        Some(who(figures)),
        loyal(&figures.loyal.told, figures),
        at_risk(figures),
        changed(figures),
        leaving(figures),
        plan(figures),
        item(figures),
        contradicted(figures),
    ];
    Opening::new(sentences.into_iter().flatten(), actions(figures))
}

fn who(figures: &Figures) -> String {
    let joined = &figures.joined;
    // Whoever bought later only has not bought by the day.
    let bought = joined.bought.map(|_| figures.known(Dimension::Status));
    let tables = [
        (joined.answered, "answered"),
        (bought, "bought"),
        (joined.under_contract, "have or had a contract"),
    ];
    let there: Vec<String> = tables
        .iter()
        .filter_map(|(there, what)| Some(format!("{} {what}", count((*there)?))))
        .collect();
    let day = figures
        .as_of
        .map_or_else(String::new, |day| format!(" as of {day}"));
    let have = counted(
        figures.customers,
        "customer has a portrait",
        "customers have a portrait",
    );
    let later = match joined.customers.saturating_sub(figures.customers) {
        0 => String::new(),
        later => format!("; {} came later", count(later)),
    };
    match there.len() {
        1 => format!("{have}{day}{later}."),
        _ => format!("{have}{day}: {}{later}.", there.join(", ")),
    }
}

fn loyal(told: &LoyalShare, figures: &Figures) -> Option<String> {
    let of = told.share.denominator();
    if of == 0 {
        let why = match figures.joined.answered {
            None => "nobody was asked",
            Some(_) => {
                "it takes satisfaction and loyalty, attitude and repeat buying, or loyalty alone"
            }
        };
        return Some(format!(
            "Whether a customer is loyal cannot be told of anybody: {why}."
        ));
    }
    let brings = figures.loyal.profit_share.map_or_else(String::new, |part| {
        format!(
            " They bring {} of the profit of those of whom it can be told{}.",
            percent(Some(part), 1),
            if figures.margin == rust_decimal::Decimal::ONE {
                ", profit taken for revenue"
            } else {
                ""
            },
        )
    });
    Some(format!(
        "Of {} of whom it can be told, {} are loyal.{brings}",
        customers(of),
        share(told.share),
    ))
}

fn at_risk(figures: &Figures) -> Option<String> {
    let horizon = figures.notes.source.horizon?;
    if figures.with_value_at_risk == 0 {
        return None;
    }
    let (value, still) = figures.still_at_risk();
    let (who, left) = match figures.leaving.left_with_value {
        0 => (customers(still), String::new()),
        left => (
            format!("{} who have not left", customers(still)),
            format!(
                " With {} who have left it is {}, lost rather than at risk.",
                count(left),
                money(figures.leaving.value_of_left)
            ),
        ),
    };
    Some(format!(
        "{} is at risk with {who}: {horizon}, times the chance that they do not come back.{left}",
        money(value),
    ))
}

fn changed(figures: &Figures) -> Option<String> {
    let changes = figures.changes.as_ref()?;
    let at_risk = match figures.with_value_at_risk {
        0 => String::new(),
        _ => format!(
            " At risk with those who had not left: {} then, {} now.",
            money(changes.there_at_risk_before),
            money(changes.there_at_risk_after),
        ),
    };
    let new = match changes.count(Change::New) {
        0 => String::new(),
        new => format!("; {} came since", count(new)),
    };
    Some(format!(
        "Since {}, of {} known then: {} worse, {} better, {} began to leave, {} left{new}.{at_risk}",
        changes.since,
        customers(changes.customers_before),
        count(changes.count(Change::Worse)),
        count(changes.count(Change::Better)),
        count(changes.entered.customers),
        count(changes.have_left),
    ))
}

fn leaving(figures: &Figures) -> Option<String> {
    let leaving = &figures.leaving;
    if leaving.customers + leaving.have_left == 0 {
        return None;
    }
    let left = match leaving.have_left {
        0 => String::new(),
        left => format!("; {}", counted(left, "has left", "have left")),
    };
    let controllable = match leaving.controllable.denominator() {
        0 => String::new(),
        of => format!(
            " Of {} with a reason, {} name one that the business could do something about.",
            count(of),
            count(leaving.controllable.numerator()),
        ),
    };
    Some(format!(
        "{}{left}.{controllable}",
        counted(
            leaving.customers,
            "customer shows signs of leaving",
            "customers show signs of leaving"
        )
    ))
}

fn contradicted(figures: &Figures) -> Option<String> {
    let most = figures.contradictions.first()?;
    Some(format!(
        "With {} something does not fit together; most often, with {}, the customer {}.",
        customers(figures.contradicted),
        count(most.customers),
        most.contradiction.words(),
    ))
}

/// The attribute that is to be fixed first.
fn item(figures: &Figures) -> Option<String> {
    let items = figures.items.as_ref()?;
    let weak = items.rows.iter().filter(|row| row.to_fix_for > 0);
    let first = weak.min_by_key(|row| row.rank)?;
    Some(format!(
        "{} goes with satisfaction and is rated poorly: {} of {} rate it below {}.",
        capitalised(&first.item),
        count(first.to_fix_for),
        customers(items.respondents),
        number(items.line?, 2),
    ))
}

fn plan(figures: &Figures) -> Option<String> {
    let plan = &figures.plan_summary;
    if plan.customers == 0 {
        return None;
    }
    let part = plan
        .value_at_stake
        .checked_div(figures.still_at_risk().0)
        .and_then(|part| part.to_f64());
    Some(format!(
        "A budget of {} reaches {}, with whom {} is at stake: {} of what is at risk with those who have not left. \
         How much of it an action would save, nothing here tells.",
        money(plan.budget),
        customers(plan.customers),
        money(plan.value_at_stake),
        percent(part, 1),
    ))
}

/// The plan's first actions; without a plan what is recommended for the most customers who have not left.
fn actions(figures: &Figures) -> Vec<Action> {
    let plan = &figures.plan_summary;
    if plan.customers > 0 {
        let planned = plan.actions.iter().map(|total| {
            Action::new(
                format!("{}.", capitalised(total.action.advice())),
                format!(
                    "{} with {}, at a cost of {}.",
                    money(total.value_at_stake),
                    customers(total.customers),
                    money(total.cost),
                ),
                total.value_at_stake.to_f64().unwrap_or(f64::NAN),
            )
        });
        return planned.collect();
    }
    // What to do comes before what to ask.
    let is_asked = |action| matches!(action, retention::portrait::Action::FindOut(_));
    let is_all_asked = figures.advised.iter().all(|row| is_asked(row.action));
    let advised = figures.advised.iter();
    let advised = advised.filter(|row| is_all_asked || !is_asked(row.action));
    let advised = advised.map(|row| {
        Action::new(
            format!("{}.", capitalised(&row.what)),
            format!(
                "{}, {} of all{}.",
                customers(row.customers),
                percent(
                    Some(row.customers as f64 / figures.customers.max(1) as f64),
                    0
                ),
                match (row.have_left, row.still_there()) {
                    (0, _) => String::new(),
                    (_, 0) => ", who left".to_owned(),
                    (left, _) => format!(", {} of whom left", count(left)),
                },
            ),
            row.still_there() as f64,
        )
    });
    advised.collect()
}
