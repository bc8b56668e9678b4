//! Everybody, by level, and what does not fit together.

use retention::portrait::Dimension;

use super::customers;
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, capitalised, count, money, percent, rate_interval};
use crate::kit::table::{Align, Table};
use crate::portrait::figures::Figures;
use crate::portrait::words::plain;

/// So many rows stand in the short form.
const SHORT: usize = 7;

pub(super) fn section(figures: &Figures) -> Section {
    let mut section = Section::new("Everybody", ", by what is known of them");
    let mut table = Table::new([
        ("What", Align::Left),
        ("Level", Align::Left),
        ("Customers", Align::Right),
        ("Share", Align::Right),
        ("At risk", Align::Right),
    ]);
    for &dimension in Dimension::ALL {
        let known = figures.known(dimension);
        let is_only = figures.of_dimension(dimension).count() == 1;
        for (at, row) in figures.of_dimension(dimension).enumerate() {
            table.row([
                match at {
                    0 => capitalised(&plain(dimension.name())),
                    _ => String::new(),
                },
                plain(row.level),
                count(row.customers),
                match is_only {
                    // Of one level the share tells nothing.
                    true => UNDEFINED.to_owned(),
                    false => percent(Some(row.customers as f64 / known.max(1) as f64), 1),
                },
                at_risk(figures, row.value_at_risk),
            ]);
        }
    }
    section.table(table);
    section.keep_rows(SHORT);
    section.note(unknown(figures));
    if let Some(note) = super::with_those_who_left(figures) {
        section.note(note);
    }
    section.define(
        "Active",
        "bought within the year up to the day, and the relationship has not ended, by a contract or by a silence too \
         long for this customer.",
    );
    if figures.known(Dimension::Portfolio) > 0 {
        section.define(
            "Portfolio",
            "a true friend brings much profit and is likely to return, a butterfly much and is not, a barnacle little and \
             is, a stranger little and is not (Reinartz and Kumar).",
        );
    }
    section.define(
        "Share of a level",
        "of the customers of whom something is known in that respect.",
    );
    section
}

fn at_risk(figures: &Figures, amount: rust_decimal::Decimal) -> String {
    match figures.with_value_at_risk {
        0 => UNDEFINED.to_owned(),
        _ => money(amount),
    }
}

/// In which respects nothing is known of anybody.
fn unknown(figures: &Figures) -> String {
    let unknown = Dimension::ALL
        .iter()
        .filter(|&&dimension| figures.known(dimension) == 0);
    let unknown: Vec<String> = unknown.map(|dimension| plain(dimension.name())).collect();
    match unknown.is_empty() {
        true => "Something is known in every respect.".to_owned(),
        false => format!("Of nobody is known: {}.", unknown.join(", ")),
    }
}

/// None where everything fits.
pub(super) fn contradictions(figures: &Figures) -> Option<Section> {
    if figures.contradictions.is_empty() {
        return None;
    }
    let mut section = Section::new(
        "Contradictions",
        format!(
            ": {} of whom something does not fit together",
            customers(figures.contradicted)
        ),
    );
    let mut table = Table::new([
        ("The customer", Align::Left),
        ("Customers", Align::Right),
        ("Of all", Align::Right),
        ("95 % interval", Align::Right),
        ("At risk", Align::Right),
        ("By", Align::Left),
    ])
    .broken(0, 28)
    .broken(5, 24);
    for row in &figures.contradictions {
        table.row([
            capitalised(row.contradiction.words()),
            count(row.customers),
            percent(row.share.value(), 1),
            rate_interval(row.share),
            at_risk(figures, row.value_at_risk),
            plain(&row.contradiction.pattern().to_string()),
        ]);
    }
    section.table(table);
    section.keep_rows(SHORT);
    section.define(
        "Contradiction",
        "two things about one customer that point in different directions. It is no error: one measure alone would \
         judge this customer wrongly. Whoever is known too little counts as not contradicting.",
    );
    Some(section)
}
