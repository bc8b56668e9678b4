//! Back-tests, stage changes, and what lies after the as-of date.

use retention::lifecycle::{Backtest, Classified, Rules, Stage, StageChanges, Stages};

use super::date;
use crate::*;

#[test]
fn a_back_test_looks_at_days_after_those_observed() {
    let log = log(&[row(1, 1, dec!(5)), row(1, 9, dec!(5))]);
    let test =
        |observed, until| Backtest::of(&log, observed, until, Policy::default(), Rules::default());
    for (until, text) in [
        (day(31), "2024-05-31"),
        (day(1), "2024-05-01"),
        (NaiveDate::MIN, "-262143-01-01"),
    ] {
        assert_eq!(
            refusal(test(may(), until)),
            out_of_range(
                "until",
                text,
                "after the days observed, 2024-05-01 to 2024-05-31",
                None
            )
        );
    }
    let to_the_end = Window::new(day(1), NaiveDate::MAX).unwrap();
    assert!(matches!(
        test(to_the_end, NaiveDate::MAX),
        Err(Error::OutOfRange {
            argument: "until",
            ..
        })
    ));
    // The day after is enough, and the end of the calendar not too late.
    let one_day = test(Window::new(day(1), day(8)).unwrap(), day(9)).unwrap();
    assert_eq!(
        one_day.bought_again(Stage::Acquisition),
        Proportion::new(1, 1).unwrap()
    );
    assert!(test(may(), NaiveDate::MAX).is_ok());
    // Before the first purchase there is nobody to test.
    let april = Window::new(date(2024, 4, 1), date(2024, 4, 30)).unwrap();
    assert!(test(april, day(31)).unwrap().rows.is_empty());
}

#[test]
fn a_policy_refuses_what_a_back_test_looks_for() {
    let log = log(&[row(1, 1, dec!(5)), row(1, 9, dec!(-5)), row(1, 20, dec!(5))]);
    let window = Window::new(day(1), day(10)).unwrap();
    let test = |policy| Backtest::of(&log, window, day(31), policy, Rules::default());
    assert!(matches!(
        test(Policy::default().outside(Outside::Refuse)),
        Err(Error::Refused {
            argument: "purchase outside the window",
            at: Some(at),
            ..
        }) if at.row == Some(2)
    ));
    assert!(matches!(
        test(Policy::default().refunds(Treatment::Refuse)),
        Err(Error::Refused {
            argument: "refund",
            at: Some(at),
            ..
        }) if at.row == Some(1)
    ));
}

#[test]
fn stage_changes_are_between_two_dates_by_one_rule_and_policy() {
    let log = log(&[row(1, 1, dec!(5)), row(1, 9, dec!(5))]);
    let observe = |to, policy| {
        log.observe(Window::new(day(1), day(to)).unwrap(), policy)
            .unwrap()
    };
    let (tenth, last) = (
        observe(10, Policy::default()),
        observe(31, Policy::default()),
    );
    let stages = |observed| Stages::of(observed, Rules::default()).unwrap();
    let (base, later) = (stages(&tenth), stages(&last));
    assert!(StageChanges::between(&base, &later).is_ok());
    for (base, same_or_earlier, text) in [
        (&later, &later, "2024-05-31"),
        (&later, &base, "2024-05-10"),
    ] {
        assert_eq!(
            refusal(StageChanges::between(base, same_or_earlier)),
            out_of_range(
                "later date",
                text,
                "after the earlier one, 2024-05-31",
                None
            )
        );
    }
    let others = Stages::of(&last, Rules::default().least_returns(1).least_at_risk(1)).unwrap();
    assert!(matches!(
        StageChanges::between(&base, &others),
        Err(Error::Mismatch {
            argument: "rules",
            ..
        })
    ));
    let dropped = observe(31, Policy::default().refunds(Treatment::Drop));
    assert!(matches!(
        StageChanges::between(&base, &stages(&dropped)),
        Err(Error::Mismatch {
            argument: "policies",
            ..
        })
    ));
}

/// Rows on the far side of the as-of date are nobody's past.
#[test]
fn purchases_after_the_as_of_date_change_nothing() {
    let known = [row(1, 1, dec!(5)), row(1, 9, dec!(5)), row(2, 3, dec!(5))];
    let window = Window::new(day(1), day(15)).unwrap();
    let figures = |log: &PurchaseLog<u32>| -> Vec<(u32, Classified)> {
        let observed = log.observe(window, Policy::default()).unwrap();
        let stages = Stages::of(&observed, Rules::default()).unwrap();
        stages
            .rows
            .iter()
            .map(|row| (row.customer, row.result))
            .collect()
    };
    let more = [
        known.as_slice(),
        &[row(2, 16, dec!(5)), row(3, 31, dec!(5))],
    ]
    .concat();
    assert_eq!(figures(&log(&known)), figures(&log(&more)));
}
