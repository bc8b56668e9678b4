//! Customer value added: whether customers find our offer worth its price, against the competitors'.
//!
//! Source: Laitamäki, J. and Kordupleski, R. (1997), *European Management Journal* 15(2).

mod compared;
mod options;
mod quotient;

pub use compared::CustomerValueAdded;
pub use options::{Band, Options};
pub(super) use quotient::Means;
