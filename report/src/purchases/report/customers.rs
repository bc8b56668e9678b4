//! How customers come back, and who brings most.

use rust_decimal::Decimal;

use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, count, interval, money, number, percent, shortened};
use crate::kit::table::{Align, Table};
use crate::purchases::figures::Figures;

pub fn repeat(figures: &Figures) -> Section {
    let repeat = &figures.repeat;
    let mut section = Section::new("Repeat purchases", "");
    let ends = repeat.one_time_interval.map_or_else(String::new, |ends| {
        format!(" (95 % interval {})", interval(Some(ends)))
    });
    section.paragraph(format!(
        "{} of {} customers, {}{ends}, bought on one day only.",
        count(repeat.one_time_buyers),
        count(figures.customers),
        percent(repeat.one_time_share, 1),
    ));
    let days = |days: f64| {
        let shown = number(days, 0);
        let unit = if shown == "1" { "day" } else { "days" };
        format!("{shown} {unit}")
    };
    if let (Some(mean), Some(median)) = (repeat.mean_days_to_second, repeat.median_days_to_second) {
        section.paragraph(format!(
            "{} bought on a second day, half of them within {} of the first; the mean is {}.",
            count(repeat.came_back),
            days(median),
            days(mean),
        ));
    }
    if let Some(waited) = repeat.mean_days_waited_by_one_time_buyers {
        let who = match repeat.came_back {
            0 => "They".to_owned(),
            _ => format!("The other {}", count(repeat.one_time_buyers)),
        };
        section.paragraph(format!(
            "{who} had waited {} on average when the window ended. Some of them may \
             still come back, so the days to a second purchase are no forecast for them.",
            days(waited),
        ));
    }
    section
}

pub fn top(figures: &Figures) -> Section {
    let top = &figures.top_customers;
    let mut section = Section::new("At the top", "");
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
    section.table(table);
    if let Ok(share) = figures.curve.top(top.len() as u64)
        && figures.revenue > Decimal::ZERO
        && top.len() > 1
    {
        section.paragraph(format!(
            "These {} bring {} of revenue.",
            top.len(),
            percent(share.value(), 1),
        ));
    }
    section
}

/// A customer's key, which may be long or hold anything, on one short line.
pub fn short(key: &str) -> String {
    shortened(key, 24)
}
