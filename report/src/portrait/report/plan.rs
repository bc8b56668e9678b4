//! Whom to keep first, and what is recommended over all.

use retention::portrait::LeftOut;

use super::customers;
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, capitalised, count, money, shortened};
use crate::kit::table::{Align, Table};
use crate::portrait::figures::Figures;

/// So many rows stand in the short form.
const SHORT: usize = 5;
const ADVISED: usize = 2;
/// So many rows stand in the text.
const LISTED: usize = 20;

/// The plan; none where nothing is known to be at risk.
pub(super) fn section(figures: &Figures) -> Option<Section> {
    let plan = &figures.plan_summary;
    if figures.with_value_at_risk == 0 {
        return None;
    }
    let mut section = Section::new(
        "The plan",
        format!(
            ": within {}, at {} a customer",
            money(plan.budget),
            money(plan.cost_of_an_action)
        ),
    );
    if plan.customers == 0 {
        section.paragraph(
            "Nobody: the budget reaches no customer with more at stake than the action costs.",
        );
        section.keep();
    } else {
        section.table(rows(figures));
        section.keep_rows(SHORT);
    }
    let left_out = plan.left_out.iter().filter(|row| row.customers > 0);
    let mut table = Table::new([
        ("Not in the plan", Align::Left),
        ("Customers", Align::Right),
        ("At risk", Align::Right),
    ]);
    for row in left_out {
        table.row([
            why(row.because).to_owned(),
            count(row.customers),
            money(row.value_at_risk),
        ]);
    }
    section.table(table);
    section.note(format!(
        "The plan takes the customers with the most at stake for what they cost. No plan within the budget has more \
         than {} at stake; this one has {}.",
        money(plan.best_at_most),
        money(plan.value_at_stake),
    ));
    section.define(
        "At stake",
        "the value at risk: what a customer is worth over the time looked ahead if they stay, times the chance that \
         they do not come back. It is not what an action would save; to learn that, leave a random part of the plan \
         alone and compare.",
    );
    Some(section)
}

/// Why a customer is not in the plan.
fn why(because: LeftOut) -> &'static str {
    match because {
        LeftOut::NoAction => "Nothing is recommended",
        LeftOut::LetGo => "To let them go is recommended",
        LeftOut::Ended => "Have left",
        LeftOut::ValueNotKnown => "What is at stake is not known",
        LeftOut::CostsMore => "An action costs more than is at stake",
        LeftOut::Budget => "The budget does not suffice",
        _ => "For another reason",
    }
}

fn rows(figures: &Figures) -> Table {
    let mut table = Table::new([
        ("#", Align::Right),
        ("Customer", Align::Left),
        ("At stake", Align::Right),
        ("What to do", Align::Left),
        ("Because", Align::Left),
        ("So far", Align::Right),
    ])
    .broken(3, 30)
    .broken(4, 24);
    for (at, row) in figures.plan.iter().take(LISTED).enumerate() {
        table.row([
            count(at + 1),
            shortened(&row.customer, 16),
            money(row.value_at_stake),
            row.what.clone(),
            row.because.clone(),
            money(row.value_so_far),
        ]);
    }
    let more = figures.plan.len().saturating_sub(LISTED);
    if more > 0 {
        let last = figures.plan.last().map(|row| money(row.value_so_far));
        table.total([
            String::new(),
            format!("and {}", customers(more as u64)),
            String::new(),
            String::new(),
            String::new(),
            last.unwrap_or_else(|| UNDEFINED.to_owned()),
        ]);
    }
    table
}

pub(super) fn advised(figures: &Figures) -> Section {
    let mut section = Section::new("Recommended", " over all customers");
    let mut table = Table::new([
        ("What", Align::Left),
        ("Customers", Align::Right),
        ("At risk", Align::Right),
        ("Lost", Align::Right),
        ("Source", Align::Left),
    ])
    .broken(0, 33)
    .broken(4, 31);
    let amount = |amount, customers| match figures.with_value_at_risk == 0 || customers == 0 {
        true => UNDEFINED.to_owned(),
        false => money(amount),
    };
    for row in &figures.advised {
        table.row([
            capitalised(&row.what),
            count(row.customers),
            amount(row.still_at_risk, row.still_there()),
            amount(row.value_of_left, row.have_left),
            row.source.clone(),
        ]);
    }
    section.table(table);
    section.keep_rows(ADVISED);
    section.define(
        "Lost",
        "what customers who have left would have brought in the time looked ahead if they had stayed, times the chance \
         that they do not come back. “At risk” is the same of those who have not left.",
    );
    section.define(
        "Recommendations",
        "rules of the literature on customers of such levels, each with its source. They are advice for a group, and no \
         promise of an effect. A customer may get several.",
    );
    section
}
