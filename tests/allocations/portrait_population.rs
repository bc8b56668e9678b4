//! Portraits of customers, made and counted.

use retention::Accumulator;
use retention::lifecycle::Stage;
use retention::loyalty::Score;
use retention::portrait::{Dimension, Evidence, LoyalBy, Options, PortraitCounter};
use retention::scale::Scale;
use rust_decimal::Decimal;

use crate::allocates_nothing;

#[test]
fn a_portrait_is_made_and_counted_without_allocation() {
    let score = Score::new(Scale::ONE_TO_FIVE, 4.0).unwrap();
    let mut counter = PortraitCounter::new(Options::default(), LoyalBy::default()).unwrap();
    allocates_nothing(|| {
        for customer in 0..1000_u32 {
            let stage = Stage::ALL[customer as usize % Stage::ALL.len()];
            let evidence = Evidence::default()
                .stage(Some(stage))
                .satisfaction(Some(score))
                .loyalty(Some(score))
                .profit(Some(Decimal::from(customer)))
                .chance_of_return(Some(f64::from(customer) / 1000.0))
                .expected_value(Some(Decimal::from(customer)));
            counter.push(evidence).unwrap();
        }
    });
    let counts = counter.finish().unwrap();
    assert_eq!(
        counts
            .of(Dimension::Stage)
            .map(|level| level.customers)
            .sum::<u64>(),
        1000
    );
}
