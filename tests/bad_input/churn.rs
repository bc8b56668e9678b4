//! Churn: rates, exits and their reasons, churn from purchases.

use retention::churn::{
    ActivityChurn, ContactOutcome, CountedReasons, Exit, Exits, ExitsBuilder, ExpectedLoss,
    LeavesAt, Rate, Reason, ReasonCodes, WinnableReasons, WinnableRules,
};
use retention::lifecycle::{Rules, Silence, Stages};

use crate::expected::in_full;
use crate::*;

fn span(count: u32, period: Period) -> Span {
    Span::new(count, period).unwrap()
}

fn month() -> Span {
    span(1, Period::Month)
}

#[test]
fn a_rate_outside_0_to_1_is_refused() {
    for (lost, name) in [(-0.01, "-0.01"), (1.2, "1.2"), (5.0, "5")] {
        let expected = expected::out_of_range("lost", name, "0 to 1");
        assert_eq!(refusal(Rate::new(lost, month())), expected);
        let expected = expected::out_of_range("retained", name, "0 to 1");
        assert_eq!(refusal(Rate::from_retained(lost, month())), expected);
    }
    for lost in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let expected = expected::not_finite("lost", lost);
        assert_eq!(refusal(Rate::new(lost, month())), expected);
        assert!(Rate::from_retained(lost, month()).is_err());
    }
}

#[test]
fn rates_of_nobody_and_of_everybody_have_documented_ends() {
    let year = span(1, Period::Year);
    let nobody = Rate::new(0.0, month()).unwrap();
    assert_eq!(nobody.over(year).lost(), 0.0);
    assert!(nobody.over(year).lost().is_sign_positive());
    assert_eq!(nobody.half_life(), None);
    let everybody = Rate::new(1.0, month()).unwrap();
    assert_eq!(everybody.over(year).lost(), 1.0);
    assert_eq!(everybody.half_life(), Some(0.0));
    for (leaves, expected) in [
        (LeavesAt::EndOfPeriod, 1.0),
        (LeavesAt::StartOfPeriod, 0.0),
        (LeavesAt::AnyTime, 0.0),
    ] {
        assert_eq!(nobody.expected_lifetime(leaves), None);
        assert_eq!(everybody.expected_lifetime(leaves), Some(expected));
        let tiny = Rate::new(f64::from_bits(1), month()).unwrap();
        assert_eq!(tiny.expected_lifetime(leaves), None);
    }
    // A small rate keeps its digits, and so does a small remainder.
    let small = Rate::new(1e-15, month()).unwrap().over(year);
    assert!((small.lost() / 1.2e-14 - 1.0).abs() < 1e-12);
    let longest = span(u32::MAX, Period::Year);
    let lost = small.over(longest).lost();
    let expected = -(-1.2e-14 * f64::from(u32::MAX)).exp_m1();
    assert!((lost / expected - 1.0).abs() < 1e-9, "{lost}");
}

#[test]
fn exits_that_contradict_themselves_are_refused_with_their_row() {
    let good = Exit::new(1, day(3), [Reason::Price]);
    let refused = |bad: Exit<u32>| in_full(Exits::from_rows([good.clone(), bad]));
    assert_eq!(
        refused(Exit {
            joined: Some(day(9)),
            ..Exit::new(2, day(8), [])
        }),
        "first day must be 2024-05-08 or earlier, the day of the exit, got 2024-05-09 at row 1 \
         (counted from 0)"
    );
    assert_eq!(
        refused(Exit {
            returned: Some(day(8)),
            ..Exit::new(2, day(8), [])
        }),
        "day of the return must be after 2024-05-08, the day of the exit, got 2024-05-08 at row 1 \
         (counted from 0)"
    );
    assert!(
        refused(Exit {
            outcome: Some(ContactOutcome::Refused),
            ..Exit::new(2, day(8), [])
        })
        .ends_with("at row 1 (counted from 0); set the day of the contact too")
    );
    let twice = refused(Exit::new(2, day(8), [Reason::Price, Reason::Price]));
    assert!(
        twice.contains("reason") && twice.contains("price at row 1"),
        "{twice}"
    );
    let again = refused(Exit::new(1, day(3), [Reason::MovedAway]));
    assert!(again.contains("2024-05-03 at row 1"), "{again}");
    assert!(again.ends_with("give the exit all its reasons in one row"));
    let back = Exit {
        returned: Some(day(20)),
        ..Exit::new(1, day(3), [])
    };
    assert_eq!(
        in_full(Exits::from_rows([Exit::new(1, day(9), []), back])),
        "date must be 2024-05-20 or later, the return from the exit before, got 2024-05-09 at row 0 \
         (counted from 0)"
    );
}

#[test]
fn a_builder_goes_on_after_a_refused_exit() {
    let mut builder = ExitsBuilder::new();
    builder.push(Exit::new(1, day(3), [])).unwrap();
    let bad = Exit {
        joined: Some(day(9)),
        ..Exit::new(2, day(8), [])
    };
    assert!(builder.push(bad).is_err());
    assert_eq!(builder.rows(), 1);
    builder.push(Exit::new(3, day(4), [])).unwrap();
    assert_eq!(builder.finish().unwrap().rows().len(), 2);
}

#[test]
fn nobody_who_left_is_a_tally_of_nothing() {
    let nobody = Exits::<u32>::from_rows([]).unwrap();
    let tally = nobody.tally(may(), CountedReasons::All).unwrap();
    assert_eq!(
        (tally.exits, tally.missing, tally.value),
        (0, 0, Decimal::ZERO)
    );
    assert_eq!(tally.controllable.value(), None);
    assert_eq!(tally.of_reason(Reason::Price).exits.value(), None);
    let rate = nobody.win_back(may(), month(), day(31)).unwrap();
    assert_eq!((rate.returned.value(), rate.not_followed), (None, 0));
    assert_eq!(rate.of_reason(Reason::Price).value(), None);
    let winnable = nobody.winnable(day(31), WinnableRules::default()).unwrap();
    assert!(winnable.customers.is_empty() && winnable.value.is_zero());
}

#[test]
fn exits_outside_the_window_and_after_the_as_of_date_are_told_apart() {
    let exits = Exits::from_rows([
        Exit::new(1, day(1).pred_opt().unwrap(), [Reason::Price]),
        Exit::new(2, day(1), [Reason::Price]),
        Exit::new(3, day(31), [Reason::Price]),
    ])
    .unwrap();
    assert_eq!(exits.tally(may(), CountedReasons::All).unwrap().exits, 2);
    let any = WinnableRules::default().reasons(WinnableReasons::Any);
    let found = exits.winnable(day(30), any).unwrap();
    assert_eq!((found.later, found.without_value), (1, 2));
    let rate = exits
        .win_back(may(), span(31, Period::Day), day(31))
        .unwrap();
    assert_eq!(
        (rate.returned.to_string(), rate.not_followed),
        ("0 of 1".into(), 1)
    );
}

#[test]
fn money_beyond_a_decimal_and_days_beyond_the_calendar_are_errors_with_their_row() {
    let rich = |customer| Exit {
        value: Some(Decimal::MAX),
        ..Exit::new(customer, day(3), [Reason::Price])
    };
    let exits = Exits::from_rows([rich(1), rich(2)]).unwrap();
    let tally = exits.tally(may(), CountedReasons::All);
    assert!(matches!(tally, Err(Error::Overflow { .. })), "{tally:?}");
    let winnable = exits.winnable(day(4), WinnableRules::default());
    assert!(
        matches!(winnable, Err(Error::Overflow { .. })),
        "{winnable:?}"
    );
    let long = span(u32::MAX, Period::Year);
    let error = exits.win_back(may(), long, day(31)).unwrap_err();
    assert_eq!(error.row(), Some(0));
    assert!(
        exits
            .winnable(day(4), WinnableRules::default().within(long))
            .is_err()
    );
    let days = Window::new(day(1), NaiveDate::from_ymd_opt(2044, 1, 1).unwrap()).unwrap();
    let many = exits.tallies(days, Period::Day, CountedReasons::All);
    assert!(in_full(many).ends_with("take a longer period or a shorter window"));
}

#[test]
fn reason_codes_are_few_things_once_each() {
    let none: [(&str, Reason); 0] = [];
    assert_eq!(
        refusal(ReasonCodes::new(none)),
        expected::empty("text of a reason")
    );
    let twice = ReasonCodes::new([
        ("x", Reason::Price),
        ("y", Reason::Price),
        ("x", Reason::Bankrupt),
    ]);
    assert_eq!(twice.unwrap_err().row(), Some(2));
    let codes = ReasonCodes::new([("", Reason::Price)]).unwrap();
    assert_eq!(codes.read(""), Ok(Reason::Price));
    assert_eq!(codes.read(" "), Ok(Reason::Price));
    assert!(codes.read(".").is_err());
    assert!("Price".parse::<Reason>().is_err());
}

#[test]
fn texts_that_differ_in_case_width_or_outer_space_are_one() {
    let codes = ReasonCodes::new([("价格太高 A", Reason::Price), ("Moved", Reason::MovedAway)]);
    let codes = codes.unwrap();
    for text in ["moved", "MOVED", "\tmoved\u{3000}", "ＭＯＶＥＤ", "Ｍoved"] {
        assert_eq!(codes.read(text), Ok(Reason::MovedAway), "{text}");
    }
    assert_eq!(codes.read("价格太高\u{3000}ａ"), Ok(Reason::Price));
    for text in ["mo ved", "moved.", "价格太高a"] {
        assert!(codes.read(text).is_err(), "{text}");
    }
    for (other, reason) in [(" ＭOVED", Reason::Price), ("moved ", Reason::MovedAway)] {
        let twice = ReasonCodes::new([("x", Reason::Price), (other, reason), ("Moved", reason)]);
        assert_eq!(twice.clone().unwrap_err().row(), Some(2));
        assert_eq!(
            refusal(twice),
            expected::at_row(
                expected::duplicate("text", format!("{other:?} and \"Moved\"")),
                2
            )
        );
    }
}

#[test]
fn churn_from_purchases_of_nobody_is_nothing() {
    let log = log(&[row(1, 20, dec!(5))]);
    let rules = Rules::default();
    let early = Window::new(day(1), day(10)).unwrap();
    let observed = log.observe(early, Policy::default()).unwrap();
    let churn = ActivityChurn::of(&observed, Period::Month, rules).unwrap();
    let only = churn.periods[0];
    assert_eq!((only.at_start, only.at_end, only.complete), (0, 0, false));
    assert_eq!(only.churn().value(), None);
    assert_eq!(only.expected.lost(), None);
    let stages = Stages::of(&observed, rules).unwrap();
    let expected = ExpectedLoss::of(&stages, |_| true).unwrap();
    assert_eq!(
        (expected.told, expected.untold, expected.lost),
        (0, 0, None)
    );
}

#[test]
fn rules_without_a_chance_expect_no_number() {
    let log = log(&[row(1, 2, dec!(5)), row(2, 3, dec!(5))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let means = Silence::MeanIntervals {
        decline: 2.0,
        lapse: 3.0,
    };
    let stages = Stages::of(&observed, Rules::default().silence(means)).unwrap();
    let expected = ExpectedLoss::of(&stages, |_| true).unwrap();
    assert_eq!(
        (expected.told, expected.untold, expected.lost),
        (0, 2, None)
    );
    assert_eq!(expected.untold_at_least, 0.0);
    // Nor can they be held to anything.
    let tested = ExpectedLoss::back_tested(&observed, Rules::default().silence(means), |_| true);
    let tested = tested.unwrap();
    assert_eq!((tested.now, tested.back_test), (expected, None));
    assert_eq!((tested.widened, tested.corrected), (None, None));
}

#[test]
fn a_back_test_needs_records_of_one_horizon() {
    let log = log(&[row(1, 2, dec!(5)), row(2, 3, dec!(5)), row(2, 4, dec!(5))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let tested = ExpectedLoss::back_tested(&observed, Rules::default(), |_| true).unwrap();
    assert_eq!(
        (tested.back_test, tested.widened, tested.corrected),
        (None, None, None)
    );
    // A horizon of 30 days reaches back to the first day, when nobody had bought.
    let month = Silence::ChanceOfReturn {
        horizon: span(30, Period::Day),
        cost_ratio: 9.0,
        decline: 0.5,
    };
    let tested = ExpectedLoss::back_tested(&observed, Rules::default().silence(month), |_| true);
    let tested = tested.unwrap();
    let then = tested.back_test.unwrap();
    assert_eq!((then.as_of, then.expected.told, then.lost), (day(1), 0, 0));
    assert_eq!((tested.widened, tested.corrected), (None, None));
}

#[test]
fn too_many_periods_and_wrong_rules_of_churn_are_refused() {
    let log = log(&[row(1, 2, dec!(5))]);
    let long = Window::new(day(1), NaiveDate::from_ymd_opt(2044, 1, 1).unwrap()).unwrap();
    let observed = log.observe(long, Policy::default()).unwrap();
    let many = ActivityChurn::of(&observed, Period::Day, Rules::default());
    assert!(in_full(many).ends_with("take a longer period or a shorter window"));
    let wrong = Rules::default().trend_rate(f64::NAN);
    assert!(ActivityChurn::of(&observed, Period::Year, wrong).is_err());
}
