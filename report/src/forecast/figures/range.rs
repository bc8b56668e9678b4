//! Between what numbers purchases and values of one customer lie, by the model.

use retention::Result;
use retention::clv::{GammaGamma, PurchaseModel};
use retention::estimate::Confidence;
use retention::purchases::Summary;

/// What lies outside, half of it on each side.
const OUTSIDE: f64 = 0.05;
/// Longer distributions are cut: nobody has as many purchases to come.
const LONGEST: u32 = 8192;
/// So many equally likely levels stand for all that a customer may spend on a purchase.
const LEVELS: u32 = 40;

/// The 95 % range of a number of purchases.
#[derive(Debug, Clone, PartialEq)]
pub struct Purchases {
    pub lower: u32,
    pub upper: u32,
    /// The probabilities of 0, 1, … purchases, as far as they matter.
    chances: Vec<f64>,
}

impl Purchases {
    pub const fn holds(&self, number: u32) -> bool {
        self.lower <= number && number <= self.upper
    }
}

/// The range of the purchases that a customer makes within some time, by the model's distribution.
///
/// # Errors
/// Those of the library.
pub fn purchases<M: PurchaseModel>(model: &M, customer: &Summary, time: f64) -> Result<Purchases> {
    let mut most = 64;
    loop {
        let chances = model.purchase_distribution_of(customer, time, most)?;
        let told: f64 = chances.iter().sum();
        if told > 1.0 - OUTSIDE / 50.0 || most >= LONGEST {
            let weights = || {
                chances
                    .iter()
                    .zip(0_u32..)
                    .map(|(chance, at)| (at, *chance))
            };
            let lower = quantile(weights(), OUTSIDE / 2.0).unwrap_or(0);
            let upper = quantile(weights(), 1.0 - OUTSIDE / 2.0).unwrap_or(most);
            return Ok(Purchases {
                lower,
                upper,
                chances,
            });
        }
        most *= 4;
    }
}

/// The smallest value up to which there is at least this share of the weights, which sum to 1.
fn quantile<T>(weights: impl Iterator<Item = (T, f64)>, share: f64) -> Option<T> {
    let mut sum = 0.0;
    for (value, weight) in weights {
        sum += weight;
        if sum >= share {
            return Some(value);
        }
    }
    None
}

/// What a customer may spend on a purchase, as equally likely levels.
///
/// # Errors
/// Those of the library.
pub fn spends(model: &GammaGamma, customer: &Summary) -> Result<Vec<f64>> {
    let mut levels = Vec::with_capacity(LEVELS as usize);
    for at in 0..LEVELS / 2 {
        // Both ends of an interval are levels: those of 1 − 2 × the lower one.
        let lower = (f64::from(at) + 0.5) / f64::from(LEVELS);
        let ends = model.spend_interval_of(customer, Confidence::new(1.0 - 2.0 * lower)?)?;
        levels.extend([ends.lower(), ends.upper()]);
    }
    Ok(levels)
}

/// The 95 % range of purchases × spend, of which the two are independent, times a factor.
pub fn values(purchases: &Purchases, spends: &[f64], factor: f64) -> (f64, f64) {
    let each = 1.0 / spends.len().max(1) as f64;
    let pairs = purchases
        .chances
        .iter()
        .zip(0_u32..)
        .flat_map(|(chance, at)| {
            let value = move |spend: &f64| (f64::from(at) * spend * factor, chance * each);
            spends.iter().map(value)
        });
    let mut pairs: Vec<(f64, f64)> = pairs.collect();
    pairs.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let last = pairs.last().map_or(0.0, |(value, _)| *value);
    let end = |share| quantile(pairs.iter().copied(), share).unwrap_or(last);
    (end(OUTSIDE / 2.0), end(1.0 - OUTSIDE / 2.0))
}
