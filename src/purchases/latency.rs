use crate::estimate::Proportion;
use crate::period::{Period, Ruler, Window};

use super::Policy;

/// How long customers take from one purchase to the next, step by step.
///
/// Step 1 leads from the first purchase to the second. Each customer who has made *n* purchases is
/// counted at step *n*: as having taken it, with the time it took, or as not having taken it yet,
/// with the time waited so far. The mean of those who took a step says how long *they* took; it is
/// no forecast for those who still wait, many of whom never will.
///
/// Source: the latency of Novo, J., *Drilling Down*; the count of those still waiting is what it
/// leaves out.
///
/// ```
/// # use chrono::NaiveDate;
/// # use retention::period::{Period, Ruler};
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
/// # let row = |customer, day| Purchase {
/// #     customer,
/// #     date: NaiveDate::from_ymd_opt(2024, 5, day).unwrap(),
/// #     amount: dec!(10),
/// # };
/// // Ann bought on the 1st and the 5th, Ben on the 2nd only; today is the 12th.
/// # let log = PurchaseLog::from_rows([row("Ann", 1), row("Ann", 5), row("Ben", 2), row("Cem", 12)])?;
/// # let observed = log.observe(log.window(), Policy::default())?;
/// let latency = observed.latency(Period::Day, Ruler::Days)?;
/// let second = &latency.steps()[0];
/// assert_eq!((second.taken, second.not_yet), (1, 2));
/// assert_eq!(second.mean(), Some(4.0));
/// assert_eq!(second.mean_wait_so_far(), Some(5.0)); // Ben ten days, Cem none
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Latency {
    pub(super) steps: Vec<Step>,
    /// What makes rows one purchase.
    pub grain: Period,
    /// The unit of the times.
    pub ruler: Ruler,
    /// The window.
    pub window: Window,
    /// The policy that says what is a purchase.
    pub policy: Policy,
}

impl Latency {
    /// The steps, from the one that leads to the second purchase to the last that anyone stands
    /// before.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

/// One step of a [`Latency`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(into = "Figures"))]
#[non_exhaustive]
pub struct Step {
    /// The purchases made before the step: 1 for the step to the second.
    pub purchases: u32,
    /// Customers who took it.
    pub taken: u64,
    /// Customers who have not taken it yet.
    pub not_yet: u64,
    pub(super) time_taken: f64,
    pub(super) time_waited: f64,
}

/// How a [`Step`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Figures {
    purchases: u32,
    taken: u64,
    not_yet: u64,
    mean: Option<f64>,
    mean_wait_so_far: Option<f64>,
}

#[cfg(feature = "serde")]
impl From<Step> for Figures {
    fn from(step: Step) -> Self {
        Self {
            purchases: step.purchases,
            taken: step.taken,
            not_yet: step.not_yet,
            mean: step.mean(),
            mean_wait_so_far: step.mean_wait_so_far(),
        }
    }
}

impl Step {
    pub(super) const fn before(purchases: u32) -> Self {
        Self {
            purchases,
            taken: 0,
            not_yet: 0,
            time_taken: 0.0,
            time_waited: 0.0,
        }
    }

    /// The mean time of those who took the step, in units of the ruler; `None` where nobody did.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.taken > 0).then(|| self.time_taken / self.taken as f64)
    }

    /// The mean time that those who have not taken it have waited since their last purchase;
    /// `None` where nobody waits.
    #[must_use]
    pub fn mean_wait_so_far(&self) -> Option<f64> {
        (self.not_yet > 0).then(|| self.time_waited / self.not_yet as f64)
    }

    /// Those who took the step, of all who stood before it.
    #[must_use]
    pub fn rate(&self) -> Proportion {
        // A part and the rest cannot make a bad proportion; a count this large is not reached.
        Proportion::of_parts(self.taken, self.not_yet)
    }
}

/// One customer before one step: how long it took, or how long it has been waited for.
///
/// ```
/// # use chrono::NaiveDate;
/// # use retention::period::{Period, Ruler};
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
/// # let date = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
/// # let row = |customer, day| Purchase { customer, date: date(day), amount: dec!(10) };
/// // Ann bought on the 1st and the 5th, Ben on the 2nd only; today is the 31st.
/// # let log = PurchaseLog::from_rows([row("Ann", 1), row("Ann", 5), row("Ben", 2)])?;
/// let observed = log.observe(log.until(date(31))?, Policy::default())?;
/// let waits = observed.waits(Period::Day, Ruler::Days, 1)?;
/// let overdue: Vec<_> = waits.iter().filter(|(_, wait)| !wait.taken && wait.time > 21.0).collect();
/// assert_eq!(*overdue[0].0, "Ben");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Wait {
    /// The time from the purchase before the step, in units of the ruler; with a grain coarser than
    /// a day, between the first days of periods.
    pub time: f64,
    /// Whether the step was taken; otherwise the time is censored at the end of the window.
    pub taken: bool,
}
