//! Cox regression: by how much the hazard of leaving goes with what is known of customers.
//!
//! A survival curve compares one group with another. A regression takes several characteristics together:
//! those on a monthly plan pay more, too, and it tells the two apart.
//!
//! ```text
//! hazard at tenure t = baseline(t) · exp(b₁ x₁ + b₂ x₂ + …)        hazard ratio of j = exp(bⱼ)
//! ln L = Σ over those who left (b · x − ln Σ over those at risk at that tenure exp(b · x))
//! covariance = I⁻¹ (classical);  I⁻¹ · Σ r rᵀ · I⁻¹ (robust), with the score residuals r of each cluster
//! ```
//!
//! * [`Covariates`] are spells with columns, weights, strata and clusters. [`indicators`] codes a plan or a
//!   channel.
//! * [`Cox`] holds a [`HazardRatio`] for each covariate, tests, and the [`Baseline`] from which it predicts
//!   [`survival`](Cox::survival).
//! * [`Covariates::concordance`] tells how well it ranks customers.
//! * [`ProportionalHazards`] tests whether the ratios stay the same at every tenure.
//!
//! **Only what is known at the beginning.** A covariate is what was known of the customer when the spell began.
//! A file that holds the last contract of each customer does not say that: those who stay are moved to yearly
//! contracts, so that the contract at the end is a result of staying. Its hazard ratio describes the file and
//! predicts nobody. Split the spell where a covariate changes, with
//! [`Spell::entered`](crate::survival::Spell::entered), and give the parts one cluster.
//!
//! **Few who left.** With fewer than ten for each covariate, ratios are too far from 1 and tests too
//! confident: the result then says [`few_events`](Cox::few_events).
//!
//! If those who left always had the highest value of some combination of covariates, its hazard ratio has no
//! limit: the outcome of the fit is [`Separable`](crate::fit::Outcome::Separable).
//!
//! **Where packages differ.** Everyone agrees on the coefficients. R's `survival` and lifelines are the same in
//! classical errors; with equal tenures lifelines orders rows as they stand for its robust errors, and does not
//! look at late entry there or in its test of proportional hazards. R has since replaced that test by the score
//! test: see [`Information`].
//!
//! Sources: Cox, D. R. (1972), *Journal of the Royal Statistical Society B* 34: 187–220; Efron, B. (1977),
//! *Journal of the American Statistical Association* 72: 557–565; Lin, D. Y. and Wei, L. J. (1989), the same
//! 84: 1074–1078.
//!
//! ```
//! use retention::estimate::Confidence;
//! use retention::survival::Spell;
//! use retention::survival::cox::{Covariates, Options, indicators};
//!
//! // Months: nine customers left, five are still here.
//! let spells: Vec<Spell> = [1, 2, 2, 3, 5, 8, 9, 11, 14].map(Spell::ended).into_iter()
//!     .chain([4, 6, 12, 15, 15].map(Spell::ongoing))
//!     .collect();
//! let plans = ["trial", "trial", "paid", "trial", "paid", "trial", "paid", "paid", "paid",
//!     "paid", "trial", "paid", "paid", "trial"];
//! let price = [9., 12., 19., 9., 25., 12., 9., 19., 9., 12., 9., 9., 12., 19.];
//! let plans = indicators(&plans, "paid")?;
//! let columns = plans.iter().map(|(name, column)| (name.as_str(), column.as_slice()));
//! let rows = Covariates::new(&spells, columns.chain([("price", &price[..])]))?;
//! let cox = rows.fit(Options::default())?.converged()?;
//!
//! let trial = cox.get("trial").unwrap();
//! let interval = trial.interval(Confidence::default()).unwrap();
//! assert_eq!(format!("{:.1}", trial.ratio()), "1.7");
//! // Of nine who left that says little: 1 lies within, and two covariates need more who left.
//! assert!(interval.contains(1.0));
//! assert_eq!((cox.rows, cox.ended, cox.few_events), (14, 9, true));
//! assert_eq!(format!("{:.2}", rows.concordance(&cox)?.unwrap()), "0.65");
//! # Ok::<(), retention::Error>(())
//! ```

mod baseline;
mod block;
mod concordance;
mod covariates;
mod factor;
mod fitted;
mod model;
mod numbers;
mod options;
mod proportional;
mod residuals;
mod search;
mod sums;
mod table;

pub use crate::estimate::ChiSquare;
pub use baseline::{Baseline, BaselineStep};
pub use covariates::Covariates;
pub use factor::indicators;
pub use model::{Cox, HazardRatio};
pub use options::{Options, StandardErrors, TiedEnds};
pub use proportional::{Information, ProportionalHazards, Proportionality, TimeTransform};
