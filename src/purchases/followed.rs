//! Populations followed one history after the other: what a [`PurchaseLog`](super::PurchaseLog)
//! computes at once, for customers who never are in memory together.

use chrono::NaiveDate;

use super::curves::StepWaits;
use super::latency::Sums;
use super::{History, Latency, Policy, ReturnCurves, Steps, Wait};
use crate::accumulate::{Accumulator, Version, more_rows, push_each};
use crate::error::same;
use crate::macros::checked_state;
use crate::period::{Period, Ruler, Window};
use crate::sealed::Sealed;
use crate::{Error, Result};

/// Counts how customers come back after each purchase, one history after the other, and ends in
/// [`ReturnCurves`].
///
/// It serves data that is read customer by customer, such as rows of a database in the order of the
/// key: no log is needed for the curves, nor for a
/// [`Classifier`](crate::lifecycle::Classifier), which is made from them. A row is the whole history of
/// one customer in the window; a customer in two rows counts twice. Partition by customer.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::Accumulator;
/// use retention::lifecycle::{Classifier, Rules};
/// use retention::period::{Period, Window};
/// use retention::purchases::{History, Policy, ReturnCurvesBuilder, Steps};
/// use rust_decimal::dec;
///
/// let date = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
/// let may = Window::new(date(1), date(31))?;
/// let mut curves = ReturnCurvesBuilder::new(may, Policy::default(), Period::Day, Steps::default())?;
/// // Ann bought on the 1st and the 5th, Ben on the 2nd.
/// let ann = [date(1), date(5)];
/// curves.push(History::new(&ann, &[dec!(10), dec!(12)], may)?)?;
/// curves.push(History::new(&[date(2)], &[dec!(9)], may)?)?;
///
/// let curves = curves.finish()?;
/// assert_eq!(curves.first_step().returned().to_string(), "1 of 2");
/// let classifier = Classifier::new(Rules::default(), &curves)?;
/// # let _ = classifier;
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct ReturnCurvesBuilder {
    version: Version,
    view: View,
    rows: u64,
    waits: StepWaits,
}

checked_state!(ReturnCurvesBuilder);

impl ReturnCurvesBuilder {
    /// Creates an accumulator for histories in this window and under this policy. Waits begin after each
    /// purchase, and are counted in the bins of `steps`.
    ///
    /// # Errors
    /// [`Error::Overflow`] for a period beyond the calendar.
    pub fn new(window: Window, policy: Policy, grain: Period, steps: Steps) -> Result<Self> {
        Ok(Self {
            version: Version,
            view: View::new(window, policy, grain)?,
            rows: 0,
            waits: StepWaits::new(steps),
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        let most = super::curve_state::longest_wait(self.view.window, self.view.grain)?;
        self.waits.check(self.rows, most)?;
        Ok(self)
    }
}

impl Sealed for ReturnCurvesBuilder {}

impl Accumulator for ReturnCurvesBuilder {
    type Row<'r> = History<'r>;
    type Output = ReturnCurves;

    fn fresh(&self) -> Self {
        Self {
            rows: 0,
            waits: StepWaits::new(self.waits.steps),
            ..*self
        }
    }

    fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds the history of one customer. One without a purchase is a row, but on no curve.
    ///
    /// # Errors
    /// [`Error::Mismatch`] for a history of another window or policy; [`Error::Overflow`] if its money
    /// exceeds what a decimal holds, or a period reaches beyond the calendar.
    fn push(&mut self, history: History<'_>) -> Result<()> {
        let waits = self.view.waits_of(&history, Ruler::Days);
        let waits = waits.map_err(|error| error.at_row(self.rows))?;
        self.rows = more_rows(self.rows, 1)?;
        for (before, wait) in waits {
            // A whole number of days, and no two dates are further apart than this holds.
            self.waits.push(before, wait.time as u32, wait.taken);
        }
        Ok(())
    }

    // It counts, so nothing depends on blocks, and a part has a table of days to fill.
    fn extend<'r>(&mut self, rows: impl IntoIterator<Item = History<'r>>) -> Result<()> {
        push_each(self, rows)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        self.view.same(&other.view)?;
        same("steps", &self.waits.steps, &other.waits.steps)?;
        self.rows = more_rows(self.rows, other.rows)?;
        self.waits.merge(other.waits);
        Ok(())
    }

    /// Returns the curves. It never fails: the curve of nobody has no points.
    fn finish(self) -> Result<ReturnCurves> {
        let View {
            window,
            policy,
            grain,
        } = self.view;
        Ok(self.waits.curves(grain, window, policy))
    }
}

/// Sums how long customers take from one purchase to the next, one history after the other, and ends in
/// a [`Latency`].
///
/// A row is the whole history of one customer in the window; a customer in two rows counts twice.
/// Partition by customer. See [`ReturnCurvesBuilder`] on when this serves better than a log.
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
        let longest = super::curve_state::longest_wait(self.view.window, self.view.grain)?;
        self.sums.check(self.rows, longest)?;
        Ok(self)
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
    /// As those of [`ReturnCurvesBuilder`].
    fn push(&mut self, history: History<'_>) -> Result<()> {
        let waits = self.view.waits_of(&history, self.ruler);
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

    /// Returns the waits of a history, each with the purchases before it.
    fn waits_of(&self, history: &History<'_>, ruler: Ruler) -> Result<Vec<(u32, Wait)>> {
        let end = self.end_of(history)?;
        let mut waits = Vec::new();
        history.for_each_wait(self.grain, ruler, end, |before, wait| {
            waits.push((before, wait));
        })?;
        Ok(waits)
    }
}
