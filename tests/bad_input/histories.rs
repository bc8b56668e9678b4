//! Histories and summaries.

use crate::*;

#[test]
fn dates_and_amounts_belong_together() {
    let dates = [day(1), day(2)];
    for amounts in [vec![], vec![dec!(1)], vec![dec!(1); 3]] {
        assert_eq!(
            refusal(History::new(&dates, &amounts, may())),
            expected::length("amounts", amounts.len(), 2)
        );
    }
}

#[test]
fn dates_are_sorted() {
    let dates = [day(3), day(5), day(4)];
    let error = History::new(&dates, &[dec!(1); 3], may()).unwrap_err();
    assert!(matches!(
        &error,
        Error::Unsorted { argument: "dates", value, at: Some(at), .. } if at.row == Some(2) && value == "2024-05-04"
    ));
}

#[test]
fn dates_lie_within_the_window() {
    let window = Window::new(day(2), day(20)).unwrap();
    for (dates, value, row) in [
        ([day(1), day(3)], "2024-05-01", 0),
        ([day(2), day(21)], "2024-05-21", 1),
        ([NaiveDate::MIN, day(3)], "-262143-01-01", 0),
        ([day(2), NaiveDate::MAX], "+262142-12-31", 1),
    ] {
        assert_eq!(
            refusal(History::new(&dates, &[dec!(1); 2], window)),
            out_of_range(
                "date of a purchase",
                value,
                "within 2024-05-02 to 2024-05-20",
                Some(row)
            )
        );
    }
}

#[test]
fn amounts_that_fit_no_common_scale_overflow_at_their_row() {
    assert!(matches!(
        History::new(&[day(1), day(2)], &[Decimal::MAX, least()], may()),
        Err(Error::Overflow {
            at: Some(at),
            ..
        }) if at.row == Some(1)
    ));
}

#[test]
fn a_history_without_rows_has_nothing_and_says_so() {
    let history = History::new(&[], &[], may()).unwrap();
    assert!(!history.has_purchase());
    assert_eq!(history.last_purchase(), None);
    assert_eq!(history.revenue(), Ok(Decimal::ZERO));
    assert_eq!(history.events(Period::Day), Ok(Vec::new()));
    assert_eq!(history.summary(Period::Day, Ruler::Days), Ok(None));
    let rhythm = history.rhythm(Period::Day, Ruler::Days).unwrap();
    assert_eq!(
        (rhythm.count, rhythm.mean, rhythm.standard_deviation),
        (0, None, None)
    );
}

#[test]
fn one_purchase_has_no_rhythm_and_two_have_no_spread() {
    let dates = [day(1), day(5)];
    let one = History::new(&dates[..1], &[dec!(1)], may()).unwrap();
    let rhythm = one.rhythm(Period::Day, Ruler::Days).unwrap();
    assert_eq!(
        (rhythm.count, rhythm.mean, rhythm.standard_deviation),
        (0, None, None)
    );
    let two = History::new(&dates, &[dec!(1); 2], may()).unwrap();
    let rhythm = two.rhythm(Period::Day, Ruler::Days).unwrap();
    assert_eq!(
        (rhythm.count, rhythm.mean, rhythm.standard_deviation),
        (1, Some(4.0), None)
    );
}

#[test]
fn refunds_alone_are_no_purchase() {
    let dates = [day(1)];
    let history = History::new(&dates, &[dec!(-5)], may()).unwrap();
    assert!(!history.has_purchase());
    assert_eq!(history.events(Period::Day), Ok(Vec::new()));
    assert_eq!(history.summary(Period::Day, Ruler::Days), Ok(None));
}

/// Before all purchases it goes to the first, later to the one before it.
#[test]
fn a_refund_on_a_day_of_its_own_reduces_the_purchase_before_it() {
    let dates = [1, 3, 5, 7, 9, 9].map(day);
    let amounts = [dec!(-1), dec!(10), dec!(-2), dec!(20), dec!(-4), dec!(-0.5)];
    let history = History::new(&dates, &amounts, may()).unwrap();
    let events = |policy: Policy| -> Vec<_> {
        let history = history.clone().with_policy(policy).unwrap();
        let events = history.events(Period::Day).unwrap();
        events
            .iter()
            .map(|event| (event.start, event.rows, event.value))
            .collect()
    };
    assert_eq!(
        events(Policy::default()),
        [(day(3), 3, Some(dec!(7))), (day(7), 3, Some(dec!(15.5)))]
    );
    assert_eq!(
        events(Policy::default().refunds(Treatment::Drop)),
        [(day(3), 3, Some(dec!(10))), (day(7), 3, Some(dec!(20)))]
    );
    let signs_of_life = Policy::default().refund_only(RefundOnly::Purchase);
    assert_eq!(events(signs_of_life)[4], (day(9), 2, Some(dec!(-4.5))));
    assert_eq!(
        events(signs_of_life.refunds(Treatment::Drop))[4],
        (day(9), 2, None)
    );
    assert_eq!(history.last_purchase(), Some(day(7)));
    let last = history.with_policy(signs_of_life).unwrap().last_purchase();
    assert_eq!(last, Some(day(9)));
}

#[test]
fn a_policy_refuses_a_row_of_a_history() {
    let (dates, amounts) = ([day(1), day(2)], [dec!(5), dec!(-1)]);
    let history = History::new(&dates, &amounts, may()).unwrap();
    assert_eq!(
        refusal(history.with_policy(Policy::default().refunds(Treatment::Refuse))),
        expected::at_row(expected::refused("refund", "-1"), 1)
    );
}

#[test]
fn a_summary_keeps_time_in_order() {
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(Summary::new(1, 1.0, bad)),
            not_finite("age", text, None)
        );
        assert_eq!(
            refusal(Summary::new(1, bad, 9.0)),
            not_finite("first_to_last", text, None)
        );
    }
    assert_eq!(
        refusal(Summary::new(0, 0.0, -1.0)),
        out_of_range("age", "-1", "0 or more", None)
    );
    for (frequency, first_to_last, age) in
        [(0, 1.0, 9.0), (1, 0.0, 9.0), (1, 9.5, 9.0), (1, -1.0, 9.0)]
    {
        assert!(
            matches!(
                Summary::new(frequency, first_to_last, age),
                Err(Error::OutOfRange {
                    argument: "first_to_last",
                    ..
                })
            ),
            "{frequency} {first_to_last} {age}"
        );
    }
    assert!(Summary::new(1, 9.0, 9.0).is_ok());
    assert!(Summary::new(0, 0.0, 0.0).is_ok());
}

#[test]
fn a_summary_has_no_more_valued_repeats_than_repeats() {
    let summary = Summary::new(2, 3.0, 9.0).unwrap();
    assert_eq!(
        refusal(summary.with_repeat_value(dec!(5), 3)),
        out_of_range("valued repeats", "3", "at most the frequency, 2", None)
    );
    assert_eq!(
        refusal(summary.with_repeat_value(dec!(5), 0)),
        out_of_range("repeat value", "5", "0 where no repeat has a value", None)
    );
    let valued = summary.with_repeat_value(dec!(5), 2).unwrap();
    assert_eq!(valued.mean_repeat_value(), Some(2.5));
    assert_eq!(summary.mean_repeat_value(), None);
}
