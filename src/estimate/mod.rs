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
//! | [`Estimate`] | a value with a standard error | normal, Student's |
//! | [`Difference`] | two proportions compared | Newcombe |
//!
//! Many tests at once need adjusted p-values: [`Adjustment`], [`holm`], [`benjamini_hochberg`].
//!
//! A quotient whose denominator is zero is `None`, never NaN. Intervals assume that the units
//! counted are independent: customers are, several periods of one customer are not.

mod comparisons;
mod confidence;
mod proportion;
mod quotient;
mod weighted;

pub use comparisons::{Adjustment, benjamini_hochberg, holm};
pub use confidence::{Confidence, Estimate, Interval};
pub use proportion::{Difference, Proportion};
pub use quotient::{Ratio, Share};
pub use weighted::WeightedProportion;
