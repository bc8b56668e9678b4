//! The value map: a market's suppliers by quality and price, and the line of fair prices.
//!
//! A [`ValueMap`] says for each supplier on which side of the fair-value line it is, in which
//! [zone](ValueZone), and how certain that is.
//!
//! Source: Gale, B. T. with Wood, R. C. (1994), *Managing Customer Value*, Free Press.

mod line;
mod options;
mod standing;
mod value_map;

pub use line::FairValueLine;
pub use options::Options;
pub use standing::{Standing, ValueZone};
pub(super) use value_map::{Evidence, Uncertainty};
pub use value_map::{Offer, PlacedOffer, ValueMap};
