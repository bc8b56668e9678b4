//! DuMouchel in Berger, C. and others (1993), *Center for Quality of Management Journal* 2(4):
//! 3–36: continuous scores of Kano answers.

use retention::satisfaction::kano;

#[test]
fn dumouchel_1993_scores_as_commonly_reported() {
    let of = |score: fn(kano::Answer) -> f64| kano::Answer::ALL.iter().copied().map(score);
    let functional: Vec<f64> = of(kano::Answer::functional_score).collect();
    let dysfunctional: Vec<f64> = of(kano::Answer::dysfunctional_score).collect();
    assert_eq!(functional, [4.0, 2.0, 0.0, -1.0, -2.0]);
    assert_eq!(dysfunctional, [-2.0, -1.0, 0.0, 2.0, 4.0]);
}
