use super::Ranking;
use crate::error::fraction;
use crate::estimate::{Estimate, Proportion};
use crate::numeric::moments::One;
use crate::{Error, Result};

/// Chances compared with what happened: whether an event told with 30 % happens in 30 % of cases.
///
/// A ranking can be perfect and its chances wrong, and the other way round: look at both.
///
/// ```
/// use retention::estimate::ranking::Ranking;
///
/// let chances = [0.1, 0.1, 0.2, 0.2, 0.5, 0.5, 0.8, 0.8];
/// let came_back = [false, false, false, true, true, false, true, true];
/// let calibration = Ranking::new(&chances, &came_back)?.calibration(2)?;
/// let [low, high] = calibration.groups.as_slice() else { panic!() };
/// assert_eq!((format!("{:.2}", low.predicted), low.actual.to_string()), ("0.15".to_owned(), "1 of 4".to_owned()));
/// assert_eq!((format!("{:.2}", high.predicted), high.actual.to_string()), ("0.65".to_owned(), "3 of 4".to_owned()));
/// assert_eq!(format!("{:.2}", calibration.in_the_large.value()), "0.10"); // half came back, 40 % were predicted
/// assert_eq!(format!("{:.3}", calibration.brier.value()), "0.160");
/// assert_eq!(format!("{:.2}", calibration.skill.unwrap()), "0.36");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "reliability diagram")]
pub struct Calibration {
    /// Groups of cases of about one size, the lowest chances first. Cases of one chance stay together, so
    /// there may be fewer groups than asked for.
    pub groups: Vec<CalibrationGroup>,
    /// Mean of the chances, 0 to 1.
    pub predicted: f64,
    /// Share of the cases with the event.
    pub actual: Proportion,
    /// The share with the event less the mean of the chances: above 0 the chances are too low in all. The
    /// standard error is that of a mean of differences; with a single case it is 0.
    #[doc(alias = "calibration-in-the-large")]
    pub in_the_large: Estimate,
    /// The Brier score, 0 to 1: the mean of `(chance − outcome)²`, where the outcome is 1 with the event
    /// and 0 without. Lower is better.
    #[doc(alias = "Brier score")]
    pub brier: Estimate,
    /// How much lower the Brier score is than that of telling everyone the share with the event: 1 is perfect,
    /// 0 is no better than that, and below 0 is worse. `None` if the event happened to all cases or to none.
    ///
    /// ```text
    /// skill = 1 − Brier / (share · (1 − share))
    /// ```
    #[doc(alias = "Brier skill score")]
    pub skill: Option<f64>,
}

/// Cases of similar chances: the chance predicted, and what happened. See the example of [`Calibration`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CalibrationGroup {
    /// The lowest chance in the group, 0 to 1.
    pub lowest: f64,
    /// The highest chance in the group, 0 to 1.
    pub highest: f64,
    /// Mean of the chances.
    pub predicted: f64,
    /// Share of the cases with the event; [`Proportion::wilson`] gives its interval.
    pub actual: Proportion,
}

impl Ranking {
    /// Compares scores that are chances with what happened, in so many groups of about one size.
    ///
    /// Sources: Brier, G. W. (1950), *Monthly Weather Review* 78: 1–3; Cox, D. R. (1958), *Biometrika* 45:
    /// 562–565.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for no group, and at its row for a score outside 0 to 1.
    ///
    /// See the [example](crate::estimate::ranking::Calibration).
    pub fn calibration(&self, groups: u32) -> Result<Calibration> {
        if groups == 0 {
            return Err(Error::out_of_range("groups", groups, "1 or more"));
        }
        let (mut differences, mut brier) = (One::default(), One::default());
        for (row, case) in self.rows().iter().enumerate() {
            let chance = fraction("chance", case.score).map_err(|error| error.at_row(row))?;
            let outcome = f64::from(u8::from(case.event));
            differences.push(outcome - chance, 1.0);
            brier.push((chance - outcome).powi(2), 1.0);
        }
        let actual = Proportion::of_parts(self.events(), self.others());
        let brier = mean(&brier)?;
        let share = actual.value().unwrap_or_default();
        let known = share > 0.0 && share < 1.0;
        let in_the_large = mean(&differences)?;
        Ok(Calibration {
            groups: self.groups(groups),
            predicted: share - in_the_large.value(),
            actual,
            in_the_large,
            brier,
            skill: known.then(|| 1.0 - brier.value() / (share * (1.0 - share))),
        })
    }

    fn groups(&self, groups: u32) -> Vec<CalibrationGroup> {
        let mut found = Vec::new();
        let (mut open, mut below) = (Open::default(), 0_u64);
        let (all, groups) = (u128::from(self.cases()), u128::from(groups));
        for step in self.steps().rev() {
            let cases = step.events + step.others;
            open.add(step.score, step.events, step.others);
            // The group that the middle of the next case would fall into.
            let group = |below: u64| (2 * u128::from(below) + 1) * groups / (2 * all);
            let started = group(below);
            below += cases;
            if group(below) > started {
                found.extend(std::mem::take(&mut open).close());
            }
        }
        found.extend(open.close());
        found
    }
}

/// A mean with its standard error.
fn mean(of: &One) -> Result<Estimate> {
    let rows = of.rows() as f64;
    let error = (of.variance().unwrap_or_default() / rows).sqrt();
    let estimate = Estimate::new(of.mean().unwrap_or_default(), error)?;
    if rows < 2.0 {
        return Ok(estimate);
    }
    estimate.with_degrees_of_freedom(rows - 1.0)
}

/// A group that further cases may join.
#[derive(Default)]
struct Open {
    ends: Option<(f64, f64)>,
    chances: f64,
    events: u64,
    others: u64,
}

impl Open {
    fn add(&mut self, chance: f64, events: u64, others: u64) {
        let lowest = self.ends.map_or(chance, |(lowest, _)| lowest);
        self.ends = Some((lowest, chance));
        self.chances += chance * (events + others) as f64;
        self.events += events;
        self.others += others;
    }

    fn close(self) -> Option<CalibrationGroup> {
        let (lowest, highest) = self.ends?;
        let predicted = self.chances / (self.events + self.others) as f64;
        Some(CalibrationGroup {
            lowest,
            highest,
            // Rounding may carry the mean of equal chances past them.
            predicted: predicted.clamp(lowest, highest),
            actual: Proportion::of_parts(self.events, self.others),
        })
    }
}
