//! What the examples share: purchases from CSV, plain tables, numbers as people read them,
//! pictures in SVG. Include it with `#[path = "../kit/mod.rs"] mod kit;`.

pub mod csv;
pub mod fields;
pub mod format;
pub mod picture;
pub mod table;
