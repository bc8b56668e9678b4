use chrono::NaiveDate;

use super::facts::{Day, Facts, days};
use super::{Classified, JudgedBy, Rule, Rules, Silence, Thresholds, Trend};
use crate::accumulate::Version;

use crate::macros::checked_state;
use crate::numeric::money::to_decimal;
use crate::period::Span;
use crate::purchases::lapse::multiple_of_mean;
use crate::purchases::{History, Observed, ReturnCurve};
use crate::{Error, Result};

/// Classifies single customers into lifecycle stages, by [`Rules`] and by the return times of a
/// population.
///
/// The rules are tried in order and the first that fires decides: every customer with a purchase has
/// exactly one stage.
///
/// ```text
/// recorded end        the contract ended, and no purchase came after    termination
/// lapsed              silence > lapse threshold                         termination (inferred)
/// silent              silence > decline threshold                       decline
/// falling             spending down by more than 25 %                   decline
/// few purchases       fewer than 2                                      acquisition
/// short relationship  tenure < median time to the second purchase       acquisition
/// rising              spending up by more than 25 %                     growth
/// no trend            nothing to judge a trend by                       maturity
/// steady              all else                                          maturity
/// ```
///
/// A customer has no trend who was not yet a customer when the compared periods began, or who bought
/// too rarely in them. The classifier then returns maturity by default. That does not mean that the
/// customer buys steadily: [`Rule::NoTrend`] tells the two apart, and [`Rules::without_trend`] sets
/// another stage.
///
/// The figures above are the defaults. No source publishes such rules: the thresholds are the fields
/// of [`Rules`], and a [`Backtest`](super::Backtest) says how often they mislead on your data.
///
/// With the feature `serde` a classifier can be serialised and deserialised: a nightly job makes it
/// from the log, and a web server classifies one customer at a time with it.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::lifecycle::{Classifier, Rule, Rules, Stage};
/// # use retention::period::Window;
/// # use retention::purchases::{History, Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
/// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |customer, month, day| Purchase { customer, date: date(month, day), amount: dec!(10) };
/// # let log = PurchaseLog::from_rows([row("Ann", 1, 1), row("Ann", 1, 31), row("Ben", 1, 1)])?;
/// # let observed = log.observe(log.until(date(12, 31))?, Policy::default())?;
/// let classifier = Classifier::of(&observed, Rules::default())?;
///
/// // Bought every thirty days or so until the end of March; today is the last of December.
/// let dates = [date(1, 2), date(2, 1), date(3, 2), date(3, 31)];
/// let window = Window::new(date(1, 1), date(12, 31))?;
/// let amounts = [dec!(20); 4];
/// let history = History::new(&dates, &amounts, window)?;
/// let classified = classifier.classify(&history, None)?.unwrap();
/// assert_eq!((classified.stage, classified.because), (Stage::Termination, Rule::Lapsed));
/// assert_eq!(classified.silence_days, 275);
/// assert_eq!(classified.thresholds.unwrap().lapse.unwrap().round(), 153.0);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct Classifier {
    version: Version,
    rules: Rules,
    curve: ReturnCurve,
    /// Thresholds in means, by the number of intervals less one.
    #[cfg_attr(feature = "serde", serde(skip))]
    multiples: Vec<(f64, f64)>,
    /// For one-time buyers.
    #[cfg_attr(feature = "serde", serde(skip))]
    population: Option<Thresholds>,
    #[cfg_attr(feature = "serde", serde(skip))]
    established_days: Option<u32>,
}

checked_state!(Classifier);

/// Customers with more intervals than this have their threshold computed one by one.
const TABULATED: u32 = 256;

impl Classifier {
    /// Creates a classifier from a view of a log. One-time buyers are judged by how the customers of
    /// this view came back after their first purchase.
    ///
    /// # Errors
    /// As [`new`](Self::new) and [`Observed::return_curve`].
    pub fn of<Id>(observed: &Observed<'_, Id>, rules: Rules) -> Result<Self> {
        Self::new(rules, &observed.return_curve(rules.grain, 1)?)
    }

    /// Creates a classifier from a return curve: the one for the step from the first purchase to the
    /// second, of the population that the customers belong to.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if the curve has another grain than the rules, or is
    /// not that of the step to the second purchase; [`Error::NotFinite`] and
    /// [`Error::OutOfRange`] for thresholds outside their range or out of
    /// order; [`Error::Overflow`] if the periods of the trend reach beyond the
    /// calendar.
    pub fn new(rules: Rules, curve: &ReturnCurve) -> Result<Self> {
        if curve.grain() != rules.grain {
            let error = Error::mismatch("grain of rules and curve", rules.grain, curve.grain());
            return Err(error.with_cure("`Rules::grain` sets that of the rules"));
        }
        if curve.purchases() != 1 {
            let value = format_args!("that of the step after purchase {}", curve.purchases());
            let allowed = "that of the step from the first purchase to the second";
            let error = Error::out_of_range("return curve", value, allowed);
            return Err(error.with_cure("`Observed::return_curve` gives it for 1 purchase"));
        }
        Day::new(&rules, curve.window().to())?;
        let enough = curve.returned().numerator() >= rules.least_returns;
        Ok(Self {
            version: Version,
            multiples: multiples(rules.silence),
            population: population(&rules, curve)?.filter(|_| enough),
            established_days: curve.median(rules.established_after).filter(|_| enough),
            rules,
            curve: curve.clone(),
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        Self::new(self.rules, &self.curve)
    }

    /// Returns the rules.
    #[must_use]
    pub const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Returns how the population came back after its first purchase.
    #[must_use]
    pub const fn curve(&self) -> &ReturnCurve {
        &self.curve
    }

    /// Returns what the silence of one-time buyers is compared with; `None` if too few customers came
    /// back to judge by, and under [`Silence::Hiatus`], which judges everyone by one time.
    ///
    /// If so few come back that their chance of return is low from the first day on, the thresholds are
    /// made from the times that those few took, and say so: see [`Rules::one_time_buyers`].
    #[must_use]
    pub const fn population_thresholds(&self) -> Option<Thresholds> {
        self.population
    }

    /// Returns the shortest relationship, in days, that counts as established; `None` if the population
    /// cannot tell.
    #[must_use]
    pub const fn established_days(&self) -> Option<u32> {
        self.established_days
    }

    /// Returns the stage of one customer at the end of the history's window; `None` without a purchase.
    ///
    /// `ended` is the day on which the customer's contract ended, if it did. It counts from that day on,
    /// unless a purchase came after it.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if the history is read under another policy than the population;
    /// [`Error::OutOfRange`] if the times of a [`Silence::Hiatus`] are out of order at this date, as
    /// thirty days and a month are at some; [`Error::Overflow`] if money exceeds what a decimal holds,
    /// or a period reaches beyond the calendar.
    pub fn classify(
        &self,
        history: &History<'_>,
        ended: Option<NaiveDate>,
    ) -> Result<Option<Classified>> {
        history.check_policy("policies of classifier and history", self.curve.policy())?;
        let day = Day::new(&self.rules, history.window().to())?;
        Facts::of(history, &day)?
            .map(|facts| self.decide(&facts, &day, ended))
            .transpose()
    }

    pub(super) fn decide(
        &self,
        facts: &Facts,
        day: &Day,
        ended: Option<NaiveDate>,
    ) -> Result<Classified> {
        let silence = facts.silence(day);
        let tenure = days(facts.first, day.end);
        let intervals = facts.purchases.saturating_sub(1);
        let span = f64::from(days(facts.first, facts.last));
        let mean = (intervals > 0).then(|| span / f64::from(intervals));
        let thresholds = self.thresholds(facts, mean)?;
        let trend = Trend::of(facts, day, &self.rules)?;
        let recorded_end = ended.filter(|&end| end <= day.as_of && facts.last_day <= end);

        let longer_than =
            |threshold: Option<f64>| threshold.is_some_and(|days| f64::from(silence) > days);
        let spending = trend.map_or(Rule::NoTrend, |trend| trend.rule);
        let because = if recorded_end.is_some() {
            Rule::RecordedEnd
        } else if thresholds.is_some_and(|thresholds| longer_than(thresholds.lapse)) {
            Rule::Lapsed
        } else if thresholds.is_some_and(|thresholds| longer_than(thresholds.decline)) {
            Rule::Silent
        } else if spending == Rule::Falling {
            Rule::Falling
        } else if facts.purchases < self.rules.established_purchases {
            Rule::FewPurchases
        } else if self.established_days.is_some_and(|days| tenure < days) {
            Rule::ShortRelationship
        } else {
            spending
        };
        Ok(Classified {
            stage: self.rules.stage_of(because),
            because,
            purchases: facts.purchases,
            revenue: to_decimal(facts.revenue, facts.scale)?,
            first: facts.first,
            last: facts.last,
            tenure_days: tenure,
            silence_days: silence,
            mean_interval_days: mean,
            thresholds,
            trend,
            established_days: self.established_days,
            recorded_end,
        })
    }

    fn thresholds(&self, facts: &Facts, mean: Option<f64>) -> Result<Option<Thresholds>> {
        if let Silence::Hiatus { decline, lapse } = self.rules.silence {
            let after = |span: Span| -> Result<Option<f64>> {
                let until = span.period().after(facts.last, span.count())?;
                Ok(Some(f64::from(days(facts.last, until))))
            };
            let (decline, lapse) = (after(decline)?, after(lapse)?);
            return Ok(Some(Thresholds::new(JudgedBy::FixedTime, decline, lapse)));
        }
        let Some(mean) = mean else {
            return Ok(self.population);
        };
        let (decline, lapse) = match self.rules.silence {
            Silence::MeanIntervals { decline, lapse } => (decline, lapse),
            Silence::FalseAlarm { decline, lapse } => {
                let intervals = facts.purchases.saturating_sub(1);
                let row = usize::try_from(intervals).unwrap_or(usize::MAX);
                let tabulated = self.multiples.get(row.saturating_sub(1)).copied();
                tabulated.unwrap_or_else(|| {
                    (
                        multiple_of_mean(intervals, decline),
                        multiple_of_mean(intervals, lapse),
                    )
                })
            }
            Silence::Hiatus { .. } => return Ok(None),
        };
        let (decline, lapse) = (days_of(mean, decline), days_of(mean, lapse));
        Ok(Some(Thresholds::new(JudgedBy::OwnRhythm, decline, lapse)))
    }
}

/// Returns the thresholds by the customer's own rhythm, in means, for each number of intervals.
fn multiples(silence: Silence) -> Vec<(f64, f64)> {
    let Silence::FalseAlarm { decline, lapse } = silence else {
        return Vec::new();
    };
    (1..=TABULATED)
        .map(|x| (multiple_of_mean(x, decline), multiple_of_mean(x, lapse)))
        .collect()
}

/// Returns the thresholds of one-time buyers, if the population gives any.
fn population(rules: &Rules, curve: &ReturnCurve) -> Result<Option<Thresholds>> {
    match rules.silence {
        Silence::FalseAlarm { decline, lapse } => {
            let known = curve.clone().while_at_risk(rules.least_at_risk);
            let thresholds = Thresholds::of_curve(&known, rules.one_time_buyers, decline, lapse)?;
            Ok(Some(thresholds).filter(|found| found.decline.or(found.lapse).is_some()))
        }
        Silence::MeanIntervals { decline, lapse } => Ok(curve.mean_of_returners().map(|mean| {
            let (decline, lapse) = (days_of(mean, decline), days_of(mean, lapse));
            Thresholds::new(JudgedBy::Population, decline, lapse)
        })),
        Silence::Hiatus { .. } => Ok(None),
    }
}

/// Returns so many means; `None` beyond all numbers, because no silence is so long.
fn days_of(mean: f64, multiple: f64) -> Option<f64> {
    let days = mean * multiple;
    days.is_finite().then_some(days)
}
