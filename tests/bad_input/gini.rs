//! The Gini coefficient with its interval, and the interval of a top share.

use retention::estimate::{Design, Resampling};
use retention::pyramid::{gini, gini_interval};
use retention::scale::Weights;

use crate::*;

fn of(amounts: &[i64]) -> Vec<Decimal> {
    amounts
        .iter()
        .map(|&amount| Decimal::from(amount))
        .collect()
}

#[test]
fn without_amounts_there_is_nothing_to_measure() {
    let empty = expected::empty("amount");
    assert_eq!(refusal(gini([], None)), empty);
    assert_eq!(
        refusal(gini_interval([], None, Resampling::default())),
        empty
    );
}

#[test]
fn weights_are_as_many_as_amounts() {
    let weights = Weights::new(vec![1.0, 2.0]).unwrap();
    let length = expected::length("weights", 2, 3);
    assert_eq!(refusal(gini(of(&[1, 2, 3]), Some(&weights))), length);
    let interval = gini_interval(of(&[1, 2, 3]), Some(&weights), Resampling::default());
    assert_eq!(refusal(interval), length);
}

#[test]
fn amounts_without_a_common_scale_overflow_at_their_row() {
    let error = gini([Decimal::MAX, least()], None).unwrap_err();
    assert_eq!(error.row(), Some(1), "{error}");
}

/// Losses and totals that are not positive have no coefficient.
#[test]
fn losses_have_no_coefficient() {
    for amounts in [&[5, -1][..], &[0, 0], &[0], &[-3]] {
        assert_eq!(gini(of(amounts), None), Ok(None), "{amounts:?}");
        let interval = gini_interval(of(amounts), None, Resampling::default());
        assert_eq!(interval, Ok(None), "{amounts:?}");
        let found = Concentration::new(of(amounts)).unwrap();
        assert_eq!(found.gini_interval(Resampling::default()), Ok(None));
        let top = found.top_share_interval(0.5, Resampling::default());
        assert_eq!(top, Ok(None), "{amounts:?}");
    }
}

/// Nothing is known of how far the figure may be off.
#[test]
fn where_nothing_varies_there_is_no_interval() {
    for amounts in [&[7][..], &[7, 7, 7], &[80, 5, 5, 5, 5]] {
        let found = Concentration::new(of(amounts)).unwrap();
        assert!(found.gini().is_some());
        assert_eq!(
            found.gini_interval(Resampling::default()),
            Ok(None),
            "{amounts:?}"
        );
    }
    let found = Concentration::new(of(&[3, 1, 8])).unwrap();
    for share in [0.0, 1.0] {
        assert_eq!(
            found.top_share_interval(share, Resampling::default()),
            Ok(None)
        );
    }
}

#[test]
fn resamples_are_a_number_in_range_and_shares_are_shares() {
    let found = Concentration::new(of(&[3, 1, 8])).unwrap();
    for draws in [0, 1_000_001] {
        let resampling = Resampling::default().draws(draws);
        let message = out_of_range("draws", &draws.to_string(), "1 to 1000000", None);
        assert_eq!(refusal(found.gini_interval(resampling)), message);
        assert_eq!(refusal(found.top_share_interval(0.5, resampling)), message);
        assert_eq!(
            refusal(gini_interval(of(&[3, 1, 8]), None, resampling)),
            message
        );
    }
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(found.top_share_interval(bad, Resampling::default())),
            not_finite("share of customers", text, None)
        );
    }
    assert!(
        found
            .top_share_interval(1.5, Resampling::default())
            .is_err()
    );
}

/// A single resample, or resamples of two customers, give an interval or none, and never NaN.
#[test]
fn few_customers_and_few_resamples_give_numbers_or_nothing() {
    for amounts in [&[1, 2][..], &[1, 2, 3], &[0, 1, 5, 5], &[1, 1_000_000_000]] {
        for draws in [1, 2, 50] {
            let resampling = Resampling::default().draws(draws);
            let found = Concentration::new(of(amounts)).unwrap();
            for interval in [
                found.gini_interval(resampling),
                found.top_share_interval(0.3, resampling),
            ] {
                if let Some(interval) = interval.unwrap() {
                    assert!(
                        interval.lower() >= 0.0 && interval.upper() <= 1.0,
                        "{amounts:?} {interval:?}"
                    );
                    assert!(
                        interval.lower() <= interval.upper(),
                        "{amounts:?} {interval:?}"
                    );
                }
            }
        }
    }
}

/// Somebody without weight takes no part, and has no contribution.
#[test]
fn a_weight_of_zero_is_nobody() {
    let weights = Weights::new(vec![1.0, 0.0, 1.0, 1.0]).unwrap();
    let found = gini(of(&[1, 900, 2, 5]), Some(&weights)).unwrap().unwrap();
    let without = gini(of(&[1, 2, 5]), None).unwrap().unwrap();
    assert!((found.value() - without.value()).abs() < 1e-15);
    assert_eq!(found.contributions().nth(1), Some(None));
    let error = |found: &retention::estimate::Influence| {
        found.estimate(&Design::default()).unwrap().standard_error()
    };
    assert!((error(&found) - error(&without)).abs() < 1e-15);
}
