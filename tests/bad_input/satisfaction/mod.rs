//! Satisfaction: disconfirmation, SERVQUAL, kano::Kano, NPS, CSAT, CES, the index.

mod disconfirmations;
mod features;
mod frequencies;
mod indices;
mod promoters;
mod ratings;
mod services;

use retention::satisfaction::{coverage, disconfirmation, index, kano, nps, rating, servqual};
use retention::scale::{Answers, ItemSet, Missing, Scale, Weights};

use crate::*;

const TEN: Scale = Scale::ONE_TO_TEN;
const SEVEN: Scale = Scale::ONE_TO_SEVEN;

/// Weights that a respondent cannot have, and why.
const BAD_WEIGHTS: [(f64, &str); 5] = [
    (-1.0, "0 or more"),
    (1e101, "0, or 1e-100 to 1e100"),
    (1e-101, "0, or 1e-100 to 1e100"),
    (f64::NAN, ""),
    (f64::INFINITY, ""),
];

/// That `push` refuses every bad weight.
#[track_caller]
fn refuses_bad_weights(mut push: impl FnMut(f64) -> retention::Result<()>) {
    for (weight, expected) in BAD_WEIGHTS {
        match push(weight) {
            Err(Error::NotFinite {
                argument: "weight", ..
            }) => assert!(!weight.is_finite()),
            Err(Error::OutOfRange {
                argument: "weight",
                allowed,
                at: Some(_),
                ..
            }) => assert_eq!(allowed, expected),
            other => panic!("{weight}: {other:?}"),
        }
    }
    push(0.0).unwrap();
}

fn scales_differ(left: &str, right: &str) -> String {
    expected::mismatch("scales of the answers and of the definition", left, right)
}

#[track_caller]
fn assert_definitions_differ(found: retention::Result<()>) {
    assert!(
        matches!(
            found,
            Err(Error::Mismatch {
                argument: "options" | "measures",
                ..
            })
        ),
        "{found:?}"
    );
}

fn length_mismatch(argument: &'static str, found: usize, expected: usize) -> String {
    expected::length(argument, found, expected)
}
