//! Comparisons of back-tests, several past dates, and the list to act on.

use retention::estimate::Resampling;
use retention::lifecycle::{
    AtStake, Backtest, Given, RankedBy, RollingBacktest, Rules, Silence, Stages,
};

use super::{date, span};
use crate::*;

const HALF_EVEN: RoundingStrategy = RoundingStrategy::MidpointNearestEven;

fn may_log() -> PurchaseLog<u32> {
    log(&[
        row(1, 1, dec!(5)),
        row(1, 9, dec!(5)),
        row(2, 3, dec!(5)),
        row(2, 20, dec!(5)),
        row(3, 4, dec!(5)),
    ])
}

fn means() -> Rules {
    Rules::default().silence(Silence::MeanIntervals {
        decline: 1.0,
        lapse: 1.0,
    })
}

fn first_days(to: u32) -> Window {
    Window::new(day(1), day(to)).unwrap()
}

#[test]
fn what_is_given_is_checked_at_the_customers_row() {
    let log = may_log();
    let test = |rules, chance| {
        let given = |id: &u32| Given::default().chance((*id == 2).then_some(chance));
        Backtest::with(
            &log,
            first_days(15),
            day(31),
            Policy::default(),
            rules,
            given,
        )
    };
    for (chance, message) in [
        (
            1.5,
            out_of_range("chance of return", "1.5", "0 to 1", Some(2)),
        ),
        (
            f64::NAN,
            expected::at_row(expected::not_finite("chance of return", "NaN"), 2),
        ),
    ] {
        assert_eq!(refusal(test(Rules::default(), chance)), message);
    }
    assert!(matches!(test(means(), 0.5), Err(Error::Unsupported { .. })));
    // An end recorded for a day after the past date is not known then.
    let late = |id: &u32| Given::default().ended((*id == 2).then(|| day(16)));
    let plain = Backtest::of(&log, first_days(15), day(31), Policy::default(), means());
    let found = Backtest::with(
        &log,
        first_days(15),
        day(31),
        Policy::default(),
        means(),
        late,
    );
    assert_eq!(found, plain);
}

#[test]
fn a_back_test_of_nobody_has_no_figures() {
    let april = Window::new(date(2024, 4, 1), date(2024, 4, 30)).unwrap();
    let test = Backtest::of(
        &may_log(),
        april,
        day(31),
        Policy::default(),
        Rules::default(),
    )
    .unwrap();
    for proportion in [
        test.misled(),
        test.recognised(),
        test.given_up(),
        test.returned(),
    ] {
        assert_eq!(proportion, Proportion::new(0, 0).unwrap());
    }
    assert_eq!((test.cost(4.0), test.calibration(5)), (Ok(0.0), Ok(None)));
    assert_eq!(test.judgement().ranked, None);
    let compared = test.compare(&test, 0, Resampling::default()).unwrap();
    assert_eq!((compared.auc, compared.at_equal_number), (None, None));
}

#[test]
fn costs_are_0_or_more_and_groups_1_or_more() {
    let given = |_: &u32| Given::default().chance(Some(0.5));
    let horizon = Silence::ChanceOfReturn {
        horizon: span(10, Period::Day),
        cost_ratio: 4.0,
        decline: 0.4,
    };
    let rules = Rules::default().silence(horizon);
    let test = Backtest::with(
        &may_log(),
        first_days(15),
        day(31),
        Policy::default(),
        rules,
        given,
    );
    let test = test.unwrap();
    assert_eq!(
        refusal(test.cost(-1.0)),
        expected::out_of_range("cost ratio", "-1", "0 or more")
    );
    assert_eq!(
        refusal(test.cost(f64::NAN)),
        expected::not_finite("cost ratio", "NaN")
    );
    assert_eq!(
        refusal(test.calibration(0)),
        expected::out_of_range("groups", 0, "1 or more")
    );
    assert_eq!(
        test.calibration(1).unwrap().unwrap().actual,
        Proportion::new(1, 3).unwrap()
    );
}

#[test]
fn back_tests_are_compared_over_the_same_time_and_customers() {
    let log = may_log();
    let test = |to, until, policy| Backtest::of(&log, first_days(to), day(until), policy, means());
    let first = test(15, 31, Policy::default()).unwrap();
    let draws = Resampling::default().draws(1);
    for (other, argument) in [
        (test(14, 31, Policy::default()), "windows observed"),
        (test(15, 30, Policy::default()), "windows afterwards"),
        (
            test(15, 31, Policy::default().refunds(Treatment::Drop)),
            "policies",
        ),
    ] {
        let refused = first.compare(&other.unwrap(), 1, draws).unwrap_err();
        let Error::Mismatch {
            argument: found, ..
        } = refused
        else {
            panic!("{refused}")
        };
        assert_eq!(found, argument);
    }
    // Another log.
    let fewer = super::super::log(&[row(1, 1, dec!(5))]);
    let fewer = Backtest::of(&fewer, first_days(15), day(31), Policy::default(), means()).unwrap();
    assert_eq!(
        refusal(first.compare(&fewer, 1, draws)),
        expected::length("outcomes", 1, 3)
    );
    // With months as the grain the purchase of the 20th is that of the 3rd.
    let months = means().grain(Period::Month);
    let months = Backtest::of(&log, first_days(15), day(31), Policy::default(), months).unwrap();
    assert_eq!(
        refusal(first.compare(&months, 1, draws)),
        expected::at_row(expected::mismatch("outcomes", false, true), 1)
    );
    assert_eq!(
        refusal(first.compare(&first, 4, draws)),
        expected::out_of_range("called", 4, "1 to the number of cases, 3")
    );
    assert_eq!(
        first.compare(&first, 0, draws).unwrap().at_equal_number,
        None
    );
}

#[test]
fn past_dates_are_some_each_once_and_within_the_log() {
    let log = may_log();
    let test = |dates: &[NaiveDate], followed| {
        let dates = dates.iter().copied();
        RollingBacktest::of(&log, dates, followed, Policy::default(), means())
    };
    let week = span(7, Period::Day);
    assert_eq!(refusal(test(&[], week)), expected::empty("past date"));
    assert_eq!(
        refusal(test(&[day(10), day(12), day(10)], week)),
        expected::duplicate("past date", "2024-05-10")
    );
    assert!(matches!(
        test(&[date(2024, 4, 30)], week),
        Err(Error::OutOfRange { .. })
    ));
    assert!(matches!(
        test(&[NaiveDate::MAX], week),
        Err(Error::Overflow { .. })
    ));
    assert!(matches!(
        test(&[day(10)], span(u32::MAX, Period::Year)),
        Err(Error::Overflow { .. } | Error::OutOfRange { .. })
    ));
    // Dates need no order, and a single customer has no error.
    let back = test(&[day(20), day(10)], week).unwrap();
    assert_eq!(back.backtests[1].observed, first_days(10));
    let one = test(&[day(1)], week).unwrap();
    assert_eq!((one.customers, one.auc, one.given_up), (1, None, None));
}

fn staged<'a>(log: &'a PurchaseLog<u32>, to: u32) -> (purchases::Observed<'a, u32>, Stages<u32>) {
    let observed = log.observe(first_days(to), Policy::default()).unwrap();
    // Two have ended, and one declines.
    let silence = Silence::MeanIntervals {
        decline: 0.5,
        lapse: 1.0,
    };
    let rules = Rules::default().silence(silence).least_returns(1);
    let stages = Stages::of(&observed, rules).unwrap();
    (observed, stages)
}

#[test]
fn what_is_at_stake_belongs_to_the_stages_view() {
    let log = may_log();
    let ((earlier, _), (observed, stages)) = (staged(&log, 20), staged(&log, 31));
    let year = span(12, Period::Month);
    let list = |observed, span, places| {
        AtStake::of(
            observed,
            &stages,
            span,
            RankedBy::default(),
            places,
            HALF_EVEN,
        )
    };
    assert!(matches!(
        list(&earlier, year, 2),
        Err(Error::Mismatch {
            argument: "windows of stages and log",
            ..
        })
    ));
    let dropped = Policy::default().refunds(Treatment::Drop);
    let dropped = log.observe(first_days(31), dropped).unwrap();
    assert!(matches!(
        list(&dropped, year, 2),
        Err(Error::Mismatch {
            argument: "policies of stages and log",
            ..
        })
    ));
    let others = super::super::log(&[row(1, 1, dec!(5))]);
    let others = others.observe(first_days(31), Policy::default()).unwrap();
    assert_eq!(
        refusal(list(&others, year, 2)),
        expected::mismatch("customers of stages and log", 3, 1)
    );
    assert_eq!(
        refusal(list(&observed, year, 27)),
        expected::out_of_range("decimal places", 27, "0 to 26")
    );
    assert!(matches!(
        list(&observed, span(u32::MAX, Period::Year), 2),
        Err(Error::Overflow { .. } | Error::OutOfRange { .. })
    ));
    // Who bought nothing in the last week is worth nothing then, and ties stand by key.
    let week = list(&observed, span(7, Period::Day), 2).unwrap();
    assert_eq!(week.all.value, dec!(0));
    assert!(week.rows.is_sorted_by(|a, b| a.customer < b.customer));
}

#[test]
fn values_may_be_unknown_nothing_or_less_and_do_not_overflow() {
    let log = may_log();
    let (_, stages) = staged(&log, 31);
    let list = |value: &dyn Fn(&u32) -> Option<Decimal>| {
        AtStake::with(&stages, value, RankedBy::default(), 2, HALF_EVEN)
    };
    let none = list(&|_| None).unwrap();
    assert!(none.rows.is_empty());
    assert_eq!((none.left_out, none.all.expected_loss), (3, dec!(0)));
    let less = list(&|id| Some(if *id == 2 { dec!(-7.50) } else { dec!(0) })).unwrap();
    assert_eq!(
        less.rows.iter().map(|row| row.customer).collect::<Vec<_>>(),
        [1, 3, 2]
    );
    assert_eq!((less.all.expected_loss, less.all.untold), (dec!(-7.50), 3));
    let large = list(&|id| Some(if *id == 3 { Decimal::MAX } else { dec!(0.01) }));
    assert!(matches!(large, Err(Error::Overflow { .. })));
    let most = list(&|_| Some(dec!(9_999_999_999_999.99))).unwrap();
    assert_eq!(most.all.expected_loss, dec!(29_999_999_999_999.97));
}
