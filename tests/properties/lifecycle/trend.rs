//! Trends: recomputed from the days of the purchases, and what is called of simulated customers.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use retention::lifecycle::{Classified, Rule, Rules, Stages, Trend, TrendOf};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use statrs::distribution::{Binomial, ContinuousCDF, DiscreteCDF, Normal};

use super::{known, rows, rules};
use crate::cases;
use crate::random::Mixed;
use crate::rows::{log, policy};

/// Two ways to add up the same chances, and the inverse of a normal tail.
const SAME: f64 = 1e-8;

/// The p-value before it is corrected for clumps, by going through all that could have been.
fn by_chance(amounts: &[(bool, f64)], share: f64) -> f64 {
    let sum = |recent: &dyn Fn(usize) -> bool| -> f64 {
        let of = |(at, &(_, amount)): (usize, &(bool, f64))| if recent(at) { amount } else { 0.0 };
        amounts.iter().enumerate().map(of).sum()
    };
    let found = sum(&|at| amounts[at].0);
    let (mut low, mut high) = (0.0, 0.0);
    for way in 0_u32..1 << amounts.len() {
        let one = |at: usize| way & (1 << at) != 0;
        let later = way.count_ones() as i32;
        let earlier = amounts.len() as i32 - later;
        let chance = share.powi(later) * (1.0 - share).powi(earlier);
        let could = sum(&one);
        low += if could <= found + SAME { chance } else { 0.0 };
        high += if could >= found - SAME { chance } else { 0.0 };
    }
    (2.0 * f64::min(low, high)).min(1.0)
}

/// Divides the quantile of a p-value by the root of the dispersion of intervals, if that is above 1.
fn corrected(p_value: f64, intervals: &[f64]) -> f64 {
    let count = intervals.len() as f64;
    let mean = intervals.iter().sum::<f64>() / count;
    let squares: f64 = intervals.iter().map(|days| (days - mean).powi(2)).sum();
    let dispersion = squares / (count - 1.0) / (mean * mean);
    if intervals.len() < 2 || dispersion <= 1.0 || p_value >= 1.0 {
        return p_value;
    }
    let normal = Normal::standard();
    2.0 * normal.cdf(normal.inverse_cdf(0.5 * p_value) / dispersion.sqrt())
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn the_p_value_of_a_trend_is_that_of_the_days_and_amounts(
        rows in rows(), window in known(), policy in policy(), rules in rules(),
    ) {
        let log = log(&rows);
        let observed = log.observe(window, policy).unwrap();
        for &of in TrendOf::ALL {
            let stages = Stages::of(&observed, rules.trend_of(of)).unwrap();
            let (before, recent) = (stages.before, stages.recent);
            let share = recent.days() as f64 / (before.days() + recent.days()) as f64;
            for row in &stages.rows {
                let Some(trend) = row.result.trend else { continue };
                let refunded = of == TrendOf::Spending && trend.before < Decimal::ZERO;
                let few = trend.purchases() < rules.trend_purchases;
                prop_assert_eq!(trend.p_value.is_none(), refunded || few);
                let history = observed.history(&row.customer).unwrap();
                // The parts of purchases: of a month that is in both spans there are two.
                let mut parts: Vec<(NaiveDate, bool, f64)> = Vec::new();
                for event in history.events(retention::period::Period::Day).unwrap() {
                    let start = rules.grain.start_of(event.start).unwrap();
                    let is_recent = recent.contains(event.start);
                    let amount = event.value.unwrap_or_default().to_f64().unwrap();
                    match parts.last_mut() {
                        _ if event.start < before.from() => {}
                        Some(last) if (last.0, last.1) == (start, is_recent) => last.2 += amount,
                        _ => parts.push((start, is_recent, amount)),
                    }
                }
                let amounts: Vec<(bool, f64)> = match of {
                    TrendOf::Spending => parts.iter().map(|part| (part.1, part.2)).collect(),
                    _ => {
                        parts.dedup_by_key(|part| part.0);
                        parts.iter().map(|part| (part.1, 1.0)).collect()
                    }
                };
                // Beyond ten amounts spending is judged by the normal distribution.
                let (Some(found), 0..=10) = (trend.p_value, amounts.len()) else { continue };
                let starts: Vec<NaiveDate> = history
                    .events(rules.grain)
                    .unwrap()
                    .iter()
                    .map(|event| event.start)
                    .collect();
                let days = |two: &[NaiveDate]| (two[1] - two[0]).num_days() as f64;
                let intervals: Vec<f64> = starts.windows(2).map(days).collect();
                let expected = corrected(by_chance(&amounts, share), &intervals);
                prop_assert!((found - expected).abs() <= SAME, "{} not {}: {:?}", found, expected, trend);
            }
        }
    }

    /// Spending of equal amounts is the number of purchases.
    #[test]
    fn equal_amounts_give_the_p_value_of_their_number(
        before in 0_u32..6, recent in 0_u32..5, cents in 1_i64..10_000,
    ) {
        let days = (0..before).map(|day| 40 + 3 * day).chain((0..recent).map(|day| 70 + 3 * day));
        let log = PurchaseLog::from_rows(std::iter::once(0).chain(days).map(|days| Purchase {
            customer: 1,
            date: AS_OF - Days::new(89 - u64::from(days)),
            amount: Decimal::new(cents, 2),
        }))
        .unwrap();
        let observed = log.observe(log.until(AS_OF).unwrap(), Policy::default()).unwrap();
        let of = |of| {
            let rules = Rules::default()
                .trend_span(retention::period::Span::new(30, retention::period::Period::Day).unwrap())
                .trend_purchases(0)
                .trend_of(of);
            Stages::of(&observed, rules).unwrap().get(&1).unwrap().trend.unwrap()
        };
        let (number, money) = (of(TrendOf::Purchases), of(TrendOf::Spending));
        prop_assert_eq!(number.purchases_before, before);
        prop_assert!((number.p_value.unwrap() - money.p_value.unwrap()).abs() <= SAME);
        prop_assert_eq!(number.rule, money.rule);
    }

    /// A higher rate calls whoever a lower one calls, and wider bounds keep those who are steady.
    #[test]
    fn a_higher_rate_calls_more_and_wider_bounds_keep_the_steady(
        rows in rows(), window in known(), rules in rules(),
        a in 0.001_f64..0.9, b in 0.001_f64..0.9, wider in 0.0_f64..3.0,
    ) {
        let log = log(&rows);
        let observed = log.observe(window, Policy::default()).unwrap();
        let told = |rules: Rules| -> Vec<Rule> {
            let rows = Stages::of(&observed, rules).unwrap().rows;
            rows.iter().map(|row| row.result.trend.map_or(Rule::NoTrend, |trend| trend.rule)).collect()
        };
        let (low, high) = (told(rules.trend_rate(a.min(b))), told(rules.trend_rate(a.max(b))));
        let wide = told(rules.trend_rate(a).trend_fall(1.0).trend_rise(rules.trend_rise + wider));
        for ((low, high), (narrow, wide)) in low.iter().zip(&high).zip(told(rules.trend_rate(a)).iter().zip(&wide)) {
            match low {
                // The interval becomes narrower too, so the change may be told to be small.
                Rule::Rising | Rule::Falling => prop_assert!([low, &Rule::Steady].contains(&high)),
                Rule::Steady => prop_assert_eq!(high, low),
                _ => {}
            }
            if *narrow == Rule::Steady {
                prop_assert_eq!(wide, narrow);
            }
        }
    }
}

const AS_OF: NaiveDate = NaiveDate::from_ymd_opt(2024, 6, 30).unwrap();

/// How the intervals of a customer come about; each has the mean 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Buys {
    AtRandom,
    LikeClockwork,
    Evenly,
    InClumps,
}

impl Buys {
    const ALL: [Self; 4] = [
        Self::AtRandom,
        Self::LikeClockwork,
        Self::Evenly,
        Self::InClumps,
    ];

    fn interval(self, random: &mut Mixed) -> f64 {
        let mut exponential = || -f64::ln(1.0 - random.unit());
        match self {
            Self::AtRandom => exponential(),
            Self::LikeClockwork => 1.0,
            // Erlang-2, and Weibull of shape ½.
            Self::Evenly => 0.5 * (exponential() + exponential()),
            Self::InClumps => 0.5 * exponential().powi(2),
        }
    }
}

/// Customers whose rates of purchase are gamma-distributed around one in twenty days, and who have been
/// customers for up to a year when the two spans begin. From the later span on, a customer buys
/// `changed(customer)` times as often.
fn simulated(buys: Buys, customers: u32, changed: fn(u32) -> f64) -> PurchaseLog<u32> {
    const SPANS: f64 = 182.0;
    const LATER: f64 = 91.0;
    let mut random = Mixed(20);
    let mut rows = Vec::new();
    for customer in 0..customers {
        let exponential = |random: &mut Mixed| -f64::ln(1.0 - random.unit());
        let rate = (exponential(&mut random) + exponential(&mut random)) / 40.0;
        let mean = f64::clamp(1.0 / rate, 2.0, 400.0);
        let began = -365.0 * random.unit();
        // Long enough before, so that the first days are like all others.
        let mut time = began - mean * (10.0 + random.unit());
        loop {
            let next = time + mean * buys.interval(&mut random);
            time = if next > LATER {
                let from = f64::max(time, LATER);
                from + (next - from) / changed(customer)
            } else {
                next
            };
            if time >= SPANS {
                break;
            }
            if time >= began {
                let skewed = 1.0 + 50.0 * exponential(&mut random).powi(2);
                rows.push(Purchase {
                    customer,
                    date: AS_OF - Days::new((SPANS - 1.0 - time.floor()) as u64),
                    amount: Decimal::new((skewed * 100.0) as i64, 2),
                });
            }
        }
    }
    PurchaseLog::from_rows(rows).unwrap()
}

/// The customers with a trend that could be tested.
fn tested(log: &PurchaseLog<u32>, rules: Rules) -> Vec<(u32, Trend)> {
    let observed = log
        .observe(log.until(AS_OF).unwrap(), Policy::default())
        .unwrap();
    let rows = Stages::of(&observed, rules).unwrap().rows;
    let trend = |classified: &Classified| classified.trend.filter(|trend| trend.p_value.is_some());
    rows.iter()
        .filter_map(|row| Some((row.customer, trend(&row.result)?)))
        .collect()
}

fn called(trend: &Trend) -> bool {
    matches!(trend.rule, Rule::Rising | Rule::Falling)
}

/// The share of those with so many purchases of whom it is true, and how many there are.
fn share_of(
    trends: &[(u32, Trend)],
    purchases: std::ops::Range<u32>,
    is: impl Fn(u32, &Trend) -> bool,
) -> (f64, usize) {
    let of: Vec<_> = trends
        .iter()
        .filter(|(_, trend)| purchases.contains(&trend.purchases()))
        .collect();
    let found = of
        .iter()
        .filter(|(customer, trend)| is(*customer, trend))
        .count();
    (found as f64 / of.len() as f64, of.len())
}

static UNCHANGED: LazyLock<[PurchaseLog<u32>; 4]> =
    LazyLock::new(|| Buys::ALL.map(|buys| simulated(buys, 5000, |_| 1.0)));

/// What is there with a change of more than a quarter of the money, as rules of thumb have it.
fn by_a_quarter(trend: &Trend) -> bool {
    trend.change().is_none_or(|change| change.abs() > 0.25)
}

#[test]
fn where_nobody_changes_no_more_than_the_rate_are_called_rising_or_falling() {
    for (buys, log) in Buys::ALL.iter().zip(&*UNCHANGED) {
        for &of in TrendOf::ALL {
            for rate in [0.05, 0.10, 0.20] {
                let trends = tested(log, Rules::default().trend_of(of).trend_rate(rate));
                for purchases in [0..u32::MAX, 4..10, 10..20, 10..u32::MAX] {
                    let (share, customers) =
                        share_of(&trends, purchases.clone(), |_, trend| called(trend));
                    assert!(customers > 300, "{buys:?} {purchases:?}: {customers}");
                    println!("{buys:?} {of} {rate} {purchases:?}: {share:.4} of {customers}");
                    assert!(
                        share <= rate,
                        "{buys:?} {of} {rate} {purchases:?}: {share} of {customers}"
                    );
                }
            }
        }
        // What a bound of a quarter calls instead.
        let trends = tested(log, Rules::default());
        let (share, _) = share_of(&trends, 0..u32::MAX, |_, trend| by_a_quarter(trend));
        println!("{buys:?} by a quarter {share}");
        assert!(share > 0.5, "{buys:?}: {share}");
    }
}

/// Without the correction, customers who buy in clumps would be called more than twice as often.
#[test]
fn purchases_in_clumps_need_their_own_dispersion() {
    let clumpy = &UNCHANGED[3];
    let trends = tested(clumpy, Rules::default());
    let plain = |_, trend: &Trend| {
        let all = Binomial::new(0.5, u64::from(trend.purchases())).unwrap();
        let few = trend.purchases_before.min(trend.purchases_recent);
        2.0 * all.cdf(u64::from(few)) <= 0.10
    };
    let (plain, _) = share_of(&trends, 0..u32::MAX, plain);
    let (own, _) = share_of(&trends, 0..u32::MAX, |_, trend| called(trend));
    println!("clumps: plain {plain}, own {own}");
    assert!(plain > 0.18 && own < 0.09, "{plain} and {own}");
}

/// Every tenth customer halves the rate, every tenth doubles it.
fn a_fifth_changes(customer: u32) -> f64 {
    match customer % 10 {
        0 => 0.5,
        1 => 2.0,
        _ => 1.0,
    }
}

fn rightly(customer: u32, trend: &Trend) -> bool {
    match customer % 10 {
        0 => trend.rule == Rule::Falling,
        1 => trend.rule == Rule::Rising,
        _ => false,
    }
}

#[test]
fn at_the_default_rate_more_than_half_of_those_called_have_changed() {
    let log = simulated(Buys::AtRandom, 10_000, a_fifth_changes);
    let right = |rate| {
        let trends = tested(&log, Rules::default().trend_rate(rate));
        let called: Vec<_> = trends
            .into_iter()
            .filter(|(_, trend)| called(trend))
            .collect();
        share_of(&called, 0..u32::MAX, rightly)
    };
    let (strict, middle, lax) = (right(0.05), right(0.10), right(0.20));
    println!("right: {strict:?} {middle:?} {lax:?}");
    assert!(
        strict.0 > middle.0 && middle.0 > 0.50 && lax.0 < 0.50,
        "{strict:?} {middle:?} {lax:?}"
    );
    let trends = tested(&log, Rules::default());
    let thumb: Vec<_> = trends
        .iter()
        .copied()
        .filter(|(_, trend)| by_a_quarter(trend))
        .collect();
    let (thumb, _) = share_of(&thumb, 0..u32::MAX, |customer, trend| {
        let rose = trend.recent > trend.before;
        matches!((customer % 10, rose), (0, false) | (1, true))
    });
    println!("right by a quarter: {thumb}");
    assert!(middle.0 > 2.0 * thumb, "{middle:?} and {thumb}");

    let changed: Vec<_> = trends
        .into_iter()
        .filter(|(customer, _)| customer % 10 < 2)
        .collect();
    let power = |purchases| share_of(&changed, purchases, rightly).0;
    let found = [power(4..10), power(10..20), power(20..u32::MAX)];
    println!("power: {found:?}");
    assert!(
        found[0] < found[1] && found[1] > 0.15 && found[2] > 0.28,
        "{found:?}"
    );
}

/// Whoever has halved or doubled is at the bounds of what is steady.
#[test]
fn few_who_halved_or_doubled_are_called_steady() {
    for buys in Buys::ALL {
        let log = simulated(
            buys,
            3000,
            |customer| if customer % 2 == 0 { 0.5 } else { 2.0 },
        );
        for &of in TrendOf::ALL {
            let trends = tested(&log, Rules::default().trend_of(of));
            for purchases in [4..10, 10..u32::MAX] {
                let steady = |_, trend: &Trend| trend.rule == Rule::Steady;
                let (share, customers) = share_of(&trends, purchases.clone(), steady);
                println!("{buys:?} {of} {purchases:?}: {share:.4} of {customers} steady");
                assert!(
                    share <= 0.10,
                    "{buys:?} {of} {purchases:?}: {share} of {customers}"
                );
            }
        }
    }
}

/// A customer who buys like clockwork is told to be steady after half a year, one who buys at random
/// only with many purchases.
#[test]
fn the_steady_are_told_by_regularity_or_by_many_purchases() {
    let steady = |log, purchases| {
        let trends = tested(log, Rules::default());
        share_of(&trends, purchases, |_, trend| trend.rule == Rule::Steady).0
    };
    let [random, clockwork, evenly, clumps] = &*UNCHANGED;
    let few = [random, clockwork, evenly, clumps].map(|log| steady(log, 4..10));
    let many = [random, clockwork, evenly, clumps].map(|log| steady(log, 20..u32::MAX));
    println!("steady: {few:?} {many:?}");
    assert!(few[1] > 0.4 && few[0] < 0.05 && few[3] < 0.05, "{few:?}");
    assert!(
        many[1] > 0.95 && many[0] > 0.1 && many[2] > many[0] && many[3] < many[0],
        "{many:?}"
    );
}
