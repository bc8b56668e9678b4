//! Portraits from numbers that are none, and by options that do not hold.

use retention::loyalty::Threshold;
use retention::loyalty::core_customers::Rules;
use retention::portrait::{Bands, Dimension, Evidence, LeavingWeights, Options, Pattern};
use retention::pyramid::Tier;

use crate::*;

fn of(evidence: Evidence) -> String {
    refusal(Options::default().portrait(&evidence))
}

#[test]
fn numbers_are_finite_and_in_their_ranges() {
    for (number, shown) in NOT_FINITE {
        let evidence = Evidence::default();
        assert_eq!(
            of(evidence.value(Some(number))),
            expected::not_finite("value", shown)
        );
        let change = of(evidence.value_change(Some(number)));
        assert_eq!(change, expected::not_finite("value_change", shown));
        let share = of(evidence.share_of_wallet(Some(number)));
        assert_eq!(share, expected::not_finite("share_of_wallet", shown));
        let chance = of(evidence.chance_of_return(Some(number)));
        assert_eq!(chance, expected::not_finite("chance_of_return", shown));
    }
    let negative = of(Evidence::default().value(Some(-0.5)));
    assert_eq!(
        negative,
        expected::out_of_range("value", "-0.5", "0 or more")
    );
    for chance in [-0.1, 1.1] {
        let message = of(Evidence::default().chance_of_return(Some(chance)));
        assert_eq!(
            message,
            expected::out_of_range("chance_of_return", chance, "0 to 1")
        );
    }
}

#[test]
fn what_tells_a_core_customer_is_checked() {
    let given = Evidence::default().is_core(Some(true));
    for share in [-0.1, 1.1] {
        // Also where it is not needed.
        for evidence in [Evidence::default(), given] {
            assert_eq!(
                of(evidence.share_of_wallet(Some(share))),
                expected::out_of_range("share_of_wallet", share, "0 to 1")
            );
        }
    }
    let bands = Bands::default().core(Rules::default().questions(4));
    let portrait = Options::default().bands(bands).portrait(&given);
    assert_eq!(
        refusal(portrait),
        expected::out_of_range("questions", 4, "1 to 3")
    );
    let worths = given
        .expected_value(Some(Decimal::MAX))
        .value_to_rival(Some(Decimal::MIN));
    let refused = Options::default().portrait(&worths).unwrap_err();
    assert!(matches!(refused, Error::Overflow { .. }), "{refused}");
}

#[test]
fn bands_are_in_order() {
    let with = |bands| {
        refusal(
            Options::default()
                .bands(bands)
                .portrait(&Evidence::default()),
        )
    };
    let bands = Bands::default();
    assert_eq!(
        with(bands.better_from(0.5)),
        expected::unsorted("better_from", 0.5, "begins below parity_from, 0.98")
    );
    assert_eq!(
        with(bands.chance_low(0.6)),
        expected::unsorted("chance_high", 0.4, "begins below chance_low, 0.6")
    );
    assert_eq!(
        with(bands.steady(-1.0)),
        expected::out_of_range("steady", -1, "0 or more")
    );
    assert_eq!(
        with(bands.chance_high(1.5)),
        expected::out_of_range("chance_high", 1.5, "0 to 1")
    );
    assert_eq!(
        with(bands.parity_from(f64::NAN)),
        expected::not_finite("parity_from", "NaN")
    );
    let off = bands.trusting(Threshold::OfScale(2.0));
    let trust = retention::loyalty::Score::rate(0.5).unwrap();
    let evidence = Evidence::default().trust(Some(trust));
    assert!(Options::default().bands(off).portrait(&evidence).is_err());
}

#[test]
fn weights_are_not_negative_and_not_all_zero() {
    let with = |weights| {
        refusal(
            Options::default()
                .leaving(weights)
                .portrait(&Evidence::default()),
        )
    };
    let weights = LeavingWeights::default();
    assert_eq!(
        with(weights.silence(-1.0)),
        expected::out_of_range("silence", -1, "0 or more")
    );
    assert_eq!(
        with(weights.distrust(f64::INFINITY)),
        expected::not_finite("distrust", "inf")
    );
    assert_eq!(
        with(weights.value_span(0.0)),
        expected::out_of_range("value_span", 0, "above 0")
    );
    let none = LeavingWeights::default()
        .silence(0.0)
        .dissatisfaction(0.0)
        .worse_value(0.0)
        .disloyalty(0.0)
        .distrust(0.0)
        .low_switching_cost(0.0)
        .contract_end(0.0);
    assert_eq!(
        with(none),
        expected::out_of_range("sum of the weights", 0, "above 0, and finite")
    );
    let huge = weights.silence(f64::MAX).distrust(f64::MAX);
    assert!(
        Options::default()
            .leaving(huge)
            .portrait(&Evidence::default())
            .is_err()
    );
}

#[test]
fn money_has_places_that_a_decimal_holds() {
    let places = Options::default().places(27);
    assert_eq!(
        refusal(places.portrait(&Evidence::default())),
        expected::out_of_range("decimal places", 27, "0 to 26")
    );
    let evidence = Evidence::default()
        .expected_value(Some(Decimal::MAX))
        .chance_of_return(Some(0.5));
    // Half of the largest amount has as many digits as a decimal holds.
    let at_risk = Options::default().places(20).portrait(&evidence).unwrap();
    assert_eq!(at_risk.value_at_risk, Decimal::MAX.checked_div(dec!(2)));
}

#[test]
fn patterns_name_levels_that_there_are() {
    let message = refusal(Pattern::any().with(Dimension::Stage, ["declining"]));
    assert!(message.ends_with("got \"declining of stage\""), "{message}");
    let none: [&str; 0] = [];
    assert_eq!(
        refusal(Pattern::any().with(Dimension::Stage, none)),
        expected::empty("level")
    );
    assert_eq!(
        refusal(Tier::new(0)),
        expected::out_of_range("rank of a tier", 0, "1 or more")
    );
}
