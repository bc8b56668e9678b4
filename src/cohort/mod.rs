//! Cohorts: of the customers who came in the same period, how many are still there, and what they
//! bring.
//!
//! A retention team asks whether newer customers stay longer than older ones did. [`Cohorts`] have one
//! row for each cohort: the customers of one calendar month, week, quarter or (fiscal) year, by their
//! first purchase or by a date that you pass in. Its cells are the periods since.
//!
//! * A period that has not been observed is not in the table; it is never 0.
//! * A period that the window holds only a part of is marked: [`Cell::complete`].
//! * [`Cohorts::averages`] follow the same cohorts through all ages, so that they never rise because
//!   young cohorts drop out.
//!
//! Ages are counted in calendar periods, not in 24-hour days from each customer's first minute: the
//! crate knows dates only. Age 0 is the rest of the period in which a customer came, which is shorter
//! than the others.
//!
//! ```
//! use chrono::NaiveDate;
//! use retention::cohort::{Options, Cohorts};
//! use retention::estimate::Confidence;
//! use retention::purchases::{Policy, Purchase, PurchaseLog};
//! use rust_decimal::dec;
//!
//! let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
//! let row = |customer, month, day, amount| Purchase { customer, date: date(month, day), amount };
//! let log = PurchaseLog::from_rows([
//!     row("Ann", 1, 9, dec!(40)), row("Ann", 2, 3, dec!(20)), row("Ann", 3, 30, dec!(25)),
//!     row("Ben", 1, 20, dec!(15)), row("Ben", 3, 1, dec!(15)),
//!     row("Cem", 2, 11, dec!(60)),
//! ])?;
//! let observed = log.observe(log.until(date(3, 31))?, Policy::default())?;
//! let table = Cohorts::of(&observed, Options::default())?;
//!
//! let january = &table.rows[0];
//! assert_eq!((january.customers, january.cells.len()), (2, 3));
//! assert_eq!(january.cells[1].retention.to_string(), "1 of 2"); // only Ann bought in February
//! assert_eq!(january.cells[2].cumulative_revenue, dec!(115));
//! let february = &table.rows[1];
//! assert_eq!(february.cells.len(), 2); // April has not come yet: no cell
//!
//! // The difference of two cohorts at one age, with its interval.
//! let [ours, theirs] = [january, february].map(|cohort| cohort.cells[1].retention);
//! let difference = ours.difference(theirs, Confidence::default()).unwrap();
//! assert_eq!(difference.value(), 0.5);
//! # Ok::<(), retention::Error>(())
//! ```

mod averages;
mod cohorts;
mod options;
mod sums;

pub use averages::Average;
pub use cohorts::{Cell, Cohort, Cohorts};
pub use options::{Options, Retained};
