//! The pictures, each in a file of its own.

mod cohorts;
mod hazard;
mod rates;
mod survival;

use crate::churn::figures::Figures;
use crate::kit::labels::{fitted, text_width};
use crate::kit::picture::{AMBER, Canvas, Colour, Drawn, INK, Picture, QUIET, TEAL, Type};

/// Of pictures so narrow that a small screen shows them whole.
const WIDTH: f64 = 620.0;
const NARROW_SUBTITLE: Type = Type::new(14.0, QUIET);
const NOTE: Type = Type::new(13.0, QUIET);
const LABEL: Type = Type::new(14.0, INK);
const HEADING: Type = Type::new(15.0, INK).bold();
/// A ground lighter than what stands on it.
const CHALK: Colour = Colour(0xf6, 0xf8, 0xf9);
/// So many groups are drawn, the largest.
pub const DRAWN: usize = 2 * COLOURS.len();
/// One for each of the larger groups; of as many more the curves are dashed.
const COLOURS: [Colour; 6] = [
    TEAL,
    AMBER,
    Colour(0x45, 0x55, 0x8c),
    Colour(0x8a, 0x3f, 0x6b),
    Colour(0x5f, 0x7d, 0x2f),
    QUIET,
];

pub const RATES: &str = "churn-rates.svg";
pub const SURVIVAL: &str = "survival.svg";
pub const HAZARD: &str = "hazard.svg";
pub const COHORTS: &str = "cohorts.svg";

/// The pictures of what could be computed.
///
/// # Errors
/// What the backend says.
pub fn draw(figures: &Figures) -> Result<Vec<Picture>, String> {
    let drawn = [
        (RATES, Some(rates::draw(figures)?)),
        (SURVIVAL, survival::draw(figures)?),
        (HAZARD, hazard::draw(figures)?),
        (COHORTS, cohorts::draw(figures)?),
    ];
    let drawn = drawn.into_iter();
    Ok(drawn
        .filter_map(|(name, svg)| Some(Picture::new(name, svg?)))
        .collect())
}

/// The title of a narrow picture and what stands below it.
fn heading(canvas: &Canvas<'_>, title: &str, subtitle: &str) -> Drawn {
    let room = WIDTH - 40.0;
    // As large as it fits on one line.
    let sizes = [20.0, 18.0, 16.0].map(|size| Type::new(size, INK).bold());
    let fits = |look: &&Type| text_width(title, look.size, look.bold) <= room;
    let look = sizes.iter().find(fits).copied().unwrap_or(sizes[2]);
    canvas.text((20.0, 38.0), &fitted(title, look, room), look)?;
    let subtitle = fitted(subtitle, NARROW_SUBTITLE, room);
    canvas.text((20.0, 64.0), &subtitle, NARROW_SUBTITLE)
}

/// So much of a colour, the rest white.
fn mixed(colour: Colour, part: f64) -> Colour {
    let mix = |level: u8| (255.0 - (255.0 - f64::from(level)) * part).round() as u8;
    Colour(mix(colour.0), mix(colour.1), mix(colour.2))
}
