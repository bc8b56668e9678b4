//! What the models, and the customers' own past rates, expected of the days after the split, and what came.

use retention::Result;
use retention::clv::{
    BestCustomers, BuyingModel, FrequencyClass, HoldOut, HoldOutCustomer, PurchaseModel,
};
use retention::estimate::ranking::Ranking;
use retention::estimate::{Confidence, Estimate};
use serde::Serialize;

use super::models::{Fit, each};
use super::range;

/// The name of the rule that customers go on as they did.
pub const OWN_RATE: &str = "own_rate";
/// Ranges of purchases are judged by this share of the customers, those of whom most was expected.
const BEST: f64 = 0.1;

/// One way to expect purchases, and how far off it was.
#[derive(Debug, Clone, Serialize)]
pub struct HeldOut {
    /// The model, or the rule that customers go on as they did.
    pub model: &'static str,
    pub customers: usize,
    pub actual: u64,
    pub expected: f64,
    /// The mean of expected less actual purchases of a customer.
    pub bias: f64,
    pub mean_absolute_error: f64,
    pub root_mean_squared_error: f64,
    /// By how much its mean squared error is above that of the chosen model, on the same customers.
    pub squared_error_above_chosen: Option<Estimate>,
    /// Of who bought at all.
    pub auc: Option<Estimate>,
    /// How many of the best customers it found.
    pub best: Option<BestCustomers>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_frequency: Vec<FrequencyClass>,
    #[serde(skip)]
    squared: Vec<f64>,
}

/// Whether the ranges of purchases held what came.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Held {
    /// The customers of whom most was expected.
    pub customers: u64,
    /// Those whose purchases lay within their 95 % range.
    pub within: u64,
    /// Those who bought more.
    pub above: u64,
}

impl HeldOut {
    /// # Errors
    /// Those of the library.
    pub fn of(fit: &Fit, hold_out: &HoldOut) -> Result<Self> {
        let (validation, expected) = fit.validate(hold_out)?;
        Ok(Self {
            model: fit.model().name(),
            customers: hold_out.rows().len(),
            actual: validation.actual,
            expected: validation.expected,
            bias: validation.bias,
            mean_absolute_error: validation.mean_absolute_error,
            root_mean_squared_error: validation.root_mean_squared_error,
            squared_error_above_chosen: None,
            auc: validation.auc,
            best: validation.best,
            by_frequency: validation.by_frequency,
            squared: squared(hold_out, &expected),
        })
    }

    /// Everybody goes on at the rate of their repeat purchases.
    ///
    /// # Errors
    /// Those of the library.
    pub fn own_rate(hold_out: &HoldOut) -> Result<Self> {
        let rate = |row: &HoldOutCustomer| match row.summary.age() {
            age if age > 0.0 => f64::from(row.summary.frequency()) / age * hold_out.time(),
            _ => 0.0,
        };
        let rows = hold_out.rows();
        let expected: Vec<f64> = rows.iter().map(rate).collect();
        let bought: Vec<bool> = rows.iter().map(|row| row.later_purchases > 0).collect();
        let customers = rows.len() as f64;
        let error =
            |(row, expected): (&HoldOutCustomer, &f64)| expected - f64::from(row.later_purchases);
        let errors = || rows.iter().zip(&expected).map(error);
        let squared = squared(hold_out, &expected);
        Ok(Self {
            model: OWN_RATE,
            customers: rows.len(),
            actual: rows.iter().map(|row| u64::from(row.later_purchases)).sum(),
            expected: expected.iter().sum(),
            bias: errors().sum::<f64>() / customers,
            mean_absolute_error: errors().map(f64::abs).sum::<f64>() / customers,
            root_mean_squared_error: (squared.iter().sum::<f64>() / customers).sqrt(),
            squared_error_above_chosen: None,
            auc: Ranking::new(&expected, &bought)?.auc(),
            best: hold_out.find_best(&expected, Default::default())?,
            by_frequency: Vec::new(),
            squared,
        })
    }

    /// The model; none of a simple rule.
    pub fn buying_model(&self) -> Option<BuyingModel> {
        self.model.parse().ok()
    }

    /// By how much more was expected than came, as a share of what came.
    pub fn off(&self) -> Option<f64> {
        (self.actual > 0).then(|| self.expected / self.actual as f64 - 1.0)
    }

    /// Whether its squared errors are larger than those of the chosen model by more than chance.
    pub fn is_worse(&self) -> bool {
        let above = self.squared_error_above_chosen;
        above.is_some_and(|above| above.interval(Confidence::default()).lower() > 0.0)
    }
}

/// Sets how far each is from the chosen one.
pub fn compare(rows: &mut [HeldOut], chosen: BuyingModel) -> Result<()> {
    let ours = rows.iter().find(|row| row.model == chosen.name());
    let Some(ours) = ours.map(|row| row.squared.clone()) else {
        return Ok(());
    };
    for row in rows.iter_mut().filter(|row| row.model != chosen.name()) {
        row.squared_error_above_chosen = above(&row.squared, &ours)?;
    }
    Ok(())
}

/// The mean difference of pairs with its standard error.
fn above(theirs: &[f64], ours: &[f64]) -> Result<Option<Estimate>> {
    let number = ours.len() as f64;
    if number < 2.0 {
        return Ok(None);
    }
    let differences = || theirs.iter().zip(ours).map(|(theirs, ours)| theirs - ours);
    let mean = differences().sum::<f64>() / number;
    let squares: f64 = differences().map(|it| (it - mean).powi(2)).sum();
    Estimate::new(mean, (squares / (number - 1.0) / number).sqrt()).map(Some)
}

fn squared(hold_out: &HoldOut, expected: &[f64]) -> Vec<f64> {
    let rows = hold_out.rows().iter().zip(expected);
    rows.map(|(row, expected)| (expected - f64::from(row.later_purchases)).powi(2))
        .collect()
}

/// Checks the ranges of those of whom most is expected.
///
/// # Errors
/// Those of the library.
pub fn held(fit: &Fit, hold_out: &HoldOut) -> Result<Held> {
    each!(fit, fitted => {
        let (model, time) = (&fitted.model, hold_out.time());
        let mut rows = Vec::with_capacity(hold_out.rows().len());
        for row in hold_out.rows() {
            rows.push((model.expected_purchases_of(&row.summary, time)?, row));
        }
        rows.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        rows.truncate((BEST * rows.len() as f64).ceil() as usize);
        let mut held = Held { customers: rows.len() as u64, within: 0, above: 0 };
        for (_, row) in rows {
            let range = range::purchases(model, &row.summary, time)?;
            held.within += u64::from(range.holds(row.later_purchases));
            held.above += u64::from(row.later_purchases > range.upper);
        }
        Ok(held)
    })
}
