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

mod account;
mod accounts;
mod builder;
mod log;
mod mergers;
mod options;
mod spells;
mod spread;
mod subscription;
mod sweep;

pub use account::{Account, Recurring};
pub use accounts::Accounts;
pub use builder::Builder;
pub use log::SubscriptionLog;
pub use options::{CountsAs, Options, Recognised};
pub use spells::WhichSpells;
pub use spread::{MonthInWeeks, Spread};
pub use subscription::{Subscription, Terms};
