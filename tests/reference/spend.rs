//! Spend of CDNOW's customers: estimates at full precision and what came later.
//!
//! Computed by `spend.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use std::collections::HashMap;

use retention::clv::{GammaGamma, SpendCounts};
use retention::period::{Period, Ruler, Window};
use retention::purchases::{Policy, Summary};

use crate::cdnow::{calibration, date, log};

fn summaries(window: Window) -> Vec<(u32, Summary)> {
    let log = log();
    let observed = log.observe(window, Policy::default()).unwrap();
    let summaries = observed.summaries(Period::Day, Ruler::Weeks).unwrap();
    summaries
        .rows
        .into_iter()
        .map(|row| (row.customer, row.result))
        .collect()
}

#[test]
fn cdnow_spend_from_the_log_is_6_249572_3_744225_15_443521() {
    let counts = SpendCounts::of(
        summaries(calibration())
            .iter()
            .map(|(_, customer)| customer),
    );
    let counts = counts.unwrap();
    assert!((counts.mean_spend() - 35.077_848).abs() < 1e-6);
    let fitted = GammaGamma::fit(&counts, Default::default()).unwrap();
    for (parameter, value) in fitted
        .parameters
        .iter()
        .zip([6.249_572, 3.744_225, 15.443_521])
    {
        let off = parameter.value / value - 1.0;
        assert!(
            off.abs() < 2e-6,
            "{} {} {value}",
            parameter.name,
            parameter.value
        );
    }
    assert!((fitted.log_likelihood + 4_055.917_695).abs() < 1e-6);
}

/// Out of sample: of customers who bought in both halves, the drawn mean of weeks 1 to 39 is nearer to the mean
/// purchase of weeks 40 to 78 than the customer's own mean, and than one mean for all.
#[test]
fn cdnow_spend_of_the_later_half_is_foretold_better_than_by_the_own_mean() {
    let before = summaries(calibration());
    let counts = SpendCounts::of(before.iter().map(|(_, customer)| customer)).unwrap();
    let model = GammaGamma::fit(&counts, Default::default()).unwrap().model;
    let end = date(1997, 9, 30);
    let mut later: HashMap<u32, (f64, f64)> = HashMap::new();
    for (customer, on, _, amount) in crate::cdnow::rows() {
        if on > end {
            let amount: f64 = amount.try_into().unwrap();
            let (sum, count) = later.entry(customer).or_default();
            (*sum, *count) = (*sum + amount, *count + 1.0);
        }
    }
    let (mut drawn, mut own, mut same, mut customers) = (0.0, 0.0, 0.0, 0);
    for (id, customer) in &before {
        let mean = customer.mean_repeat_value();
        let (Some(mean), Some((sum, count))) = (mean, later.get(id)) else {
            continue;
        };
        let error = |guess: f64| (guess - sum / count).powi(2);
        drawn += error(model.expected_spend_of(customer).unwrap());
        own += error(mean);
        same += error(counts.mean_spend());
        customers += 1;
    }
    let root = |sum: f64| (sum / f64::from(customers)).sqrt();
    let (drawn, own, same) = (root(drawn), root(own), root(same));
    assert_eq!(customers, 491);
    for (error, figure) in [(drawn, 25.1197), (own, 27.0433), (same, 28.6973)] {
        assert!((error - figure).abs() < 1e-4, "{error}, not {figure}");
    }
}
