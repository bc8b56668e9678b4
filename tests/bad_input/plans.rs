//! Sample sizes and detectable differences.

use retention::estimate::power::{
    Options, detect_means, detect_net_promoters, detect_proportions, plan_means,
    plan_net_promoters, plan_proportions,
};

use crate::expected::{insufficient, not_finite, out_of_range, refusal};
use crate::{Confidence, NOT_FINITE};

const PLAIN: fn() -> Options = Options::default;

#[test]
fn spreads_differences_and_shares_are_finite() {
    for (value, text) in NOT_FINITE {
        let refused = plan_means(value, 1.0, PLAIN());
        assert_eq!(refusal(refused), not_finite("standard deviation", text));
        let refused = plan_means(1.0, value, PLAIN());
        assert_eq!(refusal(refused), not_finite("difference", text));
        let refused = plan_proportions(0.5, value, PLAIN());
        assert_eq!(refusal(refused), not_finite("share", text));
        let refused = detect_proportions(value, 100, PLAIN());
        assert_eq!(refusal(refused), not_finite("share", text));
        let refused = plan_net_promoters(value, 0.1, 5.0, PLAIN());
        assert_eq!(refusal(refused), not_finite("share of promoters", text));
        for options in [
            PLAIN().ratio(value),
            PLAIN().design_effect(value),
            PLAIN().power(value),
        ] {
            assert!(refusal(plan_means(1.0, 1.0, options)).contains("must be finite"));
        }
    }
}

#[test]
fn spreads_are_above_0_and_differences_other_than_0() {
    assert_eq!(
        refusal(plan_means(0.0, 1.0, PLAIN())),
        out_of_range("standard deviation", 0, "above 0")
    );
    assert_eq!(
        refusal(plan_means(1.0, 0.0, PLAIN())),
        out_of_range("difference", 0, "other than 0")
    );
    assert_eq!(
        refusal(plan_proportions(0.5, 0.5, PLAIN())),
        out_of_range("second share", 0.5, "other than the first")
    );
    assert_eq!(
        refusal(plan_net_promoters(1.0, 0.0, 5.0, PLAIN())),
        out_of_range("standard deviation", 0, "above 0")
    );
    assert_eq!(
        refusal(plan_net_promoters(0.7, 0.7, 5.0, PLAIN())),
        out_of_range(
            "shares of promoters and detractors together",
            1.4,
            "at most 1"
        )
    );
    for (options, argument) in [
        (PLAIN().ratio(0.0), "ratio"),
        (PLAIN().design_effect(-0.0), "design effect"),
    ] {
        assert!(refusal(plan_means(1.0, 1.0, options)).starts_with(argument));
    }
}

#[test]
fn a_power_is_between_the_chance_of_a_false_alarm_and_1() {
    for power in [0.0, 1.0] {
        let refused = plan_means(1.0, 1.0, PLAIN().power(power));
        assert_eq!(
            refusal(refused),
            out_of_range("power", power, "strictly between 0 and 1")
        );
    }
    let half = PLAIN().confidence(Confidence::new(0.5).unwrap());
    assert_eq!(
        refusal(plan_means(1.0, 1.0, half.power(0.5))),
        out_of_range("power", 0.5, "above 1 − confidence, 0.5")
    );
}

#[test]
fn a_group_has_two_respondents() {
    let least = |first, least| insufficient("respondents of the first group", first, least);
    assert_eq!(refusal(detect_means(1.0, 1, PLAIN())), least(1, 2));
    assert_eq!(refusal(detect_proportions(0.5, 0, PLAIN())), least(0, 2));
    let quarter = PLAIN().ratio(0.25);
    assert_eq!(
        refusal(detect_net_promoters(0.5, 0.2, 7, quarter)),
        least(7, 8)
    );
    // However large the difference.
    let sizes = plan_means(1.0, 1e300, PLAIN().ratio(0.25)).unwrap();
    assert_eq!((sizes.first, sizes.second), (8, 2));
}

#[test]
fn a_difference_that_nobody_could_tell_overflows() {
    let refused = plan_means(1.0, 1e-12, PLAIN());
    assert!(refusal(refused).starts_with("the sample size overflows at"));
    let refused = plan_proportions(0.5, 0.5 + 1e-12, PLAIN());
    assert!(refusal(refused).starts_with("the sample size overflows at"));
}

#[test]
fn a_share_that_cannot_rise_far_enough_has_no_detectable_rise() {
    assert_eq!(detect_proportions(1.0, 400, PLAIN()), Ok(None));
    assert_eq!(detect_proportions(0.98, 20, PLAIN()), Ok(None));
    assert!(detect_proportions(0.0, 20, PLAIN()).unwrap().is_some());
}
