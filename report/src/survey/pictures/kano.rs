//! The features by how far they satisfy where they are there, and dissatisfy where they are not.

use retention::satisfaction::kano::Category;

use super::marked::{self, Dot, mark};
use super::{CHALK, Grid, MIST, NOTE, SAND, SUBTITLE, TITLE};
use crate::kit::axis::Axis;
use crate::kit::format::{counted, listed, number, shortened, spaced};
use crate::kit::labels::{Area, text_width};
use crate::kit::picture::{self, AMBER, Canvas, Caption, Colour, Drawn, INK, QUIET, SLATE, TEAL};
use crate::survey::figures::kano::{Feature, Features};

/// A feature's place: worse without its sign, and better.
fn place_of(feature: &Feature) -> Option<(f64, f64)> {
    Some((-feature.worse?, feature.better?))
}

pub fn draw(features: &Features) -> Result<String, String> {
    let title = "What each feature is to customers";
    let description = description(features);
    picture::draw((1000, 800), Caption::new(title, &description), |canvas| {
        canvas.text((40.0, 46.0), title, TITLE)?;
        let told = features.features.iter();
        let told = told.filter(|one| one.distinct_category.is_some()).count();
        let subtitle = format!(
            "{}; the category of {told} is told apart from the next",
            counted(features.features.len(), "feature", "features"),
        );
        canvas.text((40.0, 76.0), &subtitle, SUBTITLE)?;
        let axis = |from, to| Axis {
            low: -0.06,
            high: 1.06,
            from,
            to,
        };
        let grid = Grid {
            across: axis(90.0, 960.0),
            up: axis(650.0, 132.0),
            across_means: "Worse, without its sign: how many the absence dissatisfies, 0 to 1",
            up_means: "Better: how many the feature satisfies, 0 to 1",
        };
        let cuts = (
            features.options.worse_cut.abs(),
            features.options.better_cut,
        );
        let cross = grid.at(cuts);
        let frame = Area::new(
            (grid.across.from, grid.up.to),
            (grid.across.to, grid.up.from),
        );
        grounds(canvas, frame, cross)?;
        grid.draw(canvas)?;
        points(canvas, features, &grid, frame, cross)?;
        legend(canvas)
    })
}

/// Where each feature lies.
fn description(features: &Features) -> String {
    let there = features.features.iter().filter_map(|one| {
        let (worse, better) = place_of(one)?;
        let category = one.category.map_or("none", Category::name);
        Some(format!(
            "{} (better {}, worse −{}, most often {})",
            shortened(&one.name, 60),
            number(better, 2),
            number(worse, 2),
            spaced(category),
        ))
    });
    let there: Vec<String> = there.collect();
    format!(
        "Features by how many they satisfy where they are there and how many they dissatisfy where they \
         are not: {}.",
        listed(&there),
    )
}

fn grounds(canvas: &Canvas<'_>, frame: Area, cross: (f64, f64)) -> Drawn {
    canvas.block((frame.left, frame.top), (frame.right, frame.bottom), CHALK)?;
    canvas.block((frame.left, frame.top), cross, MIST)?;
    canvas.block(cross, (frame.right, frame.bottom), SAND)?;
    canvas.dashes([(cross.0, frame.top), (cross.0, frame.bottom)], SLATE, 1.5)?;
    canvas.dashes([(frame.left, cross.1), (frame.right, cross.1)], SLATE, 1.5)
}

const fn colour(category: Option<Category>) -> Colour {
    match category {
        Some(Category::Attractive) => TEAL,
        Some(Category::MustBe) => AMBER,
        Some(Category::OneDimensional) => INK,
        _ => QUIET,
    }
}

fn points(
    canvas: &Canvas<'_>,
    features: &Features,
    grid: &Grid<'_>,
    frame: Area,
    cross: (f64, f64),
) -> Drawn {
    let (left, right) = (frame.left + 14.0, frame.right - 14.0);
    let (head, foot) = (frame.top + 14.0, frame.bottom - 14.0);
    let names = [
        (Category::Attractive, "Attractive", (left, head)),
        (Category::OneDimensional, "One-dimensional", (right, head)),
        (Category::Indifferent, "Indifferent", (left, foot)),
        (Category::MustBe, "Must-be", (right, foot)),
    ];
    let names = names.map(|(category, name, at)| (name, colour(Some(category)), at));
    let taken = marked::corners(canvas, frame, names, 24.0)?;
    let dots = features.features.iter().filter_map(|feature| {
        Some(Dot {
            name: &feature.name,
            at: grid.at(place_of(feature)?),
            colour: colour(feature.category),
            sure: feature.distinct_category.is_some(),
        })
    });
    marked::dots(canvas, frame, cross, taken, &dots.collect::<Vec<_>>())
}

fn legend(canvas: &Canvas<'_>) -> Drawn {
    let y = 730.0;
    mark(canvas, (48.0, y), INK, true)?;
    let told = "its category is told apart from the next";
    canvas.text((62.0, y), told, NOTE)?;
    let next = 62.0 + text_width(told, NOTE.size, false) + 60.0;
    mark(canvas, (next, y), INK, false)?;
    canvas.text((next + 14.0, y), "it is not", NOTE)?;
    let note = "A dot has the colour of its most frequent category, grey for one without a corner of its own; \
                where it lies need not be there.";
    canvas.text((40.0, y + 30.0), note, NOTE)
}
