//! What customers bought in the hold-out by how often they had bought before, beside what was expected.

use retention::clv::FrequencyClass;

use super::{CHALK, EXPECTED, LABEL, NOTE, OTHERS, SUBTITLE, TITLE};
use crate::forecast::figures::Figures;
use crate::forecast::figures::hold_out::HeldOut;
use crate::forecast::figures::models::named;
use crate::kit::axis::Axis;
use crate::kit::format::{count, number, percent};
use crate::kit::labels::fitted;
use crate::kit::picture::{self, Canvas, Caption, Colour, Drawn, FAINT, INK};

const HEAD: f64 = 130.0;
const FOOT: f64 = 470.0;
const LEFT: f64 = 110.0;
const RIGHT: f64 = 940.0;

/// None where nobody bought in the hold-out, or nothing was expected.
pub fn draw(figures: &Figures) -> Result<Option<String>, String> {
    let (Some(chosen), Some(later)) = (figures.chosen_row(), figures.hold_out_window) else {
        return Ok(None);
    };
    if chosen.actual == 0 || chosen.by_frequency.len() < 2 {
        return Ok(None);
    }
    let model = figures.chosen.map_or("", named);
    let title = format!(
        "{model} expected {} purchases, and {} came",
        count(chosen.expected.round() as u64),
        count(chosen.actual),
    );
    let subtitle = format!(
        "Mean purchases of a customer from {later}, by the number of repeat purchases before",
    );
    let rows = rows(figures, chosen);
    let most = rows.iter().flat_map(|(_, _, classes)| classes.iter());
    let most = most.fold(0.0_f64, |most, class| {
        most.max(class.expected).max(class.actual)
    });
    let up = Axis {
        low: 0.0,
        high: most.max(1e-9) * 1.06,
        from: FOOT,
        to: HEAD,
    };
    let description = description(&subtitle, model, &chosen.by_frequency);
    let drawn = picture::draw((1000, 620), Caption::new(&title, &description), |canvas| {
        canvas.text((40.0, 46.0), &fitted(&title, TITLE, 920.0), TITLE)?;
        canvas.text((40.0, 76.0), &fitted(&subtitle, SUBTITLE, 920.0), SUBTITLE)?;
        frame(canvas, &up, &chosen.by_frequency)?;
        for (_, colour, classes) in rows.iter().rev() {
            let points = points(&up, classes, |class| class.expected);
            if *colour == EXPECTED {
                canvas.line(points, *colour, 2.75)?;
            } else {
                canvas.dashes(points, *colour, 1.75)?;
            }
        }
        for point in points(&up, &chosen.by_frequency, |class| class.actual) {
            canvas.dot(point, 6.0, INK)?;
        }
        legend(canvas, &rows)
    });
    drawn.map(Some)
}

/// The chosen model first.
fn rows<'f>(
    figures: &'f Figures,
    chosen: &'f HeldOut,
) -> Vec<(&'static str, Colour, &'f [FrequencyClass])> {
    let others = figures.holdout.iter();
    let others = others.filter(|row| row.model != chosen.model && !row.by_frequency.is_empty());
    let others = others.zip(OTHERS);
    std::iter::once((chosen, EXPECTED))
        .chain(others)
        .filter_map(|(row, colour)| Some((named(row.buying_model()?), colour, &*row.by_frequency)))
        .collect()
}

fn description(subtitle: &str, model: &str, classes: &[FrequencyClass]) -> String {
    let classes = classes.iter().map(|class| {
        format!(
            "{}{}: {} bought {} each, {model} expected {}.",
            class.frequency,
            if class.or_more { " or more" } else { "" },
            count(class.customers),
            number(class.actual, 2),
            number(class.expected, 2),
        )
    });
    let classes: Vec<String> = classes.collect();
    format!("{subtitle}. {}", classes.join(" "))
}

fn across(at: usize, classes: usize) -> f64 {
    LEFT + (RIGHT - LEFT) * (at as f64 + 0.5) / classes.max(1) as f64
}

fn points(
    up: &Axis,
    classes: &[FrequencyClass],
    of: fn(&FrequencyClass) -> f64,
) -> Vec<(f64, f64)> {
    let each = classes.iter().enumerate();
    each.map(|(at, class)| (across(at, classes.len()), up.at(of(class))))
        .collect()
}

fn frame(canvas: &Canvas<'_>, up: &Axis, classes: &[FrequencyClass]) -> Drawn {
    canvas.block((LEFT, HEAD), (RIGHT, FOOT), CHALK)?;
    let (marks, decimals) = up.marks();
    for mark in marks {
        let y = up.at(mark);
        canvas.line([(LEFT, y), (RIGHT, y)], FAINT, 0.75)?;
        canvas.text((LEFT - 10.0, y), &number(mark, decimals), NOTE.ending())?;
    }
    let all: u64 = classes.iter().map(|class| class.customers).sum();
    for (at, class) in classes.iter().enumerate() {
        let x = across(at, classes.len());
        let more = if class.or_more { "+" } else { "" };
        canvas.text(
            (x, FOOT + 20.0),
            &format!("{}{more}", class.frequency),
            LABEL.centred(),
        )?;
        let share = class.customers as f64 / all.max(1) as f64;
        canvas.text((x, FOOT + 42.0), &count(class.customers), NOTE.centred())?;
        canvas.text((x, FOOT + 60.0), &percent(Some(share), 0), NOTE.centred())?;
    }
    canvas.text((40.0, FOOT + 20.0), "Before", NOTE)?;
    canvas.text((40.0, FOOT + 42.0), "Customers", NOTE)
}

fn legend(canvas: &Canvas<'_>, rows: &[(&str, Colour, &[FrequencyClass])]) -> Drawn {
    let y = FOOT + 110.0;
    canvas.dot((LEFT + 13.0, y), 6.0, INK)?;
    canvas.text((LEFT + 30.0, y), "What came", LABEL)?;
    for (at, (name, colour, _)) in rows.iter().enumerate() {
        let x = LEFT + 150.0 + 230.0 * at as f64;
        let ends = [(x, y), (x + 30.0, y)];
        if *colour == EXPECTED {
            canvas.line(ends, *colour, 2.75)?;
        } else {
            canvas.dashes(ends, *colour, 1.75)?;
        }
        let text = match at {
            0 => format!("{name}, used"),
            _ => (*name).to_owned(),
        };
        canvas.text((x + 40.0, y), &text, LABEL)?;
    }
    Ok(())
}
