//! The pictures, each in a file of its own.

pub mod curve;
mod levels;

use crate::figures::Figures;
use crate::kit::picture::{Colour, INK, QUIET, Type};

const TITLE: Type = Type::new(26.0, INK).bold();
const SUBTITLE: Type = Type::new(15.0, QUIET);
const NOTE: Type = Type::new(13.0, QUIET);
const LABEL: Type = Type::new(14.0, INK);
/// A ground lighter than what stands on it.
const CHALK: Colour = Colour(0xf6, 0xf8, 0xf9);

pub const CURVE: &str = "competition-curve.svg";
pub const LEVELS: &str = "levels.svg";

/// A picture and the name of its file.
#[derive(Debug)]
pub struct Picture {
    pub name: &'static str,
    pub svg: String,
}

/// The pictures of what could be computed.
///
/// # Errors
/// What the backend says.
pub fn draw(figures: &Figures) -> Result<Vec<Picture>, String> {
    let mut pictures = vec![Picture {
        name: LEVELS,
        svg: levels::draw(figures)?,
    }];
    if let Some(curve) = &figures.competition_curve {
        pictures.push(Picture {
            name: CURVE,
            svg: curve::draw(curve)?,
        });
    }
    Ok(pictures)
}
