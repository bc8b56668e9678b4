//! What the text of `src` says about the public items: no list made by hand can fall behind it.

#![allow(
    clippy::disallowed_methods,
    reason = "the library does no I/O; this test reads its source"
)]

mod accumulators;
mod examples;
mod source;
mod types;
