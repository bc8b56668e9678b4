//! The stages, each with its share of customers and of revenue.

use retention::lifecycle::Stage;

use super::{FIGURE, HEADING, NOTE, SUBTITLE, TITLE};
use crate::kit::format::{capitalised, count, counted, money, percent, spaced};
use crate::kit::picture::{self, Canvas, Caption, Drawn, FAINT, QUIET, SLATE, TEAL, Type};
use crate::purchases::figures::Figures;
use crate::purchases::figures::lifecycle::StageFigures;

/// Where the bars begin, and how long the longest is.
const LEFT: f64 = 230.0;
const LONGEST: f64 = 440.0;
/// Where the first stage begins, and how high each is.
const TOP: f64 = 150.0;
const HEIGHT: f64 = 88.0;
const THICK: f64 = 26.0;

pub fn draw(figures: &Figures) -> Result<String, String> {
    let lifecycle = &figures.lifecycle;
    let stages = &lifecycle.stages;
    let title = finding(stages);
    let foot = TOP + HEIGHT * stages.len() as f64;
    let description = stages.iter().map(|stage| {
        format!(
            "{}: {}, {} of all, brought {} of revenue.",
            capitalised(stage.stage.name()),
            counted(stage.customers, "customer", "customers"),
            percent(stage.share, 1),
            percent(stage.share_of_revenue, 1),
        )
    });
    let description = description.collect::<Vec<_>>().join(" ");
    let caption = Caption::new(&title, &description);
    picture::draw((1000, (foot + 52.0) as u32), caption, |canvas| {
        canvas.text((40.0, 46.0), &title, TITLE)?;
        let subtitle = format!(
            "{}, revenue {}, {}; stages on its last day",
            counted(lifecycle.customers, "customer", "customers"),
            money(figures.revenue),
            figures.window,
        );
        canvas.text((40.0, 78.0), &subtitle, SUBTITLE)?;
        legend(canvas)?;
        let shares = stages
            .iter()
            .flat_map(|stage| [stage.share, stage.share_of_revenue])
            .flatten();
        // Both bars to one scale, so that they can be compared.
        let scale = LONGEST / shares.fold(f64::MIN_POSITIVE, f64::max);
        for (at, stage) in stages.iter().enumerate() {
            row(canvas, TOP + HEIGHT * at as f64, stage, scale)?;
        }
        canvas.line([(LEFT, TOP), (LEFT, foot - 14.0)], QUIET, 1.25)?;
        let note = "By the first rule that fits. An end is inferred from silence: who is called ended \
                    may come back.";
        canvas.text((40.0, foot + 20.0), note, NOTE)
    })
}

/// What the picture shows first.
fn finding(stages: &[StageFigures]) -> String {
    let decline = stages.iter().find(|stage| stage.stage == Stage::Decline);
    match decline.filter(|stage| stage.customers > 0) {
        Some(stage) => format!(
            "{} of customers are in decline; they brought {} of revenue",
            percent(stage.share, 1),
            percent(stage.share_of_revenue, 1),
        ),
        None => "Nobody is in decline".to_owned(),
    }
}

fn legend(canvas: &Canvas<'_>) -> Drawn {
    let y = TOP - 30.0;
    for (x, colour, words) in [
        (LEFT, SLATE, "Share of customers"),
        (LEFT + 210.0, TEAL, "Share of revenue"),
    ] {
        canvas.block((x, y - 8.0), (x + 16.0, y + 8.0), colour)?;
        canvas.text((x + 24.0, y), words, HEADING)?;
    }
    Ok(())
}

fn row(canvas: &Canvas<'_>, top: f64, stage: &StageFigures, scale: f64) -> Drawn {
    let middle = top + THICK + 2.0;
    canvas.line([(40.0, top - 14.0), (960.0, top - 14.0)], FAINT, 1.0)?;
    canvas.text(
        (40.0, middle - 17.0),
        &capitalised(stage.stage.name()),
        FIGURE,
    )?;
    let rules = stage
        .rules
        .iter()
        .map(|rule| format!("{} {}", spaced(rule.because.name()), count(rule.customers)));
    let rules: Vec<String> = rules.collect();
    // One below the other, so that they do not reach the bars: no stage has more than three.
    let step = if rules.len() > 2 { 16.0 } else { 18.0 };
    for (line, rule) in rules.iter().enumerate() {
        canvas.text((40.0, middle + 6.0 + step * line as f64), rule, NOTE)?;
    }

    let length = |share: Option<f64>| (share.unwrap_or(0.0) * scale).max(0.0);
    let heads = match stage.customers {
        1 => "1 customer".to_owned(),
        many => format!("{} customers", count(many)),
    };
    let bars = [
        (top, SLATE, stage.share, heads),
        (
            top + THICK + 4.0,
            TEAL,
            stage.share_of_revenue,
            stage.revenue.map_or_else(String::new, money),
        ),
    ];
    for (from, colour, share, note) in bars {
        let (to, half) = (from + THICK, from + THICK / 2.0);
        let end = LEFT + length(share);
        canvas.block((LEFT, from), (end, to), colour)?;
        canvas.text((end + 10.0, half), &percent(share, 1), FIGURE_OF_BAR)?;
        canvas.text((end + 82.0, half), &note, NOTE)?;
    }
    Ok(())
}

const FIGURE_OF_BAR: Type = Type::new(16.0, picture::INK).bold();
