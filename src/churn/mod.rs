//! Churn: how many customers leave, what revenue goes with them, and what becomes of the revenue of those
//! who stay.
//!
//! A retention team of a subscription business reports a churn rate every month, and hardly two teams mean
//! the same by it. Here each definition has a name, and all of them come from the same rows:
//!
//! * [`Bridge`] tells for every period how recurring revenue and customers came from the start to the end:
//!   new, reactivated, expanded, contracted, churned. [`moved`] lists the customers behind it.
//! * [`BridgePeriod::customer_churn`] and [`BridgePeriod::retained`] are the rates of customers, by what
//!   they are divided by.
//! * [`BridgePeriod::revenue_rate`] has gross and net retention, the ways to count revenue churn, and the
//!   quick ratio. [`RevenueIntervals`] say how far such a rate may be off.
//!
//! Who is a customer on which day, and at what recurring amount, is the affair of
//! [`subscriptions`](crate::subscriptions): trials, free months, pauses, late renewals and yearly prices
//! are decided there.
//!
//! ```
//! use chrono::NaiveDate;
//! use retention::churn::{Bridge, CustomerBase, Movements, RevenueRate};
//! use retention::period::{Period, Window};
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
//! # Ok::<(), retention::Error>(())
//! ```
//!
//! # Churn of customers
//!
//! | [`CustomerBase`] | lost | divided by | used by |
//! |---|---|---|---|
//! | `AtStart` | of the start, gone at the end | customers of the start | ChartMogul's standard setting; Gold's *Fighting Churn with Data* |
//! | `AtStartAndJoined` | gone at the end, joiners too | customers of the start and joiners | Stripe, over 30 days |
//! | `AllLossesByStart` | gone at the end, joiners too | customers of the start | Baremetrics, over 30 days |
//! | `UpForRenewal` | did not renew | up for renewal | Displayr |
//! | `Average` | of the start, gone at the end | mean of both ends | accountants |
//!
//! [`BridgePeriod::of`] is a bridge over any one window, such as the last 30 days. ChartMogul's other
//! setting adds up the rates of single days: [`Bridge::sum_of_rates`].
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
//! | `QuickRatio` | (new + expansion + reactivation) / (churn + contraction) | |
//! | `QuickRatioWithoutReactivation` | (new + expansion) / (churn + contraction) | Baremetrics |
//!
<<<<<<< HEAD
//! Retention over a year follows the customers of its start to its end: by a bridge over twelve months.
=======
//! ChartMogul's other setting adds up `GrossChurn` or `NetChurnWithReactivation` over a bridge by day.
//!
//! Retention over a year is that of a bridge by year: the customers of its start are followed to its end.
>>>>>>> wip-bridge
//! The product of twelve monthly rates follows other customers every month.
//!
//! Sources: the services' own help pages, as they stood when this table was made (ChartMogul: *Customer
//! Churn Rate*, *Gross MRR Churn Rate*, *Net MRR Churn Rate*; Baremetrics: *Churn Update*, *Net MRR Churn*,
//! *Net Revenue Retention*; Stripe: *Billing analytics*; Displayr's R package flipRevenueMetrics); Gold, C.
//! (2020), *Fighting Churn with Data*, chapter 2.

mod bridge;
mod bridge_period;
mod bridge_sums;
mod movements;
mod passage;
mod rates;
mod renewals;
mod revenue_intervals;

pub use bridge::{Bridge, Moved, moved};
pub use bridge_period::{BridgePeriod, Customers};
pub use movements::{Movement, Movements};
pub use rates::{CustomerBase, RevenueRate};
pub use revenue_intervals::{RevenueInterval, RevenueIntervals};
