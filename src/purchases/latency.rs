#[cfg(feature = "serde")]
use crate::error::non_negative;
use crate::estimate::Proportion;
use crate::period::{Period, Ruler, Window};
#[cfg(feature = "serde")]
use crate::{Error, Result};

use super::Policy;

/// How long customers take from one purchase to the next, step by step.
///
/// Step 1 leads from the first purchase to the second. A customer who has made *n* purchases is
/// counted at step *n*: with the time it took if the step was taken, otherwise with the time waited so
/// far. The mean of those who took a step says how long *they* took. It is no forecast for those who
/// still wait: many of them never will take it.
///
/// Source: the latency of Novo, J., *Drilling Down*, which leaves out those who still wait.
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
/// assert_eq!(second.mean, Some(4.0));
/// assert_eq!(second.mean_wait_so_far, Some(5.0)); // Ben ten days, Cem none
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawLatency"))]
pub struct Latency {
    steps: Vec<Step>,
    grain: Period,
    ruler: Ruler,
    window: Window,
    policy: Policy,
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLatency {
    steps: Vec<Step>,
    grain: Period,
    ruler: Ruler,
    window: Window,
    policy: Policy,
}

#[cfg(feature = "serde")]
impl TryFrom<RawLatency> for Latency {
    type Error = Error;

    /// Refuses steps that no purchases could have made.
    fn try_from(raw: RawLatency) -> Result<Self> {
        use crate::error::Place;

        for (position, step) in raw.steps.iter().enumerate() {
            let purchases = u32::try_from(position.saturating_add(1)).unwrap_or(u32::MAX);
            step.check(purchases)
                .map_err(|error| error.at_place(Place::Step(position.into())))?;
        }
        Ok(Self {
            steps: raw.steps,
            grain: raw.grain,
            ruler: raw.ruler,
            window: raw.window,
            policy: raw.policy,
        })
    }
}

impl Latency {
    pub(super) const fn new(
        steps: Vec<Step>,
        (grain, ruler): (Period, Ruler),
        window: Window,
        policy: Policy,
    ) -> Self {
        Self {
            steps,
            grain,
            ruler,
            window,
            policy,
        }
    }

    /// Returns the steps, from the one to the second purchase to the last that anyone stands before.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Returns the calendar period whose rows are one purchase.
    #[must_use]
    pub const fn grain(&self) -> Period {
        self.grain
    }

    /// Returns the unit of the times.
    #[must_use]
    pub const fn ruler(&self) -> Ruler {
        self.ruler
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
}

/// One step of a [`Latency`], such as that from the first purchase to the second.
///
/// See the example of [`Latency`]. For the median of a step see
/// [`ReturnCurve::median`](super::ReturnCurve::median).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Step {
    /// The purchases made before the step: 1 for the step to the second.
    pub purchases: u32,
    /// Customers who took the step.
    pub taken: u64,
    /// Customers who have not taken it yet.
    pub not_yet: u64,
    /// The mean time of those who took the step, in units of the ruler; `None` if nobody did.
    pub mean: Option<f64>,
    /// The mean time that those who have not taken it have waited since their last purchase, in units
    /// of the ruler; `None` if nobody waits.
    pub mean_wait_so_far: Option<f64>,
}

impl Step {
    /// Returns those who took the step, of all who stood before it.
    #[must_use]
    pub fn rate(&self) -> Proportion {
        Proportion::of_parts(self.taken, self.not_yet)
    }

    #[cfg(feature = "serde")]
    fn check(&self, purchases: u32) -> Result<()> {
        crate::error::same("purchases before the step", &self.purchases, &purchases)?;
        crate::accumulate::more_rows(self.taken, self.not_yet)?;
        for (count, mean, name) in [
            (self.taken, self.mean, "mean"),
            (self.not_yet, self.mean_wait_so_far, "mean wait so far"),
        ] {
            crate::error::same(name, &mean.is_some(), &(count > 0))?;
            mean.map_or(Ok(0.0), |mean| non_negative(name, mean))?;
        }
        Ok(())
    }
}

/// The sums behind one [`Step`].
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct StepSums {
    taken: u64,
    not_yet: u64,
    time_taken: f64,
    time_waited: f64,
}

impl StepSums {
    pub(super) fn add(&mut self, wait: Wait) {
        let (count, time) = if wait.taken {
            (&mut self.taken, &mut self.time_taken)
        } else {
            (&mut self.not_yet, &mut self.time_waited)
        };
        *count += 1;
        *time += wait.time;
    }

    pub(super) fn step(self, purchases: u32) -> Step {
        let mean = |time: f64, count: u64| (count > 0).then(|| time / count as f64);
        Step {
            purchases,
            taken: self.taken,
            not_yet: self.not_yet,
            mean: mean(self.time_taken, self.taken),
            mean_wait_so_far: mean(self.time_waited, self.not_yet),
        }
    }
}

/// How long one customer took for one step, or has waited for it so far.
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
/// let mut overdue = waits.iter().filter(|row| !row.result.taken && row.result.time > 21.0);
/// assert_eq!(overdue.next().unwrap().customer, "Ben");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Wait {
    /// The time since the purchase before the step, in units of the ruler. With a grain coarser than a
    /// day it runs between the first days of the periods.
    pub time: f64,
    /// Whether the step was taken. Otherwise the time ends with the window.
    pub taken: bool,
}
