//! The customer pyramid: who is valuable, and how dependent the business is on them.
//!
//! Most of what a business earns comes from a few of its customers. The pyramid ranks customers by
//! what they bring and cuts the ranking into tiers, so that effort can follow value: get customers
//! into the pyramid, move them up, keep them there.
//!
//! * [`Cuts`] says where to cut and what to call the tiers. [Curry's](Cuts::curry) Top 1 %, Big
//!   next 4 %, Medium next 15 %, Small 80 % is the default; any shares of customers or of revenue,
//!   any amounts and any names will do.
//! * [`Pyramid`] holds each customer's [`Tier`] and, for each tier, customers, revenue, share and
//!   the amount that marks the cut. [`Builder`] makes one straight from rows, without a log.
//! * [`Concentration`] says how dependent the business is: the share of the top 20 %, how few
//!   customers bring 80 %, the Lorenz and whale curves, the Gini coefficient. [`pareto`] is the smooth
//!   80/20 law to compare it with.
//! * [`gini()`] and [`gini_interval`] say how far the Gini coefficient of a sample may be off, also with
//!   weights.
//! * [`Migration`] says who moved between the pyramids of two periods, in customers and in revenue;
//!   [`Mobility`] sums it up.
//! * [`WhatIf`] computes the effect if a share of customers moved one tier up; [`UpgradePotential`]
//!   counts who has the wallet for it.
//! * [`laws`] checks Curry's ten lessons against what a business knows.
//! * [`statuses`] says of everyone the business knows whether they are active, inactive, a prospect, a
//!   suspect or the rest of the world.
//!
//! Curry's tiers are shares of customers, so their shares of revenue are a result, not an assumption.
//! Sources that quote revenue shares for them contradict each other: one has 50, 30 and 20 %, another
//! 40, 25 and 15 %.
//!
//! With profit in place of revenue the same machinery gives the four groups of
//! [differential marketing](Cuts::differential) and [platinum, gold, iron and
//! lead](Cuts::platinum).
//!
//! Source: Curry, J. and Curry, A. (2000), *The Customer Marketing Method*, Free Press; Zeithaml,
//! V. A., Rust, R. T. and Lemon, K. N. (2001), *California Management Review* 43(4): 118–142.
//!
//! ```
//! use retention::pyramid::{Cuts, Pyramid};
//! use rust_decimal::Decimal;
//!
//! // A thousand customers who bring 1, 2, … 1000.
//! let customers = (1..=1000_u32).map(|id| (id, Decimal::from(id)));
//! let pyramid = Pyramid::new(customers, &Cuts::curry())?;
//!
//! let heads: Vec<u64> = pyramid.tiers().iter().map(|tier| tier.customers).collect();
//! assert_eq!(heads, [10, 40, 150, 800]);
//! assert_eq!(pyramid.tiers()[0].cut, Some(Decimal::from(991)));
//! assert_eq!(pyramid.tier_name(pyramid.tier_of(&960).unwrap()), "Big");
//! # Ok::<(), retention::Error>(())
//! ```

mod builder;
mod concentration;
mod cuts;
mod descending;
mod gini;
pub mod laws;
mod migration;
mod mobility;
pub mod pareto;
mod potential;
mod ranked;
mod status;
mod tiers;
mod what_if;

pub use builder::Builder;
pub use concentration::{Concentration, CurvePoint};
pub use cuts::{Cuts, Rounding, Tier, Ties};
pub use gini::{gini, gini_interval};
pub use migration::Migration;
pub use mobility::Mobility;
pub use potential::{UpgradePotential, Wallet};
pub use status::{CustomerStatus, Status, Statuses, statuses};
pub use tiers::{Placed, Pyramid, TierSummary};
pub use what_if::{Assumptions, MoneyChange, Upgrade, WhatIf};
