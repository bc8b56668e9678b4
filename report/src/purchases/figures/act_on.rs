//! The customers in decline, those with most at stake first, with the evidence.

use chrono::NaiveDate;
use retention::lifecycle::{Classified, Rule, Stage, Trend};
use retention::pyramid::{Placed, Pyramid};
use rust_decimal::Decimal;
use serde::Serialize;

use super::lifecycle::Known;
use super::migration::total;
use super::stakes::{Worth, Worths};
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
    /// Within the horizon of the rules; none where it cannot be told.
    pub chance_of_return: Option<f64>,
    /// What it is at most, where the silence is longer than any that can be judged.
    pub chance_at_most: Option<f64>,
    /// In the last year of the window.
    #[serde(serialize_with = "money")]
    pub spent_last_year: Decimal,
    /// Of this, by the chance of not coming back.
    #[serde(serialize_with = "maybe_money")]
    pub expected_loss: Option<Decimal>,
    pub mean_interval_days: Option<f64>,
    /// A longer silence is a decline.
    pub decline_after_days: Option<f64>,
    /// A longer silence is the end.
    pub lapse_after_days: Option<f64>,
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

/// Those in decline, by what is expected to be lost with them, and who stands beside them.
pub fn find(known: &[Known<'_>], worths: &Worths, pyramid: &Pyramid<&str>) -> (Vec<ActOn>, Beside) {
    let within = |stage: Stage| known.iter().filter(move |(_, row)| row.stage == stage);
    let sum = |rows: &[&Known<'_>]| total(rows.iter().map(|(place, _)| place.amount));
    let decline: Vec<_> = within(Stage::Decline).collect();
    let mut listed: Vec<_> = known
        .iter()
        .zip(&worths.rows)
        .filter(|((place, row), _)| row.stage == Stage::Decline && place.amount > Decimal::ZERO)
        .collect();
    // A stable sort: equal ones stay in the order of their keys.
    listed.sort_by_key(|((place, _), worth)| {
        std::cmp::Reverse((worth.loss, worth.value, place.amount))
    });
    listed.truncate(LISTED);
    let brought = total(listed.iter().map(|((place, _), _)| place.amount));

    let tiers = pyramid.tiers().split_last();
    let above = tiers.map_or(&[][..], |(_, above)| above);
    let is_valuable = |row: &&Known<'_>| above.iter().any(|tier| tier.tier == row.0.tier);
    let ended: Vec<_> = within(Stage::Termination).filter(is_valuable).collect();
    let beside = Beside {
        in_decline: decline.len() as u64,
        in_decline_revenue: sum(&decline),
        listed: listed.len(),
        listed_revenue: brought,
        valuable_tiers: above.iter().map(|tier| tier.name.clone()).collect(),
        valuable: above.iter().map(|tier| tier.customers).sum(),
        valuable_in_decline: within(Stage::Decline).filter(is_valuable).count() as u64,
        valuable_ended: ended.len() as u64,
        valuable_ended_revenue: sum(&ended),
    };
    let list = listed
        .iter()
        .map(|((place, row), worth)| ActOn::of(place, row, worth, pyramid));
    (list.collect(), beside)
}

impl ActOn {
    fn of(place: &Placed<&str>, row: &Classified, worth: &Worth, pyramid: &Pyramid<&str>) -> Self {
        let thresholds = row.thresholds;
        Self {
            customer: place.customer.to_owned(),
            tier: pyramid.tier_name(place.tier).to_owned(),
            revenue: place.amount,
            stage: row.stage,
            because: row.because,
            purchases: row.purchases,
            first_purchase: row.first,
            last_purchase: row.last,
            silence_days: row.silence_days,
            chance_of_return: row.chance,
            chance_at_most: row.chance_at_most,
            spent_last_year: worth.value,
            expected_loss: worth.rounded_loss(),
            mean_interval_days: row.mean_interval_days,
            decline_after_days: thresholds.and_then(|thresholds| thresholds.decline),
            lapse_after_days: thresholds.and_then(|thresholds| thresholds.lapse),
            trend: row.trend,
            change: row.trend.and_then(|trend| trend.change()),
        }
    }
}
