//! Curry's ten lessons on the customer pyramid, checked against data.
//!
//! [`check`] takes what a business knows, as [`Evidence`], and returns one [`Finding`] for each lesson:
//! whether it holds here, the figures measured, what was required of them, and what is missing.
//!
//! The lessons are rules of thumb, quoted in per cent, without a definition, a tolerance or a sample.
//! The table says how each law is tested. These tests are ours; [`Rules`] changes their limits.
//!
//! | law | claim | holds if |
//! |---|---|---|
//! | 1 | the top 20 % of customers deliver 80 % of revenue | their share is at least 80 %, less the tolerance |
//! | 2 | the top 20 % of customers deliver more than 100 % of profit | their share is above 1, without tolerance |
//! | 3 | existing customers deliver up to 90 % of revenue | their share is at least the bulk, and at most 90 % plus the tolerance; or, by choice, more than 90 % less the tolerance, as a talk was reported |
//! | 4 | the bulk of the marketing budget is often spent on non-customers | more than the bulk is |
//! | 5 | between 5 % and 30 % of customers have the potential to move up | Wilson's interval of the rate lies between the two |
//! | 6 | satisfaction is critical for moving up | the interval of the difference, of those who moved up less the others, lies above what is asked |
//! | 7 | reasonably satisfied customers often defect | Wilson's interval of their rate of defection lies at or above what counts as often |
//! | 8 | marketing and sales are responsible for influencing customers' behaviour | never testable: it says who is responsible |
//! | 9 | other departments influence customers' behaviour too | never testable, for the same reason |
//! | 10 | an upward migration of 2 % can mean 10 % more revenue and 50 % more profit | a [`WhatIf`](super::WhatIf) of 2 % reaches both, less the tolerance |
//!
//! Law 2: the book ranks customers by revenue. Ranked by profit, the share of the top can only be
//! larger. So if the top by profit does not exceed 1, the law fails either way; if it does, the law may
//! still fail for the top by revenue. [`LawFigure::measure`] says which was measured.
//! Law 6 finds an association: who moved up may be satisfied because they were served better since.
//! Law 10 is arithmetic on this pyramid; it does not say that customers can be moved. Revenue and
//! profit change in the same proportion if margins are alike in all tiers and nothing is fixed. A report
//! of a talk prints "50 % more customers"; the book has 50 % more profit.
//!
//! A law that holds describes these customers in this window. The length of the window alone can
//! decide: the top 20 % of the CDNOW sample bring 57.7 % of a quarter's revenue and 67.5 % of eighteen
//! months'. Each figure therefore has its window. If several laws are tested, some hold or fail by
//! chance.
//!
//! Source: Curry, J. and Curry, A. (2000), *The Customer Marketing Method*, Free Press, as commonly
//! reported.
//!
//! ```
//! use retention::estimate::{Proportion, Share};
//! use retention::pyramid::Concentration;
//! use retention::pyramid::laws::{Evidence, Rules, LawVerdict, check};
//! use rust_decimal::{Decimal, dec};
//!
//! let revenue = Concentration::new([80, 5, 5, 5, 5].map(Decimal::from))?;
//! let evidence = Evidence::default()
//!     .revenue(&revenue)
//!     .marketing_budget(Share::new(dec!(61_000), dec!(95_000)))
//!     .upgrade_potential(Proportion::new(35, 200)?);
//! let findings = check(&evidence, Rules::default())?;
//!
//! let verdicts: Vec<LawVerdict> = findings.iter().map(|finding| finding.verdict).collect();
//! assert_eq!(verdicts[0], LawVerdict::Holds);
//! assert_eq!((verdicts[3], verdicts[7]), (LawVerdict::Holds, LawVerdict::NotAboutData));
//! // 17.5 %, with an interval of 12.9 to 23.4 %: within 5 to 30.
//! assert_eq!(verdicts[4], LawVerdict::Holds);
//! assert_eq!(findings[6].missing, Some("defectors"));
//! assert_eq!(verdicts.iter().filter(|verdict| verdict.is_tested()).count(), 3);
//! # Ok::<(), retention::Error>(())
//! ```

mod check;
mod evidence;
mod finding;

pub use check::{MORE_PROFIT, MORE_REVENUE, MOVED_UP, SOURCE, check};
pub use evidence::{Evidence, Rules};
pub use finding::{Finding, LawFigure, LawVerdict};
