//! Pfeifer, P. E. and Carraway, R. L. (2000), *Journal of Interactive Marketing* 14(2): 43–55: a
//! catalogue company that knows customers by recency. A purchase brings 40, marketing costs 4 a period,
//! the discount rate is 20 %.

use retention::clv::{DiscountRate, Horizon, Marketing, MarkovMigration};
use rust_decimal::{Decimal, RoundingStrategy, dec};

use crate::assert_published;

const NEAREST: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

fn catalogue() -> MarkovMigration {
    let discount = DiscountRate::yearly(0.2).unwrap();
    MarkovMigration::by_recency(&[0.3, 0.2, 0.15, 0.05], dec!(40), dec!(4), discount).unwrap()
}

fn values(horizon: Horizon) -> Vec<Decimal> {
    catalogue().values(horizon, 3, NEAREST).unwrap()
}

#[test]
fn pfeifer_carraway_2000_values_without_an_end_as_commonly_reported() {
    assert_eq!(
        values(Horizon::Infinite),
        [
            dec!(52.320),
            dec!(5.554),
            dec!(1.251),
            dec!(-1.820),
            dec!(0)
        ]
    );
}

#[test]
fn pfeifer_carraway_2000_values_to_four_periods_as_commonly_reported() {
    assert_eq!(
        values(Horizon::Periods(4)),
        [
            dec!(50.115),
            dec!(4.220),
            dec!(0.592),
            dec!(-1.980),
            dec!(0)
        ]
    );
}

/// Recomputed from the published inputs.
#[test]
fn pfeifer_carraway_2000_values_to_shorter_horizons_of_the_same_inputs() {
    let of_buyers = [dec!(36), dec!(42.667), dec!(46.278), dec!(48.477)];
    for (periods, expected) in (0..).zip(of_buyers) {
        assert_eq!(values(Horizon::Periods(periods))[0], expected);
    }
    let digits = catalogue().values(Horizon::Infinite, 8, NEAREST).unwrap();
    let expected = [
        dec!(52.31960944),
        dec!(5.55378356),
        dec!(1.25077299),
        dec!(-1.82001627),
        dec!(0),
    ];
    assert_eq!(digits, expected);
}

/// Recomputed from the published inputs: the rows of the inverse matrix.
#[test]
fn pfeifer_carraway_2000_discounted_visits_of_the_same_inputs() {
    let expected = [
        ["1.6872", "0.9842", "0.6561", "0.4648"],
        ["0.4550", "1.2654", "0.8436", "0.5976"],
        ["0.2607", "0.1521", "1.1014", "0.7801"],
        ["0.0703", "0.0410", "0.0273", "1.0194"],
    ];
    let visits = catalogue().visits(Horizon::Infinite).unwrap();
    for (row, expected) in visits.iter().zip(expected) {
        for (&count, expected) in row.iter().zip(expected) {
            assert_published(count, expected);
        }
    }
}

/// The last state that is marketed to has a negative value, so the company should stop before it.
#[test]
fn pfeifer_carraway_2000_marketing_stops_after_three_silent_periods_of_the_same_inputs() {
    let plan = catalogue().best_plan(3, NEAREST).unwrap();
    assert_eq!(plan.first_stop(), Some(3));
    assert_eq!(plan.decisions[..3], [Marketing::Continue; 3]);
    // As if customers were former customers one period earlier.
    let discount = DiscountRate::yearly(0.2).unwrap();
    let shorter =
        MarkovMigration::by_recency(&[0.3, 0.2, 0.15], dec!(40), dec!(4), discount).unwrap();
    let of_shorter = shorter.values(Horizon::Infinite, 3, NEAREST).unwrap();
    assert_eq!(plan.values[..4], of_shorter);
    // Stopping yet earlier is worth less to those who have just bought.
    for stop in [1, 2] {
        let chances = &[0.3, 0.2, 0.15][..stop];
        let earlier = MarkovMigration::by_recency(chances, dec!(40), dec!(4), discount).unwrap();
        let value = earlier.values(Horizon::Infinite, 3, NEAREST).unwrap()[0];
        assert!(value < plan.values[0], "{stop}: {value}");
    }
}
