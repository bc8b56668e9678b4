//! Who came back, by the month of the first purchase.

use crate::churn::figures::Figures;
use crate::churn::figures::cohorts::{Average, Cohort};
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, count, counted, percent};
use crate::kit::rows;
use crate::kit::table::{Align, Table};

/// So many months stand in a table beside each other.
const WIDE: usize = 13;

/// `None` without purchases.
pub fn section(figures: &Figures, picture: Option<&str>) -> Option<Section> {
    let table = figures.cohort_table.as_ref()?;
    let mut section = Section::new(
        "Cohorts",
        ": who bought again, by the month of the first purchase",
    );
    section.paragraph(format!(
        "{}: {} from {} to {}.{}",
        table.source,
        counted(table.customers, "customer", "customers"),
        table.window.from(),
        table.window.to(),
        match table.is_own {
            true => "",
            false => " These are not the customers above, but those of the music shop CDNOW, as an example; \
                      with your own customers give your own purchases by --cohorts.",
        },
    ));
    section.keep();
    if table.skipped_rows > 0 {
        section.paragraph(format!(
            "{}.",
            rows::skipped(table.skipped_rows, table.customers)
        ));
    }
    if let Some(svg) = picture {
        section.picture(svg);
    }
    let ages = figures
        .cohorts
        .iter()
        .map(Cohort::months)
        .max()
        .unwrap_or(0);
    let mut from = 0;
    while from < ages {
        let to = (from + WIDE).min(ages);
        section.table(part(figures, &table.averages, from, to));
        if from == 0 {
            section.keep_rows(4);
        }
        from = to;
    }
    if let [first, .., last] = table.averages.as_slice() {
        section.paragraph(format!(
            "On average, of the {} that can be followed to month {}: {} bought again in the month after the \
             first, {} in month {}.",
            counted(first.cohorts, "cohort", "cohorts"),
            last.age,
            percent(table.averages.get(1).and_then(|next| next.weighted), 1),
            percent(last.weighted, 1),
            last.age,
        ));
    }
    section.define(
        "Cohort",
        "the customers who bought first in the same calendar month, as far as the file goes back; each column \
         is the share of them, in percent, who bought so many months later. A month of which the file holds \
         only a part has a star, and one that it does not hold is empty, not 0. Averages are of the cohorts that were observed whole \
         through all of these months, each weighted by its customers.",
    );
    Some(section)
}

fn part(figures: &Figures, averages: &[Average], from: usize, to: usize) -> Table {
    let columns = [
        ("Came in".to_owned(), Align::Left),
        ("Customers".to_owned(), Align::Right),
    ];
    let ages = (from..to).map(|age| (age.to_string(), Align::Right));
    let mut table = Table::new(columns.into_iter().chain(ages));
    for cohort in &figures.cohorts {
        let cells = (from..to).map(|age| cell(cohort, age));
        let mark = if cohort.complete { "" } else { "*" };
        let heads = [format!("{}{mark}", cohort.period), count(cohort.customers)];
        table.row(heads.into_iter().chain(cells));
    }
    if let Some(first) = averages.first().filter(|_| from < averages.len()) {
        let cells = (from..to).map(|age| match averages.get(age) {
            Some(average) => whole(average.weighted),
            None => String::new(),
        });
        let heads = ["Average".to_owned(), count(first.base)];
        table.total(heads.into_iter().chain(cells));
    }
    table
}

/// A share as a whole percentage without its sign; with a star where the month is not over.
fn cell(cohort: &Cohort, age: usize) -> String {
    match cohort.retention.get(age).copied().flatten() {
        None => String::new(),
        share if cohort.is_whole(age) => whole(share),
        share => format!("{}*", whole(share)),
    }
}

fn whole(share: Option<f64>) -> String {
    match share {
        None => UNDEFINED.to_owned(),
        share => percent(share, 0).trim_end_matches(" %").to_owned(),
    }
}
