//! The pictures, each in a file of its own.

mod calibration;
mod map;
mod tracking;

use crate::forecast::figures::Figures;
use crate::kit::picture::{AMBER, Colour, INK, Picture, QUIET, TEAL, Type};

const TITLE: Type = Type::new(26.0, INK).bold();
const SUBTITLE: Type = Type::new(15.0, QUIET);
const NOTE: Type = Type::new(13.0, QUIET);
const LABEL: Type = Type::new(14.0, INK);
const HEADING: Type = Type::new(15.0, INK).bold();
/// A ground lighter than what stands on it.
const CHALK: Colour = Colour(0xf6, 0xf8, 0xf9);
/// The models that were not chosen.
const OTHERS: [Colour; 2] = [AMBER, Colour(0x45, 0x55, 0x8c)];

pub const TRACKING: &str = "tracking.svg";
pub const CALIBRATION: &str = "hold-out.svg";
pub const MAP: &str = "still-there.svg";

/// The pictures of what could be computed.
///
/// # Errors
/// What the backend says.
pub fn draw(figures: &Figures) -> Result<Vec<Picture>, String> {
    let drawn = [
        (CALIBRATION, calibration::draw(figures)?),
        (TRACKING, tracking::draw(figures)?),
        (MAP, map::draw(figures)?),
    ];
    let drawn = drawn.into_iter();
    Ok(drawn
        .filter_map(|(name, svg)| Some(Picture::new(name, svg?)))
        .collect())
}

/// So much of a colour, the rest white.
fn mixed(colour: Colour, part: f64) -> Colour {
    let mix = |level: u8| (255.0 - (255.0 - f64::from(level)) * part).round() as u8;
    Colour(mix(colour.0), mix(colour.1), mix(colour.2))
}

/// What was expected, and by the chosen model.
const EXPECTED: Colour = TEAL;
