//! How many left, of all and of each group.

use super::{SHOWN, by_group, ends, others, rate};
use crate::churn::figures::Figures;
use crate::churn::figures::rates::Rate;
use crate::kit::document::Section;
use crate::kit::format::{capitalised, count, shortened};
use crate::kit::table::{Align, Table};

pub fn section(figures: &Figures, picture: Option<&str>) -> Section {
    let mut section = Section::new("Churn rates", by_group(figures));
    if let Some(svg) = picture {
        section.picture(svg);
    }
    let group = figures.columns.group.as_deref().unwrap_or("group");
    let mut table = Table::new([
        (capitalised(&shortened(group, 40)), Align::Left),
        ("Customers".to_owned(), Align::Right),
        ("Left".to_owned(), Align::Right),
        ("Rate".to_owned(), Align::Right),
        ("95 % interval".to_owned(), Align::Right),
    ]);
    let cells = |name: &str, churn: &Rate| {
        [
            shortened(name, 40),
            count(churn.base),
            count(churn.lost),
            rate(churn),
            ends(churn),
        ]
    };
    if figures.has_groups() {
        for group in figures.churn_by_group.iter().take(SHOWN) {
            table.row(cells(&group.group, &group.churn));
        }
        table.total(cells("Everybody", &figures.churn));
    } else {
        table.row(cells("Everybody", &figures.churn));
    }
    // Of who was observed longer, those of short tenure are who left.
    let new = &figures.newcomers;
    if !figures.observation.is_by_month() {
        table.total(cells(&format!("Up to month {}", new.months), &new.risk));
    }
    section.table(table);
    section.keep_rows(6);
    others(figures, &mut section);
    section.define(
        "Churn rate",
        format!(
            "customers who {}, of all customers of the file who were there in that time.{}",
            figures.observation.left(),
            match figures.observation.is_by_month() {
                true => " Whoever came late had less time to leave: compare groups by how long they stay.",
                false => "",
            },
        ),
    );
    if figures.has_groups() {
        section.define(
            "Groups",
            "as the file has them now. Whoever moved into another group counts in the last one for the whole \
             time: those who stayed long enough to move make it look better. What goes with a group is an \
             association, not an effect.",
        );
        section.keep();
    }
    section
}
