//! The probability of still being a customer, by how often and how lately somebody bought.

use super::{EXPECTED, LABEL, NOTE, SUBTITLE, TITLE, mixed};
use crate::forecast::figures::Figures;
use crate::forecast::figures::map::{Cell, Map};
use crate::forecast::figures::models::named;
use crate::kit::format::{count, number, percent};
use crate::kit::labels::fitted;
use crate::kit::picture::{self, Canvas, Caption, Colour, Drawn, INK, Type, WHITE};

const LEFT: f64 = 130.0;
const RIGHT: f64 = 960.0;
const HEAD: f64 = 140.0;
const HEIGHT: f64 = 40.0;
const GAP: f64 = 2.0;

/// None where there is no forecast, or nobody came back.
pub fn draw(figures: &Figures) -> Result<Option<String>, String> {
    let (Some(map), Some(worth)) = (&figures.map, &figures.forecast) else {
        return Ok(None);
    };
    let columns = map
        .cells
        .iter()
        .map(|cell| cell.frequency)
        .max()
        .unwrap_or(0);
    if columns == 0 {
        return Ok(None);
    }
    let unit = figures.unit.name();
    let title = "The same silence means more for frequent buyers";
    let subtitle = format!(
        "Chance of still being a customer by {}, {} {unit} after the first purchase; below it, the number of customers",
        named(worth.model.name),
        number(map.age, 0),
    );
    let steps = steps(map);
    let foot = HEAD + HEIGHT * steps.len() as f64;
    let description = description(&subtitle, unit, map);
    let size = (1000, (foot + 90.0) as u32);
    let drawn = picture::draw(size, Caption::new(title, &description), |canvas| {
        canvas.text((40.0, 46.0), title, TITLE)?;
        canvas.text((40.0, 76.0), &fitted(&subtitle, SUBTITLE, 920.0), SUBTITLE)?;
        canvas.text((40.0, HEAD - 20.0), &format!("Silent, {unit}"), NOTE)?;
        for (row, silent) in steps.iter().enumerate() {
            let y = HEAD + HEIGHT * (row as f64 + 0.5) - GAP / 2.0;
            canvas.text((LEFT - 16.0, y), &number(*silent, 0), NOTE.ending())?;
        }
        let width = (RIGHT - LEFT) / f64::from(columns + 1);
        for cell in &map.cells {
            let row = steps
                .iter()
                .position(|silent| *silent == cell.silent)
                .unwrap_or(0);
            let place = (
                LEFT + width * f64::from(cell.frequency),
                HEAD + HEIGHT * row as f64,
            );
            draw_cell(canvas, cell, place, width)?;
        }
        for column in 0..=columns {
            let x = LEFT + width * (f64::from(column) + 0.5);
            let is_more = map
                .cells
                .iter()
                .any(|cell| cell.frequency == column && cell.or_more);
            let more = if is_more { "+" } else { "" };
            canvas.text(
                (x, foot + 18.0),
                &format!("{column}{more}"),
                LABEL.centred(),
            )?;
        }
        let middle = f64::midpoint(LEFT, RIGHT);
        canvas.text((middle, foot + 48.0), "Repeat purchases", NOTE.centred())
    });
    drawn.map(Some)
}

/// The silences, from the shortest.
fn steps(map: &Map) -> Vec<f64> {
    let mut steps: Vec<f64> = map.cells.iter().map(|cell| cell.silent).collect();
    steps.sort_by(f64::total_cmp);
    steps.dedup();
    steps
}

fn description(subtitle: &str, unit: &str, map: &Map) -> String {
    let told = map
        .cells
        .iter()
        .filter(|cell| matches!(cell.frequency, 0 | 1 | 3 | 7));
    let told = told.map(|cell| {
        format!(
            "{} after {} {unit}: {}, {}.",
            cell.frequency,
            number(cell.silent, 0),
            percent(Some(cell.probability_alive), 0),
            count(cell.customers),
        )
    });
    let told: Vec<String> = told.collect();
    format!(
        "{subtitle}. Some numbers of repeat purchases: {}",
        told.join(" ")
    )
}

fn draw_cell(canvas: &Canvas<'_>, cell: &Cell, (left, top): (f64, f64), width: f64) -> Drawn {
    let (ground, ink) = colours(cell.probability_alive);
    let (right, foot) = (left + width - GAP, top + HEIGHT - GAP);
    canvas.block((left, top), (right, foot), ground)?;
    let middle = f64::midpoint(left, right);
    let share = percent(Some(cell.probability_alive), 0);
    canvas.text((middle, top + 13.0), &share, Type::new(14.0, ink).centred())?;
    if cell.customers > 0 {
        let small = Type::new(11.0, ink).centred();
        canvas.text((middle, top + 29.0), &count(cell.customers), small)?;
    }
    Ok(())
}

/// The ground and the ink: light enough for dark letters or dark enough for white ones.
fn colours(share: f64) -> (Colour, Colour) {
    let part = share.clamp(0.0, 1.0);
    if part > 0.72 {
        return (mixed(EXPECTED, 0.62 + 0.38 * part), WHITE);
    }
    (mixed(EXPECTED, 0.05 + 0.6 * part), INK)
}
