//! Proportions, shares, ratios, estimates.

use retention::estimate::power;

use crate::*;

#[test]
fn a_numerator_above_its_denominator_is_out_of_range() {
    assert_eq!(
        refusal(Proportion::new(1, 0)),
        out_of_range("numerator", "1", "at most the denominator, 0", None)
    );
    assert_eq!(
        Proportion::new(u64::MAX, u64::MAX - 1)
            .unwrap_err()
            .to_string(),
        "numerator must be at most the denominator, 18446744073709551614, got 18446744073709551615"
    );
}

#[test]
fn nothing_of_nothing_has_no_rate_and_no_interval() {
    let nothing = Proportion::new(0, 0).unwrap();
    let half = Proportion::new(1, 2).unwrap();
    assert_eq!(nothing.value(), None);
    assert_eq!(nothing.wilson(Confidence::default()), None);
    assert_eq!(nothing.difference(half, Confidence::default()), None);
    assert_eq!(half.difference(nothing, Confidence::default()), None);
    assert_eq!(nothing.complement(), nothing);
    assert_eq!(nothing.merge(half), Ok(half));
}

#[test]
fn one_of_one_and_none_of_one_have_intervals() {
    for (numerator, rate) in [(0, 0.0), (1, 1.0)] {
        let one = Proportion::new(numerator, 1).unwrap();
        assert_eq!(one.value(), Some(rate));
        let interval = one.wilson(Confidence::default()).unwrap();
        assert!(interval.contains(rate));
        // z² / (1 + z²) at 95 %.
        assert_eq!(format!("{:.4}", interval.width()), "0.7935");
    }
}

#[test]
fn counts_beyond_64_bits_do_not_wrap() {
    let huge = Proportion::new(0, u64::MAX).unwrap();
    let one = Proportion::new(1, 1).unwrap();
    assert_eq!(
        refusal(huge.merge(one)),
        expected::overflow("merging proportions", "1")
    );
    let interval = Proportion::new(u64::MAX - 1, u64::MAX)
        .unwrap()
        .wilson(Confidence::default())
        .unwrap();
    assert!(0.0 <= interval.lower() && interval.upper() <= 1.0);
}

#[test]
fn a_confidence_is_strictly_between_0_and_1() {
    for (level, text) in NOT_FINITE {
        assert_eq!(
            refusal(Confidence::new(level)),
            not_finite("confidence level", text, None)
        );
    }
    for (level, text, allowed) in [
        (0.0, "0", "strictly between 0 and 1"),
        (1.0, "1", "strictly between 0 and 1"),
        (-0.5, "-0.5", "0 to 1"),
        (95.0, "95", "0 to 1"),
    ] {
        assert_eq!(
            refusal(Confidence::new(level)),
            out_of_range("confidence level", text, allowed, None)
        );
    }
}

#[test]
fn extreme_confidences_stay_finite() {
    for level in [f64::MIN_POSITIVE, f64::EPSILON, 1.0 - f64::EPSILON] {
        let confidence = Confidence::new(level).unwrap();
        assert!(
            (0.0..40.0).contains(&confidence.z()),
            "{level}: {}",
            confidence.z()
        );
        let interval = Proportion::new(1, 3).unwrap().wilson(confidence).unwrap();
        assert!(interval.contains(1.0 / 3.0), "{level}: {interval}");
    }
}

#[test]
fn an_estimate_is_finite_and_its_error_not_negative() {
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(Estimate::new(bad, 1.0)),
            not_finite("value", text, None)
        );
        assert_eq!(
            refusal(Estimate::new(1.0, bad)),
            not_finite("standard error", text, None)
        );
    }
    assert_eq!(
        refusal(Estimate::new(1.0, -0.1)),
        out_of_range("standard error", "-0.1", "0 or more", None)
    );
    let certain = Estimate::new(-3.0, 0.0)
        .unwrap()
        .interval(Confidence::default());
    assert_eq!((certain.lower(), certain.upper()), (-3.0, -3.0));
}

#[test]
fn a_share_of_nothing_has_no_value() {
    assert_eq!(Share::new(dec!(5), dec!(0.00)).value(), None);
    assert_eq!(Share::new(dec!(0), dec!(5)).value(), Some(0.0));
    assert_eq!(Share::new(dec!(-5), dec!(2)).value(), Some(-2.5));
    // The quotient exceeds neither end, though no common scale holds both.
    assert_eq!(Share::new(Decimal::MAX, Decimal::MAX).value(), Some(1.0));
    let enormous = Share::new(Decimal::MAX, least()).value().unwrap();
    assert_eq!(format!("{enormous:.3e}"), "7.923e56");
}

#[test]
fn shares_that_exceed_a_decimal_do_not_merge() {
    let huge = Share::new(dec!(1), Decimal::MAX);
    assert!(matches!(
        huge.merge(Share::new(dec!(1), dec!(1))),
        Err(Error::Overflow {
            operation: "an exact sum of money",
            ..
        })
    ));
    // Rounding in silence would lose the digit.
    assert!(matches!(
        Share::new(Decimal::MAX, dec!(1)).merge(Share::new(dec!(0.1), dec!(1))),
        Err(Error::Overflow {
            operation: "an exact sum of money",
            ..
        })
    ));
}

#[test]
fn a_ratio_is_of_finite_quantities_and_over_zero_has_no_value() {
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(Ratio::new(bad, 1.0)),
            not_finite("numerator", text, None)
        );
        assert_eq!(
            refusal(Ratio::new(1.0, bad)),
            not_finite("denominator", text, None)
        );
    }
    for zero in [0.0, -0.0] {
        assert_eq!(Ratio::new(1.0, zero).unwrap().value(), None);
        assert_eq!(Ratio::new(0.0, zero).unwrap().value(), None);
    }
    assert_eq!(
        Ratio::new(f64::MAX, f64::MIN_POSITIVE).unwrap().value(),
        None
    );
}

#[test]
fn p_values_are_probabilities() {
    for adjust in [holm, benjamini_hochberg, |p: &[f64]| {
        Adjustment::None.adjust(p)
    }] {
        assert_eq!(refusal(adjust(&[])), expected::empty("p-value"));
        for (bad, text) in NOT_FINITE {
            assert_eq!(
                refusal(adjust(&[0.5, bad])),
                not_finite("p-value", text, Some(1))
            );
        }
        for (bad, text) in [(-0.1, "-0.1"), (1.5, "1.5")] {
            assert_eq!(
                refusal(adjust(&[bad, 0.5])),
                out_of_range("p-value", text, "0 to 1", Some(0))
            );
        }
    }
    assert_eq!(holm(&[-0.0]).unwrap()[0].to_bits(), 0);
}

#[test]
fn a_p_value_is_never_nothing() {
    for value in [50.0, 1e200, f64::MAX] {
        let estimate = Estimate::new(value, 1.0).unwrap();
        for estimate in [estimate, estimate.with_degrees_of_freedom(1e8).unwrap()] {
            let test = estimate.test(0.0).unwrap().unwrap();
            assert_eq!(test.p_value, f64::from_bits(1), "{value}");
        }
    }
}

#[test]
fn students_interval_has_degrees_of_freedom() {
    let estimate = Estimate::new(3.0, 1.0).unwrap();
    let with = |degrees| estimate.student_interval(Confidence::default(), degrees);
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(with(bad)),
            not_finite("degrees of freedom", text, None)
        );
    }
    for (bad, allowed) in [(0.0, "above 0"), (-1.0, "0 or more")] {
        let text = bad.to_string();
        assert_eq!(
            refusal(with(bad)),
            out_of_range("degrees of freedom", &text, allowed, None)
        );
    }
    // Hardly any evidence: everything, and no NaN; nothing uncertain, nothing.
    let all = with(1e-6).unwrap();
    assert_eq!((all.lower(), all.upper()), (f64::MIN, f64::MAX));
    let sure = Estimate::new(3.0, 0.0).unwrap();
    let sure = sure.student_interval(Confidence::default(), 1e-6).unwrap();
    assert_eq!((sure.lower(), sure.upper()), (3.0, 3.0));
}

#[test]
fn an_interval_of_next_to_no_degrees_of_freedom_is_unbounded() {
    let estimate = Estimate::new(1.0, 1.0).unwrap();
    for degrees in [1e-7, 1e-24, 5e-324] {
        let interval = estimate
            .student_interval(Confidence::default(), degrees)
            .unwrap();
        assert_eq!((interval.lower(), interval.upper()), (f64::MIN, f64::MAX));
        assert_eq!(interval.width(), f64::MAX);
    }
    // Nothing is too far off then.
    for degrees in [1e-7, 1e-300, 5e-324] {
        for value in [1.0, 1e300] {
            let estimate = Estimate::new(value, 1.0).unwrap();
            let estimate = estimate.with_degrees_of_freedom(degrees).unwrap();
            let test = estimate.test(0.5).unwrap().unwrap();
            assert_eq!(
                (test.p_value, test.degrees_of_freedom),
                (1.0, Some(degrees))
            );
        }
    }
    let known = Estimate::new(1.0, 0.0).unwrap();
    let interval = known
        .student_interval(Confidence::default(), 1e-24)
        .unwrap();
    assert_eq!(interval.width(), 0.0);
    let wide = Estimate::new(0.0, 1e308)
        .unwrap()
        .interval(Confidence::default());
    assert_eq!(wide.width(), f64::MAX);
}

#[test]
fn adjusted_values_stand_between_their_own_and_holms() {
    for third in [0.054813751475897524, 0.7772289020858587] {
        let p = [0.0, 0.0, third];
        let found = benjamini_hochberg(&p).unwrap();
        let most = holm(&p).unwrap();
        assert_eq!((found[2], most[2]), (third, third));
    }
}

/// Two respondents of a second group that hardly exists take more than there can be in the first.
#[test]
fn groups_too_large_to_count_overflow() {
    for ratio in [1e-300, 1e-16] {
        let options = power::Options::default().ratio(ratio);
        let error = power::detect_means(1.0, 10, options).unwrap_err();
        assert!(matches!(error, Error::Overflow { .. }), "{error}");
        let text = format!(
            "the first group that leaves two respondents in the second overflows at {:e}",
            2.0 / ratio
        );
        assert!(error.to_string().starts_with(&text), "{error}");
        assert!(error.cure().unwrap().contains("ratio"));
        let error = power::detect_proportions(0.5, 10, options).unwrap_err();
        assert!(matches!(error, Error::Overflow { .. }), "{error}");
    }
    let options = power::Options::default().ratio(0.1);
    assert!(matches!(
        power::detect_means(1.0, 10, options),
        Err(Error::Insufficient { least: 20, .. })
    ));
}
