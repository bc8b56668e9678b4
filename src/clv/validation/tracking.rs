use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::clv::PurchaseModel;
use crate::period::{Period, Ruler};
use crate::purchases::Observed;
use crate::{Error, Result};

/// The repeat purchases of all customers in one step of time, beside those expected.
///
/// See the [example](crate::clv::Tracking).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct TrackingStep {
    /// The last day of the step.
    pub until: NaiveDate,
    /// The repeat purchases in the step.
    pub actual: u64,
    /// Those expected.
    pub expected: f64,
    /// The repeat purchases from the first day to the last of this step.
    pub cumulative_actual: u64,
    /// Those expected.
    pub cumulative_expected: f64,
}

/// The repeat purchases of all customers over time, beside those that a model expects.
///
/// ```text
/// expected up to a day = Σ over customers of E[X(time since the first purchase)]
/// ```
///
/// Customers begin on different days, and each is expected to buy from the day of their first purchase on. If
/// the model was fitted to the first part of the window, the rest shows how long it holds.
///
/// Everybody counts who made their first purchase in the window. To follow one cohort, make a log of it.
///
/// ```
/// use retention::clv::{BgNbd, Tracking};
/// use retention::period::{Period, Ruler, Window};
/// use retention::purchases::{Policy, Purchase, PurchaseLog};
/// use rust_decimal::dec;
///
/// let day = |day: u64| chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + chrono::Days::new(day);
/// let rows = [(1, 0), (1, 9), (2, 3), (2, 10), (2, 30)];
/// let rows = rows.map(|(customer, on)| Purchase { customer, date: day(on), amount: dec!(20) });
/// let log = PurchaseLog::from_rows(rows)?;
/// let observed = log.observe(Window::new(day(0), day(27))?, Policy::default())?;
/// let model = BgNbd::new(0.243, 4.414, 0.793, 2.426)?;
/// let tracking = Tracking::of(&model, &observed, Period::Day, Ruler::Weeks, Period::Week(chrono::Weekday::Mon))?;
/// let bought: Vec<u64> = tracking.steps.iter().map(|step| step.actual).collect();
/// assert_eq!(bought, [0, 2, 0, 0]);
/// assert!(tracking.steps[3].cumulative_expected < 0.5);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "plot_cumulative_transactions")]
#[doc(alias = "plot_incremental_transactions")]
pub struct Tracking {
    /// The number of customers with a purchase in the window.
    pub customers: u64,
    /// The steps, in order; a part of a step at the end of the window is left out.
    pub steps: Vec<TrackingStep>,
}

impl Tracking {
    /// Computes the repeat purchases of a window step by step, beside those expected.
    ///
    /// The first step begins on the first day of the window, and each takes one `step`, such as a week.
    /// Purchases are counted by `grain`. `ruler` is the unit of the model's times.
    ///
    /// # Errors
    /// [`Error::Empty`] without a purchase in the window; as [`Observed::summaries`] and
    /// [`PurchaseModel::expected_purchases`].
    ///
    /// See the [example](crate::clv::Tracking).
    pub fn of<M: PurchaseModel, Id>(
        model: &M,
        observed: &Observed<'_, Id>,
        grain: Period,
        ruler: Ruler,
        step: Period,
    ) -> Result<Self> {
        let (mut joined, mut repeated) = (BTreeMap::new(), BTreeMap::new());
        for (_, history) in observed.histories() {
            let mut events = history.events(grain)?.into_iter();
            if let Some(first) = events.next() {
                *joined.entry(first.start).or_insert(0_u64) += 1;
            }
            for event in events {
                *repeated.entry(event.start).or_insert(0_u64) += 1;
            }
        }
        if joined.is_empty() {
            return Err(Error::empty("purchases"));
        }
        let mut expectation = Expectation::new(model, ruler);
        let (mut steps, mut before, mut expected_before) = (Vec::new(), 0, 0.0);
        for until in ends(observed.window().from(), observed.window().to(), step)? {
            let actual: u64 = repeated.range(..=until).map(|(_, number)| number).sum();
            let mut expected = 0.0;
            for (&first, &number) in joined.range(..=until) {
                expected += number as f64 * expectation.from(first, until)?;
            }
            steps.push(TrackingStep {
                until,
                actual: actual - before,
                expected: expected - expected_before,
                cumulative_actual: actual,
                cumulative_expected: expected,
            });
            (before, expected_before) = (actual, expected);
        }
        Ok(Self {
            customers: joined.values().sum(),
            steps,
        })
    }
}

/// The last days of the whole steps of a window.
fn ends(from: NaiveDate, to: NaiveDate, step: Period) -> Result<Vec<NaiveDate>> {
    let mut ends = Vec::new();
    for number in 1_u32.. {
        let Ok(next) = step.after(from, number) else {
            break;
        };
        match next.pred_opt() {
            Some(last) if last <= to => ends.push(last),
            _ => break,
        }
    }
    Ok(ends)
}

/// What a model expects of a new customer, kept for each length of time.
struct Expectation<'a, M> {
    model: &'a M,
    ruler: Ruler,
    known: BTreeMap<u64, f64>,
}

impl<'a, M: PurchaseModel> Expectation<'a, M> {
    const fn new(model: &'a M, ruler: Ruler) -> Self {
        Self {
            model,
            ruler,
            known: BTreeMap::new(),
        }
    }

    fn from(&mut self, first: NaiveDate, until: NaiveDate) -> Result<f64> {
        let time = self.ruler.measure(first, until)?;
        if let Some(&known) = self.known.get(&time.to_bits()) {
            return Ok(known);
        }
        let expected = self.model.expected_purchases(time)?;
        self.known.insert(time.to_bits(), expected);
        Ok(expected)
    }
}
