//! How well scores rank those to whom something happens above those to whom it does not.
//!
//! A score may be a model's chance that a customer leaves, the days since the last purchase, or a rating
//! of a survey. What happens, or does not, is the *event*: the customer left, came back, renewed. A good
//! score is high where the event happens and low where it does not.
//!
//! * [`Ranking`] holds scores and outcomes. Its [area under the ROC curve](Ranking::auc) is the chance
//!   that a case with the event has a higher score than a case without it.
//! * [`Cut`] says what calling all cases from a score upwards gets right and wrong, and what that costs.
//! * [`EqualNumber`] compares two scores that call the same number of the same cases.
//! * [`Calibration`] compares chances with what happened.
//!
//! ```
//! use retention::estimate::Confidence;
//! use retention::estimate::ranking::Ranking;
//!
//! // Weeks of silence of eight customers, and whether they stayed away.
//! let weeks = [30.0, 26.0, 21.0, 14.0, 9.0, 8.0, 4.0, 2.0];
//! let away = [true, true, false, true, true, false, false, false];
//! let ranking = Ranking::new(&weeks, &away)?;
//! let auc = ranking.auc().unwrap();
//! assert_eq!(format!("{auc:.3}"), "0.875 ± 0.144");
//! let interval = ranking.interval(Confidence::default()).unwrap();
//! assert_eq!(format!("{interval:.2}"), "0.18 to 1.00"); // eight customers tell little
//! // Pursuing one who is gone costs 1, giving up one who would come back costs 4.
//! let cut = ranking.cheapest_cut(4.0)?;
//! assert_eq!((cut.least_score, cut.recognised.to_string()), (Some(26.0), "2 of 4".to_owned()));
//! # Ok::<(), retention::Error>(())
//! ```

mod area;
mod calibration;
mod cut;
mod equal_number;
mod scored;

pub use calibration::{Calibration, CalibrationGroup};
pub use cut::Cut;
pub use equal_number::EqualNumber;
pub use scored::Ranking;
