//! Repeat purchases over time, actual and expected: their sum, and step by step.

use chrono::NaiveDate;
use retention::clv::TrackingStep;

use super::{CHALK, EXPECTED, HEADING, LABEL, NOTE, SUBTITLE, TITLE};
use crate::forecast::figures::Figures;
use crate::forecast::figures::models::named;
use crate::kit::axis::Axis;
use crate::kit::format::{count, percent};
use crate::kit::labels::fitted;
use crate::kit::picture::{self, Canvas, Caption, Drawn, FAINT, INK, QUIET};

const LEFT: f64 = 110.0;
const RIGHT: f64 = 940.0;
/// The two panels: from below up.
const SUM: (f64, f64) = (400.0, 140.0);
const STEPS: (f64, f64) = (660.0, 470.0);

/// None of fewer than two steps of time, or without a repeat purchase.
pub fn draw(figures: &Figures) -> Result<Option<String>, String> {
    let (Some(tracking), Some(model)) = (&figures.tracking, figures.chosen) else {
        return Ok(None);
    };
    let steps = &tracking.steps;
    let (Some(last), true) = (steps.last(), steps.len() > 1) else {
        return Ok(None);
    };
    if last.cumulative_actual == 0 {
        return Ok(None);
    }
    let off = last.cumulative_expected / last.cumulative_actual as f64 - 1.0;
    let title = format!(
        "By the end {} expects {} {} repeat purchases than came",
        named(model),
        percent(Some(off.abs()), 1),
        if off > 0.0 { "more" } else { "fewer" },
    );
    let subtitle = format!(
        "Repeat purchases of the {} customers who came up to {}",
        count(tracking.customers),
        figures.fitted_to.to(),
    );
    let split = figures.hold_out_window.map(|_| figures.fitted_to.to());
    let description = description(&subtitle, steps);
    let drawn = picture::draw((1000, 770), Caption::new(&title, &description), |canvas| {
        canvas.text((40.0, 46.0), &fitted(&title, TITLE, 920.0), TITLE)?;
        canvas.text((40.0, 76.0), &fitted(&subtitle, SUBTITLE, 920.0), SUBTITLE)?;
        let across = Across::of(figures.window.from(), last.until);
        let sum = Panel {
            heading: "In all",
            at: SUM,
            actual: |step| step.cumulative_actual as f64,
            expected: |step| step.cumulative_expected,
        };
        sum.draw(canvas, &across, steps, split)?;
        let each = Panel {
            heading: step_of(steps),
            at: STEPS,
            actual: |step| step.actual as f64,
            expected: |step| step.expected,
        };
        each.draw(canvas, &across, steps, split)?;
        across.dates(canvas, steps)?;
        legend(canvas, named(model), split.is_some())
    });
    drawn.map(Some)
}

/// What one step of time is.
fn step_of(steps: &[TrackingStep]) -> &'static str {
    let (Some(first), Some(next)) = (steps.first(), steps.get(1)) else {
        return "Step by step";
    };
    match (next.until - first.until).num_days() {
        1 => "Day by day",
        7 => "Week by week",
        _ => "Month by month",
    }
}

fn description(subtitle: &str, steps: &[TrackingStep]) -> String {
    let every = steps.len().div_ceil(6).max(1);
    let last = steps.len().saturating_sub(1);
    let told = steps.iter().enumerate();
    let told = told.filter(|(at, _)| *at == last || at % every == every - 1);
    let told = told.map(|(_, step)| {
        format!(
            "{}: {}, expected {}.",
            step.until,
            count(step.cumulative_actual),
            count(step.cumulative_expected.round() as u64),
        )
    });
    let told: Vec<String> = told.collect();
    format!("{subtitle}, in all by some days. {}", told.join(" "))
}

/// From the first day to the last.
struct Across {
    from: NaiveDate,
    axis: Axis,
}

impl Across {
    fn of(from: NaiveDate, until: NaiveDate) -> Self {
        Self {
            from,
            axis: Axis {
                low: -1.0,
                high: (until - from).num_days() as f64,
                from: LEFT,
                to: RIGHT,
            },
        }
    }

    fn at(&self, date: NaiveDate) -> f64 {
        self.axis.at((date - self.from).num_days() as f64)
    }

    /// Some of the days on which steps end.
    fn dates(&self, canvas: &Canvas<'_>, steps: &[TrackingStep]) -> Drawn {
        let every = steps.len().div_ceil(7).max(1);
        let shown = steps.iter().rev().step_by(every);
        for step in shown {
            let x = self.at(step.until);
            canvas.line([(x, STEPS.0), (x, STEPS.0 + 6.0)], QUIET, 1.0)?;
            canvas.text((x, STEPS.0 + 20.0), &step.until.to_string(), NOTE.centred())?;
        }
        Ok(())
    }
}

struct Panel {
    heading: &'static str,
    at: (f64, f64),
    actual: fn(&TrackingStep) -> f64,
    expected: fn(&TrackingStep) -> f64,
}

impl Panel {
    fn draw(
        &self,
        canvas: &Canvas<'_>,
        across: &Across,
        steps: &[TrackingStep],
        split: Option<NaiveDate>,
    ) -> Drawn {
        let (foot, head) = self.at;
        let most = steps.iter().fold(0.0_f64, |most, step| {
            most.max((self.actual)(step)).max((self.expected)(step))
        });
        let up = Axis {
            low: 0.0,
            high: most.max(1e-9) * 1.04,
            from: foot,
            to: head,
        };
        canvas.text((LEFT, head - 18.0), self.heading, HEADING)?;
        canvas.block((LEFT, head), (RIGHT, foot), CHALK)?;
        for mark in up.marks().0.into_iter().filter(|mark| mark.fract() == 0.0) {
            let y = up.at(mark);
            canvas.line([(LEFT, y), (RIGHT, y)], FAINT, 0.75)?;
            canvas.text((LEFT - 10.0, y), &count(mark as u64), NOTE.ending())?;
        }
        if let Some(split) = split {
            let x = across.at(split);
            canvas.line([(x, head), (x, foot)], QUIET, 1.25)?;
        }
        let line = |of: fn(&TrackingStep) -> f64| {
            let each = steps
                .iter()
                .map(move |step| (across.at(step.until), up.at(of(step))));
            each.collect::<Vec<_>>()
        };
        canvas.line(line(self.actual), INK, 1.75)?;
        canvas.line(line(self.expected), EXPECTED, 2.75)
    }
}

fn legend(canvas: &Canvas<'_>, model: &str, is_split: bool) -> Drawn {
    let y = 730.0;
    canvas.line([(LEFT, y), (LEFT + 30.0, y)], INK, 1.75)?;
    canvas.text((LEFT + 40.0, y), "What came", LABEL)?;
    canvas.line([(LEFT + 170.0, y), (LEFT + 200.0, y)], EXPECTED, 2.75)?;
    canvas.text((LEFT + 210.0, y), &format!("Expected by {model}"), LABEL)?;
    if is_split {
        let x = LEFT + 460.0;
        canvas.line([(x, y - 9.0), (x, y + 9.0)], QUIET, 1.25)?;
        canvas.text((x + 12.0, y), "Fitted to what lies left of it", LABEL)?;
    }
    Ok(())
}
