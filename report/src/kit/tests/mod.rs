//! What the reports share, through its own doors.

mod brief;
mod drawing;
mod order;
mod page;
mod text;
