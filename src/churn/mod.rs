//! Churn: how many customers leave, how fast and why, what revenue goes with them, and who comes back.
//!
//! A retention team reports a churn rate every month, and hardly two teams mean the same by it. Here each
//! definition has a name.
//!
//! * **How many, and what revenue?** [`Bridge`] tells for every period how recurring revenue and customers
//!   came from the start to the end: new, reactivated, expanded, contracted, churned. [`moved`] lists the
//!   customers behind it. From it come the rates of customers ([`BridgePeriod::customer_churn`],
//!   [`BridgePeriod::retained`]) and of revenue ([`BridgePeriod::revenue_rate`]: gross and net retention,
//!   revenue churn, the quick ratio); [`RevenueIntervals`] say how far such a rate may be off,
//!   [`CustomerValueIntervals`] how far an average or a simple lifetime value may be.
//! * **Between which plans?** [`PlanTransfers`] tells who moved from which plan to which.
//! * **How fast?** [`Rate`] is a share lost in a span of time. It converts between months and years by
//!   compounding, and tells the half-life and the expected lifetime.
//! * **How many, where nobody gives notice?** [`ActivityChurn`] finds from purchases who has gone silent for
//!   too long, how often that verdict was wrong, and how many are [expected](ExpectedLoss) to be lost.
//!   That number is [held](BackTestedLoss) to what happened one horizon earlier.
//! * **Why?** [`Exits`] holds who left, when and for which [`Reason`]s. [`Exits::tally`] says how often each
//!   reason was named, what money went with it, and how much of it was in the hands of the business.
//! * **Who comes back?** [`Exits::winnable`] lists who could still be won back, [`Exits::win_back`] how many
//!   were.
//!
//! Who is a customer with a contract on which day, and at what recurring amount, is the affair of
//! [`subscriptions`](crate::subscriptions): trials, free months, pauses, late renewals and yearly prices
//! are decided there.
//!
//! ```
//! use chrono::NaiveDate;
//! use retention::churn::{Bridge, CustomerBase, Movements, Rate, RevenueRate};
//! use retention::period::{Period, Span, Window};
//! use retention::subscriptions::{Options, Subscription, SubscriptionLog};
//! use rust_decimal::dec;
//!
//! let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
//! let log = SubscriptionLog::from_rows([
//!     Subscription::monthly("Ann", date(1, 1), None, dec!(50)),
//!     Subscription::monthly("Ben", date(1, 1), Some(date(2, 15)), dec!(30)),
//!     Subscription::monthly("Ben", date(2, 16), None, dec!(20)), // a smaller plan
//!     Subscription::monthly("Cem", date(1, 1), Some(date(2, 10)), dec!(10)),
//!     Subscription::monthly("Dea", date(2, 5), None, dec!(15)),
//! ])?;
//! let accounts = log.accounts(Window::new(date(1, 1), date(2, 29))?, Options::default())?;
//! let bridge = Bridge::of(&accounts, Period::Month, Movements::AtEnds)?;
//! let february = bridge.periods[1];
//! // 90 + 15 new − 10 contraction − 10 churn = 85
//! assert_eq!((february.start.amount, february.new.amount), (dec!(90), dec!(15)));
//! assert_eq!((february.contraction.amount, february.churn.amount), (dec!(10), dec!(10)));
//! assert_eq!(february.end.amount, dec!(85));
//! let lost = february.customer_churn(CustomerBase::AtStart).value().unwrap();
//! let kept = february.revenue_rate(RevenueRate::NetRetention).unwrap();
//! assert_eq!(format!("{lost:.3} of customers lost, {kept:.3} of revenue kept"),
//!     "0.333 of customers lost, 0.778 of revenue kept");
//!
//! // At that rate for a year:
//! let month = Rate::new(lost, Span::new(1, Period::Month)?)?;
//! let year = month.over(Span::new(1, Period::Year)?);
//! assert_eq!(format!("{year:.3}"), "0.992 in 1 year");
//! # Ok::<(), retention::Error>(())
//! ```
//!
//! # Churn of customers
//!
//! | [`CustomerBase`] | lost | divided by | used by |
//! |---|---|---|---|
//! | `AtStart` | those there at the start and gone at the end | those there at the start | ChartMogul's standard setting; Gold's *Fighting Churn with Data* |
//! | `AtStartAndJoined` | these, and those who joined and left within the period | those there at the start, and those who joined | Stripe, over 30 days |
//! | `AllLossesByStart` | these, and those who joined and left within the period | those there at the start | Baremetrics, over 30 days |
//! | `UpForRenewal` | those who did not renew | those up for renewal | Displayr |
//! | `Average` | those there at the start and gone at the end | the mean of the numbers at both ends | |
//!
//! [`BridgePeriod::of`] is a bridge over any one window, such as the last 30 days. ChartMogul's other
//! setting adds up the rates of single days: [`Bridge::sum_of_rates`] by [`SummedRate::Customers`].
//!
//! # Churn and retention of revenue
//!
//! | [`RevenueRate`] | formula | used by |
//! |---|---|---|
//! | `GrossRetention` | Σ min(start, end) / start, over the customers of the start | |
//! | `NetRetention` | Σ end / start, over the customers of the start | Gold's *Fighting Churn with Data*; Baremetrics |
//! | `NetRetentionWithReactivation` | (start + expansion + reactivation − contraction − churn) / start | ChartMogul |
//! | `RenewalRetention` | after / before, over those up for renewal | Displayr |
//! | `Cancellations` | churn / start | |
//! | `GrossChurn` | (churn + contraction) / start | ChartMogul |
//! | `NetChurn` | (churn + contraction − expansion) / start | Baremetrics, over 30 days |
//! | `NetChurnWithReactivation` | (churn + contraction − expansion − reactivation) / start | ChartMogul |
//! | `NetChurnWithReactivation`, added up over days | Σ (churn + contraction − expansion − reactivation) / start | ChartMogul's other setting: [`SummedRate::Revenue`] |
//! | `QuickRatio` | (new + expansion + reactivation) / (churn + contraction) | |
//! | `QuickRatioWithoutReactivation` | (new + expansion) / (churn + contraction) | Baremetrics |
//!
//! Retention over a year follows the customers of its start to its end: by a bridge over twelve months.
//! The product of twelve monthly rates follows other customers every month.
//!
//! # Other definitions that differ
//!
//! | question | answers | here |
//! |---|---|---|
//! | who joins and leaves within a period? | ignored (ProfitWell); counts on both sides (Stripe) | in a bridge, [`Movements`]: ignored; in a rate of customers, [`CustomerBase`]: ignored |
//! | a yearly rate from a monthly one? | twelve times it; by compounding | by compounding: [`Rate::over`] |
//! | how many days has a month? | 365/12; 365.2425/12 | [`Rate::over`]: the latter; [`YearInDays`]: either |
//! | does the last period count as stayed? | yes, as it was paid; no; in part | [`LeavesAt`]: yes |
//! | when has a silent customer left? | after a fixed time; when a return is unlikely | [`lifecycle::Rules`](crate::lifecycle::Rules): the latter |
//! | what if somebody called ended buys again? | nothing; the verdict is corrected | both: [`ActivityPeriod::churn`], [`ActivityPeriod::corrected_churn`] |
//! | several reasons for one exit? | all count; the main one counts | [`CountedReasons`]: all |
//! | who counts as not won back yet? | everybody who is away; those who were followed for long enough | [`WinBack`]: the latter |
//!
//! Sources: the services' own help pages, as they stood when these tables were made (ChartMogul: *Customer
//! Churn Rate*, *Gross MRR Churn Rate*, *Net MRR Churn Rate*; Baremetrics: *Churn Update*, *Net MRR Churn*,
//! *Net Revenue Retention*; Stripe: *Billing analytics*; ProfitWell: *ProfitWell vs. Stripe*; Displayr's R
//! package flipRevenueMetrics); Gold, C. (2020), *Fighting Churn with Data*, chapter 2.

mod activity;
mod back_tested_loss;
mod bridge;
mod bridge_period;
mod bridge_sums;
mod exit;
mod exits;
mod expected_loss;
mod movements;
mod passage;
mod rate;
mod rates;
mod reason;
mod renewals;
mod revenue_intervals;
mod tally;
mod transfers;
mod value_intervals;
mod win_back;
mod winnable;

pub use activity::{ActivityChurn, ActivityPeriod};
pub use back_tested_loss::{BackTestedLoss, LossBackTest};
pub use bridge::{Bridge, Moved, moved};
pub use bridge_period::{BridgePeriod, Customers};
pub use exit::{ContactOutcome, Exit};
pub use exits::{Exits, ExitsBuilder};
pub use expected_loss::ExpectedLoss;
pub use movements::{Movement, Movements};
pub use rate::{LeavesAt, Rate, YearInDays};
pub use rates::{CustomerBase, RevenueRate, SummedRate};
pub use reason::{Reason, ReasonCategory, ReasonCodes};
pub use revenue_intervals::{RevenueInterval, RevenueIntervals};
pub use tally::{CountedReasons, ReasonCount, ReasonTally};
pub use transfers::{PlanEnds, PlanTransfers};
pub use value_intervals::{CustomerValueInterval, CustomerValueIntervals};
pub use win_back::{ReasonWinBack, WinBack};
pub use winnable::{Winnable, WinnableCustomer, WinnableReasons, WinnableRules};
