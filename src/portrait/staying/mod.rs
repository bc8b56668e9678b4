//! What predicts staying: which of satisfaction, value, trust, loyalty, switching cost, tier and stage told
//! who stayed.
//!
//! A company that asks its customers and then sees who leaves can check which answers were worth asking for.
//! Give what was known of each customer *before*, and whether the customer stayed *afterwards*. For each
//! predictor, alone and with the others, there is how well it ranks customers it was not learned on, the
//! rate of staying by thirds, and what a point more went with.
//!
//! ```text
//! area          = chance that one who stayed scores higher than one who left, both of a part of the customers
//!                 that the score was not learned on; 0.5 is chance
//! point         = mean over customers of P (1 − P) · b      of P(stayed) = 1 / (1 + exp(−(b₀ + Σ b · x)))
//! revealed(j)   = mean over all orders of the predictors of what j adds to the mean log-likelihood of other
//!                 customers when it joins those before it
//! ```
//!
//! Of a number, which direction goes with staying is learned; of classes, their rates, drawn to the rate of
//! all. The interval of an area reaches from the lower end out of sample to the upper end in sample, because
//! the one is a little too low and the other too high. In simulations (150 to 1,000 customers, normal and
//! skewed numbers) intervals that claim 95 % covered the true area in 93 to 99 of 100 samples. Where nothing
//! told, 5 to 6 of 100 samples had a false finding among six predictors; at the minimum, with three predictors
//! of 30 who left and 30 who stayed, 7 to 8 had. Intervals of what a point went with covered in 91 to 97, of
//! very skewed numbers in 88 to 97 of 100; those of what a predictor adds to the area in 90 to 100. The order
//! of the revealed importances was right in 95 of 100 samples of 1,000 customers, and in 72 of 300.
//!
//! **Associations, not effects.** A point more of satisfaction *went with* more who stayed; whether raising
//! satisfaction would keep anyone, only a trial with a control group tells:
//! [`Campaign`](crate::economics::Campaign). What is asked after a customer has decided to leave predicts
//! well and helps nobody. Customers who did not answer may differ: they are counted and compared.
//!
//! Sources: for the area's error, DeLong, E. R., DeLong, D. M. and Clarke-Pearson, D. L. (1988),
//! *Biometrics* 44: 837–845; that this error is wrong for what a predictor adds to others that were learned
//! with it, Demler, O. V., Pencina, M. J. and D'Agostino, R. B. (2012), *Statistics in Medicine* 31:
//! 2577–2587, as commonly reported; for shares over all orders, Lindeman, R. H., Merenda, P. F. and Gold,
//! R. Z. (1980), *Introduction to Bivariate and Multivariate Analysis*, as commonly reported; for revealed
//! beside stated and derived importance, and the rest of the layout, this library.
//!
//! ```
//! use retention::Accumulator;
//! use retention::portrait::staying::{Builder, Options, Predictor, SurveyedCustomer, StayingVerdict};
//!
//! let predictors = [
//!     Predictor::number("satisfaction").stated(4.6),
//!     Predictor::number("price").stated(4.8),
//!     Predictor::levels("contract", ["monthly", "yearly"]),
//! ];
//! let mut builder = Builder::new(predictors, Options::default())?;
//! // Four hundred customers: those who were satisfied stayed more often, whatever they think of the price.
//! for row in 0..400_u32 {
//!     let satisfaction = f64::from(1 + row % 5);
//!     let price = f64::from(1 + row / 5 % 5);
//!     let lucky = f64::from(row * 7919 % 101) / 101.0;
//!     builder.push(SurveyedCustomer {
//!         stayed: lucky < 0.3 + 0.12 * satisfaction,
//!         numbers: &[Some(satisfaction), (row % 9 > 0).then_some(price)],
//!         classes: &[Some((row / 25 % 2) as usize)],
//!     })?;
//! }
//! let found = builder.finish()?;
//! let satisfaction = found.get("satisfaction").unwrap();
//! assert_eq!(satisfaction.verdict, StayingVerdict::Tells);
//! // A point more went with 10 more of 100 who stayed.
//! assert_eq!(format!("{:.2}", satisfaction.alone.unwrap().value()), "0.10");
//! assert_ne!(found.get("price").unwrap().verdict, StayingVerdict::Tells);
//! // Customers say that the price matters most; who stayed says otherwise.
//! let price = &found.importances[1];
//! assert_eq!((price.stated_rank, price.revealed_rank), (Some(1), Some(2)));
//! # Ok::<(), retention::Error>(())
//! ```

mod area;
mod builder;
mod findings;
mod importances;
mod joint;
mod learned;
mod options;
mod predictor;
mod regression;
mod result;
mod shares;
mod single;
mod table;

pub use builder::{Builder, SurveyedCustomer};
pub use options::{Options, Sharing, StayingVerdict};
pub use predictor::Predictor;
pub use result::{
    ImportanceBySource, Joined, Joint, JointEffect, JointModel, PredictorOfStaying,
    PredictorsOfStaying, RateByGroup, StayingArea,
};
