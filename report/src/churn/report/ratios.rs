//! What goes with leaving sooner: group and amount, each while the other is the same.

use super::by_group;
use crate::churn::figures::Figures;
use crate::churn::figures::ratios::{Ratio, Ratios};
use crate::kit::document::Section;
use crate::kit::format::{count, counted, number, p_value, quoted, range, shortened};
use crate::kit::table::{Align, Table};

pub fn section(figures: &Figures) -> Option<Section> {
    let found = figures.hazard_ratios.as_ref()?;
    let mut section = Section::new(
        "Hazard ratios",
        format!(": what goes with leaving{}", by_group(figures)),
    );
    if let Some(why) = &found.none_because {
        section.paragraph(format!("There are none: {why}."));
        return Some(section);
    }
    let mut table = Table::new([
        ("Compared", Align::Left),
        ("Ratio", Align::Right),
        ("95 % interval", Align::Right),
        ("p", Align::Right),
    ]);
    for (at, ratio) in found.ratios.iter().enumerate() {
        let is_amount = found.amount_step.is_some() && at + 1 == found.ratios.len();
        table.row([
            compared(figures, found, ratio, is_amount),
            figure(ratio.ratio),
            range(ratio.lower, ratio.upper, 3),
            p_value(ratio.p_value),
        ]);
    }
    section.table(table);
    section.paragraph(format!(
        "By Cox regression on {}, {} of whom left, each counted only while observed.{}{}",
        counted(found.customers, "customer", "customers"),
        count(found.events),
        match found.few_events {
            true => " That is fewer than these ratios need: they are further from 1 than they should be.",
            false => "",
        },
        match found.proportional_p_value {
            Some(p) if p < 0.05 => " The ratios are not the same at every tenure: each is a mean over tenures.",
            _ => "",
        },
    ));
    section.define(
        "Hazard ratio",
        "how many times as many leave in a month as in the other group, or of customers who pay less, with the \
         same value of everything else in the table. Intervals are by robust errors that allow for \
         leverage. A group is that at the end of the tenure: if those who stay are moved into it, its ratio is \
         a result of staying and predicts nobody.",
    );
    Some(section)
}

fn figure(ratio: f64) -> String {
    number(ratio, 3)
}

fn compared(figures: &Figures, found: &Ratios, ratio: &Ratio, is_amount: bool) -> String {
    if is_amount {
        let column = figures.columns.amount.as_deref().unwrap_or("amount");
        let step = found.amount_step.unwrap_or(1.0);
        let decimals = (-step.log10()).max(0.0) as usize;
        return format!("{}: {} more", shortened(column, 40), number(step, decimals));
    }
    let reference = found.reference.as_deref().unwrap_or_default();
    format!(
        "{} against {}",
        quoted(&shortened(&ratio.covariate, 30)),
        quoted(&shortened(reference, 30)),
    )
}
