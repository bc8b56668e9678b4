//! What the reports share, through its own doors.

mod drawing;
mod page;
mod text;
