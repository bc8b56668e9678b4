//! Value over time, beside satisfaction and market share. Measure it again each period, because what
//! customers ask for, what they know and what competitors offer all change.
//!
//! Some businesses had highly satisfied customers while their market share shrank, as is commonly
//! reported without figures: the competitors had become better still, so customer value had fallen. If
//! customers are satisfied and value or market share falls, a [`Signal`] of the [`ValueChange`] says so.
//! A fall counts if it is more than its error explains.
//!
//! The change of value is split into what our ratings did, what the competitors' ratings did, what
//! customers ask for, and the price. "They got better faster" is one line of it.

mod change;
mod options;
mod parts;
mod period;
mod signal;

pub use change::{AttributeChange, ValueChange, changes};
pub use options::{Options, Satisfied};
pub use period::PeriodValue;
pub use signal::Signal;
