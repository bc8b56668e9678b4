//! Resampled coefficients of reliability, in fewer cases: omega takes milliseconds a draw.

use proptest::prelude::*;
use retention::estimate::Resampling;
use retention::scale::Coefficient;

use crate::cases;
use crate::scale::{ROUNDING, columns, set, table};

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn resamples_are_the_same_by_seed_and_hold_what_can_be(rows in table(3), seed in any::<u64>()) {
        let columns = columns(&rows);
        let items = set(&columns);
        let resampling = Resampling::default().draws(7).seed(seed);
        for &coefficient in &[Coefficient::Alpha, Coefficient::Omega, Coefficient::AverageVarianceExtracted] {
            let Ok(found) = items.bootstrap(coefficient, None, resampling) else {
                continue;
            };
            prop_assert_eq!(found, items.bootstrap(coefficient, None, resampling).unwrap());
            prop_assert!(found.undefined <= 7);
            prop_assert_eq!(found.interval.is_some(), found.undefined < 7);
            prop_assert!(found.interval.is_none_or(|interval| interval.upper() <= 1.0 + ROUNDING));
            prop_assert_eq!(found.used, items.complete());
        }
    }
}
