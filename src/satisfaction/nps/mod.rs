//! Net Promoter Score: one question, three groups, one difference.

mod counts;
mod rule;
mod score;

pub use counts::NpsCounts;
pub use rule::{Decimals, NpsGroup, NpsInterval, NpsOptions, NpsQuestion};
pub use score::{NetPromoterScore, NpsDifference};
