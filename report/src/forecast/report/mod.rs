//! The report: its sections, in which the figures are put into words and tables.

mod alive;
mod customers;
mod hold_out;
mod models;
mod opening;
mod stages;

use retention::clv::BuyingModel;
use retention::period::Ruler;
use rust_decimal::Decimal;

use crate::forecast::figures::hold_out::OWN_RATE;
use crate::forecast::figures::models::named;
use crate::forecast::figures::{Chosen, Figures};
use crate::forecast::pictures::{CALIBRATION, MAP, TRACKING};
use crate::kit::document::{Document, Fact, Section};
use crate::kit::fields::quote;
use crate::kit::format::{UNDEFINED, count, counted, money};
use crate::kit::output::drawn;
use crate::kit::picture::Picture;
use crate::kit::rows;
use crate::purchases::Reason;

/// Fewer customers who came back tell a model little. Nobody has published a number.
pub const FEW: u64 = 50;

/// The whole report, each picture in the section that it belongs to.
pub fn document(figures: &Figures, pictures: &[Picture]) -> Document {
    let sections = [
        Some(customers::valuable(figures)),
        drawn_if(hold_out::section(figures), CALIBRATION, pictures),
        drawn_if(hold_out::over_time(figures), TRACKING, pictures),
        Some(models::section(figures)),
        drawn_if(alive::section(figures), MAP, pictures),
        customers::everybody(figures),
        stages::section(figures),
    ];
    Document::new(head(figures), sections.into_iter().flatten()).opening(opening::opening(figures))
}

fn drawn_if(section: Option<Section>, name: &str, pictures: &[Picture]) -> Option<Section> {
    section.map(|section| drawn(section, name, pictures))
}

fn head(figures: &Figures) -> Section {
    let notes = &figures.notes;
    let mut section = Section::new("Forecast", format!(": {}", figures.source));
    if let Some(about) = notes.about {
        section.paragraph(about);
    }
    let ends = match notes.given {
        (true, true) => "as asked for",
        (true, false) => "to the last date in the file",
        (false, true) => "from the first date in the file",
        (false, false) => "the first and the last date in the file",
    };
    let window = figures.window;
    let mut facts = vec![Fact::words(
        "Window",
        window.to_string(),
        format!("{}; {ends}", counted(window.days(), "day", "days")),
    )];
    if figures.hold_out_window.is_some() {
        let why = match notes.split {
            Some(Reason::Given) => "as asked for",
            Some(Reason::Sample) => "to the end of week 39, as in the literature",
            _ => "the middle of the window",
        };
        facts.push(Fact::words(
            "Test fitted to",
            figures.fitted_to.to_string(),
            why.to_owned(),
        ));
    }
    facts.extend([
        Fact::number(
            "Customers",
            count(figures.customer_count),
            "who bought in the window",
        ),
        Fact::number(
            "Came back",
            count(figures.repeat_buyers),
            "who bought on a second day",
        ),
        Fact::number(
            "Repeat purchases",
            count(figures.repeat_purchases),
            "days on which a customer bought again",
        ),
    ]);
    section.facts(facts);
    section.keep();
    section.paragraph(touched(figures));
    section.keep();
    for remark in remarks(figures) {
        section.paragraph(format!("Check: {remark}"));
        section.keep();
    }
    let columns = &figures.columns;
    section.paragraph(format!(
        "Read from the columns {} (customer), {} (date) and {} (amount). What a customer bought on one day is one \
         purchase.",
        quote(&columns.customer),
        quote(&columns.date),
        quote(&columns.amount),
    ));
    section
}

/// What the policy, the window and the reader did to rows.
fn touched(figures: &Figures) -> String {
    let counts = &figures.counts;
    let rows = |rows: u64| counted(rows, "row", "rows");
    let mut parts = vec![format!("{} read", rows(counts.rows))];
    if counts.refunds > 0 {
        let refunds = counted(counts.refunds, "refund", "refunds");
        parts.push(format!("{refunds} among them, no purchases"));
    }
    if counts.zeros > 0 {
        let zeros = counted(counts.zeros, "amount of zero", "amounts of zero");
        parts.push(format!("{zeros}, kept as purchases"));
    }
    if counts.before + counts.after > 0 {
        parts.push(format!(
            "{} outside the window",
            rows(counts.before + counts.after)
        ));
    }
    if counts.refund_only_customers > 0 {
        let many = counted(counts.refund_only_customers, "customer", "customers");
        parts.push(format!("{many} with refunds only, in no figure"));
    }
    if figures.notes.rows_apart > 0 {
        parts.push(format!(
            "{} without a customer set apart",
            rows(figures.notes.rows_apart as u64)
        ));
    }
    if figures.skipped_rows > 0 {
        parts.push(rows::skipped(figures.skipped_rows, counts.rows));
    }
    format!("Rows: {}.", parts.join("; "))
}

/// What in the file may make the forecast wrong.
fn remarks(figures: &Figures) -> Vec<String> {
    let found = figures.remarks.iter().map(|remark| remark.text.clone());
    let mut remarks: Vec<String> = found.collect();
    if figures.known_before > 0 {
        remarks.push(format!(
            "{} had bought before {}, and {} treated as new from the first purchase after it. Leave out --from to use \
             the whole file.",
            counted(figures.known_before, "customer", "customers"),
            figures.window.from(),
            if figures.known_before == 1 { "is" } else { "are" },
        ));
    }
    remarks
}

/// A stretch of time in the unit of the models.
pub fn time(unit: Ruler, number: u32) -> String {
    let many = unit.name();
    counted(number, many.trim_end_matches('s'), many)
}

/// The stretch of time that is looked ahead: the 52 weeks, the year.
pub fn ahead(unit: Ruler, number: u32) -> String {
    match number {
        1 => format!("the {}", unit.name().trim_end_matches('s')),
        _ => format!("the {}", time(unit, number)),
    }
}

/// A model or a rule, by its name in the figures.
pub fn rule(name: &str) -> &'static str {
    match name.parse::<BuyingModel>() {
        Ok(model) => named(model),
        Err(_) if name == OWN_RATE => "Own past rate",
        Err(_) => UNDEFINED,
    }
}

/// An amount of money; a dash where it is not known.
pub fn amount(amount: Option<Decimal>) -> String {
    amount.map_or_else(|| UNDEFINED.to_owned(), money)
}

/// Why the model was chosen.
pub fn why(figures: &Figures) -> &'static str {
    match figures.chosen_by {
        Chosen::Given => "as asked for",
        Chosen::HoldOut => "the smallest squared error in the hold-out",
        Chosen::Criterion => "the best fit for its number of parameters",
    }
}
