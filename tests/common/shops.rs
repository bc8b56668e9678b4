//! Simulated shops whose customers are those of Schmittlein, Morrison and Colombo (1987): each buys at
//! random at a rate of their own and leaves at a time of their own, and both differ by a gamma law.

#![allow(dead_code)]

use chrono::{Days, NaiveDate};
use retention::purchases::{Purchase, PurchaseLog};
use rust_decimal::Decimal;

use super::random::Mixed;

/// A shop, in days. Customers join evenly over its first days.
#[derive(Debug, Clone, Copy)]
pub struct Shop {
    pub customers: u32,
    pub joining: f64,
    pub open: f64,
    /// Shape and scale of the rates of purchase: its mean is shape / scale a day.
    pub buying: (f64, f64),
    /// Shape and scale of the rates of leaving.
    pub leaving: (f64, f64),
}

pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()
}

impl Shop {
    /// Everyone's purchases, of one unit each, until the shop closes.
    pub fn log(&self, seed: u64) -> PurchaseLog<u32> {
        let mut random = Mixed(seed);
        let mut rows = Vec::new();
        for customer in 0..self.customers {
            let joined = (random.unit() * self.joining).floor();
            let rate = gamma(&mut random, self.buying.0) / self.buying.1;
            let leaving = gamma(&mut random, self.leaving.0) / self.leaving.1;
            let end = (joined + exponential(&mut random) / leaving).min(self.open);
            let mut at = joined;
            while at < end || at == joined {
                let date = first_day() + Days::new(at as u64);
                rows.push(Purchase {
                    customer,
                    date,
                    amount: Decimal::ONE,
                });
                at += exponential(&mut random) / rate;
            }
        }
        PurchaseLog::from_rows(rows).unwrap()
    }
}

/// Of mean 1.
pub fn exponential(random: &mut Mixed) -> f64 {
    -(1.0 - random.unit()).ln()
}

/// Of a standard normal law, by the polar form of Box and Muller.
fn normal(random: &mut Mixed) -> f64 {
    loop {
        let (u, v) = (2.0 * random.unit() - 1.0, 2.0 * random.unit() - 1.0);
        let square = u * u + v * v;
        if square > 0.0 && square < 1.0 {
            return u * (-2.0 * square.ln() / square).sqrt();
        }
    }
}

/// Of scale 1, by the method of Marsaglia and Tsang (2000).
pub fn gamma(random: &mut Mixed, shape: f64) -> f64 {
    if shape < 1.0 {
        let boost = random.unit().powf(1.0 / shape);
        return gamma(random, shape + 1.0) * boost.max(1e-12);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal(random);
        let v = (1.0 + c * x).powi(3);
        let u = random.unit();
        if v > 0.0 && u > 0.0 && u.ln() < 0.5 * x * x + d - d * v + d * v.ln() {
            return d * v;
        }
    }
}
