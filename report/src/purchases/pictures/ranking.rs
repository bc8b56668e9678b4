//! How well the rules tell those who stay away from those who come back: for each share of those who
//! came back that is given up, the share of those who stayed away that is recognised.

use super::{FIGURE, LABEL, NOTE, SUBTITLE, TITLE};
use crate::kit::format::{count, figure, number, percent};
use crate::kit::picture::{
    self, AMBER, Canvas, Caption, Colour, Drawn, FAINT, QUIET, SLATE, TEAL, WHITE,
};
use crate::purchases::figures::Figures;
use crate::purchases::figures::lifecycle::{Judgement, Ranked, Tested};

/// The square that the curves are drawn in.
const LEFT: f64 = 110.0;
const RIGHT: f64 = 640.0;
const TOP: f64 = 138.0;
const BOTTOM: f64 = 668.0;
/// Where the words beside it begin.
const BESIDE: f64 = 690.0;
/// No curve has more points: more cannot be told apart.
const POINTS: usize = 400;

/// The picture; none where nobody came back or nobody stayed away.
///
/// # Errors
/// What the backend says.
pub fn draw(figures: &Figures) -> Result<Option<String>, String> {
    let tested = &figures.lifecycle.tested;
    let (Some(judgement), Some(ranked)) = (&tested.judgement, &tested.ranking) else {
        return Ok(None);
    };
    let drawn = tested.roc.iter().all(|curve| curve.points.len() > 1);
    let Some(auc) = ranked.first().and_then(|ranked| ranked.auc.as_ref()) else {
        return Ok(None);
    };
    if !drawn {
        return Ok(None);
    }
    let title = match judgement.tells_ranks() {
        true => format!(
            "In {} of 100 pairs whoever came back had been ranked higher",
            number(auc.value * 100.0, 0),
        ),
        false => "Too few customers to tell how well they were ranked".to_owned(),
    };
    let description = describe(judgement, ranked);
    let caption = Caption::new(&title, &description);
    let svg = picture::draw((1000, 760), caption, |canvas| {
        canvas.text((40.0, 46.0), &title, TITLE)?;
        let subtitle = format!(
            "{} customers of {}, and who of them bought again by {}",
            count(judgement.customers),
            judgement.as_of,
            judgement.until,
        );
        canvas.text((40.0, 78.0), &subtitle, SUBTITLE)?;
        grid(canvas)?;
        curves(canvas, tested)?;
        called(canvas, judgement)?;
        legend(canvas, ranked)
    })?;
    Ok(Some(svg))
}

fn describe(judgement: &Judgement, ranked: &[Ranked]) -> String {
    let areas: Vec<String> = ranked
        .iter()
        .map(|rules| {
            format!(
                "{} {}",
                rules.name(),
                figure(rules.auc.as_ref().map(|auc| auc.value), 3)
            )
        })
        .collect();
    let called = judgement.recognised.zip(judgement.given_up);
    let called = called.map_or_else(String::new, |(recognised, given_up)| {
        format!(
            " The default recognises {} of those who stayed away and gives up {} of those who came back.",
            percent(Some(recognised), 1),
            percent(Some(given_up), 1),
        )
    });
    format!(
        "Curves of the share recognised against the share given up; areas under them: {}.{called}",
        areas.join(", "),
    )
}

const fn place((across, up): (f64, f64)) -> (f64, f64) {
    (LEFT + (RIGHT - LEFT) * across, BOTTOM - (BOTTOM - TOP) * up)
}

fn grid(canvas: &Canvas<'_>) -> Drawn {
    for step in 0..=5 {
        let share = f64::from(step) / 5.0;
        let shown = format!("{} %", step * 20);
        let (x, y) = place((share, share));
        canvas.line([(LEFT, y), (RIGHT, y)], FAINT, 1.0)?;
        canvas.text((LEFT - 12.0, y), &shown, NOTE.ending())?;
        canvas.text((x, BOTTOM + 18.0), &shown, NOTE.centred())?;
    }
    let middle = f64::midpoint(LEFT, RIGHT);
    let across = "Given up: of those who came back, the share called ended";
    canvas.text((middle, BOTTOM + 52.0), across, LABEL.centred())?;
    let up = "Recognised: of those who stayed away, the share called ended";
    canvas.text((40.0, TOP - 24.0), up, LABEL)?;
    canvas.line([place((0.0, 0.0)), place((1.0, 1.0))], QUIET, 1.25)
}

fn curves(canvas: &Canvas<'_>, tested: &Tested) -> Drawn {
    // The default last, on top of the others.
    for (curve, look) in tested.roc.iter().zip(LOOKS).rev() {
        let points = thinned(&curve.points).into_iter().map(place);
        let points: Vec<_> = points.collect();
        match look {
            (colour, true) => canvas.dashes(points, colour, 1.75)?,
            (colour, false) => canvas.line(points, colour, 3.0)?,
        }
    }
    Ok(())
}

/// The colour of each rule, and whether its line is dashed.
const LOOKS: [(Colour, bool); 3] = [(TEAL, false), (AMBER, true), (SLATE, true)];

/// The first, the last, and points at about equal distances between them.
fn thinned(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let every = points.len().div_ceil(POINTS).max(1);
    let last = points.len().saturating_sub(1);
    let kept = points.iter().enumerate();
    let kept = kept.filter(|(at, _)| at % every == 0 || *at == last);
    kept.map(|(_, point)| *point).collect()
}

/// Where the default draws the line.
fn called(canvas: &Canvas<'_>, judgement: &Judgement) -> Drawn {
    let called = judgement.given_up.zip(judgement.recognised);
    let Some(at) = called.filter(|_| judgement.called_ended > 0) else {
        return Ok(());
    };
    let point = place(at);
    canvas.dot(point, 8.0, WHITE)?;
    canvas.dot(point, 6.0, TEAL)
}

fn legend(canvas: &Canvas<'_>, ranked: &[Ranked]) -> Drawn {
    let mut y = TOP + 14.0;
    for (rules, (colour, dashed)) in ranked.iter().zip(LOOKS) {
        let ends = [(BESIDE, y), (BESIDE + 34.0, y)];
        if dashed {
            canvas.dashes(ends, colour, 1.75)?;
        } else {
            canvas.line(ends, colour, 3.0)?;
        }
        let name = match rules.rules {
            "default" => "The default",
            "recency" => "Recency alone",
            _ => "Three mean intervals",
        };
        canvas.text((BESIDE + 46.0, y), name, LABEL)?;
        let area = figure(rules.auc.as_ref().map(|auc| auc.value), 3);
        canvas.text((BESIDE + 46.0, y + 24.0), &format!("AUC {area}"), FIGURE)?;
        y += 66.0;
    }
    canvas.line([(BESIDE, y), (BESIDE + 34.0, y)], QUIET, 1.25)?;
    canvas.text((BESIDE + 46.0, y), "By drawing lots", LABEL)?;
    canvas.text((BESIDE + 46.0, y + 22.0), "AUC 0.5", NOTE)?;
    y += 66.0;
    if ranked.first().is_some_and(|ours| ours.called_ended > 0) {
        canvas.dot((BESIDE + 17.0, y), 6.0, TEAL)?;
        canvas.text((BESIDE + 46.0, y), "Where the default calls", LABEL)?;
        canvas.text((BESIDE + 46.0, y + 20.0), "customers ended", LABEL)?;
    }
    Ok(())
}
