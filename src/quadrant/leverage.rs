//! How far respondents pull a fit towards themselves, and what counts as rounding beside it.

/// A respondent with less than this left of its weight, once its leverage is taken off, is fitted
/// exactly whatever it answers.
const ALONE: f64 = 1e-9;

/// An error below this is nothing but rounding: importance is of the size of 1.
pub(super) const ROUNDING: f64 = 1e-12;

/// A share of the variance below this is left unexplained by rounding alone: a perfect fit, which leaves
/// nothing to judge by.
pub(super) const NOTHING: f64 = 1e-10;

/// One over what a leverage leaves, as HC3 has it; NaN for one who is fitted exactly.
pub(super) fn enlarged(leverage: f64) -> f64 {
    let rest = 1.0 - leverage;
    if rest > ALONE { 1.0 / rest } else { f64::NAN }
}

/// What a respondent adds to one of several coefficients: `add` enlarged. One who is fitted exactly adds
/// nothing to a coefficient that does not rest on it, and NaN to one that it decides. Its leverage on
/// that coefficient alone says which.
pub(super) fn added(add: f64, enlarged: f64, on_this: f64) -> f64 {
    if enlarged.is_nan() && on_this <= ALONE {
        0.0
    } else {
        add * enlarged
    }
}
