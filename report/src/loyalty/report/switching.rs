//! Switching barriers, and how well the items of each score go together.

use crate::kit::document::Section;
use crate::kit::format::{count, figure, range, shortened, spaced};
use crate::kit::table::{Align, Table};
use crate::loyalty::figures::Figures;

/// So many questions stand in the short form.
const SHOWN: usize = 6;

pub fn section(figures: &Figures) -> Section {
    let mut section = Section::new(
        "Switching barriers",
        ": what customers think leaving would cost",
    );
    section.table(by_segment(figures));
    if figures.switching_cost_scale.is_some() {
        section.table(items(figures));
        section.keep_rows(SHOWN);
        section.table(facets(figures));
    } else {
        section.paragraph("Nobody was asked what leaving would cost.");
    }
    section.table(reliability(figures));
    let costs = match figures.switching_cost_scale {
        Some(scale) => format!("on {scale} (satisfaction and loyalty on {})", figures.scale),
        None => format!("on {}", figures.scale),
    };
    section.define(
        "Means and SE",
        format!("means {costs}, each with its standard error."),
    );
    if figures.switching_cost_scale.is_some() {
        section.define(
            "Switching barrier",
            "what customers think leaving would cost. A high one is not loyalty: as the literature has it, \
             it keeps customers who would rather go, until something lowers it. Facets and types are those \
             of Burnham, Frels and Mahajan; putting items under them is the mapping's reading.",
        );
    }
    for note in &figures.notes {
        section.define("Questions on switching", note);
    }
    section.define(
        "Alpha and omega",
        "Cronbach's alpha with a 95 % interval for answers of any distribution, and McDonald's omega where \
         there are three items or more, of those who answered every item: how well the items of a score \
         go together.",
    );
    section
}

fn by_segment(figures: &Figures) -> Table {
    let mut table = Table::new([
        ("", Align::Left),
        ("Customers", Align::Right),
        ("Switching cost", Align::Right),
        ("SE", Align::Right),
        ("Satisfaction", Align::Right),
        ("SE", Align::Right),
        ("Loyalty", Align::Right),
        ("SE", Align::Right),
    ])
    .broken(0, 20);
    for segment in figures.segments() {
        let errors = &segment.standard_errors;
        table.row([
            shortened(&segment.name, 60),
            count(segment.customers),
            figure(segment.switching_cost, 2),
            figure(errors.switching_cost, 3),
            figure(segment.satisfaction, 2),
            figure(errors.satisfaction, 3),
            figure(segment.loyalty, 2),
            figure(errors.loyalty, 3),
        ]);
    }
    table
}

fn items(figures: &Figures) -> Table {
    let mut table = Table::new([
        ("Item", Align::Left),
        ("Asks", Align::Left),
        ("Mean", Align::Right),
        ("SE", Align::Right),
        ("Answered", Align::Right),
    ]);
    for item in &figures.switching_barriers.items {
        table.row([
            item.name.clone(),
            item.asks.clone(),
            figure(item.mean, 2),
            figure(item.standard_error, 3),
            count(item.answered),
        ]);
    }
    table
}

fn facets(figures: &Figures) -> Table {
    let mut table = Table::new([
        ("Facet", Align::Left),
        ("Type", Align::Left),
        ("Items", Align::Left),
        ("Mean", Align::Right),
        ("SE", Align::Right),
    ]);
    for facet in &figures.switching_barriers.facets {
        table.row([
            spaced(facet.facet.name()),
            spaced(facet.cost_type.name()),
            facet.items.join(", "),
            figure(facet.mean, 2),
            figure(facet.standard_error, 3),
        ]);
    }
    table
}

fn reliability(figures: &Figures) -> Table {
    let mut table = Table::new([
        ("Score", Align::Left),
        ("Items", Align::Right),
        ("Alpha", Align::Right),
        ("95 % interval", Align::Right),
        ("Omega", Align::Right),
        ("Of customers", Align::Right),
    ]);
    for score in &figures.reliability {
        table.row([
            spaced(score.what),
            count(score.items.len()),
            figure(score.alpha, 3),
            range(score.lower, score.upper, 3),
            figure(score.omega, 3),
            count(score.used),
        ]);
    }
    table
}
