//! Switching costs: what it would cost a customer to leave, and whether that keeps them.
//!
//! Customers stay because they want to, or because leaving costs too much. This module measures what
//! leaving costs, in three ways that answer different questions:
//!
//! * **What do customers believe?** [`survey`] scores answers on the eight [facets](Facet) and three
//!   [types](CostType) of Burnham, Frels and Mahajan, for one respondent and for a population.
//! * **What would it cost in money?** [`Individual`] and [`Organisation`] add up a [`Cost`] line by
//!   line.
//! * **What do prices say?** [`market`] computes the switching costs that prices and market shares
//!   imply, and the prices that switching costs allow (Shy).
//!
//! [`Barrier`] compares a cost in money with what a competitor offers: does the customer stay, and how
//! far would the competitor have to cut its price? [`Bonds`] says how durably a customer is tied.
//!
//! A high barrier is not loyalty. It keeps customers who would rather leave, until something lowers it.
//!
//! # Raising a barrier
//!
//! Two Chinese texts recommend these means and measure none of them: an encyclopedia (MBA智库百科,
//! 顾客维系) and an article (企业维护好老客户的有效途径和方法, 2019). Which facet each of them raises is
//! this crate's reading. That customers with higher costs of any type intend more strongly to stay is
//! what Burnham, Frels and Mahajan found; it is an association.
//!
//! | means | facets it raises |
//! |---|---|
//! | superior value that customers can see | none; every other barrier rests on it |
//! | reward points (里程积分, 常客奖励); discounts for regular customers | benefit loss |
//! | closeness to customers, their participation | personal relationship loss |
//! | an image and values that customers share | brand relationship loss |
//! | products that customers are used to | learning |
//! | equipment, networks and methods made for the customer | learning, monetary loss |
//!
//! # Other typologies
//!
//! The sources named here do not map these typologies to the facets, and neither does the crate.
//!
//! * Jones, M. A., Mothersbaugh, D. L. and Beatty, S. E. (2000), *Journal of Retailing* 76(2):
//!   259–274: interpersonal relationships, perceived switching costs, attractiveness of alternatives
//!   (the less, the higher the barrier).
//! * The same (2002), *Journal of Business Research* 55: 441–450: lost performance, uncertainty,
//!   search and evaluation before a change, behaviour and learning after it, set-up, sunk costs.
//! * Klemperer, P. (1987), *Quarterly Journal of Economics* 102: 375–394: transaction, learning and
//!   artificial (contractual) costs.
//!
//! Source: Burnham, T. A., Frels, J. K. and Mahajan, V. (2003), *Journal of the Academy of Marketing
//! Science* 31(2): 109–126; Shy, O. (2002), *International Journal of Industrial Organization*
//! 20(1): 71–87; Berry, L. L. and Parasuraman, A. (1991), *Marketing Services*, Free Press.
//!
//! ```
//! use retention::scale::{Missing, Scale};
//! use retention::switching::survey::{self, Options, Scorer};
//! use retention::switching::{Barrier, Choice, CostType, Individual, RiskPremium, Verdict};
//! use rust_decimal::{RoundingStrategy::MidpointAwayFromZero, dec};
//!
//! // What one customer answered to the thirty items: 4 of 5 everywhere.
//! let thirty = survey::instrument(Scale::ONE_TO_FIVE, Missing::default())?;
//! let scorer = Scorer::new(thirty, Options::default())?;
//! let scores = scorer.score(&[Some(4.0); 30])?;
//! assert_eq!(scores.cost_type(CostType::Financial), Some(4.0));
//! // One of the relational items is reversed, so its 4 is read as a 2.
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
//!     when_equal: Verdict::Leaves,
//! };
//! let barrier = Barrier::new(choice)?;
//! assert_eq!((barrier.verdict, barrier.price_cut), (Verdict::Stays, dec!(25.90)));
//! # Ok::<(), retention::Error>(())
//! ```

mod barrier;
mod bonds;
mod components;
mod cost;
mod facets;
mod individual;
pub mod market;
mod organisation;
pub mod survey;

pub use barrier::{Barrier, Choice, Verdict};
pub use bonds::{Bond, Bonds};
pub use components::Component;
pub use cost::{Computation, Cost, Line};
pub use facets::{CostType, Facet};
pub use individual::{ForgoneDiscounts, Individual, RiskPremium, Timing};
pub use organisation::{Organisation, Units};
