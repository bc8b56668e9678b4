//! What customers spend on a purchase.

mod counts;
mod gamma_gamma;
mod independence;
mod likelihood;
mod posterior;

pub use counts::{SpendCounter, SpendCounts};
pub use gamma_gamma::{GammaGamma, SpendLikelihood};
pub use independence::{IndependenceOptions, SpendCorrelation, SpendIndependence, SpendVerdict};
