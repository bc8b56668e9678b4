//! Satisfaction × loyalty, and hostages.

use super::{cut, ends, share};
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, count, shortened};
use crate::kit::table::{Align, Table};
use crate::loyalty::figures::Figures;
use crate::loyalty::figures::types::HostageRow;

/// So many segments stand in the short form.
const SHOWN: usize = 5;

pub fn section(figures: &Figures) -> Section {
    let mut section = Section::new("Types", " by satisfaction and loyalty");
    let mut table = Table::new([
        ("Both from", Align::Right),
        ("Loyalists", Align::Right),
        ("Mercenaries", Align::Right),
        ("Hostages", Align::Right),
        ("Defectors", Align::Right),
        ("Unknown", Align::Right),
    ]);
    for types in &figures.types {
        table.row([
            cut(types.cut),
            count(types.loyalists),
            count(types.mercenaries),
            count(types.hostages),
            count(types.defectors),
            count(types.unplaced),
        ]);
    }
    section.table(table);
    section.keep();
    section.paragraph(other_hostages(figures));
    section.keep();
    section.define(
        "Types",
        "those of Jones and Sasser, as commonly reported: loyalists are satisfied and loyal, \
         mercenaries satisfied only, hostages loyal only, defectors neither. The article's point is that \
         only the top of the scale is satisfied; the lower rows show what a kinder cut does. Apostles are \
         among the loyalists and terrorists among the defectors: what they tell others was not asked. A \
         defector here is still a customer.",
    );
    section
}

/// Why these hostages are not those of the opening.
fn other_hostages(figures: &Figures) -> String {
    let cuts = &figures.cuts;
    let held = match figures.switching_cost_scale {
        Some(_) => format!(", and held by a switching cost from {}", cut(cuts.held)),
        None => String::new(),
    };
    format!(
        "One cut parts both here: a hostage is loyal from it and satisfied below it, held or not. The \
         hostages counted elsewhere in this report are loyal from {}, satisfied below {}{held}, so their \
         number differs.",
        cut(cuts.loyal),
        cut(cuts.satisfied),
    )
}

pub fn hostages(figures: &Figures) -> Section {
    let mut section = Section::new("Hostages", ": loyal, not satisfied, and held");
    section.paragraph("How their number moves with the cuts, of the loyal:");
    section.table(by_cut(figures));
    section.paragraph(unknown(figures));
    let cuts = &figures.cuts;
    let held = match figures.switching_cost_scale {
        Some(_) => format!("held from {}", cut(cuts.held)),
        None => "held or not, which nobody was asked".to_owned(),
    };
    section.paragraph(format!(
        "By provider and group: loyal from {}, satisfied below {}, {held}.",
        cut(cuts.loyal),
        cut(cuts.satisfied),
    ));
    section.keep();
    section.table(by_segment(figures));
    section.keep_rows(SHOWN);
    section.define("Hostage", hostage(figures));
    section.define(
        "Providers and groups",
        "no differences between them are tested, and chance alone makes some differ.",
    );
    section
}

/// What a hostage is.
fn hostage(figures: &Figures) -> String {
    let held = match figures.switching_cost_scale {
        Some(_) => "and held by a switching cost from a cut on",
        None => "and held, of which nobody was asked, so these are at most hostages",
    };
    format!(
        "loyal from a cut on, satisfied below a cut, {held}. Nobody has published the cuts. Shares are of \
         the loyal of whom it is known. Who answers a step below the top may well mean it: this counts a \
         share, and says nothing of a person in it.",
    )
}

/// A row for each pair of cuts, a column for each way of being held.
fn by_cut(figures: &Figures) -> Table {
    let pair = |row: &HostageRow| (row.loyalty_from, row.satisfaction_below);
    let first = figures.hostages.first().map(pair);
    let holdings = figures
        .hostages
        .iter()
        .take_while(|row| Some(pair(row)) == first);
    let held = holdings.map(|row| match row.switching_cost_from {
        Some(from) => format!("Held from {}", cut(from)),
        None => "Held or not".to_owned(),
    });
    let headers = ["Loyal from", "Satisfied below", "Loyal"].map(str::to_owned);
    let last = std::iter::once("Unknown".to_owned());
    let columns = headers.into_iter().chain(held).chain(last);
    let mut table = Table::new(columns.map(|header| (header, Align::Right)));
    for rows in figures.hostages.chunk_by(|a, b| pair(a) == pair(b)) {
        let Some(row) = rows.first() else { continue };
        let cells = rows.iter().map(|row| {
            let found = &row.hostages;
            match found.insufficient {
                true => count(found.count),
                false => format!("{} ({})", count(found.count), share(found)),
            }
        });
        let most = rows.iter().map(|row| row.undecided).max();
        table.row(
            [
                cut(row.loyalty_from),
                cut(row.satisfaction_below),
                count(row.loyal),
            ]
            .into_iter()
            .chain(cells)
            .chain([most.map_or_else(|| UNDEFINED.to_owned(), count)]),
        );
    }
    table
}

fn unknown(figures: &Figures) -> String {
    let first = figures.hostages.first().map(|row| row.loyalty_from);
    let held_or_not: Vec<&HostageRow> = figures
        .hostages
        .iter()
        .filter(|row| Some(row.loyalty_from) == first && row.switching_cost_from.is_none())
        .collect();
    if held_or_not.iter().all(|row| row.undecided == 0) {
        return "Of all the loyal it is known whether they are satisfied.".to_owned();
    }
    let counts: Vec<String> = held_or_not
        .iter()
        .map(|row| count(row.hostages.count + row.undecided))
        .collect();
    format!(
        "Unknown: loyal, but without an answer on satisfaction, or on switching cost where it matters. \
         Were a missing satisfaction counted as low, the first rows would say {}, held or not.",
        counts.join(", "),
    )
}

fn by_segment(figures: &Figures) -> Table {
    let mut table = Table::new([
        ("", Align::Left),
        ("Customers", Align::Right),
        ("Loyal", Align::Right),
        ("Hostages", Align::Right),
        ("Of the loyal", Align::Right),
        ("95 % interval", Align::Right),
        ("Unknown", Align::Right),
    ])
    .broken(0, 20);
    for segment in figures.segments() {
        let row = &segment.hostages;
        table.row([
            shortened(&segment.name, 60),
            count(segment.customers),
            count(row.loyal),
            count(row.hostages.count),
            share(&row.hostages),
            ends(&row.hostages),
            count(row.undecided),
        ]);
    }
    table
}
