//! The additional hours of sleep of ten patients under two drugs, which Student (1908), *Biometrika* 6:
//! 1–25, publishes; Welch's and the paired test of them.
//!
//! Computed by `comparisons.py`, with Python 3.11.7 and scipy 1.17.1.

use retention::estimate::{Confidence, Design, Estimate, Influence};

use crate::assert_published;

const FIRST: [f64; 10] = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
const SECOND: [f64; 10] = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

fn mean(hours: [f64; 10]) -> Influence {
    Influence::of_mean(hours.map(Some), None).unwrap().unwrap()
}

fn estimate(influence: &Influence) -> Estimate {
    influence.estimate(&Design::default()).unwrap()
}

#[track_caller]
fn assert_test(estimate: Estimate, target: f64, [statistic, degrees, p]: [&str; 3]) {
    let test = estimate.test(target).unwrap().unwrap();
    assert_published(test.statistic, statistic);
    assert_published(test.degrees_of_freedom.unwrap(), degrees);
    assert_published(test.p_value, p);
}

#[track_caller]
fn assert_ends(estimate: Estimate, [lower, upper]: [&str; 2]) {
    let interval = estimate.interval(Confidence::default());
    assert_published(interval.lower(), lower);
    assert_published(interval.upper(), upper);
}

#[test]
fn student_1908_two_samples_by_welch() {
    let apart = estimate(&mean(FIRST))
        .minus(&estimate(&mean(SECOND)))
        .unwrap();
    assert_test(
        apart,
        0.0,
        ["-1.8608134675", "17.7764735162", "0.0793941402"],
    );
    assert_ends(apart, ["-3.3654832307", "0.2054832307"]);
}

#[test]
fn student_1908_the_same_patients() {
    let by_row = estimate(&mean(FIRST).minus(&mean(SECOND)).unwrap());
    assert_test(
        by_row,
        0.0,
        ["-4.0621276834", "9.0000000000", "0.0028328902"],
    );
    assert_ends(by_row, ["-2.4598857633", "-0.7001142367"]);
    let patients: Vec<u32> = (0..10).collect();
    let [first, second] = mean(FIRST)
        .matched(&patients, &mean(SECOND), &patients)
        .unwrap();
    assert_eq!(estimate(&first.minus(&second).unwrap()), by_row);
}

#[test]
fn student_1908_a_mean_against_a_target() {
    let second = estimate(&mean(SECOND));
    assert_test(
        second,
        1.0,
        ["2.1005528498", "9.0000000000", "0.0650598857"],
    );
    assert_ends(second, ["0.8976775394", "3.7623224606"]);
}
