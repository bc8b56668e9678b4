//! What the purchases say of each customer.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use retention::Result;
use retention::clv::{
    FitOptions, Fitted, GammaGamma, ParetoNbd, PurchaseCounts, PurchaseModel, SpendCounts,
};
use retention::fit::Outcome;
use retention::lifecycle::{RelationshipType, Relationships, Rules, Stage, Stages};
use retention::period::{Period, Ruler, Span, Window};
use retention::portrait::ProfitGroup;
use retention::purchases::{
    HabitOptions, Habits, Policy, PurchaseLog, Summaries, Summary, amount_from_f64,
};
use retention::pyramid::{Cuts, Pyramid, Status, Tier, statuses};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use crate::forecast::figures::models::ended;
use crate::portrait::figures::Question;

/// What is known of one customer by what they bought.
#[derive(Debug, Clone, Copy, Default)]
pub struct Buyer {
    pub status: Option<Status>,
    pub tier: Option<Tier>,
    pub profit: Option<Decimal>,
    pub profit_group: Option<ProfitGroup>,
    pub stage: Option<Stage>,
    pub habits: Option<Habits>,
    pub chance: Option<f64>,
    pub worth: Option<Decimal>,
    pub relationship: Option<RelationshipType>,
    /// Days of the year on which the customer bought.
    pub purchases: u64,
}

/// How the chances and values came about.
#[derive(Debug, Clone, Serialize)]
pub struct Buying {
    pub window: Window,
    /// Revenue and profit are those of this year.
    pub year: Window,
    /// So many weeks are looked ahead.
    pub ahead_weeks: u32,
    /// `None` where nobody came back.
    pub model: Option<Outcome>,
    /// Why there are no chances.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_chances: Option<String>,
}

/// Everybody who bought, and how their chances came about.
///
/// # Errors
/// Those of the library.
pub fn buyers(
    log: &PurchaseLog<String>,
    as_of: NaiveDate,
    left: impl Fn(&String) -> Option<NaiveDate>,
    question: &Question,
) -> Result<(BTreeMap<String, Buyer>, Buying)> {
    let policy = Policy::default();
    let window = log.until(as_of)?;
    let year = Span::new(12, Period::Month)?;
    let observed = log.observe(window, policy)?;
    let mut buyers: BTreeMap<String, Buyer> = BTreeMap::new();
    for row in &statuses(log, as_of, year, policy, [])?.rows {
        let buyer = buyers.entry(row.customer.clone()).or_default();
        buyer.status = Some(row.status);
    }
    for row in &Stages::with_ends(&observed, Rules::default(), left)?.rows {
        let buyer = buyers.entry(row.customer.clone()).or_default();
        buyer.stage = Some(row.result.stage);
        // A year of activity is the rule where nothing finer is known. Whoever has left is not active.
        if row.result.stage == Stage::Termination && buyer.status == Some(Status::Active) {
            buyer.status = Some(Status::Inactive);
        }
    }
    let habits = observed.habits(Period::Day, HabitOptions::default())?;
    for row in &habits.rows {
        buyers.entry(row.customer.clone()).or_default().habits = Some(row.result);
    }
    let relationships = Relationships::of(&observed, Period::Day, [])?;
    for row in &relationships.rows {
        let buyer = buyers.entry(row.customer.clone()).or_default();
        buyer.relationship = row.relationship;
    }
    let year = year.ending(as_of)?;
    earned(log, year, question.margin, &mut buyers)?;
    let known = observed.summaries(Period::Day, Ruler::Weeks)?;
    let model = match Forecast::of(&known) {
        Ok(forecast) => {
            let outcome = forecast.buying.outcome;
            if outcome == Outcome::Converged {
                forecast.tell(&known, question, &mut buyers)?;
            }
            Ok(outcome)
        }
        Err(error) => Err(error.to_string()),
    };
    let no_chances = match &model {
        Ok(Outcome::Converged) => None,
        Ok(outcome) => Some(format!("the model of buying {}", ended(*outcome))),
        Err(why) => Some(why.clone()),
    };
    let buying = Buying {
        window,
        year,
        ahead_weeks: question.ahead,
        model: model.ok(),
        no_chances,
    };
    Ok((buyers, buying))
}

/// Tiers by the revenue of a year, profit of that year, and groups by it.
fn earned(
    log: &PurchaseLog<String>,
    year: Window,
    margin: Decimal,
    buyers: &mut BTreeMap<String, Buyer>,
) -> Result<()> {
    // Who bought before the year brought nothing in it.
    let mut profits: BTreeMap<&String, Decimal> = log
        .customers()
        .iter()
        .filter(|customer| buyers.contains_key(*customer))
        .map(|customer| (customer, Decimal::ZERO))
        .collect();
    let within = log.observe(year, Policy::default())?;
    for row in &within.summaries(Period::Day, Ruler::Weeks)?.rows {
        if let Some(buyer) = buyers.get_mut(&row.customer) {
            buyer.purchases = 1 + u64::from(row.result.frequency());
        }
    }
    for (customer, revenue) in within.revenues()? {
        let profit = revenue.checked_mul(margin).unwrap_or(revenue);
        let cents = profit.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        profits.insert(customer, cents);
    }
    if let Ok(pyramid) = Pyramid::of(&within, &Cuts::curry()) {
        for row in pyramid.rows() {
            if let Some(buyer) = buyers.get_mut(&row.customer) {
                buyer.tier = Some(row.tier);
            }
        }
    }
    let groups = Pyramid::new(
        profits
            .iter()
            .map(|(customer, profit)| (*customer, *profit)),
        &Cuts::differential(),
    )?;
    for row in groups.rows() {
        if let Some(buyer) = buyers.get_mut(row.customer) {
            buyer.profit = Some(row.amount);
            buyer.profit_group = ProfitGroup::of(row.tier);
        }
    }
    Ok(())
}

/// The models of buying and of spending.
struct Forecast {
    buying: Fitted<ParetoNbd>,
    /// The mean stands in for it where it did not converge.
    spending: Option<GammaGamma>,
    mean: f64,
}

impl Forecast {
    fn of(known: &Summaries<String>) -> Result<Self> {
        let all: Vec<Summary> = known.rows.iter().map(|row| row.result).collect();
        let buying = ParetoNbd::fit(&PurchaseCounts::of(&all)?, FitOptions::default())?;
        let spend = SpendCounts::of(&all)?;
        let spending = GammaGamma::fit(&spend, FitOptions::default()).ok();
        let converged = spending.filter(|fitted| fitted.outcome == Outcome::Converged);
        Ok(Self {
            buying,
            spending: converged.map(|fitted| fitted.model),
            mean: spend.mean_spend(),
        })
    }

    fn tell(
        &self,
        known: &Summaries<String>,
        question: &Question,
        buyers: &mut BTreeMap<String, Buyer>,
    ) -> Result<()> {
        let model = &self.buying.model;
        let time = f64::from(question.ahead);
        for row in &known.rows {
            let Some(buyer) = buyers.get_mut(&row.customer) else {
                continue;
            };
            let customer = &row.result;
            let chance = model.probability_of_purchase(customer, time)?;
            buyer.chance = Some(chance.clamp(0.0, 1.0));
            // Whoever is still a customer buys at a rate that follows a gamma distribution.
            let rate =
                (model.r() + f64::from(customer.frequency())) / (model.alpha() + customer.age());
            let spend = match &self.spending {
                Some(spending) => spending.expected_spend_of(customer)?,
                None => self.mean,
            };
            let worth = amount_from_f64(
                rate * time * spend,
                2,
                RoundingStrategy::MidpointAwayFromZero,
            )?;
            let worth = worth.checked_mul(question.margin).unwrap_or(worth);
            buyer.worth =
                Some(worth.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero));
        }
        Ok(())
    }
}
