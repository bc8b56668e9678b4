//! Everybody by the chance of a return and by what they are worth.

use super::{LABEL, NOTE, SUBTITLE, TITLE, amount};
use crate::kit::axis::Axis;
use crate::kit::format::{count, percent};
use crate::kit::picture::{self, AMBER, Caption, FAINT, SLATE};
use crate::portrait::figures::{Dot, Figures};

const LEFT: f64 = 120.0;
const RIGHT: f64 = 940.0;
const HEAD: f64 = 130.0;
const FOOT: f64 = 530.0;
/// More dots than these nobody tells apart.
const MOST: usize = 1500;

/// A few who are worth a multiple of the others would press these together: of a hundred, one may lie beyond.
fn top(known: &[Dot]) -> f64 {
    let mut worths: Vec<f64> = known.iter().map(|dot| dot.worth).collect();
    worths.sort_by(f64::total_cmp);
    let most = worths.last().copied().unwrap_or(0.0);
    let usual = worths.get(worths.len() * 99 / 100).copied();
    let usual = usual.unwrap_or(most) * 1.2;
    match usual * 2.0 < most {
        true => usual.max(1.0),
        false => most.max(1.0),
    }
}

/// None where nobody's chance and worth are known.
pub fn draw(figures: &Figures) -> Result<Option<String>, String> {
    let known = &figures.notes.known;
    if known.is_empty() {
        return Ok(None);
    }
    let every = known.len().div_ceil(MOST);
    let shown = |dot: &Dot| !dot.is_planned;
    let others: Vec<&Dot> = known
        .iter()
        .filter(|dot| shown(dot))
        .step_by(every)
        .collect();
    let planned: Vec<&Dot> = known.iter().filter(|dot| dot.is_planned).collect();
    let top = top(known);
    let above = known.iter().filter(|dot| dot.worth > top).count();
    let axis = Axis {
        low: 0.0,
        high: top,
        from: FOOT,
        to: HEAD,
    };
    let title = "At risk are those who are worth much and may not come back";
    let which = match every {
        1 => String::new(),
        every => format!("; of the others one in {every} is drawn"),
    };
    let beyond = match above {
        0 => String::new(),
        _ => format!("; {} at the upper edge are worth more", count(above)),
    };
    let told = format!(
        "{} customers by the chance of a return and by what they are worth; {} are in the plan{which}{beyond}.",
        count(known.len()),
        count(planned.len()),
    );
    let svg = picture::draw((1000, 620), Caption::new(title, &told), |canvas| {
        canvas.text((40.0, 46.0), title, TITLE)?;
        canvas.text((40.0, 76.0), &told, SUBTITLE)?;
        let (marks, decimals) = axis.marks();
        for mark in marks {
            let y = axis.at(mark);
            canvas.line([(LEFT, y), (RIGHT, y)], FAINT, 1.0)?;
            canvas.text((LEFT - 12.0, y), &amount(mark, decimals), LABEL.ending())?;
        }
        let x = |chance: f64| LEFT + (RIGHT - LEFT) * chance;
        for (dots, colour) in [(&others, SLATE), (&planned, AMBER)] {
            for dot in dots.iter() {
                canvas.dot((x(dot.chance), axis.at(dot.worth.min(top))), 2.5, colour)?;
            }
        }
        for chance in [0.0, 0.2, 0.4, 0.6, 0.8, 1.0] {
            let share = percent(Some(chance), 0);
            canvas.text((x(chance), FOOT + 22.0), &share, NOTE.centred())?;
        }
        let middle = f64::midpoint(LEFT, RIGHT);
        canvas.text((middle, FOOT + 50.0), "Chance of a return", NOTE.centred())?;
        canvas.text((40.0, HEAD - 24.0), "Worth if they stay", NOTE)
    });
    svg.map(Some)
}
