//! The report: its sections, in which the figures are put into words and tables.

mod competition;
mod levels;
mod measured;
mod opening;
mod switching;
mod types;

use retention::scale::Scale;

use crate::kit::document::{Document, Fact, Section};
use crate::kit::format::{UNDEFINED, count, counted, figure, interval, number, percent};
use crate::kit::order;
use crate::kit::output;
use crate::kit::picture::Picture;
use crate::kit::rows;
use crate::loyalty::figures::{Figures, Share};
use crate::loyalty::pictures::{CURVE, LEVELS};

/// What stands in place of a share of too few.
const INSUFFICIENT: &str = "insufficient";

/// The whole report, each picture in the section that it belongs to.
pub fn document(figures: &Figures, pictures: &[Picture]) -> Document {
    let drawn = |name: &str| output::picture(name, pictures);
    let sections = [
        measured::mapping(figures),
        levels::section(figures, drawn(LEVELS)),
        types::section(figures),
        types::hostages(figures),
        switching::section(figures),
        competition::section(figures, drawn(CURVE)),
        measured::not_measured(figures),
    ];
    Document::new(head(figures), sections).opening(opening::opening(figures))
}

fn head(figures: &Figures) -> Section {
    let mut section = Section::new("Loyalty report", ": how far it goes, and what it rests on");
    section.paragraph(format!("Read: {}.", figures.survey));
    let all = &figures.everybody;
    let mean = |label: &str, mean, error, scale: Scale| {
        let note = format!("mean on {scale}, standard error {}", figure(error, 3));
        Fact::number(label, figure(mean, 2), note)
    };
    let errors = &all.standard_errors;
    let missing = counted(figures.missing_answers, "answer missing", "answers missing");
    let facts = [
        Fact::number(
            "Customers",
            count(figures.customers),
            match figures.providers.len() {
                0 => missing,
                some => format!("of {}, {missing}", counted(some, "provider", "providers")),
            },
        ),
        mean(
            "Satisfaction",
            all.satisfaction,
            errors.satisfaction,
            figures.scale,
        ),
        mean("Loyalty", all.loyalty, errors.loyalty, figures.scale),
    ];
    let costs = figures.switching_cost_scale.map(|scale| {
        mean(
            "Switching cost",
            all.switching_cost,
            errors.switching_cost,
            scale,
        )
    });
    section.facts(facts.into_iter().chain(costs));
    section.keep();
    if figures.skipped_rows > 0 {
        section.paragraph(format!(
            "{}.",
            rows::skipped(figures.skipped_rows, figures.customers as u64),
        ));
    }
    if let Some(repeated) = figures.repeated_rows {
        section.paragraph(rows::remark(repeated, figures.customers, rows::COPIED));
    }
    section.define(
        "These answers",
        "given by customers, asked once, about the provider they have. What goes together in them is an \
         association, not an effect. Intervals allow for chance in who was asked, customers taken as \
         independent; they do not see who had already left.",
    );
    section.keep();
    section.define(
        "At stake",
        "what the first actions are ordered by: the customers concerned. Somebody may be among those of \
         several actions, and what an action would change, the answers do not tell.",
    );
    section.define("Chance", order::BEYOND_CHANCE);
    section.define(
        "95 % interval of a share",
        format!(
            "Wilson's. Of fewer than {} customers no share is given.",
            count(figures.cuts.minimum),
        ),
    );
    section
}

/// A share as a percentage.
fn share(share: &Share) -> String {
    if share.insufficient {
        return INSUFFICIENT.to_owned();
    }
    percent(share.share, 1)
}

/// The ends of a share's interval.
fn ends(share: &Share) -> String {
    if share.insufficient {
        return UNDEFINED.to_owned();
    }
    interval(share.lower.zip(share.upper))
}

/// A cut as people write it: 5, 3.67.
pub fn cut(value: f64) -> String {
    let text = number(value, 2);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.to_owned()
}
