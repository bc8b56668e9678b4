//! Dates, ends, populations and amounts that leave little to judge, or too much.

use retention::lifecycle::{
    Backtest, Classifier, Given, Rule, Rules, Silence, Stage, StageChanges, Stages, Thresholds,
    TrendOf,
};
use retention::purchases::{ReturnMeasure, Steps};

use super::{at, by_rhythm, date, span, until};
use crate::*;

#[test]
fn as_of_dates_at_the_ends_of_the_calendar_overflow() {
    let beyond = |error: Error| {
        matches!(
            error,
            Error::Overflow {
                operation: "the calendar",
                ..
            }
        )
    };
    let (min, max) = (NaiveDate::MIN, NaiveDate::MAX);
    for day in [min, min + chrono::Days::new(150), max] {
        let log = log(&[at(1, day, dec!(5))]);
        let observed = log.observe(log.window(), Policy::default()).unwrap();
        assert!(
            beyond(Stages::of(&observed, Rules::default()).unwrap_err()),
            "{day}"
        );
        let curve = observed
            .return_curves(Period::Day, Steps::default())
            .unwrap();
        assert!(
            beyond(Classifier::new(Rules::default(), &curve).unwrap_err()),
            "{day}"
        );
    }
    // From the first day of the calendar to the last but one.
    let eve = max.pred_opt().unwrap();
    let log = log(&[
        at(1, min, dec!(5)),
        at(1, eve, dec!(5)),
        at(2, min, dec!(5)),
    ]);
    let observed = log.observe(until(&log, eve), Policy::default()).unwrap();
    let stages = Stages::of(&observed, Rules::default()).unwrap();
    let tenure = (eve - min).num_days() as u32;
    let figures = |id| {
        let one = stages.get(&id).unwrap();
        (one.tenure_days, one.silence_days, one.mean_interval_days)
    };
    assert_eq!(figures(1), (tenure, 0, Some(f64::from(tenure))));
    assert_eq!(figures(2), (tenure, tenure, None));

    // The window fits, but a hiatus counted from the last purchase does not.
    let hiatus = Rules::default().silence(Silence::Hiatus {
        decline: span(1, Period::Month),
        lapse: span(2, Period::Month),
    });
    assert_eq!(
        refusal(Stages::of(&observed, hiatus)),
        expected::at_row(expected::overflow("the calendar", eve), 0)
    );

    // The week of the first day may begin before the calendar.
    let first = min.format("%a").to_string().parse::<Weekday>().unwrap();
    let by_week = |weekday| Stages::of(&observed, Rules::default().grain(Period::Week(weekday)));
    assert!(by_week(first).is_ok());
    assert!(matches!(
        by_week(first.succ()),
        Err(Error::Overflow {
            operation: "the calendar",
            at: Some(at),
            ..
        }) if at.row == Some(0)
    ));
}

#[test]
fn a_classifier_made_at_one_date_may_be_asked_at_one_beyond_it() {
    let log = log(&[row(1, 1, dec!(5)), row(1, 9, dec!(5))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let curve = observed
        .return_curves(Period::Day, Steps::default())
        .unwrap();
    let classifier = Classifier::new(Rules::default(), &curve).unwrap();
    let dates = [day(1)];
    for as_of in [NaiveDate::MAX, day(1), day(2), date(2100, 1, 1)] {
        let window = Window::new(day(1), as_of).unwrap();
        let history = History::new(&dates, &[dec!(5)], window).unwrap();
        let classified = classifier.classify(&history, Given::default());
        assert_eq!(
            classified.is_err(),
            as_of == NaiveDate::MAX,
            "{as_of}: {classified:?}"
        );
    }
}

/// An end counts from its day on, up to the as-of date, and unless a purchase came after it.
#[test]
fn ends_that_did_not_end_anything_are_none() {
    let log = log(&[
        row(1, 5, dec!(5)),
        row(1, 9, dec!(5)),
        row(1, 20, dec!(-1)),
        row(1, 30, dec!(5)),
    ]);
    let window = Window::new(day(1), day(25)).unwrap();
    let observed = log.observe(window, Policy::default()).unwrap();
    for (end, counts) in [
        (NaiveDate::MIN, false),
        (day(4), false), // before the first purchase
        (day(5), false), // before a later one
        (day(8), false),
        (day(9), true),   // on the day of the last
        (day(15), true),  // a refund after it is no purchase
        (day(25), true),  // on the as-of date
        (day(26), false), // not yet
        (day(30), false),
        (NaiveDate::MAX, false),
    ] {
        let stages = Stages::with_ends(&observed, Rules::default(), |_| Some(end)).unwrap();
        let one = stages.get(&1).unwrap();
        assert_eq!(one.recorded_end, counts.then_some(end), "{end}");
        assert_eq!(one.because == Rule::RecordedEnd, counts, "{end}");
    }
    // A refund that counts as a sign of life takes the end back.
    let signs = Policy::default().refund_only(RefundOnly::Purchase);
    let observed = log.observe(window, signs).unwrap();
    let stages = Stages::with_ends(&observed, Rules::default(), |_| Some(day(15))).unwrap();
    assert_eq!(stages.get(&1).unwrap().recorded_end, None);
}

/// Ends of those who are no customers are not looked at.
#[test]
fn ends_are_asked_for_customers_with_a_purchase_only() {
    let log = log(&[row(1, 5, dec!(5)), row(2, 6, dec!(-5)), row(3, 28, dec!(5))]);
    let observed = log
        .observe(Window::new(day(1), day(20)).unwrap(), Policy::default())
        .unwrap();
    let asked = std::cell::RefCell::new(Vec::new());
    let ended = |id: &u32| {
        asked.borrow_mut().push(*id);
        None
    };
    let stages = Stages::with_ends(&observed, Rules::default(), ended).unwrap();
    assert_eq!((stages.rows.len(), stages.without_purchase), (1, 2));
    assert_eq!(asked.into_inner(), [1]);
}

#[test]
fn without_a_purchase_there_is_no_stage() {
    let log = log(&[row(1, 5, dec!(-5)), row(2, 20, dec!(5))]);
    let observed = log
        .observe(Window::new(day(1), day(10)).unwrap(), Policy::default())
        .unwrap();
    let stages = Stages::of(&observed, Rules::default()).unwrap();
    assert_eq!((stages.rows.len(), stages.without_purchase), (0, 2));
    assert_eq!(
        (stages.get(&1), stages.get(&2), stages.get(&3)),
        (None, None, None)
    );
    for &stage in Stage::ALL {
        assert_eq!(
            (stages.count(stage), stages.share(stage).value()),
            (0, None)
        );
        assert_eq!(stages.in_stage(stage).count(), 0);
    }
    let classifier = Classifier::new(Rules::default(), &stages.curves).unwrap();
    assert_eq!(classifier.thresholds_after(1), None);
    assert_eq!(classifier.established_days(), None);
    let dates = [day(5)];
    let empty = History::new(&[], &[], may()).unwrap();
    let refunds = History::new(&dates, &[dec!(-5)], may()).unwrap();
    for history in [empty, refunds] {
        assert_eq!(
            classifier.classify(&history, Given::default().ended(Some(day(9)))),
            Ok(None)
        );
    }
    // Nothing to test, and nothing has changed.
    let policy = Policy::default();
    let backtest = Backtest::of(
        &log,
        Window::new(day(1), day(10)).unwrap(),
        day(31),
        policy,
        Rules::default(),
    )
    .unwrap();
    assert!(backtest.rows.is_empty());
    assert_eq!(
        (backtest.misled().value(), backtest.given_up().value()),
        (None, None)
    );
    let later = log
        .observe(Window::new(day(1), day(12)).unwrap(), policy)
        .unwrap();
    let changes =
        StageChanges::between(&stages, &Stages::of(&later, Rules::default()).unwrap()).unwrap();
    assert!(
        changes
            .transitions
            .cells()
            .iter()
            .all(|cell| cell.customers == 0)
    );
    let rate = changes
        .transitions
        .rate(Some(Stage::Growth), Some(Stage::Decline));
    assert_eq!(rate.value(), None);
    assert!(changes.moves.is_empty());
}

#[test]
fn one_row_is_a_new_customer() {
    let log = log(&[row(1, 5, dec!(0))]);
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let stages = Stages::of(&observed, Rules::default()).unwrap();
    let one = stages.get(&1).unwrap();
    assert_eq!(
        (one.stage, one.because),
        (Stage::Acquisition, Rule::TooYoung)
    );
    assert_eq!((one.tenure_days, one.silence_days), (0, 0));
    assert_eq!(
        (one.mean_interval_days, one.thresholds, one.trend),
        (None, None, None)
    );
    assert_eq!((one.established_days, one.recorded_end), (None, None));
}

/// Where nobody came back there is no curve to judge by, however long the silence.
#[test]
fn where_nobody_came_back_one_time_buyers_are_not_judged() {
    let log = log(&[row(1, 1, dec!(5)), row(2, 2, dec!(5))]);
    let observed = log
        .observe(until(&log, date(2034, 5, 1)), Policy::default())
        .unwrap();
    for &by in ReturnMeasure::ALL {
        let rules = by_rhythm()
            .least_returns(0)
            .least_at_risk(1)
            .one_time_buyers(by);
        let stages = Stages::of(&observed, rules).unwrap();
        for one in stages.rows.iter().map(|row| row.result) {
            assert_eq!((one.because, one.thresholds), (Rule::FewPurchases, None));
        }
    }
    // By the mean of those who came back there is nothing either.
    let means = Silence::MeanIntervals {
        decline: 1.0,
        lapse: 3.0,
    };
    let rules = by_rhythm().least_returns(0).least_at_risk(1).silence(means);
    assert_eq!(
        Stages::of(&observed, rules)
            .unwrap()
            .get(&1)
            .unwrap()
            .thresholds,
        None
    );
}

/// Everyone is back within 10 days, so who is not yet is late by the returners, and not lost by the
/// chance, which was never seen to fail.
#[test]
fn where_everyone_came_back_the_measure_decides() {
    let mut rows: Vec<_> = (1..=10).map(|customer| row(customer, 1, dec!(5))).collect();
    rows.extend((1..=10).map(|customer| row(customer, 1 + customer, dec!(5))));
    let log = log(&rows);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let curve = observed
        .return_curves(Period::Day, Steps::default())
        .unwrap();
    let dates = [day(1)];
    let history = History::new(&dates, &[dec!(5)], may()).unwrap();
    let because = |by| {
        let rules = by_rhythm()
            .least_returns(10)
            .least_at_risk(1)
            .one_time_buyers(by);
        let classifier = Classifier::new(rules, &curve).unwrap();
        classifier
            .classify(&history, Given::default())
            .unwrap()
            .unwrap()
            .because
    };
    assert_eq!(because(ReturnMeasure::ChanceOfReturn), Rule::FewPurchases);
    assert_eq!(because(ReturnMeasure::ShareOfReturners), Rule::Lapsed);
}

#[test]
fn money_beyond_a_decimal_overflows_at_the_customers_row() {
    // Since before the periods compared, so that there is a trend to sum.
    let early = date(2023, 1, 1);
    let rows = [
        at(1, early, dec!(5)),
        at(2, early, dec!(5)),
        at(2, date(2024, 4, 1), Decimal::MAX),
        at(2, date(2024, 4, 2), Decimal::MAX),
    ];
    let log = log(&rows);
    let observed = log
        .observe(until(&log, day(31)), Policy::default())
        .unwrap();
    assert!(matches!(
        Stages::of(&observed, Rules::default()),
        Err(Error::Overflow {
            operation: "an exact sum of money",
            at: Some(at),
            ..
        }) if at.row == Some(1)
    ));
    // Who was no customer then has no trend, but a revenue, which the changes of stage add up.
    let fewer = crate::log(&rows[2..]);
    let observed = fewer
        .observe(until(&fewer, day(31)), Policy::default())
        .unwrap();
    let error = Stages::of(&observed, Rules::default()).unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }));
    assert_eq!(error.row(), Some(0));
}

/// At ten decimal places three of the largest amounts exceed 127 bits, within a day and across days.
#[test]
fn money_beyond_128_bits_overflows_too() {
    let fine = at(1, date(2023, 1, 1), dec!(0.0000000001));
    let large = Decimal::from_i128_with_scale(Decimal::MAX.mantissa() / 10, 0);
    for days in [[1, 2, 3], [1, 1, 1]] {
        let rows: Vec<_> = days
            .map(|on| at(1, date(2024, 4, on), large))
            .into_iter()
            .chain([fine])
            .collect();
        let log = log(&rows);
        let observed = log
            .observe(until(&log, day(31)), Policy::default())
            .unwrap();
        let error = Stages::of(&observed, Rules::default()).unwrap_err();
        assert!(
            matches!(
                error,
                Error::Overflow {
                    at: Some(ref at),
                    ..
                } if at.row == Some(0)
            ),
            "{error:?}"
        );
    }
}

/// Amounts as far apart as they go have a change, and one or two of them are no trend.
#[test]
fn changes_as_large_as_money_goes_are_changes() {
    let at_rate = |before: Decimal, recent: Decimal, rate: f64| {
        let log = log(&[
            at(1, date(2023, 1, 1), dec!(0)),
            at(1, date(2024, 2, 1), before),
            at(1, date(2024, 5, 1), recent),
        ]);
        let signs = Policy::default().refund_only(RefundOnly::Purchase);
        let observed = log.observe(until(&log, day(31)), signs).unwrap();
        let rules = Rules::default()
            .trend_of(TrendOf::Spending)
            .trend_purchases(0)
            .trend_rate(rate);
        let stages = Stages::of(&observed, rules).unwrap();
        stages.get(&1).unwrap().trend.unwrap()
    };
    let trend = |before: Decimal, recent: Decimal| {
        let trend = at_rate(before, recent, 0.10);
        assert_eq!(trend.rule, Rule::NoTrend);
        trend
    };
    let most = Decimal::MAX;
    assert_eq!(trend(most, -most).change(), Some(-2.0));
    assert_eq!(at_rate(most, -most, 0.6).rule, Rule::Falling);
    assert_eq!(trend(most, dec!(0)).change(), Some(-1.0));
    assert_eq!(trend(dec!(0), most).change(), None);
    trend(dec!(0), -most);
    let nothing = trend(dec!(0), dec!(0));
    assert_eq!((nothing.change(), nothing.p_value), (None, Some(1.0)));
    // Less than nothing before: neither a change nor a direction.
    let paid_back = trend(-most, most);
    assert_eq!((paid_back.change(), paid_back.p_value), (None, None));
    let smallest = trend(least(), least());
    assert_eq!(
        (smallest.change(), smallest.p_value),
        (Some(0.0), Some(1.0))
    );
}

/// One purchase, or none, in the spans compared is a trend of nothing; without purchases of a least
/// number it is not even tested.
#[test]
fn too_few_purchases_are_no_trend() {
    let of = |purchases: &[NaiveDate], rules: Rules| {
        let rows: Vec<_> = std::iter::once(&date(2023, 1, 1))
            .chain(purchases)
            .map(|&on| at(1, on, dec!(5)))
            .collect();
        let log = log(&rows);
        let observed = log
            .observe(until(&log, day(31)), Policy::default())
            .unwrap();
        let stages = Stages::of(&observed, rules).unwrap();
        let trend = stages.get(&1).unwrap().trend.unwrap();
        (trend.purchases(), trend.p_value, trend.rule)
    };
    for &kind in TrendOf::ALL {
        let rules = Rules::default().trend_of(kind);
        assert_eq!(of(&[], rules), (0, None, Rule::NoTrend));
        let any = rules.trend_purchases(0).trend_rate(0.9);
        assert_eq!(of(&[], any), (0, Some(1.0), Rule::NoTrend));
        assert_eq!(
            of(&[day(30)], rules.trend_purchases(2)),
            (1, None, Rule::NoTrend)
        );
        let (_, p_value, rule) = of(&[day(30)], any);
        // One purchase of two halves, of which the later has 92 of 182 days.
        assert!(p_value.is_some_and(|p_value| p_value > 0.97), "{p_value:?}");
        assert_eq!(rule, Rule::NoTrend);
        // Everybody is untold if nobody buys so often.
        let never = rules.trend_purchases(u32::MAX);
        assert_eq!(
            of(&[day(28), day(29), day(30)], never),
            (3, None, Rule::NoTrend)
        );
    }
}

#[test]
fn a_stage_is_known_by_its_terms_only() {
    for word in ["", "Growth", "growth ", "dissolved", "潜在", "暂停"] {
        let error = Stage::from_term(word).unwrap_err();
        let Error::UnknownName {
            argument: "term of a stage",
            value,
            allowed,
            ..
        } = error
        else {
            panic!("{word}");
        };
        assert_eq!(value, word);
        assert!(
            allowed.starts_with("acquisition, awareness, exploration, 开拓签约, 考察期, growth")
        );
    }
}

/// Of a thousand, so many come back, one after each tenth day, and the others are waited for until
/// the end of the year.
fn thresholds_where(returners: u32) -> Thresholds {
    let first = date(2023, 1, 1);
    let bought = |customer, date| Purchase {
        customer,
        date,
        amount: dec!(5),
    };
    let rows = (1..=1000).map(|customer| bought(customer, first));
    let again = (1..=returners).map(|customer| {
        let days = 10 * u64::from(customer.div_ceil(returners / 10));
        bought(
            customer,
            first.checked_add_days(chrono::Days::new(days)).unwrap(),
        )
    });
    let log = PurchaseLog::from_rows(rows.chain(again)).unwrap();
    let observed = log
        .observe(until(&log, date(2023, 12, 31)), Policy::default())
        .unwrap();
    let curve = observed
        .return_curves(Period::Day, Steps::default())
        .unwrap();
    let classifier = Classifier::new(by_rhythm(), &curve).unwrap();
    classifier.thresholds_after(1).unwrap()
}

/// The chance of return is below 5 % from the first day on and tells nothing, so both thresholds
/// are by those who came back: 10 % of them took the whole 100 days, which is below 20 % first, and
/// none took longer.
#[test]
fn where_three_in_a_hundred_come_back_the_returners_set_both_thresholds() {
    let found = thresholds_where(30);
    assert_eq!((found.decline, found.lapse), (Some(89.0), Some(99.0)));
    let share = Some(ReturnMeasure::ShareOfReturners);
    assert_eq!((found.decline_measure, found.lapse_measure), (share, share));
}

/// The chance is below 20 % from the first day on, and falls below 5 % after 60 days: 40 of 940 are
/// 4.3 %. Four in five returners took 80 days, so the decline is brought forward to the end.
#[test]
fn where_ten_in_a_hundred_come_back_the_chance_still_sets_the_end() {
    let found = thresholds_where(100);
    assert_eq!((found.decline, found.lapse), (Some(59.0), Some(59.0)));
    assert_eq!(
        (found.decline_measure, found.lapse_measure),
        (
            Some(ReturnMeasure::ShareOfReturners),
            Some(ReturnMeasure::ChanceOfReturn)
        )
    );
}

/// Where half come back the chance sets both, as was asked for.
#[test]
fn where_many_come_back_the_chance_sets_both_thresholds() {
    let found = thresholds_where(500);
    // After 80 days 100 of 600 still come back, 16.7 %; after 90 days 50 of 550, 9.1 %.
    assert_eq!((found.decline, found.lapse), (Some(79.0), Some(99.0)));
    let chance = Some(ReturnMeasure::ChanceOfReturn);
    assert_eq!(
        (found.decline_measure, found.lapse_measure),
        (chance, chance)
    );
}

/// A hundred of two hundred come back within fifty days, and the only customer of years before after
/// eight hundred: alone at risk by then, that one return takes the curve to nothing. It judges
/// nobody else, because the rules ask how many were left.
#[test]
fn one_late_return_does_not_acquit_everyone() {
    let first = date(2022, 1, 1);
    let after = |days| first + chrono::Days::new(days);
    let mut rows = vec![at(0, first, dec!(5)), at(0, after(800), dec!(5))];
    rows.extend((1..=200).map(|customer| at(customer, after(700), dec!(5))));
    let back = (1..=100_u32).map(|customer| {
        let days = 700 + u64::from(customer).div_ceil(2);
        at(customer, after(days), dec!(5))
    });
    rows.extend(back);
    let log = log(&rows);
    let observed = log
        .observe(until(&log, after(900)), Policy::default())
        .unwrap();
    let ended = |rules: Rules| {
        let stages = Stages::of(&observed, rules).unwrap();
        (1..=200)
            .filter(|customer| {
                let one = stages.get(customer).unwrap();
                one.purchases == 1 && one.because == Rule::Lapsed
            })
            .count()
    };
    assert_eq!(ended(by_rhythm()), 100);
    assert_eq!(ended(by_rhythm().least_at_risk(1)), 0);

    let curve = observed
        .return_curves(Period::Day, Steps::default())
        .unwrap();
    let ends = |least| {
        let curves = curve.clone().while_at_risk(least);
        let points = curves.first_step().points();
        points.last().map(|point| (point.days, point.at_risk))
    };
    assert_eq!(ends(1), Some((800, 1)));
    assert_eq!(ends(20), Some((50, 103)));
    assert_eq!(ends(1000), None);
}
