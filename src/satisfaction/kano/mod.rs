//! Kano's model: which features are taken for granted, which satisfy the more the better, and which
//! delight.

mod answers;
mod counter;
mod options;
mod result;

pub use answers::{Answer, Category, Pair, Table};
pub use counter::Counter;
pub use options::{Distinguish, Options};
pub use result::Kano;
