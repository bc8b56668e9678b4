//! What customers will do: probability models of buying, their fits, and what customers are worth.

mod constant;
mod contract_value;
mod discount;
mod geometric;
mod horizon;
mod migration;

pub use constant::ConstantRetention;
pub use contract_value::{
    ContractValue, Elasticities, FirstMargin, MarginStream, RelationshipCosts,
};
pub use discount::DiscountRate;
pub use horizon::Horizon;
pub use migration::{CustomerState, Marketing, MarketingPlan, MarkovMigration};
