//! Loyalty over satisfaction: the means of customers' answers, and the curve through them.

use retention::loyalty::curve::{Competition, Curve};
use retention::scale::Scale;

use super::{CHALK, LABEL, NOTE, SUBTITLE, TITLE};
use crate::kit::axis::Axis;
use crate::kit::format::{count, counted, listed, number};
use crate::kit::labels::{Area, text_width};
use crate::kit::picture::{self, AMBER, Canvas, Caption, Colour, Drawn, FAINT, QUIET, TEAL};
use crate::loyalty::figures::competition::{Cell, CompetitionCurve};

const BAND: Colour = Colour(0xcf, 0xe3, 0xe6);
const BUBBLE: Colour = Colour(0xb9, 0xc6, 0xd0);
const LABEL_HEIGHT: f64 = 16.0;
/// Bubbles are as large as the customers are many; the largest reaches so far.
const LARGEST: f64 = 26.0;
const STEPS: u32 = 240;
const MOST_MARKS: f64 = 12.0;

/// Both scales from 0 to 1, and a little more.
pub const ACROSS: Axis = Axis {
    low: -0.05,
    high: 1.0 + 0.5 / 6.0,
    from: 90.0,
    to: 960.0,
};
pub const UP: Axis = Axis {
    low: -0.05,
    high: 1.05,
    from: 650.0,
    to: 132.0,
};

/// How far along a scale an answer is, from 0 to 1.
fn along(scale: Scale, answer: f64) -> f64 {
    (answer - scale.low()) / scale.width()
}

fn place(scale: Scale, satisfaction: f64, loyalty: f64) -> (f64, f64) {
    (
        ACROSS.at(along(scale, satisfaction)),
        UP.at(along(scale, loyalty)),
    )
}

/// From one end to the other, as where both go together in proportion.
fn diagonal() -> [(f64, f64); 2] {
    [0.0, 1.0].map(|end| (ACROSS.at(end), UP.at(end)))
}

pub fn draw(curve: &CompetitionCurve) -> Result<String, String> {
    let title = title(curve);
    let scale = curve.scale;
    let description = description(curve);
    picture::draw((1000, 780), Caption::new(&title, &description), |canvas| {
        canvas.text((40.0, 46.0), &title, TITLE)?;
        canvas.text((40.0, 76.0), &subtitle(curve), SUBTITLE)?;
        frame(canvas, curve.scale)?;
        if let Some([lower, _, upper]) = &curve.curves {
            let back = points(scale, upper).into_iter().rev();
            canvas.shape(points(scale, lower).into_iter().chain(back), BAND)?;
        }
        for bubble in bubbles(scale, &curve.cells) {
            canvas.dot(bubble.at, bubble.radius, BUBBLE)?;
        }
        canvas.dashes(diagonal(), AMBER, 1.5)?;
        if let Some([_, fitted, _]) = &curve.curves {
            canvas.line(points(scale, fitted), TEAL, 2.5)?;
        }
        for bubble in bubbles(scale, &curve.cells) {
            canvas.dot(bubble.at, 3.0, QUIET)?;
            canvas.text(bubble.label.middle(), &bubble.text, LABEL.centred())?;
        }
        legend(canvas, curve)
    })
}

fn title(curve: &CompetitionCurve) -> String {
    let found = match curve.competition {
        Competition::High => "bends down, as where competition is strong",
        Competition::Low => "bends up, as where competition is weak",
        Competition::Insufficient => "of too few customers for a verdict",
        _ => "has no certain bend",
    };
    format!("Loyalty over satisfaction {found}")
}

/// The mean loyalty of each answer on satisfaction.
fn description(curve: &CompetitionCurve) -> String {
    let cells = curve.cells.iter().map(|cell| {
        format!(
            "{} of {} at satisfaction {}",
            number(cell.mean_loyalty, 2),
            counted(cell.customers, "customer", "customers"),
            number(cell.satisfaction, 2),
        )
    });
    let cells: Vec<String> = cells.collect();
    format!("{}. Mean loyalty: {}.", subtitle(curve), listed(&cells))
}

fn subtitle(curve: &CompetitionCurve) -> String {
    let part = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| number(value, 3));
    format!(
        "Exponent {}, standard error {}, 95 % interval {} to {}, {} customers",
        part(curve.exponent),
        part(curve.robust_standard_error),
        part(curve.robust_lower),
        part(curve.robust_upper),
        count(curve.used),
    )
}

/// The answers to one question on satisfaction.
#[derive(Debug)]
pub struct Bubble {
    pub at: (f64, f64),
    pub radius: f64,
    pub text: String,
    /// Where the text stands: to the right below, or where the curve goes there, to the left above.
    pub label: Area,
}

pub fn bubbles(scale: Scale, cells: &[Cell]) -> Vec<Bubble> {
    let most = cells.iter().map(|cell| cell.customers).max().unwrap_or(1);
    cells
        .iter()
        .map(|cell| {
            let at = place(scale, cell.satisfaction, cell.mean_loyalty);
            let radius = (LARGEST * (cell.customers as f64 / most as f64).sqrt()).max(3.0);
            let text = count(cell.customers);
            let width = text_width(&text, LABEL.size, false) + 4.0;
            let reach = radius * std::f64::consts::FRAC_1_SQRT_2 + 3.0;
            let label = Area::around(
                (
                    at.0 + reach + width / 2.0,
                    at.1 + reach + LABEL_HEIGHT / 2.0,
                ),
                width,
                LABEL_HEIGHT,
            );
            // A mean above the curve may have it where its label would be.
            let label = if near_the_diagonal(&label) {
                let (x, y) = (
                    at.0 - radius - width / 2.0 - 2.0,
                    at.1 - radius - LABEL_HEIGHT / 2.0,
                );
                Area::around((x, y), width, LABEL_HEIGHT)
            } else {
                label
            };
            Bubble {
                at,
                radius,
                text,
                label,
            }
        })
        .collect()
}

/// The diagonal is exponent 1, and the fitted curve is seldom far from it.
fn near_the_diagonal(label: &Area) -> bool {
    let wide = Area::around(
        label.middle(),
        label.right - label.left + 16.0,
        label.bottom - label.top + 16.0,
    );
    let [from, to] = diagonal();
    wide.is_crossed((from, to))
}

/// The curve from end to end of satisfaction.
pub fn points(scale: Scale, curve: &Curve) -> Vec<(f64, f64)> {
    (0..=STEPS)
        .filter_map(|step| {
            let satisfaction = scale.low() + scale.width() * f64::from(step) / f64::from(STEPS);
            Some(place(scale, satisfaction, curve.at(satisfaction).ok()?))
        })
        .collect()
}

fn frame(canvas: &Canvas<'_>, scale: Scale) -> Drawn {
    let (left, right, foot, head) = (ACROSS.from, ACROSS.to, UP.from, UP.to);
    canvas.block((left, head), (right, foot), CHALK)?;
    let (marks, decimals) = marks(scale);
    for value in marks {
        let (x, y) = place(scale, value, value);
        canvas.line([(x, foot), (x, head)], FAINT, 0.75)?;
        canvas.line([(left, y), (right, y)], FAINT, 0.75)?;
        canvas.text((x, foot + 18.0), &number(value, decimals), NOTE.centred())?;
        canvas.text((left - 10.0, y), &number(value, decimals), NOTE.ending())?;
    }
    let middle = f64::midpoint(left, right);
    let across = format!("Satisfaction, {scale}");
    canvas.text((middle, foot + 46.0), &across, LABEL.centred())?;
    let up = format!("Loyalty, mean of the answers, {scale}");
    canvas.text((40.0, head - 18.0), &up, LABEL)
}

/// Every answer where there are not too many, and how many decimals they need.
fn marks(scale: Scale) -> (Vec<f64>, usize) {
    let steps = scale.width();
    if steps.fract() == 0.0 && steps <= MOST_MARKS && scale.low().fract() == 0.0 {
        let steps = 0..=steps as u32;
        return (steps.map(|step| scale.low() + f64::from(step)).collect(), 0);
    }
    let axis = Axis {
        low: scale.low(),
        high: scale.high(),
        from: 0.0,
        to: 1.0,
    };
    axis.marks()
}

fn legend(canvas: &Canvas<'_>, curve: &CompetitionCurve) -> Drawn {
    let y = 722.0;
    let mut x = 40.0;
    if let Some([lower, _, upper]) = &curve.curves {
        canvas.line([(x, y), (x + 34.0, y)], TEAL, 2.5)?;
        x = named(canvas, x, y, "Fitted curve")?;
        canvas.block((x, y - 7.0), (x + 34.0, y + 7.0), BAND)?;
        let text = format!(
            "Exponents from {} to {}, the wider 95 % interval",
            number(lower.exponent(), 3),
            number(upper.exponent(), 3),
        );
        x = named(canvas, x, y, &text)?;
    }
    canvas.dashes([(x, y), (x + 34.0, y)], AMBER, 1.5)?;
    named(canvas, x, y, "Exponent 1: in proportion")?;
    let note = "A dot is the mean loyalty of those who gave one answer on satisfaction, with their \
                number; its disc grows with it.";
    canvas.text((40.0, y + 28.0), note, NOTE)
}

/// Writes what a sign means; returns where the next one goes.
fn named(canvas: &Canvas<'_>, x: f64, y: f64, text: &str) -> Result<f64, String> {
    canvas.text((x + 42.0, y), text, NOTE)?;
    Ok(x + 42.0 + text_width(text, NOTE.size, false) + 28.0)
}
