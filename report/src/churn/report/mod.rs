//! The report: its sections, in which the figures are put into words and tables.

mod cohorts;
mod hazard;
mod opening;
mod rates;
mod ratios;
mod remarks;
mod stakes;
mod survival;

use crate::churn::figures::Figures;
use crate::churn::figures::rates::Rate;
use crate::churn::pictures::{COHORTS, DRAWN, HAZARD, RATES, SURVIVAL};
use crate::kit::document::{Document, Fact, Section};
use crate::kit::format::{count, counted, interval, listed, money, percent, quoted, shortened};
use crate::kit::order;
use crate::kit::output;
use crate::kit::picture::Picture;

/// So many groups stand in a table, the largest, the same as are drawn; the others are named.
pub const SHOWN: usize = DRAWN;

/// The whole report, each picture in the section that it belongs to.
pub fn document(figures: &Figures, pictures: &[Picture]) -> Document {
    let drawn = |name: &str| output::picture(name, pictures);
    let sections = [
        Some(rates::section(figures, drawn(RATES))),
        Some(survival::section(figures, drawn(SURVIVAL))),
        Some(hazard::section(figures, drawn(HAZARD))),
        ratios::section(figures),
        stakes::section(figures),
        cohorts::section(figures, drawn(COHORTS)),
    ];
    Document::new(head(figures), sections.into_iter().flatten()).opening(opening::opening(figures))
}

fn head(figures: &Figures) -> Section {
    let mut section = Section::new(
        "Churn report",
        ": who leaves, after how long, and what they pay",
    );
    section.paragraph(format!("Read: {}{}.", figures.source, columns(figures)));
    if let Some(about) = figures.about {
        section.paragraph(about);
    }
    section.facts(facts(figures));
    section.keep();
    for remark in remarks::of(figures) {
        section.paragraph(remark);
        section.keep();
    }
    section.define(
        "Left",
        format!(
            "here: {}. A file of customers tells it of those in it; who left earlier and was taken out is \
             seen by nobody.",
            figures.observation.left(),
        ),
    );
    section.define("Chance", order::BEYOND_CHANCE);
    section.define(
        "95 % interval",
        "of a share of customers Wilson's, of a survival curve by Greenwood's formula, symmetric in the \
         logarithm of the cumulative hazard. Customers are taken as independent.",
    );
    section
}

fn facts(figures: &Figures) -> Vec<Fact> {
    let churn = &figures.churn;
    let missing = figures.money.as_ref().map_or(0, |money| money.missing);
    let mut facts = vec![
        Fact::number("Customers", count(figures.customers), of_customers(figures)),
        Fact::number(
            "Left",
            count(churn.lost),
            format!("{}, 95 % interval {}", rate(churn), ends(churn)),
        ),
    ];
    if let Some(money_of) = &figures.money {
        let of_missing = match missing {
            0 => String::new(),
            some => format!(", of {} not known", counted(some, "customer", "customers")),
        };
        let amount = |amount: Option<_>| amount.map_or_else(|| "–".to_owned(), money);
        if money_of.lost.is_some_and(|lost| !lost.is_zero()) {
            facts.push(Fact::number(
                "They paid",
                amount(money_of.lost),
                format!(
                    "a month, {} of what all paid",
                    percent(money_of.lost_share, 1)
                ),
            ));
        }
        facts.push(Fact::number(
            "The others pay",
            amount(money_of.staying),
            format!("a month{of_missing}"),
        ));
    }
    facts
}

/// Which column was taken for what.
fn columns(figures: &Figures) -> String {
    let names = &figures.columns;
    let used = [
        (&names.tenure, "tenures"),
        (&names.start, "starts"),
        (&names.end, "ends"),
        (&names.churn, "who left"),
        (&names.group, "groups"),
        (&names.amount, "amounts"),
    ];
    let used = used.into_iter().filter_map(|(name, what)| {
        let name = quoted(&shortened(name.as_deref()?, 40));
        Some(format!("{what} in {name}"))
    });
    format!(": {}", listed(&used.collect::<Vec<_>>()))
}

/// In how many groups they are, and how long they have been there.
fn of_customers(figures: &Figures) -> String {
    let groups = match figures.churn_by_group.len() {
        0 | 1 => None,
        groups => Some(format!("in {}", counted(groups, "group", "groups"))),
    };
    let tenures = figures.notes.tenures.map(|(from, to)| {
        let unit = match figures.notes.unit_is_assumed {
            true => ", read as months",
            false => " months",
        };
        match from == to {
            true => format!("tenure {to}{unit}"),
            false => format!("tenures {from} to {to}{unit}"),
        }
    });
    let said: Vec<String> = groups.into_iter().chain(tenures).collect();
    said.join("; ")
}

/// The share that left.
pub fn rate(rate: &Rate) -> String {
    percent(rate.rate, 1)
}

/// The ends of its interval.
pub fn ends(rate: &Rate) -> String {
    interval(rate.lower.zip(rate.upper))
}

/// What the groups are, as the end of a heading.
pub fn by_group(figures: &Figures) -> String {
    match &figures.columns.group {
        Some(group) if figures.has_groups() => format!(", by {}", shortened(group, 40)),
        _ => String::new(),
    }
}

/// Names the groups that do not stand in a table.
pub fn others(figures: &Figures, section: &mut Section) {
    let others = figures.churn_by_group.iter().skip(SHOWN);
    let names: Vec<String> = others.map(|group| shortened(&group.group, 40)).collect();
    if !names.is_empty() {
        section.note(format!(
            "The {SHOWN} largest groups. Also in the file: {}.",
            names.join(", "),
        ));
    }
}
