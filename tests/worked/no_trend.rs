//! Customers of CDNOW without a trend, where the rules put them.

use chrono::NaiveDate;
use retention::lifecycle::{Rule, Rules, Stage, Stages};
use retention::purchases::Policy;

use crate::cdnow::log;

/// At the end of week 39 everyone has been a customer for longer than the periods compared, but few have
/// bought often enough in them: of nearly everybody no trend can be told, and two are steady.
#[test]
fn whoever_has_no_trend_is_where_the_rules_put_them() {
    let log = log();
    let observed = log
        .observe(
            log.until(NaiveDate::from_ymd_opt(1997, 9, 30).unwrap())
                .unwrap(),
            Policy::default(),
        )
        .unwrap();
    let stages = |without| {
        let rules = Rules::default().trend_rate(0.20).without_trend(without);
        Stages::of(&observed, rules).unwrap()
    };
    let by_default = stages(Rules::default().without_trend);
    let by = |rule| {
        let rows = by_default.rows.iter();
        rows.filter(|row| row.result.because == rule).count() as u64
    };
    let (without, steady) = (by(Rule::NoTrend), by(Rule::Steady));
    assert_eq!(steady, 2);
    assert!(without > 300, "{without}");
    for row in by_default.rows.iter().map(|row| row.result) {
        let told = row.trend.is_some_and(|trend| trend.rule != Rule::NoTrend);
        match row.because {
            Rule::NoTrend => assert!(!told),
            Rule::Steady => assert!(told),
            _ => {}
        }
    }
    assert_eq!(by_default.count(Stage::Established), without);
    assert_eq!(by_default.count(Stage::Maturity), steady);
    let growing = stages(Stage::Growth);
    assert_eq!(growing.count(Stage::Maturity), steady);
    assert_eq!(
        growing.count(Stage::Growth),
        by_default.count(Stage::Growth) + without
    );
    let early = stages(Stage::Acquisition);
    assert_eq!(early.count(Stage::Maturity), steady);
    assert_eq!(
        early.count(Stage::Acquisition),
        by_default.count(Stage::Acquisition) + without
    );
    let mature = stages(Stage::Maturity);
    assert_eq!(mature.count(Stage::Maturity), steady + without);
}
