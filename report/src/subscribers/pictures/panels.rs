//! A panel for each segment, two beside each other, with shares by period.

use super::{CHALK, HEADING, LABEL, NOTE, SUBTITLE, TITLE};
use crate::kit::axis::Axis;
use crate::kit::format::{count, number};
use crate::kit::labels::fitted;
use crate::kit::picture::{self, Canvas, Caption, Colour, Drawn, FAINT, INK, QUIET};
use crate::subscribers::figures::Figures;
use crate::subscribers::figures::contract::Cohort;

/// So many segments are drawn, the first ones.
const MOST: usize = 6;
const HEAD: f64 = 158.0;
const HEIGHT: f64 = 250.0;
const ROW: f64 = 340.0;

/// What a picture of panels says.
pub struct Words {
    pub title: String,
    pub subtitle: &'static str,
    /// Of each segment, for who cannot see it.
    pub description: String,
    /// The lowest share, of 1.
    pub low: f64,
    /// Each line with its colour, and whether it is dashed.
    pub lines: Vec<(&'static str, Colour, bool)>,
}

/// Shares of a segment.
pub struct Panel<'a> {
    pub cohort: &'a Cohort,
    /// What happened.
    pub dots: Vec<(u32, f64)>,
    /// In the order of the words.
    pub lines: Vec<Vec<(u32, f64)>>,
}

/// `None` without segments.
pub fn draw<'a>(
    figures: &'a Figures,
    words: &Words,
    panel: impl Fn(&'a Cohort) -> Panel<'a>,
) -> Result<Option<String>, String> {
    let panels: Vec<Panel<'_>> = figures.segments.iter().take(MOST).map(panel).collect();
    if panels.is_empty() {
        return Ok(None);
    }
    let rows = panels.len().div_ceil(2);
    let more = figures.segments.len().saturating_sub(MOST);
    let foot = HEAD + ROW * rows as f64 - 24.0;
    let height = foot as u32 + if more > 0 { 34 } else { 12 };
    let title = fitted(&words.title, TITLE, 920.0);
    let caption = format!("{}. {}", words.subtitle, words.description);
    let drawn = picture::draw((1000, height), Caption::new(&title, &caption), |canvas| {
        canvas.text((40.0, 46.0), &title, TITLE)?;
        canvas.text((40.0, 76.0), words.subtitle, SUBTITLE)?;
        legend(canvas, words)?;
        let width = if panels.len() == 1 { 876.0 } else { 404.0 };
        for (at, panel) in panels.iter().enumerate() {
            let left = 84.0 + 472.0 * (at % 2) as f64;
            let top = HEAD + ROW * (at / 2) as f64;
            one(canvas, panel, words, (left, left + width), top)?;
        }
        if more > 0 {
            let note = format!("The first segments; {} more in the file.", count(more));
            canvas.text((84.0, foot + 10.0), &note, NOTE)?;
        }
        Ok(())
    });
    drawn.map(Some)
}

fn legend(canvas: &Canvas<'_>, words: &Words) -> Drawn {
    let y = 106.0;
    canvas.dot((46.0, y), 4.5, INK)?;
    canvas.text((58.0, y), "In fact", LABEL)?;
    for (at, (name, colour, dashed)) in words.lines.iter().enumerate() {
        let x = 150.0 + 200.0 * at as f64;
        let ends = [(x, y), (x + 28.0, y)];
        match dashed {
            true => canvas.dashes(ends, *colour, 2.0)?,
            false => canvas.line(ends, *colour, 2.25)?,
        }
        canvas.text((x + 36.0, y), name, LABEL)?;
    }
    Ok(())
}

fn one(
    canvas: &Canvas<'_>,
    panel: &Panel<'_>,
    words: &Words,
    (left, right): (f64, f64),
    top: f64,
) -> Drawn {
    let foot = top + HEIGHT;
    let across = Axis {
        low: 0.0,
        high: f64::from(panel.cohort.periods),
        from: left,
        to: right,
    };
    let up = Axis {
        low: words.low,
        high: 1.0,
        from: foot,
        to: top,
    };
    let name = match panel.cohort.segment.as_str() {
        "" => "All subscribers",
        name => name,
    };
    canvas.text(
        (left, top - 18.0),
        &fitted(name, HEADING, right - left),
        HEADING,
    )?;
    canvas.block((left, top), (right, foot), CHALK)?;
    frame(canvas, &across, &up)?;
    fit(canvas, panel.cohort, &across, top)?;
    for (line, (_, colour, dashed)) in panel.lines.iter().zip(&words.lines) {
        let points = line.iter().map(|(period, share)| {
            let share = share.clamp(words.low, 1.0);
            (across.at(f64::from(*period)), up.at(share))
        });
        let points: Vec<(f64, f64)> = points.collect();
        match (points.len() > 1, dashed) {
            (false, _) => {}
            (true, true) => canvas.dashes(points, *colour, 2.0)?,
            (true, false) => canvas.line(points, *colour, 2.25)?,
        }
    }
    let radius = if panel.dots.len() > 40 { 2.5 } else { 4.5 };
    for (period, share) in &panel.dots {
        let share = share.clamp(words.low, 1.0);
        canvas.dot((across.at(f64::from(*period)), up.at(share)), radius, INK)?;
    }
    Ok(())
}

fn frame(canvas: &Canvas<'_>, across: &Axis, up: &Axis) -> Drawn {
    let (top, foot) = (up.to, up.from);
    let percentages = Axis {
        low: 100.0 * up.low,
        high: 100.0 * up.high,
        ..*up
    };
    let (marks, decimals) = percentages.marks();
    for mark in marks {
        let y = percentages.at(mark);
        canvas.line([(across.from, y), (across.to, y)], FAINT, 0.75)?;
        let text = format!("{} %", number(mark, decimals));
        canvas.text((across.from - 8.0, y), &text, NOTE.ending())?;
    }
    let step = (across.high / 12.0).ceil().max(1.0) as usize;
    for period in (0..=across.high as u32).step_by(step) {
        let x = across.at(f64::from(period));
        canvas.line([(x, top), (x, foot)], FAINT, 0.5)?;
        canvas.text((x, foot + 18.0), &count(period), NOTE.centred())?;
    }
    let middle = f64::midpoint(across.from, across.to);
    canvas.text((middle, foot + 38.0), "Period", NOTE.centred())
}

/// Marks where the fit ends.
fn fit(canvas: &Canvas<'_>, cohort: &Cohort, across: &Axis, top: f64) -> Drawn {
    if cohort.fitted_periods >= cohort.periods {
        return Ok(());
    }
    let x = across.at(f64::from(cohort.fitted_periods));
    canvas.dashes([(x, top), (x, top + HEIGHT)], QUIET, 1.25)?;
    // Above the plot the words lie on no curve.
    let words = format!("fitted up to {}", cohort.fitted_periods);
    canvas.text((across.to, top - 17.0), &words, NOTE.ending())
}
