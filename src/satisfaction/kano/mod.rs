//! Kano's model: which needs are taken for granted, which satisfy the more the better, which
//! delight.

mod answers;
mod counts;
mod coverage;
mod options;
mod result;

pub use answers::{KanoAnswer, KanoCategory, KanoPair, KanoTable};
pub use counts::{KanoCategoryCounts, KanoCounts};
pub use coverage::{Coverage, CoverageBuilder, CoverageTarget, Fulfilment, Need};
pub use options::{Distinguish, KanoOptions, KanoTies};
pub use result::{
    CategoryShare, Kano, KanoClass, KanoCoefficients, KanoDistinction, KanoScores, KanoStrength,
};
