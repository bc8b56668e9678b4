//! What the reports share: files and options, rows and purchases from CSV, reports as text and as a
//! page, plain tables, numbers as people read them, pictures in SVG with names that keep clear of each
//! other.

pub mod amounts;
pub mod axis;
pub mod beside;
pub mod blanks;
mod brief;
mod clock;
mod closing;
pub mod csv;
pub mod currency;
pub mod dates;
pub mod day;
pub mod delimiter;
pub mod document;
pub mod elsewhere;
pub mod encoding;
pub mod fields;
pub mod format;
pub mod headers;
pub mod html;
pub mod input;
pub mod json;
pub mod labels;
pub mod letters;
pub mod lines;
mod months;
pub mod near;
pub mod opening;
pub mod order;
pub mod output;
pub mod picture;
pub mod program;
pub mod progress;
pub mod rows;
pub mod table;
#[cfg(test)]
mod tests;
pub mod totals;
