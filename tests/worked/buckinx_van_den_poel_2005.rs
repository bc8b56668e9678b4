//! Buckinx, W. and Van den Poel, D. (2005), *European Journal of Operational Research* 164: 252–268:
//! behavioural loyalty, and partial defection from it.

use chrono::NaiveDate;
use retention::lifecycle::{BehaviouralLoyalty, LoyaltyRules, Regularity};
use retention::period::{Period, Ruler, Window};
use retention::purchases::{History, Policy, Purchase, PurchaseLog};
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

/// Of two exponential intervals the larger has a share of their sum that is uniform, so that |x − y| / (x + y)
/// is 1/2 on average, and the standard deviation √2 times as much of the mean.
#[test]
fn with_two_intervals_random_buying_varies_by_0_71_as_worked_out() {
    let dates = [date(1, 1), date(1, 5), date(1, 17)];
    let window = Window::new(dates[0], dates[2]).unwrap();
    let history = History::new(&dates, &[dec!(1); 3], window).unwrap();
    let rhythm = history.rhythm(Period::Day, Ruler::Days).unwrap();
    assert_published(rhythm.random_variation().unwrap(), "0.707107");
    // Intervals of 4 and 12: √32 / 8 is 0.7071 too.
    assert_published(rhythm.relative_variation().unwrap(), "1.000000");
    let short = [date(1, 1), date(1, 5)];
    let one = History::new(&short, &[dec!(1); 2], window).unwrap();
    assert_eq!(
        one.rhythm(Period::Day, Ruler::Days)
            .unwrap()
            .random_variation(),
        None
    );
}

/// With the corrected measure customer 2, whose four intervals vary by 1.0914, varies by 1.2999 of random
/// buying with four intervals.
#[test]
fn the_corrected_measure_divides_by_what_random_buying_gives() {
    let days = [1, 2, 12, 13, 31];
    let rows = days
        .iter()
        .map(|&day| (2, day))
        .chain([1, 8, 15, 22, 29].map(|day| (1, day)));
    let rows = rows.map(|(customer, day)| Purchase {
        customer,
        date: date(1, day),
        amount: dec!(10),
    });
    let log = PurchaseLog::from_rows(rows).unwrap();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let rules = LoyaltyRules::default().regularity(Regularity::RelativeToRandom);
    let found = BehaviouralLoyalty::with(&observed, rules).unwrap();
    // (0 + 1.2999) / 2.
    assert_published(found.mean_variation.unwrap(), "0.6500");
    assert_eq!(found.regularity, Regularity::RelativeToRandom);
}

/// By the means of a busier month nobody is frequent enough.
#[test]
fn the_means_of_another_period_can_be_kept() {
    let rows = [1, 8, 15, 22, 29].map(|day| (1, day)).into_iter();
    let rows = rows.flat_map(|(month, day)| [(1, month, day), (2, 2, day)]);
    let once = [
        (3, 1, 5),
        (3, 2, 5),
        (2, 1, 5),
        (1, 2, 5),
        (1, 2, 12),
        (1, 2, 20),
    ];
    let rows = rows.chain(once).map(|(customer, month, day)| Purchase {
        customer,
        date: date(month, day),
        amount: dec!(10),
    });
    let log = PurchaseLog::from_rows(rows).unwrap();
    let view = |month, last| {
        let window = Window::new(date(month, 1), date(month, last)).unwrap();
        log.observe(window, Policy::default()).unwrap()
    };
    let january = BehaviouralLoyalty::of(&view(1, 31), Period::Day).unwrap();
    let kept = BehaviouralLoyalty::by_means_of(&january, &view(2, 29)).unwrap();
    assert_eq!(
        (kept.mean_purchases, kept.own_means),
        (january.mean_purchases, false)
    );
    assert_eq!(kept.mean_variation, january.mean_variation);
    let own = BehaviouralLoyalty::of(&view(2, 29), Period::Day).unwrap();
    // Five, three and one purchases.
    assert_eq!((own.mean_purchases, own.own_means), (Some(3.0), true));
}
