//! Customers who buy at random, simulated from a seed.

#![allow(dead_code)]

use chrono::{Days, NaiveDate};
use retention::purchases::Purchase;
use rust_decimal::Decimal;

use crate::random::Mixed;

pub fn exponential(random: &mut Mixed) -> f64 {
    -(1.0 - random.unit()).ln()
}

pub fn normal(random: &mut Mixed) -> f64 {
    let angle = std::f64::consts::TAU * random.unit();
    (2.0 * exponential(random)).sqrt() * angle.cos()
}

/// An amount in cents whose logarithm is normal, about 20 in the middle.
pub fn lognormal(random: &mut Mixed, sigma: f64) -> Decimal {
    cents(20.0 * (sigma * normal(random)).exp())
}

/// An amount in cents of a Pareto law, 10 or more.
pub fn pareto(random: &mut Mixed, alpha: f64) -> Decimal {
    cents(10.0 * (exponential(random) / alpha).exp())
}

pub fn cents(amount: f64) -> Decimal {
    Decimal::new((amount * 100.0).round() as i64, 2)
}

/// The first day of all simulated records.
pub fn start() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()
}

pub fn day(after: u64) -> NaiveDate {
    start().checked_add_days(Days::new(after)).unwrap()
}

/// Customers who buy at a rate of their own, gamma distributed with shape 2 and this mean to a half-year
/// of 182 days, for three of them. From the third on those for whom `slows` holds buy a third as often.
/// Each purchase is of a random amount.
pub fn steady(
    random: &mut Mixed,
    customers: u32,
    mean: f64,
    slows: impl Fn(u32) -> bool,
) -> Vec<Purchase<u32>> {
    const HALF: f64 = 182.0;
    let mut rows = Vec::new();
    for customer in 0..customers {
        let rate = mean / HALF * (exponential(random) + exponential(random)) / 2.0;
        let mut at = 0.0;
        loop {
            let slow = slows(customer) && at >= 2.0 * HALF;
            let wait = exponential(random) / if slow { rate / 3.0 } else { rate };
            at = if !slow && slows(customer) && at + wait > 2.0 * HALF {
                // What is left of the wait takes three times as long.
                2.0 * HALF + 3.0 * (at + wait - 2.0 * HALF)
            } else {
                at + wait
            };
            if at >= 3.0 * HALF {
                break;
            }
            rows.push(Purchase {
                customer,
                date: day(at as u64),
                amount: lognormal(random, 0.8),
            });
        }
    }
    rows
}

/// How often something holds in so many tries.
pub fn share(tries: u32, mut holds: impl FnMut() -> bool) -> f64 {
    let held = (0..tries).filter(|_| holds()).count();
    held as f64 / f64::from(tries)
}
