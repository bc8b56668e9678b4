//! The report: its sections, in which the figures are put into words and tables.

mod givers;
mod opening;
mod rates;
mod survival;
mod value;

use crate::kit::document::{Document, Fact, Section};
use crate::kit::format::{capitalised, count, counted, money, percent, quoted, shortened};
use crate::kit::output;
use crate::kit::picture::Picture;
use crate::kit::rows;
use crate::subscribers::figures::Figures;
use crate::subscribers::figures::contract::{Cohort, Read};
use crate::subscribers::figures::givers::Givers;
use crate::subscribers::input::givers::ColumnNames;
use crate::subscribers::pictures::{GIVERS, RATES, SURVIVAL};

/// So many segments stand in tables, the first ones; the others are named.
pub const SHOWN: usize = 6;

/// The whole report, each picture in the section that it belongs to.
pub fn document(figures: &Figures, pictures: &[Picture]) -> Document {
    let drawn = |name: &str| output::picture(name, pictures);
    let mut sections = Vec::new();
    if figures.subscribers.is_some() {
        sections.push(survival::section(figures, drawn(SURVIVAL)));
        sections.push(rates::section(figures, drawn(RATES)));
        sections.push(value::section(figures));
        sections.push(survival::fits(figures));
    }
    if let (Some(donors), Some(expected)) = (&figures.donors, &figures.expected) {
        sections.push(givers::section(donors, expected, drawn(GIVERS)));
        sections.push(givers::ask(donors));
        sections.push(givers::fit(donors));
    }
    Document::new(head(figures), sections).opening(opening::opening(figures))
}

fn head(figures: &Figures) -> Section {
    let mut section = Section::new(
        "Subscribers report",
        ": how long they stay, and what they are worth",
    );
    let sources = [
        figures.subscribers.as_ref().map(|read| &read.source),
        figures.donors.as_ref().map(|donors| &donors.source),
    ];
    let sources: Vec<&str> = sources.into_iter().flatten().map(String::as_str).collect();
    section.paragraph(format!("Read: {}.", sources.join(", ")));
    if figures.is_sample {
        section.paragraph(
            "Two segments of a company whose contracts run for a year, followed for twelve years, and donors of a \
             radio station who first gave in 1995, followed from 1996 to 2001. These are not the same people.",
        );
    }
    section.facts(facts(figures));
    section.keep();
    let remarks = figures.subscribers.iter().flat_map(of_table);
    let remarks = remarks.chain(figures.donors.iter().flat_map(of_givers));
    for remark in remarks {
        section.paragraph(remark);
        section.keep();
    }
    section
}

fn facts(figures: &Figures) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(read) = &figures.subscribers {
        let customers: u64 = figures.segments.iter().map(|one| one.customers).sum();
        let left: u64 = figures.segments.iter().map(|one| one.left).sum();
        let of = match figures.segments.len() {
            1 => String::new(),
            some => format!("in {}", counted(some, "segment", "segments")),
        };
        facts.push(Fact::number(
            "Subscribers at the start",
            count(customers),
            of,
        ));
        let share = left as f64 / customers.max(1) as f64;
        facts.push(Fact::number(
            "Still there at the end",
            count(left),
            format!("{}, {}", percent(Some(share), 1), followed(figures)),
        ));
        facts.push(Fact::number(
            format!("Margin of a {}", read.every.name()),
            money(figures.margin),
            format!(
                "discounted at {} a year",
                percent(Some(figures.discount_rate), 1)
            ),
        ));
    }
    if let Some(donors) = &figures.donors {
        facts.push(Fact::number(
            "Givers",
            count(donors.givers),
            format!(
                "who gave {} times at {}",
                count(donors.gifts),
                counted(donors.occasions, "occasion", "occasions"),
            ),
        ));
    }
    facts
}

/// For how long the segments were followed, and on what the models are fitted.
fn followed(figures: &Figures) -> String {
    let ends = |of: fn(&Cohort) -> u32| {
        let all = || figures.segments.iter().map(of);
        match (all().min().unwrap_or(0), all().max().unwrap_or(0)) {
            (low, high) if low == high => count(low),
            (low, high) => format!("{} to {}", count(low), count(high)),
        }
    };
    format!(
        "after {} periods, of which the first {} are fitted",
        ends(|one| one.periods),
        ends(|one| one.fitted_periods),
    )
}

/// What is worth knowing of the survival table.
fn of_table(read: &Read) -> Vec<String> {
    let mut remarks = Vec::new();
    if read.columns.segment.is_none() {
        remarks.push("No column was taken for segments; --segment names one.".to_owned());
    }
    if let (Some(base), true) = (read.base, read.base_assumed) {
        remarks.push(format!(
            "The file has shares and does not say of how many. Each segment is taken to have begun with {} \
             customers: all numbers of them and what they are worth together depend on it, as do the errors and the \
             likelihoods; shares, parameters and the worth of one do not. --base says how many.",
            count(base),
        ));
    }
    if read.every_assumed {
        remarks.push(
            "The file does not say how long a period is, and years are discounted; --every says so.".to_owned(),
        );
    }
    if read.shares_rounded > 0 {
        remarks.push(format!(
            "{} no whole number of customers and {} rounded.",
            one_or_many(read.shares_rounded, "share is", "shares are"),
            if read.shares_rounded == 1 {
                "was"
            } else {
                "were"
            },
        ));
    }
    if read.starts_added > 0 {
        remarks.push(format!(
            "{} with period 1: all of its customers are taken to have been there before.",
            one_or_many(read.starts_added, "segment begins", "segments begin"),
        ));
    }
    if read.periods_from_first_row > 0 {
        remarks.push(format!(
            "{} not with period 0. The first row is taken as the start, and periods are counted from it.",
            one_or_many(read.periods_from_first_row, "segment begins", "segments begin"),
        ));
    }
    if read.skipped_rows > 0 {
        let others = read.rows.saturating_sub(read.skipped_rows) as u64;
        remarks.push(format!("{}.", rows::skipped(read.skipped_rows, others)));
    }
    remarks
}

/// What is worth knowing of the file of givers.
fn of_givers(donors: &Givers) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Some(span) = donors.from_gifts {
        remarks.push(format!(
            "Each row is a gift. The first of a giver is not counted, and occasions run on from it to {}, whether or not \
             anybody gave. Whoever gave before the first occasion in the file, {}, counts as new at it.",
            span.to, span.from,
        ));
        if span.again > 0 {
            remarks.push(format!(
                "{} of somebody who gave at that occasion already, and counted once.",
                one_or_many(span.again, "gift is", "gifts are"),
            ));
        }
    }
    if let ColumnNames::Histories { count: None, .. } = donors.columns {
        remarks.push(
            "No column says for how many people a row stands: each is one giver; --givers-count names one."
                .to_owned(),
        );
    }
    if donors.repeated_histories > 0 {
        remarks.push(format!(
            "{} a history that an earlier row has; their people are added.",
            one_or_many(donors.repeated_histories, "row has", "rows have"),
        ));
    }
    if donors.of_other_occasions > 0 {
        remarks.push(format!(
            "{} another number of occasions than the {} of most; the picture shows those of most.",
            one_or_many(
                donors.of_other_occasions as usize,
                "giver had",
                "givers had"
            ),
            count(donors.occasions),
        ));
    }
    if donors.skipped_rows > 0 {
        let others = donors.rows.saturating_sub(donors.skipped_rows) as u64;
        remarks.push(format!("{}.", rows::skipped(donors.skipped_rows, others)));
    }
    remarks
}

fn one_or_many(number: usize, one: &str, many: &str) -> String {
    counted(number, one, many)
}

/// A segment within a sentence.
pub fn name(segment: &str) -> String {
    match segment {
        "" => "the subscribers".to_owned(),
        segment => quoted(&shortened(segment, 40)),
    }
}

/// A segment in a table.
pub fn row_name(segment: &str) -> String {
    match segment {
        "" => "All".to_owned(),
        segment => shortened(segment, 24),
    }
}

/// The header of the column of segments.
pub fn header(figures: &Figures) -> String {
    let read = figures.subscribers.as_ref();
    let column = read.and_then(|read| read.columns.segment.as_deref());
    capitalised(&shortened(column.unwrap_or("segment"), 24))
}

/// Names the segments that do not stand in a table.
pub fn others(figures: &Figures, section: &mut Section) {
    let others = figures.segments.iter().skip(SHOWN);
    let names: Vec<String> = others.map(|one| shortened(&one.segment, 40)).collect();
    if !names.is_empty() {
        section.note(format!(
            "The first {SHOWN} segments. Also in the file: {}.",
            names.join(", "),
        ));
    }
}
