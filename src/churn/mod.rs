//! Churn: how many customers leave, how fast, why, and who of them comes back.
//!
//! Hardly two businesses mean the same by a churn rate. Four questions are apart here:
//!
//! * **How fast?** [`Rate`] is a share lost in a span of time. It converts between months and years by
//!   compounding, and tells the half-life and the expected lifetime.
//! * **How many, where nobody gives notice?** [`ActivityChurn`] finds from purchases who has gone silent for
//!   too long, how often that verdict was wrong, and how many are [expected](ExpectedLoss) to be lost.
//! * **Why?** [`Exits`] holds who left, when and for which [`Reason`]s. [`Exits::tally`] says how often each
//!   reason was named, what money went with it, and how much of it was in the hands of the business.
//! * **Who comes back?** [`Exits::winnable`] lists who could still be won back, [`Exits::win_back`] how many
//!   were.
//!
//! # Definitions that differ
//!
//! | question | answers | here |
//! |---|---|---|
//! | a yearly rate from a monthly one? | twelve times it; by compounding | by compounding: [`Rate::over`] |
//! | how many days has a month? | 365/12; 365.2425/12 | [`YearInDays`]: the latter |
//! | does the last period count as stayed? | yes, as it was paid; no; in part | [`LeavesAt`]: yes |
//! | when has a silent customer left? | after a fixed time; when a return is unlikely | [`lifecycle::Rules`](crate::lifecycle::Rules): the latter |
//! | what if somebody called ended buys again? | nothing; the verdict is corrected | both: [`ActivityPeriod::churn`], [`ActivityPeriod::corrected_churn`] |
//! | several reasons for one exit? | all count; the main one counts | [`CountedReasons`]: all |
//! | who counts as not won back yet? | everybody who is away; those who were followed for long enough | [`WinBack`]: the latter |
//!
//! # Example
//!
//! ```
//! use retention::churn::Rate;
//! use retention::estimate::Proportion;
//! use retention::period::{Period, Span};
//!
//! // 31 of 620 customers left in March.
//! let march = Proportion::new(31, 620)?;
//! let month = Rate::new(march.value().unwrap(), Span::new(1, Period::Month)?)?;
//! let year = month.over(Span::new(1, Period::Year)?)?;
//! assert_eq!(format!("{month:.3}, {year:.3}"), "0.050 in 1 month, 0.460 in 1 year");
//! # Ok::<(), retention::Error>(())
//! ```

mod activity;
mod exit;
mod exits;
mod expected_loss;
mod periods;
mod rate;
mod reason;
mod tally;
mod win_back;
mod winnable;

pub use activity::{ActivityChurn, ActivityPeriod};
pub use exit::{ContactOutcome, Exit};
pub use exits::{Exits, ExitsBuilder};
pub use expected_loss::ExpectedLoss;
use periods::periods;
pub use rate::{LeavesAt, Rate, YearInDays};
pub use reason::{Reason, ReasonCategory, ReasonCodes};
pub use tally::{CategoryCount, CountedReasons, ReasonCount, ReasonTally};
pub use win_back::{CategoryWinBack, ReasonWinBack, WinBack};
pub use winnable::{Winnable, WinnableCustomer, WinnableReasons, WinnableRules};
