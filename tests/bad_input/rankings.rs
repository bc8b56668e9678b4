//! Scores and outcomes.

use retention::estimate::Resampling;
use retention::estimate::ranking::Ranking;

use crate::*;

fn ranking(scores: &[f64], outcomes: &[bool]) -> Ranking {
    Ranking::new(scores, outcomes).unwrap()
}

#[test]
fn no_case_is_refused() {
    assert_eq!(refusal(Ranking::new(&[], &[])), expected::empty("case"));
}

#[test]
fn outcomes_belong_to_scores() {
    for outcomes in [&[][..], &[true][..], &[true, false, true][..]] {
        assert_eq!(
            refusal(Ranking::new(&[1.0, 2.0], outcomes)),
            expected::length("outcomes", outcomes.len(), 2)
        );
    }
}

#[test]
fn a_score_that_is_no_number_is_refused_at_its_row() {
    for (score, text) in [
        (f64::NAN, "NaN"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
    ] {
        assert_eq!(
            refusal(Ranking::new(&[0.0, 1.0, score], &[true; 3])),
            expected::at_row(expected::not_finite("score", text), 2)
        );
    }
    // The largest and the smallest numbers are scores, and one zero is the other.
    let extremes = ranking(
        &[f64::MIN, -0.0, 0.0, f64::MAX],
        &[false, false, true, true],
    );
    assert_eq!(extremes.auc().unwrap().value(), 0.875);
    assert_eq!(extremes.roc().count(), 4);
}

#[test]
fn outcomes_that_are_all_alike_have_no_area() {
    let confidence = Confidence::default();
    for (outcomes, why) in [
        ([true; 3], "nobody without"),
        ([false; 3], "nobody with"),
        ([true, false, false], "one with"),
        ([true, true, false], "one without"),
    ] {
        let ranking = ranking(&[1.0, 2.0, 3.0], &outcomes);
        assert_eq!(ranking.auc(), None, "{why}");
        assert_eq!(ranking.interval(confidence), None, "{why}");
        assert_eq!(ranking.difference(&ranking), Ok(None), "{why}");
        // Cuts are counts, which there always are.
        assert_eq!(ranking.roc().count(), 4);
        assert!(ranking.cheapest_cut(4.0).is_ok());
    }
    let nobody = ranking(&[0.2, 0.4], &[false, false]);
    assert_eq!(nobody.influence(), None);
    let equal = nobody
        .at_equal_number(&nobody, 1, Resampling::default().draws(9))
        .unwrap();
    assert_eq!(
        (equal.recognised, equal.recognised_difference),
        (None, None)
    );
    assert_eq!((equal.misled, equal.misled_difference.value()), (1.0, 0.0));
    assert_eq!(nobody.calibration(2).unwrap().skill, None);
}

#[test]
fn scores_that_are_all_alike_tell_nothing() {
    let ranking = ranking(&[7.0; 4], &[true, false, true, false]);
    let auc = ranking.auc().unwrap();
    assert_eq!((auc.value(), auc.standard_error()), (0.5, 0.0));
    assert_eq!(auc.test(0.5), Ok(None));
    let interval = ranking.interval(Confidence::default()).unwrap();
    assert!(
        interval.lower() < 0.2 && interval.upper() > 0.8,
        "{interval}"
    );
    // All are called or none.
    assert_eq!(ranking.cut_at(3).called.numerator(), 0);
    assert_eq!(ranking.cut_at(4).called.numerator(), 4);
}

#[test]
fn rankings_of_other_cases_are_not_compared() {
    let first = ranking(&[1.0, 2.0, 3.0, 4.0], &[true, false, true, false]);
    let fewer = ranking(&[1.0, 2.0], &[true, false]);
    let others = ranking(&[1.0, 2.0, 3.0, 4.0], &[true, false, false, true]);
    let mismatch = expected::at_row(expected::mismatch("outcomes", true, false), 2);
    let draws = Resampling::default().draws(1);
    assert_eq!(
        refusal(first.difference(&fewer)),
        expected::length("outcomes", 2, 4)
    );
    assert_eq!(refusal(first.difference(&others)), mismatch);
    assert_eq!(
        refusal(first.at_equal_number(&fewer, 1, draws)),
        expected::length("outcomes", 2, 4)
    );
    assert_eq!(refusal(first.at_equal_number(&others, 1, draws)), mismatch);
}

#[test]
fn a_number_called_lies_within_the_cases() {
    let first = ranking(&[1.0, 2.0], &[true, false]);
    for called in [0, 3, u64::MAX] {
        assert_eq!(
            refusal(first.at_equal_number(&first, called, Resampling::default())),
            expected::out_of_range("called", called, "1 to the number of cases, 2")
        );
    }
    let none = Resampling::default().draws(0);
    assert_eq!(
        refusal(first.at_equal_number(&first, 1, none)),
        expected::out_of_range("draws", 0, "1 to 1000000")
    );
    // A table takes any number, and calls as many as there are.
    let called = first
        .cuts([0, 1, u64::MAX])
        .into_iter()
        .map(|cut| cut.called.numerator());
    assert!(called.eq([0, 1, 2]));
    assert_eq!(first.cuts([]), []);
}

#[test]
fn a_cost_ratio_is_0_or_more_and_costs_do_not_overflow() {
    let ranking = ranking(&[1.0, 2.0, 3.0], &[true, false, false]);
    for ratio in [-1.0, -f64::MIN_POSITIVE] {
        assert_eq!(
            refusal(ranking.cheapest_cut(ratio)),
            expected::out_of_range("cost ratio", ratio, "0 or more")
        );
    }
    assert_eq!(
        refusal(ranking.cheapest_cut(f64::NAN)),
        expected::not_finite("cost ratio", "NaN")
    );
    let cut = ranking.cut_at(2);
    assert_eq!(cut.cost(f64::MAX), Ok(f64::MAX));
    assert_eq!(cut.cost(0.0), Ok(1.0));
    assert_eq!(
        refusal(cut.cost(f64::INFINITY)),
        expected::not_finite("cost ratio", "inf")
    );
}

#[test]
fn a_cut_is_at_a_number() {
    let ranking = ranking(&[1.0, 2.0], &[true, false]);
    assert_eq!(
        refusal(ranking.cut_at_score(f64::NAN)),
        expected::not_finite("least score", "NaN")
    );
    assert_eq!(
        ranking.cut_at_score(f64::MAX).unwrap().called.numerator(),
        0
    );
    assert_eq!(
        ranking.cut_at_score(f64::MIN).unwrap().called.numerator(),
        2
    );
}

#[test]
fn chances_lie_between_0_and_1() {
    let calibration = |scores: &[f64]| ranking(scores, &[true, false]).calibration(2);
    for (score, text) in [(1.5, "1.5"), (-0.5, "-0.5")] {
        assert_eq!(
            refusal(calibration(&[0.5, score])),
            expected::at_row(expected::out_of_range("chance", text, "0 to 1"), 1)
        );
    }
    assert_eq!(
        refusal(ranking(&[0.5], &[true]).calibration(0)),
        expected::out_of_range("groups", 0, "1 or more")
    );
    // More groups than cases are as many as there are cases, and one case has no error.
    let all = calibration(&[0.0, 1.0]).unwrap();
    assert_eq!((all.groups.len(), all.brier.value()), (2, 1.0));
    let one = ranking(&[0.25], &[true]).calibration(u32::MAX).unwrap();
    assert_eq!((one.groups.len(), one.in_the_large.value()), (1, 0.75));
    assert_eq!(one.in_the_large.standard_error(), 0.0);
}
