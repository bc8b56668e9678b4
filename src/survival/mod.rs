//! Survival: how long customers stay, counted so that those who are still here do not distort it.
//!
//! A retention team asks what share of customers is left after a year, and when they leave. The mean
//! tenure of those who left answers neither: it leaves out everyone who stays. Survival curves count
//! customers for as long as they were observed.
//!
//! * A [`Spell`] is the time that one customer was observed: until the customer left, or until the
//!   records end.
//! * [`Survival`] is the Kaplan–Meier curve of many spells: shares, medians and restricted means with
//!   errors, and the Nelson–Aalen hazard. A [`Builder`] makes it, chunk by chunk.
//! * [`Survival::band`] holds the whole curve at once. [`Survival::hazard`] says at which tenures customers
//!   leave, and which of them stand out, such as the end of a contract.
//! * [`log_rank`] tests whether groups stay equally long: plans, channels, contracts.
//! * [`CumulativeIncidence`] tells apart the reasons for which customers leave.
//!   [`Accounts::spells_by_reason`](crate::subscriptions::Accounts::spells_by_reason) joins a log with exits.
//! * [`Accounts::spells`](crate::subscriptions::Accounts::spells) makes spells of a log of subscriptions;
//!   [`purchase_spells`] of a log of purchases, where nobody says that they leave.
//! * [`cox`] tells how the hazard of leaving goes with several characteristics of customers at once.
//!
//! **Customers who were there before.** Where observation began on some day and older customers are in
//! the data, each is at risk only from the tenure reached on that day: see [`Spell::entered`]. Without
//! it the curve is too high, because those who had left before are missing.
//!
//! Tenure is in whole units of your choice, such as days or months. An end counts before an observation
//! that stops at the same tenure.
//!
//! Sources: Kaplan, E. L. and Meier, P. (1958), *Journal of the American Statistical Association* 53:
//! 457–481; Nelson, W. (1972), *Technometrics* 14: 945–966; Aalen, O. (1978), *Annals of Statistics*
//! 6: 701–726; Mantel, N. (1966), *Cancer Chemotherapy Reports* 50: 163–170.
//!
//! ```
//! use retention::estimate::Confidence;
//! use retention::survival::{Spell, Survival, Transform};
//!
//! // Months: five customers left after 1, 2, 2, 5 and 8; five are still here after 3, 4, 6, 9 and 9.
//! let left = [1, 2, 2, 5, 8].map(Spell::ended);
//! let here = [3, 4, 6, 9, 9].map(Spell::ongoing);
//! let curve = Survival::of(left.into_iter().chain(here))?;
//! assert_eq!(format!("{:.2}", curve.at(6).unwrap()), "0.56");
//! assert_eq!(curve.median(), Some(8));
//! let interval = curve.interval(6, Transform::LogLog, Confidence::default()).unwrap();
//! assert_eq!(format!("{interval:.2}"), "0.20 to 0.81");
//! assert_eq!(curve.at(10), None); // nobody was observed for so long
//! # Ok::<(), retention::Error>(())
//! ```

mod band;
mod builder;
pub mod cox;
mod crossing;
mod curve;
mod hazard;
mod incidence;
mod incidence_builder;
mod interval;
mod log_rank;
mod peaks;
mod purchased;
mod reasoned;
mod spell;
mod subscribed;
mod table;
mod times;

pub use band::{Band, BandForm, BandPoint};
pub use builder::Builder;
pub use curve::{Point, Survival};
pub use hazard::{Hazard, HazardBin, HazardOptions};
pub use incidence::{CumulativeIncidence, Incidence, IncidencePoint, IncidenceRow};
pub use incidence_builder::IncidenceBuilder;
pub use interval::Transform;
pub use log_rank::{LogRank, Weighting, log_rank, log_rank_for_trend, log_rank_in_strata};
pub use purchased::{PurchaseSpells, purchase_spells};
pub use reasoned::{ReasonedSpell, SpellsByReason};
pub use spell::Spell;
pub use subscribed::WhichSpells;
pub(crate) use table::Tenure;
