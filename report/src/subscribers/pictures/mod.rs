//! The pictures, each in a file of its own.

mod givers;
mod panels;
mod rates;
mod survival;

use crate::kit::picture::{Colour, INK, Picture, QUIET, Type};
use crate::subscribers::figures::Figures;

const TITLE: Type = Type::new(26.0, INK).bold();
const SUBTITLE: Type = Type::new(15.0, QUIET);
const NOTE: Type = Type::new(13.0, QUIET);
const LABEL: Type = Type::new(14.0, INK);
const HEADING: Type = Type::new(15.0, INK).bold();
/// A ground lighter than what stands on it.
const CHALK: Colour = Colour(0xf6, 0xf8, 0xf9);

pub const SURVIVAL: &str = "survival.svg";
pub const RATES: &str = "retention-rates.svg";
pub const GIVERS: &str = "givers.svg";

/// The pictures of what could be computed.
///
/// # Errors
/// What the backend says.
pub fn draw(figures: &Figures) -> Result<Vec<Picture>, String> {
    let drawn = [
        (SURVIVAL, survival::draw(figures)?),
        (RATES, rates::draw(figures)?),
        (GIVERS, givers::draw(figures)?),
    ];
    let drawn = drawn.into_iter();
    Ok(drawn
        .filter_map(|(name, svg)| Some(Picture::new(name, svg?)))
        .collect())
}
