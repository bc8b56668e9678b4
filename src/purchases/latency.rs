#[cfg(feature = "serde")]
use crate::error::non_negative;
use crate::estimate::Proportion;
use crate::period::{Period, Ruler, Window};
#[cfg(feature = "serde")]
use crate::{Error, Result};

use super::Policy;

/// How long customers take from one purchase to the next, step by step.
///
/// Step 1 leads from the first purchase to the second. A customer who has made *n* purchases is counted
/// at step *n*: with the time it took if the step was taken, otherwise with the time waited so far. The
/// mean of those who took a step says how long *they* took. It is no forecast for those who still wait:
/// many of them will never take it.
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
    /// Returns the steps in order. The first leads to the second purchase; the last is the last that
    /// any customer has reached.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Returns the grain: all rows of a customer in one such period count as one purchase.
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
    /// Returns the share of customers who took the step, among all who could.
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
            let mean = mean.map(|mean| non_negative(name, mean)).transpose()?;
            if mean.is_some() != (count > 0) {
                let found = mean.map_or_else(|| "none".to_owned(), |mean| mean.to_string());
                let allowed = if count > 0 { "a number" } else { "none" };
                return Err(Error::out_of_range(name, found, allowed));
            }
        }
        Ok(())
    }
}

/// The sums behind a [`Latency`], those of the step to the second purchase first.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Sums(Vec<StepSums>);

impl Sums {
    /// Adds a wait after so many purchases, 1 or more.
    pub(super) fn add(&mut self, purchases: u32, wait: Wait) {
        let at = purchases as usize;
        if self.0.len() < at {
            self.0.resize(at, StepSums::default());
        }
        if let Some(step) = self.0.get_mut(at.saturating_sub(1)) {
            step.add(wait);
        }
    }

    /// Adds the sums of other customers. Whoever counts the customers of both has seen that they do
    /// not overflow.
    pub(super) fn merge(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), StepSums::default());
        }
        for (step, more) in self.0.iter_mut().zip(&other.0) {
            step.merge(more);
        }
    }

    pub(super) fn latency(
        self,
        (grain, ruler): (Period, Ruler),
        window: Window,
        policy: Policy,
    ) -> Latency {
        let steps = self.0.into_iter().zip(1..);
        Latency {
            steps: steps
                .map(|(sums, purchases)| sums.step(purchases))
                .collect(),
            grain,
            ruler,
            window,
            policy,
        }
    }

    /// Refuses sums that no more than `rows` customers could have made: who takes one step stands
    /// before the next.
    #[cfg(feature = "serde")]
    pub(super) fn check(&self, rows: u64, longest: f64) -> Result<()> {
        use crate::accumulate::more_rows;
        use crate::error::Place;

        let mut before = None;
        for (position, step) in self.0.iter().enumerate() {
            let at = |error: Error| error.at_place(Place::Step(position.into()));
            let customers = more_rows(step.taken, step.not_yet).map_err(at)?;
            match before {
                None if customers > rows => {
                    let allowed = format!("at most {rows}");
                    let error = Error::out_of_range("customers of the step", customers, allowed);
                    return Err(at(error));
                }
                None => {}
                Some(taken) => {
                    crate::error::same("customers of the step", &customers, &taken).map_err(at)?
                }
            }
            step.check(longest).map_err(at)?;
            before = Some(step.taken);
        }
        crate::error::same("customers who took the last step", &before.unwrap_or(0), &0)
    }
}

/// The sums behind one [`Step`].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct StepSums {
    taken: u64,
    not_yet: u64,
    time_taken: f64,
    time_waited: f64,
}

impl StepSums {
    fn merge(&mut self, other: &Self) {
        self.taken += other.taken;
        self.not_yet += other.not_yet;
        self.time_taken += other.time_taken;
        self.time_waited += other.time_waited;
    }

    /// Refuses a step that nobody stands before, and times of nobody.
    #[cfg(feature = "serde")]
    fn check(&self, longest: f64) -> Result<()> {
        for (count, time, name) in [
            (self.taken, self.time_taken, "time taken"),
            (self.not_yet, self.time_waited, "time waited"),
        ] {
            let time = non_negative(name, time)?;
            let most = count as f64 * longest;
            if time > most {
                let allowed = format!("at most {most}, of {count} customers in this window");
                return Err(Error::out_of_range(name, time, allowed));
            }
        }
        if self.taken == 0 && self.not_yet == 0 {
            return Err(Error::empty("customer before the step"));
        }
        Ok(())
    }

    fn add(&mut self, wait: Wait) {
        let (count, time) = if wait.taken {
            (&mut self.taken, &mut self.time_taken)
        } else {
            (&mut self.not_yet, &mut self.time_waited)
        };
        *count += 1;
        *time += wait.time;
    }

    fn step(self, purchases: u32) -> Step {
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
