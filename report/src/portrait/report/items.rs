//! Which attribute of the offer to fix first.

use super::customers;
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, capitalised, count, figure, number};
use crate::kit::table::{Align, Table};
use crate::portrait::figures::Figures;
use crate::portrait::words::plain;

/// None where no attribute was rated.
pub(super) fn section(figures: &Figures) -> Option<Section> {
    let items = figures.items.as_ref()?;
    let mut section = Section::new("Attributes", " of the offer, and which to fix first");
    if let Some(why) = &items.not_placed {
        section.paragraph(format!("Nothing is told of them: {why}."));
        section.keep();
        return Some(section);
    }
    let mut rows: Vec<_> = items.rows.iter().collect();
    rows.sort_by_key(|row| row.rank);
    let mut table = Table::new([
        ("Attribute", Align::Left),
        ("Importance", Align::Right),
        ("Satisfaction", Align::Right),
        ("Quadrant", Align::Left),
        ("Rated low by", Align::Right),
    ]);
    for row in rows {
        let quadrant = row.quadrant.map(|quadrant| plain(quadrant.name()));
        table.row([
            capitalised(&row.item),
            figure(row.importance, 2),
            figure(row.satisfaction, 2),
            quadrant.unwrap_or_else(|| UNDEFINED.to_owned()),
            count(row.to_fix_for),
        ]);
    }
    section.table(table);
    section.keep_rows(8);
    let line = items.line.map_or_else(String::new, |line| number(line, 2));
    section.note(format!(
        "By {} who rated all of them, and satisfaction. Rated low by: for how many it is the first to fix, since it is \
         important and poorly rated by all, and they too rate it below {line}.",
        customers(items.respondents),
    ));
    section.define(
        "Importance",
        "the correlation of an attribute's rating with overall satisfaction, -1 to 1. It is an association: satisfaction \
         need not rise where the attribute is improved.",
    );
    Some(section)
}
