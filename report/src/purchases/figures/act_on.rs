//! The valuable customers who are in decline, with the evidence.

use chrono::NaiveDate;
use retention::Result;
use retention::lifecycle::{Classified, JudgedBy, Rule, Stage, Trend};
use retention::purchases::lapse::own_rhythm_chance;
use retention::pyramid::{Placed, Pyramid};
use rust_decimal::Decimal;
use serde::Serialize;

use super::lifecycle::Known;
use super::migration::total;
use super::{maybe_money, money};

/// How many are listed.
const LISTED: usize = 10;

#[derive(Debug, Serialize)]
pub struct ActOn {
    pub customer: String,
    pub tier: String,
    #[serde(serialize_with = "money")]
    pub revenue: Decimal,
    pub stage: Stage,
    pub because: Rule,
    pub purchases: u32,
    pub first_purchase: NaiveDate,
    pub last_purchase: NaiveDate,
    pub silence_days: u32,
    pub mean_interval_days: Option<f64>,
    pub judged_by: Option<JudgedBy>,
    /// A longer silence is a decline.
    pub decline_after_days: Option<f64>,
    /// A longer silence is the end.
    pub lapse_after_days: Option<f64>,
    /// The chance that a customer of this rhythm who still buys is silent for longer; none for those
    /// who have no rhythm.
    pub chance_of_longer_silence: Option<f64>,
    pub trend: Option<Trend>,
    /// The relative change of spending.
    pub change: Option<f64>,
}

/// Whom the list is taken from, and who is not in it.
#[derive(Debug, Serialize)]
pub struct Beside {
    pub in_decline: u64,
    #[serde(serialize_with = "maybe_money")]
    pub in_decline_revenue: Option<Decimal>,
    pub listed: usize,
    #[serde(serialize_with = "maybe_money")]
    pub listed_revenue: Option<Decimal>,
    /// The tiers that are called valuable: all but the last.
    pub valuable_tiers: Vec<String>,
    pub valuable: u64,
    pub valuable_in_decline: u64,
    /// Valuable customers who are called ended, and so not listed.
    pub valuable_ended: u64,
    #[serde(serialize_with = "maybe_money")]
    pub valuable_ended_revenue: Option<Decimal>,
}

/// # Errors
/// Those of the library.
pub fn find(known: &[Known<'_>], pyramid: &Pyramid<&str>) -> Result<(Vec<ActOn>, Beside)> {
    let within = |stage: Stage| known.iter().filter(move |(_, row)| row.stage == stage);
    let sum = |rows: &[&Known<'_>]| total(rows.iter().map(|(place, _)| place.amount));
    let mut decline: Vec<_> = within(Stage::Decline).collect();
    // A stable sort: equal revenues stay in the order of their keys.
    decline.sort_by_key(|(place, _)| std::cmp::Reverse(place.amount));
    let worth = decline.partition_point(|(place, _)| place.amount > Decimal::ZERO);
    let listed = decline.get(..worth.min(LISTED)).unwrap_or_default();

    let tiers = pyramid.tiers().split_last();
    let above = tiers.map_or(&[][..], |(_, above)| above);
    let is_valuable = |row: &&Known<'_>| above.iter().any(|tier| tier.tier == row.0.tier);
    let ended: Vec<_> = within(Stage::Termination).filter(is_valuable).collect();
    let beside = Beside {
        in_decline: decline.len() as u64,
        in_decline_revenue: sum(&decline),
        listed: listed.len(),
        listed_revenue: sum(listed),
        valuable_tiers: above.iter().map(|tier| tier.name.clone()).collect(),
        valuable: above.iter().map(|tier| tier.customers).sum(),
        valuable_in_decline: within(Stage::Decline).filter(is_valuable).count() as u64,
        valuable_ended: ended.len() as u64,
        valuable_ended_revenue: sum(&ended),
    };
    let list = listed
        .iter()
        .map(|(place, row)| ActOn::of(place, row, pyramid))
        .collect::<Result<_>>()?;
    Ok((list, beside))
}

impl ActOn {
    fn of(place: &Placed<&str>, row: &Classified, pyramid: &Pyramid<&str>) -> Result<Self> {
        let thresholds = row.thresholds;
        let rhythm = row
            .mean_interval_days
            .filter(|_| thresholds.is_some_and(|thresholds| thresholds.by == JudgedBy::OwnRhythm));
        let chance = rhythm.map(|mean| {
            let intervals = row.purchases.saturating_sub(1);
            own_rhythm_chance(intervals, mean, f64::from(row.silence_days))
        });
        Ok(Self {
            customer: place.customer.to_owned(),
            tier: pyramid.tier_name(place.tier).to_owned(),
            revenue: place.amount,
            stage: row.stage,
            because: row.because,
            purchases: row.purchases,
            first_purchase: row.first,
            last_purchase: row.last,
            silence_days: row.silence_days,
            mean_interval_days: row.mean_interval_days,
            judged_by: thresholds.map(|thresholds| thresholds.by),
            decline_after_days: thresholds.and_then(|thresholds| thresholds.decline),
            lapse_after_days: thresholds.and_then(|thresholds| thresholds.lapse),
            chance_of_longer_silence: chance.transpose()?,
            trend: row.trend,
            change: row.trend.and_then(|trend| trend.change()),
        })
    }
}
