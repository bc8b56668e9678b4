//! What in a file looks as if it were not what it seems: customers who are nobody, one customer
//! under several keys, rows and amounts that may be wrong, dates far from all others.

mod columns;
mod dates;
mod find;
mod keys;
mod remark;

pub use find::{Read, apart, find};
pub use remark::Remarked;
