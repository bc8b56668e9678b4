//! How many were in each stage at the earlier day, and how many are.

use super::{LABEL, NOTE, SUBTITLE, TITLE};
use crate::kit::format::{capitalised, count};
use crate::kit::picture::{self, Caption, SLATE, TEAL};
use crate::portrait::figures::Figures;
use crate::portrait::words::plain;

const LEFT: f64 = 180.0;
const RIGHT: f64 = 880.0;
const HEAD: f64 = 120.0;
const STEP: f64 = 62.0;
const BAR: f64 = 20.0;

/// None where nothing is known of an earlier day, or of the stages.
pub fn draw(figures: &Figures) -> Result<Option<String>, String> {
    let Some(changes) = figures.changes.as_ref().filter(|it| !it.stages.is_empty()) else {
        return Ok(None);
    };
    let rows = &changes.stages;
    let most = rows.iter().map(|row| row.before.max(row.after)).max();
    let most = most.unwrap_or(1).max(1);
    let now = figures
        .as_of
        .map_or_else(|| "now".to_owned(), |day| day.to_string());
    let then = changes.since.to_string();
    let title = format!("Customers by stage, {then} and {now}");
    let told: Vec<String> = rows
        .iter()
        .map(|row| {
            format!(
                "{}: {}, then {}.",
                capitalised(&plain(row.stage)),
                count(row.before),
                count(row.after)
            )
        })
        .collect();
    let told = told.join(" ");
    let foot = HEAD + STEP * rows.len() as f64;
    let caption = Caption::new(&title, &told);
    let svg = picture::draw((1000, foot as u32 + 30), caption, |canvas| {
        canvas.text((40.0, 46.0), &title, TITLE)?;
        let subtitle = format!("Above {then}, below {now}; who came between is there below only");
        canvas.text((40.0, 76.0), &subtitle, SUBTITLE)?;
        for (at, row) in rows.iter().enumerate() {
            let y = HEAD + STEP * at as f64;
            let name = capitalised(&plain(row.stage));
            canvas.text((LEFT - 14.0, y + BAR), &name, LABEL.ending())?;
            for (y, customers, colour) in [(y, row.before, SLATE), (y + BAR, row.after, TEAL)] {
                let end = LEFT + (RIGHT - LEFT) * customers as f64 / most as f64;
                canvas.block((LEFT, y + 1.0), (end, y + BAR - 1.0), colour)?;
                canvas.text((end + 10.0, y + BAR / 2.0), &count(customers), NOTE)?;
            }
        }
        Ok(())
    });
    svg.map(Some)
}
