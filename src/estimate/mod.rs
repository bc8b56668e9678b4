//! Rates, shares and differences, with the counts behind them and confidence intervals.
//!
//! A retention rate of 80 % from five customers and one from five thousand are different facts.
//! The types here keep what a figure was computed from, so that it can be merged, questioned, and
//! given an interval:
//!
//! | type | what | interval |
//! |---|---|---|
//! | [`Proportion`] | counts: so many of so many | Wilson |
//! | [`WeightedProportion`] | the same, each counted by weight | Wilson, with the effective sample size |
//! | [`Share`] | money: this amount of that amount; may exceed 1 or be negative | none |
//! | [`Ratio`] | any two quantities | none |
//! | [`Estimate`] | a value with a standard error | Student's, or normal |
//! | [`Influence`] | what each respondent contributes to an estimate | that of its [`Estimate`] |
//! | [`Difference`] | two proportions compared | Newcombe |
//!
//! # Comparing
//!
//! | what is compared | how |
//! |---|---|
//! | an estimate with a target | [`Estimate::test`] |
//! | two samples of different people | [`Estimate::minus`] |
//! | two questions to the same people | [`Influence::minus`], [`Influence::divided_by`] |
//! | two waves of a panel | [`Influence::matched`], then [`Influence::minus`] |
//! | two scores of the same customers | [`ranking::Ranking::difference`] |
//! | all segments with each other | [`compare_all`] |
//!
//! [`ranking`] says how well scores rank those to whom something happens. [`power`] says how many
//! respondents a comparison needs. [`Design`] says how respondents were
//! sampled: strata, clusters, populations that end. Many tests at once need adjusted p-values:
//! [`Adjustment`], [`holm`], [`benjamini_hochberg`]. [`Resampling`] says how respondents are drawn again
//! where an interval is found by the bootstrap.
//!
//! A quotient whose denominator is zero is `None`, never NaN. Intervals assume that the units
//! counted are independent: customers are, several periods of one customer are not.

mod chi_square;
mod compared;
mod comparisons;
mod confidence;
mod design;
mod influence;
mod proportion;
mod quotient;
mod resampling;
mod studentised;
mod tested;
mod weighted;
mod with_error;

pub mod power;
pub mod ranking;

pub use chi_square::ChiSquare;
pub use compared::{Comparison, compare_all, compare_differences, compare_influences};
pub(crate) use compared::{Figure, compare_figures};
pub use comparisons::{Adjustment, benjamini_hochberg, holm};
pub use confidence::{Confidence, Interval};
pub use design::{Base, Design, Errors, SingleCluster};
pub use influence::Influence;
pub(crate) use proportion::wilson_around;
pub use proportion::{Difference, Proportion};
pub use quotient::{Ratio, Share};
pub use resampling::Resampling;
pub(crate) use studentised::{
    Figure as ResampledFigure, of_logit, studentised, studentised_symmetric, times_drawn,
};
pub use tested::Test;
pub use weighted::WeightedProportion;
pub use with_error::Estimate;
