//! What several measures of satisfaction check and compare.

use crate::Result;
use crate::error::Error;
use crate::scale::{Answers, Scale};

/// Refuses answers that are read on another scale than that of the definition.
pub(super) fn same_scale(found: Scale, scale: Scale) -> Result<()> {
    if found.same_ends(scale) {
        return Ok(());
    }
    Err(Error::mismatch(
        "scales of the answers and of the definition",
        found.continuous(),
        scale.continuous(),
    ))
}

/// Refuses answers that were asked on another scale than that of the definition too: stretched to
/// it, they would fall on either side of its cuts by arithmetic.
pub(super) fn asked_on(answers: &Answers<'_>, scale: Scale) -> Result<()> {
    same_scale(answers.asked_on(), scale)?;
    same_scale(answers.scale(), scale)
}

/// Refuses columns of different lengths.
pub(super) fn same_length(argument: &'static str, found: usize, expected: usize) -> Result<()> {
    if found == expected {
        Ok(())
    } else {
        Err(Error::length(argument, found, expected))
    }
}

/// Weighted shares that are equal on paper differ by rounding in the order of their sums; counts
/// that are equal do not differ.
const ROUNDING: f64 = 1e-9;

/// Whether `value` is `cut` or more, both of the size of 1 or 100.
pub(super) fn reaches(value: f64, cut: f64) -> bool {
    value >= cut - ROUNDING * cut.abs().max(1.0)
}

/// How much two sums of weights may differ and still be equal: nothing, where all are whole.
pub(super) fn slack(weights: &[f64]) -> f64 {
    if weights.iter().all(|weight| weight.fract() == 0.0) {
        0.0
    } else {
        ROUNDING * weights.iter().sum::<f64>()
    }
}
