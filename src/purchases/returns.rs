use std::collections::BTreeMap;

use super::Policy;
use crate::error::inner_fraction;
use crate::estimate::Proportion;
use crate::macros::named_enum;
use crate::numeric::ROUNDING;
use crate::period::{Period, Window};
use crate::{Error, Result};

named_enum! {
    /// The median of whom: of all who stood before a step, or of those who took it.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum MedianOf {
        /// Of those who came back within the records. Short, because who comes back late, or
        /// never, is not among them; but it always exists where anyone came back. The default.
        #[default]
        Returners = "returners",
        /// Of everyone, by the curve: the day by which half had come back, which does not exist
        /// where half never do.
        Everyone = "everyone",
    }
}

named_enum! {
    /// What a silence after a purchase is judged by, on a [`ReturnCurve`].
    #[derive(Default)]
    #[non_exhaustive]
    pub enum ReturnMeasure {
        /// The chance of still coming back, of those who are silent for so long. It begins at the
        /// share of customers who come back at all. The default.
        #[default]
        ChanceOfReturn = "chance_of_return",
        /// The share of those who come back that takes longer: how often silence for so long is a
        /// false alarm. It begins at 1, however few come back.
        ShareOfReturners = "share_of_returners",
    }
}

/// How customers come back after one of their purchases, day by day, those who have not come back
/// yet counted for as long as they have been waited for.
///
/// This is the Kaplan–Meier curve of a latency. The mean of those who did come back says how long
/// *they* took; the curve says what share of all was still out after so many days.
///
/// ```text
/// out(t) = Π over days d ≤ t of (1 − returned on d / still out and waited for until d)
/// chance_after(s) = (out(s) − out(end)) / out(s)
/// later_than(s)   = (out(s) − out(end)) / (1 − out(end))
/// ```
///
/// `chance_after` is the chance of still coming back, within the longest wait that the records hold,
/// after a silence of `s` days. A return later than anyone has been waited for is in no record: with
/// a short log every silence looks final, so let the log be several times as long as customers take.
///
/// Both measures lean on the end of the curve, where few are still waited for: one who comes back
/// when two are left halves it, and the last one takes it to 0, as if nobody stayed away. Look at
/// [`at_risk`](ReturnPoint::at_risk) of the last [points](Self::points) before trusting them, or end
/// the curve [while enough are left](Self::while_at_risk).
///
/// Source: Kaplan, E. L. and Meier, P. (1958), *Journal of the American Statistical Association*
/// 53: 457–481. Those who return on a day count before those who were waited for until that day.
///
/// ```
/// # use chrono::NaiveDate;
/// # use retention::period::Period;
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
/// # let date = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
/// # let row = |customer, day| Purchase { customer, date: date(day), amount: dec!(10) };
/// // All bought on the 1st. Ann came back on the 5th, Ben on the 11th, Cem not by the 31st.
/// # let log = PurchaseLog::from_rows([
/// #     row("Ann", 1), row("Ann", 5), row("Ben", 1), row("Ben", 11), row("Cem", 1),
/// # ])?;
/// let observed = log.observe(log.until(date(31))?, Policy::default())?;
/// let curve = observed.return_curve(Period::Day, 1)?;
/// assert_eq!(curve.returned().numerator(), 2);
/// assert!((curve.still_out(7) - 2.0 / 3.0).abs() < 1e-12);
/// assert!((curve.chance_after(7).unwrap() - 0.5).abs() < 1e-12);
/// assert_eq!(curve.chance_after(12), Some(0.0));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "Kaplan-Meier")]
pub struct ReturnCurve {
    points: Vec<ReturnPoint>,
    returned: Proportion,
    longest_wait: u32,
    /// The purchases made before the wait: 1 for the way to the second.
    pub purchases: u32,
    /// What makes rows one purchase.
    pub grain: Period,
    /// The window.
    pub window: Window,
    /// The policy that says what is a purchase.
    pub policy: Policy,
}

/// A day on which customers came back, of a [`ReturnCurve`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ReturnPoint {
    /// Days since the purchase.
    pub days: u32,
    /// Customers still out the day before and waited for until this day.
    pub at_risk: u64,
    /// Those of them who came back on it.
    pub returned: u64,
    /// The share of all still out after it.
    pub still_out: f64,
}

/// Waits by their length in days. Almost all are short, so they are counted in a table; what lies
/// beyond it is rare.
#[derive(Debug, Default)]
pub(crate) struct Waits {
    table: Vec<Count>,
    beyond: BTreeMap<u32, Count>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    returned: u64,
    waiting: u64,
}

/// Longer waits than this many days, 179 years, are kept apart.
const TABLE: usize = 1 << 16;

impl Waits {
    pub(crate) fn push(&mut self, days: u32, returned: bool) {
        let at = days as usize;
        let count = if at < TABLE {
            if self.table.len() <= at {
                self.table.resize(at + 1, Count::default());
            }
            self.table.get_mut(at)
        } else {
            Some(self.beyond.entry(days).or_default())
        };
        if let Some(count) = count {
            if returned {
                count.returned += 1;
            } else {
                count.waiting += 1;
            }
        }
    }

    fn by_days(&self) -> impl Iterator<Item = (u32, Count)> {
        let beyond = self.beyond.iter().map(|(&days, &count)| (days, count));
        (0..)
            .zip(self.table.iter().copied())
            .chain(beyond)
            .filter(|(_, count)| count.returned + count.waiting > 0)
    }

    pub(crate) fn curve(
        &self,
        purchases: u32,
        grain: Period,
        window: Window,
        policy: Policy,
    ) -> ReturnCurve {
        let (mut returned, mut waiting, mut longest_wait) = (0, 0, 0);
        for (days, count) in self.by_days() {
            returned += count.returned;
            waiting += count.waiting;
            longest_wait = days;
        }
        let (mut at_risk, mut still_out) = (returned + waiting, 1.0);
        let mut points = Vec::new();
        for (days, count) in self.by_days() {
            if count.returned > 0 {
                // As one quotient: its end is exactly 0 where all who are left come back.
                still_out *= (at_risk - count.returned) as f64 / at_risk as f64;
                points.push(ReturnPoint {
                    days,
                    at_risk,
                    returned: count.returned,
                    still_out,
                });
            }
            at_risk -= count.returned + count.waiting;
        }
        ReturnCurve {
            points,
            returned: Proportion::of_parts(returned, waiting),
            longest_wait,
            purchases,
            grain,
            window,
            policy,
        }
    }
}

impl ReturnCurve {
    /// The days on which customers came back, in order.
    #[must_use]
    pub fn points(&self) -> &[ReturnPoint] {
        &self.points
    }

    /// Who came back, of all who made the purchase.
    #[must_use]
    pub const fn returned(&self) -> Proportion {
        self.returned
    }

    /// The longest time, in days, that anyone took or was waited for: where the curve ends.
    #[must_use]
    pub const fn longest_wait(&self) -> u32 {
        self.longest_wait
    }

    /// The share still out after so many days, between 0 and 1; beyond
    /// [`longest_wait`](Self::longest_wait) that of its end.
    #[must_use]
    pub fn still_out(&self, days: u32) -> f64 {
        let until = self.points.partition_point(|point| point.days <= days);
        until
            .checked_sub(1)
            .and_then(|last| self.points.get(last))
            .map_or(1.0, |point| point.still_out)
    }

    fn end(&self) -> f64 {
        self.points.last().map_or(1.0, |point| point.still_out)
    }

    /// The chance of still coming back within the records after a silence of so many days,
    /// between 0 and 1; `None` where nobody was still out then, and of nobody.
    #[must_use]
    pub fn chance_after(&self, silence: u32) -> Option<f64> {
        let out = self.still_out(silence);
        (out > 0.0 && self.returned.denominator() > 0).then(|| (out - self.end()) / out)
    }

    /// Of those who come back within the records, the share who take longer than so many days,
    /// between 0 and 1; `None` where nobody does.
    #[must_use]
    pub fn later_than(&self, days: u32) -> Option<f64> {
        let end = self.end();
        (end < 1.0).then(|| (self.still_out(days) - end) / (1.0 - end))
    }

    /// The shortest silence, in days, at which the measure `by` has fallen below `alpha`; `None`
    /// where it never falls below: where everyone came back, where nobody did, and where it is
    /// lower from the first day on, so that no silence says more than the purchase did.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for an `alpha` that is not strictly between 0 and 1,
    /// [`Error::NotFinite`] for NaN.
    pub fn silence_for(&self, alpha: f64, by: ReturnMeasure) -> Result<Option<u32>> {
        if self.is_low(0, alpha, by)? {
            return Ok(None);
        }
        for point in &self.points {
            if self.is_low(point.days, alpha, by)? {
                return Ok(Some(point.days));
            }
        }
        Ok(None)
    }

    /// Whether the measure has fallen below `alpha` after a silence of so many days.
    pub(crate) fn is_low(&self, days: u32, alpha: f64, by: ReturnMeasure) -> Result<bool> {
        let alpha = inner_fraction("alpha", alpha)?;
        // One of five is 0.2, not below it, though their quotient may be.
        let below = alpha - ROUNDING.min(alpha / 2.0);
        let measure = match by {
            ReturnMeasure::ChanceOfReturn => self.chance_after(days),
            ReturnMeasure::ShareOfReturners => self.later_than(days),
        };
        Ok(measure.is_some_and(|measure| measure < below))
    }

    /// The same curve, ended where fewer than so many customers are left: still out, and waited for
    /// that long. Beyond, one return moves the curve as far as many did before.
    ///
    /// What it says of everyone, [`returned`](Self::returned) and
    /// [`longest_wait`](Self::longest_wait), stays.
    #[must_use]
    pub fn while_at_risk(mut self, customers: u64) -> Self {
        let end = self
            .points
            .partition_point(|point| point.at_risk >= customers);
        self.points.truncate(end);
        self
    }

    /// The mean time, in days, of those who came back; `None` where nobody did. It ignores those
    /// who did not, and is no forecast for them.
    #[must_use]
    pub fn mean_of_returners(&self) -> Option<f64> {
        let days = self
            .points
            .iter()
            .map(|point| f64::from(point.days) * point.returned as f64);
        let returned = self.returned.numerator();
        (returned > 0).then(|| days.sum::<f64>() / returned as f64)
    }

    /// The median time to come back, in days; `None` where nobody came back, and, of everyone,
    /// where half never did within the records.
    #[must_use]
    pub fn median(&self, of: MedianOf) -> Option<u32> {
        let point = match of {
            MedianOf::Everyone => {
                let half = |point: &&ReturnPoint| point.still_out <= 0.5 + ROUNDING;
                self.points.iter().find(half)
            }
            MedianOf::Returners => {
                let all = self.returned.numerator();
                let mut so_far = 0_u64;
                self.points.iter().find(|point| {
                    so_far += point.returned;
                    // The lower of the two in the middle where their number is even.
                    so_far >= all.div_ceil(2)
                })
            }
        };
        point.map(|point| point.days)
    }
}

/// `purchases` must be one or more.
pub(super) fn checked_step(purchases: u32) -> Result<u32> {
    if purchases == 0 {
        return Err(Error::out_of_range("purchases", purchases, "1 or more"));
    }
    Ok(purchases)
}
