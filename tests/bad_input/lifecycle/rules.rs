//! Rules that are none, and rules at the ends of what is allowed.

use retention::lifecycle::{
    Backtest, Classifier, Given, JudgedBy, Rule, Rules, Silence, Stage, Stages, TrendOf,
};
use retention::purchases::{MedianOf, Steps};

use super::{at, by_rhythm, date, span, until};
use crate::*;

/// The error of every function that takes the rules, which must be one and the same.
#[track_caller]
fn refused(rules: Rules) -> String {
    let log = log(&[row(1, 1, dec!(5)), row(1, 9, dec!(5)), row(2, 1, dec!(5))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let curve = observed
        .return_curves(Period::Day, Steps::default())
        .unwrap();
    let of_classifier = Classifier::new(rules, &curve).unwrap_err();
    assert_eq!(Stages::of(&observed, rules).unwrap_err(), of_classifier);
    assert_eq!(
        Stages::with_ends(&observed, rules, |_| None).unwrap_err(),
        of_classifier
    );
    let later = date(2024, 6, 30);
    assert_eq!(
        Backtest::of(&log, may(), later, Policy::default(), rules).unwrap_err(),
        of_classifier
    );
    assert_eq!(Classifier::of(&observed, rules).unwrap_err(), of_classifier);
    of_classifier.to_string()
}

#[test]
fn a_cost_ratio_is_positive_and_a_decline_is_not_below_the_end() {
    let of = |cost_ratio, decline| {
        refused(Rules::default().silence(Silence::ChanceOfReturn {
            horizon: span(180, Period::Day),
            cost_ratio,
            decline,
        }))
    };
    for (bad, text) in NOT_FINITE {
        assert_eq!(of(bad, 0.4), not_finite("cost_ratio", text, None));
        assert_eq!(of(4.0, bad), not_finite("decline", text, None));
    }
    for (bad, text) in [(0.0, "0"), (-4.0, "-4")] {
        let expected = out_of_range("cost_ratio", text, "more than 0", None);
        assert_eq!(of(bad, 0.4), expected);
    }
    for (bad, text, allowed) in [
        (0.0, "0", "strictly between 0 and 1"),
        (1.0, "1", "strictly between 0 and 1"),
        (1.5, "1.5", "0 to 1"),
        (-0.1, "-0.1", "0 to 1"),
        (0.19, "0.19", "at least 1/(1 + `cost_ratio`), 0.2"),
    ] {
        assert_eq!(of(4.0, bad), out_of_range("decline", text, allowed, None));
    }
    // So cheap a mistake that everybody would be given up.
    assert_eq!(
        of(5e-324, 0.9),
        out_of_range("decline", "0.9", "at least 1/(1 + `cost_ratio`), 1", None)
    );
}

#[test]
fn a_horizon_lies_within_the_calendar() {
    for period in [Period::Day, Period::Month, Period::Year] {
        let error = refused(Rules::default().silence(Silence::ChanceOfReturn {
            horizon: span(u32::MAX, period),
            cost_ratio: 4.0,
            decline: 0.4,
        }));
        assert!(error.starts_with("the calendar overflows"), "{error}");
    }
    // A long one can be judged nowhere, and calls nobody anything.
    let log = log(&[row(1, 1, dec!(5)), row(1, 9, dec!(5)), row(2, 1, dec!(5))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let rules = Rules::default().silence(Silence::ChanceOfReturn {
        horizon: span(2000, Period::Year),
        cost_ratio: f64::MAX,
        decline: 0.4,
    });
    for one in Stages::of(&observed, rules).unwrap().rows {
        let one = one.result;
        assert_eq!((one.because, one.thresholds), (Rule::TooYoung, None));
        assert_eq!((one.chance, one.chance_at_most), (None, None));
    }
}

#[test]
fn the_factor_of_a_trip_wire_and_the_scores_of_t_to_the_n_are_checked() {
    let wire = |factor| refused(Rules::default().silence(Silence::TripWire { factor }));
    let power =
        |decline, lapse| refused(Rules::default().silence(Silence::TToTheN { decline, lapse }));
    for (bad, text) in NOT_FINITE {
        assert_eq!(wire(bad), not_finite("factor", text, None));
        assert_eq!(power(bad, 0.1), not_finite("decline", text, None));
        assert_eq!(power(0.5, bad), not_finite("lapse", text, None));
    }
    for (bad, text) in [(0.0, "0"), (-1.0, "-1")] {
        assert_eq!(wire(bad), out_of_range("factor", text, "more than 0", None));
    }
    assert_eq!(
        power(0.5, 0.0),
        out_of_range("lapse", "0", "strictly between 0 and 1", None)
    );
    assert_eq!(
        power(0.1, 0.5),
        out_of_range("lapse", "0.5", "at most `decline`, 0.1", None)
    );
}

/// A chance that is none, and a chance for a rule that asks for none.
#[test]
fn a_chance_that_is_given_is_between_0_and_1_and_is_asked_for() {
    let log = log(&[row(1, 1, dec!(5)), row(2, 2, dec!(5))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let with = |rules, chance| {
        let of = |id: &u32| Given::default().chance((*id == 2).then_some(chance));
        Stages::with(&observed, rules, of)
    };
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(with(Rules::default(), bad)),
            not_finite("chance of return", text, Some(1))
        );
    }
    for (bad, text) in [(-0.01, "-0.01"), (1.01, "1.01")] {
        assert_eq!(
            refusal(with(Rules::default(), bad)),
            out_of_range("chance of return", text, "0 to 1", Some(1))
        );
    }
    for (chance, because) in [(0.0, Rule::Lapsed), (1.0, Rule::FewPurchases)] {
        let stages = with(Rules::default(), chance).unwrap();
        let one = stages.get(&2).unwrap();
        assert_eq!(
            (one.because, one.chance, one.score),
            (because, Some(chance), chance)
        );
        assert_eq!(one.thresholds.map(|found| found.by), Some(JudgedBy::Given));
    }
    let error = with(by_rhythm(), 0.5).unwrap_err();
    assert!(matches!(error, Error::Unsupported { .. }), "{error}");
    assert_eq!(
        error.cure(),
        Some("set `Rules::silence` to `Silence::ChanceOfReturn`")
    );
    // Of one customer too, whatever the contract says.
    let classifier = Classifier::of(&observed, Rules::default()).unwrap();
    let dates = [day(1)];
    let history = History::new(&dates, &[dec!(5)], may()).unwrap();
    let given = Given::default().ended(Some(day(9)));
    assert!(
        classifier
            .classify(&history, given.chance(Some(2.0)))
            .is_err()
    );
    let ended = classifier.classify(&history, given.chance(Some(1.0)));
    assert_eq!(ended.unwrap().unwrap().because, Rule::RecordedEnd);
}

#[test]
fn false_alarm_rates_are_strictly_between_0_and_1() {
    let rates =
        |decline, lapse| refused(Rules::default().silence(Silence::FalseAlarm { decline, lapse }));
    for (bad, text) in NOT_FINITE {
        assert_eq!(rates(bad, 0.05), not_finite("decline", text, None));
        assert_eq!(rates(0.2, bad), not_finite("lapse", text, None));
    }
    for (bad, text, allowed) in [
        (0.0, "0", "strictly between 0 and 1"),
        (1.0, "1", "strictly between 0 and 1"),
        (-0.2, "-0.2", "0 to 1"),
        (20.0, "20", "0 to 1"),
    ] {
        assert_eq!(
            rates(bad, 0.05),
            out_of_range("decline", text, allowed, None)
        );
        assert_eq!(rates(0.2, bad), out_of_range("lapse", text, allowed, None));
    }
    assert_eq!(
        rates(0.05, 0.2),
        out_of_range("lapse", "0.2", "at most `decline`, 0.05", None)
    );
}

#[test]
fn multiples_of_the_mean_are_zero_or_more_and_in_order() {
    let multiples = |decline, lapse| {
        refused(Rules::default().silence(Silence::MeanIntervals { decline, lapse }))
    };
    for (bad, text) in NOT_FINITE {
        assert_eq!(multiples(bad, 3.0), not_finite("decline", text, None));
        assert_eq!(multiples(1.5, bad), not_finite("lapse", text, None));
    }
    assert_eq!(
        multiples(-1.5, 3.0),
        out_of_range("decline", "-1.5", "0 or more", None)
    );
    for (lapse, text) in [(1.0, "1"), (-3.0, "-3")] {
        assert_eq!(
            multiples(1.5, lapse),
            out_of_range("lapse", text, "at least `decline`, 1.5", None)
        );
    }
}

#[test]
fn the_times_of_a_hiatus_are_in_order() {
    let times =
        |decline, lapse| refused(Rules::default().silence(Silence::Hiatus { decline, lapse }));
    assert_eq!(
        times(span(6, Period::Month), span(5, Period::Month)),
        out_of_range(
            "lapse",
            "5 months",
            "at least as long as `decline`, 6 months",
            None
        )
    );
    assert_eq!(
        times(span(1, Period::Year), span(364, Period::Day)),
        out_of_range(
            "lapse",
            "364 days",
            "at least as long as `decline`, 1 year",
            None
        )
    );
    for beyond in [
        span(u32::MAX, Period::Day),
        span(u32::MAX, Period::Year),
        span(300_000, Period::Year),
    ] {
        for (decline, lapse) in [(span(1, Period::Day), beyond), (beyond, beyond)] {
            assert_eq!(
                times(decline, lapse),
                expected::overflow("the calendar", "2024-05-31")
            );
        }
    }
}

/// Thirty days are longer than a month where it is February, counted back from the as-of date.
#[test]
fn thirty_days_and_a_month_are_in_order_at_some_dates() {
    let rules = Rules::default().silence(Silence::Hiatus {
        decline: span(30, Period::Day),
        lapse: span(1, Period::Month),
    });
    let log = log(&[at(1, date(2023, 1, 1), dec!(5))]);
    let stages = |as_of| {
        let observed = log.observe(until(&log, as_of), Policy::default()).unwrap();
        Stages::of(&observed, rules).map(|stages| stages.count(Stage::Termination))
    };
    assert_eq!(stages(date(2023, 5, 1)), Ok(1));
    let error = out_of_range(
        "lapse",
        "1 month",
        "at least as long as `decline`, 30 days",
        None,
    );
    assert_eq!(refusal(stages(date(2023, 3, 1))), error.clone());

    let observed = log
        .observe(until(&log, date(2023, 5, 1)), Policy::default())
        .unwrap();
    let classifier = Classifier::new(
        rules,
        &observed
            .return_curves(Period::Day, Steps::default())
            .unwrap(),
    )
    .unwrap();
    let dates = [date(2023, 1, 1)];
    let february = until(&log, date(2023, 3, 1));
    let history = History::new(&dates, &[dec!(5)], february).unwrap();
    assert_eq!(
        refusal(classifier.classify(&history, Given::default())),
        error
    );
}

#[test]
fn the_periods_of_a_trend_are_one_or_more_within_the_calendar() {
    let over = |count, period| refused(Rules::default().trend_span(span(count, period)));
    for period in [
        Period::Day,
        Period::Week(Weekday::Mon),
        Period::Month,
        Period::Year,
    ] {
        assert!(
            over(u32::MAX, period).starts_with("the calendar overflows at "),
            "{period}"
        );
    }
    // The last of them fit, those before do not.
    assert!(over(200_000, Period::Year).starts_with("the calendar overflows at "));
}

#[test]
fn the_bounds_of_a_trend_are_numbers_and_no_fall_exceeds_the_whole() {
    let beyond = |fall, rise| refused(Rules::default().trend_fall(fall).trend_rise(rise));
    for (bad, text) in NOT_FINITE {
        assert_eq!(beyond(bad, 0.25), not_finite("trend_fall", text, None));
        assert_eq!(beyond(0.25, bad), not_finite("trend_rise", text, None));
    }
    assert_eq!(
        beyond(-0.25, 0.25),
        out_of_range("trend_fall", "-0.25", "0 to 1", None)
    );
    assert_eq!(
        beyond(1.01, 0.25),
        out_of_range("trend_fall", "1.01", "0 to 1", None)
    );
    assert_eq!(
        beyond(0.25, -0.5),
        out_of_range("trend_rise", "-0.5", "0 or more", None)
    );
}

#[test]
fn the_rate_of_a_trend_is_strictly_between_0_and_1() {
    let at = |rate| refused(Rules::default().trend_rate(rate));
    for (bad, text) in NOT_FINITE {
        assert_eq!(at(bad), not_finite("trend_rate", text, None));
    }
    let (inner, closed) = ("strictly between 0 and 1", "0 to 1");
    for (bad, text, allowed) in [
        (0.0, "0", inner),
        (1.0, "1", inner),
        (-0.1, "-0.1", closed),
        (5.0, "5", closed),
    ] {
        assert_eq!(at(bad), out_of_range("trend_rate", text, allowed, None));
    }
}

#[test]
fn without_a_trend_nobody_is_in_decline_or_gone() {
    for stage in [Stage::Decline, Stage::Termination] {
        assert_eq!(
            refused(Rules::default().without_trend(stage)),
            out_of_range(
                "without_trend",
                stage.name(),
                "acquisition, established, growth or maturity",
                None
            )
        );
    }
}

/// The ends of what is allowed, and counts of which every value is.
#[test]
fn extreme_rules_are_rules() {
    let log = log(&[row(1, 1, dec!(5)), row(1, 9, dec!(5)), row(2, 1, dec!(5))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let with = |rules: Rules| {
        let stages = Stages::of(&observed, rules).unwrap();
        [1, 2].map(|customer| *stages.get(&customer).unwrap())
    };
    for bounds in [
        (0.0, 0.0),
        (1.0, f64::MAX),
        (f64::MIN_POSITIVE, f64::MIN_POSITIVE),
    ] {
        with(Rules::default().trend_fall(bounds.0).trend_rise(bounds.1));
    }
    for rate in [f64::MIN_POSITIVE, 1.0_f64.next_down()] {
        for &of in TrendOf::ALL {
            let rules = Rules::default().trend_of(of).trend_rate(rate);
            with(rules.trend_purchases(0));
        }
    }
    for count in [0, 1, u32::MAX] {
        with(Rules::default().trend_purchases(count));
        with(
            Rules::default()
                .established_purchases(count)
                .established_after(MedianOf::Everyone),
        );
    }
    // Nothing is enough to judge one-time buyers by.
    let nobody = with(by_rhythm().least_returns(u64::MAX));
    assert_eq!(
        (nobody[1].thresholds, nobody[1].because),
        (None, Rule::FewPurchases)
    );

    // Zero means: every silence is the end. All numbers: none is.
    let means =
        |multiple| {
            with(Rules::default().least_returns(0).least_at_risk(1).silence(
                Silence::MeanIntervals {
                    decline: multiple,
                    lapse: multiple,
                },
            ))
        };
    assert_eq!(means(0.0).map(|one| one.because), [Rule::Lapsed; 2]);
    for one in means(f64::MAX) {
        let thresholds = one.thresholds.unwrap();
        assert_eq!((thresholds.decline, thresholds.lapse), (None, None));
        assert!(matches!(one.stage, Stage::Acquisition | Stage::Established));
    }
    // A rate so low that no silence is long enough after one interval.
    let never = with(Rules::default().silence(Silence::FalseAlarm {
        decline: 0.2,
        lapse: 5e-324,
    }));
    let thresholds = never[0].thresholds.unwrap();
    assert_eq!(
        (thresholds.by, thresholds.lapse),
        (JudgedBy::OwnRhythm, None)
    );
    assert_eq!(thresholds.decline, Some(32.0));
}

/// Ten come back after one day and thirty after a hundred: 75.25 days on average, four times that are
/// 301. An early end of the curve leaves that as it is.
#[test]
fn an_early_end_of_the_curve_does_not_change_the_mean_of_those_who_came_back() {
    let first = date(2023, 1, 1);
    let again = |customer: u32| if customer <= 10 { 1 } else { 100 };
    let rows = (1..=40).flat_map(|customer| {
        let second = first + chrono::Days::new(again(customer));
        [at(customer, first, dec!(5)), at(customer, second, dec!(5))]
    });
    let log = PurchaseLog::from_rows(rows).unwrap();
    let observed = log
        .observe(until(&log, date(2023, 12, 31)), Policy::default())
        .unwrap();
    let rules = Rules::default().silence(Silence::MeanIntervals {
        decline: 2.0,
        lapse: 4.0,
    });
    let whole = observed
        .return_curves(Period::Day, Steps::default())
        .unwrap();
    for curve in [whole.clone(), whole.clone().while_at_risk(35)] {
        let classifier = Classifier::new(rules, &curve).unwrap();
        let thresholds = classifier.thresholds_after(1).unwrap();
        assert_eq!(
            (thresholds.decline, thresholds.lapse),
            (Some(150.5), Some(301.0))
        );
    }
    assert_eq!(
        Classifier::of(&observed, rules).unwrap(),
        Classifier::new(rules, &whole).unwrap()
    );
}

#[test]
fn a_curve_is_of_the_same_grain_step_and_policy() {
    let log = log(&[row(1, 1, dec!(5)), row(1, 9, dec!(5))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let mismatch = |argument, left: &str, right: &str| expected::mismatch(argument, left, right);
    let by_month = observed
        .return_curves(Period::Month, Steps::default())
        .unwrap();
    assert_eq!(
        refusal(Classifier::new(Rules::default(), &by_month)),
        mismatch("grain of rules and curves", "day", "month")
    );
    let steps = Steps::new([1, 2]).unwrap();
    let others = observed.return_curves(Period::Day, steps).unwrap();
    assert_eq!(
        refusal(Classifier::new(Rules::default(), &others)),
        mismatch(
            "steps of rules and curves",
            "from 1, 2, 3, 4, 6 purchases on, of 50 waits or more",
            "from 1, 2 purchases on, of 50 waits or more"
        )
    );

    let curve = observed
        .return_curves(Period::Day, Steps::default())
        .unwrap();
    let classifier = Classifier::new(Rules::default(), &curve).unwrap();
    let dates = [day(1)];
    let history = History::new(&dates, &[dec!(5)], may()).unwrap();
    let with = |policy| {
        classifier.classify(
            &history.clone().with_policy(policy).unwrap(),
            Given::default(),
        )
    };
    assert!(matches!(
        with(Policy::default().refund_only(RefundOnly::Purchase)),
        Err(Error::Mismatch {
            argument: "policies of classifier and history",
            ..
        })
    ));
    assert!(matches!(
        with(Policy::default().refunds(Treatment::Drop)),
        Err(Error::Mismatch {
            argument: "policies of classifier and history",
            ..
        })
    ));
    // What a history has no rows of makes no difference.
    assert!(
        with(Policy::default().outside(Outside::Refuse))
            .unwrap()
            .is_some()
    );
}
