//! The curve of loyalty over satisfaction.

use crate::expected::{self, refusal};
use retention::Accumulator;
use retention::accumulate::Weighted;
use retention::fit::Outcome;
use retention::loyalty::Measures;
use retention::loyalty::curve::{self, Competition, Curve, Method, Options, Sample, false_loyalty};

use retention::scale::{Answers, Scale, Weights};

use super::{FIVE, SEVEN};
use crate::{Error, NOT_FINITE, not_finite, out_of_range};

fn customer(satisfaction: Option<f64>, loyalty: Option<f64>) -> Measures<Option<f64>> {
    Measures {
        satisfaction,
        loyalty,
        switching_cost: None,
    }
}

fn sample(pairs: &[(f64, f64)]) -> Sample {
    let mut sample = Sample::new(SEVEN, SEVEN);
    for &(satisfaction, loyalty) in pairs {
        sample
            .push(customer(Some(satisfaction), Some(loyalty)))
            .unwrap();
    }
    sample
}

#[test]
fn an_exponent_is_above_zero_and_ends_are_finite() {
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(Curve::new(FIVE, bad)),
            not_finite("exponent", text, None)
        );
        let curve = Curve::new(FIVE, 1.0).unwrap();
        assert_eq!(
            refusal(curve.between(bad, 1.0)),
            not_finite("floor of the curve", text, None)
        );
        assert_eq!(
            refusal(curve.between(0.0, bad)),
            not_finite("ceiling of the curve", text, None)
        );
        assert_eq!(refusal(curve.at(bad)), not_finite("answer", text, None));
    }
    assert_eq!(
        refusal(Curve::new(FIVE, 0.0)),
        out_of_range("exponent", "0", "above 0", None)
    );
    let curve = Curve::new(FIVE, 1.0).unwrap();
    assert_eq!(
        refusal(curve.at(5.5)),
        out_of_range("answer", "5.5", "1 to 5", None)
    );
    assert!(matches!(
        curve.between(f64::MIN, f64::MAX),
        Err(Error::Overflow { .. })
    ));
}

#[test]
fn a_ratio_is_above_one_and_of_an_answer_between_the_ends() {
    let ratio = |answer, times| Curve::from_top_ratio(FIVE, answer, times);
    for end in [1.0, 5.0] {
        assert_eq!(
            refusal(ratio(end, 2.0)),
            out_of_range(
                "answer",
                &end.to_string(),
                "between the ends of 1 to 5",
                None
            )
        );
    }
    assert_eq!(
        refusal(ratio(4.0, 1.0)),
        out_of_range("ratio", "1", "above 1", None)
    );
    assert_eq!(
        refusal(ratio(4.0, f64::NAN)),
        not_finite("ratio", "NaN", None)
    );
    assert!(ratio(6.0, 2.0).is_err());
}

#[test]
fn curves_on_different_scales_have_no_difference() {
    let (five, seven) = (
        Curve::new(FIVE, 1.0).unwrap(),
        Curve::new(SEVEN, 2.0).unwrap(),
    );
    assert_eq!(
        refusal(false_loyalty(&five, &seven, 3.0)),
        expected::mismatch("scales of satisfaction", "1 to 5", "1 to 7")
    );
    assert!(false_loyalty(&five, &five, 0.0).is_err());
}

#[test]
fn a_sample_goes_on_after_a_refused_customer() {
    let mut sample = sample(&[(4.0, 3.0)]);
    let before = sample.clone();
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(sample.push(customer(Some(bad), Some(1.0)))),
            super::at_row_and_item(not_finite("answer", text, None), 1, "satisfaction")
        );
        assert_eq!(
            refusal(sample.push(customer(Some(1.0), Some(bad)))),
            super::at_row_and_item(not_finite("answer", text, None), 1, "loyalty")
        );
    }
    // The other being missing is no excuse.
    assert_eq!(
        refusal(sample.push(customer(Some(-99.0), None))),
        super::at_row_and_item(
            out_of_range("answer", "-99", "1 to 7", None),
            1,
            "satisfaction"
        )
    );
    assert_eq!(sample, before);
    sample.push(customer(None, Some(4.0))).unwrap();
    sample.push(customer(None, None)).unwrap();
    assert_eq!((sample.used(), sample.missing()), (1, 2));
}

#[test]
fn samples_on_other_scales_do_not_merge() {
    let mut seven = sample(&[(4.0, 3.0)]);
    let before = seven.clone();
    for (other, argument) in [
        (Sample::new(FIVE, SEVEN), "scales of satisfaction"),
        (Sample::new(SEVEN, FIVE), "scales of loyalty"),
    ] {
        assert!(matches!(
            seven.merge(other),
            Err(Error::Mismatch { argument: found, .. }) if found == argument
        ));
    }
    assert_eq!(seven, before);
    let (two, three) = ([4.0, 5.0], [4.0, 5.0, 6.0]);
    let answers = |column| SEVEN.full_answers(column).unwrap();
    assert_eq!(
        refusal(Sample::of(&answers(&two), &answers(&three))),
        expected::length("loyalty", 3, 2)
    );
}

#[test]
fn more_customers_than_can_be_counted_overflow() {
    let mut doubled = sample(&[(4.0, 3.0)]);
    for _ in 0..63 {
        doubled.merge(doubled.clone()).unwrap();
    }
    let before = doubled.clone();
    assert!(matches!(
        doubled.merge(doubled.clone()),
        Err(Error::Overflow { .. })
    ));
    assert_eq!(doubled, before);
    assert_eq!(doubled.rows(), 1 << 63);
}

#[test]
fn nobody_and_no_steps_are_errors() {
    let mut empty = Sample::new(SEVEN, SEVEN);
    empty.push(customer(Some(4.0), None)).unwrap();
    assert_eq!(
        refusal(empty.fit(Options::default())),
        expected::empty("customer with satisfaction and loyalty")
    );
    assert_eq!(
        refusal(sample(&[(4.0, 3.0)]).fit(Options::default().max_iterations(0))),
        out_of_range("max_iterations", "0", "1 or more", None)
    );
}

fn outcome(pairs: &[(f64, f64)], method: Method) -> Outcome {
    let fit = sample(pairs)
        .fit(Options::default().method(method).minimum(1))
        .unwrap();
    let converged = fit.outcome == Outcome::Converged;
    assert_eq!(fit.clone().converged().is_ok(), converged);
    assert!(converged || fit.model.exponent.is_none() && fit.model.interval.is_none());
    assert!(converged || fit.model.competition == Competition::Undecided);
    assert_eq!(
        fit.model.curve.is_none(),
        fit.outcome == Outcome::NotIdentified
    );
    fit.outcome
}

#[test]
fn satisfaction_at_both_ends_only_identifies_nothing() {
    let ends = [(1.0, 2.0), (1.0, 1.0), (7.0, 6.0), (7.0, 7.0)];
    for &method in Method::ALL {
        assert_eq!(outcome(&ends, method), Outcome::NotIdentified, "{method}");
    }
}

#[test]
fn free_ends_need_three_values_and_a_difference() {
    let two = [(3.0, 2.0), (5.0, 4.0), (5.0, 6.0)];
    assert_eq!(outcome(&two, Method::FreeEnds), Outcome::NotIdentified);
    assert_eq!(outcome(&two, Method::Respondents), Outcome::Converged);
    let flat = [(2.0, 4.0), (3.0, 4.0), (5.0, 5.0), (5.0, 3.0), (7.0, 4.0)];
    assert_eq!(outcome(&flat, Method::FreeEnds), Outcome::NotIdentified);
}

/// Loyal at any satisfaction but the least, or only at the top: steps, not curves.
#[test]
fn steps_end_at_the_boundary() {
    let low = [(1.0, 1.0), (2.0, 7.0), (4.0, 7.0), (7.0, 7.0)];
    let high = [(1.0, 1.0), (4.0, 1.0), (6.0, 1.0), (7.0, 7.0)];
    for method in [Method::Respondents, Method::CellMeans, Method::FreeEnds] {
        assert_eq!(outcome(&low, method), Outcome::OnBoundary, "{method}");
        assert_eq!(outcome(&high, method), Outcome::OnBoundary, "{method}");
    }
    // The logarithm of full loyalty is zero at every satisfaction.
    assert_eq!(outcome(&low, Method::LogLog), Outcome::OnBoundary);
    assert_eq!(outcome(&high, Method::LogLog), Outcome::NotIdentified);
}

#[test]
fn a_search_cut_short_says_so() {
    let pairs = [(2.0, 2.0), (3.0, 2.0), (4.0, 5.0), (6.0, 6.0), (7.0, 6.0)];
    let short = sample(&pairs)
        .fit(Options::default().max_iterations(3))
        .unwrap();
    assert_eq!(
        (short.outcome, short.iterations),
        (Outcome::IterationLimit, 3)
    );
    assert_eq!(
        (
            short.model.exponent,
            short.model.floor,
            short.model.residual
        ),
        (None, None, None)
    );
    assert_eq!(
        refusal(short.clone().converged()),
        expected::refused("fit that did not converge", "iteration_limit after 3 steps")
    );
    let full = sample(&pairs).fit(Options::default()).unwrap();
    assert_eq!(full.outcome, Outcome::Converged);
    assert!(full.iterations <= 100);
    // Three halvings leave the exponent within a tenth.
    let (a, b) = (
        short.model.curve.unwrap().exponent(),
        full.model.curve.unwrap().exponent(),
    );
    assert!((a / b - 1.0).abs() < 0.1);
}

/// One point fits one parameter exactly: an exponent, and nothing to judge it by.
#[test]
fn as_many_parameters_as_points_leave_no_standard_error() {
    let fit = sample(&[(4.0, 2.5)]).fit(Options::default()).unwrap();
    assert_eq!(
        (fit.outcome, fit.model.exponent),
        (Outcome::Converged, None)
    );
    assert!((fit.converged().unwrap().curve.unwrap().exponent() - 2.0).abs() < 1e-9);
    let three = [(2.0, 2.0), (4.0, 3.0), (6.0, 6.0)];
    let fit = sample(&three)
        .fit(Options::default().method(Method::FreeEnds))
        .unwrap();
    assert_eq!(
        (fit.outcome, fit.model.exponent, fit.model.floor),
        (Outcome::Converged, None, None)
    );
    let log = sample(&[(4.0, 2.5)])
        .fit(Options::default().method(Method::LogLog))
        .unwrap();
    assert_eq!(
        (log.outcome, log.model.exponent),
        (Outcome::Converged, None)
    );
}

/// Who is the less loyal the more satisfied makes a curve that falls, and no verdict.
#[test]
fn loyalty_that_falls_with_satisfaction_is_no_competition() {
    let mut pairs = Vec::new();
    for (satisfaction, loyalty) in [(1.0, 6.0), (2.0, 5.9), (4.0, 5.0), (6.0, 3.0), (7.0, 1.2)] {
        for off in [-0.1, 0.0, 0.1] {
            pairs.push((satisfaction, loyalty + off));
        }
    }
    let options = Options::default().method(Method::FreeEnds).minimum(1);
    let fit = sample(&pairs).fit(options).unwrap();
    assert_eq!(fit.outcome, Outcome::Converged);
    assert!(fit.model.ceiling.unwrap().value() < fit.model.floor.unwrap().value());
    assert!(fit.model.interval.unwrap().lower() > 1.0);
    assert_eq!(fit.model.competition, Competition::Undecided);
}

/// The ends of a curve may be any numbers, so their difference may be too large for one.
#[test]
fn false_loyalty_is_a_number_or_an_error() {
    let curve = |floor: f64| Curve::new(FIVE, 1.0).unwrap().between(floor, 0.0).unwrap();
    let (high, low) = (curve(1e308), curve(-1e308));
    assert!(matches!(
        false_loyalty(&high, &low, 1.0),
        Err(Error::Overflow { .. })
    ));
    assert_eq!(false_loyalty(&high, &low, 5.0), Ok(0.0));
}

#[test]
fn a_level_of_significance_lies_between_0_and_1() {
    let pairs = [(2.0, 2.0), (3.0, 2.0), (4.0, 5.0), (6.0, 6.0), (7.0, 6.0)];
    let fit = |level| sample(&pairs).fit(Options::default().significance(level));
    for (bad, text) in NOT_FINITE {
        assert_eq!(refusal(fit(bad)), not_finite("significance", text, None));
    }
    for bad in [-0.1, 0.0, 1.0, 2.0] {
        assert!(matches!(fit(bad), Err(Error::OutOfRange { .. })), "{bad}");
    }
    assert!(fit(1e-300).is_ok());
}

#[test]
fn curves_are_compared_only_with_their_like() {
    let pairs = [(2.0, 2.0), (3.0, 2.0), (4.0, 5.0), (6.0, 6.0), (7.0, 6.0)];
    let fit =
        |sample: &Sample, method| sample.fit(Options::default().method(method)).unwrap().model;
    let fixed = fit(&sample(&pairs), Method::Respondents);
    let free = fit(&sample(&pairs), Method::FreeEnds);
    let error = expected::mismatch("methods of the curves", "respondents", "free_ends");
    assert_eq!(refusal(fixed.exponent_minus(&free)), error);
    assert_eq!(refusal(fixed.false_loyalty(&free, 4.0)), error);
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(fixed.loyalty_at(bad)),
            not_finite("answer", text, None)
        );
    }
    assert!(fixed.false_loyalty(&fixed, 8.0).is_err());
    let ten = Scale::new(0.0, 10.0).unwrap();
    let of = |scales: (Scale, Scale)| {
        let mut other = Sample::new(scales.0, scales.1);
        for (satisfaction, loyalty) in pairs {
            other
                .push(customer(Some(satisfaction), Some(loyalty)))
                .unwrap();
        }
        fit(&other, Method::Respondents)
    };
    assert_eq!(
        refusal(fixed.exponent_minus(&of((ten, SEVEN)))),
        expected::mismatch("scales of satisfaction", "1 to 7", "0 to 10")
    );
    assert_eq!(
        refusal(fixed.exponent_minus(&of((SEVEN, ten)))),
        expected::mismatch("scales of loyalty", "1 to 7", "0 to 10")
    );

    // One customer makes a curve without an error.
    let one = fit(&sample(&[(4.0, 2.5)]), Method::Respondents);
    assert!(matches!(one.loyalty_at(4.0), Err(Error::Refused { .. })));
    assert!(matches!(
        fixed.exponent_minus(&one),
        Err(Error::Refused { .. })
    ));
    assert!(matches!(
        fixed.false_loyalty(&one, 4.0),
        Err(Error::Refused { .. })
    ));

    // Fixed ends count as known.
    assert_eq!(fixed.loyalty_at(1.0).unwrap().standard_error(), 0.0);
    assert_eq!(fixed.loyalty_at(7.0).unwrap().value(), 7.0);
    assert!(free.loyalty_at(7.0).unwrap().standard_error() > 0.0);
}

/// Answers on a curve leave nothing to judge by: the ends are those of the scale, or they are not.
#[test]
fn ends_of_exact_answers_pass_or_fail_for_certain() {
    let exact = |floor: f64| -> Vec<(f64, f64)> {
        let of = |s: f64| floor + (7.0 - floor) * ((s - 1.0) / 6.0_f64).powi(2);
        (1..=7).map(|s| (f64::from(s), of(f64::from(s)))).collect()
    };
    let test = |pairs: &[(f64, f64)]| {
        let model = sample(pairs)
            .fit(Options::default().minimum(1))
            .unwrap()
            .model;
        (model.lack_of_fit.unwrap(), model.competition)
    };
    let (passes, verdict) = test(&exact(1.0));
    assert_eq!((passes.statistic, passes.p_value), (0.0, 1.0));
    assert_eq!(verdict, Competition::High);
    let (fails, _) = test(&exact(3.0));
    assert!(
        fails.statistic.is_finite() && fails.p_value < 1e-12,
        "{fails:?}"
    );
    // Three customers leave nothing over.
    let three = sample(&[(2.0, 2.0), (4.0, 3.0), (6.0, 6.0)])
        .fit(Options::default())
        .unwrap();
    assert_eq!(three.model.lack_of_fit, None);
}

/// A weight is a number of customers who answer alike.
#[test]
fn whole_weights_count_a_customer_several_times_in_the_curve() {
    let rows = [
        (2.0, 2.0, 3.0),
        (3.0, 2.0, 1.0),
        (4.0, 5.0, 2.0),
        (6.0, 6.0, 0.0),
        (7.0, 6.0, 4.0),
    ];
    let mut weighted = Sample::new(SEVEN, SEVEN);
    let mut repeated = Sample::new(SEVEN, SEVEN);
    for (satisfaction, loyalty, weight) in rows {
        let row = customer(Some(satisfaction), Some(loyalty));
        weighted.push_weighted(row, weight).unwrap();
        for _ in 0..weight as usize {
            repeated.push(row).unwrap();
        }
    }
    let exponent = |sample: &Sample, method| {
        let fit = sample.fit(Options::default().method(method)).unwrap();
        fit.model.curve.unwrap().exponent()
    };
    for method in [Method::Respondents, Method::FreeEnds, Method::LogLog] {
        let (a, b) = (exponent(&weighted, method), exponent(&repeated, method));
        assert!((a / b - 1.0).abs() < 1e-9, "{method}: {a} {b}");
    }
}

/// Weights count by their proportions: twice the weight for everybody changes nothing.
#[test]
fn equal_weights_of_any_size_change_nothing_in_the_curve() {
    let rows = [
        (2.0, 2.0),
        (3.0, 2.0),
        (4.0, 5.0),
        (4.0, 3.0),
        (6.0, 6.0),
        (7.0, 6.0),
    ];
    let of = |weight: f64| {
        let mut sample = Sample::new(SEVEN, SEVEN);
        for (satisfaction, loyalty) in rows {
            let row = customer(Some(satisfaction), Some(loyalty));
            sample.push_weighted(row, weight).unwrap();
        }
        sample
    };
    for &method in Method::ALL {
        for equal_variances in [false, true] {
            let options = Options::default()
                .method(method)
                .equal_variances(equal_variances);
            let (a, b) = (of(1.0).fit(options).unwrap(), of(0.3).fit(options).unwrap());
            assert_eq!((a.outcome, a.model.points), (b.outcome, b.model.points));
            let close = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-9, "{method} {a} {b}");
            let (x, y) = (a.model.exponent.unwrap(), b.model.exponent.unwrap());
            close(x.value(), y.value());
            close(x.standard_error(), y.standard_error());
            close(a.model.residual.unwrap(), b.model.residual.unwrap());
        }
    }
}

#[test]
fn contributions_need_respondents_of_one_length_and_a_method_that_has_them() {
    let (two, three) = ([4.0, 5.0], [4.0, 5.0, 6.0]);
    fn answers(column: &[f64]) -> Answers<'_> {
        SEVEN.full_answers(column).unwrap()
    }
    let of = |a: &Answers<'_>, b: &Answers<'_>, options| curve::influence(a, b, None, options);
    let options = Options::default();
    assert_eq!(
        refusal(of(&answers(&two), &answers(&three), options)),
        expected::length("loyalty", 3, 2)
    );
    let weights = Weights::new([1.0]).unwrap();
    assert_eq!(
        refusal(curve::influence(
            &answers(&two),
            &answers(&two),
            Some(&weights),
            options
        )),
        expected::length("weights", 1, 2)
    );
    for method in [Method::CellMeans, Method::LogLog] {
        let refused = of(&answers(&two), &answers(&two), options.method(method));
        assert!(
            matches!(refused, Err(Error::Unsupported { .. })),
            "{method}"
        );
    }
    let nobody = [None, None];
    assert_eq!(
        refusal(of(
            &SEVEN.answers(&nobody).unwrap(),
            &answers(&two),
            options
        )),
        expected::empty("customer with satisfaction and loyalty")
    );
    // At both ends nothing is identified, and one customer has no error.
    let ends = [1.0, 7.0];
    assert_eq!(of(&answers(&ends), &answers(&ends), options), Ok(None));
    assert_eq!(of(&answers(&[4.0]), &answers(&[3.0]), options), Ok(None));
}
