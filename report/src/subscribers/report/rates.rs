//! Of those still there, which share renews.

use super::{SHOWN, header, others, row_name};
use crate::kit::document::Section;
use crate::kit::format::{count, percent};
use crate::kit::table::{Align, Table};
use crate::subscribers::figures::Figures;

pub fn section(figures: &Figures, picture: Option<&str>) -> Section {
    let mut section = Section::new("Retention rates", ": of those still there, who renews");
    if let Some(svg) = picture {
        section.picture(svg);
    }
    let mut table = Table::new([
        (header(figures), Align::Left),
        ("Period".to_owned(), Align::Right),
        ("Up for renewal".to_owned(), Align::Right),
        ("Renewed".to_owned(), Align::Right),
        ("Rate".to_owned(), Align::Right),
        ("sBG".to_owned(), Align::Right),
        ("BdW".to_owned(), Align::Right),
        ("Mean rate".to_owned(), Align::Right),
    ]);
    for cohort in figures.segments.iter().take(SHOWN) {
        let periods = some(cohort.periods);
        let rows = figures.retention_rates.iter();
        let rows = rows.filter(|row| row.segment == cohort.segment);
        for row in rows.filter(|row| periods.contains(&row.period)) {
            table.row([
                row_name(&row.segment),
                count(row.period),
                count(row.before),
                count(row.after),
                percent(row.actual, 1),
                percent(Some(row.shifted_beta_geometric), 1),
                percent(Some(row.beta_discrete_weibull), 1),
                percent(Some(row.constant_mean_rate), 1),
            ]);
        }
    }
    section.table(table);
    others(figures, &mut section);
    section.define(
        "Retention rate",
        "of those there before a period the share that is there after it. That of a cohort rises even if nobody's \
         own does: those who were likely to leave leave first. The table alone does not tell whether customers \
         differ or change.",
    );
    section
}

/// All periods, or some of them where they are many.
pub fn some(periods: u32) -> Vec<u32> {
    const MANY: u32 = 24;
    let step = periods.div_ceil(MANY).max(1);
    let mut some: Vec<u32> = (0..=periods).step_by(step as usize).collect();
    if some.last() != Some(&periods) {
        some.push(periods);
    }
    some
}
