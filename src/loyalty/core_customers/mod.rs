//! Core customers: those whom several of three overlapping questions name.
//!
//! | question | asks | is computed from |
//! |---|---|---|
//! | profitable and loyal | Who is the most profitable and the most loyal: asks little about price, pays promptly, needs little service, has stable preferences, buys often? | price paid against list, days to pay, service contacts per purchase, share of repeat purchases, number of purchases |
//! | largest share | Who gives us the largest share of what they buy? | share of wallet |
//! | worth more to us | Who is worth more to us than to competitors? | value of the customer to us against that to a competitor |
//!
//! [`Rules`] answer the questions from [`Facts`], customer by customer, as far as these are known.
//! [`Nominations`] take the answers as lists, where people gave them. The list of core customers should
//! be short and clear, and its customers are served first. The cuts, and how many questions must name a
//! customer, are proposals: each is a field of the rules.
//!
//! ```
//! use retention::loyalty::core_customers::{Facts, Nominations, Rules};
//!
//! let ann = Facts::default()
//!     .price_paid(Some(98.0))
//!     .list_price(Some(100.0))
//!     .days_to_pay(Some(12.0))
//!     .purchases(Some(8))
//!     .service_contacts(Some(2))
//!     .share_of_wallet(Some(0.7));
//! let ben = Facts::default().days_to_pay(Some(60.0)).purchases(Some(1)).share_of_wallet(Some(0.2));
//! let nominees = Rules::default().nominees([("Ann", ann), ("Ben", ben)])?;
//!
//! // Four of five criteria of the first question are known to hold; three are asked for.
//! let ann = nominees.get("Ann").unwrap();
//! assert_eq!((ann.profitable_and_loyal, ann.largest_share), (Some(true), Some(true)));
//! assert_eq!((ann.worth_more_to_us, ann.is_core), (None, Some(true)));
//! // Ben may still be profitable and worth more to us, for all that is known.
//! assert_eq!(nominees.get("Ben").unwrap().is_core, None);
//!
//! // Answers as lists.
//! let named = Nominations {
//!     profitable_and_loyal: vec!["Ann", "Ben"],
//!     largest_share: vec!["Ann", "Cem"],
//!     worth_more_to_us: vec!["Ben", "Ann", "Dee"],
//! }
//! .nominees(&Rules::default())?;
//! let core = named.iter().filter(|nominee| nominee.is_core == Some(true));
//! assert_eq!(core.map(|nominee| nominee.customer).collect::<Vec<_>>(), ["Ann", "Ben"]);
//! assert_eq!(named.get("Ann").unwrap().questions(), 3);
//! # Ok::<(), retention::Error>(())
//! ```
//!
//! Source: Reichheld, F. F. (1996), "Learning from Customer Defections", *Harvard Business Review*
//! 74(2): 56–69, as commonly reported.

mod nominations;
mod questions;

pub use nominations::{Nominations, Nominee};
pub(crate) use questions::at_least;
pub use questions::{Facts, Rules};
