//! What the examples share: rows and purchases from CSV, reports as text and as a page, plain tables,
//! numbers as people read them, pictures in SVG. Include it with
//! `#[path = "../kit/mod.rs"] mod kit;`.

#![allow(dead_code, reason = "each example uses a part of it")]

pub mod axis;
pub mod csv;
pub mod document;
pub mod fields;
pub mod format;
pub mod html;
pub mod labels;
pub mod picture;
pub mod program;
pub mod progress;
pub mod rows;
pub mod table;
