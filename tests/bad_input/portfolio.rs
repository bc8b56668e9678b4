//! Butterflies, true friends, strangers and barnacles.

use retention::lifecycle::{Kind, Portfolio, Prospects, RelationshipType, Split};

use crate::*;

fn one(customer: u32, duration: f64, profit: Decimal) -> Prospects<u32> {
    Prospects {
        customer,
        duration,
        profit,
    }
}

#[test]
fn no_customer_is_no_portfolio() {
    let empty: [Prospects<u32>; 0] = [];
    let given = Split::Given {
        duration: 1.0,
        profit: dec!(1),
    };
    for split in [Split::Medians, given] {
        assert_eq!(
            refusal(Portfolio::new(empty, split)),
            expected::empty("customers")
        );
    }
}

#[test]
fn a_duration_is_zero_or_more() {
    for (value, text) in NOT_FINITE {
        assert_eq!(
            refusal(Portfolio::new(
                [one(1, 1.0, dec!(1)), one(2, value, dec!(1))],
                Split::Medians
            )),
            not_finite("duration", text, Some(1))
        );
    }
    assert_eq!(
        refusal(Portfolio::new([one(1, -1.0, dec!(1))], Split::Medians)),
        out_of_range("duration", "-1", "0 or more", Some(0))
    );
    let split = Split::Given {
        duration: f64::NAN,
        profit: dec!(0),
    };
    assert_eq!(
        refusal(Portfolio::new([one(1, 1.0, dec!(1))], split)),
        not_finite("duration", "NaN", None)
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
        refusal(Portfolio::new(rows, Split::Medians)),
        expected::at_row(expected::duplicate("customer", "rows 0 and 2"), 2)
    );
}

#[test]
fn one_customer_is_at_both_medians() {
    let portfolio = Portfolio::new([one(1, 0.0, dec!(-3))], Split::Medians).unwrap();
    assert_eq!(portfolio.rows(), [(1, Kind::TrueFriend)]);
    assert_eq!(portfolio.kind_of(&2), None);
}

#[test]
fn medians_of_large_numbers_do_not_overflow() {
    let rows = [
        one(1, f64::MAX, Decimal::MAX),
        one(2, f64::MAX, Decimal::MIN),
    ];
    let portfolio = Portfolio::new(rows, Split::Medians).unwrap();
    assert_eq!(
        (portfolio.long_from, portfolio.high_from),
        (f64::MAX, dec!(0))
    );

    let rows = [one(1, 1.0, Decimal::MAX), one(2, 1.0, Decimal::MAX)];
    let error = Portfolio::new(rows, Split::Medians).unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }), "{error}");
}

#[test]
fn without_a_sign_a_relationship_turns_on_the_price() {
    assert_eq!(RelationshipType::of([]), RelationshipType::PriceCentred);
}
