//! Lifecycle stages: where each customer's relationship stands, and what is commonly recommended in
//! each stage.
//!
//! A retention team asks who is leaving, and whether the customer base rises or falls.
//!
//! * [`Stage`] is acquisition, growth, maturity, decline or termination. A [`Classifier`] finds that of
//!   one customer by [`Rules`]; [`Classified`] says which [`Rule`] fired, on which figures.
//! * [`Stages`] classifies everyone in a view of a log; [`StageChanges`] says who changed stage between
//!   two dates.
//! * [`Backtest`] says how often the stages would have misled.
//! * [`BehaviouralLoyalty`] finds customers who buy often and regularly, and those who no longer do;
//!   [`PartialDefection`] says how many of these chance explains.
//! * [`Portfolio`] tells true friends, butterflies, barnacles and strangers apart;
//!   [`RelationshipType`] says what a relationship is centred on, [`Relationships`] that of everyone in a
//!   view.
//! * [`Strategy`] is what is commonly recommended for each of them, with its source if there is one.
//!
//! Silence is judged by each customer's own rhythm. If customers have contracts, pass the day on which
//! each contract ended ([`Stages::with_ends`]); recorded ends and inferred ends are kept apart.
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
//! let row = |month, amount| Purchase { customer: "Ann", date: date(month, 2), amount };
//! let log = PurchaseLog::from_rows([
//!     row(1, dec!(50)), row(2, dec!(50)), row(4, dec!(50)), row(5, dec!(50)), row(6, dec!(50)),
//!     row(7, dec!(30)), row(8, dec!(30)), row(9, dec!(30)),
//! ])?;
//! let observed = log.observe(log.until(date(9, 30))?, Policy::default())?;
//! let stages = Stages::of(&observed, Rules::default())?;
//! let ann = stages.get("Ann").unwrap();
//! assert_eq!((ann.stage, ann.because), (Stage::Decline, Rule::Falling));
//! assert_eq!(ann.trend.unwrap().change(), Some(-0.4)); // 90 after 150
//! # Ok::<(), retention::Error>(())
//! ```

mod backtest;
mod changes;
mod classified;
mod classifier;
mod defection;
mod facts;
mod partial_defection;
mod portfolio;
mod relationship;
mod relationships;
mod rule;
mod rules;
mod stage;
mod stages;
mod strategy;
mod thresholds;
mod trend;

pub use backtest::{Backtest, BacktestRow};
pub use changes::StageChanges;
pub use classified::Classified;
pub use classifier::Classifier;
pub use defection::{BehaviouralLoyalty, LoyaltyRules, Regularity};
pub use partial_defection::PartialDefection;
pub use portfolio::{Outlook, Portfolio, PortfolioType};
pub use relationship::{RelationshipSign, RelationshipType};
pub use relationships::{CustomerRelationship, Relationships};
pub use rule::{JudgedBy, Rule};
pub use rules::{Rules, Silence};
pub use stage::Stage;
pub use stages::Stages;
pub use strategy::Strategy;
pub use thresholds::Thresholds;
pub use trend::Trend;
