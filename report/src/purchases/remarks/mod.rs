//! What in a file looks as if it were not what it seems: customers who are nobody, one customer
//! under several keys, rows and amounts that may be wrong, dates far from all others.

mod columns;
mod dates;
mod find;
mod keys;
mod money;
mod remark;
mod totals;

pub use find::{Read, find};
pub use money::{apart, refund_only};
pub use remark::Remarked;
