//! Lifecycle stages: where each customer's relationship stands, and what is commonly recommended in
//! each stage.
//!
//! A retention team asks who is leaving, and whether the customer base rises or falls.
//!
//! * [`Stage`] is acquisition, growth, maturity, decline or termination, or *established* where growth
//!   and maturity cannot be told apart. A [`Classifier`] finds that of
//!   one customer by [`Rules`]; [`Classified`] says which [`Rule`] fired, on which figures.
//! * [`Stages`] classifies everyone in a view of a log; [`StageChanges`] says who changed stage between
//!   two dates.
//! * [`Backtest`] says whether the stages would have judged well at a past date, [`RollingBacktest`] at
//!   several.
//! * [`AtStake`] ranks the customers to act on by the money at stake.
//! * [`BehaviouralLoyalty`] finds customers who buy often and regularly, and those who no longer do;
//!   [`PartialDefection`] says how many of these chance explains.
//! * [`Portfolio`] tells true friends, butterflies, barnacles and strangers apart;
//!   [`RelationshipType`] says what a relationship is centred on, [`Relationships`] that of everyone in a
//!   view.
//! * [`Strategy`] is what is commonly recommended for each of them, with its source if there is one.
//!
//! Silence is judged by the chance that a customer comes back within half a year, as the records show it
//! of others who bought as often and were silent for as long. What the two errors cost says where the
//! end is: see [`Silence`]. If customers have contracts, pass the day on which each contract ended
//! ([`Stages::with_ends`]); recorded ends and inferred ends are kept apart. If a model tells each
//! customer's chance, pass that ([`Stages::with`]).
//!
//! Sources: Dwyer, F. R., Schurr, P. H. and Oh, S. (1987), *Journal of Marketing* 51(2): 11–27; Chen
//! Mingliang (陈明亮, 2002), *The Customer Relationship Life Cycle* (客户关系生命周期). Neither gives thresholds;
//! those here are parameters.
//!
//! ```
//! use chrono::NaiveDate;
//! use retention::lifecycle::{Rule, Rules, Stage, Stages};
//! use retention::purchases::{Policy, Purchase, PurchaseLog};
//! use rust_decimal::dec;
//!
//! let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
//! let row = |(month, day)| Purchase { customer: "Ann", date: date(month, day), amount: dec!(20) };
//! // Three times a month until June, and twice since.
//! let until_june = (1..=6).flat_map(|month| [2, 12, 22].map(|day| (month, day)));
//! let log = PurchaseLog::from_rows(until_june.chain([(7, 12), (9, 8)]).map(row))?;
//! let observed = log.observe(log.until(date(9, 30))?, Policy::default())?;
//! let stages = Stages::of(&observed, Rules::default())?;
//! let ann = stages.get("Ann").unwrap();
//! assert_eq!((ann.stage, ann.because), (Stage::Decline, Rule::Falling));
//! let trend = ann.trend.unwrap();
//! assert_eq!((trend.purchases_before, trend.purchases_recent), (9, 2));
//! assert!(trend.p_value.unwrap() < 0.10);
//! # Ok::<(), retention::Error>(())
//! ```

mod at_stake;
mod backtest;
mod chances;
mod changes;
mod classified;
mod classifier;
mod defection;
mod facts;
mod given;
mod judge;
mod partial_defection;
mod plain;
mod portfolio;
mod rank;
mod relationship;
mod relationships;
mod rule;
mod rules;
mod silence;
mod stage;
mod stages;
mod strategy;
mod thresholds;
mod trend;

pub use at_stake::{AtStake, AtStakeRow, AtStakeTotal, RankedBy};
pub use backtest::{Backtest, BacktestComparison, BacktestRow, Buyers, Judgement, RollingBacktest};
pub use changes::StageChanges;
pub use classified::Classified;
pub use classifier::Classifier;
pub use defection::{BehaviouralLoyalty, LoyaltyRules, Regularity};
pub use given::Given;
pub use partial_defection::PartialDefection;
pub use portfolio::{Outlook, Portfolio, PortfolioType};
pub use relationship::{RelationshipSign, RelationshipType};
pub use relationships::{CustomerRelationship, Relationships};
pub use rule::{JudgedBy, Rule};
pub use rules::Rules;
pub use silence::Silence;
pub use stage::Stage;
pub use stages::Stages;
pub use strategy::Strategy;
pub use thresholds::Thresholds;
pub use trend::{Trend, TrendOf};
