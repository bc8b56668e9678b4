//! The accumulators of loyalty.

use retention::loyalty::{Measures, Threshold, curve, hostages, phases};
use retention::scale::Scale;

use super::{BEFORE, answer};
use crate::promises::Case;

const FIVE: Scale = Scale::ONE_TO_FIVE;

#[test]
fn phases_of_loyalty() {
    let profile = |row| {
        let scores = [0, 1, 2, 3].map(|phase| answer(row, phase));
        phases::Profile::new(FIVE, scores).unwrap()
    };
    let elsewhere = phases::Profile::new(Scale::ONE_TO_SEVEN, [None; 4]).unwrap();
    Case::new(
        || phases::Counter::new(FIVE, phases::Rules::default()).unwrap(),
        (0..BEFORE).map(profile).collect(),
    )
    .refuses(elsewhere, None)
    .overflows()
    .weighted();
}

#[test]
fn hostages_at_several_cuts() {
    let scales = Measures {
        satisfaction: FIVE,
        loyalty: FIVE,
        switching_cost: FIVE,
    };
    let rules = hostages::Rules::default().switching_cost(vec![None, Some(Threshold::default())]);
    let customer = |row| Measures {
        satisfaction: answer(row, 0),
        loyalty: answer(row, 1),
        switching_cost: answer(row, 2),
    };
    let bad = Measures {
        switching_cost: Some(6.0),
        ..customer(0)
    };
    Case::new(
        || hostages::Counter::new(scales, &rules).unwrap(),
        (0..BEFORE).map(customer).collect(),
    )
    .refuses(bad, Some("item \"switching_cost\""))
    .overflows()
    .weighted();
}

#[test]
fn the_curve_of_loyalty() {
    let customer = |row| Measures {
        satisfaction: answer(row, 0),
        loyalty: answer(row, 1),
        switching_cost: None,
    };
    let bad = Measures {
        loyalty: Some(-99.0),
        ..customer(0)
    };
    Case::new(
        || curve::Sample::new(FIVE, FIVE),
        (0..BEFORE).map(customer).collect(),
    )
    .refuses(bad, Some("item \"loyalty\""))
    .overflows()
    .weighted();
}
