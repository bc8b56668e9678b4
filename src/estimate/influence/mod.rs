//! What each respondent contributes to an estimate, and how contributions make a standard error.

mod contributions;
mod matched;
mod variance;

pub use contributions::Influence;
