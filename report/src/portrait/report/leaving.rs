//! Who is leaving, and why.

use retention::portrait::LeavingRow;

use super::share;
use crate::kit::document::Section;
use crate::kit::format::{
    UNDEFINED, capitalised, count, counted, figure, money, percent, shortened,
};
use crate::kit::table::{Align, Table};
use crate::portrait::figures::Figures;
use crate::portrait::words::plain;

/// So many rows stand in the short form, and in the text.
const SHORT: usize = 5;
const LISTED: usize = 20;

/// None where nobody is.
pub(super) fn section(figures: &Figures) -> Option<Section> {
    let leaving = &figures.leaving;
    if leaving.customers + leaving.have_left == 0 {
        return None;
    }
    let mut section = Section::new(
        "Leaving",
        format!(
            ": {}",
            counted(
                leaving.customers,
                "customer shows signs of it",
                "customers show signs of it"
            )
        ),
    );
    let mut signs = Table::new([
        ("Sign", Align::Left),
        ("Customers", Align::Right),
        ("At risk", Align::Right),
    ]);
    for row in &leaving.by_sign {
        signs.row([
            capitalised(&plain(row.kind.name())),
            count(row.customers),
            money(row.value_at_risk),
        ]);
    }
    section.table(signs);
    section.keep();
    if let Some(note) = super::with_those_who_left(figures) {
        section.note(note);
    }
    if !leaving.rows.is_empty() {
        section.table(rows(figures));
        section.keep_rows(SHORT);
    }
    section.define(
        "Leaving index",
        "how much speaks for leaving, 0 to 1: the weighted mean of what is known of silence, dissatisfaction, worse \
         value, disloyalty, distrust, a low switching cost and the end of a contract. It is no probability, and compares \
         customers of whom the same is known.",
    );
    Some(section)
}

fn rows(figures: &Figures) -> Table {
    let mut table = Table::new([
        ("Customer", Align::Left),
        ("Sign", Align::Left),
        ("Chance of return", Align::Right),
        ("Index", Align::Right),
        ("At risk", Align::Right),
        ("Does not fit together", Align::Left),
    ])
    .broken(5, 30);
    for row in figures.leaving.rows.iter().take(LISTED) {
        let [customer, sign, chance, index, at_risk] = cells(row);
        let contradictions = plain(&row.contradictions.to_string());
        table.row([customer, sign, chance, index, at_risk, contradictions]);
    }
    table
}

/// Customer, sign, chance of a return, index, at risk.
pub(super) fn cells(row: &LeavingRow<String>) -> [String; 5] {
    [
        shortened(&row.customer, 16),
        plain(row.sign.name()),
        percent(row.chance_of_return, 0),
        figure(row.leaving, 2),
        row.value_at_risk
            .map_or_else(|| UNDEFINED.to_owned(), money),
    ]
}

/// None where nobody gave one.
pub(super) fn reasons(figures: &Figures) -> Option<Section> {
    let leaving = &figures.leaving;
    if leaving.by_reason.is_empty() {
        return None;
    }
    let mut section = Section::new("Reasons", " for leaving");
    let mut table = Table::new([
        ("Reason", Align::Left),
        ("Customers", Align::Right),
        ("Could it be prevented?", Align::Left),
    ]);
    for row in &leaving.by_reason {
        table.row([
            capitalised(&plain(row.kind.name())),
            count(row.customers),
            if row.kind.is_controllable() {
                "yes"
            } else {
                "no"
            }
            .to_owned(),
        ]);
    }
    section.table(table);
    section.keep_rows(SHORT);
    section.note(format!(
        "Of those who gave a reason, {} name one that the business could do something about. Those who gave none may \
         have others.",
        share(leaving.controllable),
    ));
    Some(section)
}
