use rust_decimal::Decimal;

use super::facts::{Day, Facts};
use super::{Rule, Rules};
use crate::Result;
use crate::numeric::money::{quotient, ratio, subtract, to_decimal};

/// A customer's spending in the last periods, and in as many periods before them. Money belongs to the
/// day of its purchase, whatever the grain.
///
/// Under [`Treatment::Net`](crate::purchases::Treatment::Net) a refund reduces the purchase before it,
/// on the day of that purchase, not on its own day.
///
/// ```
/// # use chrono::NaiveDate;
/// use retention::lifecycle::{Rule, Rules, Stages};
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
/// let stages = Stages::of(&observed, Rules::default())?;
/// let trend = stages.get("Ann").unwrap().trend.unwrap();
/// assert_eq!((trend.before, trend.recent, trend.purchases), (dec!(60), dec!(76.50), 6));
/// assert_eq!((trend.change(), trend.rule), (Some(0.275), Rule::Rising));
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
    /// The purchases in both; with a grain coarser than a day, the periods with a purchase.
    pub purchases: u32,
    /// The rule that the change of spending meets: [`Falling`](Rule::Falling),
    /// [`Steady`](Rule::Steady) or [`Rising`](Rule::Rising). It is [`NoTrend`](Rule::NoTrend) with too
    /// few purchases, or if refunds left less than nothing before.
    pub rule: Rule,
}

impl Trend {
    /// Returns the relative change: −0.25 is a quarter less. `None` if nothing, or less than nothing,
    /// was spent before.
    #[must_use]
    pub fn change(&self) -> Option<f64> {
        match subtract(self.recent, self.before) {
            Ok(change) => ratio(change, self.before),
            // A change that is no decimal any more is far from every bound.
            Err(_) => Some(ratio(self.recent, self.before)? - 1.0),
        }
    }
}

impl Trend {
    /// Computes the trend; `None` for customers who were not there for all of the periods.
    #[inline]
    pub(super) fn of(facts: &Facts, day: &Day, rules: &Rules) -> Result<Option<Self>> {
        if facts.first_day > day.before.from() {
            return Ok(None);
        }
        Ok(Some(Self {
            before: to_decimal(facts.before, facts.scale)?,
            recent: to_decimal(facts.recent, facts.scale)?,
            purchases: facts.compared,
            rule: rule_of(facts, rules),
        }))
    }
}

/// Returns the rule that the change of spending meets.
#[inline]
fn rule_of(facts: &Facts, rules: &Rules) -> Rule {
    if facts.compared < rules.trend_purchases || facts.before < 0 {
        return Rule::NoTrend;
    }
    // Exact but for one rounding, so that a change of exactly the bound is within it.
    let change = quotient(facts.recent.saturating_sub(facts.before), facts.before);
    if change > rules.trend_rise {
        // From nothing, every rise is infinite; from nothing to nothing is NaN, and steady.
        Rule::Rising
    } else if change < -rules.trend_fall {
        Rule::Falling
    } else {
        Rule::Steady
    }
}
