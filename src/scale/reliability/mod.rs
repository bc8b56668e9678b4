//! How well items measure one thing: Cronbach's alpha, McDonald's omega, and what is made of them.

mod alpha;
mod bootstrap;
mod builder;
mod complete;
mod contributions;
mod omega;
mod ordinal;
mod polychoric;
mod remark;
mod result;
mod sums;
mod validity;

pub use alpha::Alpha;
pub use bootstrap::{Coefficient, ResampledCoefficient};
pub use builder::ReliabilityBuilder;
pub(super) use contributions::{Contributions, Products};
pub use omega::Omega;
pub use ordinal::OrdinalReliability;
pub use remark::ReliabilityRemark;
pub use result::{ItemReliability, Reliability};
pub use validity::{average_variance_extracted, composite_reliability};
