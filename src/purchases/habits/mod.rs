//! What a customer usually does: rhythm, basket, weekday and season.

mod chance;
mod customer;
mod gather;
mod options;
mod season;
mod shop;
mod table;

pub use customer::Habits;
pub use options::{HabitOptions, SinglePurchase};
pub use season::Season;
pub use shop::ShopHabits;
pub use table::CustomerHabits;
