//! The report: its sections, in which the figures are put into words and tables.

mod act_on;
mod backtest;
mod customers;
mod laws;
mod lifecycle;
mod migration;
mod opening;
mod tiers;

use retention::purchases::Treatment;

pub use backtest::{by_rules, differences};

use crate::kit::csv::ColumnNames;
use crate::kit::document::{Document, Fact, Section};
use crate::kit::fields::quote;
use crate::kit::format::{count, counted, money};
use crate::kit::output;
use crate::kit::picture::Picture;
use crate::kit::rows;
use crate::purchases::figures::{Figures, NoCustomer};

/// The whole report, each picture in the section that it belongs to.
pub fn document(figures: &Figures, pictures: &[Picture]) -> Document {
    let drawn = |section, name| output::drawn(section, name, pictures);
    let sections = [
        act_on::act_on(figures),
        drawn(lifecycle::stages(figures), "stages.svg"),
        drawn(backtest::backtest(figures), "ranking.svg"),
        drawn(tiers::pyramid(figures), "pyramid.svg"),
        drawn(tiers::concentration(figures), "lorenz.svg"),
        drawn(migration::migration(figures), "migration.svg"),
        lifecycle::changes(figures),
        tiers::statuses(figures),
        customers::repeat(figures),
        customers::top(figures),
        laws::laws(figures),
        laws::what_if(figures),
    ];
    Document::new(head(figures), sections).opening(opening::opening(figures))
}

/// The term under which intervals of rates are explained, once, and what is said of them.
const INTERVAL: &str = "95 % interval";
const WILSON: &str = "of a share, by Wilson; it takes customers as independent.";

fn head(figures: &Figures) -> Section {
    let notes = &figures.notes;
    let mut section = Section::new("Retention report", format!(": {}", figures.source));
    if let Some(about) = notes.about {
        section.paragraph(about);
    }
    let ends = match (notes.from_given, notes.as_of_given) {
        (true, true) => "as asked for",
        (true, false) => "to the last date in the file",
        (false, true) => "from the first date in the file",
        (false, false) => "the first and the last date in the file",
    };
    let window = figures.window;
    section.facts([
        Fact::words(
            "Window",
            window.to_string(),
            format!("{}; {ends}", counted(window.days(), "day", "days")),
        ),
        Fact::number(
            "Customers",
            count(figures.customers),
            "who bought in the window",
        ),
        Fact::number(
            "Purchases",
            count(figures.purchases),
            format!(
                "rows in the window; {} on which a customer bought",
                match figures.purchase_days {
                    1 => "1 day".to_owned(),
                    days => format!("{} days", count(days)),
                },
            ),
        ),
        Fact::number("Revenue", money(figures.revenue), ""),
    ]);
    section.keep();
    section.paragraph(touched(figures));
    section.keep();
    for remark in &figures.remarks {
        section.paragraph(format!("Check: {}", remark.text));
        section.keep();
        section.keep();
    }
    let columns = &figures.columns;
    section.paragraph(read_from(columns));
    section
}

/// The columns, and what was made of them.
fn read_from(columns: &ColumnNames) -> String {
    let ColumnNames {
        customer,
        date,
        amount,
        quantity,
        refund,
        refund_below_zero,
    } = columns;
    let mut text = format!(
        "Read from the columns {} (customer), {} (date) and {} ({}).",
        quote(customer),
        quote(date),
        quote(amount),
        if quantity.is_some() {
            "price of one piece"
        } else {
            "amount"
        },
    );
    if let Some(quantity) = quantity {
        text.push_str(&format!(
            " What was paid is that price × {}; the lines of one order are one purchase, as is all that a \
             customer bought on one day.",
            quote(quantity),
        ));
    }
    if let Some(refund) = refund {
        let sign = if *refund_below_zero {
            " without its sign"
        } else {
            ""
        };
        text.push_str(&format!(
            " {} was taken off{sign}, as given back.",
            quote(refund)
        ));
    }
    text
}

/// What the policy, the window and the reader did to rows, in one or a few sentences.
fn touched(figures: &Figures) -> String {
    let counts = &figures.counts;
    let rows = |rows: u64| counted(rows, "row", "rows");
    let mut parts = Vec::new();
    let left_out = figures.refund_only.as_ref();
    let others = left_out.map_or(0, |others| others.refunds);
    let taken_off = counts.refunds.saturating_sub(others);
    parts.push(match (counts.refunds, figures.policy.refunds) {
        (0, _) if figures.columns.refund.is_some() => "no amount below zero".to_owned(),
        (0, _) => "no refunds".to_owned(),
        (refunds, Treatment::Drop) => {
            format!(
                "{}, left out of revenue",
                counted(refunds, "refund", "refunds")
            )
        }
        _ if taken_off == 0 => "no refund taken off revenue".to_owned(),
        _ => format!(
            "{}, taken off revenue",
            counted(taken_off, "refund", "refunds")
        ),
    });
    if counts.zeros > 0 {
        let days = match figures.policy.zeros {
            Treatment::Drop => "left out of means",
            _ => "kept as purchases",
        };
        parts.push(format!("{} of amount zero, {days}", rows(counts.zeros)));
    }
    if counts.before > 0 {
        parts.push(format!(
            "{} before the window left out",
            rows(counts.before)
        ));
    }
    if counts.after > 0 {
        parts.push(format!(
            "{} after {} left out",
            rows(counts.after),
            figures.window.to(),
        ));
    }
    if counts.refund_only_customers > 0 {
        let refunds = left_out.map_or_else(String::new, |others| {
            let money = others
                .amount
                .map_or_else(String::new, |amount| format!(", {}", money(amount)));
            let refunds = counted(others.refunds, "refund", "refunds");
            format!(" ({refunds}{money})")
        });
        parts.push(format!(
            "{} with refunds only, who are in no figure but the number of rows{refunds}",
            counted(counts.refund_only_customers, "customer", "customers"),
        ));
    }
    if let Some(NoCustomer {
        rows: apart,
        revenue,
        outside_window,
        ..
    }) = &figures.no_customer
    {
        let revenue = revenue.map_or_else(String::new, |revenue| {
            format!(", with {} that is in no other figure", money(revenue))
        });
        let outside = match outside_window {
            0 => String::new(),
            1 => "; 1 of these rows is outside the window".to_owned(),
            many => format!("; {} of these rows are outside the window", count(*many)),
        };
        parts.push(format!(
            "{} without a customer set apart{revenue}{outside}",
            rows(*apart as u64)
        ));
    }
    if figures.skipped_rows > 0 {
        let nobody = figures.no_customer.as_ref().map_or(0, |none| none.rows);
        let read = counts.rows + counts.before + counts.after + nobody as u64;
        parts.push(rows::skipped(figures.skipped_rows, read));
    }
    // One to a line where they are many.
    let between = if parts.len() > 2 { ";\n      " } else { "; " };
    format!("Rows: {}.", parts.join(between))
}
