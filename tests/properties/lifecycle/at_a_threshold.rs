//! What is exactly at a threshold is not beyond it.

use retention::lifecycle::{Classified, Classifier, Given, Rule, Rules, Silence};
use retention::period::{Period, Span, Window};
use retention::purchases::{History, Policy, Steps};
use rust_decimal::Decimal;

use super::staged;
use crate::rows::{Row, day, log};

/// One customer who bought on these days for these amounts, as of a day.
fn one(purchases: &[(u64, Decimal)], as_of: u64, rules: &Rules) -> Classified {
    let rows: Vec<Row> = purchases
        .iter()
        .map(|&(offset, amount)| Row {
            customer: 1,
            date: day(offset),
            amount,
        })
        .collect();
    let log = log(&rows);
    let window = Window::new(day(0), day(as_of)).unwrap();
    *staged(&log, window, Policy::default(), rules, &[])
        .get(&1)
        .unwrap()
}

/// Four and nineteen times ten days.
#[test]
fn of_the_own_rhythm() {
    let because = |silence: u64| {
        let purchases = [(0, Decimal::ONE), (10, Decimal::ONE)];
        let rules = Rules::default().silence(Silence::FalseAlarm {
            decline: 0.20,
            lapse: 0.05,
        });
        one(&purchases, 10 + silence, &rules).because
    };
    assert_eq!(because(40), Rule::NoTrend);
    assert_eq!(because(41), Rule::Silent);
    assert_eq!(because(190), Rule::Silent);
    assert_eq!(because(191), Rule::Lapsed);
}

#[test]
fn of_a_fixed_time() {
    let span = |days| Span::new(days, Period::Day).unwrap();
    let rules = Rules::default().silence(Silence::Hiatus {
        decline: span(30),
        lapse: span(60),
    });
    let because = |silence: u64| one(&[(0, Decimal::ONE)], silence, &rules).because;
    assert_eq!(because(30), Rule::FewPurchases);
    assert_eq!(because(31), Rule::Silent);
    assert_eq!(because(60), Rule::Silent);
    assert_eq!(because(61), Rule::Lapsed);
}

/// Five buy on the first day, and two come back after 10 and 20 days. Before the 10th the chance
/// of coming back is 2 in 5, then 1 in 4, and from the 20th none.
#[test]
fn of_the_population() {
    let buy = |(customer, offset)| Row {
        customer,
        date: day(offset),
        amount: Decimal::ONE,
    };
    let first = (0..5).map(|customer| (customer, 100));
    let rows: Vec<Row> = first.chain([(0, 110), (1, 120)]).map(buy).collect();
    let log = log(&rows);
    let until = |as_of| Window::new(day(0), day(as_of)).unwrap();
    let observed = log.observe(until(130), Policy::default()).unwrap();
    let curve = observed
        .return_curves(Period::Day, Steps::default())
        .unwrap();
    let rules = Rules::default()
        .least_returns(2)
        .least_at_risk(1)
        .silence(Silence::FalseAlarm {
            decline: 0.30,
            lapse: 0.05,
        });
    let classifier = Classifier::new(rules, &curve).unwrap();
    let because = |silence: u64| {
        let dates = [day(100)];
        let history = History::new(&dates, &[Decimal::ONE], until(100 + silence)).unwrap();
        classifier
            .classify(&history, Given::default())
            .unwrap()
            .unwrap()
            .because
    };
    assert_eq!(because(9), Rule::FewPurchases);
    assert_eq!(because(10), Rule::Silent);
    assert_eq!(because(19), Rule::Silent);
    assert_eq!(because(20), Rule::Lapsed);
}

/// Five purchases, and none in as many days after them, have a p-value of exactly 1/16.
#[test]
fn of_a_trend() {
    let rule = |rate: f64| {
        let rules = Rules::default()
            .trend_span(Span::new(5, Period::Day).unwrap())
            .trend_rate(rate);
        let purchases: Vec<_> = (0..=15).map(|day| (day, Decimal::ONE)).collect();
        let trend = one(&purchases, 20, &rules).trend.unwrap();
        assert_eq!((trend.purchases_before, trend.purchases_recent), (5, 0));
        assert_eq!(trend.p_value, Some(0.0625));
        trend.rule
    };
    assert_eq!(rule(0.0625), Rule::Falling);
    assert_eq!(rule(0.0625_f64.next_down()), Rule::NoTrend);
}
