//! Switching costs: what it would cost a customer to leave, and whether that keeps them.
//!
//! Customers stay because they want to, or because leaving costs too much. This module measures the
//! second, in three ways that answer different questions:
//!
//! * **What do they believe?** [`Scorer`] (rows) and [`Survey`] (columns) score answers on the eight
//!   [facets](Facet) and three [types](CostType) of Burnham, Frels and Mahajan; [`Population`] gives
//!   means with their standard errors.
//! * **What would it cost, in money?** [`Individual`] and [`Organisation`] add up a [`Cost`], line by
//!   line.
//! * **What does the market say?** [`Market`] finds the costs that prices and market shares imply,
//!   and the other way round (Shy).
//!
//! [`Barrier`] weighs a cost in money against what a competitor offers: does the customer stay, and
//! by how much would the competitor have to cut its price? [`Lever`] lists what the literature
//! recommends to raise barriers, [`Bonds`] how durably a customer is tied. [`Jones2000`],
//! [`Jones2002`] and [`Klemperer`] are other ways to sort the same costs.
//!
//! A high barrier is not loyalty. It keeps customers who would rather go, until something lowers it.
//!
//! Source: Burnham, T. A., Frels, J. K. and Mahajan, V. (2003), *Journal of the Academy of Marketing
//! Science* 31(2): 109–126; Shy, O. (2002), *International Journal of Industrial Organization*
//! 20(1): 71–87; Berry, L. L. and Parasuraman, A. (1991), *Marketing Services*, Free Press.
//!
//! ```
//! use retention::scale::Scale;
//! use retention::switching::{
//!     Barrier, Choice, CostType, Individual, Questionnaire, RiskPremium, Scorer, Scoring, Verdict,
//!     WhenEqual,
//! };
//! use rust_decimal::{RoundingStrategy::MidpointAwayFromZero, dec};
//!
//! // What one customer answered to the thirty items: 4 of 5 everywhere.
//! let scorer = Scorer::new(&Questionnaire::burnham(Scale::ONE_TO_FIVE), Scoring::default())?;
//! let scores = scorer.score(&[Some(4.0); 30])?;
//! assert_eq!(scores.cost_type(CostType::Financial), Some(4.0));
//! // Four of the items were asked the other way round, so that a 4 is a 2.
//! assert_eq!(scores.cost_type(CostType::Relational), Some(3.75));
//!
//! // What it would cost them, and whether that keeps them.
//! let cost = Individual::new(dec!(24))
//!     .search_hours(1.5)
//!     .fees(dec!(39.90))
//!     .social_risk(RiskPremium::Stated(dec!(10)))
//!     .cost(2, MidpointAwayFromZero)?;
//! assert_eq!(cost.total(), dec!(85.90));
//! let choice = Choice {
//!     our_value: dec!(200),
//!     their_value: dec!(260),
//!     switching_cost: cost.total(),
//!     price: dec!(480),
//! };
//! let barrier = Barrier::new(choice, WhenEqual::default())?;
//! assert_eq!((barrier.verdict, barrier.price_cut), (Verdict::Stays, dec!(25.90)));
//! # Ok::<(), retention::Error>(())
//! ```

mod barrier;
mod bonds;
mod components;
mod cost;
mod facets;
mod individual;
mod items;
mod levers;
mod market;
mod organisation;
mod population;
mod scorer;
mod scoring;
mod survey;
mod typologies;

pub use barrier::{Barrier, Choice, Verdict, WhenEqual};
pub use bonds::{Bond, BondStrategy, Bonds};
pub use components::{Component, Customer};
pub use cost::{Computation, Cost, Line};
pub use facets::{CostType, Facet};
pub use individual::{ForgoneDiscounts, Individual, RiskPremium, Timing};
pub use items::{Anchors, Item, PUBLISHED_ITEMS, PublishedItem, Questionnaire};
pub use levers::Lever;
pub use market::{Costed, Known, Market, MarketShare, Position, Priced};
pub use organisation::{Organisation, Replacement, Units};
pub use population::{FacetSummary, Population, PopulationBuilder, TypeSummary};
pub use scorer::Scorer;
pub use scoring::{Coverage, Scores, Scoring, TypeWeights};
pub use survey::Survey;
pub use typologies::{Jones2000, Jones2002, Klemperer};
