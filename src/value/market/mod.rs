//! What the customers of a market say about every supplier, and "us against them" for each.
//!
//! A [`Builder`] takes respondents one at a time and makes a [`Market`], whose figures then have
//! standard errors. A market of mean ratings alone, as tables report them, has none.

mod builder;
mod compared;
mod frame;
mod influence;
mod means;
mod names;
mod products;
mod spread;
mod worth;

pub use builder::{Builder, Ratings};
pub use means::{Market, MeanRating};
