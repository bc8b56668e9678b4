//! Populations followed one history after the other: what a [`PurchaseLog`](super::PurchaseLog)
//! computes at once, for customers who never are in memory together.

use chrono::NaiveDate;

use super::latency::Sums;
use super::returns::checked_step;
use super::{History, Latency, Policy, ReturnCurve, Wait, Waits};
use crate::accumulate::{Accumulator, Version, more_rows, push_each};
use crate::error::same;
use crate::macros::checked_state;
use crate::period::{Period, Ruler, Window};
use crate::sealed::Sealed;
use crate::{Error, Result};

/// Counts how customers come back, one history after the other, and ends in a [`ReturnCurve`].
///
/// It serves data that is read customer by customer, such as rows of a database in the order of the
/// key: no log is needed for a curve, nor for a
/// [`Classifier`](crate::lifecycle::Classifier), which is made from one. A row is the whole history of
/// one customer in the window; a customer in two rows counts twice. Partition by customer.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::Accumulator;
/// use retention::lifecycle::{Classifier, Rules};
/// use retention::period::{Period, Window};
/// use retention::purchases::{History, Policy, ReturnCurveBuilder};
/// use rust_decimal::dec;
///
/// let date = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
/// let may = Window::new(date(1), date(31))?;
/// let mut curve = ReturnCurveBuilder::new(may, Policy::default(), Period::Day, 1)?;
/// // Ann bought on the 1st and the 5th, Ben on the 2nd.
/// let ann = [date(1), date(5)];
/// curve.push(History::new(&ann, &[dec!(10), dec!(12)], may)?)?;
/// curve.push(History::new(&[date(2)], &[dec!(9)], may)?)?;
///
/// let curve = curve.finish()?;
/// assert_eq!(curve.returned().to_string(), "1 of 2");
/// let classifier = Classifier::new(Rules::default(), &curve)?;
/// # let _ = classifier;
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct ReturnCurveBuilder {
    version: Version,
    view: View,
    purchases: u32,
    rows: u64,
    waits: Waits,
}

checked_state!(ReturnCurveBuilder);

impl ReturnCurveBuilder {
    /// Creates an accumulator for histories in this window and under this policy. The wait begins after
    /// so many purchases: 1 for the way from the first to the second.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for 0 purchases; [`Error::Overflow`] for a period beyond the calendar.
    pub fn new(window: Window, policy: Policy, grain: Period, purchases: u32) -> Result<Self> {
        Ok(Self {
            version: Version,
            view: View::new(window, policy, grain)?,
            purchases: checked_step(purchases)?,
            rows: 0,
            waits: Waits::default(),
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        checked_step(self.purchases)?;
        let (customers, longest) = self.waits.extent();
        if customers > self.rows {
            let allowed = format!("at most {}", self.rows);
            return Err(Error::out_of_range("customers", customers, allowed));
        }
        let most = super::returns::longest_wait(self.view.window, self.view.grain)?;
        match longest {
            Some(days) if f64::from(days) > most => {
                let allowed = format!("at most {most}");
                Err(Error::out_of_range("days", days, allowed))
            }
            _ => Ok(self),
        }
    }

    fn wait_of(&self, history: &History<'_>) -> Result<Option<Wait>> {
        let end = self.view.end_of(history)?;
        let mut found = None;
        history.for_each_wait(self.view.grain, Ruler::Days, end, |before, wait| {
            if before == self.purchases {
                found = Some(wait);
            }
        })?;
        Ok(found)
    }
}

impl Sealed for ReturnCurveBuilder {}

impl Accumulator for ReturnCurveBuilder {
    type Row<'r> = History<'r>;
    type Output = ReturnCurve;

    fn fresh(&self) -> Self {
        Self {
            rows: 0,
            waits: Waits::default(),
            ..*self
        }
    }

    fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds the history of one customer. One with fewer purchases than the wait begins after is a row,
    /// but not on the curve.
    ///
    /// # Errors
    /// [`Error::Mismatch`] for a history of another window or policy; [`Error::Overflow`] if its money
    /// exceeds what a decimal holds, or a period reaches beyond the calendar.
    fn push(&mut self, history: History<'_>) -> Result<()> {
        let wait = self.wait_of(&history);
        let wait = wait.map_err(|error| error.at_row(self.rows))?;
        self.rows = more_rows(self.rows, 1)?;
        if let Some(wait) = wait {
            // A whole number of days, and no two dates are further apart than this holds.
            self.waits.push(wait.time as u32, wait.taken);
        }
        Ok(())
    }

    // It counts, so nothing depends on blocks, and a part has a table of days to fill.
    fn extend<'r>(&mut self, rows: impl IntoIterator<Item = History<'r>>) -> Result<()> {
        push_each(self, rows)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        self.view.same(&other.view)?;
        same("purchases", &self.purchases, &other.purchases)?;
        self.rows = more_rows(self.rows, other.rows)?;
        self.waits.merge(&other.waits);
        Ok(())
    }

    /// Returns the curve. It never fails: the curve of nobody has no points.
    fn finish(self) -> Result<ReturnCurve> {
        let waits = self.waits;
        Ok(waits.curve(
            self.purchases,
            self.view.grain,
            self.view.window,
            self.view.policy,
        ))
    }
}

/// Sums how long customers take from one purchase to the next, one history after the other, and ends in
/// a [`Latency`].
///
/// A row is the whole history of one customer in the window; a customer in two rows counts twice.
/// Partition by customer. See [`ReturnCurveBuilder`] on when this serves better than a log.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::Accumulator;
/// use retention::period::{Period, Ruler, Window};
/// use retention::purchases::{History, LatencyBuilder, Policy};
/// use rust_decimal::dec;
///
/// let date = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
/// let may = Window::new(date(1), date(31))?;
/// let mut latency = LatencyBuilder::new(may, Policy::default(), Period::Day, Ruler::Weeks)?;
/// latency.push(History::new(&[date(1), date(15)], &[dec!(10), dec!(12)], may)?)?;
/// let latency = latency.finish()?;
/// assert_eq!(latency.steps()[0].mean, Some(2.0));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct LatencyBuilder {
    version: Version,
    view: View,
    ruler: Ruler,
    rows: u64,
    sums: Sums,
}

checked_state!(LatencyBuilder);

impl LatencyBuilder {
    /// Creates an accumulator for histories in this window and under this policy. Purchases in one
    /// period of the grain are one; times are in units of the ruler.
    ///
    /// # Errors
    /// [`Error::Overflow`] for a period beyond the calendar.
    pub fn new(window: Window, policy: Policy, grain: Period, ruler: Ruler) -> Result<Self> {
        Ok(Self {
            version: Version,
            view: View::new(window, policy, grain)?,
            ruler,
            rows: 0,
            sums: Sums::default(),
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        // A day is the shortest unit, so days are the most that a time can be.
        let longest = super::returns::longest_wait(self.view.window, self.view.grain)?;
        self.sums.check(self.rows, longest)?;
        Ok(self)
    }

    fn waits_of(&self, history: &History<'_>) -> Result<Vec<(u32, Wait)>> {
        let end = self.view.end_of(history)?;
        let mut waits = Vec::new();
        history.for_each_wait(self.view.grain, self.ruler, end, |before, wait| {
            waits.push((before, wait));
        })?;
        Ok(waits)
    }
}

impl Sealed for LatencyBuilder {}

impl Accumulator for LatencyBuilder {
    type Row<'r> = History<'r>;
    type Output = Latency;

    fn fresh(&self) -> Self {
        Self {
            rows: 0,
            sums: Sums::default(),
            ..*self
        }
    }

    fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds the history of one customer.
    ///
    /// # Errors
    /// As those of [`ReturnCurveBuilder`].
    fn push(&mut self, history: History<'_>) -> Result<()> {
        let waits = self.waits_of(&history);
        let waits = waits.map_err(|error| error.at_row(self.rows))?;
        self.rows = more_rows(self.rows, 1)?;
        for (before, wait) in waits {
            self.sums.add(before, wait);
        }
        Ok(())
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        self.view.same(&other.view)?;
        same("ruler", &self.ruler, &other.ruler)?;
        self.rows = more_rows(self.rows, other.rows)?;
        self.sums.merge(&other.sums);
        Ok(())
    }

    /// Returns the latency. It never fails: that of nobody has no steps.
    fn finish(self) -> Result<Latency> {
        let sums = self.sums;
        Ok(sums.latency(
            (self.view.grain, self.ruler),
            self.view.window,
            self.view.policy,
        ))
    }
}

/// What the histories of a population have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
struct View {
    window: Window,
    policy: Policy,
    grain: Period,
}

impl View {
    fn new(window: Window, policy: Policy, grain: Period) -> Result<Self> {
        grain.start_of(window.to())?;
        Ok(Self {
            window,
            policy,
            grain,
        })
    }

    /// Refuses another part unless its histories are of the same view.
    fn same(&self, other: &Self) -> Result<()> {
        same("window", &self.window, &other.window)?;
        same("policy", &self.policy, &other.policy)?;
        same("grain", &self.grain, &other.grain)
    }

    /// Returns where the waits of a history end, if its window and policy are these.
    fn end_of(&self, history: &History<'_>) -> Result<NaiveDate> {
        if history.window() != self.window {
            let error = Error::mismatch("window", self.window, history.window());
            return Err(error.with_cure("give every history the window of the builder"));
        }
        history.check_policy("policy", self.policy)?;
        self.grain.start_of(self.window.to())
    }
}
