//! Behavioural loyalty and partial defection.

use retention::lifecycle::{BehaviouralLoyalty, LoyaltyRules, PartialDefection, Regularity};

use crate::*;

#[test]
fn periods_are_compared_by_one_grain_and_one_policy_and_in_order() {
    let log = log(&[row(1, 1, dec!(5)), row(1, 9, dec!(5)), row(1, 20, dec!(-5))]);
    let window = |from, to| Window::new(day(from), day(to)).unwrap();
    let view = |window, policy| log.observe(window, policy).unwrap();
    let first = view(window(1, 10), Policy::default());
    let second = view(window(11, 31), Policy::default());
    let daily = BehaviouralLoyalty::of(&first, Period::Day).unwrap();
    let monthly = BehaviouralLoyalty::of(&second, Period::Month).unwrap();
    assert_eq!(
        refusal(daily.partial_defection(&monthly)),
        expected::mismatch("grains of the two periods", "day", "month")
    );
    let strict = Policy::default().zeros(Treatment::Drop);
    let other = BehaviouralLoyalty::of(&view(window(11, 31), strict), Period::Day).unwrap();
    let error = daily.partial_defection(&other).unwrap_err();
    assert!(matches!(
        error,
        Error::Mismatch {
            argument: "policies",
            ..
        }
    ));
    for from in [1, 10] {
        let overlapping = view(window(from, 31), Policy::default());
        let overlapping = BehaviouralLoyalty::of(&overlapping, Period::Day).unwrap();
        let error = daily.partial_defection(&overlapping).unwrap_err();
        assert!(matches!(
            error,
            Error::OutOfRange {
                argument: "next period",
                ..
            }
        ));
    }
}

/// With refunds only there is no customer, no mean, and nobody loyal.
#[test]
fn without_a_purchase_there_is_no_mean() {
    let log = log(&[row(1, 20, dec!(-5))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let loyalty = BehaviouralLoyalty::of(&observed, Period::Day).unwrap();
    assert_eq!(
        (loyalty.mean_purchases, loyalty.mean_variation),
        (None, None)
    );
    assert_eq!(loyalty.share.denominator(), 0);
    assert!(loyalty.rows.is_empty());
}

/// One purchase is no rhythm, and the only rhythm is not more regular than itself.
#[test]
fn the_only_customer_is_not_above_the_mean() {
    let log = log(&[row(1, 1, dec!(5)), row(1, 9, dec!(5)), row(1, 20, dec!(5))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let loyalty = BehaviouralLoyalty::of(&observed, Period::Day).unwrap();
    assert_eq!(loyalty.mean_purchases, Some(3.0));
    assert!(loyalty.rows.is_empty());
}

#[test]
fn two_intervals_are_the_fewest() {
    let log = log(&[row(1, 1, dec!(5)), row(1, 9, dec!(5)), row(1, 20, dec!(5))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    for fewest in [0, 1] {
        let rules = LoyaltyRules::default().fewest_intervals(fewest);
        let message = out_of_range("fewest_intervals", &fewest.to_string(), "2 or more", None);
        assert_eq!(refusal(BehaviouralLoyalty::with(&observed, rules)), message);
    }
}

#[test]
fn periods_are_judged_by_one_measure() {
    let log = log(&[row(1, 1, dec!(5)), row(1, 9, dec!(5)), row(1, 20, dec!(5))]);
    let view = |from, to| {
        let window = Window::new(day(from), day(to)).unwrap();
        log.observe(window, Policy::default()).unwrap()
    };
    let of = |from, to, rules| BehaviouralLoyalty::with(&view(from, to), rules).unwrap();
    let plain = of(1, 10, LoyaltyRules::default());
    let relative = LoyaltyRules::default().regularity(Regularity::RelativeToRandom);
    let error = plain.partial_defectors(&of(11, 31, relative)).unwrap_err();
    assert!(
        matches!(
            error,
            Error::Mismatch {
                argument: "measures of regularity",
                ..
            }
        ),
        "{error}"
    );
    let three = LoyaltyRules::default().fewest_intervals(3);
    let error = plain.partial_defectors(&of(11, 31, three)).unwrap_err();
    assert!(
        matches!(
            error,
            Error::Mismatch {
                argument: "fewest intervals",
                ..
            }
        ),
        "{error}"
    );
}

/// Without records before the first period it is not known who was there for all of it.
#[test]
fn partial_defection_needs_earlier_records_and_periods_of_one_length() {
    let log = log(&[
        row(1, 11, dec!(5)),
        row(1, 13, dec!(5)),
        row(1, 15, dec!(5)),
        row(1, 17, dec!(5)),
        row(2, 12, dec!(5)),
        row(2, 22, dec!(5)),
        row(2, 13, dec!(5)),
        row(2, 20, dec!(5)),
    ]);
    let view = |from, to, policy| {
        let window = Window::new(day(from), day(to)).unwrap();
        log.observe(window, policy).unwrap()
    };
    let plain = |from, to| view(from, to, Policy::default());
    let rules = LoyaltyRules::default();
    let found = PartialDefection::of(&plain(11, 20), &plain(21, 30), rules).unwrap();
    assert_eq!(
        (found.share.denominator(), found.by_chance, found.excess),
        (0, None, None)
    );
    assert_eq!((found.customers, found.left_out), (0, 1));

    let error = PartialDefection::of(&plain(11, 20), &plain(21, 31), rules).unwrap_err();
    assert!(error.to_string().starts_with(
        "second period must be about as long as the first, of 10 days, within 0.05 of the longer, got 11 days"
    ), "{error}");
    assert!(
        PartialDefection::of(&plain(11, 20), &plain(21, 31), rules.length_tolerance(0.1)).is_ok()
    );
    let error = PartialDefection::of(&plain(11, 20), &plain(20, 29), rules).unwrap_err();
    assert!(
        matches!(
            error,
            Error::OutOfRange {
                argument: "next period",
                ..
            }
        ),
        "{error}"
    );
    let other = view(21, 30, Policy::default().zeros(Treatment::Drop));
    let error = PartialDefection::of(&plain(11, 20), &other, rules).unwrap_err();
    assert!(
        matches!(
            error,
            Error::Mismatch {
                argument: "policies",
                ..
            }
        ),
        "{error}"
    );
    for (bad, text) in NOT_FINITE {
        let bad = rules.length_tolerance(bad);
        assert_eq!(
            refusal(PartialDefection::of(&plain(11, 20), &plain(21, 30), bad)),
            not_finite("length_tolerance", text, None)
        );
    }
    for bad in [-0.1, 1.1] {
        let bad = rules.length_tolerance(bad);
        assert!(PartialDefection::of(&plain(11, 20), &plain(21, 30), bad).is_err());
    }
}
