//! The pictures, each in a file of its own.

mod lorenz;
mod migration;
mod pyramid;
mod ranking;
mod stages;

use rust_decimal::Decimal;

use crate::kit::format::percent;
use crate::kit::picture::{INK, Picture, QUIET, Type};
use crate::purchases::figures::Figures;

const TITLE: Type = Type::new(26.0, INK).bold();
const SUBTITLE: Type = Type::new(15.0, QUIET);
const NOTE: Type = Type::new(13.0, QUIET);
const FIGURE: Type = Type::new(19.0, INK).bold();
const HEADING: Type = Type::new(15.0, INK).bold();
const LABEL: Type = Type::new(14.0, INK);

/// The pictures; none where shares of revenue say nothing.
///
/// # Errors
/// What the backend says.
pub fn draw(figures: &Figures) -> Result<Vec<Picture>, String> {
    if figures.revenue <= Decimal::ZERO {
        return Ok(Vec::new());
    }
    let mut pictures = vec![
        Picture::new("pyramid.svg", pyramid::draw(figures)?),
        Picture::new("lorenz.svg", lorenz::draw(figures)?),
    ];
    if let Some(moved) = &figures.migration {
        pictures.push(Picture::new("migration.svg", migration::draw(moved)?));
    }
    pictures.push(Picture::new("stages.svg", stages::draw(figures)?));
    if let Some(svg) = ranking::draw(figures)? {
        pictures.push(Picture::new("ranking.svg", svg));
    }
    Ok(pictures)
}

/// What the pyramid and the Lorenz curve both show.
fn finding(figures: &Figures) -> String {
    format!(
        "The top {} of customers bring {} of revenue",
        percent(Some(top_share_of_customers(figures)), 0),
        percent(figures.concentration.top_20_percent_share, 1),
    )
}

/// The top 20 %, which is more where rounding up to a whole customer makes a difference.
fn top_share_of_customers(figures: &Figures) -> f64 {
    figures.concentration.top_20_percent_customers as f64 / figures.customers as f64
}
