//! Named dots between two lines that cross, and names in the corners.

use super::{HEADING, LABEL};
use crate::kit::labels::{Area, Named, Room, fitted, place, text_width};
use crate::kit::picture::{Canvas, Colour, Drawn, SLATE, Type, WHITE};

const RADIUS: f64 = 6.5;
/// No name is wider.
const WIDEST: f64 = 250.0;

/// What one dot stands for.
pub struct Dot<'a> {
    pub name: &'a str,
    pub at: (f64, f64),
    pub colour: Colour,
    /// Whether it is full; otherwise a ring.
    pub sure: bool,
}

/// Draws the names of the corners, those in the right half ending where they are put. Returns what they
/// take, of this height.
pub fn corners<'n>(
    canvas: &Canvas<'_>,
    frame: Area,
    names: impl IntoIterator<Item = (&'n str, Colour, (f64, f64))>,
    height: f64,
) -> Result<Vec<Area>, String> {
    let mut taken = Vec::new();
    for (name, colour, (x, y)) in names {
        let ends = x > frame.middle().0;
        let look = Type { colour, ..HEADING };
        canvas.text((x, y), name, if ends { look.ending() } else { look })?;
        let width = text_width(name, look.size, true);
        let middle = if ends {
            x - width / 2.0
        } else {
            x + width / 2.0
        };
        taken.push(Area::around((middle, y), width + 8.0, height));
    }
    Ok(taken)
}

/// Draws the dots with their names, which keep off the corners and the lines that cross.
pub fn dots(
    canvas: &Canvas<'_>,
    frame: Area,
    cross: (f64, f64),
    taken: Vec<Area>,
    dots: &[Dot<'_>],
) -> Drawn {
    let texts: Vec<String> = dots
        .iter()
        .map(|dot| fitted(dot.name, LABEL, WIDEST))
        .collect();
    let named = dots.iter().zip(&texts).map(|(dot, text)| Named {
        at: dot.at,
        width: text_width(text, LABEL.size, false) + 4.0,
        height: 18.0,
    });
    let room = Room {
        frame: Area::new(
            (frame.left + 4.0, frame.top + 4.0),
            (frame.right - 4.0, frame.bottom - 4.0),
        ),
        radius: RADIUS,
        taken,
        lines: vec![
            ((cross.0, frame.top), (cross.0, frame.bottom)),
            ((frame.left, cross.1), (frame.right, cross.1)),
        ],
    };
    let placed = place(&named.collect::<Vec<_>>(), &room);
    for label in &placed {
        if let Some((from, to)) = label.leader {
            canvas.line([from, to], SLATE, 1.0)?;
        }
    }
    for dot in dots {
        mark(canvas, dot.at, dot.colour, dot.sure)?;
    }
    for (label, text) in placed.iter().zip(&texts) {
        canvas.text(label.area.middle(), text, LABEL.centred())?;
    }
    Ok(())
}

/// Draws a dot: full if it is sure, otherwise a ring.
pub fn mark(canvas: &Canvas<'_>, at: (f64, f64), colour: Colour, sure: bool) -> Drawn {
    canvas.dot(at, RADIUS, if sure { colour } else { WHITE })?;
    canvas.ring(at, RADIUS - 1.0, colour, 2.0)
}
