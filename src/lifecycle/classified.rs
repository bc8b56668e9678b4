use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Rule, Stage, Thresholds, Trend};

/// One customer's stage, the rule that led to it, and the figures that the rules were tried on.
///
/// With the [`Rules`](super::Rules), which [`Stages`](super::Stages) carries, the figures show why this
/// rule fired and why none before it did.
///
/// For customers in termination, `recorded_end` is the day on which the contract ended. `None` means
/// that the end was inferred from silence, and that the customer may come back.
///
/// It is written flat, as one line of CSV: thresholds as `judged_by`, `decline_after_days`,
/// `lapse_after_days`, `decline_measure` and `lapse_measure`, the trend as `spending_before`,
/// `spending_recent`, `trend_purchases`, `trend_p_value` and `trend`.
///
/// ```
/// # use chrono::{Days, NaiveDate};
/// use retention::lifecycle::{JudgedBy, Rule, Rules, Stages};
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
/// # let day = |days| NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(days);
/// # let row = |customer: u32, days| Purchase { customer, date: day(days), amount: dec!(10) };
/// // Fifty customers bought on 1 January. Thirty came back within as many days, twenty never.
/// # let first = (1..=50).map(|customer| row(customer, 0));
/// # let log = PurchaseLog::from_rows(first.chain((1..=30).map(|days| row(days as u32, days))))?;
/// let observed = log.observe(log.until(day(210))?, Policy::default())?;
/// let stages = Stages::of(&observed, Rules::default())?;
/// let silent = stages.get(&40).unwrap(); // for 210 days, after one purchase
/// assert_eq!((silent.because, silent.silence_days), (Rule::Lapsed, 210));
/// // With 180 days to come, silences of up to 30 days can be judged: nobody came back after that.
/// assert_eq!((silent.chance, silent.chance_at_most), (None, Some(0.0)));
/// let thresholds = silent.thresholds.unwrap();
/// assert_eq!(thresholds.by, JudgedBy::Population);
/// // Fewer than one in five of those who are silent for longer than 25 days come back.
/// assert_eq!((thresholds.decline, thresholds.lapse), (Some(16.0), Some(25.0)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(into = "Flat"))]
#[non_exhaustive]
pub struct Classified {
    /// The stage.
    pub stage: Stage,
    /// The first rule that fired.
    pub because: Rule,
    /// Purchases in the window.
    pub purchases: u32,
    /// The money of these purchases, with refunds treated by the policy.
    pub revenue: Decimal,
    /// The day of the first purchase. With a grain coarser than a day: the first day of its period.
    pub first: NaiveDate,
    /// The day of the last purchase. With a grain coarser than a day: the first day of its period.
    pub last: NaiveDate,
    /// Days from the first purchase to the as-of date, or to the first day of its period.
    pub tenure_days: u32,
    /// Days from the last purchase to the as-of date, or to the first day of its period.
    pub silence_days: u32,
    /// The mean interval between purchases, in days; `None` with one purchase.
    pub mean_interval_days: Option<f64>,
    /// The chance of a return within the horizon, between 0 and 1, by the return curve of as many
    /// purchases or as the caller gave it. `None` where the records cannot tell it yet, and under rules
    /// that know no such chance.
    pub chance: Option<f64>,
    /// What the chance of a return is at most: the chance where it can be told, and beyond the longest
    /// silence that can be judged the last one before. Where the chance is known to rise again, as among
    /// those who buy once a year, it is no bound.
    pub chance_at_most: Option<f64>,
    /// A score that ranks the customers of one run by how likely they come back: higher is likelier. By
    /// itself it means nothing. Under [`Silence::ChanceOfReturn`](super::Silence::ChanceOfReturn) it is the
    /// chance or, beyond the longest silence that can be judged, what is taken to be left of it. Customers
    /// of whom nothing is known rank above the others, and equal customers by silence.
    pub score: f64,
    /// The thresholds that the silence was compared with; `None` if there are too few customers to judge
    /// by.
    pub thresholds: Option<Thresholds>,
    /// Purchases and spending in the compared periods; `None` for customers who were not customers during
    /// all of them.
    pub trend: Option<Trend>,
    /// The shortest relationship, in days, that counts as established; `None` if the population could
    /// not tell.
    pub established_days: Option<u32>,
    /// The contract end that the caller recorded; `None` if there is none, if it lies after the as-of
    /// date, or if a purchase followed it.
    pub recorded_end: Option<NaiveDate>,
}

/// How a [`Classified`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Flat {
    stage: Stage,
    because: Rule,
    purchases: u32,
    #[serde(with = "crate::serde_money")]
    revenue: Decimal,
    first: NaiveDate,
    last: NaiveDate,
    tenure_days: u32,
    silence_days: u32,
    mean_interval_days: Option<f64>,
    chance: Option<f64>,
    chance_at_most: Option<f64>,
    score: f64,
    judged_by: Option<super::JudgedBy>,
    decline_after_days: Option<f64>,
    lapse_after_days: Option<f64>,
    decline_measure: Option<crate::purchases::ReturnMeasure>,
    lapse_measure: Option<crate::purchases::ReturnMeasure>,
    #[serde(with = "crate::serde_money::option")]
    spending_before: Option<Decimal>,
    #[serde(with = "crate::serde_money::option")]
    spending_recent: Option<Decimal>,
    trend_purchases: Option<u32>,
    trend_p_value: Option<f64>,
    trend: Option<Rule>,
    established_days: Option<u32>,
    recorded_end: Option<NaiveDate>,
}

#[cfg(feature = "serde")]
impl From<Classified> for Flat {
    fn from(customer: Classified) -> Self {
        let (thresholds, trend) = (customer.thresholds, customer.trend);
        Self {
            stage: customer.stage,
            because: customer.because,
            purchases: customer.purchases,
            revenue: customer.revenue,
            first: customer.first,
            last: customer.last,
            tenure_days: customer.tenure_days,
            silence_days: customer.silence_days,
            mean_interval_days: customer.mean_interval_days,
            chance: customer.chance,
            chance_at_most: customer.chance_at_most,
            score: customer.score,
            judged_by: thresholds.map(|thresholds| thresholds.by),
            decline_after_days: thresholds.and_then(|thresholds| thresholds.decline),
            lapse_after_days: thresholds.and_then(|thresholds| thresholds.lapse),
            decline_measure: thresholds.and_then(|thresholds| thresholds.decline_measure),
            lapse_measure: thresholds.and_then(|thresholds| thresholds.lapse_measure),
            spending_before: trend.map(|trend| trend.before),
            spending_recent: trend.map(|trend| trend.recent),
            trend_purchases: trend.map(|trend| trend.purchases()),
            trend_p_value: trend.and_then(|trend| trend.p_value),
            trend: trend.map(|trend| trend.rule),
            established_days: customer.established_days,
            recorded_end: customer.recorded_end,
        }
    }
}
