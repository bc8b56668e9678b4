//! Butterflies, true friends, strangers and barnacles.

use retention::lifecycle::{
    Outlook, Portfolio, PortfolioType, RelationshipSign, RelationshipType, Relationships,
};

use crate::*;

fn one(customer: u32, duration: f64, profit: Decimal) -> Outlook<u32> {
    Outlook {
        customer,
        duration,
        profit,
    }
}

#[test]
fn no_customer_is_no_portfolio() {
    let empty: [Outlook<u32>; 0] = [];
    let given = Portfolio::new(empty, 1.0, dec!(1));
    for refused in [Portfolio::of(empty), given] {
        assert_eq!(refusal(refused), expected::empty("customer"));
    }
}

#[test]
fn a_duration_is_zero_or_more() {
    for (value, text) in NOT_FINITE {
        assert_eq!(
            refusal(Portfolio::of([
                one(1, 1.0, dec!(1)),
                one(2, value, dec!(1))
            ])),
            not_finite("duration", text, Some(1))
        );
    }
    assert_eq!(
        refusal(Portfolio::of([one(1, -1.0, dec!(1))])),
        out_of_range("duration", "-1", "0 or more", Some(0))
    );
    assert_eq!(
        refusal(Portfolio::new([one(1, 1.0, dec!(1))], f64::NAN, dec!(0))),
        not_finite("long_from", "NaN", None)
    );
}

#[test]
fn a_customer_stands_once() {
    let rows = [
        one(7, 1.0, dec!(1)),
        one(5, 2.0, dec!(2)),
        one(7, 3.0, dec!(3)),
    ];
    assert_eq!(
        refusal(Portfolio::of(rows)),
        expected::at_row(expected::duplicate("customer", "rows 0 and 2"), 2)
    );
}

#[test]
fn one_customer_is_at_both_medians() {
    let portfolio = Portfolio::of([one(1, 0.0, dec!(-3))]).unwrap();
    assert_eq!(portfolio.rows.len(), 1);
    assert_eq!(portfolio.get(&1), Some(PortfolioType::TrueFriend));
    assert_eq!(portfolio.get(&2), None);
}

#[test]
fn medians_of_large_numbers_do_not_overflow() {
    let rows = [
        one(1, f64::MAX, Decimal::MAX),
        one(2, f64::MAX, Decimal::MIN),
    ];
    let portfolio = Portfolio::of(rows).unwrap();
    assert_eq!(
        (portfolio.long_from, portfolio.high_from),
        (f64::MAX, dec!(0))
    );

    let rows = [one(1, 1.0, Decimal::MAX), one(2, 1.0, Decimal::MAX)];
    let error = Portfolio::of(rows).unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }), "{error}");
}

#[test]
fn without_a_sign_a_relationship_turns_on_the_price() {
    assert_eq!(
        RelationshipType::classify([]),
        RelationshipType::PriceCentred
    );
}

/// Signs may repeat, contradict each other, and be of somebody who never bought.
#[test]
fn relationships_take_the_closest_sign_of_customers() {
    use RelationshipSign::{CoCreation, Contact};
    let log = log(&[
        row(1, 1, dec!(5)),
        row(2, 2, dec!(5)),
        row(2, 9, dec!(5)),
        row(3, 4, dec!(-5)),
    ]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let signs = [
        (2, Contact),
        (2, CoCreation),
        (2, Contact),
        (3, Contact),
        (9, Contact),
    ];
    let found = Relationships::of(&observed, Period::Day, signs).unwrap();
    let of = |id: u32| found.rows.get(&id).map(|row| row.relationship);
    assert_eq!(of(1), Some(Some(RelationshipType::PriceCentred)));
    assert_eq!(of(2), Some(Some(RelationshipType::ValueCentred)));
    assert_eq!((of(3), of(9), found.left_out), (None, None, 2));
    let without = Relationships::of(&observed, Period::Day, []).unwrap();
    assert_eq!((without.counts.placed, without.counts.missing), (1, 1));
    // Both purchases of customer 2 lie in one month.
    let monthly = Relationships::of(&observed, Period::Month, []).unwrap();
    assert_eq!((monthly.counts.placed, monthly.counts.missing), (2, 0));
}
