//! The share that left, of each group, with its interval.

use super::{CHALK, DRAWN, LABEL, NOTE, WIDTH, heading};
use crate::churn::figures::Figures;
use crate::churn::figures::rates::Rate;
use crate::kit::axis::Axis;
use crate::kit::format::{count, interval, number, percent, shortened};
use crate::kit::labels::{fitted, text_width};
use crate::kit::picture::{self, Canvas, Caption, Drawn, FAINT, INK, TEAL};

const LEFT: f64 = 196.0;
const RIGHT: f64 = 446.0;
const HEAD: f64 = 98.0;
const STEP: f64 = 36.0;
/// Where the figures end.
const EDGE: f64 = 600.0;

pub fn draw(figures: &Figures) -> Result<String, String> {
    let title = format!(
        "{} of {} customers {}",
        percent(figures.churn.rate, 1),
        count(figures.churn.base),
        figures.observation.left(),
    );
    let rows = rows(figures);
    let groups = match figures.has_groups() {
        true => figures.churn_by_group.len().min(DRAWN),
        false => 0,
    };
    let foot = HEAD + STEP * rows.len() as f64;
    let most = rows.iter().filter_map(|(_, rate)| rate.upper);
    let across = Axis {
        low: 0.0,
        high: (most.fold(0.0, f64::max) * 1.04).max(0.02),
        from: LEFT,
        to: RIGHT,
    };
    let more = figures.churn_by_group.len().saturating_sub(DRAWN);
    let subtitle = match (&figures.columns.group, more) {
        (Some(group), 0) if figures.has_groups() => {
            format!(
                "Churn rates by {}, with 95 % intervals",
                shortened(group, 40)
            )
        }
        (Some(group), more) if figures.has_groups() => format!(
            "Churn rates by {}, with 95 % intervals: the {DRAWN} largest groups, {} more in the file",
            shortened(group, 40),
            count(more),
        ),
        _ => "Churn rates with 95 % intervals".to_owned(),
    };
    let description = description(&subtitle, &rows);
    let size = (WIDTH as u32, (foot + 44.0) as u32);
    picture::draw(size, Caption::new(&title, &description), |canvas| {
        heading(canvas, &title, &subtitle)?;
        frame(canvas, &across, foot)?;
        for (at, (name, rate)) in rows.iter().enumerate() {
            let y = HEAD + STEP * (at as f64 + 0.5);
            row(canvas, &across, y, (name, rate), at < groups)?;
        }
        Ok(())
    })
}

fn rows(figures: &Figures) -> Vec<(String, &Rate)> {
    let mut rows = Vec::new();
    if figures.has_groups() {
        let groups = figures.churn_by_group.iter().take(DRAWN);
        rows.extend(groups.map(|group| (group.group.clone(), &group.churn)));
    }
    rows.push(("Everybody".to_owned(), &figures.churn));
    if figures.newcomers.risk.base > 0 && !figures.observation.is_by_month() {
        let name = format!("Up to month {}", figures.newcomers.months);
        rows.push((name, &figures.newcomers.risk));
    }
    rows
}

fn description(subtitle: &str, rows: &[(String, &Rate)]) -> String {
    let rows = rows.iter().map(|(name, rate)| {
        format!(
            "{}: {} of {}, {}, {}.",
            shortened(name, 60),
            count(rate.lost),
            count(rate.base),
            percent(rate.rate, 1),
            interval(rate.lower.zip(rate.upper)),
        )
    });
    let rows: Vec<String> = rows.collect();
    format!("{subtitle}. {}", rows.join(" "))
}

fn frame(canvas: &Canvas<'_>, across: &Axis, foot: f64) -> Drawn {
    canvas.block((LEFT, HEAD), (RIGHT, foot), CHALK)?;
    let percentages = Axis {
        low: across.low * 100.0,
        high: across.high * 100.0,
        ..*across
    };
    let (marks, decimals) = percentages.marks();
    for mark in marks {
        let x = percentages.at(mark);
        canvas.line([(x, HEAD), (x, foot)], FAINT, 0.75)?;
        let text = format!("{} %", number(mark, decimals));
        canvas.text((x, foot + 20.0), &text, NOTE.centred())?;
    }
    Ok(())
}

fn row(
    canvas: &Canvas<'_>,
    across: &Axis,
    y: f64,
    (name, rate): (&str, &Rate),
    is_group: bool,
) -> Drawn {
    let customers = format!(" ({})", count(rate.base));
    let room = LEFT - 34.0 - text_width(&customers, LABEL.size, false);
    let name = fitted(name, LABEL, room) + &customers;
    canvas.text((LEFT - 14.0, y), &name, LABEL.ending())?;
    let (Some(value), Some(lower), Some(upper)) = (rate.rate, rate.lower, rate.upper) else {
        return Ok(());
    };
    let colour = if is_group { TEAL } else { INK };
    let [from, at, to] = [lower, value, upper].map(|share| across.at(share));
    canvas.line([(from, y), (to, y)], colour, 1.75)?;
    for x in [from, to] {
        canvas.line([(x, y - 5.0), (x, y + 5.0)], colour, 1.75)?;
    }
    canvas.dot((at, y), 5.5, colour)?;
    let ends = interval(Some((lower, upper)));
    let text = format!("{}; {ends}", percent(Some(value), 1));
    canvas.text((EDGE, y), &text, NOTE.ending())
}
