//! The report as text.

use std::fmt::Write;

use retention::purchases::Treatment;
use rust_decimal::Decimal;

use crate::figures::Figures;
use crate::kit::fields::quote;
use crate::kit::format::{UNDEFINED, count, counted, mean, money, number, percent};
use crate::kit::table::{Align, Table};

/// What the report says of the file beyond the figures.
#[derive(Debug)]
pub struct Notes {
    /// A line on the data, below the name of the file.
    pub about: Option<&'static str>,
    /// Whether the user set the first and the last day.
    pub from_given: bool,
    pub as_of_given: bool,
}

pub fn write(figures: &Figures, notes: &Notes) -> String {
    let mut text = String::new();
    let sections = [
        head(figures, notes),
        statuses(figures),
        pyramid(figures),
        concentration(figures),
        repeat(figures),
        top(figures),
        pictures(figures),
    ];
    for (at, section) in sections.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        text.push_str(section);
    }
    text
}

/// Adds a line.
macro_rules! say {
    ($text:expr, $($arg:tt)*) => {
        // Writing to a string cannot fail.
        let _ = writeln!($text, $($arg)*);
    };
}

fn head(figures: &Figures, notes: &Notes) -> String {
    let mut text = format!("RETENTION REPORT: {}\n", figures.source);
    if let Some(about) = notes.about {
        say!(text, " {about}");
    }
    let ends = match (notes.from_given, notes.as_of_given) {
        (true, true) => "as asked for",
        (true, false) => "to the last date in the file",
        (false, true) => "from the first date in the file",
        (false, false) => "the first and the last date in the file",
    };
    let window = figures.window;
    let mut table = Table::new([("", Align::Left), ("", Align::Right), ("", Align::Left)]);
    let mut row = |what: &str, figure: String, note: String| {
        table.row([what.to_owned(), figure, note]);
    };
    row(
        "Customers",
        count(figures.customers),
        "who bought in the window".to_owned(),
    );
    row(
        "Purchases",
        count(figures.purchases),
        format!(
            "rows in the window; {} on which a customer bought",
            match figures.purchase_days {
                1 => "1 day".to_owned(),
                days => format!("{} days", count(days)),
            },
        ),
    );
    row("Revenue", money(figures.revenue), String::new());
    say!(
        text,
        "\n Window     {window} ({}; {ends})",
        counted(usize::try_from(window.days()).unwrap_or(0), "day", "days"),
    );
    text.push_str(&table.render());
    say!(text, " {}", touched(figures));
    let columns = &figures.columns;
    say!(
        text,
        " Read from the columns {} (customer), {} (date) and {} (amount).",
        quote(&columns.customer),
        quote(&columns.date),
        quote(&columns.amount),
    );
    text
}

/// What the policy, the window and the reader did to rows, in one or a few sentences.
fn touched(figures: &Figures) -> String {
    let counts = &figures.counts;
    let rows = |rows| counted(rows, "row", "rows");
    let mut parts = Vec::new();
    parts.push(match (counts.refunds, figures.policy.refunds) {
        (0, _) => "no refunds".to_owned(),
        (refunds, Treatment::Drop) => {
            format!(
                "{}, left out of revenue",
                counted(refunds, "refund", "refunds")
            )
        }
        (refunds, _) => {
            format!(
                "{}, taken off revenue",
                counted(refunds, "refund", "refunds")
            )
        }
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
        parts.push(format!(
            "{} with refunds only, who are in no figure but the number of rows",
            counted(counts.refund_only_customers, "customer", "customers"),
        ));
    }
    if figures.skipped_rows > 0 {
        parts.push(format!(
            "{} could not be read and {} skipped",
            rows(figures.skipped_rows),
            if figures.skipped_rows == 1 {
                "was"
            } else {
                "were"
            },
        ));
    }
    // One to a line where they are many.
    let between = if parts.len() > 2 { ";\n       " } else { "; " };
    format!("Rows: {}.", parts.join(between))
}

fn statuses(figures: &Figures) -> String {
    let statuses = &figures.statuses;
    let mut text = format!("STATUS on {}\n", statuses.as_of);
    let known = (statuses.active + statuses.inactive) as f64;
    let share = |part: usize| percent((known > 0.0).then(|| part as f64 / known), 1);
    let months = counted(statuses.activity_months as usize, "month", "months");
    let mut table = Table::new([
        ("", Align::Left),
        ("", Align::Right),
        ("", Align::Right),
        ("", Align::Left),
    ]);
    table.row([
        "Active".to_owned(),
        count(statuses.active),
        share(statuses.active),
        format!("bought in the last {months}, {}", statuses.activity),
    ]);
    table.row([
        "Inactive".to_owned(),
        count(statuses.inactive),
        share(statuses.inactive),
        "bought before, not since".to_owned(),
    ]);
    text.push_str(&table.render());
    if !statuses.can_tell() {
        say!(
            text,
            " The file begins on {}, within these {months}, so nobody in it can be inactive yet.",
            statuses.records_begin,
        );
    }
    text.push_str(
        " Prospects, suspects and the rest of the world have not bought, so no file of purchases shows\n \
         them.\n",
    );
    text
}

fn pyramid(figures: &Figures) -> String {
    let mut text = "PYRAMID of customers by revenue\n".to_owned();
    let mut table = Table::new([
        ("Tier", Align::Left),
        ("Customers", Align::Right),
        ("% of all", Align::Right),
        ("Revenue", Align::Right),
        ("% of revenue", Align::Right),
        ("Mean", Align::Right),
        ("From", Align::Right),
    ]);
    for tier in &figures.pyramid.tiers {
        table.row([
            tier.tier.clone(),
            count(tier.customers),
            percent(tier.share_of_customers, 1),
            money(tier.revenue),
            percent(tier.share, 1),
            mean(tier.mean),
            tier.cut.map_or_else(|| UNDEFINED.to_owned(), money),
        ]);
    }
    let whole = (figures.revenue > Decimal::ZERO).then_some(1.0);
    table.total([
        "Total".to_owned(),
        count(figures.customers),
        percent(Some(1.0), 1),
        money(figures.revenue),
        percent(whole, 1),
        mean(
            figures
                .revenue
                .checked_div(Decimal::from(figures.customers)),
        ),
        String::new(),
    ]);
    text.push_str(&table.render());
    text.push_str(
        " Curry's cuts: Top is the first 1 % of customers by revenue, Big the next 4 %, Medium the next\n \
         15 %, Small the rest. A cut within a customer is rounded up; customers of equal revenue at a\n \
         cut go up together. From: the least that a customer of the tier brought. Curry ranks active\n \
         customers; this ranks everyone who bought in the window, which --from can shorten.\n",
    );
    text
}

fn concentration(figures: &Figures) -> String {
    let shares = &figures.concentration;
    let law = &shares.pareto_80_20;
    let mut text = "CONCENTRATION\n".to_owned();
    let mut table = Table::new([
        ("", Align::Left),
        ("Customers", Align::Right),
        ("Here", Align::Right),
        ("80/20 law", Align::Right),
    ]);
    table.row([
        "The top 20 % of customers bring".to_owned(),
        count(shares.top_20_percent_customers),
        percent(shares.top_20_percent_share, 1),
        percent(Some(law.top_20_percent_share), 1),
    ]);
    table.row([
        "80 % of revenue comes from".to_owned(),
        shares
            .customers_for_80_percent
            .map_or_else(|| UNDEFINED.to_owned(), count),
        percent(shares.customers_for_80_percent_share, 1),
        percent(Some(0.2), 1),
    ]);
    let gini =
        |gini: Option<f64>| gini.map_or_else(|| UNDEFINED.to_owned(), |gini| number(gini, 3));
    table.row([
        "Gini coefficient".to_owned(),
        String::new(),
        gini(shares.gini),
        gini(Some(law.gini)),
    ]);
    text.push_str(&table.render());
    if shares.gini.is_none() {
        text.push_str(if shares.top_20_percent_share.is_some() {
            " The Gini coefficient is not defined where a customer's revenue is negative.\n"
        } else {
            " Revenue is not positive in all, so its shares say nothing.\n"
        });
    }
    text.push_str(
        " Gini: 0 where all customers bring the same, near 1 where one brings everything. The 80/20 law\n \
         is the smooth Pareto law by which 20 % of customers bring 80 % of revenue: a yardstick, not a\n \
         target. The top 20 % are rounded up to a whole customer. Concentration depends on the length of\n \
         the window: compare like with like.\n",
    );
    text
}

fn repeat(figures: &Figures) -> String {
    let repeat = &figures.repeat;
    let mut text = "REPEAT PURCHASES\n".to_owned();
    let interval = repeat
        .one_time_interval
        .map_or_else(String::new, |(lower, upper)| {
            format!(
                " (95 % interval {} to {} %)",
                number(lower * 100.0, 1),
                number(upper * 100.0, 1),
            )
        });
    say!(
        text,
        " {} of {} customers, {}{interval}, bought on one day only.",
        count(repeat.one_time_buyers),
        count(figures.customers),
        percent(repeat.one_time_share, 1),
    );
    let days = |days: f64| {
        let shown = number(days, 0);
        let unit = if shown == "1" { "day" } else { "days" };
        format!("{shown} {unit}")
    };
    if let (Some(mean), Some(median)) = (repeat.mean_days_to_second, repeat.median_days_to_second) {
        say!(
            text,
            " {} bought on a second day, half of them within {} of the first; the mean is {}.",
            count(repeat.came_back),
            days(median),
            days(mean),
        );
    }
    if let Some(waited) = repeat.mean_days_waited_by_one_time_buyers {
        let who = match repeat.came_back {
            0 => "They".to_owned(),
            _ => format!("The other {}", count(repeat.one_time_buyers)),
        };
        say!(
            text,
            " {who} had waited {} on average when the window ended. Some of them may still\n \
             come back, so the days to a second purchase are no forecast for them.",
            days(waited),
        );
    }
    text
}

fn top(figures: &Figures) -> String {
    let top = &figures.top_customers;
    let mut text = "AT THE TOP\n".to_owned();
    let mut table = Table::new([
        ("#", Align::Right),
        ("Customer", Align::Left),
        ("Tier", Align::Left),
        ("Revenue", Align::Right),
        ("% of revenue", Align::Right),
        ("Days bought", Align::Right),
        ("First", Align::Left),
        ("Last", Align::Left),
    ]);
    let day = |date: Option<chrono::NaiveDate>| {
        date.map_or_else(|| UNDEFINED.to_owned(), |date| date.to_string())
    };
    for customer in top {
        table.row([
            customer.rank.to_string(),
            short(&customer.customer),
            customer.tier.clone(),
            money(customer.revenue),
            percent(customer.share, 1),
            count(customer.purchase_days),
            day(customer.first_purchase),
            day(customer.last_purchase),
        ]);
    }
    text.push_str(&table.render());
    if let Ok(share) = figures.curve.top(top.len() as u64)
        && figures.revenue > Decimal::ZERO
        && top.len() > 1
    {
        say!(
            text,
            " These {} bring {} of revenue.",
            top.len(),
            percent(share.value(), 1),
        );
    }
    text
}

fn pictures(figures: &Figures) -> String {
    if figures.pictures.is_empty() {
        return "No pictures: without positive revenue there is nothing to draw.\n".to_owned();
    }
    let mut text = "Pictures:\n".to_owned();
    for path in &figures.pictures {
        say!(text, " {path}");
    }
    text
}

/// A customer's key, which may be long or hold anything, on one short line.
fn short(key: &str) -> String {
    const MOST: usize = 24;
    let plain: String = key
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if plain.chars().count() <= MOST {
        return plain;
    }
    plain.chars().take(MOST - 1).chain(['…']).collect()
}
