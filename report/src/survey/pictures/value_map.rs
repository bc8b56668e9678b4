//! The value map: quality against price, and the line on which the price is fair.

use retention::value::map::ValueZone as Zone;

use super::{CHALK, Grid, HEADING, LABEL, MIST, NOTE, SAND, SUBTITLE, TITLE};
use crate::kit::axis::Axis;
use crate::kit::format::{capitalised, listed, number, spaced};
use crate::kit::labels::{Area, Named, Room, place, text_width};
use crate::kit::picture::{
    self, AMBER, Canvas, Caption, Colour, Drawn, INK, QUIET, SLATE, TEAL, Type, WHITE,
};
use crate::survey::figures::published::{Map, Weights};

const RADIUS: f64 = 6.5;
const BAND: Colour = Colour(0xd3, 0xdd, 0xe3);

pub fn draw(map: &Map) -> Result<String, String> {
    let title = "A value map of examples from the literature";
    let description = description(map);
    picture::draw((1000, 800), Caption::new(title, &description), |canvas| {
        canvas.text((40.0, 46.0), title, TITLE)?;
        let subtitle = "Both against the market, which is at 1; figures as commonly reported";
        canvas.text((40.0, 76.0), subtitle, SUBTITLE)?;
        let qualities = map.points.iter().map(|point| point.quality_ratio);
        let known = map
            .without_price
            .iter()
            .map(|quality| quality.quality_ratio);
        let prices = map.points.iter().map(|point| point.relative_price);
        let fair = map.without_price.iter().map(|quality| quality.fair_price);
        let grid = Grid {
            // Some of each zone is in sight.
            across: Axis::around(qualities.chain(known).chain([0.88]), 0.12, 90.0, 960.0),
            up: Axis::around(prices.chain(fair).chain([0.88]), 0.12, 650.0, 132.0),
            across_means: "Quality ratio: to the right is better",
            up_means: "Relative price: up is dearer",
        };
        let frame = Area::new(
            (grid.across.from, grid.up.to),
            (grid.across.to, grid.up.from),
        );
        grounds(canvas, &grid, frame)?;
        lines(canvas, map, &grid)?;
        grid.draw(canvas)?;
        let taken = zones(canvas, frame, grid.across.at(1.0))?;
        points(canvas, map, &grid, frame, taken)?;
        legend(canvas, map)
    })
}

/// Where each example lies.
fn description(map: &Map) -> String {
    let points = map.points.iter().map(|one| {
        format!(
            "{} at quality {} and price {}",
            one.name,
            number(one.quality_ratio, 3),
            number(one.relative_price, 3),
        )
    });
    let known = map.without_price.iter().map(|one| {
        format!(
            "{} at quality {}, its price not reported",
            one.name,
            number(one.quality_ratio, 3),
        )
    });
    let all: Vec<String> = points.chain(known).collect();
    format!(
        "Examples by quality and price over the competitors', with the line on which the price is fair: {}.",
        listed(&all),
    )
}

fn grounds(canvas: &Canvas<'_>, grid: &Grid<'_>, frame: Area) -> Drawn {
    let cross = grid.at((1.0, 1.0));
    canvas.block((frame.left, frame.top), (frame.right, frame.bottom), CHALK)?;
    canvas.block((frame.left, frame.top), cross, SAND)?;
    canvas.block(cross, (frame.right, frame.bottom), MIST)?;
    canvas.dashes([(cross.0, frame.top), (cross.0, frame.bottom)], SLATE, 1.25)?;
    canvas.dashes([(frame.left, cross.1), (frame.right, cross.1)], SLATE, 1.25)
}

/// The ends of a fair-value line, in the part of the map that is drawn.
fn fair(grid: &Grid<'_>, line: Weights) -> [(f64, f64); 2] {
    let slope = line.slope();
    let quality_at = |y: f64| (y - 1.0) / slope + 1.0;
    let from = grid.across.low.max(quality_at(grid.up.low));
    let to = grid.across.high.min(quality_at(grid.up.high));
    [from, to].map(|x| grid.at((x, 1.0 + slope * (x - 1.0))))
}

/// One edge of what is fair; along the edge of the map where it would be beyond.
fn band(grid: &Grid<'_>, map: &Map, tolerance: f64) -> Vec<(f64, f64)> {
    const STEPS: u32 = 200;
    let slope = map.line.slope();
    let width = grid.across.high - grid.across.low;
    (0..=STEPS)
        .map(|step| {
            let x = grid.across.low + width * f64::from(step) / f64::from(STEPS);
            let fair = 1.0 + slope * (x - 1.0) + tolerance;
            grid.at((x, fair.clamp(grid.up.low, grid.up.high)))
        })
        .collect()
}

fn lines(canvas: &Canvas<'_>, map: &Map, grid: &Grid<'_>) -> Drawn {
    let upper = band(grid, map, map.tolerance);
    let lower = band(grid, map, -map.tolerance);
    canvas.shape(upper.into_iter().chain(lower.into_iter().rev()), BAND)?;
    canvas.line(fair(grid, map.line), INK, 2.0)?;
    canvas.dashes(fair(grid, map.other_line), QUIET, 1.5)
}

/// The names stand where the lines do not go; returns what they take.
fn zones(canvas: &Canvas<'_>, frame: Area, cross: f64) -> Result<Vec<Area>, String> {
    let mut taken = Vec::new();
    let (left, right) = (frame.left + 14.0, frame.right - 14.0);
    let (head, foot) = (frame.top + 18.0, frame.bottom - 18.0);
    for (zone, colour, x, y) in [
        (Zone::PoorValue, AMBER, left, head),
        (Zone::Premium, QUIET, cross + 14.0, head),
        (Zone::Economy, QUIET, cross - 14.0, foot),
        (Zone::OutstandingValue, TEAL, right, foot),
    ] {
        let name = capitalised(&spaced(zone.name()));
        let look = Type { colour, ..HEADING };
        let width = text_width(&name, look.size, true);
        let ends = x == right || x < cross && x > left;
        canvas.text((x, y), &name, if ends { look.ending() } else { look })?;
        let middle = if ends {
            x - width / 2.0
        } else {
            x + width / 2.0
        };
        taken.push(Area::around((middle, y), width + 8.0, 26.0));
    }
    Ok(taken)
}

fn points(canvas: &Canvas<'_>, map: &Map, grid: &Grid<'_>, frame: Area, taken: Vec<Area>) -> Drawn {
    let priced = map.points.iter().map(|point| {
        let at = grid.at((point.quality_ratio, point.relative_price));
        (at, point.name.clone(), true)
    });
    let unpriced = map.without_price.iter().map(|quality| {
        let at = grid.at((quality.quality_ratio, quality.fair_price));
        (at, quality.name.clone(), false)
    });
    let marks: Vec<_> = priced.chain(unpriced).collect();
    let named: Vec<Named> = marks
        .iter()
        .map(|(at, name, _)| Named {
            at: *at,
            width: text_width(name, LABEL.size, false) + 4.0,
            height: 18.0,
        })
        .collect();
    let cross = grid.at((1.0, 1.0));
    let mut lines = vec![
        ((cross.0, frame.top), (cross.0, frame.bottom)),
        ((frame.left, cross.1), (frame.right, cross.1)),
    ];
    for line in [map.line, map.other_line] {
        let [from, to] = fair(grid, line);
        lines.push((from, to));
    }
    let room = Room {
        frame,
        radius: RADIUS,
        taken,
        lines,
    };
    let placed = place(&named, &room);
    for label in &placed {
        if let Some((from, to)) = label.leader {
            canvas.line([from, to], SLATE, 1.0)?;
        }
    }
    for ((at, name, known), label) in marks.iter().zip(&placed) {
        canvas.dot(*at, RADIUS, if *known { TEAL } else { WHITE })?;
        canvas.ring(*at, RADIUS - 1.0, TEAL, 2.0)?;
        canvas.text(label.area.middle(), name, LABEL.centred())?;
    }
    Ok(())
}

fn legend(canvas: &Canvas<'_>, map: &Map) -> Drawn {
    let y = 730.0;
    let mut x = 40.0;
    let weights = |line: Weights| format!("quality {}, price {}", line.quality, line.price);
    let tolerance = format!("± {} is fair", map.tolerance);
    canvas.line([(x, y), (x + 34.0, y)], INK, 2.0)?;
    let text = format!("Fair-value line: {}", weights(map.line));
    canvas.text((x + 42.0, y), &text, NOTE)?;
    x += 42.0 + text_width(&text, NOTE.size, false) + 28.0;
    canvas.block((x, y - 7.0), (x + 34.0, y + 7.0), BAND)?;
    canvas.text((x + 42.0, y), &tolerance, NOTE)?;
    x += 42.0 + text_width(&tolerance, NOTE.size, false) + 28.0;
    canvas.dashes([(x, y), (x + 34.0, y)], QUIET, 1.5)?;
    canvas.text((x + 42.0, y), &weights(map.other_line), NOTE)?;
    let note = "Below the line a supplier is cheaper than its quality is worth. An open mark stands \
                where no price is reported.";
    canvas.text((40.0, y + 30.0), note, NOTE)
}
