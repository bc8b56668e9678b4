//! What the customers pay who are still there, and how much of it is at risk.

use rust_decimal::Decimal;

use super::{SHOWN, by_group, others, rate};
use crate::churn::figures::Figures;
use crate::churn::figures::rates::{Money, Rate};
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, capitalised, count, mean_figure, money, shortened};
use crate::kit::table::{Align, Table};

pub fn section(figures: &Figures) -> Option<Section> {
    let all = figures.money?;
    let mut section = Section::new("Revenue at risk", by_group(figures));
    let group = figures.columns.group.as_deref().unwrap_or("group");
    let head = match figures.observation.is_by_month() {
        true => "A month",
        false => "Rate",
    };
    let mut table = Table::new([
        (capitalised(&shortened(group, 30)), Align::Left),
        ("Still there".to_owned(), Align::Right),
        ("Pay a month".to_owned(), Align::Right),
        ("Each".to_owned(), Align::Right),
        (head.to_owned(), Align::Right),
        ("At risk".to_owned(), Align::Right),
        ("Who left paid".to_owned(), Align::Right),
        ("Each".to_owned(), Align::Right),
    ]);
    let cells = |name: &str, staying: u64, risk: Option<&Rate>, money: &Money| {
        [
            shortened(name, 40),
            count(staying),
            amount(money.staying),
            mean_figure(money.mean_staying),
            risk.map_or_else(String::new, rate),
            amount(money.at_risk),
            amount(money.lost),
            mean_figure(money.mean_lost),
        ]
    };
    if figures.has_groups() {
        for group in figures.churn_by_group.iter().take(SHOWN) {
            if let Some(money) = &group.money {
                let staying = group.churn.staying();
                table.row(cells(&group.group, staying, Some(&group.risk), money));
            }
        }
        // What is at risk of all is the sum of the groups, not a share of all.
        table.total(cells("Everybody", figures.churn.staying(), None, &all));
    } else if let Some(all_of) = figures.churn_by_group.first() {
        let staying = figures.churn.staying();
        table.row(cells("Everybody", staying, Some(&all_of.risk), &all));
    }
    if let Some(money) = &figures.newcomers.money {
        let name = format!("Up to month {}", figures.newcomers.months);
        // Those of them who left have left at short tenures, however long they were observed.
        if !figures.observation.is_by_month() {
            let new = &figures.newcomers;
            table.total(cells(&name, new.staying, Some(&new.risk), money));
        }
    }
    section.table(table);
    section.keep_rows(4);
    others(figures, &mut section);
    let share = match figures.observation.is_by_month() {
        true => {
            "the share of their group that leaves in a month: those who left, of all months that customers were \
                 observed for. It is what would go in the next month if each group went on like that"
        }
        false => {
            "the share of their group that left: what would go if each group lost the same share once more"
        }
    };
    section.define(
        "Revenue at risk",
        format!(
            "what the customers still there pay a month, times {share}. It is at stake, not what an action would \
             save.",
        ),
    );
    Some(section)
}

fn amount(amount: Option<Decimal>) -> String {
    amount.map_or_else(|| UNDEFINED.to_owned(), money)
}
