//! Quality and price as customers see them, attribute by attribute, against the competitors.
//!
//! A [`QualityProfile`] gives the Q of V = Q / P: Gale's market-perceived quality ratio. A
//! [`PriceProfile`] gives P if prices are not known, but customers said how satisfied they are with them.
//!
//! Source: Gale, B. T. with Wood, R. C. (1994), *Managing Customer Value*, Free Press.

mod attributes;
mod given;
mod options;
mod price;
mod quality;

pub(super) use attributes::Row;
pub use attributes::{AttributeRatio, RatedAttribute};
pub use given::{GivenRatio, RatioProfile};
pub use options::Options;
pub(super) use options::ratio_scale;
pub use price::PriceProfile;
pub use quality::QualityProfile;
