//! The share that leaves in each month of tenure, with its interval; peaks are marked.

use super::survival::months;
use super::{CHALK, LABEL, NOTE, WIDTH, heading, mixed};
use crate::churn::figures::Figures;
use crate::churn::figures::hazard::Hazard;
use crate::kit::axis::Axis;
use crate::kit::format::{count, listed, number, percent};
use crate::kit::picture::{self, AMBER, Canvas, Caption, Drawn, FAINT, TEAL};

const LEFT: f64 = 64.0;
const RIGHT: f64 = 600.0;
const HEAD: f64 = 98.0;
const FOOT: f64 = 360.0;
/// So many months are named in the title.
const NAMED: usize = 6;
/// Above the highest interval there is room for the number of a month.
const ROOM: f64 = 1.1;

/// `None` where the hazard of no month is told.
pub fn draw(figures: &Figures) -> Result<Option<String>, String> {
    let told: Vec<&Hazard> = figures
        .hazard
        .iter()
        .filter(|month| month.hazard.is_some())
        .collect();
    let (Some(first), Some(last)) = (told.first(), told.last()) else {
        return Ok(None);
    };
    let most = told
        .iter()
        .filter_map(|month| month.upper)
        .fold(0.0, f64::max);
    let across = Axis {
        low: f64::from(first.time) - 1.0,
        high: f64::from(last.time) + 1.0,
        from: LEFT,
        to: RIGHT,
    };
    let up = Axis {
        low: 0.0,
        high: (most * ROOM).max(0.02),
        from: FOOT,
        to: HEAD,
    };
    let title = title(figures, first, last);
    let subtitle = "Share of those observed in a month of tenure who left in it; 95 % intervals";
    let description = description(figures, subtitle, &told);
    let drawn = picture::draw(
        (WIDTH as u32, 450),
        Caption::new(&title, &description),
        |canvas| {
            heading(canvas, &title, subtitle)?;
            frame(canvas, &across, &up)?;
            let width = ((RIGHT - LEFT) / (across.high - across.low) * 0.7).min(40.0);
            for month in &told {
                bar(canvas, &across, &up, month, width, figures)?;
            }
            legend(canvas, figures)
        },
    );
    drawn.map(Some)
}

fn title(figures: &Figures, first: &Hazard, last: &Hazard) -> String {
    match figures.hazard_peaks.as_slice() {
        [] if first.time < last.time => format!(
            "{} leave in month {}, {} in month {}",
            percent(first.hazard, 0),
            first.time,
            percent(last.hazard, 0),
            last.time,
        ),
        [] => format!("{} leave in month {}", percent(first.hazard, 0), first.time),
        [peak] => format!(
            "Month {} stands out: {} leave in it",
            peak.time,
            percent(Some(peak.hazard), 0)
        ),
        many if many.len() <= NAMED => {
            let months: Vec<String> = many.iter().map(|peak| peak.time.to_string()).collect();
            format!("Months {} stand out", listed(&months))
        }
        many => format!("{} months stand out", count(many.len())),
    }
}

fn description(figures: &Figures, subtitle: &str, told: &[&Hazard]) -> String {
    let months = told
        .iter()
        .map(|month| format!("month {} {}", month.time, percent(month.hazard, 1)));
    let months: Vec<String> = months.collect();
    let peaks = figures
        .hazard_peaks
        .iter()
        .map(|peak| peak.time.to_string());
    let peaks: Vec<String> = peaks.collect();
    let peaks = match peaks.as_slice() {
        [] => " No month stands out.".to_owned(),
        peaks => format!(" Stand out: months {}.", peaks.join(", ")),
    };
    format!("{subtitle}: {}.{peaks}", months.join(", "))
}

fn frame(canvas: &Canvas<'_>, across: &Axis, up: &Axis) -> Drawn {
    canvas.block((LEFT, HEAD), (RIGHT, FOOT), CHALK)?;
    let percentages = Axis {
        low: 0.0,
        high: up.high * 100.0,
        ..*up
    };
    let (marks, decimals) = percentages.marks();
    for mark in marks {
        let y = percentages.at(mark);
        canvas.line([(LEFT, y), (RIGHT, y)], FAINT, 0.75)?;
        let text = format!("{} %", number(mark, decimals));
        canvas.text((LEFT - 8.0, y), &text, NOTE.ending())?;
    }
    for mark in months(across.high) {
        let at = f64::from(mark);
        if at > across.low && at < across.high {
            canvas.text((across.at(at), FOOT + 18.0), &count(mark), NOTE.centred())?;
        }
    }
    canvas.text(
        (f64::midpoint(LEFT, RIGHT), FOOT + 40.0),
        "Month of tenure",
        NOTE.centred(),
    )
}

fn bar(
    canvas: &Canvas<'_>,
    across: &Axis,
    up: &Axis,
    month: &Hazard,
    width: f64,
    figures: &Figures,
) -> Drawn {
    let Some(hazard) = month.hazard else {
        return Ok(());
    };
    let x = across.at(f64::from(month.time));
    let is_peak = figures
        .hazard_peaks
        .iter()
        .any(|peak| peak.time == month.time);
    let colour = if is_peak { AMBER } else { TEAL };
    let (left, right) = (x - width / 2.0, x + width / 2.0);
    canvas.block((left, up.at(hazard)), (right, FOOT), mixed(colour, 0.55))?;
    if let (Some(lower), Some(upper)) = (month.lower, month.upper) {
        canvas.line([(x, up.at(lower)), (x, up.at(upper))], colour, 1.25)?;
    }
    if is_peak {
        let top = up.at(month.upper.unwrap_or(hazard)) - 12.0;
        canvas.text((x, top), &count(month.time), LABEL.bold().centred())?;
    }
    Ok(())
}

fn legend(canvas: &Canvas<'_>, figures: &Figures) -> Drawn {
    let y = FOOT + 66.0;
    let note = match figures.hazard_peaks.is_empty() {
        true => "No month stands out from those before and after it by more than chance.",
        false => "Marked: months that stand out from those before and after by more than chance.",
    };
    canvas.text((20.0, y), note, NOTE)
}
