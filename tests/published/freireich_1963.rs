//! Weeks of remission of 42 leukaemia patients, half of them under 6-mercaptopurine: the example of
//! most texts on survival.
//!
//! Freireich, E. J. and others (1963), *Blood* 21: 699–716; the figures as commonly reported, among
//! others by the routine g12aac of the Numerical Algorithms Group, which prints three decimals.

use retention::estimate::Confidence;
use retention::survival::{Spell, Survival, Transform, Weighting, log_rank};

use crate::assert_published;

fn treated() -> Survival {
    let ended = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(Spell::ended);
    let ongoing = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(Spell::ongoing);
    Survival::of(ongoing.into_iter().chain(ended)).unwrap()
}

fn placebo() -> Survival {
    let ended = [
        1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23,
    ];
    Survival::of(ended.map(Spell::ended)).unwrap()
}

#[test]
fn freireich_1963_as_commonly_reported_shares_and_greenwood_errors() {
    let expected = [
        (6, 21.0, "0.857", "0.076", "0.857143", "0.076360"),
        (7, 17.0, "0.807", "0.087", "0.806723", "0.086935"),
        (10, 15.0, "0.753", "0.096", "0.752941", "0.096350"),
        (13, 12.0, "0.690", "0.107", "0.690196", "0.106815"),
        (16, 11.0, "0.627", "0.114", "0.627451", "0.114054"),
        (22, 7.0, "0.538", "0.128", "0.537815", "0.128234"),
        (23, 6.0, "0.448", "0.135", "0.448179", "0.134591"),
    ];
    let curve = treated();
    assert_eq!(curve.points.len(), expected.len());
    for (point, (time, at_risk, share, error, share_in_full, error_in_full)) in
        curve.points.iter().zip(expected)
    {
        assert_eq!((point.time, point.at_risk), (time, at_risk));
        assert_published(point.survival, share);
        assert_published(point.survival, share_in_full);
        assert_published(point.standard_error.unwrap(), error);
        assert_published(point.standard_error.unwrap(), error_in_full);
    }
}

#[test]
fn freireich_1963_as_commonly_reported_log_log_intervals() {
    for (time, lower, upper) in [(23, "0.1881", "0.6801"), (6, "0.6197", "0.9516")] {
        let interval = treated().interval(time, Transform::LogLog, Confidence::default());
        assert_published(interval.unwrap().lower(), lower);
        assert_published(interval.unwrap().upper(), upper);
    }
}

#[test]
fn freireich_1963_as_commonly_reported_log_rank_16_79() {
    let test = log_rank(&[&treated(), &placebo()], Weighting::Equal)
        .unwrap()
        .unwrap();
    assert_published(test.statistic, "16.79");
    assert_eq!(test.observed, [9.0, 21.0]);
    assert_published(test.expected[0], "19.25");
    assert_published(test.expected[1], "10.75");
    assert_eq!(
        (treated().median(), placebo().median()),
        (Some(23), Some(8))
    );
}
