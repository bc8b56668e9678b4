use super::Ranking;
use crate::estimate::{Estimate, Resampling, times_drawn};
use crate::numeric::moments::One;
use crate::numeric::random::Random;
use crate::{Error, Result};

/// Two scores of the same cases that call the same number of them, and which gets more of them right.
///
/// Where cases of one score would be divided, so many of them count as called as chance would choose: the
/// numbers need not be whole. Differences are the first less the second. Their standard errors come from
/// drawing cases again, with the same share called each time.
///
/// ```
/// use retention::estimate::Resampling;
/// use retention::estimate::ranking::Ranking;
///
/// let left = [true, true, true, false, false, false, true, false];
/// let model = Ranking::new(&[0.9, 0.8, 0.4, 0.5, 0.3, 0.2, 0.7, 0.1], &left)?;
/// let silence = Ranking::new(&[30.0, 5.0, 9.0, 12.0, 8.0, 2.0, 40.0, 3.0], &left)?;
/// let compared = model.at_equal_number(&silence, 4, Resampling::default())?;
/// assert_eq!((compared.recognised, compared.recognised_by_second), (Some(0.75), Some(0.75)));
/// assert_eq!((compared.misled, compared.misled_by_second), (0.25, 0.25));
/// assert_eq!(compared.misled_difference.value(), 0.0);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct EqualNumber {
    /// How many cases each score calls.
    pub called: u64,
    /// Share of the cases with the event that the first score calls, 0 to 1; `None` without such a case.
    pub recognised: Option<f64>,
    /// Share of the cases with the event that the second score calls.
    pub recognised_by_second: Option<f64>,
    /// The first share recognised less the second; `None` without a case with the event.
    pub recognised_difference: Option<Estimate>,
    /// Share of those called by the first score that the event did not happen to, 0 to 1.
    pub misled: f64,
    /// Share of those called by the second score that the event did not happen to.
    pub misled_by_second: f64,
    /// The first share misled less the second.
    pub misled_difference: Estimate,
    /// How cases were drawn again.
    pub resampling: Resampling,
}

impl Ranking {
    /// Compares two scores of the same cases where both call the same number.
    ///
    /// Time is in proportion to the draws times the cases.
    ///
    /// # Errors
    /// As [`difference`](Self::difference); [`Error::OutOfRange`] for a number called that is 0 or exceeds the
    /// cases, and for draws out of their range.
    ///
    /// See the [example](crate::estimate::ranking::EqualNumber).
    pub fn at_equal_number(
        &self,
        other: &Self,
        called: u64,
        resampling: Resampling,
    ) -> Result<EqualNumber> {
        self.same_cases(other)?;
        resampling.check()?;
        if called == 0 || called > self.cases() {
            let allowed = format_args!("1 to the number of cases, {}", self.cases());
            return Err(Error::out_of_range("called", called, allowed));
        }
        let once = vec![1; self.rows().len()];
        let (ours, theirs) = (self.right(called, &once), other.right(called, &once));
        let errors = self.errors(other, called, resampling);
        let (number, events) = (called as f64, self.events() as f64);
        let share = |right: f64| (events > 0.0).then(|| right / events);
        let difference = |error: f64| Estimate::new((ours - theirs) / events, error);
        let recognised_difference = match events > 0.0 {
            true => Some(difference(errors.recognised)?),
            false => None,
        };
        Ok(EqualNumber {
            called,
            recognised: share(ours),
            recognised_by_second: share(theirs),
            recognised_difference,
            misled: (number - ours) / number,
            misled_by_second: (number - theirs) / number,
            misled_difference: Estimate::new((theirs - ours) / number, errors.misled)?,
            resampling,
        })
    }

    /// The standard deviations of the differences among resamples.
    fn errors(&self, other: &Self, called: u64, resampling: Resampling) -> Errors {
        let cases = self.rows();
        let mut random = Random::new(resampling.seed);
        let (mut recognised, mut misled) = (One::default(), One::default());
        for _ in 0..resampling.draws {
            let times = times_drawn(&mut random, cases.len());
            let more = self.right(called, &times) - other.right(called, &times);
            let drawn = cases.iter().zip(&times).filter(|(case, _)| case.event);
            let events: u64 = drawn.map(|(_, &times)| u64::from(times)).sum();
            misled.push(more / called as f64, 1.0);
            if events > 0 {
                recognised.push(more / events as f64, 1.0);
            }
        }
        let deviation = |of: One| of.variance().unwrap_or_default().sqrt();
        Errors {
            recognised: deviation(recognised),
            misled: deviation(misled),
        }
    }

    /// How many of those called have the event, each case there so many times.
    fn right(&self, called: u64, times: &[u32]) -> f64 {
        let (mut left, mut right) = (called, 0.0);
        for step in self.steps() {
            let (mut events, mut cases) = (0, 0);
            for &row in step.rows {
                let times = times.get(row).copied().map_or(0, u64::from);
                cases += times;
                events += match self.rows().get(row) {
                    Some(case) if case.event => times,
                    _ => 0,
                };
            }
            if cases >= left {
                let share = if cases > 0 {
                    left as f64 / cases as f64
                } else {
                    0.0
                };
                return right + share * events as f64;
            }
            left -= cases;
            right += events as f64;
        }
        right
    }
}

struct Errors {
    recognised: f64,
    misled: f64,
}
