//! Rules of stages, and how stages and what they rest on are written.

use retention::lifecycle::{
    Backtest, BehaviouralLoyalty, Classifier, Given, LoyaltyRules, Outlook, PartialDefection,
    Portfolio, RelationshipSign, Relationships, Rules, Silence, StageChanges, Stages, TrendOf,
};
use retention::purchases::lapse::{TripWire, own_rhythm_chance, own_rhythm_threshold};
use retention::purchases::{Latency, ReturnCurve, ReturnCurves, Steps};

use crate::*;

fn months(count: u32) -> Span {
    Span::new(count, Period::Month).unwrap()
}

fn default_rules() -> Value {
    json!({
        "grain": "day",
        "silence": {"chance_of_return": {
            "horizon": {"count": 180, "period": "day"}, "cost_ratio": 4.0, "decline": 0.4
        }},
        "steps": {"lower_bounds": [1, 2, 3, 4, 6], "least_waits": 50},
        "one_time_buyers": "chance_of_return",
        "least_returns": 20,
            "least_silence": 14,
        "least_at_risk": 10,
        "trend_span": {"count": 3, "period": "month"},
        "trend_of": "purchases",
        "trend_rate": 0.10,
        "trend_fall": 0.5,
        "trend_rise": 1.0,
        "trend_purchases": 4,
        "without_trend": "established",
        "established_purchases": 2,
        "established_after": "returners"
    })
}

#[test]
fn rules_are_written_whole_and_missing_ones_are_the_defaults() {
    assert_eq!(to_value(Rules::default()).unwrap(), default_rules());
    assert_eq!(from_str::<Rules>("{}").unwrap(), Rules::default());
    assert_eq!(
        from_value::<Rules>(
            json!({"trend_span": {"count": 6, "period": "month"}, "least_returns": 5})
        )
        .unwrap(),
        Rules::default().least_returns(5).trend_span(months(6))
    );
}

#[test]
fn rules_come_back_equal() {
    for silence in [
        Silence::ChanceOfReturn {
            horizon: months(6),
            cost_ratio: 1.0 / 3.0,
            decline: 0.9,
        },
        Silence::TripWire { factor: 1.5 },
        Silence::TToTheN {
            decline: 0.5,
            lapse: 0.1,
        },
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
                    .steps(Steps::new([1, 2]).unwrap().least_waits(5))
                    .one_time_buyers(by)
                    .least_returns(u64::MAX)
                    .trend_span(Span::new(2, Period::Quarter).unwrap())
                    .trend_of(TrendOf::Spending)
                    .trend_rate(0.1 + 0.2)
                    .trend_fall(1.0 / 3.0)
                    .trend_rise(0.5)
                    .trend_purchases(5)
                    .without_trend(Stage::Growth)
                    .established_purchases(3)
                    .established_after(after);
                assert_eq!(round_trip(&rules), rules);
            }
        }
    }
}

#[test]
fn silence_is_written_with_what_it_is_judged_by() {
    assert_eq!(
        to_value(Silence::TripWire { factor: 1.0 }).unwrap(),
        json!({"trip_wire": {"factor": 1.0}})
    );
    assert_eq!(
        to_value(Silence::TToTheN {
            decline: 0.5,
            lapse: 0.25
        })
        .unwrap(),
        json!({"t_to_the_n": {"decline": 0.5, "lapse": 0.25}})
    );
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
        "unknown field `least_return`, expected one of `grain`, `silence`, `steps`, \
         `one_time_buyers`, `least_returns`, `least_silence`, `least_at_risk`, `trend_span`, `trend_of`, `trend_rate`, \
         `trend_fall`, `trend_rise`, \
         `trend_purchases`, `without_trend`, `established_purchases`, `established_after`"
    );
    assert!(with("falls", json!(0.5)).starts_with("unknown field `falls`"));
    assert!(with("trend_purchases", json!(-1)).starts_with("invalid value: integer `-1`"));
    // JSON has no NaN.
    assert!(with("trend_fall", json!(null)).starts_with("invalid type: null"));
    assert_eq!(
        with("trend_of", json!("visits")),
        "TrendOf must be one of purchases, spending, got \"visits\""
    );
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
        to_value(wire.clone().with_factor(1.5).unwrap()).unwrap(),
        json!({"means": [90.0, 60.0], "factor": 1.5, "ruler": "days", "grain": null})
    );
    for wire in [TripWire::of(&latency), wire.with_factor(1.5).unwrap()] {
        assert_eq!(round_trip(&wire), wire);
    }
    let with = |means: Value, factor: f64| {
        refused::<TripWire>(
            json!({"means": means, "factor": factor, "ruler": "days", "grain": null}),
        )
    };
    assert_eq!(with(json!([1.0]), 0.0), "factor must be more than 0, got 0");
    assert_eq!(
        with(json!([1.0, -1.0]), 1.0),
        "mean latency must be 0 or more, got -1 at step 1 (counted from 0)"
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
        .silence(Silence::FalseAlarm {
            decline: 0.2,
            lapse: 0.05,
        })
        .trend_span(Span::new(6, Period::Day).unwrap())
        .trend_purchases(3)
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
            "waiting": [{"days": 12, "customers": 1}],
            "least_at_risk": 0,
            "returned": to_value(Proportion::new(1, 2).unwrap()).unwrap(),
            "longest_wait": 12,
            "purchases": 1,
            "purchases_to": 1,
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
            "before",
            "counts",
            "curves",
            "policy",
            "recent",
            "rows",
            "rules",
            "window",
            "without_purchase"
        ]
    );
    assert_eq!(
        stages["rows"],
        json!([
            {
                "customer": "Ann",
                "stage": "established",
                "because": "no_trend",
                "purchases": 4,
                "revenue": "35.00",
                "first": "2024-05-02",
                "last": "2024-05-14",
                "tenure_days": 13,
                "silence_days": 1,
                "mean_interval_days": 4.0,
                "chance": null,
                "chance_at_most": null,
                "score": own_rhythm_chance(3, 4.0, 1.0).unwrap() - 1e-9,
                "judged_by": "own_rhythm",
                "decline_after_days": own_rhythm_threshold(3, 4.0, 0.20).unwrap(),
                "lapse_after_days": own_rhythm_threshold(3, 4.0, 0.05).unwrap(),
                "decline_measure": null,
                "lapse_measure": null,
                "spending_before": "10.00",
                "spending_recent": "5.00",
                "trend_purchases": 3,
                "trend_p_value": 1.0,
                "trend": "no_trend",
                "established_days": 3,
                "recorded_end": null
            },
            {
                "customer": "Ben",
                "stage": "termination",
                "because": "recorded_end",
                "purchases": 1,
                "revenue": "12.00",
                "first": "2024-05-03",
                "last": "2024-05-03",
                "tenure_days": 12,
                "silence_days": 12,
                "mean_interval_days": null,
                "chance": null,
                "chance_at_most": null,
                "score": -12.0 * 1e-9,
                "judged_by": "population",
                "decline_after_days": 2.0,
                "lapse_after_days": 2.0,
                "decline_measure": "chance_of_return",
                "lapse_measure": "chance_of_return",
                "spending_before": "0.00",
                "spending_recent": "0.00",
                "trend_purchases": 0,
                "trend_p_value": null,
                "trend": "no_trend",
                "established_days": 3,
                "recorded_end": "2024-05-10"
            }
        ])
    );
    assert_eq!(
        [&stages["before"], &stages["recent"]],
        [
            &json!({"from": "2024-05-04", "to": "2024-05-09"}),
            &json!({"from": "2024-05-10", "to": "2024-05-15"})
        ]
    );
    assert_eq!(stages["counts"]["placed"], json!(2));
    assert_eq!(
        stages["window"],
        json!({"from": "2024-05-02", "to": "2024-05-15"})
    );
    assert_eq!(stages["rules"], to_value(rules()).unwrap());
    assert_eq!(stages["policy"], to_value(Policy::default()).unwrap());
    assert_eq!(stages["without_purchase"], json!(0));
    assert_eq!(stages["curves"]["first_step"]["longest_wait"], json!(12));
}

/// A job at night hands the classifier to a server, which says the same of everyone.
#[test]
fn a_classifier_comes_back_and_says_the_same() {
    let log = buyers();
    let observed = log
        .observe(log.until(day(15)).unwrap(), Policy::default())
        .unwrap();
    let means = Silence::MeanIntervals {
        decline: 1.5,
        lapse: 3.0,
    };
    let within_days = Silence::ChanceOfReturn {
        horizon: Span::new(2, Period::Day).unwrap(),
        cost_ratio: 4.0,
        decline: 0.4,
    };
    let judged = rules()
        .silence(within_days)
        .steps(Steps::new([1, 2]).unwrap().least_waits(1));
    for rules in [rules(), rules().silence(means), judged, Rules::default()] {
        let classifier = Classifier::of(&observed, rules).unwrap();
        let back = round_trip(&classifier);
        assert_eq!(back, classifier);
        for (_, history) in observed.histories() {
            assert_eq!(
                back.classify(&history, Given::default()).unwrap(),
                classifier.classify(&history, Given::default()).unwrap()
            );
        }
    }
    let mut state = to_value(Classifier::of(&observed, rules()).unwrap()).unwrap();
    let mut keys: Vec<&String> = state.as_object().unwrap().keys().collect();
    keys.sort_unstable();
    assert_eq!(keys, ["curves", "rules", "version"]);
    state["version"] = json!(1);
    assert_eq!(
        refused::<Classifier>(state.clone()),
        "the version of the state must be 2, got 1"
    );
    state["version"] = json!(2);
    state["rules"]["trend_fall"] = json!(1.5);
    assert_eq!(
        refused::<Classifier>(state.clone()),
        "trend_fall must be 0 to 1, got 1.5"
    );
    state["rules"]["trend_fall"] = json!(0.5);
    state["rules"]["trend_rate"] = json!(1.0);
    assert_eq!(
        refused::<Classifier>(state.clone()),
        "trend_rate must be strictly between 0 and 1, got 1"
    );
    state["rules"]["trend_rate"] = json!(0.1);
    state["rules"]["grain"] = json!("month");
    assert_eq!(
        refused::<Classifier>(state),
        "grain of rules and curves must be equal, got month and day; `Rules::grain` sets that of the rules"
    );
}

#[test]
fn a_return_curve_comes_back_unless_no_purchases_could_have_made_it() {
    let log = buyers();
    let observed = log
        .observe(log.until(day(15)).unwrap(), Policy::default())
        .unwrap();
    let curve = observed.return_curve(Period::Day, 1).unwrap();
    for curve in [curve.clone(), curve.clone().while_at_risk(3)] {
        assert_eq!(round_trip(&curve), curve);
    }
    let with = |path: &str, value: Value| {
        let mut state = to_value(&curve).unwrap();
        *state.pointer_mut(path).unwrap() = value;
        refused::<ReturnCurve>(state)
    };
    let at = "at row 0, column \"points\" (counted from 0)";
    assert_eq!(
        with("/points/0/at_risk", json!(3)),
        format!("at_risk must be at most 2, got 3 {at}")
    );
    assert_eq!(
        with("/points/0/returned", json!(0)),
        format!("returned must be 1 to 2, got 0 {at}")
    );
    assert_eq!(
        with("/points/0/still_out", json!(0.6)),
        format!("still_out must be 0.5, got 0.6 {at}")
    );
    assert_eq!(
        with("/longest_wait", json!(2)),
        format!("days must be later than the one before, at most 2, got 3 {at}")
    );
    let twice = json!([
        {"days": 3, "at_risk": 2, "returned": 1, "still_out": 0.5},
        {"days": 3, "at_risk": 1, "returned": 1, "still_out": 0.0}
    ]);
    assert!(with("/points", twice).starts_with("days must be later than the one before"));
    assert_eq!(
        with("/returned", json!({"numerator": 2, "denominator": 2})),
        "customers who returned must be equal, got 2 and 1"
    );
    assert_eq!(
        with("/purchases", json!(0)),
        "purchases must be 1 or more, got 0"
    );
    assert_eq!(
        with("/purchases_to", json!(0)),
        "purchases_to must be 1 or more, got 0"
    );
    let waiting = "at row 0, column \"waiting\" (counted from 0)";
    assert_eq!(
        with("/waiting/0/customers", json!(0)),
        format!("customers must be 1 or more, got 0 {waiting}")
    );
    assert_eq!(
        with("/waiting/0/days", json!(13)),
        format!("days must be later than the one before, at most 12, got 13 {waiting}")
    );
    assert_eq!(
        with("/waiting", json!([])),
        "customers who did not return must be equal, got 1 and 0"
    );
    // Who was waited for until the second day was no longer there on the third.
    assert_eq!(
        with("/waiting/0/days", json!(2)),
        format!("at_risk must be 1, got 2 {at}")
    );
}

#[test]
fn return_curves_come_back_unless_no_purchases_could_have_made_them() {
    let log = buyers();
    let observed = log
        .observe(log.until(day(15)).unwrap(), Policy::default())
        .unwrap();
    // Ann gives a wait to each step, Ben one to the first; the third bin is pooled with the second.
    let steps = Steps::new([1, 2, 4]).unwrap().least_waits(2);
    let curves = observed.return_curves(Period::Day, steps).unwrap();
    let ranges: Vec<_> = curves.as_slice().iter().collect();
    let ranges = ranges.iter().map(|it| (it.purchases(), it.purchases_to()));
    assert!(ranges.eq([(1, Some(1)), (2, None)]));
    assert_eq!(round_trip(&curves), curves);
    assert_eq!(
        round_trip(&curves.clone().while_at_risk(2)),
        curves.clone().while_at_risk(2)
    );
    let with = |path: &str, value: Value| {
        let mut state = to_value(&curves).unwrap();
        *state.pointer_mut(path).unwrap() = value;
        refused::<ReturnCurves>(state)
    };
    let at = "at row 1 (counted from 0)";
    let wrong = "a lower bound of the steps, where the curve before ends";
    assert_eq!(
        with("/curves/1/purchases", json!(3)),
        format!("purchases must be {wrong}, got 3 {at}")
    );
    assert_eq!(
        with("/curves/1/purchases_to", json!(7)),
        "purchases after the last curve must be none: the last curve has no upper bound, got 8"
    );
    assert_eq!(
        with("/curves/1/policy/refunds", json!("drop")),
        format!("policy must be equal, got refunds: Net and refunds: Drop {at}")
    );
    assert_eq!(
        with("/first_step/purchases_to", json!(2)),
        "purchases must be equal, got (1, Some(2)) and (1, Some(1))"
    );
    assert_eq!(
        with("/curves", json!([])),
        "at least one return curve is needed, got none"
    );
    assert_eq!(
        with("/steps/lower_bounds", json!([1, 1])),
        "steps out of order: 1 follows 1 at item 1 (counted from 0)"
    );
    assert_eq!(
        with("/steps/lower_bounds", json!([])),
        "at least one lower bound of the steps is needed, got none"
    );
}

#[test]
fn a_latency_comes_back_unless_no_purchases_could_have_made_it() {
    let log = buyers();
    let observed = log
        .observe(log.until(day(15)).unwrap(), Policy::default())
        .unwrap();
    let latency = observed.latency(Period::Day, Ruler::Weeks).unwrap();
    assert_eq!(round_trip(&latency), latency);
    let with = |path: &str, value: Value| {
        let mut state = to_value(&latency).unwrap();
        *state.pointer_mut(path).unwrap() = value;
        refused::<Latency>(state)
    };
    assert_eq!(
        with("/steps/1/purchases", json!(7)),
        "purchases before the step must be equal, got 7 and 2 at step 1 (counted from 0)"
    );
    assert_eq!(
        with("/steps/0/mean", Value::Null),
        "mean must be a number, got none at step 0 (counted from 0)"
    );
    assert_eq!(
        with("/steps/0/mean", json!(-1.0)),
        "mean must be 0 or more, got -1 at step 0 (counted from 0)"
    );
}

/// The rows of each table make a file, the customer first.
#[test]
fn rows_are_lines_of_csv() {
    fn csv<R: serde::Serialize>(rows: &[R]) -> Vec<String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in rows {
            writer.serialize(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        text.lines().map(str::to_owned).collect()
    }
    let log = buyers();
    let observed = log
        .observe(log.until(day(15)).unwrap(), Policy::default())
        .unwrap();
    let stages = Stages::of(&observed, rules()).unwrap();
    let lines = csv(stages.rows.as_slice());
    assert!(lines[0].starts_with("customer,stage,because,purchases,revenue,first,last,"));
    assert_eq!(
        lines[2],
        "Ben,termination,lapsed,1,12.00,2024-05-03,2024-05-03,12,12,,,,-1.2000000000000002e-8,population,2.0,2.0,\
         chance_of_return,chance_of_return,0.00,0.00,0,,no_trend,3,"
    );
    let summaries = observed.summaries(Period::Day, Ruler::Days).unwrap();
    assert_eq!(
        csv(summaries.rows.as_slice()),
        [
            "customer,frequency,first_to_last,age,repeat_value,valued_repeats",
            "Ann,3,12.0,13.0,15.00,3",
            "Ben,0,0.0,12.0,0.00,0"
        ]
    );
    let rhythms = observed.rhythms(Period::Day, Ruler::Days).unwrap();
    assert_eq!(
        csv(&rhythms.as_slice()[1..]),
        ["customer,count,mean,standard_deviation", "Ben,0,,"]
    );
    let waits = observed.waits(Period::Day, Ruler::Days, 1).unwrap();
    assert_eq!(
        csv(waits.as_slice()),
        ["customer,time,taken", "Ann,3.0,true", "Ben,12.0,false"]
    );
    let latency = observed.latency(Period::Day, Ruler::Days).unwrap();
    assert_eq!(
        csv(&latency.steps()[..1]),
        [
            "purchases,taken,not_yet,mean,mean_wait_so_far",
            "1,1,1,3.0,12.0"
        ]
    );
    let portfolio = Portfolio::of([Outlook {
        customer: "Ann",
        duration: 3.0,
        profit: dec!(5),
    }]);
    assert_eq!(
        csv(portfolio.unwrap().rows.as_slice()),
        ["customer,class", "Ann,true_friend"]
    );
    let loyalty = BehaviouralLoyalty::of(&observed, Period::Day).unwrap();
    let written = to_value(&loyalty).unwrap();
    assert_eq!(written["rows"], json!([]));
    assert_eq!(written["regularity"], json!("variation"));
    assert_eq!(written["own_means"], json!(true));
    let signs = [("Ben".to_owned(), RelationshipSign::Contact)];
    let relationships = Relationships::of(&observed, Period::Day, signs).unwrap();
    assert_eq!(
        csv(relationships.rows.as_slice()),
        ["customer,relationship", "Ann,", "Ben,product_centred"]
    );
}

#[test]
fn a_back_test_carries_its_counts_and_its_choices() {
    let log = buyers();
    let observed = Window::new(day(1), day(12)).unwrap();
    let policy = Policy::default();
    let of = |numerator, denominator| {
        to_value(Proportion::new(numerator, denominator).unwrap()).unwrap()
    };
    // Two customers are too few for an area.
    let no_area = |events: u64, others: u64| {
        json!({
            "events": events, "others": others,
            "auc": null, "standard_error": null, "lower": null, "upper": null
        })
    };
    let backtest = Backtest::of(&log, observed, day(31), policy, rules()).unwrap();
    assert_eq!(
        to_value(backtest).unwrap(),
        json!({
            "rows": [
                {
                    "stage": "termination", "because": "lapsed",
                    "one_time_buyers": of(0, 1),
                    "repeat_buyers": of(0, 0)
                },
                {
                    "stage": "established", "because": "no_trend",
                    "one_time_buyers": of(0, 0),
                    "repeat_buyers": of(1, 1)
                }
            ],
            "judgement": {
                "as_of": "2024-05-12", "until": "2024-05-31",
                "returned": of(1, 2), "called_ended": of(1, 2),
                "misled": of(0, 1), "recognised": of(1, 1), "given_up": of(0, 1),
                "ranked": no_area(1, 1),
                "one_time_buyers_ranked": no_area(1, 0),
                "repeat_buyers_ranked": no_area(0, 1)
            },
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
    let cells = written["transitions"].as_array().unwrap();
    assert_eq!(cells.len(), 48);
    assert_eq!(
        cells[0],
        json!({
            "from": "acquisition", "to": "acquisition", "customers": 0, "before": "0", "after": "0"
        })
    );
    let filled: Vec<&Value> = cells
        .iter()
        .filter(|cell| cell["customers"] != json!(0))
        .collect();
    assert_eq!(
        filled,
        [
            &json!({
                "from": "acquisition", "to": "established", "customers": 1,
                "before": "20.00", "after": "35.00"
            }),
            &json!({
                "from": null, "to": "termination", "customers": 1, "before": "0", "after": "12.00"
            })
        ]
    );
    assert_eq!(
        written["moves"],
        json!([
            {
                "customer": "Ann", "from": "acquisition", "to": "established",
                "before": "20.00", "after": "35.00"
            },
            {"customer": "Ben", "from": null, "to": "termination", "before": null, "after": "12.00"}
        ])
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
    assert_eq!(written.as_object().unwrap().len(), 6);
}

/// Everybody came back, the last of them after the longest wait.
#[test]
fn a_curve_without_anybody_left_comes_back() {
    let log = PurchaseLog::from_rows([
        row("Ann", 1, dec!(5)),
        row("Ann", 3, dec!(5)),
        row("Ben", 1, dec!(5)),
        row("Ben", 8, dec!(5)),
    ])
    .unwrap();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let curve = observed.return_curve(Period::Day, 1).unwrap();
    assert_eq!((curve.longest_wait(), curve.points().len()), (7, 2));
    assert_eq!(round_trip(&curve), curve);
}

#[test]
fn partial_defection_carries_its_excess_and_its_choices() {
    let log = buyers();
    let view = |from, to| {
        let window = Window::new(day(from), day(to)).unwrap();
        log.observe(window, Policy::default()).unwrap()
    };
    let (first, second) = (view(11, 20), view(21, 30));
    let found = PartialDefection::of(&first, &second, LoyaltyRules::default()).unwrap();
    let written = to_value(found).unwrap();
    assert_eq!(written["by_chance"], json!(found.by_chance));
    assert_eq!(written["share"], to_value(found.share).unwrap());
    assert_eq!(
        written["rules"],
        json!({
            "grain": "day", "regularity": "variation", "fewest_intervals": 2,
            "length_tolerance": 0.05
        })
    );
    assert_eq!(round_trip(&found.rules), found.rules);
}
