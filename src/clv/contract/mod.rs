//! How long customers with a contract stay, where each has a probability of leaving of their own.

mod beta_discrete_weibull;
mod likelihood;
mod model;
mod renewals;
mod shifted_beta_geometric;

pub use beta_discrete_weibull::BetaDiscreteWeibull;
pub use model::ContractModel;
pub use shifted_beta_geometric::ShiftedBetaGeometric;
