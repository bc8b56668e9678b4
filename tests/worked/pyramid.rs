//! The pyramid of Curry and Curry (2000) where they are silent: rounding, ties, and a what-if; and
//! its heads on CDNOW.

use retention::period::{Period, Span, Window};
use retention::purchases::Policy;
use retention::pyramid::laws::{Evidence, Finding, LawVerdict, Rules, check};
use retention::pyramid::{Assumptions, Cuts, Pyramid, Status, Ties, WhatIf, statuses};
use rust_decimal::{Decimal, RoundingStrategy, dec};

use crate::assert_published;
use crate::cdnow::{calibration, date, log};

/// Heads from the top tier down, of customers who bring 1, 2, … `customers`.
fn heads(customers: u32, cuts: &Cuts) -> Vec<u64> {
    let rows = (1..=customers).map(|id| (id, Decimal::from(id)));
    let pyramid = Pyramid::new(rows, cuts).unwrap();
    pyramid.tiers().iter().map(|tier| tier.customers).collect()
}

/// Rounding is unpublished; here each cumulative cut is rounded up.
#[test]
fn pyramid_of_7_customers_with_cuts_rounded_up_is_1_0_1_5() {
    assert_eq!(heads(7, &Cuts::curry()), [1, 0, 1, 5]);
}

/// Ties are unpublished too; by key the heads are those asked for, whatever the amounts.
#[test]
fn pyramid_of_equal_customers_with_ties_by_key_keeps_its_heads() {
    for (customers, expected) in [(1000_u32, [10, 40, 150, 800]), (7, [1, 0, 1, 5])] {
        let rows = (1..=customers).rev().map(|id| (id, Decimal::ONE));
        let pyramid = Pyramid::new(rows, &Cuts::curry().ties(Ties::ByKey)).unwrap();
        let heads: Vec<u64> = pyramid.tiers().iter().map(|tier| tier.customers).collect();
        assert_eq!(heads, expected);
        assert_eq!(pyramid.get(&1).unwrap().tier.rank(), 1);
        assert_eq!(pyramid.get(&customers).unwrap().tier.rank(), 4);
    }
}

/// 1 % of 2,357 customers is 23.57, so 24 are at the top.
#[test]
fn pyramid_of_the_2357_cdnow_customers_is_24_94_354_1885() {
    let log = log();
    let first_half = Window::new(date(1997, 1, 1), date(1997, 6, 30)).unwrap();
    for window in [first_half, calibration(), log.window()] {
        let observed = log.observe(window, Policy::default()).unwrap();
        let cuts = Cuts::curry().ties(Ties::ByKey);
        let pyramid = Pyramid::of(&observed, &cuts).unwrap();
        let heads: Vec<u64> = pyramid.tiers().iter().map(|tier| tier.customers).collect();
        assert_eq!(heads, [24, 94, 354, 1885], "{window}");
        assert_eq!(pyramid.window(), Some(window));
    }
}

#[test]
fn cdnow_has_812_customers_active_within_the_last_twelve_months() {
    let log = log();
    let year = Span::new(12, Period::Month).unwrap();
    let statuses = statuses(
        &log,
        date(1998, 6, 30),
        year,
        Policy::default(),
        [
            (9001, Status::Prospect),
            (9002, Status::Suspect),
            (9003, Status::RestOfWorld),
        ],
    )
    .unwrap();
    assert_eq!(statuses.activity.to_string(), "1997-07-01 to 1998-06-30");
    // 812 of the 2,357 have a purchase on or after 1 July 1997.
    assert_eq!(statuses.count(Status::Active), 812);
    assert_eq!(statuses.count(Status::Inactive), 1545);
    assert_eq!(statuses.count(Status::Prospect), 1);
    assert_eq!(statuses.count(Status::Suspect), 1);
    assert_eq!(statuses.count(Status::RestOfWorld), 1);
    assert_eq!((statuses.not_yet, statuses.bought_after_all), (0, 0));
}

fn finding(law: usize, evidence: &Evidence<'_>, rules: Rules) -> Finding {
    check(evidence, rules).unwrap()[law - 1].clone()
}

/// Of a hundred customers ten bring 110 each and ninety 10: 2,000 together.
fn two_percent_up(assumptions: &Assumptions) -> WhatIf {
    let rows = (0..100_u32).map(|id| (id, Decimal::from(if id < 10 { 110 } else { 10 })));
    let cuts = Cuts::by_customers([("Key", 0.1), ("Other", 0.9)]).unwrap();
    let pyramid = Pyramid::new(rows, &cuts).unwrap();
    WhatIf::new(
        &pyramid,
        0.02,
        assumptions,
        2,
        RoundingStrategy::MidpointNearestEven,
    )
    .unwrap()
}

/// Two customers bring 100 more each: 10 %. A quarter of it is left, 50 more on 500; where 400 of
/// these are fixed costs, that is 50 % of the 100 that remain.
#[test]
fn two_percent_up_brings_50_percent_more_profit_with_fixed_costs_and_not_with_one_margin_alone() {
    let one_margin = Assumptions::default().margins([0.25, 0.25]);
    let fixed_costs = one_margin.clone().fixed_costs(dec!(400));
    // A loss on small customers does it too: 0.5 · 1100 − 0.4 · 900 = 190, and 2 · (55 + 4) = 118.
    let unlike_margins = Assumptions::default().margins([0.5, -0.4]);
    for (assumptions, profit, verdict) in [
        (fixed_costs, "50.0", LawVerdict::Holds),
        (one_margin, "10.0", LawVerdict::DoesNotHold),
        (unlike_margins, "62.1", LawVerdict::Holds),
    ] {
        let what_if = two_percent_up(&assumptions);
        assert_eq!(what_if.revenue.relative(), Some(0.1));
        assert_published(what_if.profit.unwrap().relative().unwrap() * 100.0, profit);
        let evidence = Evidence::default().what_if(&what_if);
        let found = finding(10, &evidence, Rules::default());
        assert_eq!(found.verdict, verdict, "{assumptions:?}");
        assert_eq!(found.figures.len(), 2);
    }
    // Nothing is known of costs, so nothing is said of profit.
    let what_if = two_percent_up(&Assumptions::default());
    assert_eq!(what_if.profit, None);
    let evidence = Evidence::default().what_if(&what_if);
    assert_eq!(
        finding(10, &evidence, Rules::default()).verdict,
        LawVerdict::MissingEvidence
    );
}
