//! Switching costs as customers see them, scored from answers to a questionnaire.
//!
//! [`instrument`] is the questionnaire of Burnham, Frels and Mahajan with its thirty [`ITEMS`]; any other
//! [`Instrument`](crate::scale::Instrument) about [facets](super::Facet) will do. A [`Scorer`] turns one
//! respondent's answers into [`Scores`], and a [`Sheet`](crate::scale::Sheet) of columns into the
//! scores of everyone. A [`Population`] has means with their standard errors; [`Builder`] computes it
//! from rows, [`Population::of`] from columns.

mod blocks;
mod influence;
mod items;
mod options;
mod population;
mod scorer;
mod scores;

pub use items::{ITEMS, instrument};
pub use options::Options;
pub use population::{Builder, PartSummary, Population};
pub use scorer::Scorer;
pub use scores::Scores;
