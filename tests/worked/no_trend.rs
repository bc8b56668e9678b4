//! Customers of CDNOW without a trend, where the rules put them.

use chrono::NaiveDate;
use retention::lifecycle::{Rule, Rules, Stage, Stages};
use retention::purchases::Policy;

use crate::cdnow::log;

/// At the end of week 39 everyone's first purchase was within the first twelve weeks, and the
/// periods compared begin after those; half a year later than the log began there is a trend for
/// some only. Whoever has none is told apart from the steady.
#[test]
fn whoever_has_no_trend_is_where_the_rules_put_them() {
    let log = log();
    let observed = log
        .observe(
            log.until(NaiveDate::from_ymd_opt(1997, 7, 31).unwrap())
                .unwrap(),
            Policy::default(),
        )
        .unwrap();
    let stages = |without| {
        let rules = Rules::default().without_trend(without);
        Stages::of(&observed, rules).unwrap()
    };
    let by_default = stages(Rules::default().without_trend);
    assert_eq!(by_default.rules.without_trend, Stage::Established);
    let by = |rule| {
        let rows = by_default.rows.iter();
        rows.filter(|row| row.result.because == rule).count() as u64
    };
    let (without, steady) = (by(Rule::NoTrend), by(Rule::Steady));
    assert!(without > 0 && steady > 0, "{without} and {steady}");
    for row in by_default.rows.iter().map(|row| row.result) {
        let told = row.trend.is_some_and(|trend| trend.rule != Rule::NoTrend);
        match row.because {
            Rule::NoTrend => assert!(!told),
            Rule::Steady => assert!(told),
            _ => {}
        }
    }
    assert_eq!(by_default.count(Stage::Maturity), steady);
    assert_eq!(by_default.count(Stage::Established), without);
    let mature = stages(Stage::Maturity);
    assert_eq!(mature.count(Stage::Maturity), without + steady);
    assert_eq!(mature.count(Stage::Established), 0);
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
}
