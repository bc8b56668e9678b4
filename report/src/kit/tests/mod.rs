//! What the reports share, through its own doors.

mod amounts;
mod brief;
mod cells;
mod dates;
mod drawing;
mod files;
mod order;
mod page;
mod text;
