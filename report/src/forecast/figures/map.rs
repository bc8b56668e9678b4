//! The probability of still being a customer, by how often somebody has bought and how long ago.

use retention::Result;
use retention::clv::PurchaseModel;
use retention::purchases::Summary;
use serde::Serialize;

use super::models::{Fit, each};

/// So many different numbers of repeat purchases are shown, at most.
const MOST: u32 = 12;
/// So many steps of silence.
const STEPS: u32 = 10;

/// The map for a customer whose first purchase was so long ago.
#[derive(Debug, Serialize)]
pub struct Map {
    /// The median time since the first purchase, in the unit of the models.
    pub age: f64,
    pub cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
pub struct Cell {
    /// Repeat purchases.
    pub frequency: u32,
    /// Whether more are in it too, as in the last column: it shows the probability of the fewest.
    pub or_more: bool,
    /// The time since the last purchase.
    pub silent: f64,
    pub probability_alive: f64,
    /// How many customers are in it, by their number of purchases and the part of their own time for which
    /// they have been silent.
    pub customers: u64,
}

impl Map {
    /// None where everybody came on the last day.
    ///
    /// # Errors
    /// Those of the library.
    pub fn of(fit: &Fit, customers: &[Summary]) -> Result<Option<Self>> {
        let mut ages: Vec<f64> = customers.iter().map(Summary::age).collect();
        ages.sort_by(f64::total_cmp);
        let age = ages.get(ages.len() / 2).copied().unwrap_or_default();
        if age <= 0.0 {
            return Ok(None);
        }
        let most = customers.iter().map(Summary::frequency).max().unwrap_or(0);
        let last = most.min(MOST);
        let mut cells = Vec::new();
        for frequency in 0..=last {
            // Whoever bought once has been silent since.
            let first = if frequency == 0 { STEPS } else { 0 };
            for step in first..=STEPS {
                let part = f64::from(step) / f64::from(STEPS);
                if frequency > 0 && step == STEPS {
                    continue;
                }
                let is_last = frequency == last && most > last;
                cells.push(Cell {
                    frequency,
                    or_more: is_last,
                    silent: part * age,
                    probability_alive: alive(fit, frequency, part, age)?,
                    customers: inside(customers, frequency, is_last, step),
                });
            }
        }
        Ok(Some(Self { age, cells }))
    }
}

fn alive(fit: &Fit, frequency: u32, silent: f64, age: f64) -> Result<f64> {
    let last = match frequency {
        0 => 0.0,
        _ => (1.0 - silent) * age,
    };
    let customer = Summary::new(frequency, last, age)?;
    Ok(each!(fit, fitted => fitted.model.probability_alive(&customer)))
}

/// How many customers are in a cell: from halfway to the step before to halfway to the next.
fn inside(customers: &[Summary], frequency: u32, or_more: bool, step: u32) -> u64 {
    let is = |customer: &&Summary| {
        let same = match or_more {
            true => customer.frequency() >= frequency,
            false => customer.frequency() == frequency,
        };
        let silent = match customer.age() > 0.0 {
            true => 1.0 - customer.first_to_last() / customer.age(),
            false => 1.0,
        };
        let nearest = (silent * f64::from(STEPS)).round() as u32;
        let nearest = match customer.frequency() {
            0 => STEPS,
            _ => nearest.min(STEPS - 1),
        };
        same && nearest == step
    };
    customers.iter().filter(is).count() as u64
}
