use super::{Policy, Waits};
use crate::error::inner_fraction;
use crate::estimate::Proportion;
use crate::macros::named_enum;
use crate::numeric::ROUNDING;
use crate::numeric::median::lower_median_of_counts;
use crate::period::{Period, Window};
use crate::{Error, Result};

named_enum! {
    /// Which customers [`ReturnCurve::median`] covers: everyone who made the purchase, or those who
    /// came back after it.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum MedianOf {
        /// Of those who came back within the records. The default.
        ///
        /// It is short, because whoever comes back later, or never, is not among them; but it exists as
        /// soon as anyone came back.
        #[default]
        Returners = "returners",
        /// Of everyone, by the curve: the day by which half had come back. It does not exist if fewer
        /// than half ever do.
        Everyone = "everyone",
    }
}

named_enum! {
    /// What a silence after a purchase is judged by: one of two measures of a [`ReturnCurve`].
    #[derive(Default)]
    #[non_exhaustive]
    pub enum ReturnMeasure {
        /// The chance that a customer who is silent for so long still comes back. It begins at the
        /// share of customers who come back at all. The default.
        #[default]
        ChanceOfReturn = "chance_of_return",
        /// The share of returning customers who take longer: how often silence for so long is a false
        /// alarm. It begins at 1, however few come back.
        ShareOfReturners = "share_of_returners",
    }
}

/// How customers come back after one of their purchases, day by day.
///
/// Customers who have not come back are counted for as long as they have been waited for. This is the
/// Kaplan–Meier curve of the time to the next purchase. The mean of those who did come back says how
/// long *they* took; the curve says what share of all was still out after so many days.
///
/// ```text
/// out(t) = Π over days d ≤ t of (1 − returned on d / still out and waited for until d)
/// chance_after(s) = (out(s) − out(end)) / out(s)
/// later_than(s)   = (out(s) − out(end)) / (1 − out(end))
/// ```
///
/// `chance_after` is the chance of still coming back after a silence of `s` days, within the longest
/// wait of the records. No record holds a later return: in a short log every silence looks final, so
/// let the log be several times as long as customers take. The chance of a return within a stated time,
/// [`chance_within`](Self::chance_within), does not depend on the length of the log.
///
/// Both measures depend on the end of the curve, where few customers are left. Check
/// [`at_risk`](ReturnPoint::at_risk) of the last [points](Self::points) before you trust the end: if
/// one of the last two customers comes back, that halves the curve; if the last one does, the curve
/// ends at 0, as if nobody stayed away. Or end the curve [while enough are left](Self::while_at_risk).
///
/// With the feature `serde` a curve can be serialised and deserialised, so that it can be kept from day
/// to day.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "super::curve_state::RawCurve"))]
#[doc(alias = "Kaplan-Meier")]
pub struct ReturnCurve {
    /// All points, those after the end of the curve too.
    pub(super) points: Vec<ReturnPoint>,
    /// For how long those were waited for who did not come back, the shortest first.
    pub(super) waiting: Vec<Waiting>,
    /// The curve ends while so many customers are left.
    pub(super) least_at_risk: u64,
    pub(super) returned: Proportion,
    pub(super) longest_wait: u32,
    pub(super) purchases: u32,
    pub(super) purchases_to: Option<u32>,
    pub(super) grain: Period,
    pub(super) window: Window,
    pub(super) policy: Policy,
    /// The last day on which enough customers are at risk.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) followed: Option<u32>,
}

/// Customers who did not come back, and were waited for until the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(super) struct Waiting {
    pub(super) days: u32,
    pub(super) customers: u64,
}

/// The purchases after which the waits of a curve begin.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Purchases {
    pub(crate) from: u32,
    pub(crate) to: Option<u32>,
}

impl Purchases {
    pub(crate) const fn only(purchases: u32) -> Self {
        Self {
            from: purchases,
            to: Some(purchases),
        }
    }
}

/// What a curve is made from, beside the waits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Made {
    pub(crate) grain: Period,
    pub(crate) window: Window,
    pub(crate) policy: Policy,
}

/// One point of a [`ReturnCurve`]: a day on which customers came back.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct ReturnPoint {
    /// Days since the purchase.
    pub days: u32,
    /// Customers who were still out the day before and were waited for until this day.
    pub at_risk: u64,
    /// How many of them came back on this day.
    pub returned: u64,
    /// The share of all customers still out after this day.
    pub still_out: f64,
}

impl Waits {
    /// Returns the curve of these waits.
    pub(crate) fn curve(&self, purchases: Purchases, made: Made) -> ReturnCurve {
        let (mut returned, mut longest_wait) = (0, 0);
        let (mut days_of_return, mut days_of_waiting) = (0, 0);
        for (_, count) in self.by_days() {
            days_of_return += usize::from(count.returned > 0);
            days_of_waiting += usize::from(count.waiting > 0);
        }
        let mut waiting = Vec::with_capacity(days_of_waiting);
        for (days, count) in self.by_days() {
            returned += count.returned;
            longest_wait = days;
            if count.waiting > 0 {
                waiting.push(Waiting {
                    days,
                    customers: count.waiting,
                });
            }
        }
        let still_waiting = waiting.iter().map(|waiting| waiting.customers).sum::<u64>();
        let (mut at_risk, mut still_out) = (returned + still_waiting, 1.0);
        let mut points = Vec::with_capacity(days_of_return);
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
            waiting,
            least_at_risk: 0,
            returned: Proportion::of_parts(returned, still_waiting),
            longest_wait,
            purchases: purchases.from,
            purchases_to: purchases.to,
            grain: made.grain,
            window: made.window,
            policy: made.policy,
            followed: None,
        }
        .followed()
    }
}

impl ReturnCurve {
    /// Returns the days on which customers came back, in order, up to the end of the curve.
    #[must_use]
    pub fn points(&self) -> &[ReturnPoint] {
        let before = |point: &ReturnPoint| point.at_risk >= self.least_at_risk;
        let end = self.points.partition_point(before);
        self.points.get(..end).unwrap_or_default()
    }

    /// Returns the share of customers who came back, among all who made the purchase.
    #[must_use]
    pub const fn returned(&self) -> Proportion {
        self.returned
    }

    /// Returns the longest time, in days, that anyone took or was waited for.
    #[must_use]
    pub const fn longest_wait(&self) -> u32 {
        self.longest_wait
    }

    /// Returns which purchase the curve starts from: 1 for the first.
    #[must_use]
    pub const fn purchases(&self) -> u32 {
        self.purchases
    }

    /// Returns the last purchase that the curve starts from: the same as
    /// [`purchases`](Self::purchases) for a single step, `None` for a bin of steps without an upper
    /// bound.
    #[must_use]
    pub const fn purchases_to(&self) -> Option<u32> {
        self.purchases_to
    }

    /// Returns the calendar period whose rows are one purchase.
    #[must_use]
    pub const fn grain(&self) -> Period {
        self.grain
    }

    /// Returns the window in which purchases were looked for.
    #[must_use]
    pub const fn window(&self) -> Window {
        self.window
    }

    /// Returns the policy that says what is a purchase.
    #[must_use]
    pub const fn policy(&self) -> Policy {
        self.policy
    }

    /// Returns the share of customers who have not come back after `days` days, between 0 and 1. After
    /// its end the curve stays constant.
    #[must_use]
    pub fn still_out(&self, days: u32) -> f64 {
        let points = self.points();
        let until = points.partition_point(|point| point.days <= days);
        until
            .checked_sub(1)
            .and_then(|last| points.get(last))
            .map_or(1.0, |point| point.still_out)
    }

    fn end(&self) -> f64 {
        self.points().last().map_or(1.0, |point| point.still_out)
    }

    /// Returns the chance of still coming back within the records after a silence of so many days,
    /// between 0 and 1; `None` if nobody was still out then, or if there are no customers.
    #[must_use]
    pub fn chance_after(&self, silence: u32) -> Option<f64> {
        let out = self.still_out(silence);
        (out > 0.0 && self.returned.denominator() > 0).then(|| (out - self.end()) / out)
    }

    /// Returns the share of those who come back within the records that takes longer than so many
    /// days, between 0 and 1; `None` if nobody comes back.
    #[must_use]
    pub fn later_than(&self, days: u32) -> Option<f64> {
        let end = self.end();
        (end < 1.0).then(|| (self.still_out(days) - end) / (1.0 - end))
    }

    /// Returns the shortest silence, in days, at which the measure `by` has fallen below `alpha`:
    /// with [`ReturnMeasure::ShareOfReturners`] and 0.05, only 5 % of those who come back take longer.
    ///
    /// It is `None` if the measure never falls so low: if everyone came back, or nobody did. It is also
    /// `None` if the measure is below `alpha` from the first day on, because then no silence says more
    /// than the purchase did.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for an `alpha` that is not strictly between 0 and 1,
    /// [`Error::NotFinite`] for NaN.
    pub fn silence_for(&self, alpha: f64, by: ReturnMeasure) -> Result<Option<u32>> {
        if self.is_low(0, alpha, by)? {
            return Ok(None);
        }
        for point in self.points() {
            if self.is_low(point.days, alpha, by)? {
                return Ok(Some(point.days));
            }
        }
        Ok(None)
    }

    /// Returns whether the measure has fallen below `alpha` after a silence of so many days.
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

    /// Sets where the curve ends: where fewer than `customers` customers are at risk. Beyond that day a
    /// single return would move it too far.
    ///
    /// The counts of everyone stay as they are: [`returned`](Self::returned),
    /// [`longest_wait`](Self::longest_wait), and the mean and the median of those who came back.
    #[must_use]
    pub fn while_at_risk(mut self, customers: u64) -> Self {
        self.least_at_risk = self.least_at_risk.max(customers);
        self.followed()
    }

    /// Finds the last day on which enough customers are at risk: those whose wait is as long or longer.
    pub(super) fn followed(mut self) -> Self {
        let (mut returns, mut waits) = (self.points.iter().rev(), self.waiting.iter().rev());
        let (mut point, mut waiting) = (returns.next(), waits.next());
        let (least, mut at_risk) = (self.least_at_risk.max(1), 0_u64);
        self.followed = loop {
            let days = point
                .map(|point| point.days)
                .max(waiting.map(|one| one.days));
            if let Some(returned) = point.filter(|point| Some(point.days) == days) {
                at_risk = at_risk.saturating_add(returned.returned);
                point = returns.next();
            }
            if let Some(waited) = waiting.filter(|one| Some(one.days) == days) {
                at_risk = at_risk.saturating_add(waited.customers);
                waiting = waits.next();
            }
            if days.is_none() || at_risk >= least {
                break days;
            }
        };
        self
    }

    /// Returns the chance that a customer who has been silent for `silence` days comes back within the
    /// next `horizon` days, between 0 and 1.
    ///
    /// ```text
    /// chance = (out(silence) − out(silence + horizon)) / out(silence)
    /// ```
    ///
    /// It does not depend on how long the records are, as [`chance_after`](Self::chance_after) does. It
    /// is `None` if `silence + horizon` lies beyond what enough customers were followed for (see
    /// [`longest_judged`](Self::longest_judged)), and if nobody was still out after the silence.
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
    /// assert_eq!(curve.chance_within(7, 2), Some(0.0));
    /// assert!((curve.chance_within(7, 14).unwrap() - 0.5).abs() < 1e-12);
    /// assert_eq!(curve.longest_judged(14), Some(16)); // 30 days of records
    /// assert_eq!(curve.chance_within(17, 14), None);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn chance_within(&self, silence: u32, horizon: u32) -> Option<f64> {
        if silence > self.longest_judged(horizon)? {
            return None;
        }
        let out = self.still_out(silence);
        let later = self.still_out(silence.checked_add(horizon)?);
        (out > 0.0).then(|| (out - later) / out)
    }

    /// Returns the longest silence, in days, after which the chance of a return within `horizon` days can
    /// be told: so long before the last day on which enough customers were still at risk. `None` if no
    /// silence can be judged.
    ///
    /// One customer is enough, unless [`while_at_risk`](Self::while_at_risk) asks for more.
    #[must_use]
    pub fn longest_judged(&self, horizon: u32) -> Option<u32> {
        self.followed?.checked_sub(horizon)
    }

    /// Returns the mean time, in days, of those who came back; `None` if nobody did. It leaves out those
    /// who did not come back, and is no forecast for them.
    #[must_use]
    pub fn mean_of_returners(&self) -> Option<f64> {
        let days = self
            .points
            .iter()
            .map(|point| f64::from(point.days) * point.returned as f64);
        let returned = self.returned.numerator();
        (returned > 0).then(|| days.sum::<f64>() / returned as f64)
    }

    /// Returns the median time to come back, in days; `None` if nobody came back and, of everyone, if
    /// fewer than half did before the end of the curve.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use retention::period::Period;
    /// use retention::purchases::MedianOf;
    /// # use retention::purchases::{Policy, Purchase, PurchaseLog};
    /// # use rust_decimal::dec;
    /// # let date = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
    /// # let row = |customer, day| Purchase { customer, date: date(day), amount: dec!(10) };
    /// // All bought on the 1st. Ann came back after four days; Ben and Cem did not.
    /// # let log = PurchaseLog::from_rows([row("Ann", 1), row("Ann", 5), row("Ben", 1), row("Cem", 1)])?;
    /// # let observed = log.observe(log.until(date(31))?, Policy::default())?;
    /// let curve = observed.return_curve(Period::Day, 1)?;
    /// assert_eq!(curve.median(MedianOf::Returners), Some(4));
    /// assert_eq!(curve.median(MedianOf::Everyone), None);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn median(&self, of: MedianOf) -> Option<u32> {
        match of {
            MedianOf::Everyone => {
                let half = |point: &&ReturnPoint| point.still_out <= 0.5 + ROUNDING;
                self.points().iter().find(half).map(|point| point.days)
            }
            MedianOf::Returners => {
                let returns = self.points.iter().map(|point| (point.days, point.returned));
                lower_median_of_counts(returns, self.returned.numerator())
            }
        }
    }
}

/// Refuses a wait after no purchase.
pub(super) fn checked_step(purchases: u32) -> Result<u32> {
    if purchases == 0 {
        return Err(Error::out_of_range("purchases", purchases, "1 or more"));
    }
    Ok(purchases)
}
