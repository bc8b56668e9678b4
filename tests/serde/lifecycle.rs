//! Rules of stages, and how stages and what they rest on are written.

use retention::lifecycle::{
    Backtest, End, Rules, Silence, StageChanges, Stages, TrendRules, WithoutTrend,
};
use retention::purchases::lapse::{Hiatus, TripWire, own_rhythm_threshold};

use crate::*;

fn months(count: u32) -> Span {
    Span::new(count, Period::Month).unwrap()
}

fn default_rules() -> Value {
    json!({
        "grain": "day",
        "silence": {"false_alarm": {"decline": 0.2, "lapse": 0.05}},
        "one_time_buyers": "chance_of_return",
        "least_returns": 20,
        "least_at_risk": 10,
        "trend": {
            "period": "month", "periods": 3, "fall": 0.25, "rise": 0.25, "least_purchases": 1
        },
        "without_trend": "maturity",
        "established_purchases": 2,
        "established_after": "returners"
    })
}

#[test]
fn rules_are_written_whole_and_missing_ones_are_the_defaults() {
    assert_eq!(to_value(Rules::default()).unwrap(), default_rules());
    assert_eq!(from_str::<Rules>("{}").unwrap(), Rules::default());
    assert_eq!(from_str::<TrendRules>("{}").unwrap(), TrendRules::default());
    assert_eq!(
        from_value::<Rules>(json!({"trend": {"periods": 6}, "least_returns": 5})).unwrap(),
        Rules::default()
            .least_returns(5)
            .trend(TrendRules::default().over(6, Period::Month))
    );
}

#[test]
fn rules_come_back_equal() {
    for silence in [
        Silence::FalseAlarm {
            decline: 0.1 + 0.2,
            lapse: 1e-9,
        },
        Silence::MeanIntervals {
            decline: 1.5,
            lapse: 3.0,
        },
        Silence::Hiatus {
            decline: months(3),
            lapse: months(6),
        },
    ] {
        assert_eq!(round_trip(&silence), silence);
        for &by in ReturnMeasure::ALL {
            for &after in MedianOf::ALL {
                let rules = Rules::default()
                    .grain(Period::Week(Weekday::Mon))
                    .silence(silence)
                    .one_time_buyers(by)
                    .least_returns(u64::MAX)
                    .trend(
                        TrendRules::default()
                            .over(2, Period::Quarter)
                            .beyond(1.0 / 3.0, 0.5)
                            .least_purchases(4),
                    )
                    .without_trend(Stage::Growth)
                    .established(3, after);
                assert_eq!(round_trip(&rules), rules);
            }
        }
    }
}

#[test]
fn silence_is_written_with_what_it_is_judged_by() {
    assert_eq!(
        to_value(Silence::MeanIntervals {
            decline: 1.5,
            lapse: 3.0
        })
        .unwrap(),
        json!({"mean_intervals": {"decline": 1.5, "lapse": 3.0}})
    );
    assert_eq!(
        to_value(Silence::Hiatus {
            decline: months(3),
            lapse: months(6)
        })
        .unwrap(),
        json!({"hiatus": {
            "decline": {"count": 3, "period": "month"}, "lapse": {"count": 6, "period": "month"}
        }})
    );
}

#[test]
fn rules_that_are_none_are_refused() {
    let with = |name: &str, value: Value| refused::<Rules>(json!({name: value}));
    assert_eq!(
        with("least_return", json!(5)),
        "unknown field `least_return`, expected one of `grain`, `silence`, `one_time_buyers`, \
         `least_returns`, `least_at_risk`, `trend`, `without_trend`, `established_purchases`, \
         `established_after`"
    );
    assert!(with("trend", json!({"falls": 0.5})).starts_with("unknown field `falls`"));
    assert!(with("trend", json!({"periods": -1})).starts_with("invalid value: integer `-1`"));
    // JSON has no NaN.
    assert!(with("trend", json!({"fall": null})).starts_with("invalid type: null"));
    let silence = |value: Value| with("silence", value);
    assert!(silence(json!({"false_alarms": {}})).starts_with("unknown variant `false_alarms`"));
    assert_eq!(
        silence(json!({"false_alarm": {"decline": 0.2}})),
        "missing field `lapse`"
    );
    assert!(
        silence(json!({"false_alarm": {"decline": 0.2, "lapse": 0.1, "alpha": 0.1}}))
            .starts_with("unknown field `alpha`")
    );
    // A time goes through its constructor.
    assert_eq!(
        silence(json!({"hiatus": {
            "decline": {"count": 0, "period": "month"}, "lapse": {"count": 6, "period": "month"}
        }})),
        "span must be 1 or more periods, got 0"
    );
    assert_eq!(
        with("one_time_buyers", json!("mean")),
        "ReturnMeasure must be one of chance_of_return, share_of_returners, got \"mean\""
    );
    assert_eq!(
        with("established_after", json!("nobody")),
        "MedianOf must be one of returners, everyone, got \"nobody\""
    );
}

#[test]
fn a_hiatus_is_its_time() {
    let hiatus = Hiatus::of(Business::Airline);
    assert_eq!(
        to_value(hiatus).unwrap(),
        json!({"count": 9, "period": "month"})
    );
    assert_eq!(round_trip(&hiatus), hiatus);
    assert_eq!(
        refused::<Hiatus>(json!({"count": 0, "period": "day"})),
        "span must be 1 or more periods, got 0"
    );
}

#[test]
fn a_trip_wire_says_what_it_is_made_of() {
    let log = log();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let latency = observed.latency(Period::Day, Ruler::Weeks).unwrap();
    assert_eq!(
        to_value(TripWire::of(&latency)).unwrap(),
        json!({"means": [null], "factor": 1.0, "ruler": "weeks", "grain": "day"})
    );
    let wire = TripWire::new([90.0, 60.0], Ruler::Days).unwrap();
    assert_eq!(
        to_value(wire.with_factor(1.5).unwrap()).unwrap(),
        json!({"means": [90.0, 60.0], "factor": 1.5, "ruler": "days", "grain": null})
    );
}

/// Ann buys on the 2nd, the 5th, the 12th and the 14th; Ben on the 3rd only.
fn buyers() -> PurchaseLog<String> {
    PurchaseLog::from_rows([
        row("Ann", 2, dec!(20)),
        row("Ann", 5, dec!(10.00)),
        row("Ann", 12, dec!(4.50)),
        row("Ann", 14, dec!(0.50)),
        row("Ben", 3, dec!(12)),
    ])
    .unwrap()
}

/// By spans of a few days, so that a month shows all of it.
fn rules() -> Rules {
    Rules::default()
        .least_returns(1)
        .least_at_risk(1)
        .trend(TrendRules::default().over(6, Period::Day))
}

#[test]
fn a_return_curve_carries_its_points_and_its_choices() {
    let log = buyers();
    let observed = log
        .observe(log.until(day(15)).unwrap(), Policy::default())
        .unwrap();
    let curve = to_value(observed.return_curve(Period::Day, 1).unwrap()).unwrap();
    assert_eq!(
        curve,
        json!({
            "points": [{"days": 3, "at_risk": 2, "returned": 1, "still_out": 0.5}],
            "returned": {"numerator": 1, "denominator": 2},
            "longest_wait": 12,
            "purchases": 1,
            "grain": "day",
            "window": {"from": "2024-05-02", "to": "2024-05-15"},
            "policy": to_value(Policy::default()).unwrap()
        })
    );
}

#[test]
fn stages_carry_the_figures_of_each_customer_and_their_choices() {
    let log = buyers();
    let observed = log
        .observe(log.until(day(15)).unwrap(), Policy::default())
        .unwrap();
    let ended = |id: &String| (id == "Ben").then(|| day(10));
    let stages = to_value(Stages::with_ends(&observed, rules(), ended).unwrap()).unwrap();
    let mut keys: Vec<&String> = stages.as_object().unwrap().keys().collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "compared",
            "curve",
            "policy",
            "rows",
            "rules",
            "window",
            "without_purchase"
        ]
    );
    assert_eq!(
        stages["rows"],
        json!([
            ["Ann", {
                "stage": "decline",
                "because": "falling",
                "purchases": 4,
                "first": "2024-05-02",
                "last": "2024-05-14",
                "tenure_days": 13,
                "silence_days": 1,
                "mean_interval_days": 4.0,
                "thresholds": {
                    "by": "own_rhythm",
                    "decline": own_rhythm_threshold(3, 4.0, 0.20).unwrap(),
                    "lapse": own_rhythm_threshold(3, 4.0, 0.05).unwrap(),
                    "decline_measure": null,
                    "lapse_measure": null
                },
                "trend": {
                    "before": "10.00", "recent": "5.00", "purchases": 3, "direction": "falling"
                },
                "established_days": 3,
                "recorded_end": null
            }],
            ["Ben", {
                "stage": "termination",
                "because": "recorded_end",
                "purchases": 1,
                "first": "2024-05-03",
                "last": "2024-05-03",
                "tenure_days": 12,
                "silence_days": 12,
                "mean_interval_days": null,
                "thresholds": {"by": "population", "decline": 2.0, "lapse": 2.0,
                    "decline_measure": "chance_of_return",
                    "lapse_measure": "chance_of_return"
                },
                "trend": {
                    "before": "0.00", "recent": "0.00", "purchases": 0, "direction": null
                },
                "established_days": 3,
                "recorded_end": "2024-05-10"
            }]
        ])
    );
    assert_eq!(
        stages["compared"],
        json!([
            {"from": "2024-05-04", "to": "2024-05-09"},
            {"from": "2024-05-10", "to": "2024-05-15"}
        ])
    );
    assert_eq!(
        stages["window"],
        json!({"from": "2024-05-02", "to": "2024-05-15"})
    );
    assert_eq!(stages["rules"], to_value(rules()).unwrap());
    assert_eq!(stages["policy"], to_value(Policy::default()).unwrap());
    assert_eq!(stages["without_purchase"], json!(0));
    assert_eq!(stages["curve"]["longest_wait"], json!(12));
}

#[test]
fn an_end_is_recorded_with_its_day_or_inferred() {
    assert_eq!(
        to_value(End::Recorded(day(9))).unwrap(),
        json!({"recorded": "2024-05-09"})
    );
    assert_eq!(to_value(End::Inferred).unwrap(), json!("inferred"));
}

#[test]
fn a_back_test_carries_its_counts_and_its_choices() {
    let log = buyers();
    let observed = Window::new(day(1), day(12)).unwrap();
    let policy = Policy::default();
    let backtest = Backtest::of(&log, observed, day(31), policy, &rules()).unwrap();
    assert_eq!(
        to_value(backtest).unwrap(),
        json!({
            "rows": [
                {
                    "stage": "termination", "because": "lapsed",
                    "one_time_buyers": {"numerator": 0, "denominator": 1},
                    "repeat_buyers": {"numerator": 0, "denominator": 0}
                },
                {
                    "stage": "maturity", "because": "no_trend",
                    "one_time_buyers": {"numerator": 0, "denominator": 0},
                    "repeat_buyers": {"numerator": 1, "denominator": 1}
                }
            ],
            "rules": to_value(rules()).unwrap(),
            "observed": {"from": "2024-05-01", "to": "2024-05-12"},
            "afterwards": {"from": "2024-05-13", "to": "2024-05-31"},
            "policy": to_value(policy).unwrap()
        })
    );
}

#[test]
fn stage_changes_carry_their_cells_and_their_choices() {
    let log = buyers();
    let policy = Policy::default();
    let until = |to| {
        log.observe(Window::new(day(1), day(to)).unwrap(), policy)
            .unwrap()
    };
    let (base, later) = (until(2), until(15));
    let stages = |observed| Stages::of(observed, rules()).unwrap();
    let changes = StageChanges::between(&stages(&base), &stages(&later)).unwrap();
    let written = to_value(&changes).unwrap();
    let cells = written["cells"].as_array().unwrap();
    assert_eq!(cells.len(), 35);
    assert_eq!(
        cells[0],
        json!({"from": "acquisition", "to": "acquisition", "customers": 0})
    );
    let filled: Vec<&Value> = cells
        .iter()
        .filter(|cell| cell["customers"] != json!(0))
        .collect();
    assert_eq!(
        filled,
        [
            &json!({"from": "acquisition", "to": "decline", "customers": 1}),
            &json!({"from": null, "to": "termination", "customers": 1})
        ]
    );
    assert_eq!(
        written["base"],
        json!({"from": "2024-05-01", "to": "2024-05-02"})
    );
    assert_eq!(
        written["later"],
        json!({"from": "2024-05-01", "to": "2024-05-15"})
    );
    assert_eq!(written["rules"], to_value(rules()).unwrap());
    assert_eq!(written["policy"], to_value(policy).unwrap());
    assert_eq!(written.as_object().unwrap().len(), 5);
}
