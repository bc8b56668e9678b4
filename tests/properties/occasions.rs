//! Purchases at regular occasions.

use proptest::prelude::*;
use retention::clv::{BgBb, DiscountRate, FitOptions, Horizon, OccasionSummary, Parametric};
use retention::fit::Outcome;

use crate::cases;

/// Sums of a few dozen exponentials.
const CLOSE: f64 = 1e-9;

fn close(left: f64, right: f64) -> bool {
    (left - right).abs() <= CLOSE * left.abs().max(right.abs()).max(1e-3)
}

fn model() -> impl Strategy<Value = BgBb> {
    let parameter = || (-4.0..4.0_f64).prop_map(f64::exp);
    (parameter(), parameter(), parameter(), parameter())
        .prop_map(|(a, b, c, d)| BgBb::new(a, b, c, d).unwrap())
}

fn row(x: u32, last: u32, n: u32) -> OccasionSummary {
    OccasionSummary::new(x, last, n).unwrap()
}

/// In how many orders a customer can have bought x times, the last time at the last one.
fn orders(x: u32, last: u32) -> f64 {
    if x == 0 {
        return 1.0;
    }
    (1..x).map(|k| f64::from(last - k) / f64::from(k)).product()
}

/// Every summary of so many occasions.
fn rows(n: u32) -> Vec<OccasionSummary> {
    let known = (1..=n).flat_map(|last| (1..=last).map(move |x| row(x, last, n)));
    std::iter::once(row(0, 0, n)).chain(known).collect()
}

proptest! {
    #![proptest_config(cases(48))]

    /// Some history is certain, and how many purchases it has is the distribution of purchases.
    #[test]
    fn histories_are_all_that_can_happen(model in model(), n in 1_u32..12) {
        let mut by_purchases = vec![0.0; n as usize + 1];
        for row in rows(n) {
            let chance = model.log_likelihood(row).exp() * orders(row.purchases(), row.last());
            by_purchases[row.purchases() as usize] += chance;
        }
        prop_assert!(close(by_purchases.iter().sum(), 1.0));
        let found = model.purchase_distribution(n).unwrap();
        for (found, expected) in found.iter().zip(&by_purchases) {
            prop_assert!(close(*found, *expected), "{found} {expected}");
        }
        let mean: f64 = (0_u32..).zip(&found).map(|(x, p)| f64::from(x) * p).sum();
        prop_assert!(close(mean, model.expected_purchases(n)), "{mean}");
    }

    /// What is expected of a known customer is what longer histories say that begin like theirs.
    #[test]
    fn a_forecast_is_what_longer_histories_say(
        model in model(), n in 0_u32..8, at in any::<prop::sample::Index>(), more in 1_u32..8,
    ) {
        let known = rows(n);
        let known = known[at.index(known.len())];
        let before = model.log_likelihood(known);
        // Each way to go on, one occasion at a time.
        let mut by_purchases = vec![0.0; more as usize + 1];
        for ways in 0_u32..1 << more {
            let bought = ways.count_ones();
            let last = (0..more).filter(|at| ways >> at & 1 == 1).max();
            let last = last.map_or(known.last(), |at| n + at + 1);
            let longer = row(known.purchases() + bought, last, n + more);
            by_purchases[bought as usize] += (model.log_likelihood(longer) - before).exp();
        }
        let found = model.purchase_distribution_of(known, more).unwrap();
        for (found, expected) in found.iter().zip(&by_purchases) {
            prop_assert!(close(*found, *expected), "{found} {expected}");
        }
        let mean: f64 = (0_u32..).zip(&by_purchases).map(|(x, p)| f64::from(x) * p).sum();
        let expected = model.expected_purchases_of(known, more);
        prop_assert!(close(mean, expected), "{mean} {expected}");
        prop_assert!(model.probability_alive(known, more) <= model.probability_alive(known, 0));
        prop_assert!(model.probability_alive(known, 1) >= 1.0 - found[0] - CLOSE);
    }

    /// Occasion by occasion.
    #[test]
    fn discounted_purchases_are_a_sum(
        model in model(), n in 0_u32..8, at in any::<prop::sample::Index>(), rate in 0.3..0.6_f64,
    ) {
        let known = rows(n);
        let known = known[at.index(known.len())];
        let discount = DiscountRate::yearly(rate).unwrap();
        let at_occasion = |k: u32| {
            let before = k.checked_sub(1).map_or(0.0, |k| model.expected_purchases_of(known, k));
            model.expected_purchases_of(known, k) - before
        };
        let sum = |until: u32| -> f64 {
            (1..=until).map(|k| at_occasion(k) / (1.0 + rate).powi(k as i32)).sum()
        };
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-8 * b.max(0.01);
        let five = model.discounted_purchases(known, discount, Horizon::Periods(5)).unwrap();
        prop_assert!(near(five, sum(5)), "{five}");
        let all = model.discounted_purchases(known, discount, Horizon::Infinite).unwrap();
        prop_assert!(near(all, sum(90)), "{all}");
    }
}

#[test]
fn parameters_of_simulated_donors_are_recovered_in_any_order_and_parts() {
    let truth = BgBb::new(1.2, 0.75, 0.66, 2.8).unwrap();
    let donors = truth.simulate((0..40_000).map(|donor| 5 + donor % 4), 3);
    let fit = |rows: &mut dyn Iterator<Item = (OccasionSummary, u64)>| {
        BgBb::fit(rows, FitOptions::default()).unwrap()
    };
    let found = fit(&mut donors.iter().map(|&row| (row, 1)));
    assert_eq!(found.outcome, Outcome::Converged);
    for (truth, found) in truth.values().iter().zip(&found.parameters) {
        let errors = (found.value - truth) / found.standard_error.unwrap();
        assert!(errors.abs() < 3.0, "{found:?} is not {truth}");
        assert!(
            (found.value / truth - 1.0).abs() < 0.2,
            "{found:?} is not {truth}"
        );
    }
    assert_eq!(fit(&mut donors.iter().rev().map(|&row| (row, 1))), found);
}
