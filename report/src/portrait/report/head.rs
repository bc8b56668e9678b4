//! What was read, and how the tables fit together.

use crate::kit::document::{Fact, Section};
use crate::kit::fields::quote;
use crate::kit::format::{count, counted};
use crate::kit::rows;
use crate::portrait::figures::Figures;
use crate::portrait::words::plain;

pub(super) fn head(figures: &Figures) -> Section {
    let source = &figures.notes.source;
    let mut section = Section::new("Portraits", format!(": {}", source.name));
    if let Some(about) = source.about {
        section.paragraph(about);
    }
    section.facts(facts(figures));
    section.keep();
    for note in &source.notes {
        section.paragraph(*note);
    }
    if figures.skipped_rows > 0 {
        section.paragraph(format!(
            "{}.",
            rows::skipped(figures.skipped_rows, figures.customers)
        ));
        section.keep();
    }
    if !figures.columns.is_empty() {
        let columns = figures.columns.iter().map(|it| {
            format!(
                "{} of the {} as {}",
                quote(&it.column),
                it.table,
                plain(it.means)
            )
        });
        let columns: Vec<String> = columns.collect();
        section.paragraph(format!("Columns read: {}.", columns.join(", ")));
    }
    let not_read = figures.notes.not_read.iter();
    let not_read: Vec<String> = not_read
        .map(|(table, column)| format!("{} of the {table}", quote(column)))
        .collect();
    if !not_read.is_empty() {
        section.paragraph(format!("Columns not read: {}.", not_read.join(", ")));
    }
    if let Some(why) = figures
        .buying
        .as_ref()
        .and_then(|it| it.no_chances.as_ref())
    {
        section.paragraph(format!(
            "The purchases tell no chance of a return: {why}. So nothing says what is at risk."
        ));
        section.keep();
    }
    define(&mut section);
    section
}

fn facts(figures: &Figures) -> Vec<Fact> {
    let joined = &figures.joined;
    let mut facts = Vec::new();
    if let Some(as_of) = figures.as_of {
        facts.push(Fact::words("As of", as_of.to_string(), ""));
    }
    if let Some(buying) = &figures.buying {
        facts.push(Fact::words("Purchases", buying.window.to_string(), ""));
    }
    let later = match joined.customers.saturating_sub(figures.customers) {
        0 => String::new(),
        later => format!(
            "{} of them came after that day, and {} no portrait",
            count(later),
            if later == 1 { "has" } else { "have" },
        ),
    };
    facts.push(Fact::number("Customers", count(joined.customers), later));
    let tables = [
        ("Answered", joined.answered, joined.only_answered),
        ("Bought", joined.bought, joined.only_bought),
        (
            "Under contract",
            joined.under_contract,
            joined.only_under_contract,
        ),
    ];
    let several = tables
        .iter()
        .filter(|(_, there, _)| there.is_some())
        .count()
        > 1;
    for (label, there, only) in tables {
        let Some(there) = there else { continue };
        let note = match several && only > 0 {
            true => format!("{} of them in no other table", count(only)),
            false => String::new(),
        };
        facts.push(Fact::number(label, count(there), note));
    }
    if several {
        facts.push(Fact::number("In all tables", count(joined.in_all), ""));
    }
    facts
}

/// That tables do not fit together.
pub(super) fn apart(figures: &Figures) -> Option<String> {
    let joined = &figures.joined;
    let parts = [
        (joined.answered, "answered"),
        (joined.bought, "bought"),
        (joined.under_contract, "have a contract"),
    ];
    let there = parts.iter().filter(|(there, _)| there.is_some()).count();
    let apart = joined.only_answered + joined.only_bought + joined.only_under_contract;
    let alike = joined.alike.as_ref().map_or_else(String::new, |alike| {
        let [one, other] = &alike.example;
        format!(
            " {} in two ways, as {} and {}, and counted as two.",
            counted(
                alike.customers,
                "customer is perhaps written",
                "customers are perhaps written"
            ),
            quote(one),
            quote(other),
        )
    });
    if there > 1 && apart == joined.customers {
        return Some(format!(
            "Check: {} in one table only, and nobody in two. Are customers called the same in all files?{alike}",
            counted(apart, "customer stands", "customers stand"),
        ));
    }
    (!alike.is_empty()).then(|| format!("Check:{alike}"))
}

fn define(section: &mut Section) {
    section.define(
        "Portrait",
        "what is known of a customer from what they say, what they do and what models expect, in levels, with what \
         follows. What is not known stays unknown, and nothing is filled in.",
    );
    section.define(
        "Associations",
        "what goes together in these figures goes together; nothing here shows what an action would change.",
    );
    section.keep();
}
