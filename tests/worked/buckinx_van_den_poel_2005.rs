//! Buckinx, W. and Van den Poel, D. (2005), *European Journal of Operational Research* 164: 252–268:
//! behavioural loyalty, and partial defection from it.

use chrono::NaiveDate;
use retention::lifecycle::BehaviouralLoyalty;
use retention::period::{Period, Window};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use rust_decimal::dec;

use crate::assert_published;

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, month, day).unwrap()
}

/// Customer 1 is frequent and regular, 2 frequent and irregular, 3 and 4 rare. In the next period 1
/// and 2 have changed places, and 3 has left.
#[test]
fn buckinx_van_den_poel_2005_loyal_is_frequent_and_regular_as_commonly_reported() {
    let days: [(u32, u32, &[u32]); 7] = [
        (1, 1, &[1, 8, 15, 22, 29]),
        (2, 1, &[1, 2, 12, 13, 31]),
        (3, 1, &[5, 25]),
        (4, 1, &[9]),
        (1, 2, &[1, 2, 12, 13, 29]),
        (2, 2, &[1, 8, 15, 22, 29]),
        (4, 2, &[9]),
    ];
    let rows = days.iter().flat_map(|&(customer, month, days)| {
        days.iter().map(move |&day| Purchase {
            customer,
            date: date(month, day),
            amount: dec!(10),
        })
    });
    let log = PurchaseLog::from_rows(rows).unwrap();
    let month = |first, last| {
        let window = Window::new(first, last).unwrap();
        let observed = log.observe(window, Policy::default()).unwrap();
        BehaviouralLoyalty::of(&observed, Period::Day).unwrap()
    };
    let january = month(date(1, 1), date(1, 31));
    let february = month(date(2, 1), date(2, 29));

    // 5 + 5 + 2 + 1 purchases of four customers.
    assert_eq!(january.mean_purchases, Some(3.25));
    // Customer 1 varies by nothing; customer 2 has the intervals 1, 10, 1, 18: mean 7.5, squares
    // 42.25 + 6.25 + 42.25 + 110.25 = 201 over 3, standard deviation 8.1854.
    assert_published(january.mean_variation.unwrap(), "0.5457");
    let loyal = |found: &BehaviouralLoyalty<u32>| -> Vec<u32> {
        found.rows.iter().map(|row| row.customer).collect()
    };
    assert_eq!(loyal(&january), [1]);
    assert_eq!(
        (january.share.numerator(), january.share.denominator()),
        (1, 4)
    );
    assert_eq!(loyal(&february), [2]);

    let partial = january.partial_defection(&february).unwrap();
    assert_eq!((partial.numerator(), partial.denominator()), (1, 1));
    assert_eq!(january.partial_defectors(&february), Ok(vec![&1]));
}
