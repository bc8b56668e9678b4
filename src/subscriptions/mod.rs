//! Who subscribed when and at what price: the log of subscriptions, and what each customer pays over time.
//!
//! A retention team of a subscription business has rows such as "Ann pays 20 a month from 1 January, 240
//! a year from 1 July, nothing since". This module turns them into facts that churn rates, revenue bridges
//! and survival curves share:
//!
//! * [`SubscriptionLog`] holds the rows, sorted by customer and first day. A [`Builder`] collects them in
//!   parts that merge; [`merge_accounts`](SubscriptionLog::merge_accounts) gives the rows of acquired
//!   customers to their acquirers.
//! * [`Accounts`] looks at a log under [`Options`]: who is a customer on which day, and at what recurring
//!   amount. [`Options`] say what a trial, a free month, a pause or a short gap counts as, when a churn
//!   counts, and how a yearly price becomes a monthly amount ([`Spread`]).
//! * [`Account`] is one customer of it: a step function of time.
//! * [`Accounts::spells`] hands the times that customers stayed to [`survival`](crate::survival).
//!
//! A row does not say which plan it is. To compare plans, countries or channels, make a log for each:
//!
//! * [`by_segment`](SubscriptionLog::by_segment) divides a log by what its rows and customers tell.
//! * A [`BySegment`](crate::segment::BySegment) of [`Builder`]s takes rows that come with their plan.
//!
//! Bridges, churn rates and spells of each log are then those of the segment. Segments of customers add up
//! to the whole. In logs by plan, a change of plan is churn in one and a new customer in the other. The log
//! of all rows knows that the customer stayed. Where nobody has two plans at once, the churn of the plans
//! together less the churn of all is therefore what moved between plans. From which plan to which is the
//! table of [`PlanTransfers`](crate::churn::PlanTransfers).
//!
//! # Definitions
//!
//! Sources differ on all of this, so each is an option, and the view records it.
//!
//! | question | answers | option, and its default |
//! |---|---|---|
//! | is somebody on trial a customer? | no; at 0; at the price | [`Options::trials`]: no |
//! | what does a free month amount to? | 0; the amount before; the price | [`Options::free`]: the amount before |
//! | what does a move to a free plan amount to? | a contraction to 0 or churn (ChartMogul: a setting); churn (Baremetrics) | [`Options::free`]: a contraction |
//! | is a pause churn? | yes; no, a contraction; no, nothing | [`Options::pauses`]: a contraction |
//! | is a free month before the first payment a trial? | yes; no | the [`Terms`] of the row: trial or free |
//! | is somebody who pays 0 a customer? | yes, at 0; no | [`Options::zeros`]: yes |
//! | how late may a renewal be? | so many days | [`Options::gap`]: none |
//! | who has not paid yet? | a customer (ProfitWell, Stripe); none after 30 days (Baremetrics) | [`Terms::PastDue`] and [`Options::grace`]: a customer |
//! | do discounts lower the amount? | all do (ProfitWell); only those for ever (Stripe) | the amount of the row |
//! | when does churn count? | when the paid time is over (ProfitWell); at notice (Stripe); a setting (ChartMogul) | [`Options::recognised`]: the paid time is over |
//! | what is 100 a year by month? | 8.33, by any rounding | [`Spread`]: half away from zero |
//! | what is 9 a week by month? | 36, 39 or 39.13 | [`Spread::weeks`]: 39 |
//!
//! ```text
//! recurring amount of a customer = Σ price · per / billed     over the rows in force at the end of the day
//! ```
//!
//! These are definitions of practice, not of the literature. How services differ in them is described in
//! their own help pages, such as those of ChartMogul, Stripe, ProfitWell and Baremetrics.
//!
//! # Example
//!
//! ```
//! use chrono::NaiveDate;
//! use retention::period::{Period, Span, Window};
//! use retention::subscriptions::{Options, Subscription, SubscriptionLog};
//! use rust_decimal::dec;
//!
//! let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
//! let log = SubscriptionLog::from_rows([
//!     // Ann pays 20 a month, and 180 a year from July on: 15 a month.
//!     Subscription::monthly("Ann", date(1, 1), Some(date(6, 30)), dec!(20)),
//!     Subscription {
//!         billed: Span::new(1, Period::Year)?,
//!         ..Subscription::monthly("Ann", date(7, 1), None, dec!(180))
//!     },
//!     // Ben leaves at the end of May.
//!     Subscription::monthly("Ben", date(2, 1), Some(date(5, 31)), dec!(8)),
//! ])?;
//! let accounts = log.accounts(Window::new(date(1, 1), date(12, 31))?, Options::default())?;
//! assert_eq!(accounts.active_on(date(5, 31))?, (2, dec!(28)));
//! assert_eq!(accounts.active_on(date(6, 30))?, (1, dec!(20)));
//! assert_eq!(accounts.active_on(date(12, 31))?, (1, dec!(15)));
//! # Ok::<(), retention::Error>(())
//! ```

mod account;
mod accounts;
mod builder;
mod log;
mod mergers;
mod options;
mod spread;
mod subscription;
mod sweep;

pub use account::{Account, Recurring};
pub use accounts::Accounts;
pub use builder::Builder;
pub use log::SubscriptionLog;
pub use options::{CountsAs, Options, Recognised};
pub use spread::{MonthInWeeks, Spread};
pub use subscription::{Subscription, Terms};
