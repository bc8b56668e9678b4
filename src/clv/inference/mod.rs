//! How sure the parameters of a model are where standard errors mislead, and what little data can say.

mod bootstrap;
mod posterior;
mod priors;
mod profile;

pub use bootstrap::ParametricBootstrap;
pub use posterior::PosteriorMode;
pub use priors::{Prior, Priors};
pub use profile::ProfileInterval;
