//! Who bought when and for how much: the log of purchases, and what the literature computes from it.
//!
//! A retention team has a list of purchases, in whatever order they were recorded. This module
//! turns it into facts that the other modules read:
//!
//! * [`PurchaseLog`] holds the rows, sorted by customer and date. A [`Builder`] collects them in parts
//!   that merge. [`Columns`] reads them from columns, such as those of Arrow or a data frame.
//! * [`Observed`] looks at a log through a [`Window`](crate::period::Window) of time under a
//!   [`Policy`] for refunds, zero amounts and rows outside, and counts the rows of each kind.
//! * [`History`] is one customer's part of it, without the key.
//! * [`Summary`] is a history in the convention of the lifetime-value literature: how many repeat
//!   purchases, how long from first to last, how long observed, at what mean value.
//!   [`SummariesBuilder`] makes the summaries of a population straight from rows.
//! * [`Latency`] says how long customers take from one purchase to the next, step by step, and how
//!   many have not taken the step yet; [`ReturnCurve`] shows one of these steps day by day, and
//!   [`ReturnCurves`] shows all of them, in bins of [`Steps`].
//! * [`lapse`] has the rules that say when silence means that a customer has left.
//!
//! # Definitions
//!
//! A *purchase event* is a calendar period (the *grain*: a day unless you say otherwise) in which
//! a customer has at least one row that is not a refund. Several rows in one period are one event.
//! Time is written in a unit of its own, the *ruler*.
//!
//! ```text
//! frequency      x   = purchase events − 1
//! first_to_last  t_x = last event − first event
//! age            T   = end of the window − first event
//! mean repeat value  = money of the events after the first / their number
//! ```
//!
//! An event is placed at the first day of its period, and so is the end of the window. Some packages
//! call `first_to_last` *recency*, others the time since the last purchase. This crate avoids the word.
//!
//! Source: Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005), *Marketing Science* 24(2):
//! 275–284.
//!
//! # Example
//!
//! ```
//! use chrono::NaiveDate;
//! use retention::period::{Period, Ruler, Window};
//! use retention::purchases::{Policy, Purchase, PurchaseLog};
//! use rust_decimal::dec;
//!
//! let date = |month, day| NaiveDate::from_ymd_opt(1997, month, day).unwrap();
//! let log = PurchaseLog::from_rows([
//!     Purchase { customer: "Ann", date: date(1, 18), amount: dec!(29.73) },
//!     Purchase { customer: "Ben", date: date(1, 1), amount: dec!(63.34) },
//!     Purchase { customer: "Ann", date: date(1, 1), amount: dec!(29.33) },
//!     Purchase { customer: "Ann", date: date(8, 2), amount: dec!(14.96) },
//! ])?;
//!
//! let year_to_date = Window::new(date(1, 1), date(9, 30))?;
//! let observed = log.observe(year_to_date, Policy::default())?;
//! let summaries = observed.summaries(Period::Day, Ruler::Weeks)?;
//!
//! let first = &summaries.rows.as_slice()[0];
//! assert_eq!(first.customer, "Ann");
//! let ann = &first.result;
//! assert_eq!(ann.frequency(), 2);
//! assert_eq!(ann.first_to_last(), 213.0 / 7.0);
//! assert_eq!(ann.age(), 272.0 / 7.0);
//! assert_eq!(ann.repeat_value(), dec!(44.69));
//! # Ok::<(), retention::Error>(())
//! ```

mod arrange;
mod builder;
mod columns;
mod counts;
#[cfg(feature = "serde")]
mod curve_state;
mod curves;
mod followed;
mod habits;
mod history;
mod joined;
pub mod lapse;
mod latency;
mod log;
mod observed;
mod packed;
mod policy;
mod purchase;
mod regularity;
mod returns;
mod runs;
mod steps;
mod straight;
mod summary;
mod tally;
mod unkeyed;
mod waits;

pub use builder::Builder;
pub use columns::{Amounts, Columns, Dates};
pub use counts::Counts;
pub use curves::ReturnCurves;
pub(crate) use curves::StepWaits;
pub use followed::{LatencyBuilder, ReturnCurvesBuilder};
pub use habits::{CustomerHabits, HabitOptions, Habits, Season, ShopHabits, SinglePurchase};
pub use history::{Event, History, Intervals};
pub use latency::{Latency, Step, Wait};
pub use log::PurchaseLog;
pub use observed::Observed;
pub(crate) use policy::check_row;
pub use policy::{Outside, Policy, RefundOnly, Treatment};
pub use purchase::{Purchase, amount_from_f64, amount_from_minor};
pub use returns::{MedianOf, ReturnCurve, ReturnMeasure, ReturnPoint};
pub use steps::Steps;
pub use straight::SummariesBuilder;
pub use summary::{Summaries, Summary};
pub(crate) use tally::Tally;
pub(crate) use unkeyed::Found;
pub(crate) use waits::Waits;
