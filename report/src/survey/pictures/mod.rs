//! The pictures, each in a file of its own.

mod kano;
mod marked;
mod quadrants;
mod service;
mod value_map;
mod worth;

use crate::kit::axis::Axis;
use crate::kit::format::number;
use crate::kit::picture::{Canvas, Colour, Drawn, FAINT, INK, Picture, QUIET, Type};
use crate::survey::figures::Figures;

const TITLE: Type = Type::new(26.0, INK).bold();
const SUBTITLE: Type = Type::new(15.0, QUIET);
const NOTE: Type = Type::new(13.0, QUIET);
const HEADING: Type = Type::new(15.0, INK).bold();
const LABEL: Type = Type::new(14.0, INK);

/// Grounds, lighter than what stands on them.
const SAND: Colour = Colour(0xfa, 0xf0, 0xe8);
const MIST: Colour = Colour(0xe8, 0xf2, 0xf3);
const CHALK: Colour = Colour(0xf6, 0xf8, 0xf9);

/// The pictures of what could be computed.
///
/// # Errors
/// What the backend says.
pub fn draw(figures: &Figures) -> Result<Vec<Picture>, String> {
    let mut pictures = Vec::new();
    for (at, drivers) in figures.drivers().enumerate() {
        pictures.push(Picture::new(quadrants_name(at), quadrants::draw(drivers)?));
    }
    if let Some(added) = &figures.value_added {
        pictures.push(Picture::new(WORTH, worth::draw(added)?));
    }
    for (at, features) in figures.kano.iter().enumerate() {
        if features
            .features
            .iter()
            .any(|feature| feature.better.is_some())
        {
            pictures.push(Picture::new(kano_name(at), kano::draw(features)?));
        }
    }
    for (at, service) in figures.service.iter().enumerate() {
        pictures.push(Picture::new(service_name(at), service::draw(service)?));
    }
    if let Some(published) = &figures.published {
        pictures.push(Picture::new(
            VALUE_MAP,
            value_map::draw(&published.value_map)?,
        ));
    }
    Ok(pictures)
}

pub const WORTH: &str = "worth.svg";
pub const VALUE_MAP: &str = "value-map.svg";

/// The file of the quadrants of each outcome.
pub fn quadrants_name(at: usize) -> String {
    numbered("quadrants", at)
}

/// The file of the features of each survey.
pub fn kano_name(at: usize) -> String {
    numbered("kano", at)
}

/// The file of the service of each survey.
pub fn service_name(at: usize) -> String {
    numbered("service", at)
}

fn numbered(name: &str, at: usize) -> String {
    match at {
        0 => format!("{name}.svg"),
        at => format!("{name}-{}.svg", at + 1),
    }
}

/// Round numbers along the foot and the left edge, and what they mean.
struct Grid<'a> {
    across: Axis,
    up: Axis,
    across_means: &'a str,
    up_means: &'a str,
}

impl Grid<'_> {
    fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.across.at(x), self.up.at(y))
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Drawn {
        let (left, right) = (self.across.from, self.across.to);
        let (foot, head) = (self.up.from, self.up.to);
        let (marks, decimals) = self.across.marks();
        for mark in marks {
            let x = self.across.at(mark);
            canvas.line([(x, foot), (x, foot + 5.0)], FAINT, 1.0)?;
            canvas.text((x, foot + 18.0), &number(mark, decimals), NOTE.centred())?;
        }
        let (marks, decimals) = self.up.marks();
        for mark in marks {
            let y = self.up.at(mark);
            canvas.line([(left - 5.0, y), (left, y)], FAINT, 1.0)?;
            canvas.text((left - 10.0, y), &number(mark, decimals), NOTE.ending())?;
        }
        let frame = [
            (left, foot),
            (right, foot),
            (right, head),
            (left, head),
            (left, foot),
        ];
        canvas.line(frame, FAINT, 1.0)?;
        let middle = f64::midpoint(left, right);
        canvas.text((middle, foot + 46.0), self.across_means, LABEL.centred())?;
        canvas.text((40.0, head - 18.0), self.up_means, LABEL)
    }
}
