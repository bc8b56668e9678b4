//! What the customers pay who are still there, and how much of it is at risk.

use rust_decimal::Decimal;

use super::{SHOWN, by_group, others, rate};
use crate::churn::figures::Figures;
use crate::churn::figures::rates::{Money, Rate};
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, capitalised, count, figure, money, shortened};
use crate::kit::table::{Align, Table};

pub fn section(figures: &Figures) -> Option<Section> {
    let all = figures.money?;
    let mut section = Section::new("Revenue at risk", by_group(figures));
    let group = figures.columns.group.as_deref().unwrap_or("group");
    let mut table = Table::new([
        (capitalised(&shortened(group, 30)), Align::Left),
        ("Still there".to_owned(), Align::Right),
        ("Pay a month".to_owned(), Align::Right),
        ("Each".to_owned(), Align::Right),
        ("Rate".to_owned(), Align::Right),
        ("At risk".to_owned(), Align::Right),
        ("Who left paid".to_owned(), Align::Right),
        ("Each".to_owned(), Align::Right),
    ]);
    let cells = |name: &str, churn: &Rate, money: &Money| {
        [
            shortened(name, 40),
            count(churn.staying()),
            amount(money.staying),
            figure(money.mean_staying, 2),
            rate(churn),
            amount(money.at_risk),
            amount(money.lost),
            figure(money.mean_lost, 2),
        ]
    };
    if figures.has_groups() {
        for group in figures.churn_by_group.iter().take(SHOWN) {
            if let Some(money) = &group.money {
                table.row(cells(&group.group, &group.churn, money));
            }
        }
    }
    table.total(cells("Everybody", &figures.churn, &all));
    if let Some(money) = &figures.newcomers.money {
        let name = format!("Up to month {}", figures.newcomers.months);
        table.total(cells(&name, &figures.newcomers.churn, money));
    }
    section.table(table);
    section.keep_rows(4);
    others(figures, &mut section);
    section.define(
        "Revenue at risk",
        "what the customers still there pay a month, times the share of their group that left: what would go \
         if each group lost the same share once more. It is at stake, not what an action would save.",
    );
    Some(section)
}

fn amount(amount: Option<Decimal>) -> String {
    amount.map_or_else(|| UNDEFINED.to_owned(), money)
}
