//! Statuses.

use crate::*;

fn month() -> Span {
    Span::new(1, Period::Month).unwrap()
}

fn rows(found: &pyramid::Statuses<u32>) -> Vec<(u32, Status)> {
    let rows = found.rows.iter();
    rows.map(|row| (row.customer, row.status)).collect()
}

#[test]
fn a_non_buyer_is_listed_once() {
    let log = log(&[row(1, 1, dec!(5))]);
    let listed = [
        (9, Status::Prospect),
        (8, Status::Suspect),
        (9, Status::Suspect),
    ];
    let error = statuses(&log, day(31), month(), Policy::default(), listed).unwrap_err();
    assert!(matches!(
        error,
        Error::Duplicate {
            argument: "customer",
            at: Some(at),
            ..
        } if at.row == Some(2)
    ));
}

#[test]
fn before_the_first_purchase_nobody_is_a_customer() {
    let log = log(&[row(1, 20, dec!(5)), row(2, 25, dec!(5))]);
    let found = statuses(
        &log,
        day(10),
        month(),
        Policy::default(),
        [(2, Status::Suspect), (3, Status::Prospect)],
    )
    .unwrap();
    assert_eq!(rows(&found), [(2, Status::Suspect), (3, Status::Prospect)]);
    assert_eq!((found.not_yet, found.bought_after_all), (1, 0));
}

#[test]
fn a_buyer_listed_as_none_is_a_buyer_and_counted() {
    let log = log(&[row(1, 1, dec!(5))]);
    let found = statuses(
        &log,
        day(31),
        month(),
        Policy::default(),
        [(1, Status::Suspect)],
    )
    .unwrap();
    assert_eq!(rows(&found), [(1, Status::Active)]);
    assert_eq!((found.not_yet, found.bought_after_all), (0, 1));
}

#[test]
fn a_span_beyond_the_calendar_overflows() {
    let log = log(&[row(1, 1, dec!(5))]);
    let none: [(u32, Status); 0] = [];
    for (as_of, span) in [
        (day(31), Span::new(u32::MAX, Period::Day).unwrap()),
        (NaiveDate::MIN, month()),
        (NaiveDate::MAX, month()),
    ] {
        assert!(
            matches!(
                statuses(&log, as_of, span, Policy::default(), none),
                Err(Error::Overflow {
                    operation: "the calendar",
                    ..
                })
            ),
            "{as_of}"
        );
    }
}

#[test]
fn a_policy_refuses_what_was_bought_later() {
    let log = log(&[row(1, 1, dec!(5)), row(1, 20, dec!(5))]);
    let none: [(u32, Status); 0] = [];
    let strict = Policy::default().outside(Outside::Refuse);
    assert!(matches!(
        statuses(&log, day(10), month(), strict, none),
        Err(Error::Refused {
            argument: "purchase outside the window",
            at: Some(at),
            ..
        }) if at.row == Some(1)
    ));
}

#[test]
fn a_buyer_is_not_listed_as_one() {
    let log = log(&[row(1, 1, dec!(5))]);
    for (status, name) in [(Status::Active, "active"), (Status::Inactive, "inactive")] {
        let listed = [(8, Status::Suspect), (9, status)];
        assert_eq!(
            refusal(statuses(&log, day(31), month(), Policy::default(), listed)),
            out_of_range(
                "status of a non-buyer",
                name,
                "prospect, suspect or rest_of_world",
                Some(1)
            )
        );
    }
}
