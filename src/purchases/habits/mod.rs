//! What a customer usually does: rhythm, basket, weekday and season.

mod customer;
mod season;

pub use customer::Habits;
pub use season::Season;
