//! What churn from purchases claims, in simulated shops: the number expected to be lost, and its interval.

use chrono::Days;
use retention::churn::ExpectedLoss;
use retention::estimate::Confidence;
use retention::lifecycle::{Rules, Stages};
use retention::period::Window;
use retention::purchases::Policy;

use crate::shops::{Shop, first_day};

const HORIZON: u64 = 180;

/// Customers whose rates differ much, as they do in shops: a third of them buy once or twice.
const SHOP: Shop = Shop {
    customers: 250,
    joining: 600.0,
    open: 900.0,
    buying: (0.8, 30.0),
    leaving: (0.6, 120.0),
};

/// What was expected of those whose chance could be told, and what happened.
struct Told {
    expected: ExpectedLoss,
    lost: u64,
    /// How many of them had been silent for more than 30, 60, 90 and 180 days.
    silent: [u64; 4],
}

fn told(seed: u64) -> Told {
    let log = SHOP.log(seed);
    let as_of = first_day() + Days::new(720);
    let known = log.observe(Window::new(first_day(), as_of).unwrap(), Policy::default());
    let stages = Stages::of(&known.unwrap(), Rules::default()).unwrap();
    let next = Window::new(as_of.succ_opt().unwrap(), as_of + Days::new(HORIZON)).unwrap();
    let later = log.observe(next, Policy::default()).unwrap();
    let mut found = Told {
        expected: ExpectedLoss::of(&stages, |_| true).unwrap(),
        lost: 0,
        silent: [0; 4],
    };
    for row in stages.rows.iter().filter(|it| it.result.chance.is_some()) {
        let back = later.history(&row.customer);
        found.lost += u64::from(!back.is_some_and(|it| it.has_purchase()));
        for (count, days) in found.silent.iter_mut().zip([30, 60, 90, 180]) {
            *count += u64::from(row.result.silence_days > days);
        }
    }
    found
}

#[test]
fn the_expected_number_is_nearer_than_a_hiatus_and_its_interval_covers() {
    let shops = 60;
    let (mut covered, mut naive) = (0, 0);
    let (mut off, mut by_hiatus, mut bias) = (0.0, [0.0; 4], 0.0);
    for seed in 0..shops {
        let told = told(seed);
        let lost = told.lost as f64;
        let expected = told.expected.lost.unwrap();
        covered += u32::from(expected.interval(Confidence::default()).contains(lost));
        bias += (expected.value() - lost) / expected.standard_error();
        off += (expected.value() - lost).abs();
        for (sum, silent) in by_hiatus.iter_mut().zip(told.silent) {
            *sum += (silent as f64 - lost).abs();
        }
        naive += u32::from(told.expected.told > 100);
    }
    let best = by_hiatus.into_iter().fold(f64::INFINITY, f64::min);
    assert!(
        covered == 0 && naive == 0,
        "{covered} {bias} {off} {best} {by_hiatus:?} {naive}"
    );
}
