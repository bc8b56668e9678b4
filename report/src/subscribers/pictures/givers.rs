//! The heat map of givers: by how often they gave and when last, who is still one.

use super::{HEADING, LABEL, NOTE, SUBTITLE, TITLE};
use crate::kit::format::{count, counted, percent};
use crate::kit::labels::fitted;
use crate::kit::picture::{self, Canvas, Caption, Colour, Drawn, INK, TEAL, Type, WHITE};
use crate::subscribers::figures::Figures;
use crate::subscribers::figures::givers::{Cell, Givers};

/// Of more occasions the cells would be too small to read.
const MOST: u32 = 16;
const LEFT: f64 = 150.0;
const RIGHT: f64 = 960.0;
const HEAD: f64 = 150.0;
const GAP: f64 = 2.0;

/// `None` without givers, and where their occasions are too many.
pub fn draw(figures: &Figures) -> Result<Option<String>, String> {
    let Some(donors) = figures.donors.as_ref() else {
        return Ok(None);
    };
    if donors.occasions == 0 || donors.occasions > MOST {
        return Ok(None);
    }
    let side = donors.occasions as usize + 1;
    let height = if side <= 8 { 56.0 } else { 40.0 };
    let foot = HEAD + height * side as f64;
    let cells: Vec<&Cell> = donors
        .cells
        .iter()
        .filter(|cell| cell.occasions == donors.occasions)
        .collect();
    let title = title(donors);
    let subtitle = format!(
        "Probability of being a giver at the next occasion, by the {} so far, and how many givers",
        counted(donors.occasions, "occasion", "occasions"),
    );
    let description = description(&subtitle, &cells);
    let size = (1000, (foot + 66.0) as u32);
    let svg = picture::draw(size, Caption::new(&title, &description), |canvas| {
        canvas.text((40.0, 46.0), &fitted(&title, TITLE, 920.0), TITLE)?;
        canvas.text((40.0, 76.0), &fitted(&subtitle, SUBTITLE, 920.0), SUBTITLE)?;
        headings(canvas, side, height)?;
        for cell in &cells {
            one(canvas, cell, side, height)?;
        }
        let note = "The stronger the colour, the likelier; the smaller number counts givers. Empty: nobody, or not possible.";
        canvas.text((40.0, foot + 28.0), note, NOTE)
    });
    svg.map(Some)
}

fn title(donors: &Givers) -> String {
    let there: f64 = donors
        .cells
        .iter()
        .map(|cell| cell.alive * cell.givers as f64)
        .sum();
    format!(
        "About {} of {} are still givers at the next occasion",
        count(there.round() as u64),
        count(donors.givers),
    )
}

fn description(subtitle: &str, cells: &[&Cell]) -> String {
    let mut cells = cells.to_vec();
    cells.sort_by_key(|cell| (cell.gifts, cell.last));
    let cells = cells.iter().map(|cell| {
        format!(
            "Gave at {}, last at {}: {} of {}.",
            cell.gifts,
            cell.last,
            percent(Some(cell.alive), 0),
            count(cell.givers),
        )
    });
    let cells: Vec<String> = cells.collect();
    format!("{subtitle}. {}", cells.join(" "))
}

fn headings(canvas: &Canvas<'_>, side: usize, height: f64) -> Drawn {
    canvas.text((40.0, HEAD - 18.0), "Gave at", HEADING)?;
    canvas.text((LEFT, HEAD - 42.0), "Last at occasion", NOTE)?;
    let width = (RIGHT - LEFT) / side as f64;
    for at in 0..side {
        let x = LEFT + width * (at as f64 + 0.5);
        let last = match at {
            0 => "never".to_owned(),
            at => count(at),
        };
        canvas.text((x, HEAD - 18.0), &last, NOTE.centred())?;
        let y = HEAD + height * (at as f64 + 0.5);
        canvas.text((LEFT - 16.0, y), &count(at), LABEL.ending())?;
    }
    Ok(())
}

fn one(canvas: &Canvas<'_>, cell: &Cell, side: usize, height: f64) -> Drawn {
    let width = (RIGHT - LEFT) / side as f64;
    let left = LEFT + width * f64::from(cell.last);
    let top = HEAD + height * f64::from(cell.gifts);
    let (right, bottom) = (left + width - GAP, top + height - GAP);
    let (ground, ink) = colours(cell.alive);
    canvas.block((left, top), (right, bottom), ground)?;
    let (x, y) = (f64::midpoint(left, right), f64::midpoint(top, bottom));
    let size = if width >= 60.0 { 15.0 } else { 12.0 };
    let share = percent(Some(cell.alive), 0);
    canvas.text((x, y - 9.0), &share, Type::new(size, ink).bold().centred())?;
    canvas.text(
        (x, y + 10.0),
        &count(cell.givers),
        Type::new(11.0, ink).centred(),
    )
}

/// The ground and the ink: light enough for dark letters or dark enough for white ones.
fn colours(share: f64) -> (Colour, Colour) {
    let mixed = |part: f64| {
        let mix = |level: u8| (255.0 - (255.0 - f64::from(level)) * part).round() as u8;
        Colour(mix(TEAL.0), mix(TEAL.1), mix(TEAL.2))
    };
    if share > 0.72 {
        return (mixed(0.62 + 0.38 * share), WHITE);
    }
    (mixed(0.05 + 0.6 * share), INK)
}
