//! Survival curves of the largest groups with their intervals: from month 0, and only while observed.

use super::{CHALK, COLOURS, DRAWN, HEADING, LABEL, NOTE, WIDTH, heading};
use crate::churn::figures::Figures;
use crate::churn::figures::curves::Curve;
use crate::kit::axis::Axis;
use crate::kit::format::{count, number, percent, quoted, shortened};
use crate::kit::labels::fitted;
use crate::kit::picture::{self, Canvas, Caption, Colour, Drawn, FAINT};

const LEFT: f64 = 64.0;
const RIGHT: f64 = 600.0;
const HEAD: f64 = 118.0;
/// How high a panel is, and how far below its head the next one begins.
const HEIGHT: f64 = 230.0;
const NEXT: f64 = 330.0;

/// Where a panel stands.
#[derive(Clone, Copy)]
struct Frame {
    across: Axis,
    up: Axis,
}

impl Frame {
    fn of(at: usize, longest: u32) -> Self {
        let head = HEAD + NEXT * at as f64;
        Self {
            across: Axis {
                low: 0.0,
                high: f64::from(longest),
                from: LEFT,
                to: RIGHT,
            },
            up: Axis {
                low: 0.0,
                high: 1.0,
                from: head + HEIGHT,
                to: head,
            },
        }
    }
}

/// `None` where nobody stayed for a month.
pub fn draw(figures: &Figures) -> Result<Option<String>, String> {
    let panels = panels(figures);
    let longest = panels.iter().flat_map(|(_, curves)| curves.iter());
    let longest = longest.filter_map(|curve| curve.until).max().unwrap_or(0);
    if longest == 0 {
        return Ok(None);
    }
    let title = title(figures);
    let subtitle = match has_bands(figures.survival.len()) {
        true => "Share of customers still there, by months of tenure, with 95 % intervals",
        false => "Share of customers still there, by months of tenure",
    };
    let description = description(subtitle, &panels);
    let rows = figures.survival.len().clamp(1, DRAWN).div_ceil(ABREAST);
    let more = usize::from(figures.survival.len() > DRAWN);
    let foot = HEAD + NEXT * panels.len() as f64;
    let size = (WIDTH as u32, (foot + 26.0 * (rows + more) as f64) as u32);
    let drawn = picture::draw(size, Caption::new(&title, &description), |canvas| {
        heading(canvas, &title, subtitle)?;
        for (at, (heading, curves)) in panels.iter().enumerate() {
            panel(canvas, Frame::of(at, longest), heading, curves)?;
        }
        legend(canvas, figures, foot)
    });
    drawn.map(Some)
}

/// Headings with curves.
fn panels(figures: &Figures) -> Vec<(&'static str, &[Curve])> {
    fn few(curves: &[Curve]) -> &[Curve] {
        &curves[..curves.len().min(DRAWN)]
    }
    if figures.observation.is_whole() {
        return vec![("", few(&figures.survival))];
    }
    vec![
        ("As recorded, from month 0", few(&figures.survival)),
        (
            "Adjusted: only while observed",
            few(&figures.survival_entry_adjusted),
        ),
    ]
}

fn title(figures: &Figures) -> String {
    let found = figures.survival.first();
    let adjusted = figures.survival_entry_adjusted.first();
    let name = match figures.has_groups() {
        true => found.map_or_else(String::new, |curve| quoted(&shortened(&curve.group, 24))),
        false => "the customers".to_owned(),
    };
    let medians = found
        .zip(adjusted)
        .map(|(found, adjusted)| (found.median, adjusted.median));
    let is_thin = adjusted
        .and_then(Curve::fewest_before_half)
        .is_some_and(|fewest| fewest < figures.minimum);
    match medians {
        Some((Some(found), _)) if figures.observation.is_whole() => {
            format!("Half of {name} have left by month {found}")
        }
        Some((found, _)) if is_thin => match found {
            Some(found) => format!("Half of {name} left by month {found} as recorded"),
            None => format!("More than half of {name} stay as recorded"),
        },
        Some((Some(found), Some(adjusted))) => {
            format!("Half of {name} left by month {found} as recorded, {adjusted} adjusted")
        }
        Some((None, Some(adjusted))) => {
            format!(
                "More than half of {name} stay as recorded; adjusted, half left by month {adjusted}"
            )
        }
        _ => "How long customers stay".to_owned(),
    }
}

fn description(subtitle: &str, panels: &[(&str, &[Curve])]) -> String {
    let mut words = format!("{subtitle}.");
    for (heading, curves) in panels {
        if !heading.is_empty() {
            words.push_str(&format!(" {heading}."));
        }
        for curve in *curves {
            let after = [12, 24, 60].into_iter().filter_map(|months| {
                let share = curve.survival.at(months)?;
                Some(format!("{} after {months}", percent(Some(share), 1)))
            });
            let after: Vec<String> = after.collect();
            words.push_str(&format!(
                " {}, {} customers: {}.",
                shortened(&curve.group, 60),
                count(curve.customers),
                match after.as_slice() {
                    [] => "not followed for a year".to_owned(),
                    after => after.join(", "),
                },
            ));
        }
    }
    words
}

fn panel(canvas: &Canvas<'_>, frame: Frame, heading: &str, curves: &[Curve]) -> Drawn {
    let Frame { across, up } = frame;
    let (left, right) = (across.from, across.to);
    let (foot, head) = (up.from, up.to);
    canvas.text((left, head - 22.0), heading, HEADING)?;
    canvas.block((left, head), (right, foot), CHALK)?;
    for tenth in (0..=10).step_by(2) {
        let share = f64::from(tenth) / 10.0;
        let y = up.at(share);
        canvas.line([(left, y), (right, y)], FAINT, 0.75)?;
        canvas.text((left - 8.0, y), &percent(Some(share), 0), NOTE.ending())?;
    }
    for mark in months(across.high) {
        let x = across.at(f64::from(mark));
        canvas.line([(x, head), (x, foot)], FAINT, 0.75)?;
        canvas.text(
            (x, foot + 18.0),
            &number(f64::from(mark), 0),
            NOTE.centred(),
        )?;
    }
    canvas.text(
        (f64::midpoint(left, right), foot + 40.0),
        "Months",
        NOTE.centred(),
    )?;
    if has_bands(curves.len()) {
        for (curve, colour) in curves.iter().zip(COLOURS) {
            band(canvas, &frame, curve, colour)?;
        }
    }
    for (at, curve) in curves.iter().enumerate() {
        let points = steps(&frame, curve, |step| Some(step.survival));
        stroke(canvas, at, points, 2.25)?;
    }
    Ok(())
}

/// Whether intervals are drawn: of more curves they would cover each other.
const fn has_bands(curves: usize) -> bool {
    curves <= COLOURS.len()
}

/// A line in the colour of the group at this place: of the second half of the groups dashed.
fn stroke(canvas: &Canvas<'_>, at: usize, points: Vec<(f64, f64)>, width: f64) -> Drawn {
    let colour = COLOURS[at % COLOURS.len()];
    match at < COLOURS.len() {
        true => canvas.line(points, colour, width),
        false => canvas.dashes(points, colour, width),
    }
}

/// Years, or months where there are few.
pub fn months(longest: f64) -> Vec<u32> {
    let steps = [1, 2, 3, 6, 12, 24, 60, 120, 240];
    let step = steps
        .into_iter()
        .find(|step| longest / f64::from(*step) <= 7.0)
        .unwrap_or(240);
    (0..=longest as u32).step_by(step as usize).collect()
}

/// A curve in steps, from all customers at its beginning to where it ends.
fn steps(
    frame: &Frame,
    curve: &Curve,
    share: impl Fn(&crate::churn::figures::curves::Step) -> Option<f64>,
) -> Vec<(f64, f64)> {
    let begin = frame.across.at(f64::from(curve.survival.from.unwrap_or(0)));
    let mut points = vec![(begin, frame.up.at(1.0))];
    let mut last = 1.0;
    for step in &curve.points {
        let x = frame.across.at(f64::from(step.time));
        points.push((x, frame.up.at(last)));
        last = share(step).unwrap_or(step.survival);
        points.push((x, frame.up.at(last)));
    }
    if let Some(until) = curve.until {
        points.push((frame.across.at(f64::from(until)), frame.up.at(last)));
    }
    points
}

fn band(canvas: &Canvas<'_>, frame: &Frame, curve: &Curve, colour: Colour) -> Drawn {
    let lower = steps(frame, curve, |step| step.lower);
    let upper = steps(frame, curve, |step| step.upper);
    canvas.veil(lower.into_iter().chain(upper.into_iter().rev()), colour)
}

/// So many names stand beside each other.
const ABREAST: usize = 2;

fn legend(canvas: &Canvas<'_>, figures: &Figures, top: f64) -> Drawn {
    if !figures.has_groups() {
        return Ok(());
    }
    let more = figures.survival.len().saturating_sub(DRAWN);
    for (at, curve) in figures.survival.iter().take(DRAWN).enumerate() {
        let x = LEFT + 272.0 * (at % ABREAST) as f64;
        let y = top - 26.0 + 26.0 * (at / ABREAST) as f64;
        stroke(canvas, at, vec![(x, y), (x + 26.0, y)], 2.5)?;
        let name = fitted(&curve.group, LABEL, 220.0);
        canvas.text((x + 34.0, y), &name, LABEL)?;
    }
    if more > 0 {
        let note = format!("The largest groups; {} more in the file.", count(more));
        let y = top - 26.0 + 26.0 * DRAWN.div_ceil(ABREAST) as f64;
        canvas.text((LEFT, y), &note, NOTE)?;
    }
    Ok(())
}
