//! The attributes by importance and satisfaction, and the lines between the four quadrants.

use retention::quadrant::{Importance, Quadrant};

use super::marked::{self, Dot, mark};
use super::{CHALK, Grid, LABEL, MIST, NOTE, SAND, SUBTITLE, TITLE};
use crate::kit::axis::Axis;
use crate::kit::format::{count, counted, listed, number, quoted, shortened};
use crate::kit::labels::{Area, fitted, text_width};
use crate::kit::picture::{self, AMBER, Canvas, Caption, Colour, Drawn, INK, QUIET, SLATE, TEAL};
use crate::survey::figures::drivers::{Attribute, Drivers};

/// Of the resamples: in so many an attribute must be where it is, to be drawn as a full dot. Nobody
/// has published a number.
const SURE: f64 = 0.9;

pub fn draw(drivers: &Drivers) -> Result<String, String> {
    let outcome = &drivers.outcome.label;
    let title = match drivers.importance_kind {
        Importance::Stated => "What customers say matters".to_owned(),
        _ => format!("What goes with {}", quoted(outcome)),
    };
    let title = fitted(&title, TITLE, 920.0);
    let description = description(drivers);
    picture::draw((1000, 800), Caption::new(&title, &description), |canvas| {
        canvas.text((40.0, 46.0), &title, TITLE)?;
        canvas.text((40.0, 76.0), &subtitle(drivers), SUBTITLE)?;
        let numbers = |of: fn(&Attribute) -> f64, line: f64| {
            let numbers: Vec<f64> = drivers.attributes.iter().map(of).collect();
            numbers.into_iter().chain([line])
        };
        let lines = (drivers.crosshair.satisfaction, drivers.crosshair.importance);
        let grid = Grid {
            across: Axis::around(numbers(|a| a.satisfaction, lines.0), 0.13, 90.0, 960.0),
            up: Axis::around(numbers(|a| a.importance, lines.1), 0.16, 650.0, 132.0),
            across_means: &format!("Satisfaction: mean rating, {}", drivers.scale),
            up_means: &format!("Importance: {}", meaning(drivers.importance_kind, outcome)),
        };
        let cross = grid.at(lines);
        grounds(canvas, &grid, cross)?;
        grid.draw(canvas)?;
        let frame = Area::new(
            (grid.across.from, grid.up.to),
            (grid.across.to, grid.up.from),
        );
        points(canvas, drivers, &grid, frame, cross)?;
        legend(canvas, drivers)
    })
}

/// Which attributes are in which quadrant, with their figures.
fn description(drivers: &Drivers) -> String {
    let quadrants = Quadrant::ALL.iter().map(|&quadrant| {
        let there = drivers.in_quadrant(quadrant).map(|one| {
            format!(
                "{} (importance {}, rating {})",
                shortened(&one.label, 60),
                number(one.importance, 2),
                number(one.satisfaction, 2),
            )
        });
        let there: Vec<String> = there.collect();
        let there = match there.as_slice() {
            [] => "none".to_owned(),
            some => listed(some),
        };
        format!("{}: {there}.", quadrant.label())
    });
    let quadrants: Vec<String> = quadrants.collect();
    format!(
        "Attributes by importance and rating, in four quadrants. {}",
        quadrants.join(" "),
    )
}

fn subtitle(drivers: &Drivers) -> String {
    let there = |quadrant| match drivers.in_quadrant(quadrant).count() {
        0 => "none".to_owned(),
        some => count(some),
    };
    format!(
        "{}; {}: {} to concentrate on, {} to keep up",
        counted(drivers.respondents, "respondent", "respondents"),
        counted(drivers.attributes.len(), "attribute", "attributes"),
        there(Quadrant::ConcentrateHere),
        there(Quadrant::KeepUp),
    )
}

/// What a kind of importance measures.
fn meaning(kind: Importance, outcome: &str) -> String {
    let short = quoted(&fitted(outcome, LABEL, 260.0));
    match kind {
        Importance::Stated => "mean of what customers say".to_owned(),
        Importance::Pearson => format!("correlation with {short}"),
        Importance::Spearman => format!("rank correlation with {short}"),
        Importance::Regression => format!("standardised regression coefficient, {short}"),
        Importance::Partial => format!("partial correlation with {short}"),
        Importance::RelativeWeights => format!("relative weight, part of R² of {short}"),
        Importance::Dominance => format!("general dominance, part of R² of {short}"),
        Importance::Deng => format!("partial correlation of the logarithm with {short}"),
        _ => kind.name().to_owned(),
    }
}

const fn colour(quadrant: Quadrant) -> Colour {
    match quadrant {
        Quadrant::ConcentrateHere => AMBER,
        Quadrant::KeepUp => TEAL,
        Quadrant::LowPriority | Quadrant::PossibleOverkill => QUIET,
    }
}

fn grounds(canvas: &Canvas<'_>, grid: &Grid<'_>, cross: (f64, f64)) -> Drawn {
    let (left, right) = (grid.across.from, grid.across.to);
    let (foot, head) = (grid.up.from, grid.up.to);
    canvas.block((left, head), cross, SAND)?;
    canvas.block((cross.0, head), (right, cross.1), MIST)?;
    canvas.block((left, cross.1), (right, foot), CHALK)?;
    canvas.dashes([(cross.0, head), (cross.0, foot)], SLATE, 1.5)?;
    canvas.dashes([(left, cross.1), (right, cross.1)], SLATE, 1.5)
}

fn points(
    canvas: &Canvas<'_>,
    drivers: &Drivers,
    grid: &Grid<'_>,
    frame: Area,
    cross: (f64, f64),
) -> Drawn {
    let (left, right) = (frame.left + 14.0, frame.right - 14.0);
    let (head, foot) = (frame.top + 18.0, frame.bottom - 18.0);
    let names = [
        (Quadrant::ConcentrateHere, (left, head)),
        (Quadrant::KeepUp, (right, head)),
        (Quadrant::LowPriority, (left, foot)),
        (Quadrant::PossibleOverkill, (right, foot)),
    ];
    let names = names.map(|(quadrant, at)| (quadrant.label(), colour(quadrant), at));
    let taken = marked::corners(canvas, frame, names, 26.0)?;
    let dots = drivers.attributes.iter().map(|attribute| Dot {
        name: &attribute.label,
        at: grid.at((attribute.satisfaction, attribute.importance)),
        colour: colour(attribute.quadrant),
        sure: is_sure(attribute),
    });
    marked::dots(canvas, frame, cross, taken, &dots.collect::<Vec<_>>())
}

fn is_sure(attribute: &Attribute) -> bool {
    attribute.same_quadrant.is_some_and(|share| share >= SURE)
}

fn legend(canvas: &Canvas<'_>, drivers: &Drivers) -> Drawn {
    let y = 730.0;
    mark(canvas, (48.0, y), INK, true)?;
    let often = format!(
        "in this quadrant in at least 90 % of {} resamples of the respondents",
        count(drivers.resampling.draws),
    );
    canvas.text((62.0, y), &often, NOTE)?;
    let next = 62.0 + text_width(&often, NOTE.size, false) + 34.0;
    mark(canvas, (next, y), INK, false)?;
    canvas.text((next + 14.0, y), "less often", NOTE)?;
    let note = format!(
        "The lines stand at the {} of the attributes. Associations in the answers, not effects of \
         a change.",
        match drivers.crosshair.rule {
            retention::quadrant::Crosshair::Median => "medians",
            _ => "means",
        },
    );
    canvas.text((40.0, y + 30.0), &note, NOTE)
}
