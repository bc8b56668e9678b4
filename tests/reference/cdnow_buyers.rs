//! Mobility, recovered customers, partial defection and a weighted Gini coefficient in the CDNOW sample.
//!
//! Computed by `buyers.py`, with Python 3.11.7.

use std::collections::BTreeMap;

use retention::estimate::Confidence;
use retention::lifecycle::{LoyaltyRules, PartialDefection};
use retention::period::Window;
use retention::purchases::Policy;
use retention::pyramid::{Concentration, Cuts, Migration, Pyramid, gini};
use retention::scale::Weights;

use crate::assert_published;
use crate::cdnow::{date, log};

fn pyramid(window: Window) -> Pyramid<u32> {
    let log = log();
    let observed = log.observe(window, Policy::default()).unwrap();
    Pyramid::of(&observed, &Cuts::curry()).unwrap()
}

fn half(from: u32, to: u32, last: u32) -> Pyramid<u32> {
    pyramid(Window::new(date(1997, from, 1), date(1997, to, last)).unwrap())
}

#[test]
fn mobility_of_the_619_who_bought_in_both_halves_of_1997() {
    let (first, second) = (half(1, 6, 30), half(7, 12, 31));
    let base = Migration::between(&first, &second).unwrap();
    let own = Migration::by_own_cuts(&first, &second).unwrap();
    for (migration, figure) in [(base, "0.755277"), (own, "0.847869")] {
        let mobility = migration.mobility(Confidence::default()).unwrap();
        assert_published(mobility.index, figure);
        assert_eq!((mobility.customers, mobility.states), (619, 4));
        assert!(mobility.interval.contains(mobility.index));
    }
}

#[test]
fn of_those_who_entered_in_march_1997_some_had_bought_in_january() {
    let migration = Migration::between(&half(2, 2, 28), &half(3, 3, 31)).unwrap();
    let recovered = migration
        .recovered(&log(), Policy::default())
        .unwrap()
        .unwrap();
    assert_eq!((recovered.numerator(), recovered.denominator()), (61, 780));
}

#[test]
fn partial_defection_of_cdnow_exceeds_what_chance_explains() {
    let log = log();
    let view = |from, to| {
        log.observe(Window::new(from, to).unwrap(), Policy::default())
            .unwrap()
    };
    let first = view(date(1997, 4, 1), date(1997, 10, 31));
    let second = view(date(1997, 11, 1), date(1998, 5, 31));
    let found = PartialDefection::of(&first, &second, LoyaltyRules::default()).unwrap();
    assert_eq!(
        (found.share.numerator(), found.share.denominator()),
        (94, 114)
    );
    assert_eq!(
        (found.became_loyal, found.customers, found.left_out),
        (60, 2357, 0)
    );
    let excess = found.excess.unwrap();
    assert_published(excess.value(), "0.298246");
    assert_published(excess.standard_error(), "0.0911902");
}

#[test]
fn the_gini_coefficient_of_cdnow_in_january_1997_weighted_by_purchases() {
    let log = log();
    let january = Window::new(date(1997, 1, 1), date(1997, 1, 31)).unwrap();
    let observed = log.observe(january, Policy::default()).unwrap();
    let mut times: BTreeMap<u32, f64> = BTreeMap::new();
    for (customer, history) in observed.histories() {
        times.insert(*customer, history.dates().len() as f64);
    }
    let revenues = || {
        observed
            .revenues()
            .unwrap()
            .into_iter()
            .map(|(_, amount)| amount)
    };
    let weights = Weights::new(times.into_values().collect::<Vec<_>>()).unwrap();
    let weighted = gini(revenues(), Some(&weights)).unwrap().unwrap();
    assert_published(weighted.value(), "0.459817");
    assert_published(gini(revenues(), None).unwrap().unwrap().value(), "0.439542");
    assert_published(
        Concentration::of(&observed).unwrap().gini().unwrap(),
        "0.439542",
    );
}
