//! Concentration, migration and a what-if in the CDNOW sample. The pyramid and its laws are of
//! Curry and Curry (2000), who published no figures on these data.
//!
//! Computed by `cdnow.py`, with Python 3.11.7 and numpy 2.4.6.

use retention::estimate::Proportion;
use retention::period::{Period, Window};
use retention::purchases::Policy;
use retention::pyramid::laws::{Evidence, Finding, LawVerdict, Rules, check};
use retention::pyramid::{Assumptions, Concentration, Cuts, Migration, Pyramid, WhatIf};
use rust_decimal::{Decimal, RoundingStrategy, dec};

use crate::assert_published;
use crate::cdnow::{calibration, date, log};

/// Lesson 1 says 80 %; what these data say depends on how long one looks. The quarter is the first
/// of 1997, in which all of the customers bought for the first time (in each later one the figure
/// lies between 50.8 and 54.8); 472 customers are 20 %. For the 39 weeks 63.4 is also reported: to
/// three places it is 63.348, with the 30th of September included.
#[test]
fn top_20_percent_of_cdnow_bring_57_7_63_3_and_67_5_percent_by_window() {
    let log = log();
    let first_quarter = Window::new(date(1997, 1, 1), date(1997, 3, 31)).unwrap();
    for (window, percent) in [
        (first_quarter, "57.7"),
        (calibration(), "63.3"),
        (log.window(), "67.5"),
    ] {
        let observed = log.observe(window, Policy::default()).unwrap();
        let concentration = Concentration::of(&observed).unwrap();
        let share = concentration.top_share(0.2).unwrap().unwrap();
        assert_published(share * 100.0, percent);
        assert_eq!(concentration.window(), Some(window));
        assert_eq!(concentration.top(472).unwrap().value(), Some(share));
    }
}

#[test]
fn top_20_percent_of_cdnow_in_39_weeks_to_three_places_is_63_348_percent() {
    let log = log();
    let observed = log.observe(calibration(), Policy::default()).unwrap();
    let concentration = Concentration::of(&observed).unwrap();
    let share = concentration.top_share(0.2).unwrap().unwrap();
    assert_published(share * 100.0, "63.348");
    // Straight lines between customers do not make it 63.4 either.
    let curve = concentration.lorenz_at(0.8).unwrap().unwrap();
    assert_published((1.0 - curve) * 100.0, "63.315");
}

/// Every later quarter is less concentrated than the first, when all customers were new.
#[test]
fn top_20_percent_of_cdnow_bring_57_7_percent_in_no_other_quarter() {
    let log = log();
    let shares: Vec<String> = Period::Quarter
        .over(log.window())
        .unwrap()
        .map(|quarter| {
            let observed = log.observe(quarter, Policy::default()).unwrap();
            let concentration = Concentration::of(&observed).unwrap();
            let share = concentration.top_share(0.2).unwrap().unwrap();
            format!("{:.1}", share * 100.0)
        })
        .collect();
    assert_eq!(shares, ["57.7", "54.3", "54.8", "54.5", "54.4", "50.8"]);
}

fn migration_of_1997(own_cuts: bool) -> (Migration<u32>, Pyramid<u32>) {
    let log = log();
    let half = |from, to| {
        let observed = log
            .observe(Window::new(from, to).unwrap(), Policy::default())
            .unwrap();
        Pyramid::of(&observed, &Cuts::curry()).unwrap()
    };
    let first = half(date(1997, 1, 1), date(1997, 6, 30));
    let second = half(date(1997, 7, 1), date(1997, 12, 31));
    let migration = if own_cuts {
        Migration::by_own_cuts(&first, &second)
    } else {
        Migration::between(&first, &second)
    };
    let migration = migration.unwrap();
    (migration, first)
}

/// Customers up and down between the halves of 1997, and how the 24 at the top fared.
fn halves_of_1997(own_cuts: bool) -> (u64, u64, u64, u64) {
    let (migration, first) = migration_of_1997(own_cuts);
    let top = Some(first.tiers()[0].tier);
    (
        migration.upward.numerator(),
        migration.downward.numerator(),
        migration.matrix.count(top, top),
        first.tiers()[0].customers,
    )
}

#[test]
fn cdnow_moves_41_up_and_179_down_with_each_periods_own_cuts() {
    let (up, down, ..) = halves_of_1997(true);
    assert_eq!((up, down), (41, 179));
}

#[test]
fn cdnow_moves_105_up_and_134_down_with_the_base_periods_cuts() {
    let (up, down, ..) = halves_of_1997(false);
    assert_eq!((up, down), (105, 134));
}

#[test]
fn of_24_top_customers_of_cdnow_3_stay_top_with_each_periods_own_cuts() {
    let (_, _, stayed, top) = halves_of_1997(true);
    assert_eq!((stayed, top), (3, 24));
    // By the amount that it took to be Top in the first half, two more are.
    let (_, _, stayed, top) = halves_of_1997(false);
    assert_eq!((stayed, top), (5, 24));
}

/// Up less down: 105 − 134, and 41 − 179.
#[test]
fn net_migration_of_cdnow_is_29_down_by_the_base_periods_cuts_and_138_by_its_own() {
    let net = |own_cuts| migration_of_1997(own_cuts).0.net;
    assert_eq!(net(false), -29);
    assert_eq!(net(true), -138);
}

fn finding(law: usize, evidence: &Evidence<'_>, rules: Rules) -> Finding {
    check(evidence, rules).unwrap()[law - 1].clone()
}

/// What the lesson says of these data depends on the window, so the finding carries it. With a fifth
/// let go, 64 % will do, which only the eighteen months reach.
#[test]
fn law_1_of_cdnow_is_57_7_63_3_and_67_5_percent_by_window() {
    let log = log();
    let first_quarter = Window::new(date(1997, 1, 1), date(1997, 3, 31)).unwrap();
    for (window, percent, with_a_fifth_let_go) in [
        (first_quarter, "57.7", LawVerdict::DoesNotHold),
        (calibration(), "63.3", LawVerdict::DoesNotHold),
        (log.window(), "67.5", LawVerdict::Holds),
    ] {
        let observed = log.observe(window, Policy::default()).unwrap();
        let revenue = Concentration::of(&observed).unwrap();
        let evidence = Evidence::default().revenue(&revenue);
        let found = finding(1, &evidence, Rules::default());
        assert_eq!(found.verdict, LawVerdict::DoesNotHold);
        let [measured] = found.figures[..] else {
            panic!("{found:?}")
        };
        assert_eq!(measured.window, Some(window));
        let customers = measured.customers.unwrap();
        assert_eq!(
            (customers.numerator(), customers.denominator()),
            (472, 2357)
        );
        assert_published(measured.value.unwrap() * 100.0, percent);
        let loose = Rules::default().tolerance(0.2);
        assert_eq!(finding(1, &evidence, loose).verdict, with_a_fifth_let_go);
    }
}

/// 47 of 2,357 customers, in proportion to the 94, 354 and 1,885 who have a tier above. The figures
/// were computed apart, in fractions.
#[test]
fn two_percent_up_in_cdnow_is_4_45_percent_more_revenue() {
    let log = log();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let pyramid = Pyramid::of(&observed, &Cuts::curry()).unwrap();
    let what_if = WhatIf::new(
        &pyramid,
        0.02,
        &Assumptions::default(),
        2,
        RoundingStrategy::MidpointNearestEven,
    )
    .unwrap();
    assert_eq!(what_if.moved, Proportion::new(47, 2357).unwrap());
    let moves: Vec<(u64, Decimal)> = what_if
        .upgrades
        .iter()
        .map(|upgrade| (upgrade.movers.numerator(), upgrade.revenue))
        .collect();
    assert_eq!(
        moves,
        [(2, dec!(1843.18)), (7, dec!(2395.35)), (38, dec!(6622.93))]
    );
    assert_eq!(what_if.revenue.before, dec!(244091.94));
    assert_eq!(what_if.revenue.change, dec!(10861.46));
    assert_eq!(what_if.revenue.after, dec!(254953.40));
    assert_published(what_if.revenue.relative().unwrap() * 100.0, "4.45");
    assert_eq!(what_if.window, Some(log.window()));
    // Less than half of what the lesson says, so it does not hold, whatever profit would be.
    let evidence = Evidence::default().what_if(&what_if);
    let found = finding(10, &evidence, Rules::default());
    assert_eq!(found.verdict, LawVerdict::DoesNotHold);
    assert_eq!(found.figures[0].window, Some(log.window()));
}
