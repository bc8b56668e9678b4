//! The curve of loyalty over satisfaction.

use crate::expected::{self, refusal};
use retention::loyalty::curve::{
    Competition, Curve, FitOptions, Method, Outcome, Sample, false_loyalty,
};

use super::{FIVE, SEVEN};
use crate::{Error, NOT_FINITE, not_finite, out_of_range};

fn sample(pairs: &[(f64, f64)]) -> Sample {
    let mut sample = Sample::new(SEVEN, SEVEN);
    for &(satisfaction, loyalty) in pairs {
        sample.push(Some(satisfaction), Some(loyalty)).unwrap();
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
            refusal(sample.push(Some(bad), Some(1.0))),
            not_finite("answer", text, None)
        );
        assert_eq!(
            refusal(sample.push(Some(1.0), Some(bad))),
            not_finite("answer", text, None)
        );
    }
    // The other being missing is no excuse.
    assert_eq!(
        refusal(sample.push(Some(-99.0), None)),
        out_of_range("answer", "-99", "1 to 7", None)
    );
    assert_eq!(sample, before);
    sample.push(None, Some(4.0)).unwrap();
    sample.push(None, None).unwrap();
    assert_eq!((sample.used(), sample.left_out()), (1, 2));
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
fn more_customers_than_are_counted_exactly_overflow() {
    let mut doubled = sample(&[(4.0, 3.0)]);
    for _ in 0..53 {
        doubled.merge(doubled.clone()).unwrap();
    }
    let before = doubled.clone();
    assert!(matches!(
        doubled.merge(doubled.clone()),
        Err(Error::Overflow { .. })
    ));
    assert_eq!(doubled, before);
    assert_eq!(doubled.used(), 1 << 53);
}

#[test]
fn nobody_and_no_steps_are_errors() {
    let mut empty = Sample::new(SEVEN, SEVEN);
    empty.push(Some(4.0), None).unwrap();
    assert_eq!(
        empty.fit(&FitOptions::default()).unwrap_err(),
        expected::empty("customer with satisfaction and loyalty")
    );
    assert_eq!(
        sample(&[(4.0, 3.0)])
            .fit(&FitOptions::default().max_iterations(0))
            .unwrap_err(),
        out_of_range("largest number of iterations", "0", "1 or more", None)
    );
}

fn outcome(pairs: &[(f64, f64)], method: Method) -> Outcome {
    let fit = sample(pairs)
        .fit(&FitOptions::default().method(method).minimum(1))
        .unwrap();
    let converged = fit.outcome == Outcome::Converged;
    assert_eq!(fit.converged().is_ok(), converged);
    assert!(converged || fit.exponent.is_none() && fit.interval.is_none());
    assert!(converged || fit.competition == Competition::Undetermined);
    assert_eq!(fit.curve.is_none(), fit.outcome == Outcome::NotIdentified);
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
        assert_eq!(outcome(&low, method), Outcome::Boundary, "{method}");
        assert_eq!(outcome(&high, method), Outcome::Boundary, "{method}");
    }
    // The logarithm of full loyalty is zero at every satisfaction.
    assert_eq!(outcome(&low, Method::LogLog), Outcome::Boundary);
    assert_eq!(outcome(&high, Method::LogLog), Outcome::NotIdentified);
}

#[test]
fn a_search_cut_short_says_so() {
    let pairs = [(2.0, 2.0), (3.0, 2.0), (4.0, 5.0), (6.0, 6.0), (7.0, 6.0)];
    let short = sample(&pairs)
        .fit(&FitOptions::default().max_iterations(3))
        .unwrap();
    assert_eq!(
        (short.outcome, short.iterations),
        (Outcome::IterationLimit, 3)
    );
    assert_eq!(
        (short.exponent, short.floor, short.residual),
        (None, None, None)
    );
    assert_eq!(
        refusal(short.converged()),
        expected::refused("fit of the curve", "iteration_limit")
    );
    let full = sample(&pairs).fit(&FitOptions::default()).unwrap();
    assert_eq!(full.outcome, Outcome::Converged);
    assert!(full.iterations <= 100);
    // Three halvings leave the exponent within a tenth.
    let (a, b) = (
        short.curve.unwrap().exponent(),
        full.curve.unwrap().exponent(),
    );
    assert!((a / b - 1.0).abs() < 0.1);
}

/// One point fits one parameter exactly: an exponent, and nothing to judge it by.
#[test]
fn as_many_parameters_as_points_leave_no_standard_error() {
    let fit = sample(&[(4.0, 2.5)]).fit(&FitOptions::default()).unwrap();
    assert_eq!((fit.outcome, fit.exponent), (Outcome::Converged, None));
    assert!((fit.converged().unwrap().exponent() - 2.0).abs() < 1e-9);
    let three = [(2.0, 2.0), (4.0, 3.0), (6.0, 6.0)];
    let fit = sample(&three)
        .fit(&FitOptions::default().method(Method::FreeEnds))
        .unwrap();
    assert_eq!(
        (fit.outcome, fit.exponent, fit.floor),
        (Outcome::Converged, None, None)
    );
    let log = sample(&[(4.0, 2.5)])
        .fit(&FitOptions::default().method(Method::LogLog))
        .unwrap();
    assert_eq!((log.outcome, log.exponent), (Outcome::Converged, None));
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
    let options = FitOptions::default().method(Method::FreeEnds).minimum(1);
    let fit = sample(&pairs).fit(&options).unwrap();
    assert_eq!(fit.outcome, Outcome::Converged);
    assert!(fit.ceiling.unwrap().value() < fit.floor.unwrap().value());
    assert!(fit.interval.unwrap().lower() > 1.0);
    assert_eq!(fit.competition, Competition::Undetermined);
}
