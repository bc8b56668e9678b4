use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::judged::Judged;
use super::{Backtest, Buyers};
use crate::estimate::{Design, Estimate, Influence};
use crate::lifecycle::{Given, Rules, Stage};
use crate::period::Span;
use crate::purchases::{Policy, PurchaseLog};
use crate::{Error, Result};

/// Stages tested at several past dates, each followed for the same time: whether a rule judges well
/// throughout, or on one date by luck.
///
/// A customer stands in the test of every date on which they were a customer, and counts once in the
/// standard errors of the figures over all dates: they are errors of a sample of customers.
///
/// ```
/// # use chrono::NaiveDate;
/// use retention::lifecycle::{RollingBacktest, Rules, Silence};
/// use retention::period::{Period, Span};
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
/// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |customer, month, day| Purchase { customer, date: date(month, day), amount: dec!(10) };
/// # let ann = (1..=10).map(|month| row("Ann", month, 2));
/// # let ben = (1..=3).map(|month| row("Ben", month, 2));
/// # let log = PurchaseLog::from_rows(ann.chain(ben))?;
/// // Ann bought on the second of each month until October, Ben until March.
/// let rules = Rules::default().silence(Silence::MeanIntervals { decline: 2.0, lapse: 3.0 });
/// let dates = [date(4, 30), date(6, 30), date(8, 31)];
/// let rolling = RollingBacktest::of(&log, dates, Span::new(2, Period::Month)?, Policy::default(), rules)?;
/// let recognised = rolling.backtests.iter().map(|test| test.recognised().to_string());
/// assert!(recognised.eq(["0 of 1", "1 of 1", "1 of 1"])); // in April it was too early to tell
/// assert_eq!(rolling.customers, 2);
/// assert_eq!(format!("{:.2}", rolling.recognised.unwrap().value()), "0.67");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "rolling origin")]
pub struct RollingBacktest {
    /// The test at each date, in the order of the dates given.
    pub backtests: Vec<Backtest>,
    /// How many customers stand in any of them.
    pub customers: u64,
    /// Mean of the areas under the ROC curve of those dates that have one, each date alike; `None` if none
    /// has, or with fewer than two customers.
    pub auc: Option<Estimate>,
    /// The same among those who were repeat buyers at the date.
    pub auc_repeat_buyers: Option<Estimate>,
    /// Share of those called ended who bought again, over all dates; `None` if nobody was called ended.
    pub misled: Option<Estimate>,
    /// Share of those who stayed away that had been called ended, over all dates.
    pub recognised: Option<Estimate>,
    /// Share of those who bought again that had been called ended, over all dates.
    pub given_up: Option<Estimate>,
}

impl RollingBacktest {
    /// Tests the stages at each date, by the purchases from the beginning of the log up to it, and looks for
    /// purchases in the time `followed` that begins the day after. Let the records reach to the end of the last.
    ///
    /// # Errors
    /// [`Error::Empty`] without a date, [`Error::Duplicate`] for a date that stands twice; those of
    /// [`Backtest::of`] and of [`PurchaseLog::until`]; [`Error::Overflow`] if a time followed reaches beyond
    /// the calendar.
    ///
    /// See the [example](crate::lifecycle::RollingBacktest).
    pub fn of<Id: Ord>(
        log: &PurchaseLog<Id>,
        dates: impl IntoIterator<Item = NaiveDate>,
        followed: Span,
        policy: Policy,
        rules: Rules,
    ) -> Result<Self> {
        Self::with(log, dates, followed, policy, rules, |_, _| Given::default())
    }

    /// Tests the stages of customers of whom more is known than their purchases. `given` must say what was known
    /// of a customer at a date.
    ///
    /// # Errors
    /// As [`of`](Self::of) and [`Backtest::with`].
    ///
    /// See the [example](crate::lifecycle::Backtest::with).
    pub fn with<Id: Ord>(
        log: &PurchaseLog<Id>,
        dates: impl IntoIterator<Item = NaiveDate>,
        followed: Span,
        policy: Policy,
        rules: Rules,
        given: impl Fn(NaiveDate, &Id) -> Given,
    ) -> Result<Self> {
        let (mut backtests, mut seen) = (Vec::new(), BTreeSet::new());
        let mut pooled = Pooled::new(log.customers().len());
        for date in dates {
            if !seen.insert(date) {
                return Err(Error::duplicate("past date", date));
            }
            let observed = log.until(date)?;
            let next = date.succ_opt();
            let next = next.ok_or_else(|| Error::overflow("the calendar", date))?;
            let until = followed.starting(next)?.to();
            let of = |id: &Id| given(date, id);
            let (test, ids) = Backtest::tested(log, observed, until, policy, rules, of)?;
            let place = |id: &Id| log.customers().binary_search(id).unwrap_or_default();
            let places: Vec<usize> = ids.into_iter().map(place).collect();
            pooled.add(&test, &places);
            backtests.push(test);
        }
        if backtests.is_empty() {
            return Err(Error::empty("past date"));
        }
        Ok(pooled.finish(backtests))
    }
}

/// Figures over all dates, with what each customer contributes.
struct Pooled {
    /// Which customers of the log stand in any test.
    present: Vec<bool>,
    areas: Mean,
    areas_of_repeat_buyers: Mean,
    misled: Rate,
    recognised: Rate,
    given_up: Rate,
}

impl Pooled {
    fn new(customers: usize) -> Self {
        Self {
            present: vec![false; customers],
            areas: Mean::new(customers),
            areas_of_repeat_buyers: Mean::new(customers),
            misled: Rate::new(customers),
            recognised: Rate::new(customers),
            given_up: Rate::new(customers),
        }
    }

    fn add(&mut self, test: &Backtest, places: &[usize]) {
        let ended = |it: &Judged| test.rules.stage_of(it.because) == Stage::Termination;
        for (judged, &place) in test.judged.iter().zip(places) {
            let (called, back) = (ended(judged), judged.came_back);
            if called {
                self.misled.add(place, back);
            }
            let of_outcome = if back {
                &mut self.given_up
            } else {
                &mut self.recognised
            };
            of_outcome.add(place, called);
            if let Some(present) = self.present.get_mut(place) {
                *present = true;
            }
        }
        for (buyers, areas) in [
            (Buyers::All, &mut self.areas),
            (Buyers::Repeat, &mut self.areas_of_repeat_buyers),
        ] {
            let of = test.judged.iter().zip(places);
            let of = of.filter(|(judged, _)| buyers.hold(judged.purchases));
            let places = of.map(|(_, &place)| place);
            if let Some(area) = test.ranking(buyers).and_then(|it| it.influence()) {
                areas.add(&area, places);
            }
        }
    }

    fn finish(self, backtests: Vec<Backtest>) -> RollingBacktest {
        let present = self.present;
        RollingBacktest {
            backtests,
            customers: present.iter().filter(|&&there| there).count() as u64,
            auc: self.areas.estimate(&present),
            auc_repeat_buyers: self.areas_of_repeat_buyers.estimate(&present),
            misled: self.misled.estimate(&present),
            recognised: self.recognised.estimate(&present),
            given_up: self.given_up.estimate(&present),
        }
    }
}

/// A mean of statistics, each date alike.
struct Mean {
    sum: f64,
    dates: f64,
    contributions: Vec<f64>,
}

impl Mean {
    fn new(customers: usize) -> Self {
        Self {
            sum: 0.0,
            dates: 0.0,
            contributions: vec![0.0; customers],
        }
    }

    fn add(&mut self, statistic: &Influence, places: impl Iterator<Item = usize>) {
        self.sum += statistic.value();
        self.dates += 1.0;
        for (own, place) in statistic.contributions().zip(places) {
            if let Some(sum) = self.contributions.get_mut(place) {
                *sum += own.unwrap_or_default();
            }
        }
    }

    fn estimate(self, present: &[bool]) -> Option<Estimate> {
        let dates = self.dates;
        let own = self.contributions.iter().map(|own| own / dates);
        (dates > 0.0).then(|| clustered(self.sum / dates, own, present))?
    }
}

/// A share over all dates: how often each customer counts, and how often with the property.
struct Rate {
    with: f64,
    all: f64,
    counts: Vec<(u32, u32)>,
}

impl Rate {
    fn new(customers: usize) -> Self {
        Self {
            with: 0.0,
            all: 0.0,
            counts: vec![(0, 0); customers],
        }
    }

    fn add(&mut self, place: usize, with: bool) {
        self.with += f64::from(u8::from(with));
        self.all += 1.0;
        if let Some((own, all)) = self.counts.get_mut(place) {
            // A date counts a customer once, and there are fewer dates than this holds.
            *own = own.saturating_add(u32::from(with));
            *all = all.saturating_add(1);
        }
    }

    fn estimate(self, present: &[bool]) -> Option<Estimate> {
        let (rate, all) = (self.with / self.all, self.all);
        let own = self.counts.iter();
        let own = own.map(|&(with, times)| (f64::from(with) - rate * f64::from(times)) / all);
        (all > 0.0).then(|| clustered(rate, own, present))?
    }
}

/// An estimate with the error of a sample of the customers who are present.
fn clustered(
    value: f64,
    contributions: impl Iterator<Item = f64>,
    present: &[bool],
) -> Option<Estimate> {
    let own = contributions.zip(present);
    let own = own.map(|(own, &there)| there.then_some(own));
    let influence = Influence::from_contributions(value, own.collect()).ok()?;
    influence.estimate(&Design::default()).ok()
}
