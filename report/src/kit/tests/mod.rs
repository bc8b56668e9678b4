//! What the reports share, through its own doors.

mod amounts;
mod dates;
mod drawing;
mod files;
mod page;
mod text;
