//! Recency, frequency and monetary value: who bought lately, who buys often, who spends much.
//!
//! A retention team wants a list of its best customers, and of the good ones who fall silent, without
//! a model. RFM scores each customer three times, from 1 up, and names what the scores together mean.
//!
//! * [`Values`] are a customer's days since the last purchase, purchases and revenue.
//! * [`Scores`] are everyone's scores as of a date, from a log or from rows, by [`Options`].
//! * [`Segments`] give each combination of scores a name. A map of segments that leaves a combination
//!   out, or names it twice, is refused.
//! * [`Grid`] counts customers by recency and frequency.
//!
//! A higher score is always better: the score of recency is highest for those who bought last.
//! Customers with equal values always have equal scores.
//!
//! **Not the recency of the models.** Here recency is the time from the last purchase to the as-of
//! date, and less is better. [`Summary::first_to_last`](crate::purchases::Summary::first_to_last), which
//! models of lifetime value call recency, is the time from the first purchase to the last.
//!
//! Source: Bult, J. R. and Wansbeek, T. (1995), "Optimal Selection for Direct Mail", *Marketing
//! Science* 14(4): 378–394, describe it as the practice of direct mail. No source publishes cuts or
//! names.
//!
//! ```
//! use chrono::NaiveDate;
//! use retention::purchases::{Policy, Purchase, PurchaseLog};
//! use retention::rfm::{Options, Scores, Segments};
//! use rust_decimal::dec;
//!
//! let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
//! let row = |customer, month, amount| Purchase { customer, date: date(month, 2), amount };
//! let log = PurchaseLog::from_rows([
//!     row("Ann", 4, dec!(80)), row("Ann", 5, dec!(90)), row("Ann", 6, dec!(70)),
//!     row("Ben", 1, dec!(15)), row("Cem", 6, dec!(12)), row("Dea", 2, dec!(60)),
//!     row("Dea", 3, dec!(75)), row("Eva", 1, dec!(8)),
//! ])?;
//! let observed = log.observe(log.until(date(6, 30))?, Policy::default())?;
//! let scores = Scores::of(&observed, &Options::default())?;
//! let ann = scores.get("Ann").unwrap();
//! assert_eq!((ann.values.recency_days(), ann.values.frequency()), (28, 3));
//! assert_eq!(ann.code.to_string(), "455"); // Cem bought on the same day: both score 4
//!
//! let map = Segments::eleven();
//! assert_eq!(map.segment_of(ann.code)?, "Champions");
//! assert_eq!(map.segment_of(scores.get("Eva").unwrap().code)?, "Lost");
//! # Ok::<(), retention::Error>(())
//! ```

mod bins;
mod counts;
mod eleven;
mod grid;
mod options;
mod scores;
mod segments;
mod values;

pub use counts::{SegmentCount, SegmentCounts};
pub use grid::{Grid, GridCell, GridOptions};
pub use options::{Bins, Monetary, Nesting, Options, Ties};
pub use scores::{Code, Scored, Scores};
pub use segments::{Codes, Segments};
pub use values::Values;
