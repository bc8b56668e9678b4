//! Everybody by stage, or by what is known in its place, as bars.

use retention::portrait::{Dimension, LevelCount};

use super::{LABEL, NOTE, SUBTITLE, TITLE};
use crate::kit::format::{capitalised, count, money};
use crate::kit::picture::{self, Caption, TEAL};
use crate::portrait::figures::Figures;
use crate::portrait::words::plain;

const LEFT: f64 = 220.0;
const RIGHT: f64 = 700.0;
const HEAD: f64 = 120.0;
const STEP: f64 = 44.0;

/// None where none of these is known of anybody.
pub fn draw(figures: &Figures) -> Result<Option<String>, String> {
    let asked = [
        Dimension::Stage,
        Dimension::CustomerType,
        Dimension::Contract,
    ];
    let known = asked.into_iter().max_by_key(|&dimension| {
        // Of one level there is nothing to see; of several as many, the first.
        let levels = figures.of_dimension(dimension).count();
        (levels > 1, dimension == Dimension::Stage, levels)
    });
    let Some(dimension) = known.filter(|&dimension| figures.known(dimension) > 0) else {
        return Ok(None);
    };
    let rows: Vec<&LevelCount> = figures.of_dimension(dimension).collect();
    let most = rows.iter().map(|row| row.customers).max().unwrap_or(1);
    let title = format!("Customers by {}", plain(dimension.name()));
    let has_money = figures.with_value_at_risk > 0;
    let label = |row: &LevelCount| match has_money {
        true => format!(
            "{}; {} at risk",
            count(row.customers),
            money(row.value_at_risk)
        ),
        false => count(row.customers),
    };
    let told: Vec<String> = rows
        .iter()
        .map(|row| format!("{}: {}.", plain(row.level), label(row)))
        .collect();
    let told = told.join(" ");
    let foot = HEAD + STEP * rows.len() as f64;
    let caption = Caption::new(&title, &told);
    let svg = picture::draw((1000, foot as u32 + 50), caption, |canvas| {
        canvas.text((40.0, 46.0), &title, TITLE)?;
        let subtitle = "How many, and the value at risk where it is known";
        canvas.text((40.0, 76.0), subtitle, SUBTITLE)?;
        for (at, row) in rows.iter().enumerate() {
            let y = HEAD + STEP * at as f64;
            let end = LEFT + (RIGHT - LEFT) * row.customers as f64 / most as f64;
            canvas.text(
                (LEFT - 14.0, y + 14.0),
                &capitalised(&plain(row.level)),
                LABEL.ending(),
            )?;
            canvas.block((LEFT, y), (end, y + 28.0), TEAL)?;
            canvas.text((end + 10.0, y + 14.0), &label(row), NOTE)?;
        }
        Ok(())
    });
    svg.map(Some)
}
