//! What is known of customers from the start, such as the channel they came by, in models of buying.

mod counts;
mod effect;
mod fit;
mod fitted;
mod levels;
mod likelihood;
mod model;
mod scales;

pub use counts::{CovariateCounter, CovariateCounts, DescribedCustomer};
pub use effect::{CovariateOptions, CovariateOrigin, CovariateTarget, LeavingCovariates};
pub(super) use effect::{Moves, on_coins, on_rates};
pub use fitted::{CovariateEffect, FittedCovariates};
pub use levels::CovariateLevels;
pub use model::CovariateModel;
