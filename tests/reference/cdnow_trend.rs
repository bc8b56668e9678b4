//! Trends of CDNOW customers at the end of week 39: from April to June against July to September.
//!
//! Computed by `cdnow_trend.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use retention::lifecycle::{Rule, Rules, Silence, Stages, Trend, TrendOf};
use retention::period::Window;
use retention::purchases::Policy;
use statrs::distribution::{Binomial, DiscreteCDF};

use crate::cdnow::{calibration, date, log};

/// A sum of 114 p-values, each with the digits of a normal quantile that was inverted twice.
const SUM: f64 = 1e-9;

fn trends(rules: Rules) -> Vec<Trend> {
    let log = log();
    let observed = log.observe(calibration(), Policy::default()).unwrap();
    let stages = Stages::of(&observed, rules).unwrap();
    let rows = stages.rows.iter();
    rows.filter_map(|row| row.result.trend).collect()
}

/// How many fall, are untold, rise and are steady, of those with enough purchases.
fn told(trends: &[Trend]) -> [usize; 4] {
    [Rule::Falling, Rule::NoTrend, Rule::Rising, Rule::Steady].map(|rule| {
        let tested = trends.iter().filter(|trend| trend.p_value.is_some());
        tested.filter(|trend| trend.rule == rule).count()
    })
}

/// Of 552 changes of spending that a bound of 25 % calls, 12 are significant at 20 %, and the steady
/// come back more often than the rising: 37 of 49 are 75.5 %, 188 of 280 are 67.1 %.
#[test]
fn cdnow_changes_by_a_quarter_552_of_which_12_are_significant_at_20_percent() {
    let log = log();
    let observed = log.observe(calibration(), Policy::default()).unwrap();
    let afterwards = Window::new(date(1997, 10, 1), date(1998, 6, 30)).unwrap();
    let later = log.observe(afterwards, Policy::default()).unwrap();
    let silence = Silence::FalseAlarm {
        decline: 0.20,
        lapse: 0.05,
    };
    let stages = Stages::of(&observed, Rules::default().silence(silence)).unwrap();
    assert_eq!(stages.rows.len(), 2357);
    let share = stages.recent.days() as f64 / (stages.before.days() + stages.recent.days()) as f64;
    // Rising, steady and falling: all, those who came back, those whose number is significant.
    let mut found = [[0; 3]; 3];
    for row in &stages.rows {
        let (one, trend) = (row.result, row.result.trend.unwrap());
        let silent = matches!(one.because, Rule::Silent | Rule::Lapsed);
        if one.purchases < 2 || silent || trend.purchases() == 0 {
            continue;
        }
        let by_a_quarter = match trend.change() {
            Some(change) if change < -0.25 => 2,
            Some(change) if change <= 0.25 => 1,
            None if trend.recent.is_zero() => 1,
            _ => 0,
        };
        let back = later
            .history(&row.customer)
            .is_some_and(|history| history.has_purchase());
        let law = Binomial::new(share, u64::from(trend.purchases())).unwrap();
        let recent = u64::from(trend.purchases_recent);
        let below = recent.checked_sub(1).map_or(0.0, |fewer| law.cdf(fewer));
        let p_value = 2.0 * f64::min(law.cdf(recent), 1.0 - below);
        found[by_a_quarter][0] += 1;
        found[by_a_quarter][1] += u32::from(back);
        found[by_a_quarter][2] += u32::from(p_value <= 0.20);
    }
    assert_eq!(found, [[280, 188, 11], [49, 37, 0], [223, 117, 1]]);
    assert_eq!(280 + 49 + 223, 552);
}

#[test]
fn cdnow_trends_of_purchases_and_of_spending_by_rate() {
    for (of, sum, at_10, at_20) in [
        (
            TrendOf::Purchases,
            72.254_920_390_159_26,
            [5, 107, 1, 1],
            [11, 96, 5, 2],
        ),
        (
            TrendOf::Spending,
            56.468_741_705_504_016,
            [7, 103, 2, 2],
            [15, 90, 7, 2],
        ),
    ] {
        let rules = Rules::default().trend_of(of);
        let by_default = trends(rules);
        assert_eq!(by_default.len(), 2357);
        let bought = by_default.iter().filter(|trend| trend.purchases() > 0);
        assert_eq!(bought.count(), 728);
        let p_values: Vec<f64> = by_default
            .iter()
            .filter_map(|trend| trend.p_value)
            .collect();
        assert_eq!(p_values.len(), 114);
        let found: f64 = p_values.iter().sum();
        assert!((found - sum).abs() <= SUM, "{of}: {found}");
        assert_eq!(told(&by_default), at_10, "{of}");
        assert_eq!(told(&trends(rules.trend_rate(0.20))), at_20, "{of}");
    }
}
