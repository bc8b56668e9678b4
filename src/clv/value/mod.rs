//! What customers are worth: purchases to come, what they bring, and what that is worth now.

mod estimates;
mod model;
mod results;
mod terms;

pub use model::CustomerLifetimeValue;
pub use results::{CustomerValue, CustomerValues, NewCustomerValue, SpendSource};
pub use terms::{Spend, ValueTerms};
