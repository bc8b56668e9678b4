//! Tests of a trend, by hand.

use chrono::{Days, NaiveDate};
use retention::lifecycle::{Rule, Rules, Stages, Trend, TrendOf};
use retention::period::{Period, Span};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use rust_decimal::Decimal;

/// Sums of products of small numbers.
const ROUNDING: f64 = 1e-12;

/// The trend of a customer who bought so much on these days of the two spans of thirty days, and
/// every day of the month before. The days are counted from the first of the earlier span.
fn trend(purchases: &[(u64, i64)], rules: Rules) -> Trend {
    let first = NaiveDate::from_ymd_opt(2024, 3, 1).unwrap();
    let row = |date, amount| Purchase {
        customer: 1,
        date,
        amount: Decimal::from(amount),
    };
    let earlier = (1..=30).map(|days| row(first - Days::new(days), 1));
    let within = purchases
        .iter()
        .map(|&(days, amount)| row(first + Days::new(days), amount));
    let log = PurchaseLog::from_rows(earlier.chain(within)).unwrap();
    let observed = log
        .observe(log.until(first + Days::new(59)).unwrap(), Policy::default())
        .unwrap();
    let rules = rules
        .trend_span(Span::new(30, Period::Day).unwrap())
        .grain(Period::Day);
    Stages::of(&observed, rules)
        .unwrap()
        .get(&1)
        .unwrap()
        .trend
        .unwrap()
}

/// Seven days and one of them later: the tail is (1 + 8) of 256 ways, and there are two tails. The
/// intervals come in clumps, so the quantile of 0.0703, 1.8101, is divided by the root of the dispersion.
#[test]
fn seven_purchases_and_one_are_18_of_256_before_clumps_count() {
    let days = [0, 1, 2, 3, 4, 5, 6, 33];
    let found = trend(&days.map(|day| (day, 10)), Rules::default());
    assert_eq!((found.purchases_before, found.purchases_recent), (7, 1));
    // 37 intervals of 63 days: 36 of one day, one of 27.
    let (mean, squares) = (63.0 / 37.0, 36.0 + 27.0 * 27.0);
    let dispersion = (squares - 37.0 * mean * mean) / 36.0 / (mean * mean);
    assert!(dispersion > 6.2 && dispersion < 6.4, "{dispersion}");
    // 1.8101/√6.297 = 0.7214, which 47.1 % are beyond.
    let p_value = found.p_value.unwrap();
    assert!((p_value - 0.471).abs() < 0.001, "{p_value}");
    assert_eq!(found.rule, Rule::NoTrend);
}

/// Without clumps there is nothing to correct: eight daily purchases, none later, are 2 of 256 ways.
#[test]
fn eight_purchases_and_none_are_2_of_256() {
    let days: Vec<(u64, i64)> = (0..8).map(|day| (day, 10)).collect();
    let found = trend(&days, Rules::default());
    assert_eq!(found.p_value, Some(2.0 / 256.0));
    assert_eq!(found.rule, Rule::Falling);
}

/// The four purchases of the earlier span are 10, 20, 30 and 40, and that of the later one is 5: of 32
/// ways to put them into two spans, two have at most 5 in the later one, none or the 5 alone. Their
/// number is 6 of 32 ways, twice.
#[test]
fn spending_counts_the_ways_that_leave_no_more() {
    let purchases = [(0, 10), (1, 20), (2, 30), (3, 40), (30, 5)];
    let of = |of| {
        trend(&purchases, Rules::default().trend_of(of))
            .p_value
            .unwrap()
    };
    // 34 intervals of 60 days in all, one of them of 27.
    let (mean, squares) = (60.0 / 34.0, 33.0 + 27.0 * 27.0);
    let dispersion = (squares - 34.0 * mean * mean) / 33.0 / (mean * mean);
    // Normal quantiles, from a table: of 12/32 and of 4/32, two-sided.
    for (found, z) in [
        (of(TrendOf::Purchases), 0.887_146_559),
        (of(TrendOf::Spending), 1.534_120_544),
    ] {
        let expected = libm::erfc(z / f64::sqrt(2.0 * dispersion));
        assert!((found - expected).abs() < 1e-8, "{found} not {expected}");
    }
}

/// Daily purchases are steady: the interval is that of 62 purchases with nearly no spread.
#[test]
fn daily_purchases_are_steady() {
    let days: Vec<(u64, i64)> = (0..60).map(|day| (day, 10)).collect();
    for &of in TrendOf::ALL {
        let rules = Rules::default().trend_of(of);
        let found = trend(&days, rules);
        assert!((found.p_value.unwrap() - 1.0).abs() < ROUNDING);
        assert_eq!(found.rule, Rule::Steady);
        // 89 equal intervals: spread 2/90, √(2/90 · 2/30) = 0.03849, times 1.64485 is 0.0633: between
        // −6.1 % and +6.5 %.
        let within = |fall, rise| trend(&days, rules.trend_fall(fall).trend_rise(rise)).rule;
        assert_eq!(within(0.062, 0.066), Rule::Steady);
        assert_eq!(within(0.061, 0.066), Rule::NoTrend);
        assert_eq!(within(0.062, 0.065), Rule::NoTrend);
    }
}
