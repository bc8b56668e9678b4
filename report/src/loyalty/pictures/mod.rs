//! The pictures, each in a file of its own.

pub mod curve;
mod levels;

use crate::kit::picture::{Colour, INK, Picture, QUIET, Type};
use crate::loyalty::figures::Figures;

const TITLE: Type = Type::new(26.0, INK).bold();
const SUBTITLE: Type = Type::new(15.0, QUIET);
const NOTE: Type = Type::new(13.0, QUIET);
const LABEL: Type = Type::new(14.0, INK);
/// A ground lighter than what stands on it.
const CHALK: Colour = Colour(0xf6, 0xf8, 0xf9);

pub const CURVE: &str = "competition-curve.svg";
pub const LEVELS: &str = "levels.svg";

/// The pictures of what could be computed.
///
/// # Errors
/// What the backend says.
pub fn draw(figures: &Figures) -> Result<Vec<Picture>, String> {
    let mut pictures = vec![Picture::new(LEVELS, levels::draw(figures)?)];
    if let Some(curve) = &figures.competition_curve {
        pictures.push(Picture::new(CURVE, curve::draw(curve)?));
    }
    Ok(pictures)
}
