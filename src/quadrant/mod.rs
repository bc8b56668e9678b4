//! Importance/satisfaction quadrants: what matters to customers, how well it is done, and what to
//! improve first.
//!
//! Each attribute of the offer (price, network, advice) has an importance and a satisfaction. Two
//! lines cut the chart into four: *concentrate here* (important, poorly rated), *keep up the good
//! work*, *low priority*, *possible overkill* (unimportant, well rated). One telecom study reads the
//! quadrants for churn: what drives customers away, what loyalty rests on, where they may leave next,
//! and where an advantage is to be held.
//!
//! * [`Analysis`] places attributes by ready-made ratings. [`Options`] say where the lines cross, on
//!   which side an attribute on a line counts, whether the diagonal counts too, and what comes first.
//!   Where the lines stand decides much, and the result records it.
//! * [`Survey`] takes respondents' answers in columns, and [`Builder`] row by row. Importance is what
//!   respondents say, or is derived from overall satisfaction, by one of several [`Importance`]
//!   methods. An [`Assessment`] holds it with its standard error, its correlation with overall
//!   satisfaction, and p-values adjusted for testing several attributes.
//! * [`logistic`] derives importance for a yes or no, such as who stayed.
//! * [`contrasts`] tells what a low rating costs from what a high rating brings.
//! * [`bootstrap`] says how sure each place is.
//! * [`slack`] has the zones of Slack's matrix, where performance is rated against competitors, and
//!   [`Analysis::against_competitors`] the quadrants of importance and relative performance.
//!
//! Derived importance is an association in the answers of these respondents: it does not say that
//! overall satisfaction would rise if an attribute were improved.
//!
//! Source: Martilla, J. A. and James, J. C. (1977), *Journal of Marketing* 41(1): 77–79; Slack, N.
//! (1994), *International Journal of Operations & Production Management* 14(5): 59–75; the sources of
//! derived importance stand with its methods.
//!
//! ```
//! use retention::estimate::Resampling;
//! use retention::quadrant::{Importance, Method, Options, Quadrant, Survey};
//! use retention::scale::Scale;
//!
//! let scale = Scale::ONE_TO_TEN;
//! let network = [9.0, 7.0, 8.0, 4.0, 6.0, 9.0, 3.0, 5.0, 8.0, 6.0];
//! let advice = [4.0, 4.0, 6.0, 2.0, 3.0, 7.0, 1.0, 4.0, 5.0, 2.0];
//! let bills = [8.0, 9.0, 7.0, 9.0, 8.0, 7.0, 9.0, 8.0, 9.0, 7.0];
//! let survey = Survey::new([
//!     ("network", scale.full_answers(&network)?),
//!     ("advice", scale.full_answers(&advice)?),
//!     ("bills", scale.full_answers(&bills)?),
//! ])?
//! .overall(scale.full_answers(&[9.0, 6.0, 8.0, 3.0, 5.0, 10.0, 2.0, 5.0, 8.0, 4.0])?)?;
//!
//! let method = Method::from(Importance::Pearson).minimum(10);
//! let analysis = survey.assess(method)?.analysis(Options::default())?;
//! let advice = analysis.get("advice").unwrap();
//! assert_eq!((advice.quadrant, advice.rank), (Quadrant::ConcentrateHere, 1));
//!
//! // The share of a thousand resamples that agree.
//! let sure = survey.bootstrap(method, Options::default(), Resampling::default())?;
//! assert!(sure.get("advice").unwrap().same.value() > Some(0.95));
//! # Ok::<(), retention::Error>(())
//! ```

mod analysis;
mod assess;
mod assessment;
pub mod bootstrap;
mod builder;
mod columns;
pub mod contrasts;
mod contributions;
mod derive;
mod influence;
mod leverage;
pub mod logistic;
mod method;
mod options;
mod placing;
mod quadrants;
mod ranked;
mod relative;
mod remark;
pub mod slack;
mod sums;
mod survey;

pub use analysis::{Analysis, Attribute, Placed, RatingScales};
pub use assessment::{Assessed, Assessment};
pub use builder::{Builder, Respondent};
pub use method::{Deletion, Importance, Method, StandardErrors};
pub use options::{Crosshair, OnLine, Options, Placement, Priority};
pub use quadrants::Quadrant;
pub use relative::Compared;
pub use remark::Remark;
pub use survey::Survey;
