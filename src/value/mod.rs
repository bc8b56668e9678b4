//! Customer value: what customers get for what they pay, against what they would get elsewhere.
//!
//! Satisfied customers may leave when somebody else offers more for the money. Customer value is
//! relative: quality as the market sees it, over price.
//!
//! ```text
//! V = Q / P
//! ```
//!
//! Start here:
//!
//! * [`profile`]: Q, from each attribute's weight, our rating and the competitors'; and P as customers
//!   see it. [`relative_price`] is P from prices paid, and [`customer_value`] is V.
//! * [`market`]: mean ratings of every supplier, from respondents one row at a time, with standard
//!   errors; "us against them" for each supplier, and what each respondent contributes to it.
//! * [`RelativeTo`]: whether "them" is the others, the whole market, the leader or one supplier. It can
//!   move a supplier across parity.
//! * [`map`]: all suppliers by quality and price, and which price is fair for which quality.
//! * [`added`]: the same question asked directly, as worth for the price, ours over theirs.
//! * [`trend`]: value over time, what of its change is ours, the competitors' and the price's, and a
//!   warning if value or market share falls while customers are satisfied.
//! * [`delivered`]: Kotler's four benefits less four costs, in money, and which of them moves the value
//!   most. [`pricing`] says how much of a value the price leaves to the customer.
//!
//! # What the figures do not say
//!
//! Whose opinions they are decides what they mean. Gale asks the *served market*: our customers, the
//! competitors' customers, and those still choosing. A sample of our own customers leaves out everybody
//! who found us worse and left, so its quality ratio is too high. Nothing in the numbers shows that.
//!
//! A ratio of ratings depends on where the scale starts: shifted from 1–10 to 0–9, the same answers
//! give another quality ratio. Take ratings as they were asked, and compare only what was asked on
//! one scale. A scale that starts at zero, as normalised ratings have, is refused unless
//! [allowed](profile::Options::allow_zero).
//!
//! Weights come from customers too, and differ between them. A profile describes the market that was
//! asked, not any one customer.
//!
//! Source: Gale, B. T. with Wood, R. C. (1994), *Managing Customer Value*, Free Press; Laitamäki, J.
//! and Kordupleski, R. (1997), *European Management Journal* 15(2); Kotler, P. and Keller,
//! K. L. (2012), *Marketing Management*, 14th edition, Pearson.
//!
//! ```
//! use retention::scale::Scale;
//! use retention::value::map::{self, FairValueLine, Offer, Standing, ValueMap};
//! use retention::value::profile::{self, QualityProfile, RatedAttribute};
//! use retention::value::relative_price;
//! use rust_decimal::dec;
//!
//! // Weights in percent, our rating, and the competitors' ratings.
//! let profile = QualityProfile::new(
//!     Scale::ONE_TO_TEN,
//!     [
//!         RatedAttribute::new("coverage", 50.0, 8.0, [7.0, 9.0]),
//!         RatedAttribute::new("service", 30.0, 9.0, [6.0, 6.0]),
//!         RatedAttribute::new("billing", 20.0, 6.0, [8.0, 8.0]),
//!     ],
//!     profile::Options::default(),
//! )?;
//! let quality = profile.quality_ratio;
//! assert_eq!(format!("{quality:.3}"), "1.100"); // 0.5 · 1 + 0.3 · 1.5 + 0.2 · 0.75
//!
//! let price = relative_price(dec!(21), &[dec!(20), dec!(20)])?;
//! let value = profile.customer_value(price)?;
//! assert_eq!(format!("{:.3}", value.value().unwrap()), "1.048");
//!
//! // Where is that on the map, if quality decides 60 % of the purchase and price 40 %?
//! let line = FairValueLine::Weights { quality: 60.0, price: 40.0 };
//! let options = map::Options::default().line(line);
//! let map = ValueMap::new([Offer::new("us", quality, price)], options)?;
//! assert_eq!(map.get("us").unwrap().standing, Some(Standing::Better));
//! # Ok::<(), retention::Error>(())
//! ```

pub mod added;
pub mod delivered;
pub mod map;
pub mod market;
pub mod pricing;
pub mod profile;
mod ratio;
mod relative;
pub mod trend;

pub use ratio::{customer_value, relative_price, relative_prices};
pub use relative::{RelativeTo, SupplierWeights};
