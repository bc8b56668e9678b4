//! What customers are expected to buy after the last day, and what that is worth.

use retention::Result;
use retention::clv::{
    BuyingModel, CustomerLifetimeValue, CustomerValue, DiscountRate, Fitted, GammaGamma, Horizon,
    NewCustomerValue, PurchaseCounts, PurchaseModel, Spend, SpendCounts, SpendIndependence,
    SpendVerdict, ValueTerms,
};
use retention::estimate::Estimate;
use retention::fit::Outcome;
use retention::purchases::{Summaries, Summary, amount_from_f64};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use super::models::{Fit, ModelFigures, each};
use super::{Question, maybe_money, range};

/// The share of customers that are called the most valuable.
const BEST: f64 = 0.1;
/// Whoever is in doubt has a chance of still being a customer between these.
pub const IN_DOUBT: (f64, f64) = (0.2, 0.6);

/// What is expected of all customers from the last day on.
#[derive(Debug, Serialize)]
pub struct Worth {
    /// The model, fitted to the whole window.
    pub model: ModelFigures,
    /// So many units of time are looked ahead.
    pub ahead: u32,
    pub customers: u64,
    /// The sum of the probabilities of still being a customer.
    pub still_customers: f64,
    /// Who is counted as alive because the model assumes it.
    pub alive_by_assumption: u64,
    /// With the error that it owes to the parameters.
    pub expected_purchases: Estimate,
    /// The present value of what these bring, with the error that it owes to the parameters; none without
    /// amounts.
    pub value: Option<Estimate>,
    /// What a purchase brings.
    pub spend: Option<SpendFigures>,
    pub new_customer: Option<NewCustomerValue>,
    pub best: Group,
    pub in_doubt: Group,
    pub one_time_buyers: Group,
    #[serde(skip)]
    pub rows: Vec<Valued>,
}

/// How spending was modelled.
#[derive(Debug, Serialize)]
pub struct SpendFigures {
    pub outcome: Outcome,
    /// p, q and γ of the Gamma-Gamma model; the mean stands in for it unless it converged.
    pub parameters: Option<GammaGamma>,
    /// Of repeat purchases.
    pub mean: f64,
    /// Whether what customers spend goes with how often they buy.
    pub independence: Option<SpendIndependence>,
}

impl SpendFigures {
    /// Whether spending and buying are so related that values are off.
    pub fn is_related(&self) -> bool {
        let checked = self.independence.as_ref();
        checked.is_some_and(|it| it.verdict == SpendVerdict::Related)
    }
}

/// Customers with something in common, and what is expected of them together.
#[derive(Debug, Serialize)]
pub struct Group {
    pub customers: u64,
    pub expected_purchases: f64,
    #[serde(serialize_with = "maybe_money")]
    pub value: Option<Decimal>,
    /// What depends on them in the unit of the values: the value, and of those in doubt what is lost
    /// with those who have left.
    pub at_stake: f64,
    /// Those with most at stake.
    pub first: Vec<String>,
}

/// What is expected of one customer.
#[derive(Debug, Clone, Serialize)]
pub struct Valued {
    pub customer: String,
    /// Days with a purchase, the first among them.
    pub purchase_days: u32,
    /// How long ago the last purchase was, in the unit of the models.
    pub silent: f64,
    pub probability_alive: f64,
    /// Whether that is 1 because the model assumes it.
    pub alive_by_assumption: bool,
    pub expected_purchases: f64,
    /// The 95 % range of the number of purchases.
    pub purchases_lower: u32,
    pub purchases_upper: u32,
    /// On a purchase.
    #[serde(serialize_with = "maybe_money")]
    pub expected_spend: Option<Decimal>,
    /// The present value of the margins to come.
    #[serde(serialize_with = "maybe_money")]
    pub value: Option<Decimal>,
    /// The 95 % range of that value.
    #[serde(serialize_with = "maybe_money")]
    pub lower: Option<Decimal>,
    #[serde(serialize_with = "maybe_money")]
    pub upper: Option<Decimal>,
}

/// Fits this model to the whole window and values everybody; none where it did not converge.
///
/// # Errors
/// Those of the library.
pub fn find(
    model: BuyingModel,
    summaries: &Summaries<&str>,
    question: &Question,
) -> Result<Option<(Fit, Worth)>> {
    let customers: Vec<Summary> = summaries.rows.iter().map(|row| row.result).collect();
    let counts = PurchaseCounts::of(&customers)?;
    let fit = Fit::of(model, &counts)?;
    if !fit.converged() {
        return Ok(None);
    }
    let worth = each!(&fit, fitted => of(fitted, &fit, summaries, &customers, question)?);
    Ok(Some((fit, worth)))
}

fn of<M: PurchaseModel + Send + Sync>(
    fitted: &Fitted<M>,
    fit: &Fit,
    summaries: &Summaries<&str>,
    customers: &[Summary],
    question: &Question,
) -> Result<Worth> {
    let spending = Spending::of(customers)?;
    let terms = ValueTerms::default()
        .margin(question.margin)
        .horizon(Horizon::Periods(question.ahead));
    let worth = CustomerLifetimeValue::new(
        fitted.model.clone(),
        spending.as_ref().map_or(Spend::Same(1.0), Spending::spend),
        DiscountRate::yearly(question.discount)?,
        question.unit,
        terms,
    )?;
    let values = worth.values(&summaries.rows)?;
    let known = |row: &CustomerValue| spending.is_some().then_some(row.value);
    let rows = values.rows.iter().zip(customers);
    let rows: Vec<Row<'_>> = rows
        .map(|(row, summary)| Row {
            customer: row.customer,
            summary,
            value: row.result,
            money: known(&row.result),
        })
        .collect();
    let mut order: Vec<&Row<'_>> = rows.iter().collect();
    order.sort_by(|a, b| b.rank().total_cmp(&a.rank()));

    let ahead = f64::from(question.ahead);
    let listed = order.iter().take(question.top);
    let listed = listed.map(|row| row.valued(fitted, spending.as_ref(), ahead));
    let listed: Vec<Valued> = listed.collect::<Result<_>>()?;
    let gamma = spending.as_ref().and_then(|it| it.fitted.as_ref());
    let total = |model: &M| -> Result<f64> {
        let each = customers.iter();
        each.map(|customer| model.expected_purchases_of(customer, ahead))
            .sum()
    };
    let best = (BEST * rows.len() as f64).ceil() as usize;
    let alone = |row: &&&Row<'_>| row.summary.frequency() == 0;
    let in_doubt = |row: &&&Row<'_>| {
        let alive = row.value.probability_alive;
        row.summary.frequency() > 0 && alive >= IN_DOUBT.0 && alive < IN_DOUBT.1
    };
    Ok(Worth {
        model: ModelFigures::of(fit, fit.aic()),
        ahead: question.ahead,
        customers: customers.len() as u64,
        still_customers: rows.iter().map(|row| row.value.probability_alive).sum(),
        alive_by_assumption: match fit.model() {
            BuyingModel::BgNbd => order.iter().filter(alone).count() as u64,
            _ => 0,
        },
        expected_purchases: fitted.estimate(total)?,
        value: match spending {
            Some(_) => Some(worth.estimate_value(fitted, gamma, customers)?),
            None => None,
        },
        new_customer: match spending {
            Some(_) => Some(worth.value_of_new_customer()?),
            None => None,
        },
        best: Group::of(order.iter().take(best), Row::rank),
        in_doubt: Group::of(order.iter().filter(in_doubt), Row::lost),
        one_time_buyers: Group::of(order.iter().filter(alone), Row::rank),
        spend: spending.map(Spending::figures),
        rows: listed,
    })
}

/// A customer and what they will be worth.
struct Row<'a> {
    customer: &'a str,
    summary: &'a Summary,
    value: CustomerValue,
    money: Option<Decimal>,
}

impl Row<'_> {
    fn expected(&self) -> f64 {
        let value = &self.value;
        value
            .expected_purchases
            .unwrap_or(value.discounted_purchases)
    }

    /// The value, or without amounts the purchases.
    fn rank(&self) -> f64 {
        match self.money {
            Some(money) => money.to_f64().unwrap_or_default(),
            None => self.expected(),
        }
    }

    /// What is lost if the customer has left, times the chance of that.
    fn lost(&self) -> f64 {
        let alive = self.value.probability_alive;
        match alive > 0.0 {
            true => self.rank() * (1.0 - alive) / alive,
            false => 0.0,
        }
    }

    fn valued<M: PurchaseModel>(
        &self,
        fitted: &Fitted<M>,
        spending: Option<&Spending>,
        ahead: f64,
    ) -> Result<Valued> {
        let (summary, value) = (self.summary, &self.value);
        let range = range::purchases(&fitted.model, summary, ahead)?;
        let expected = self.expected();
        let factor = match expected > 0.0 {
            true => value.margin * value.discounted_purchases / expected,
            false => 0.0,
        };
        let ends = match spending {
            Some(spending) => {
                let (lower, upper) = range::values(&range, &spending.levels(summary)?, factor);
                Some((rounded(lower)?, rounded(upper)?))
            }
            None => None,
        };
        Ok(Valued {
            customer: self.customer.to_owned(),
            purchase_days: summary.frequency().saturating_add(1),
            silent: summary.age() - summary.first_to_last(),
            probability_alive: value.probability_alive,
            alive_by_assumption: fitted.model.forecast(summary, ahead)?.alive_by_assumption,
            expected_purchases: expected,
            purchases_lower: range.lower,
            purchases_upper: range.upper,
            expected_spend: self.money.map(|_| value.spend_per_purchase),
            value: self.money,
            lower: ends.map(|(lower, _)| lower),
            upper: ends.map(|(_, upper)| upper),
        })
    }
}

impl Group {
    fn of<'r, 'c: 'r>(
        rows: impl Iterator<Item = &'r &'r Row<'c>>,
        at_stake: fn(&Row<'c>) -> f64,
    ) -> Self {
        let mut rows: Vec<&Row<'c>> = rows.copied().collect();
        rows.sort_by(|a, b| at_stake(b).total_cmp(&at_stake(a)));
        let mut money = rows.iter().map(|row| row.money);
        let value = money.try_fold(Decimal::ZERO, |sum, money| sum.checked_add(money?));
        Self {
            customers: rows.len() as u64,
            expected_purchases: rows.iter().map(|row| row.expected()).sum(),
            value: value.filter(|_| !rows.is_empty()),
            at_stake: rows.iter().map(|row| at_stake(row)).sum(),
            first: rows
                .iter()
                .take(3)
                .map(|row| row.customer.to_owned())
                .collect(),
        }
    }
}

/// What customers spend, and how sure that is.
struct Spending {
    fitted: Option<Fitted<GammaGamma>>,
    outcome: Outcome,
    mean: f64,
    independence: Option<SpendIndependence>,
}

impl Spending {
    /// None where no repeat purchase is worth more than 0.
    fn of(customers: &[Summary]) -> Result<Option<Self>> {
        let is_worth = |customer: &Summary| customer.mean_repeat_value() > Some(0.0);
        if !customers.iter().any(is_worth) {
            return Ok(None);
        }
        let counts = SpendCounts::of(customers)?;
        // Where all spend the same there is nothing to fit.
        let fitted = GammaGamma::fit(&counts, Default::default()).ok();
        let outcome = fitted
            .as_ref()
            .map_or(Outcome::NotIdentified, |fitted| fitted.outcome);
        Ok(Some(Self {
            fitted: fitted.filter(|_| outcome == Outcome::Converged),
            outcome,
            mean: counts.mean_spend(),
            independence: SpendIndependence::of(&counts, Default::default()).ok(),
        }))
    }

    fn spend(&self) -> Spend {
        let model = self.fitted.as_ref().map(|fitted| fitted.model);
        model.map_or(Spend::Same(self.mean), Spend::GammaGamma)
    }

    fn levels(&self, customer: &Summary) -> Result<Vec<f64>> {
        match &self.fitted {
            Some(fitted) => range::spends(&fitted.model, customer),
            None => Ok(vec![self.mean]),
        }
    }

    fn figures(self) -> SpendFigures {
        SpendFigures {
            outcome: self.outcome,
            parameters: self.fitted.map(|fitted| fitted.model),
            mean: self.mean,
            independence: self.independence,
        }
    }
}

/// Money to two decimals.
fn rounded(amount: f64) -> Result<Decimal> {
    amount_from_f64(amount, 2, RoundingStrategy::MidpointAwayFromZero)
}
