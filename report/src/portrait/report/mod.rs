//! The report: its sections, in which the figures are put into words and tables.

mod changes;
mod customers;
mod head;
mod items;
mod leaving;
mod loyal;
mod opening;
mod plan;
mod population;
mod staying;
mod truth;

use retention::estimate::Confidence;
use retention::estimate::Proportion;

use super::figures::Figures;
use super::pictures::{CHANGES, LEVELS, MAP, PLAN};
use crate::kit::document::{Document, Section};
use crate::kit::format::{counted, percent};
use crate::kit::output::drawn;
use crate::kit::picture::Picture;

/// The whole report, each picture in the section that it belongs to.
pub fn document(figures: &Figures, pictures: &[Picture]) -> Document {
    let drawn_if = |section: Option<Section>, name: &str| {
        section.map(|section| drawn(section, name, pictures))
    };
    let sections = [
        drawn_if(plan::section(figures), PLAN),
        drawn_if(changes::section(figures), CHANGES),
        changes::began(figures),
        changes::worse(figures),
        Some(plan::advised(figures)),
        loyal::section(figures),
        Some(drawn(population::section(figures), LEVELS, pictures)),
        population::contradictions(figures),
        items::section(figures),
        drawn_if(leaving::section(figures), MAP),
        leaving::reasons(figures),
        Some(customers::in_full(figures)),
        staying::section(figures),
        truth::section(figures),
        customers::others(figures),
    ];
    Document::new(head::head(figures), sections.into_iter().flatten())
        .opening(opening::opening(figures))
}

/// What stands under “At risk” where those who have left are counted as well; none where nobody has.
fn with_those_who_left(figures: &Figures) -> Option<&'static str> {
    (figures.leaving.left_with_value > 0).then_some(
        "“At risk” is here of all of them; with those who have left it is lost rather than at risk.",
    )
}

fn customers(number: u64) -> String {
    counted(number, "customer", "customers")
}

/// A share with its Wilson interval, as in `31.2 % (29.3 to 33.2 %)`.
fn share(share: Proportion) -> String {
    let ends = share.wilson(Confidence::default());
    let ends = ends.map_or_else(String::new, |ends| {
        let end = |end: f64| percent(Some(end), 1).replace(" %", "");
        format!(" ({} to {} %)", end(ends.lower()), end(ends.upper()))
    });
    format!("{}{ends}", percent(share.value(), 1))
}
