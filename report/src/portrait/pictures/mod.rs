//! The pictures, each in a file of its own.

mod changes;
mod levels;
mod map;
mod plan;

use super::figures::Figures;
use crate::kit::format::{count, number};
use crate::kit::picture::{INK, Picture, QUIET, Type};

const TITLE: Type = Type::new(26.0, INK).bold();
const SUBTITLE: Type = Type::new(15.0, QUIET);
const NOTE: Type = Type::new(13.0, QUIET);
const LABEL: Type = Type::new(14.0, INK);

pub const CHANGES: &str = "changes.svg";
pub const LEVELS: &str = "levels.svg";
pub const MAP: &str = "at-risk.svg";
pub const PLAN: &str = "plan.svg";

/// What a mark of an axis says: whole amounts with commas between thousands.
fn amount(mark: f64, decimals: usize) -> String {
    match decimals {
        0 => count(mark.round() as u64),
        _ => number(mark, decimals),
    }
}

/// The pictures of what could be computed.
///
/// # Errors
/// What the backend says.
pub fn draw(figures: &Figures) -> Result<Vec<Picture>, String> {
    let drawn = [
        (PLAN, plan::draw(figures)?),
        (LEVELS, levels::draw(figures)?),
        (CHANGES, changes::draw(figures)?),
        (MAP, map::draw(figures)?),
    ];
    let drawn = drawn.into_iter();
    Ok(drawn
        .filter_map(|(name, svg)| Some(Picture::new(name, svg?)))
        .collect())
}
