//! Who is still a customer, by how often and how lately they bought.

use super::time;
use crate::forecast::figures::Figures;
use crate::forecast::figures::map::Cell;
use crate::kit::document::Section;
use crate::kit::format::{count, counted, number, percent};
use crate::kit::table::{Align, Table};

/// So many numbers of purchases stand in the table.
const COLUMNS: [u32; 5] = [1, 2, 4, 7, 12];

pub fn section(figures: &Figures) -> Option<Section> {
    let (map, worth) = (figures.map.as_ref()?, figures.forecast.as_ref()?);
    let mut section = Section::new(
        "Still there",
        ": by how often and how lately somebody bought",
    );
    let assumed = match worth.alive_by_assumption {
        0 => String::new(),
        many => format!(
            " {} of them bought only once, and the model assumes that they are still customers.",
            count(many)
        ),
    };
    section.paragraph(format!(
        "An estimated {} of {} are still customers on {}, by the sum of their probabilities.{assumed}",
        count(worth.still_customers.round() as u64),
        counted(worth.customers, "customer", "customers"),
        figures.window.to(),
    ));
    let age = time(figures.unit, map.age.round() as u32);
    section.paragraph(format!(
        "The table is for a customer who first bought {age} ago, which is the median. The same silence means more for \
         a frequent buyer:",
    ));
    section.table(table(figures, &map.cells));
    Some(section)
}

fn table(figures: &Figures, cells: &[Cell]) -> Table {
    let shown: Vec<u32> = COLUMNS
        .into_iter()
        .filter(|column| cells.iter().any(|cell| cell.frequency == *column))
        .collect();
    let mut columns = vec![(format!("Silent, {}", figures.unit.name()), Align::Right)];
    columns.extend(shown.iter().map(|column| {
        let name = counted(*column, "repeat", "repeats");
        (name, Align::Right)
    }));
    let mut table = Table::new(columns);
    let steps = cells.iter().filter(|cell| cell.frequency == 1);
    for step in steps {
        let of = |column: &u32| {
            let mut column = cells.iter().filter(|cell| cell.frequency == *column);
            let cell = column.find(|cell| (cell.silent - step.silent).abs() < 1e-9);
            percent(cell.map(|cell| cell.probability_alive), 0)
        };
        let silent = number(step.silent, 0);
        table.row(std::iter::once(silent).chain(shown.iter().map(of)));
    }
    table
}
