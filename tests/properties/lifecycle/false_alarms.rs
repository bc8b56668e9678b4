//! How often the own rhythm calls customers ended or in decline where nobody leaves: simulated, with a
//! fixed seed.

use chrono::Days;
use retention::lifecycle::{Rules, Silence, Stages};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use rust_decimal::Decimal;

use crate::random::Mixed;
use crate::shops::{exponential, first_day};

/// Shares of repeat buyers beyond the thresholds at 0.05 and at 0.20. Everyone bought on the first day,
/// buys every thirty days on average, and is looked at after a year.
fn alarms(mut interval: impl FnMut(&mut Mixed, i32) -> f64) -> (f64, f64) {
    let mut random = Mixed(1);
    let mut rows = Vec::new();
    for customer in 0..3000_u32 {
        let (mut at, mut purchases) = (0.0, 0);
        while at <= 365.0 {
            rows.push(Purchase {
                customer,
                date: first_day() + Days::new(at as u64),
                amount: Decimal::ONE,
            });
            at += 30.0 * interval(&mut random, purchases);
            purchases += 1;
        }
    }
    let log = PurchaseLog::from_rows(rows).unwrap();
    let window = log.until(first_day() + Days::new(365)).unwrap();
    let observed = log.observe(window, Policy::default()).unwrap();
    let rules = Rules::default().silence(Silence::FalseAlarm {
        decline: 0.20,
        lapse: 0.05,
    });
    let stages = Stages::of(&observed, rules).unwrap();
    let repeat = stages.rows.iter().filter(|row| row.result.purchases > 1);
    let (mut all, mut ended, mut declining) = (0.0, 0.0, 0.0);
    for one in repeat.map(|row| row.result) {
        let thresholds = one.thresholds.unwrap();
        let beyond =
            |days: Option<f64>| days.is_some_and(|days| f64::from(one.silence_days) > days);
        all += 1.0;
        ended += f64::from(u8::from(beyond(thresholds.lapse)));
        declining += f64::from(u8::from(beyond(thresholds.decline)));
    }
    (ended / all, declining / all)
}

/// About four standard errors of a share of 3,000.
const NEAR: f64 = 0.035;

#[track_caller]
fn assert_near(found: (f64, f64), expected: (f64, f64)) {
    let near = |a: f64, b: f64| (a - b).abs() < NEAR;
    assert!(
        near(found.0, expected.0) && near(found.1, expected.1),
        "{found:?}"
    );
}

#[test]
fn the_rates_hold_for_steady_buyers_at_random() {
    assert_near(alarms(|random, _| exponential(random)), (0.05, 0.20));
}

/// Weibull intervals of shape ½ are squares of exponential ones.
#[test]
fn the_rates_are_26_and_45_percent_for_clumpy_buyers() {
    let found = alarms(|random, _| exponential(random).powi(2) / 2.0);
    assert_near(found, (0.26, 0.45));
}

#[test]
fn the_rates_are_exceeded_where_buying_slows_down() {
    let found = alarms(|random, purchases| exponential(random) * 1.15_f64.powi(purchases));
    assert_near(found, (0.135, 0.34));
}

#[test]
fn the_rates_are_not_reached_for_even_buyers_and_never_for_clockwork() {
    let even = alarms(|random, _| (exponential(random) + exponential(random)) / 2.0);
    assert_near(even, (0.009, 0.098));
    assert!(even.0 < 0.02 && even.1 < 0.13, "{even:?}");
    assert_eq!(alarms(|_, _| 1.0), (0.0, 0.0));
}
