//! What changed since an earlier day.

use retention::lifecycle::Stage;
use retention::portrait::Change;

use super::{customers, leaving};
use crate::kit::document::{Fact, Section};
use crate::kit::format::{UNDEFINED, capitalised, count, money, number, shortened};
use crate::kit::table::{Align, Table};
use crate::portrait::figures::Figures;
use crate::portrait::figures::changes::Changes;
use crate::portrait::words::plain;

/// So many rows stand in the short form, and in the text.
const SHORT: usize = 3;
const LISTED: usize = 10;

/// None where nothing is known of an earlier day.
pub(super) fn section(figures: &Figures) -> Option<Section> {
    let changes = figures.changes.as_ref()?;
    let mut section = Section::new("Changes", format!(" since {}", changes.since));
    let has_money = figures.with_value_at_risk > 0;
    section.facts(facts(changes, has_money));
    section.keep();
    if !changes.moves.is_empty() {
        section.table(moves(changes, has_money));
        section.keep_rows(SHORT);
    }
    if !changes.contradictions.is_empty() {
        section.table(contradictions(changes));
    }
    for warning in &changes.warnings {
        section.note(warning.words());
    }
    section.define(
        "Worse",
        format!(
            "the relationship came to decline or ended, the leaving index rose by {} or more, or something no longer \
             fits together that did. Better is the reverse, where nothing is worse. Each day is judged by what had \
             been bought by then; answers without a day count at both, \
             those of a later day at neither, and of a contract only whether it had ended.",
            number(changes.least_index, 1),
        ),
    );
    Some(section)
}

/// Who shows signs of leaving and showed none; none where nobody does.
pub(super) fn began(figures: &Figures) -> Option<Section> {
    let changes = figures.changes.as_ref()?;
    let entered = &changes.entered;
    if entered.rows.is_empty() {
        return None;
    }
    let mut section = Section::new(
        "Began to leave",
        format!(" since {}: {}", changes.since, customers(entered.customers)),
    );
    section.table(entrants(changes));
    Some(section)
}

/// Who is worse and still there; none where nobody is.
pub(super) fn worse(figures: &Figures) -> Option<Section> {
    let changes = figures.changes.as_ref()?;
    if changes.worse.is_empty() {
        return None;
    }
    let mut section = Section::new(
        "Worse",
        format!(" than at {}, and still there", changes.since),
    );
    section.table(worsened(changes));
    Some(section)
}

fn facts(changes: &Changes, has_money: bool) -> Vec<Fact> {
    let of = |change| count(changes.count(change));
    let then = customers(changes.customers_before);
    let mut facts = vec![
        Fact::number(
            "Worse",
            of(Change::Worse),
            format!("of {then} known at that day"),
        ),
        Fact::number("Better", of(Change::Better), ""),
        Fact::number("As before", of(Change::Same), ""),
        Fact::number("New", of(Change::New), "came since"),
    ];
    if changes.count(Change::Gone) > 0 {
        facts.push(Fact::number(
            "Gone",
            of(Change::Gone),
            "nothing is known of them any more",
        ));
    }
    let entered = &changes.entered;
    let at_risk = match has_money {
        true => format!("with {} at risk", money(entered.value_at_risk)),
        false => String::new(),
    };
    facts.extend([
        Fact::number("Began to leave", count(entered.customers), at_risk),
        Fact::number("Left since", count(changes.have_left), ""),
    ]);
    if has_money {
        let there = |number| format!("with {} who had not left", customers(number));
        facts.extend([
            Fact::number(
                "At risk then",
                money(changes.there_at_risk_before),
                there(changes.there_before),
            ),
            Fact::number(
                "At risk now",
                money(changes.there_at_risk_after),
                match changes.count(Change::New) {
                    0 => there(changes.there_after),
                    _ => format!(
                        "{}; {} of it with new ones",
                        there(changes.there_after),
                        money(changes.value_at_risk_of_new),
                    ),
                },
            ),
        ]);
    }
    facts
}

fn moves(changes: &Changes, has_money: bool) -> Table {
    let mut table = Table::new([
        ("From stage", Align::Left),
        ("To", Align::Left),
        ("Customers", Align::Right),
        ("At risk then", Align::Right),
        ("At risk now", Align::Right),
    ]);
    let amount = |amount| match has_money {
        true => money(amount),
        false => UNDEFINED.to_owned(),
    };
    for row in &changes.moves {
        table.row([
            row.from.map_or_else(
                || "Not yet there".to_owned(),
                |from| capitalised(&plain(from)),
            ),
            plain(row.to),
            count(row.customers),
            match row.from {
                Some(_) => amount(row.value_at_risk_before),
                None => UNDEFINED.to_owned(),
            },
            amount(row.value_at_risk_after),
        ]);
    }
    table
}

fn entrants(changes: &Changes) -> Table {
    let mut table = Table::new([
        ("Customer", Align::Left),
        ("Sign", Align::Left),
        ("Chance of return", Align::Right),
        ("Index", Align::Right),
        ("At risk", Align::Right),
    ]);
    for row in changes.entered.rows.iter().take(LISTED) {
        table.row(leaving::cells(row));
    }
    table
}

fn worsened(changes: &Changes) -> Table {
    let mut table = Table::new([
        ("Customer", Align::Left),
        ("Stage then", Align::Left),
        ("Now", Align::Left),
        ("Index", Align::Right),
        ("At risk then", Align::Right),
        ("Now", Align::Right),
        ("No longer fits together", Align::Left),
    ])
    .broken(6, 24);
    let stage = |stage: Option<Stage>| stage.map_or("–".to_owned(), |stage| plain(stage.name()));
    let amount = |amount: Option<_>| amount.map_or_else(|| UNDEFINED.to_owned(), money);
    for row in changes.worse.iter().take(LISTED) {
        let rose = row.leaving_change;
        table.row([
            shortened(&row.customer, 16),
            stage(row.stage_before),
            stage(row.stage_after),
            rose.map_or_else(
                || UNDEFINED.to_owned(),
                |rose| format!("{rose:+.2}").replace('-', "−"),
            ),
            amount(row.value_at_risk_before),
            amount(row.value_at_risk_after),
            plain(&row.new_contradictions.to_string()),
        ]);
    }
    table
}

fn contradictions(changes: &Changes) -> Table {
    let mut table = Table::new([
        ("What does not fit together: the customer", Align::Left),
        ("New with", Align::Right),
        ("Gone with", Align::Right),
    ])
    .broken(0, 60);
    for row in &changes.contradictions {
        table.row([
            capitalised(row.contradiction.words()),
            count(row.gained),
            count(row.lost),
        ]);
    }
    table
}
