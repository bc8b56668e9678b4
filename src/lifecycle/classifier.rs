use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Rules, Silence, Stage};
use crate::macros::named_enum;
use crate::numeric::money::{quotient, ratio, subtract, to_decimal};
use crate::period::{Period, Span, Window, days_between};
use crate::purchases::lapse::multiple_of_mean;
use crate::purchases::{History, Outside, Policy, ReturnCurve, ReturnMeasure};
use crate::{Error, Result};

named_enum! {
    /// The rule that put a customer into a stage, in the order in which the rules are tried.
    ///
    /// ```
    /// use retention::lifecycle::{Rule, Rules, Stage};
    ///
    /// let rules = Rules::default();
    /// let early: Vec<&str> = Rule::ALL
    ///     .iter()
    ///     .filter(|&&rule| rules.stage_of(rule) == Stage::Acquisition)
    ///     .map(|rule| rule.name())
    ///     .collect();
    /// assert_eq!(early, ["few_purchases", "short_relationship"]);
    /// ```
    ///
    /// Which stage a rule leads to is said by [`Rules::stage_of`].
    #[non_exhaustive]
    pub enum Rule {
        /// The caller said that the contract had ended.
        RecordedEnd = "recorded_end",
        /// Silent for longer than the lapse threshold.
        Lapsed = "lapsed",
        /// Silent for longer than the decline threshold.
        Silent = "silent",
        /// Spending fell by more than the rules allow.
        Falling = "falling",
        /// Fewer purchases than an established relationship has.
        FewPurchases = "few_purchases",
        /// A shorter relationship than an established one.
        ShortRelationship = "short_relationship",
        /// Spending rose by more than the rules ask for.
        Rising = "rising",
        /// Nothing to judge a trend by: not a customer yet when the periods compared began, too
        /// few purchases in them, or less than nothing spent before.
        NoTrend = "no_trend",
        /// None of the others: spending within the bounds of what is steady.
        Steady = "steady",
    }
}

named_enum! {
    /// What the thresholds of a customer's silence were made from.
    #[non_exhaustive]
    pub enum JudgedBy {
        /// The customer's own intervals.
        OwnRhythm = "own_rhythm",
        /// How the population came back after its first purchase.
        Population = "population",
        /// A time that is the same for everyone.
        FixedTime = "fixed_time",
    }
}

/// The thresholds of a customer's silence, in days: it must be longer.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Thresholds {
    /// What they were made from.
    pub by: JudgedBy,
    /// A longer silence is a decline; `None` where no silence would be.
    pub decline: Option<f64>,
    /// A longer silence is the end; `None` where no silence would be. Not below the other.
    pub lapse: Option<f64>,
    /// The measure of the [return curve](ReturnCurve) that a decline is judged by; `None` where it
    /// is not judged by a curve.
    pub decline_measure: Option<ReturnMeasure>,
    /// The measure that the end is judged by. Either can be
    /// [`ShareOfReturners`](ReturnMeasure::ShareOfReturners) where the rules ask for the chance of
    /// return: see [`Rules::one_time_buyers`].
    pub lapse_measure: Option<ReturnMeasure>,
}

impl Thresholds {
    /// Thresholds that no return curve made.
    const fn new(by: JudgedBy, decline: Option<f64>, lapse: Option<f64>) -> Self {
        Self {
            by,
            decline,
            lapse,
            decline_measure: None,
            lapse_measure: None,
        }
    }

    /// Those of one-time buyers at these false-alarm rates.
    fn of_curve(
        curve: &ReturnCurve,
        asked: ReturnMeasure,
        decline: f64,
        lapse: f64,
    ) -> Result<Self> {
        // Silence counts from the day on at which the measure is low: it is longer than the day
        // before.
        let after = |alpha| -> Result<(Option<f64>, ReturnMeasure)> {
            let measure = if curve.is_low(0, alpha, asked)? {
                ReturnMeasure::ShareOfReturners
            } else {
                asked
            };
            let day = curve.silence_for(alpha, measure)?;
            Ok((day.map(|day| f64::from(day) - 1.0), measure))
        };
        let ((decline, decline_measure), (lapse, lapse_measure)) = (after(decline)?, after(lapse)?);
        // Two measures need not agree on the order. The end is by the one that was asked for then,
        // and a decline is no later than it.
        let decline = match (decline, lapse) {
            (Some(decline), Some(lapse)) => Some(decline.min(lapse)),
            _ => decline,
        };
        Ok(Self {
            by: JudgedBy::Population,
            decline,
            lapse,
            decline_measure: Some(decline_measure),
            lapse_measure: Some(lapse_measure),
        })
    }
}

named_enum! {
    /// Where a customer's spending goes.
    pub enum Direction {
        /// Down by more than the rules allow.
        Falling = "falling",
        /// Neither.
        Steady = "steady",
        /// Up by more than the rules ask for, or up from nothing.
        Rising = "rising",
    }
}

/// A customer's spending in the last periods and in as many before them, by the day of each
/// purchase, whatever the grain.
///
/// A refund is taken from the purchase that it reduces, and so belongs where that was made: who
/// gives back this month what was bought four months ago has spent less four months ago.
///
/// ```
/// # use chrono::NaiveDate;
/// use retention::lifecycle::{Direction, Rules, Stages};
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
/// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |month, amount| Purchase { customer: "Ann", date: date(month, 2), amount };
/// // Ann spends 20 in each of the first three months of the half-year, 25.50 in each of the others.
/// # let half = [dec!(20), dec!(20), dec!(20), dec!(25.50), dec!(25.50), dec!(25.50)];
/// # let log = PurchaseLog::from_rows((1..).zip(half).map(|(month, amount)| row(month, amount)))?;
/// # let row_of_last_year = Purchase { customer: "Ann", date: NaiveDate::from_ymd_opt(2023, 12, 2).unwrap(), amount: dec!(20) };
/// # let log = log.merge(PurchaseLog::from_rows([row_of_last_year])?)?;
/// let observed = log.observe(log.until(date(6, 30))?, Policy::default())?;
/// let stages = Stages::of(&observed, &Rules::default())?;
/// let trend = stages.get("Ann").unwrap().trend.unwrap();
/// assert_eq!((trend.before, trend.recent, trend.purchases), (dec!(60), dec!(76.50), 6));
/// assert_eq!((trend.change(), trend.direction), (Some(0.275), Some(Direction::Rising)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Trend {
    /// The money of the earlier periods.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub before: Decimal,
    /// The money of the last periods.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub recent: Decimal,
    /// The purchases in both; with a grain coarser than a day, the periods with a purchase there.
    pub purchases: u32,
    /// What the rules make of it; `None` with too few purchases, or where refunds left less than
    /// nothing before.
    pub direction: Option<Direction>,
}

impl Trend {
    /// The relative change: −0.25 is a quarter less. `None` where nothing, or less, was spent
    /// before.
    #[must_use]
    pub fn change(&self) -> Option<f64> {
        match subtract(self.recent, self.before) {
            Ok(change) => ratio(change, self.before),
            // A change that is no decimal any more is far from every bound.
            Err(_) => Some(ratio(self.recent, self.before)? - 1.0),
        }
    }
}

/// How a relationship ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum End {
    /// The caller recorded it, for this day.
    Recorded(NaiveDate),
    /// It was inferred from silence: the customer may come back, and some do.
    Inferred,
}

/// A customer's stage, the rule that led to it, and the figures that the rules were tried on.
///
/// With the [`Rules`], which [`Stages`](super::Stages) carries, the figures are all it takes to see
/// why a rule fired and why none before it did.
///
/// ```
/// # use chrono::NaiveDate;
/// use retention::lifecycle::{End, JudgedBy, Rules, Stages};
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |month, day| Purchase { customer: "Ann", date: date(month, day), amount: dec!(10) };
/// // Ann bought on 1 and 11 January, and not since.
/// # let log = PurchaseLog::from_rows([row(1, 1), row(1, 11)])?;
/// let observed = log.observe(log.until(date(7, 31))?, Policy::default())?;
/// let stages = Stages::of(&observed, &Rules::default())?;
/// let ann = stages.get("Ann").unwrap();
/// assert_eq!((ann.silence_days, ann.mean_interval_days), (202, Some(10.0)));
/// let thresholds = ann.thresholds.unwrap();
/// assert_eq!(thresholds.by, JudgedBy::OwnRhythm);
/// assert_eq!((thresholds.decline, thresholds.lapse), (Some(40.0), Some(190.0)));
/// assert_eq!(ann.end(), Some(End::Inferred));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Classified {
    /// The stage.
    pub stage: Stage,
    /// The first rule that fired.
    pub because: Rule,
    /// Purchases in the window.
    pub purchases: u32,
    /// The day of the first one, or the first day of its period.
    pub first: NaiveDate,
    /// The day of the last one, or the first day of its period.
    pub last: NaiveDate,
    /// Days from the first purchase to the as-of date, or to the first day of its period.
    pub tenure_days: u32,
    /// Days from the last purchase to the as-of date, or to the first day of its period.
    pub silence_days: u32,
    /// The mean interval between purchases, in days; `None` with one purchase.
    pub mean_interval_days: Option<f64>,
    /// What the silence was held against; `None` where nothing could judge it.
    pub thresholds: Option<Thresholds>,
    /// The spending of the last periods against those before; `None` for customers who were not
    /// there for all of them.
    pub trend: Option<Trend>,
    /// The days that an established relationship has lasted at least; `None` where the population
    /// could not tell.
    pub established_days: Option<u32>,
    /// The end that the caller recorded, where it counted.
    pub recorded_end: Option<NaiveDate>,
}

impl Classified {
    /// How the relationship ended; `None` in every stage but termination.
    #[must_use]
    pub const fn end(&self) -> Option<End> {
        match (self.stage, self.recorded_end) {
            (Stage::Termination, Some(day)) => Some(End::Recorded(day)),
            (Stage::Termination, None) => Some(End::Inferred),
            _ => None,
        }
    }
}

/// What the rules need to know of a customer, gathered in one walk over their purchases.
///
/// The walk is by day whatever the grain: a period counts as a purchase where one of its days does,
/// but money and the last day belong where they are. Counted by period, the money of three months
/// that end in the middle of one would be that of two and a half.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    purchases: u32,
    /// The first days of the periods.
    first: NaiveDate,
    second: Option<NaiveDate>,
    last: NaiveDate,
    /// The days themselves.
    first_day: NaiveDate,
    last_day: NaiveDate,
    compared: u32,
    before: i128,
    recent: i128,
    scale: u32,
}

impl Facts {
    /// `None` without a purchase.
    pub(super) fn of(history: &History<'_>, day: &Day) -> Result<Option<Self>> {
        let mut facts: Option<Self> = None;
        let mut failed = None;
        // The last period that counts among those compared.
        let mut compared = None;
        history.for_each_event(Period::Day, |event| {
            let start = match day.grain.start_of(event.start) {
                Ok(start) => start,
                Err(error) => {
                    failed = Some(error);
                    return;
                }
            };
            let facts = facts.get_or_insert(Self {
                purchases: 0,
                first: start,
                second: None,
                last: start,
                first_day: event.start,
                last_day: event.start,
                compared: 0,
                before: 0,
                recent: 0,
                scale: history.scale(),
            });
            facts.last_day = event.start;
            if facts.purchases == 0 || facts.last != start {
                facts.last = start;
                facts.purchases = facts.purchases.saturating_add(1);
                if facts.purchases == 2 {
                    facts.second = Some(start);
                }
            }
            let sum = if day.recent.contains(event.start) {
                &mut facts.recent
            } else if day.before.contains(event.start) {
                &mut facts.before
            } else {
                return;
            };
            if compared.replace(start) != Some(start) {
                facts.compared = facts.compared.saturating_add(1);
            }
            match sum.checked_add(event.money) {
                Some(total) => *sum = total,
                None => {
                    failed = Some(Error::overflow(
                        "the spending of a customer",
                        history.window(),
                    ));
                }
            }
        })?;
        failed.map_or(Ok(facts), Err)
    }

    /// Days from the first purchase to the second.
    pub(super) fn second_after(&self) -> Option<u32> {
        self.second.map(|second| days(self.first, second))
    }

    /// Days since the last purchase.
    pub(super) fn silence(&self, day: &Day) -> u32 {
        days(self.last, day.end)
    }
}

/// So many means; no silence is longer than what exceeds all numbers.
fn days_of(mean: f64, multiple: f64) -> Option<f64> {
    let days = mean * multiple;
    days.is_finite().then_some(days)
}

fn days(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from(days_between(from, to)).unwrap_or(0)
}

/// The as-of date, and what the rules make of the calendar there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Day {
    pub(super) grain: Period,
    as_of: NaiveDate,
    /// The first day of the period that the as-of date is in: what silence is measured to.
    end: NaiveDate,
    before: Window,
    recent: Window,
}

impl Day {
    pub(super) fn new(rules: &Rules, as_of: NaiveDate) -> Result<Self> {
        rules.silence.check(as_of)?;
        let (before, recent) = rules.trend.windows(as_of)?;
        Ok(Self {
            grain: rules.grain,
            as_of,
            end: rules.grain.start_of(as_of)?,
            before,
            recent,
        })
    }

    pub(super) const fn windows(&self) -> (Window, Window) {
        (self.before, self.recent)
    }
}

/// Puts customers into stages, by rules and by how a population came back after its first purchase.
///
/// The rules are tried in order, and the first that fires decides, so every customer with a purchase
/// has exactly one stage:
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
/// Without a trend are those who were no customers yet when the periods compared began, and those
/// with too few purchases in them. Maturity is then the "else" of the proposal that the rules
/// follow, not a finding that they buy steadily; [`Rules::without_trend`] can call it something
/// else, and [`Rule::NoTrend`] tells them apart.
///
/// The figures in it are the defaults. No source publishes such rules: the thresholds are the fields
/// of [`Rules`], and a [`Backtest`](super::Backtest) says how often they mislead on your data.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::lifecycle::{Classifier, Rule, Rules, Stage};
/// # use retention::period::{Period, Window};
/// # use retention::purchases::{History, Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
/// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |customer, month, day| Purchase { customer, date: date(month, day), amount: dec!(10) };
/// # let log = PurchaseLog::from_rows([row("Ann", 1, 1), row("Ann", 1, 31), row("Ben", 1, 1)])?;
/// # let observed = log.observe(log.until(date(12, 31))?, Policy::default())?;
/// let curve = observed.return_curve(Period::Day, 1)?;
/// let classifier = Classifier::new(Rules::default(), &curve)?;
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
pub struct Classifier {
    rules: Rules,
    policy: Policy,
    /// Thresholds in means, by the number of intervals less one.
    multiples: Vec<(f64, f64)>,
    /// For one-time buyers.
    population: Option<Thresholds>,
    established_days: Option<u32>,
}

/// Customers with more intervals than this have their threshold computed one by one.
const TABULATED: u32 = 256;

impl Classifier {
    /// A classifier by `rules` for the population whose first purchases `curve` follows.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where the curve has another grain than the rules, or is not that of the
    /// step to the second purchase; [`Error::NotFinite`] and [`Error::OutOfRange`] for thresholds
    /// outside their range or out of order; [`Error::Overflow`] where the periods of the trend
    /// reach beyond the calendar.
    pub fn new(rules: Rules, curve: &ReturnCurve) -> Result<Self> {
        if curve.grain != rules.grain {
            return Err(Error::mismatch("grains", rules.grain, curve.grain));
        }
        if curve.purchases != 1 {
            return Err(Error::mismatch(
                "purchases before the wait",
                "1",
                curve.purchases,
            ));
        }
        Day::new(&rules, curve.window.to())?;
        let enough = curve.returned().numerator() >= rules.least_returns;
        let (mut multiples, mut population) = (Vec::new(), None);
        match rules.silence {
            Silence::FalseAlarm { decline, lapse } => {
                multiples = (1..=TABULATED)
                    .map(|x| (multiple_of_mean(x, decline), multiple_of_mean(x, lapse)))
                    .collect();
                let known = curve.clone().while_at_risk(rules.least_at_risk);
                let thresholds =
                    Thresholds::of_curve(&known, rules.one_time_buyers, decline, lapse)?;
                if thresholds.decline.or(thresholds.lapse).is_some() {
                    population = Some(thresholds);
                }
            }
            Silence::MeanIntervals { decline, lapse } => {
                population = curve.mean_of_returners().map(|mean| {
                    let (decline, lapse) = (days_of(mean, decline), days_of(mean, lapse));
                    Thresholds::new(JudgedBy::Population, decline, lapse)
                });
            }
            Silence::Hiatus { .. } => {}
        }
        Ok(Self {
            rules,
            policy: curve.policy,
            multiples,
            population: population.filter(|_| enough),
            established_days: curve.median(rules.established_after).filter(|_| enough),
        })
    }

    /// The rules.
    #[must_use]
    pub const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// What the silence of one-time buyers is held against; `None` where too few customers came
    /// back to judge by, and under [`Silence::Hiatus`], which judges everyone by one time. Where so
    /// few come back that their chance of return is low from the first day on, the thresholds are
    /// made from the times that those few took, and say so: see [`Rules::one_time_buyers`].
    #[must_use]
    pub const fn population_thresholds(&self) -> Option<Thresholds> {
        self.population
    }

    /// The days that an established relationship has lasted at least; `None` where the population
    /// cannot tell.
    #[must_use]
    pub const fn established_days(&self) -> Option<u32> {
        self.established_days
    }

    /// The stage of one customer at the end of the history's window; `None` without a purchase.
    /// `ended` is the day on which their contract ended, if it did: it counts from that day on, and
    /// unless a purchase came after it.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where the history is read under another policy than the population, of
    /// which a window is no part; [`Error::OutOfRange`] where the times of a [`Silence::Hiatus`] are
    /// out of order at this date, as thirty days and a month are at some; [`Error::Overflow`] where
    /// money exceeds what a decimal holds, or a period reaches beyond the calendar.
    pub fn classify(
        &self,
        history: &History<'_>,
        ended: Option<NaiveDate>,
    ) -> Result<Option<Classified>> {
        // What lies outside its window is no concern of a history: it has no such rows.
        let within = |policy: Policy| policy.outside(Outside::default());
        if within(history.policy()) != within(self.policy) {
            return Err(Error::mismatch(
                "policies",
                format_args!("{:?}", self.policy),
                format_args!("{:?}", history.policy()),
            ));
        }
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
        let trend = self.trend(facts, day)?;
        let recorded_end = ended.filter(|&end| end <= day.as_of && facts.last_day <= end);

        let longer_than =
            |threshold: Option<f64>| threshold.is_some_and(|days| f64::from(silence) > days);
        let direction = trend.and_then(|trend| trend.direction);
        let because = if recorded_end.is_some() {
            Rule::RecordedEnd
        } else if thresholds.is_some_and(|thresholds| longer_than(thresholds.lapse)) {
            Rule::Lapsed
        } else if thresholds.is_some_and(|thresholds| longer_than(thresholds.decline)) {
            Rule::Silent
        } else if direction == Some(Direction::Falling) {
            Rule::Falling
        } else if facts.purchases < self.rules.established_purchases {
            Rule::FewPurchases
        } else if self.established_days.is_some_and(|days| tenure < days) {
            Rule::ShortRelationship
        } else if direction == Some(Direction::Rising) {
            Rule::Rising
        } else if direction.is_none() {
            Rule::NoTrend
        } else {
            Rule::Steady
        };
        Ok(Classified {
            stage: self.rules.stage_of(because),
            because,
            purchases: facts.purchases,
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

    fn trend(&self, facts: &Facts, day: &Day) -> Result<Option<Trend>> {
        if facts.first_day > day.before.from() {
            return Ok(None);
        }
        let rules = self.rules.trend;
        let judged = facts.compared >= rules.least_purchases && facts.before >= 0;
        let direction = judged.then(|| {
            // Exact but for one rounding, so that a change of exactly the bound is within it.
            let change = quotient(facts.recent.saturating_sub(facts.before), facts.before);
            if change > rules.rise {
                // From nothing, every rise is infinite; from nothing to nothing is NaN, and steady.
                Direction::Rising
            } else if change < -rules.fall {
                Direction::Falling
            } else {
                Direction::Steady
            }
        });
        Ok(Some(Trend {
            before: to_decimal(facts.before, facts.scale)?,
            recent: to_decimal(facts.recent, facts.scale)?,
            purchases: facts.compared,
            direction,
        }))
    }
}
