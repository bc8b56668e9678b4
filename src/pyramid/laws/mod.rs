//! Curry's ten lessons, held against data.
//!
//! Whoever builds a customer pyramid, says Curry, finds the same few laws in it: a fifth of the
//! customers bring most of the revenue, a small move upward is worth much. [`check`] takes what a
//! business knows, as [`Evidence`], and says of each [`Law`] whether it holds here: what was observed,
//! what was asked of it, and, where nothing can be said, why not.
//!
//! The lessons are rules of thumb; none comes with a definition that could be computed, a tolerance or
//! a sample. How each is read is therefore ours, stated at its variant of [`Law`], and adjustable in
//! [`Rules`]. A law that holds is a description of these customers in this window; one that does not is
//! no fault of the business. Some answers depend on the window alone: the top 20 % of the CDNOW sample
//! bring 57.7 % of a quarter's revenue, 63.3 % of 39 weeks', 67.5 % of eighteen months'. So each figure
//! carries its window. [`Findings::tested`] says how many of the ten could be held against anything;
//! with several tested, some will hold or fail by chance.
//!
//! Source: Curry, J. and Curry, A. (2000), *The Customer Marketing Method*, Free Press, as commonly
//! reported; a newspaper's report of a talk by Curry in Shenzhen, which prints eight of them.
//!
//! ```
//! use retention::estimate::{Proportion, Share};
//! use retention::pyramid::Concentration;
//! use retention::pyramid::laws::{Evidence, Law, Rules, Untestable, Verdict, check};
//! use rust_decimal::{Decimal, dec};
//!
//! let revenue = Concentration::new([80, 5, 5, 5, 5].map(Decimal::from))?;
//! let evidence = Evidence::default()
//!     .revenue(&revenue)
//!     .marketing_budget(Share::new(dec!(61_000), dec!(95_000)))
//!     .upgrade_potential(Proportion::new(35, 200)?);
//! let findings = check(&evidence, &Rules::default())?;
//!
//! let verdict = |law| findings.get(law).map(|finding| finding.verdict);
//! assert_eq!(verdict(Law::TopBringsRevenue), Some(Verdict::Holds));
//! assert_eq!(verdict(Law::BudgetOnNonCustomers), Some(Verdict::Holds));
//! // 17.5 %, with an interval of 12.9 to 23.4 %: within 5 to 30.
//! assert_eq!(verdict(Law::UpgradePotential), Some(Verdict::Holds));
//! assert_eq!(
//!     verdict(Law::SatisfiedDefect),
//!     Some(Verdict::NotTestable(Untestable::MissingDefectors)),
//! );
//! # Ok::<(), retention::Error>(())
//! ```

mod check;
mod evidence;
mod findings;
mod law;
mod rules;

pub use check::check;
pub use evidence::{Evidence, Satisfaction};
pub use findings::{
    DecidedBy, Figure, Finding, Findings, Measure, Measured, Required, Untestable, Verdict,
};
pub use law::{Benchmark, Law};
pub use rules::{ExistingShare, Reading, Rules};
