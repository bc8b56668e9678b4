//! What the text of `src` says about the public items: no list made by hand can fall behind it.

mod accumulators;
mod source;
mod types;
